-- The key is what its authenticator gave out: the public half, how often it was used, and what it says of itself.
CREATE TABLE passkey (
  id text NOT NULL PRIMARY KEY,
  principal_key text NOT NULL,
  account_id text REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
  crm_id text,
  crm_user_id text,
  credential_id text NOT NULL UNIQUE,
  key {json} NOT NULL,
  name text NOT NULL,
  last_used_at bigint,
  removed_at bigint,
  {record},
  FOREIGN KEY (crm_id, crm_user_id) REFERENCES crm_user (crm_id, id) DEFERRABLE INITIALLY DEFERRED,
  CHECK ((account_id IS NOT NULL AND crm_id IS NULL AND crm_user_id IS NULL)
      OR (account_id IS NULL AND crm_id IS NOT NULL AND crm_user_id IS NOT NULL))
);
CREATE INDEX passkey_principal ON passkey (principal_key);

CREATE TABLE passkey_challenge (
  id text NOT NULL PRIMARY KEY,
  secret_hash text NOT NULL UNIQUE,
  purpose text NOT NULL CHECK (purpose IN ('register', 'sign_in', 'second_factor', 'step_up')),
  -- The session or the ticket that it was asked for in; empty for a sign-in.
  asked_in text NOT NULL,
  browser_hash text NOT NULL,
  state {json} NOT NULL,
  expires_at bigint NOT NULL,
  used_at bigint,
  created_at bigint NOT NULL
);
CREATE INDEX passkey_challenge_expires_at ON passkey_challenge (expires_at);

-- A session may begin by a passkey. The check on the column can't be changed on both databases; the entity has it.
ALTER TABLE session RENAME COLUMN method TO method_before;
ALTER TABLE session ADD COLUMN method text NOT NULL DEFAULT 'password';
UPDATE session SET method = method_before;
ALTER TABLE session DROP COLUMN method_before;
