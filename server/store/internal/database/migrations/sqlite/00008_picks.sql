-- +goose Up

-- The places that an editor picked in a collection.
CREATE TABLE picks (
    collection TEXT NOT NULL REFERENCES collections (name) ON DELETE CASCADE,
    place      TEXT NOT NULL,
    picked     INTEGER NOT NULL,
    PRIMARY KEY (collection, place)
) WITHOUT ROWID;
