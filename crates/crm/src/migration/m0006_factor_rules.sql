ALTER TABLE crm ADD COLUMN factor_policy text NOT NULL DEFAULT 'optional'
  CHECK (factor_policy IN ('optional', 'required_for_admins', 'required'));
ALTER TABLE crm ADD COLUMN factor_policy_since bigint NOT NULL DEFAULT 0;
ALTER TABLE crm ADD COLUMN factor_trust boolean NOT NULL DEFAULT true;
