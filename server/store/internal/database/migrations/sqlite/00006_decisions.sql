-- +goose Up

-- Decisions are kept when they are replaced or undone. target identifies the mentions that a decision is about: the last one that is not
-- undone applies. number is their order. place_key is the row that describes the place, or 0. first and past are the span of a place that
-- the program missed.
ALTER TABLE decisions ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE decisions ADD COLUMN target TEXT NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN article TEXT NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN choice TEXT NOT NULL DEFAULT 'place';
ALTER TABLE decisions ADD COLUMN place_key INTEGER NOT NULL DEFAULT 0;
ALTER TABLE decisions ADD COLUMN radius REAL NOT NULL DEFAULT 0;
ALTER TABLE decisions ADD COLUMN role TEXT NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN first INTEGER NOT NULL DEFAULT 0;
ALTER TABLE decisions ADD COLUMN past INTEGER NOT NULL DEFAULT 0;
ALTER TABLE decisions ADD COLUMN undone INTEGER NOT NULL DEFAULT 0;
UPDATE decisions SET target = id, choice = CASE WHEN place = '' THEN 'none' ELSE 'place' END,
    place_key = coalesce((SELECT max(p.key) FROM places p WHERE p.id = decisions.place), 0);
CREATE INDEX decisions_collection ON decisions (collection);
CREATE INDEX mentions_phrase ON mentions (phrase);

-- Changes of readings. The texts from before_place on are what a mention was and is taken to mean; before_outcome or after_outcome is
-- empty if it was not a mention.
CREATE TABLE readings (
    number            INTEGER PRIMARY KEY,
    collection        INTEGER NOT NULL,
    happened          INTEGER NOT NULL,
    cause             TEXT NOT NULL,
    author            TEXT NOT NULL,
    decision          TEXT NOT NULL,
    note              TEXT NOT NULL,
    article           INTEGER NOT NULL,
    mention           TEXT NOT NULL,
    phrase            TEXT NOT NULL,
    before_place      TEXT NOT NULL,
    before_name       TEXT NOT NULL,
    before_outcome    TEXT NOT NULL,
    before_confidence TEXT NOT NULL,
    before_role       TEXT NOT NULL,
    after_place       TEXT NOT NULL,
    after_name        TEXT NOT NULL,
    after_outcome     TEXT NOT NULL,
    after_confidence  TEXT NOT NULL,
    after_role        TEXT NOT NULL
);
CREATE INDEX readings_at ON readings (collection, happened);
CREATE INDEX readings_mention ON readings (collection, mention);

-- When an article was added to a collection, and when a place was first named in it; 0 if that is not known.
ALTER TABLE members ADD COLUMN added INTEGER NOT NULL DEFAULT 0;
UPDATE members SET added = (SELECT a.added FROM articles a WHERE a.seq = members.article);
CREATE INDEX members_added ON members (collection, added);
ALTER TABLE named ADD COLUMN added INTEGER NOT NULL DEFAULT 0;
CREATE INDEX named_added ON named (collection, added);
