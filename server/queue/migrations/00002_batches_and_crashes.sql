-- +goose Up

-- batch names the jobs that were queued together, and those that they queued.
ALTER TABLE queue_jobs ADD COLUMN batch TEXT NOT NULL DEFAULT '';
-- crashes counts the workers that died while they had the job.
ALTER TABLE queue_jobs ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0;
CREATE INDEX queue_jobs_batch ON queue_jobs (batch, state, kind) WHERE batch <> '';
CREATE INDEX queue_jobs_crashed ON queue_jobs (run_at) WHERE crashes > 0 AND state IN ('waiting', 'retrying');
