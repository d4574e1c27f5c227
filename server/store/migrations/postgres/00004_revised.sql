-- +goose Up

-- Whether an article was resolved in the light of its publisher's others since it was parsed.
ALTER TABLE parses ADD COLUMN revised INTEGER NOT NULL DEFAULT 0;

-- A band's first articles are enough to find copies by. What all articles of a publisher say makes bands of thousands.
DELETE FROM bands WHERE (band, article) IN (
    SELECT band, article FROM (SELECT band, article, row_number() OVER (PARTITION BY band ORDER BY article) AS number FROM bands) AS numbered
    WHERE number > 32);
