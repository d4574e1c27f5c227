-- +goose Up

-- What was published: a series of editions with one address. withdrawn is when it was withdrawn, or 0, and reason why.
CREATE TABLE publications (
    id         TEXT PRIMARY KEY,
    collection TEXT NOT NULL,
    title      TEXT NOT NULL,
    selection  TEXT NOT NULL,
    created    BIGINT NOT NULL,
    withdrawn  BIGINT NOT NULL DEFAULT 0,
    reason     TEXT NOT NULL DEFAULT ''
);

-- The editions of a publication, from 1. content is the hash of what was published, note what differs from the edition before, and
-- choices what the editor chose, as JSON.
CREATE TABLE editions (
    publication TEXT NOT NULL REFERENCES publications (id),
    number      BIGINT NOT NULL,
    content     TEXT NOT NULL,
    title       TEXT NOT NULL,
    note        TEXT NOT NULL DEFAULT '',
    choices     TEXT NOT NULL DEFAULT '',
    published   BIGINT NOT NULL,
    PRIMARY KEY (publication, number)
);

-- The files of editions by the SHA-256 of their content.
CREATE TABLE contents (
    hash TEXT PRIMARY KEY,
    data BYTEA NOT NULL
);
CREATE TABLE edition_files (
    publication TEXT NOT NULL,
    number      BIGINT NOT NULL,
    name        TEXT NOT NULL,
    media_type  TEXT NOT NULL,
    hash        TEXT NOT NULL REFERENCES contents (hash),
    PRIMARY KEY (publication, number, name),
    FOREIGN KEY (publication, number) REFERENCES editions (publication, number)
);
