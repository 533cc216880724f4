CREATE TABLE qr_request (
  id text NOT NULL PRIMARY KEY,
  poll_hash text NOT NULL,
  user_code_hash text NOT NULL UNIQUE,
  number integer NOT NULL,
  decoy_a integer NOT NULL,
  decoy_b integer NOT NULL,
  -- The CRM to sign in to, if one was named.
  crm_id text REFERENCES crm (id) DEFERRABLE INITIALLY DEFERRED,
  keep boolean NOT NULL,
  browser text NOT NULL,
  os text NOT NULL,
  ip text NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'scanned', 'approved', 'denied', 'consumed')),
  scanned_at bigint,
  -- A session, as plain text: it may be purged with its CRM while a request that names no CRM stays.
  approved_by text,
  expires_at bigint NOT NULL,
  created_at bigint NOT NULL
);
CREATE INDEX qr_request_expires_at ON qr_request (expires_at);
CREATE INDEX qr_request_crm ON qr_request (crm_id);
