-- +goose Up

-- number identifies a collection in the tables below. version increases with every change of what a selection may
-- return; it is 0 until the columns are built. articles, slots and places are the last numbers that were given, gone
-- counts the slots of deleted mentions. trashed is when the collection was deleted, or 0.
ALTER TABLE collections ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE collections ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE collections ADD COLUMN articles INTEGER NOT NULL DEFAULT 0;
ALTER TABLE collections ADD COLUMN slots INTEGER NOT NULL DEFAULT 0;
ALTER TABLE collections ADD COLUMN places INTEGER NOT NULL DEFAULT 0;
ALTER TABLE collections ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE collections ADD COLUMN trashed INTEGER NOT NULL DEFAULT 0;
UPDATE collections SET number = rowid;
CREATE UNIQUE INDEX collections_number ON collections (number);

-- number is the number of the article in the columns of the collection, 0 until it is parsed. Its mentions have the
-- slots from slot on. feed is the feed that the article came from. The columns from title to url are what a person
-- changed, or NULL. trashed is when the article was deleted, or 0. compared is 1 once it was compared with the other
-- texts of the collection, and leader is the first article with nearly the same text, or 0 for that one.
ALTER TABLE members ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN slot INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN slots INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN feed TEXT NOT NULL DEFAULT '';
ALTER TABLE members ADD COLUMN title TEXT;
ALTER TABLE members ADD COLUMN publisher TEXT;
ALTER TABLE members ADD COLUMN published TEXT;
ALTER TABLE members ADD COLUMN url TEXT;
ALTER TABLE members ADD COLUMN trashed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN compared INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN leader INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX members_number ON members (collection, number) WHERE number > 0;

-- The codes of texts in the columns: publishers, languages, feeds, countries, areas.
CREATE TABLE codes (
    kind  TEXT NOT NULL,
    code  INTEGER NOT NULL,
    text  TEXT NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (kind, code),
    UNIQUE (kind, text)
) WITHOUT ROWID;

-- The numbers of the places of a collection, from 1, and their extents.
CREATE TABLE named (
    collection INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    id         TEXT NOT NULL,
    name       TEXT NOT NULL,
    place      INTEGER NOT NULL,
    west       REAL,
    south      REAL,
    east       REAL,
    north      REAL,
    PRIMARY KEY (collection, number),
    UNIQUE (collection, id)
) WITHOUT ROWID;

-- The areas that contain a place of a collection. area is a code.
CREATE TABLE within (
    collection INTEGER NOT NULL,
    area       INTEGER NOT NULL,
    place      INTEGER NOT NULL,
    PRIMARY KEY (collection, area, place)
) WITHOUT ROWID;
CREATE INDEX within_place ON within (collection, place);

-- The mentions of a collection by place, 0 for those without a place on the map, and day of publication, 0 if unknown.
CREATE TABLE facts (
    collection INTEGER NOT NULL,
    place      INTEGER NOT NULL,
    day        INTEGER NOT NULL,
    slot       INTEGER NOT NULL,
    article    INTEGER NOT NULL,
    mention    INTEGER NOT NULL,
    PRIMARY KEY (collection, place, day, slot)
) WITHOUT ROWID;

-- The columns of a collection, see the package columns. first is the number of the first row.
CREATE TABLE segments (
    collection INTEGER NOT NULL,
    kind       INTEGER NOT NULL,
    first      INTEGER NOT NULL,
    count      INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    data       BLOB NOT NULL,
    PRIMARY KEY (collection, kind, first)
);

-- The keys of the texts of a collection, by which texts with a common passage are found, and what was found: the share
-- of the article's text that the other one has, and the converse. There is a row for each direction. They replace the
-- tables for all collections.
DROP TABLE bands;
DROP TABLE sketches;
CREATE TABLE bands (
    collection INTEGER NOT NULL,
    band       INTEGER NOT NULL,
    article    INTEGER NOT NULL,
    PRIMARY KEY (collection, band, article)
) WITHOUT ROWID;
CREATE TABLE copies (
    collection INTEGER NOT NULL,
    article    INTEGER NOT NULL,
    other      INTEGER NOT NULL,
    relation   TEXT NOT NULL,
    share      REAL NOT NULL,
    PRIMARY KEY (collection, article, other)
) WITHOUT ROWID;
INSERT INTO changes (subject, times) SELECT 'collection ' || name, 1 FROM collections WHERE name NOT IN (SELECT substr(subject, 12) FROM changes);
