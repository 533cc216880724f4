-- What has happened in a CRM, numbered without gaps: everything that follows from it is fed from here.
CREATE TABLE event (
  crm_id text NOT NULL REFERENCES crm (id) DEFERRABLE INITIALLY DEFERRED,
  id text NOT NULL,
  seq bigint NOT NULL,
  type text NOT NULL,
  actor {json} NOT NULL,
  subject_type text NOT NULL,
  subject_id text NOT NULL,
  payload {json} NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (crm_id, id),
  UNIQUE (crm_id, seq)
);
CREATE INDEX event_at ON event (at);

-- Keys of programs. What a program presents names the CRM and the prefix; the rest is its secret.
CREATE TABLE api_key (
  crm_id text NOT NULL REFERENCES crm (id) DEFERRABLE INITIALLY DEFERRED,
  id text NOT NULL,
  name text NOT NULL,
  prefix text NOT NULL,
  secret_hash text NOT NULL,
  scopes {json} NOT NULL,
  made_by text NOT NULL,
  expires_at bigint,
  last_used_at bigint,
  revoked_at bigint,
  created_at bigint NOT NULL,
  PRIMARY KEY (crm_id, id),
  UNIQUE (crm_id, prefix),
  FOREIGN KEY (crm_id, made_by) REFERENCES crm_user (crm_id, id) DEFERRABLE INITIALLY DEFERRED
);
