package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"dateline/geo"
	"dateline/server/selection"
	"dateline/server/store/internal/collections"
	"dateline/server/store/internal/database"
	"dateline/server/store/internal/parsed"
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
	names, err := db.Keys(ctx, `SELECT name FROM collections WHERE trashed = 0 ORDER BY title, name`)
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
	if s, ok := db.summaries.get(c); ok {
		return s, nil
	}
	r, err := db.Select(ctx, name, selection.Selection{})
	if err != nil {
		return Summary{}, err
	}
	s := Summary{CollectionInfo: r.Collection, Articles: r.Counts.Articles, Places: r.Counts.Places, Ledger: r.Ledger}
	db.summaries.put(s)
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
	return db.Exists(ctx, `SELECT EXISTS (SELECT 1 FROM collections WHERE name = $1)`, name)
}

// Article returns a parsed article of a collection. The error wraps [geo.ErrNotFound]
// if it is not parsed yet.
func (db *DB) Article(ctx context.Context, collection, id string) (*geo.Parsed, error) {
	if !database.Storable(collection) || !database.Storable(id) {
		return nil, collections.NoArticle(collection, id)
	}
	var found *geo.Parsed
	err := db.parsed.Load(ctx, `m.collection = $1 AND m.id = $2 AND m.trashed = 0`, []any{collection, id}, func(l parsed.Article) { found = l.Parsed })
	if err != nil {
		return nil, fmt.Errorf("reading the article %q of the collection %q: %w", id, collection, err)
	}
	if found == nil {
		return nil, collections.NoArticle(collection, id)
	}
	return found, nil
}

// Mention returns the collection and article that contain a mention: the first
// article if several have the same text.
func (db *DB) Mention(ctx context.Context, id string) (collection, article string, err error) {
	plain, number, numbered := strings.Cut(id, "-")
	number, err = collections.CopyNumber(number, numbered)
	if err == nil && database.Storable(plain) {
		err = db.Reader().QueryRowContext(ctx, `SELECT m.collection, m.id FROM mentions x CROSS JOIN members m CROSS JOIN collections c
			WHERE x.id = $1 AND m.article = x.article AND m.copy = CAST($2 AS BIGINT) AND m.trashed = 0 AND c.name = m.collection AND c.trashed = 0
			ORDER BY m.article, m.collection LIMIT 1`, plain, number).Scan(&collection, &article)
	}
	if database.Storable(id) && errors.Is(err, sql.ErrNoRows) { // a person may have added it
		err = db.Reader().QueryRowContext(ctx, `SELECT m.collection, m.id FROM decisions d CROSS JOIN members m
			WHERE d.mention = $1 AND d.mention <> '' AND d.past > 0 AND d.undone = 0 AND m.collection = d.collection AND m.id = d.article AND m.trashed = 0
			ORDER BY d.number DESC LIMIT 1`, id).Scan(&collection, &article)
	}
	if !database.Storable(plain) || errors.Is(err, sql.ErrNoRows) || errors.Is(err, geo.ErrNotFound) {
		return "", "", collections.NoMention(id)
	}
	if err != nil {
		return "", "", fmt.Errorf("reading the mention %q: %w", id, database.Category(err))
	}
	return collection, article, nil
}

// PutCollection creates a collection, or changes the title and description of an
// existing one unless they are empty. The error wraps [geo.ErrInput] if the name is
// invalid.
func (tx *Tx) PutCollection(ctx context.Context, name, title, description string) error {
	if err := checkName(name); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO collections (name, title, description, number, version)
		SELECT $1, $2, $3, 1 + coalesce(max(number), 0), CAST($4 AS BIGINT) FROM collections WHERE 1 = 1
		ON CONFLICT (name) DO UPDATE SET
			title = CASE WHEN excluded.title = '' THEN collections.title ELSE excluded.title END,
			description = CASE WHEN excluded.description = '' THEN collections.description ELSE excluded.description END,
			version = CASE WHEN excluded.version > collections.version THEN excluded.version ELSE collections.version + 1 END`,
		name, database.Clean(title), database.Clean(description), time.Now().UnixMilli())
	if err != nil {
		return fmt.Errorf("storing the collection %q: %w", name, err)
	}
	return nil
}

// DeleteCollection deletes a collection. Its articles remain in the store.
func (tx *Tx) DeleteCollection(ctx context.Context, name string) error {
	var number int64
	err := tx.Row(ctx, `SELECT number FROM collections WHERE name = $1`, name).Scan(&number)
	if errors.Is(err, sql.ErrNoRows) {
		return collections.NotFound(name)
	}
	if err == nil {
		err = tx.deleteColumns(ctx, number)
	}
	if err == nil {
		_, err = tx.Exec(ctx, `DELETE FROM collections WHERE name = $1`, name)
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
	condition, arg := db.OneOf("a.key", 2, keys)
	rows, err := db.Reader().QueryContext(ctx, `SELECT a.key, m.id FROM articles a JOIN members m ON m.article = a.seq
		WHERE m.collection = $1 AND `+condition, collection, arg)
	if err != nil {
		return nil, fmt.Errorf("reading the collection %q: %w", collection, database.Category(err))
	}
	defer rows.Close()
	for rows.Next() {
		var key, id string
		if err := rows.Scan(&key, &id); err != nil {
			return nil, err
		}
		ids[key] = id
	}
	return ids, database.Category(rows.Err())
}
