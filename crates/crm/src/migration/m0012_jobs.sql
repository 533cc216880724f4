CREATE TABLE job (
  id text NOT NULL PRIMARY KEY,
  queue text NOT NULL CHECK (queue IN ('mail_in', 'mail_out', 'notify', 'webhook', 'import', 'purge', 'default')),
  kind text NOT NULL,
  -- The CRM that it is for, with which it goes.
  crm_id text,
  payload {json} NOT NULL,
  run_at bigint NOT NULL,
  -- Lower comes first.
  priority integer NOT NULL,
  attempts integer NOT NULL,
  max_attempts integer NOT NULL,
  state text NOT NULL CHECK (state IN ('ready', 'running', 'done', 'dead')),
  locked_by text,
  locked_until bigint,
  dedupe_key text,
  last_error text,
  ended_at bigint,
  created_at bigint NOT NULL,
  CHECK (state <> 'running' OR (locked_by IS NOT NULL AND locked_until IS NOT NULL))
);
CREATE UNIQUE INDEX job_dedupe ON job (dedupe_key) WHERE state IN ('ready', 'running');
CREATE INDEX job_due ON job (state, queue, run_at, priority);
CREATE INDEX job_crm ON job (crm_id, state);
CREATE INDEX job_planned ON job (dedupe_key);
