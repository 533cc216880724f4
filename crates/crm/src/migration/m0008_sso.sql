-- A client secret is sealed with the server's key, as those of authenticator apps are.
CREATE TABLE sso_provider (
  id text NOT NULL PRIMARY KEY,
  scope text NOT NULL CHECK (scope IN ('server', 'crm')),
  crm_id text REFERENCES crm (id) DEFERRABLE INITIALLY DEFERRED,
  issuer text NOT NULL,
  client_id text NOT NULL,
  client_secret_enc text,
  client_secret_key_id text,
  label text NOT NULL,
  domain_token text NOT NULL,
  jit boolean NOT NULL,
  satisfies_2fa boolean NOT NULL,
  acr_values {json} NOT NULL,
  required boolean NOT NULL,
  enabled boolean NOT NULL,
  {record},
  CHECK ((scope = 'server' AND crm_id IS NULL) OR (scope = 'crm' AND crm_id IS NOT NULL))
);
CREATE INDEX sso_provider_crm ON sso_provider (crm_id);

CREATE TABLE sso_domain (
  id text NOT NULL PRIMARY KEY,
  provider_id text NOT NULL REFERENCES sso_provider (id) DEFERRABLE INITIALLY DEFERRED,
  crm_id text REFERENCES crm (id) DEFERRABLE INITIALLY DEFERRED,
  domain text NOT NULL,
  proven_at bigint,
  {record},
  UNIQUE (provider_id, domain)
);
CREATE INDEX sso_domain_domain ON sso_domain (domain);

CREATE TABLE identity_link (
  id text NOT NULL PRIMARY KEY,
  provider_id text NOT NULL REFERENCES sso_provider (id) DEFERRABLE INITIALLY DEFERRED,
  issuer text NOT NULL,
  subject text NOT NULL,
  principal_key text NOT NULL,
  account_id text REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
  crm_id text,
  crm_user_id text,
  email_at_link text,
  {record},
  UNIQUE (provider_id, subject),
  UNIQUE (provider_id, principal_key),
  FOREIGN KEY (crm_id, crm_user_id) REFERENCES crm_user (crm_id, id) DEFERRABLE INITIALLY DEFERRED,
  CHECK ((account_id IS NOT NULL AND crm_id IS NULL AND crm_user_id IS NULL)
      OR (account_id IS NULL AND crm_id IS NOT NULL AND crm_user_id IS NOT NULL))
);
CREATE INDEX identity_link_principal ON identity_link (principal_key);

-- By which provider a session began, and which of its sessions that was. Plain text: a session outlives a provider
-- that is taken away.
ALTER TABLE session ADD COLUMN sso_provider_id text;
ALTER TABLE session ADD COLUMN sso_session text;
CREATE INDEX session_sso ON session (sso_provider_id, sso_session);
