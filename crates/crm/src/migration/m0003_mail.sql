CREATE TABLE outbox (
  id text NOT NULL PRIMARY KEY,
  recipient text NOT NULL,
  locale text NOT NULL,
  letter {json} NOT NULL,
  kind text NOT NULL,
  crm_id text,
  state text NOT NULL CHECK (state IN ('ready', 'sent', 'failed')),
  attempts integer NOT NULL,
  next_at bigint NOT NULL,
  error text,
  dedupe_key text UNIQUE,
  sent_at bigint,
  created_at bigint NOT NULL
);
CREATE INDEX outbox_next ON outbox (state, next_at);

CREATE TABLE invitation (
  crm_id text NOT NULL REFERENCES crm (id) DEFERRABLE INITIALLY DEFERRED,
  id text NOT NULL,
  email text NOT NULL,
  email_norm text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'member', 'viewer')),
  locale text NOT NULL,
  secret_hash text NOT NULL UNIQUE,
  invited_by text NOT NULL,
  sent_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  accepted_at bigint,
  revoked_at bigint,
  {record},
  PRIMARY KEY (crm_id, id),
  FOREIGN KEY (crm_id, invited_by) REFERENCES crm_user (crm_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX invitation_open ON invitation (crm_id, email_norm)
  WHERE accepted_at IS NULL AND revoked_at IS NULL;
