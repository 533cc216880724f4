-- When the trial ends, and the next day on which users are counted and paid for, as the CRM's own calendar has it
-- (YYYY-MM-DD). Both are unknown until the operator takes money at all.
ALTER TABLE crm ADD COLUMN trial_until bigint;
ALTER TABLE crm ADD COLUMN billing_day text;
ALTER TABLE crm ADD COLUMN standing text NOT NULL DEFAULT 'good' CHECK (standing IN ('good', 'low', 'overdue'));
ALTER TABLE crm ADD COLUMN overdue_since bigint;
CREATE INDEX crm_billing_day ON crm (billing_day);
CREATE INDEX ledger_entry_history ON ledger_entry (wallet_id, id);
