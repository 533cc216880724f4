CREATE TABLE server_setting (
  key text NOT NULL PRIMARY KEY,
  value {json} NOT NULL,
  secret boolean NOT NULL,
  key_id text,
  {record}
);

CREATE TABLE account (
  id text NOT NULL PRIMARY KEY,
  email text NOT NULL,
  email_norm text NOT NULL,
  name text NOT NULL,
  locale text NOT NULL,
  time_zone text NOT NULL,
  photo_hash text,
  status text NOT NULL CHECK (status IN ('pending', 'active', 'disabled')),
  is_operator boolean NOT NULL,
  email_verified_at bigint,
  closed_at bigint,
  {record}
);
CREATE UNIQUE INDEX account_email ON account (email_norm) WHERE closed_at IS NULL;

CREATE TABLE crm (
  id text NOT NULL PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  icon_hash text,
  status text NOT NULL CHECK (status IN ('active', 'suspended_billing', 'deletion_scheduled', 'purging')),
  status_before text,
  owner_account_id text NOT NULL REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
  delete_at bigint,
  deletion_by text,
  country text,
  locale text NOT NULL,
  time_zone text NOT NULL,
  currency text NOT NULL,
  settings {json} NOT NULL,
  event_seq bigint NOT NULL,
  {record}
);
CREATE INDEX crm_deletion ON crm (status, delete_at);

CREATE TABLE crm_user (
  crm_id text NOT NULL REFERENCES crm (id) DEFERRABLE INITIALLY DEFERRED,
  id text NOT NULL,
  email text NOT NULL,
  email_norm text NOT NULL,
  username text NOT NULL,
  first_name text NOT NULL,
  last_name text NOT NULL,
  title text NOT NULL,
  phone_e164 text,
  phone_ext text,
  photo_hash text,
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
  status text NOT NULL CHECK (status IN ('invited', 'active', 'deactivated')),
  credential_source text NOT NULL CHECK (credential_source IN ('own', 'portal')),
  locale text NOT NULL,
  time_zone text NOT NULL,
  date_format text,
  sort_key text NOT NULL,
  search_text text NOT NULL,
  deleted_at bigint,
  {record},
  PRIMARY KEY (crm_id, id),
  UNIQUE (crm_id, username)
);
CREATE UNIQUE INDEX crm_user_email ON crm_user (crm_id, email_norm) WHERE deleted_at IS NULL;

CREATE TABLE membership (
  id text NOT NULL PRIMARY KEY,
  account_id text NOT NULL REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
  crm_id text NOT NULL REFERENCES crm (id) DEFERRABLE INITIALLY DEFERRED,
  crm_user_id text NOT NULL,
  origin text NOT NULL CHECK (origin IN ('created', 'connected', 'invited')),
  last_opened_at bigint,
  {record},
  UNIQUE (account_id, crm_id),
  UNIQUE (crm_id, crm_user_id),
  FOREIGN KEY (crm_id, crm_user_id) REFERENCES crm_user (crm_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE credential (
  id text NOT NULL PRIMARY KEY,
  principal_key text NOT NULL UNIQUE,
  account_id text REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
  crm_id text,
  crm_user_id text,
  password_hash text,
  changed_at bigint,
  {record},
  FOREIGN KEY (crm_id, crm_user_id) REFERENCES crm_user (crm_id, id) DEFERRABLE INITIALLY DEFERRED,
  CHECK ((account_id IS NOT NULL AND crm_id IS NULL AND crm_user_id IS NULL)
      OR (account_id IS NULL AND crm_id IS NOT NULL AND crm_user_id IS NOT NULL))
);

CREATE TABLE session (
  id text NOT NULL PRIMARY KEY,
  token_hash text NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('portal', 'crm', 'device')),
  principal_key text NOT NULL,
  account_id text REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
  crm_id text,
  crm_user_id text,
  method text NOT NULL CHECK (method IN ('password', 'portal', 'qr', 'sso')),
  aal integer NOT NULL CHECK (aal IN (1, 2)),
  auth_at bigint NOT NULL,
  step_up_at bigint,
  csrf_salt text NOT NULL,
  ip text NOT NULL,
  keep boolean NOT NULL,
  last_seen_at bigint NOT NULL,
  idle_until bigint NOT NULL,
  absolute_until bigint NOT NULL,
  revoked_at bigint,
  revoke_reason text,
  {record},
  FOREIGN KEY (crm_id, crm_user_id) REFERENCES crm_user (crm_id, id) DEFERRABLE INITIALLY DEFERRED,
  CHECK ((account_id IS NOT NULL AND crm_id IS NULL AND crm_user_id IS NULL)
      OR (account_id IS NULL AND crm_id IS NOT NULL AND crm_user_id IS NOT NULL))
);
CREATE INDEX session_principal ON session (principal_key);
CREATE INDEX session_absolute_until ON session (absolute_until);

CREATE TABLE ticket (
  id text NOT NULL PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('selection', 'enter', 'second_factor', 'recovery_code', 'connect_code',
    'reset', 'confirm_email', 'undo_email', 'sso_state', 'mail_state')),
  secret_hash text NOT NULL,
  principal_key text,
  account_id text REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
  crm_id text,
  crm_user_id text,
  payload {json} NOT NULL,
  browser_hash text,
  expires_at bigint,
  used_at bigint,
  used_by text,
  created_at bigint NOT NULL,
  UNIQUE (kind, secret_hash),
  FOREIGN KEY (crm_id, crm_user_id) REFERENCES crm_user (crm_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ticket_expires_at ON ticket (expires_at);

CREATE TABLE attempt (
  id text NOT NULL PRIMARY KEY,
  kind text NOT NULL,
  key_hash text NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX attempt_recent ON attempt (kind, key_hash, at);
CREATE INDEX attempt_at ON attempt (at);

CREATE TABLE audit_entry (
  id text NOT NULL PRIMARY KEY,
  scope text NOT NULL CHECK (scope IN ('crm', 'account', 'server')),
  scope_id text NOT NULL,
  seq bigint NOT NULL,
  action text NOT NULL,
  actor {json} NOT NULL,
  subject text,
  fields {json} NOT NULL,
  ip text,
  device text,
  request_id text,
  prev_hash text NOT NULL,
  hash text NOT NULL,
  at bigint NOT NULL,
  UNIQUE (scope, scope_id, seq)
);
