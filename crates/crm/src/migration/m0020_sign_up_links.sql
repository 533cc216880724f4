-- Links by which people may sign up where nobody else may.
CREATE TABLE sign_up_link (
  id text NOT NULL PRIMARY KEY,
  secret_hash text NOT NULL UNIQUE,
  expires_at bigint NOT NULL,
  used_at bigint,
  created_at bigint NOT NULL
);
CREATE INDEX sign_up_link_expires_at ON sign_up_link (expires_at);
