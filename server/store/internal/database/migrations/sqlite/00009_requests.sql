-- +goose Up

-- The responses to requests that carried an idempotency key. A status of 0 means that the request is being carried out.
CREATE TABLE requests (
    key      TEXT PRIMARY KEY,
    request  TEXT NOT NULL,
    status   INTEGER NOT NULL,
    type     TEXT NOT NULL,
    response BLOB NOT NULL,
    received INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX requests_received ON requests (received);
