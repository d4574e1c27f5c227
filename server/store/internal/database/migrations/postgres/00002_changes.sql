-- +goose Up

-- Subjects whose derived data is out of date, and the number of their changes.
CREATE TABLE changes (
    subject TEXT PRIMARY KEY,
    times   BIGINT NOT NULL
);
