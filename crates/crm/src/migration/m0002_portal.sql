CREATE TABLE wallet (
  id text NOT NULL PRIMARY KEY,
  -- Plain text: money outlives the CRM whose it was.
  account_id text UNIQUE,
  crm_id text UNIQUE,
  currency text NOT NULL,
  balance_minor bigint NOT NULL,
  {record},
  CHECK ((account_id IS NULL AND crm_id IS NOT NULL) OR (account_id IS NOT NULL AND crm_id IS NULL))
);

CREATE TABLE ledger_entry (
  id text NOT NULL PRIMARY KEY,
  wallet_id text NOT NULL REFERENCES wallet (id) DEFERRABLE INITIALLY DEFERRED,
  kind text NOT NULL CHECK (kind IN ('opening', 'top_up', 'charge', 'refund', 'adjustment', 'transfer_in',
    'transfer_out', 'referral_reward', 'referral_reversal', 'payout', 'balance_returned')),
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  reference text NOT NULL,
  pair_id text,
  corrects_id text REFERENCES ledger_entry (id) DEFERRABLE INITIALLY DEFERRED,
  note text NOT NULL,
  posted_by text,
  crm_name_copy text,
  created_at bigint NOT NULL,
  UNIQUE (wallet_id, kind, reference)
);

CREATE TABLE crm_tombstone (
  slug text NOT NULL PRIMARY KEY,
  crm_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('renamed', 'purged')),
  name text NOT NULL,
  owner_account_id text NOT NULL,
  reserved_until bigint NOT NULL,
  purged_at bigint,
  counts {json} NOT NULL,
  created_at bigint NOT NULL
);
CREATE INDEX crm_tombstone_crm ON crm_tombstone (crm_id);

CREATE TABLE idempotency_key (
  id text NOT NULL PRIMARY KEY,
  principal_key text NOT NULL,
  key text NOT NULL,
  operation text NOT NULL,
  body_hash text NOT NULL,
  result {json} NOT NULL,
  expires_at bigint NOT NULL,
  created_at bigint NOT NULL,
  UNIQUE (principal_key, key)
);
CREATE INDEX idempotency_key_expires_at ON idempotency_key (expires_at);

CREATE UNIQUE INDEX ticket_connect_code ON ticket (principal_key)
  WHERE kind = 'connect_code' AND used_at IS NULL;
CREATE INDEX crm_owner ON crm (owner_account_id);
CREATE INDEX crm_user_by_email ON crm_user (email_norm);

-- Every CRM has a wallet from the first day.
INSERT INTO wallet (id, crm_id, currency, balance_minor, version, created_at, updated_at)
  SELECT id, id, currency, 0, 1, created_at, created_at FROM crm;
INSERT INTO ledger_entry (id, wallet_id, kind, amount_minor, currency, reference, note, created_at)
  SELECT id, id, 'opening', 0, currency, id, '', created_at FROM crm;
