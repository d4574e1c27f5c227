package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"dateline/geo"
	"dateline/server/selection"
)

// Summary contains the figures of a collection, without a filter.
type Summary struct {
	CollectionInfo
	Articles, Places int
	Ledger           geo.Ledger
}

// Collections returns the summaries of all collections, sorted by title. They are computed once for
// each version of a collection.
func (db *DB) Collections(ctx context.Context) ([]Summary, error) {
	names, err := db.keys(ctx, `SELECT name FROM collections WHERE trashed = 0 ORDER BY title, name`)
	if err != nil {
		return nil, fmt.Errorf("reading the collections: %w", err)
	}
	all := make([]Summary, 0, len(names))
	for _, name := range names {
		s, err := db.Summary(ctx, name)
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

// Summary returns the summary of a collection.
func (db *DB) Summary(ctx context.Context, name string) (Summary, error) {
	c, err := db.Info(ctx, name)
	if err != nil {
		return Summary{}, err
	}
	if s, ok := db.cache.summary(c); ok {
		return s, nil
	}
	r, err := db.Select(ctx, name, selection.Selection{})
	if err != nil {
		return Summary{}, err
	}
	s := Summary{CollectionInfo: r.Collection, Articles: r.Counts.Articles, Places: r.Counts.Places, Ledger: r.Ledger}
	db.cache.putSummary(s)
	return s, nil
}

var collectionName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// checkName returns an error if a name is not valid for a collection.
func checkName(name string) error {
	if len(name) > 64 || !collectionName.MatchString(name) {
		return geo.Errorf(geo.ErrInput, "%q is not a valid name of a collection: use lower-case letters, digits and single hyphens, at most 64 in all", name)
	}
	return nil
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
	err := db.load(ctx, `m.collection = $1 AND m.id = $2 AND m.trashed = 0`, []any{collection, id}, func(l loaded) { found = l.p })
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
		err = db.reader.QueryRowContext(ctx, `SELECT m.collection, m.id FROM mentions x CROSS JOIN members m CROSS JOIN collections c
			WHERE x.id = $1 AND m.article = x.article AND m.copy = CAST($2 AS BIGINT) AND m.trashed = 0 AND c.name = m.collection AND c.trashed = 0
			ORDER BY m.article, m.collection LIMIT 1`, plain, number).Scan(&collection, &article)
	}
	if storable(id) && errors.Is(err, sql.ErrNoRows) { // a person may have added it
		err = db.reader.QueryRowContext(ctx, `SELECT m.collection, m.id FROM decisions d CROSS JOIN members m
			WHERE d.mention = $1 AND d.mention <> '' AND d.past > 0 AND d.undone = 0 AND m.collection = d.collection AND m.id = d.article AND m.trashed = 0
			ORDER BY d.number DESC LIMIT 1`, id).Scan(&collection, &article)
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
