-- +goose Up

-- A covering index for counting the places of a collection.
CREATE INDEX mentions_outcome ON mentions (article, outcome, place);
