CREATE TABLE device (
  id text NOT NULL PRIMARY KEY,
  principal_key text NOT NULL,
  account_id text REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
  crm_id text,
  crm_user_id text,
  device_key_hash text NOT NULL,
  label text NOT NULL,
  browser text NOT NULL,
  os text NOT NULL,
  first_seen_at bigint NOT NULL,
  last_seen_at bigint NOT NULL,
  trusted_until bigint,
  {record},
  UNIQUE (principal_key, device_key_hash),
  FOREIGN KEY (crm_id, crm_user_id) REFERENCES crm_user (crm_id, id) DEFERRABLE INITIALLY DEFERRED,
  CHECK ((account_id IS NOT NULL AND crm_id IS NULL AND crm_user_id IS NULL)
      OR (account_id IS NULL AND crm_id IS NOT NULL AND crm_user_id IS NOT NULL))
);
CREATE INDEX device_last_seen ON device (last_seen_at);

-- Sessions from before have none.
ALTER TABLE session ADD COLUMN device_id text REFERENCES device (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX session_device ON session (device_id);
