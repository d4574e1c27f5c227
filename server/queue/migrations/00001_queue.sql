-- +goose Up

-- Times are milliseconds since 1970, 0 for none. A job that is running belongs to its worker until lease.
CREATE TABLE queue_jobs (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    kind         TEXT NOT NULL,
    payload      TEXT NOT NULL,
    key          TEXT NOT NULL,
    grp          TEXT NOT NULL,
    priority     INTEGER NOT NULL,
    state        TEXT NOT NULL,
    attempt      INTEGER NOT NULL DEFAULT 0,
    max_attempts INTEGER NOT NULL,
    run_at       INTEGER NOT NULL,
    created      INTEGER NOT NULL,
    finished     INTEGER NOT NULL DEFAULT 0,
    errors       TEXT NOT NULL DEFAULT '[]',
    worker       TEXT NOT NULL DEFAULT '',
    lease        INTEGER NOT NULL DEFAULT 0,
    cancelling   INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX queue_jobs_key ON queue_jobs (kind, key) WHERE key <> '';
CREATE INDEX queue_jobs_ready ON queue_jobs (kind, priority, run_at) WHERE state IN ('waiting', 'retrying');
CREATE INDEX queue_jobs_state ON queue_jobs (state, grp, kind);
CREATE INDEX queue_jobs_finished ON queue_jobs (finished) WHERE finished > 0;
