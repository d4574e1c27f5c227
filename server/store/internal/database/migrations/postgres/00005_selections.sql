-- +goose Up

-- number identifies a collection in the tables below. version increases with every change of what a selection may
-- return; it is 0 until the columns are built. articles, slots and places are the last numbers that were given, gone
-- counts the slots of deleted mentions. trashed is when the collection was deleted, or 0.
ALTER TABLE collections ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE collections ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE collections ADD COLUMN articles BIGINT NOT NULL DEFAULT 0;
ALTER TABLE collections ADD COLUMN slots BIGINT NOT NULL DEFAULT 0;
ALTER TABLE collections ADD COLUMN places BIGINT NOT NULL DEFAULT 0;
ALTER TABLE collections ADD COLUMN gone BIGINT NOT NULL DEFAULT 0;
ALTER TABLE collections ADD COLUMN trashed BIGINT NOT NULL DEFAULT 0;
UPDATE collections SET number = n.number FROM (SELECT name, row_number() OVER (ORDER BY name) AS number FROM collections) n WHERE n.name = collections.name;
CREATE UNIQUE INDEX collections_number ON collections (number);

-- number is the number of the article in the columns of the collection, 0 until it is parsed. Its mentions have the
-- slots from slot on. feed is the feed that the article came from. The columns from title to url are what a person
-- changed, or NULL. trashed is when the article was deleted, or 0. compared is 1 once it was compared with the other
-- texts of the collection, and leader is the first article with nearly the same text, or 0 for that one.
ALTER TABLE members ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN slot BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN slots BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN feed TEXT NOT NULL DEFAULT '';
ALTER TABLE members ADD COLUMN title TEXT;
ALTER TABLE members ADD COLUMN publisher TEXT;
ALTER TABLE members ADD COLUMN published TEXT;
ALTER TABLE members ADD COLUMN url TEXT;
ALTER TABLE members ADD COLUMN trashed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN compared BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN leader BIGINT NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX members_number ON members (collection, number) WHERE number > 0;

-- The codes of texts in the columns: publishers, languages, feeds, countries, areas.
CREATE TABLE codes (
    kind  TEXT NOT NULL,
    code  BIGINT NOT NULL,
    text  TEXT NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (kind, code),
    UNIQUE (kind, text)
);

-- The numbers of the places of a collection, from 1, and their extents.
CREATE TABLE named (
    collection BIGINT NOT NULL,
    number     BIGINT NOT NULL,
    id         TEXT NOT NULL,
    name       TEXT NOT NULL,
    place      BIGINT NOT NULL,
    west       DOUBLE PRECISION,
    south      DOUBLE PRECISION,
    east       DOUBLE PRECISION,
    north      DOUBLE PRECISION,
    PRIMARY KEY (collection, number),
    UNIQUE (collection, id)
);

-- The areas that contain a place of a collection. area is a code.
CREATE TABLE within (
    collection BIGINT NOT NULL,
    area       BIGINT NOT NULL,
    place      BIGINT NOT NULL,
    PRIMARY KEY (collection, area, place)
);
CREATE INDEX within_place ON within (collection, place);

-- The mentions of a collection by place, 0 for those without a place on the map, and day of publication, 0 if unknown.
CREATE TABLE facts (
    collection BIGINT NOT NULL,
    place      BIGINT NOT NULL,
    day        BIGINT NOT NULL,
    slot       BIGINT NOT NULL,
    article    BIGINT NOT NULL,
    mention    BIGINT NOT NULL,
    PRIMARY KEY (collection, place, day, slot)
);

-- The columns of a collection, see the package columns. first is the number of the first row.
CREATE TABLE segments (
    collection BIGINT NOT NULL,
    kind       BIGINT NOT NULL,
    first      BIGINT NOT NULL,
    count      BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    data       BYTEA NOT NULL,
    PRIMARY KEY (collection, kind, first)
);
ALTER TABLE segments ALTER COLUMN data SET STORAGE EXTERNAL;

-- The keys of the texts of a collection, by which texts with a common passage are found, and what was found: the share
-- of the article's text that the other one has, and the converse. There is a row for each direction. They replace the
-- tables for all collections.
DROP TABLE bands;
DROP TABLE sketches;
CREATE TABLE bands (
    collection BIGINT NOT NULL,
    band       BIGINT NOT NULL,
    article    BIGINT NOT NULL,
    PRIMARY KEY (collection, band, article)
);
CREATE TABLE copies (
    collection BIGINT NOT NULL,
    article    BIGINT NOT NULL,
    other      BIGINT NOT NULL,
    relation   TEXT NOT NULL,
    share      DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (collection, article, other)
);
INSERT INTO changes (subject, times) SELECT 'collection ' || name, 1 FROM collections WHERE name NOT IN (SELECT substr(subject, 12) FROM changes);
