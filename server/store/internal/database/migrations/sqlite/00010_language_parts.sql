-- +goose Up

-- The parts of a text in more than one language: [[start, end, language, model], ...] in bytes, or empty.
ALTER TABLE parses ADD COLUMN parts TEXT NOT NULL DEFAULT '';
