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

-- Addresses that a CRM tells what happens. Secrets are sealed with the server's key.
CREATE TABLE webhook_endpoint (
  crm_id text NOT NULL REFERENCES crm (id) DEFERRABLE INITIALLY DEFERRED,
  id text NOT NULL,
  url text NOT NULL,
  types {json} NOT NULL,
  secret_key_id text,
  secret_enc text,
  old_secret_enc text,
  old_secret_until bigint,
  state text NOT NULL CHECK (state IN ('on', 'off', 'gone', 'failing')),
  fail_since bigint,
  -- The last event that was looked at for it.
  seen_seq bigint NOT NULL,
  {record},
  PRIMARY KEY (crm_id, id)
);

CREATE TABLE webhook_delivery (
  crm_id text NOT NULL,
  id text NOT NULL,
  endpoint_id text NOT NULL,
  event_id text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
  attempts integer NOT NULL,
  next_at bigint,
  status integer,
  response_head text,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  PRIMARY KEY (crm_id, id),
  UNIQUE (crm_id, endpoint_id, event_id),
  FOREIGN KEY (crm_id, endpoint_id) REFERENCES webhook_endpoint (crm_id, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (crm_id, event_id) REFERENCES event (crm_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX webhook_delivery_created ON webhook_delivery (created_at);
