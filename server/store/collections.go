package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dateline/geo"
)

// Collections returns the summaries of all collections, sorted by title.
func (db *DB) Collections(ctx context.Context) ([]Summary, error) {
	names, err := db.keys(ctx, `SELECT name FROM collections ORDER BY title, name`)
	if err != nil {
		return nil, fmt.Errorf("reading the collections: %w", err)
	}
	all := make([]Summary, 0, len(names))
	for _, name := range names {
		s, err := db.summary(ctx, name)
		if errors.Is(err, geo.ErrNotFound) {
			continue // deleted in the meantime
		}
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// summary returns the summary of the parsed articles of a collection.
func (db *DB) summary(ctx context.Context, name string) (Summary, error) {
	s := Summary{Name: name}
	if !storable(name) {
		return s, noCollection(name)
	}
	var stamps, groups, revised int64
	l := &s.Ledger
	err := db.reader.QueryRowContext(ctx, `SELECT c.title, c.description, count(p.article),
			coalesce(sum(p.stamp), 0), coalesce(sum(k.grouped), 0), coalesce(sum(p.revised), 0), coalesce(sum(p.mentions), 0), coalesce(sum(p.placed), 0),
			coalesce(sum(p.countries), 0), coalesce(sum(p.ambiguous), 0), coalesce(sum(p.approximate), 0), coalesce(sum(p.missing), 0)
		FROM collections c LEFT JOIN members m ON m.collection = c.name LEFT JOIN parses p ON p.article = m.article
			LEFT JOIN sketches k ON k.article = p.article
		WHERE c.name = $1 GROUP BY c.name, c.title, c.description`, name).
		Scan(&s.Title, &s.Description, &s.Articles, &stamps, &groups, &revised, &l.Mentions, &l.Placed, &l.Countries, &l.Ambiguous, &l.Approximate, &l.Missing)
	if errors.Is(err, sql.ErrNoRows) {
		return s, noCollection(name)
	}
	if err != nil {
		return s, fmt.Errorf("reading the collection %q: %w", name, category(err))
	}
	s.Version = geo.ContentID(name, s.Title, s.Description, strconv.Itoa(s.Articles), strconv.FormatInt(stamps, 10), strconv.FormatInt(groups, 10), strconv.FormatInt(revised, 10))
	if cached, ok := db.cache.summary(name, s.Version); ok {
		return cached, nil
	}
	err = db.reader.QueryRowContext(ctx, `SELECT count(DISTINCT pl.id) FROM places pl WHERE pl.key IN (
		SELECT DISTINCT x.place FROM members m JOIN mentions x ON x.article = m.article WHERE m.collection = $1 AND x.outcome IN ($2, $3))`,
		name, string(geo.OutcomePlaced), string(geo.OutcomeCountry)).Scan(&s.Places)
	if err != nil {
		return s, fmt.Errorf("counting the places of the collection %q: %w", name, category(err))
	}
	db.cache.putSummary(s)
	return s, nil
}

// HasCollection reports whether a collection exists.
func (db *DB) HasCollection(ctx context.Context, name string) (bool, error) {
	return db.exists(ctx, `SELECT EXISTS (SELECT 1 FROM collections WHERE name = $1)`, name)
}

// Article returns a parsed article of a collection. The error wraps [geo.ErrNotFound]
// if it is not parsed yet.
func (db *DB) Article(ctx context.Context, collection, id string) (*geo.Parsed, error) {
	if !storable(collection) || !storable(id) {
		return nil, noArticle(collection, id)
	}
	var found *geo.Parsed
	err := db.load(ctx, `m.collection = $1 AND m.id = $2`, []any{collection, id}, func(l loaded) { found = l.p })
	if err != nil {
		return nil, fmt.Errorf("reading the article %q of the collection %q: %w", id, collection, err)
	}
	if found == nil {
		return nil, noArticle(collection, id)
	}
	return found, nil
}

// Mention returns the collection and article that contain a mention: the first
// article if several have the same text.
func (db *DB) Mention(ctx context.Context, id string) (collection, article string, err error) {
	plain, number, numbered := strings.Cut(id, "-")
	number, err = copyNumber(number, numbered)
	if err == nil && storable(plain) {
		err = db.reader.QueryRowContext(ctx, `SELECT m.collection, m.id FROM mentions x JOIN members m ON m.article = x.article
			WHERE x.id = $1 AND m.copy = CAST($2 AS BIGINT) ORDER BY m.article, m.collection LIMIT 1`, plain, number).Scan(&collection, &article)
	}
	if !storable(plain) || errors.Is(err, sql.ErrNoRows) || errors.Is(err, geo.ErrNotFound) {
		return "", "", noMention(id)
	}
	if err != nil {
		return "", "", fmt.Errorf("reading the mention %q: %w", id, category(err))
	}
	return collection, article, nil
}

// copyNumber returns the number that [geo.CopyID] adds to the id of a mention, or "1" if
// the id has no number.
func copyNumber(number string, numbered bool) (string, error) {
	if !numbered {
		return "1", nil
	}
	if n, err := strconv.ParseInt(number, 10, 32); err != nil || n < 2 || strconv.FormatInt(n, 10) != number {
		return "", geo.ErrNotFound
	}
	return number, nil
}

// PutCollection creates a collection, or changes the title and description of an
// existing one unless they are empty. The error wraps [geo.ErrInput] if the name is
// invalid.
func (tx *Tx) PutCollection(ctx context.Context, name, title, description string) error {
	if err := checkName(name); err != nil {
		return err
	}
	_, err := tx.exec(ctx, `INSERT INTO collections (name, title, description, number, version)
		SELECT $1, $2, $3, 1 + coalesce(max(number), 0), CAST($4 AS BIGINT) FROM collections WHERE 1 = 1
		ON CONFLICT (name) DO UPDATE SET
			title = CASE WHEN excluded.title = '' THEN collections.title ELSE excluded.title END,
			description = CASE WHEN excluded.description = '' THEN collections.description ELSE excluded.description END,
			version = CASE WHEN excluded.version > collections.version THEN excluded.version ELSE collections.version + 1 END`,
		name, clean(title), clean(description), time.Now().UnixMilli())
	if err != nil {
		return fmt.Errorf("storing the collection %q: %w", name, err)
	}
	return nil
}

// DeleteCollection deletes a collection. Its articles remain in the store.
func (tx *Tx) DeleteCollection(ctx context.Context, name string) error {
	var number int64
	err := tx.row(ctx, `SELECT number FROM collections WHERE name = $1`, name).Scan(&number)
	if errors.Is(err, sql.ErrNoRows) {
		return noCollection(name)
	}
	if err == nil {
		err = tx.deleteColumns(ctx, number)
	}
	if err == nil {
		_, err = tx.exec(ctx, `DELETE FROM collections WHERE name = $1`, name)
	}
	if err != nil {
		return fmt.Errorf("deleting the collection %q: %w", name, err)
	}
	return nil
}

// ArticleIDs returns the ids of articles in a collection by their keys. Keys of
// articles that are not in the collection are omitted.
func (db *DB) ArticleIDs(ctx context.Context, collection string, keys []string) (map[string]string, error) {
	ids := make(map[string]string, len(keys))
	if len(keys) == 0 {
		return ids, nil
	}
	condition, arg := db.oneOf("a.key", 2, keys)
	rows, err := db.reader.QueryContext(ctx, `SELECT a.key, m.id FROM articles a JOIN members m ON m.article = a.seq
		WHERE m.collection = $1 AND `+condition, collection, arg)
	if err != nil {
		return nil, fmt.Errorf("reading the collection %q: %w", collection, category(err))
	}
	defer rows.Close()
	for rows.Next() {
		var key, id string
		if err := rows.Scan(&key, &id); err != nil {
			return nil, err
		}
		ids[key] = id
	}
	return ids, category(rows.Err())
}

// noCollection, noArticle and noMention return the errors for what does not exist.
func noCollection(name string) error {
	return geo.Errorf(geo.ErrNotFound, "there is no collection %q", name)
}

func noArticle(collection, id string) error {
	return geo.Errorf(geo.ErrNotFound, "there is no article %q in the collection %q", id, collection)
}

func noMention(id string) error {
	return geo.Errorf(geo.ErrNotFound, "there is no mention %q", id)
}
