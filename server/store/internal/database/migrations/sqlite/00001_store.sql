-- +goose Up

-- An article is stored once for all collections. seq is the order of arrival. All times are milliseconds since
-- 1970.
CREATE TABLE articles (
    seq       INTEGER PRIMARY KEY,
    key       TEXT NOT NULL UNIQUE,
    given     TEXT NOT NULL,
    hash      TEXT NOT NULL,
    title     TEXT NOT NULL,
    publisher TEXT NOT NULL,
    author    TEXT NOT NULL,
    url       TEXT NOT NULL,
    published TEXT NOT NULL,
    language  TEXT NOT NULL,
    source    TEXT NOT NULL,
    text      TEXT NOT NULL,
    pages     TEXT NOT NULL,
    added     INTEGER NOT NULL
);
CREATE INDEX articles_hash ON articles (hash);
CREATE INDEX articles_url ON articles (url) WHERE url <> '';
CREATE INDEX articles_publisher ON articles (publisher, seq);

CREATE TABLE collections (
    name        TEXT PRIMARY KEY,
    title       TEXT NOT NULL,
    description TEXT NOT NULL
);

-- copy numbers the articles with the same text in a collection, from 1.
CREATE TABLE members (
    collection TEXT NOT NULL REFERENCES collections (name) ON DELETE CASCADE,
    article    INTEGER NOT NULL REFERENCES articles (seq) ON DELETE CASCADE,
    id         TEXT NOT NULL,
    copy       INTEGER NOT NULL,
    PRIMARY KEY (collection, article),
    UNIQUE (collection, id)
);
CREATE INDEX members_article ON members (article);

-- Places as they were resolved. A place with different data in another gazetteer is another row.
CREATE TABLE places (
    key    INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    id     TEXT NOT NULL,
    name   TEXT NOT NULL,
    kind   TEXT NOT NULL,
    lon    REAL NOT NULL,
    lat    REAL NOT NULL,
    data   TEXT NOT NULL
);
CREATE INDEX places_id ON places (id);
CREATE VIRTUAL TABLE places_at USING rtree (key, west, east, south, north);
-- +goose StatementBegin
CREATE TRIGGER places_located AFTER INSERT ON places BEGIN
    INSERT INTO places_at VALUES (new.key, new.lon, new.lon, new.lat, new.lat);
END;
-- +goose StatementEnd

CREATE TABLE parses (
    article     INTEGER PRIMARY KEY REFERENCES articles (seq) ON DELETE CASCADE,
    language    TEXT NOT NULL,
    model       TEXT NOT NULL,
    gazetteer   TEXT NOT NULL,
    recognizer  TEXT NOT NULL,
    resolver    TEXT NOT NULL,
    focus       TEXT NOT NULL,
    mentions    INTEGER NOT NULL,
    placed      INTEGER NOT NULL,
    countries   INTEGER NOT NULL,
    ambiguous   INTEGER NOT NULL,
    approximate INTEGER NOT NULL,
    missing     INTEGER NOT NULL,
    stamp       INTEGER NOT NULL
);

CREATE TABLE mentions (
    article     INTEGER NOT NULL REFERENCES articles (seq) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    id          TEXT NOT NULL,
    first       INTEGER NOT NULL,
    past        INTEGER NOT NULL,
    phrase      TEXT NOT NULL,
    role        TEXT NOT NULL,
    outcome     TEXT NOT NULL,
    place       INTEGER REFERENCES places (key),
    probability REAL NOT NULL,
    data        TEXT NOT NULL,
    PRIMARY KEY (article, number)
) WITHOUT ROWID;
CREATE INDEX mentions_id ON mentions (id);
CREATE INDEX mentions_place ON mentions (place) WHERE place IS NOT NULL;

CREATE TABLE decisions (
    id         TEXT PRIMARY KEY,
    scope      TEXT NOT NULL,
    collection TEXT NOT NULL,
    mention    TEXT NOT NULL,
    phrase     TEXT NOT NULL,
    place      TEXT NOT NULL,
    note       TEXT NOT NULL,
    who        TEXT NOT NULL,
    made       INTEGER NOT NULL
);
CREATE INDEX decisions_mention ON decisions (mention) WHERE mention <> '';

-- Imported files, which are not imported again.
CREATE TABLE inputs (
    collection TEXT NOT NULL REFERENCES collections (name) ON DELETE CASCADE,
    hash       TEXT NOT NULL,
    name       TEXT NOT NULL,
    articles   INTEGER NOT NULL,
    PRIMARY KEY (collection, hash)
) WITHOUT ROWID;

-- Documents that are queued for reading.
CREATE TABLE documents (
    id    TEXT PRIMARY KEY,
    name  TEXT NOT NULL,
    url   TEXT NOT NULL,
    added INTEGER NOT NULL,
    bytes BLOB NOT NULL
);

CREATE TABLE pages (
    url           TEXT PRIMARY KEY,
    final         TEXT NOT NULL,
    etag          TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    body_hash     TEXT NOT NULL,
    fetched       INTEGER NOT NULL,
    changed       INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE feeds (
    collection    TEXT NOT NULL REFERENCES collections (name) ON DELETE CASCADE,
    url           TEXT NOT NULL,
    title         TEXT NOT NULL,
    etag          TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    every         INTEGER NOT NULL,
    next          INTEGER NOT NULL,
    polled        INTEGER NOT NULL,
    failures      INTEGER NOT NULL,
    error         TEXT NOT NULL,
    PRIMARY KEY (collection, url)
) WITHOUT ROWID;
CREATE INDEX feeds_next ON feeds (next);

CREATE TABLE hosts (
    host TEXT PRIMARY KEY,
    free INTEGER NOT NULL
) WITHOUT ROWID;

-- Near-duplicate signatures of texts, their band keys for finding candidates, and the groups of near-duplicates.
CREATE TABLE sketches (
    article   INTEGER PRIMARY KEY REFERENCES articles (seq) ON DELETE CASCADE,
    signature BLOB NOT NULL,
    grouped   INTEGER NOT NULL REFERENCES articles (seq)
);
CREATE INDEX sketches_grouped ON sketches (grouped);
CREATE TABLE bands (
    band    INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (seq) ON DELETE CASCADE,
    PRIMARY KEY (band, article)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE texts USING fts5 (title, text, content = 'articles', content_rowid = 'seq', tokenize = 'unicode61 remove_diacritics 2');
-- +goose StatementBegin
CREATE TRIGGER texts_added AFTER INSERT ON articles BEGIN
    INSERT INTO texts (rowid, title, text) VALUES (new.seq, new.title, new.text);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER texts_removed AFTER DELETE ON articles BEGIN
    INSERT INTO texts (texts, rowid, title, text) VALUES ('delete', old.seq, old.title, old.text);
END;
-- +goose StatementEnd
