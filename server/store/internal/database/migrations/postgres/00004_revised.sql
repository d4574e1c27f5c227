-- +goose Up

-- Whether the article was revised with the publisher's other articles since it was parsed.
ALTER TABLE parses ADD COLUMN revised INTEGER NOT NULL DEFAULT 0;

-- The first articles of a band suffice to find near-duplicates. Boilerplate of a publisher makes bands of thousands.
DELETE FROM bands WHERE (band, article) IN (
    SELECT band, article FROM (SELECT band, article, row_number() OVER (PARTITION BY band ORDER BY article) AS number FROM bands) AS numbered
    WHERE number > 32);
