-- Usernames that somebody has given up, which nobody else gets for a while.
CREATE TABLE held_username (
  crm_id text NOT NULL,
  id text NOT NULL,
  username text NOT NULL,
  crm_user_id text NOT NULL,
  held_until bigint NOT NULL,
  PRIMARY KEY (crm_id, id),
  UNIQUE (crm_id, username),
  FOREIGN KEY (crm_id, crm_user_id) REFERENCES crm_user (crm_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX held_username_until ON held_username (held_until);
