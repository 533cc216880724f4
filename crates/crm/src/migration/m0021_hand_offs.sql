-- A sign-in that waits may be one by a provider, to which another browser goes in its place.
ALTER TABLE qr_request ADD COLUMN provider_id text;
-- What that browser presents once the provider has recognised somebody, and what it is known by.
ALTER TABLE qr_request ADD COLUMN secret_hash text;
ALTER TABLE qr_request ADD COLUMN browser_hash text;
-- Whom the provider has recognised, and how they arrive where the sign-in leads.
ALTER TABLE qr_request ADD COLUMN principal_key text;
ALTER TABLE qr_request ADD COLUMN arrival {json};
CREATE INDEX qr_request_principal ON qr_request (principal_key);
