-- A secret is sealed with the server's key, which the database doesn't hold; `totp_key_id` says with which one.
ALTER TABLE credential ADD COLUMN totp_secret_enc text;
ALTER TABLE credential ADD COLUMN totp_key_id text;
ALTER TABLE credential ADD COLUMN totp_enabled_at bigint;
ALTER TABLE credential ADD COLUMN totp_last_step bigint;
-- A secret that waits for its first code.
ALTER TABLE credential ADD COLUMN totp_pending_enc text;
ALTER TABLE credential ADD COLUMN totp_pending_until bigint;
ALTER TABLE credential ADD COLUMN factor_locked_until bigint;
