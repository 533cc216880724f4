-- The desktop client at a session. Its token is good as long as the session is, and goes with its row.
CREATE TABLE device_token (
  id text NOT NULL PRIMARY KEY,
  session_id text NOT NULL UNIQUE REFERENCES session (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  crm_id text NOT NULL,
  crm_user_id text NOT NULL,
  token_hash text NOT NULL UNIQUE,
  name text NOT NULL,
  platform text NOT NULL CHECK (platform IN ('linux', 'macos', 'windows')),
  {record},
  FOREIGN KEY (crm_id, crm_user_id) REFERENCES crm_user (crm_id, id) DEFERRABLE INITIALLY DEFERRED
);
