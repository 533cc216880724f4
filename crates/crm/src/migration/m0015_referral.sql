-- What the link of an account says, which is its own for good, and which rules its holder has accepted, when.
ALTER TABLE account ADD COLUMN referral_code text;
ALTER TABLE account ADD COLUMN referral_rules_version text;
ALTER TABLE account ADD COLUMN referral_accepted_at bigint;
ALTER TABLE account ADD COLUMN referral_active boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX account_referral_code ON account (referral_code);

CREATE TABLE referral_click (
  id text NOT NULL PRIMARY KEY,
  code text NOT NULL,
  -- In UTC (YYYY-MM-DD).
  day text NOT NULL,
  -- Of network and browser, with a salt that is forgotten when the day is over.
  visitor_hash text NOT NULL,
  at bigint NOT NULL,
  UNIQUE (code, day, visitor_hash)
);
CREATE INDEX referral_click_at ON referral_click (at);

CREATE TABLE referral (
  id text NOT NULL PRIMARY KEY,
  referrer_account_id text NOT NULL REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
  referred_account_id text NOT NULL UNIQUE REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
  -- None where the code was typed.
  first_click_at bigint,
  signed_up_at bigint NOT NULL,
  first_paid_at bigint,
  until_at bigint,
  state text NOT NULL CHECK (state IN ('active', 'self_referral')),
  {record},
  CHECK (referrer_account_id <> referred_account_id)
);
CREATE INDEX referral_referrer ON referral (referrer_account_id, id);

CREATE TABLE referral_reward (
  id text NOT NULL PRIMARY KEY,
  referral_id text NOT NULL REFERENCES referral (id) DEFERRABLE INITIALLY DEFERRED,
  referrer_account_id text NOT NULL REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
  charge_entry_id text NOT NULL UNIQUE REFERENCES ledger_entry (id) DEFERRABLE INITIALLY DEFERRED,
  charged_minor bigint NOT NULL,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  state text NOT NULL CHECK (state IN ('held', 'available', 'cancelled', 'reversed')),
  available_at bigint NOT NULL,
  ledger_entry_id text REFERENCES ledger_entry (id) DEFERRABLE INITIALLY DEFERRED,
  {record},
  CHECK (state NOT IN ('available', 'reversed') OR ledger_entry_id IS NOT NULL)
);
CREATE INDEX referral_reward_referrer ON referral_reward (referrer_account_id, id);
CREATE INDEX referral_reward_referral ON referral_reward (referral_id);
CREATE INDEX referral_reward_due ON referral_reward (state, available_at);

CREATE TABLE payout (
  id text NOT NULL PRIMARY KEY,
  -- Plain text: money outlives the account whose it was.
  account_id text NOT NULL,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  state text NOT NULL CHECK (state IN ('requested', 'paid', 'rejected')),
  -- The operator's word: the number of the transfer, or why there is none.
  reference text NOT NULL,
  decided_by text,
  decided_at bigint,
  {record},
  CHECK (state = 'requested' OR decided_at IS NOT NULL)
);
CREATE INDEX payout_account ON payout (account_id, id);
CREATE INDEX payout_state ON payout (state, id);

CREATE INDEX ledger_entry_corrects ON ledger_entry (corrects_id);
