-- +goose Up

-- What has changed since what is made of it was made last, and how often.
CREATE TABLE changes (
    subject TEXT PRIMARY KEY,
    times   INTEGER NOT NULL
) WITHOUT ROWID;
