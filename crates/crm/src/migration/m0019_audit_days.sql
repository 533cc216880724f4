-- How many days entries of a CRM's audit log are kept, and how those are found whose time is over.
ALTER TABLE crm ADD COLUMN audit_days integer NOT NULL DEFAULT 365 CHECK (audit_days BETWEEN 90 AND 1825);
CREATE INDEX audit_entry_at ON audit_entry (at);
CREATE INDEX audit_entry_failed ON audit_entry (at) WHERE action = 'sign_in.failed';
