-- Exports that a CRM's owner has asked for. The files are in data folders; their names are made for each attempt.
CREATE TABLE crm_export (
  crm_id text NOT NULL REFERENCES crm (id) DEFERRABLE INITIALLY DEFERRED,
  id text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'making', 'ready')),
  file text UNIQUE,
  bytes bigint,
  expires_at bigint,
  created_at bigint NOT NULL,
  PRIMARY KEY (crm_id, id),
  CHECK (state = 'waiting' OR file IS NOT NULL),
  CHECK (state <> 'ready' OR (bytes IS NOT NULL AND expires_at IS NOT NULL))
);
CREATE UNIQUE INDEX crm_export_under_way ON crm_export (crm_id) WHERE state IN ('waiting', 'making');
CREATE INDEX crm_export_expiry ON crm_export (expires_at);
