-- +goose Up

-- What a person should know about how the documents of a collection were read and what is no error: the columns of a
-- table, rows that were left out, long texts that were split. added is in milliseconds since 1970.
CREATE TABLE notices (
    collection TEXT NOT NULL REFERENCES collections (name) ON DELETE CASCADE,
    message    TEXT NOT NULL,
    added      BIGINT NOT NULL,
    PRIMARY KEY (collection, message)
);
