-- +goose Up

-- The places of a collection are counted by this index alone, without reading its mentions.
CREATE INDEX mentions_outcome ON mentions (article, outcome, place);
