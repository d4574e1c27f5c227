-- +goose Up

-- The identifier of the place where the publisher of a collection's or a feed's articles is at home, or empty.
ALTER TABLE collections ADD COLUMN home TEXT NOT NULL DEFAULT '';
ALTER TABLE feeds ADD COLUMN home TEXT NOT NULL DEFAULT '';
