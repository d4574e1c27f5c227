package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"dateline/geo"
)

// ArticleKey is the key under which an article is kept: the same article, from the
// same address with the same title and text, has the same key on every machine.
func ArticleKey(a *geo.Article) string { return geo.ContentID("article", a.URL, a.Title, a.Hash) }

// PutResult says what became of an article that was put into the store.
type PutResult struct {
	Key string
	// ID is the article's id in the collection.
	ID string
	// New says that the store did not have it: it wants parsing. Linked says that
	// the collection did not have it.
	New, Linked bool
	// Changed says that the page at its address was kept before with another
	// text. Both stay.
	Changed bool
}

// PutCollection makes a collection, or gives one that is there another title and
// description where they are not empty. The error wraps [geo.ErrInput] for a name
// that cannot stand in an address.
func (tx *Tx) PutCollection(ctx context.Context, name, title, description string) error {
	if err := checkName(name); err != nil {
		return err
	}
	_, err := tx.exec(ctx, `INSERT INTO collections (name, title, description) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET
			title = CASE WHEN $2 = '' THEN collections.title ELSE $2 END,
			description = CASE WHEN $3 = '' THEN collections.description ELSE $3 END`, name, clean(title), clean(description))
	if err != nil {
		return fmt.Errorf("keeping collection %q: %w", name, err)
	}
	return nil
}

// PutArticle keeps an article in a collection, unparsed. An article that is there
// already stays as it is. The error wraps [geo.ErrNotFound] when there is no such
// collection, and [geo.ErrInput] for a text, title or address that holds a NUL
// character or is not UTF-8, which not every database keeps.
func (tx *Tx) PutArticle(ctx context.Context, collection string, a *geo.Article) (PutResult, error) {
	kept := PutResult{Key: ArticleKey(a)}
	fail := func(err error) (PutResult, error) {
		return kept, fmt.Errorf("keeping article %q from %s: %w", a.ID, a.Source, err)
	}
	for what, s := range map[string]string{"text": a.Text, "title": a.Title, "address": a.URL} {
		if !storable(s) {
			return fail(geo.Errorf(geo.ErrInput, "its %s holds a NUL character or is not UTF-8", what))
		}
	}
	if err := tx.lock(ctx, collection); err != nil {
		return fail(err)
	}
	pages, err := json.Marshal(a.Pages)
	if err != nil {
		return fail(err)
	}
	var seq int64
	err = tx.row(ctx, `INSERT INTO articles
		(key, given, hash, title, publisher, author, url, published, language, source, text, pages, added)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (key) DO NOTHING RETURNING seq`,
		kept.Key, clean(a.ID), a.Hash, a.Title, clean(a.Publisher), clean(a.Author), a.URL, clean(a.Published), clean(a.Language),
		clean(a.Source), a.Text, string(pages), time.Now().UnixMilli()).Scan(&seq)
	switch {
	case err == nil:
		kept.New = true
		err = tx.indexText(ctx, seq, a)
	case errors.Is(err, sql.ErrNoRows):
		err = tx.row(ctx, `SELECT seq FROM articles WHERE key = $1`, kept.Key).Scan(&seq)
	}
	if err != nil {
		return fail(err)
	}
	if kept.New && a.URL != "" {
		// SQLite uses the index of addresses only where it sees that they are not empty.
		err = tx.row(ctx, `SELECT EXISTS (SELECT 1 FROM articles WHERE url = $1 AND url <> '' AND hash <> $2)`, a.URL, a.Hash).Scan(&kept.Changed)
		if err != nil {
			return fail(err)
		}
	}
	if err := tx.link(ctx, collection, seq, a, &kept); err != nil {
		return fail(err)
	}
	return kept, nil
}

// lock makes other transactions that add to the collection wait.
func (tx *Tx) lock(ctx context.Context, collection string) error {
	query := `SELECT name FROM collections WHERE name = $1`
	if tx.db.dialect == Postgres {
		query += ` FOR NO KEY UPDATE`
	}
	err := tx.row(ctx, query, collection).Scan(&collection)
	if errors.Is(err, sql.ErrNoRows) {
		return geo.Errorf(geo.ErrNotFound, "collection %q", collection)
	}
	return err
}

// link puts an article that is kept into a collection.
func (tx *Tx) link(ctx context.Context, collection string, seq int64, a *geo.Article, kept *PutResult) error {
	err := tx.row(ctx, `SELECT id FROM members WHERE collection = $1 AND article = $2`, collection, seq).Scan(&kept.ID)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	given := clean(a.ID)
	if given == "" {
		given = kept.Key
	}
	kept.ID = given
	for n := 2; ; n++ {
		var taken bool
		if err := tx.row(ctx, `SELECT EXISTS (SELECT 1 FROM members WHERE collection = $1 AND id = $2)`, collection, kept.ID).Scan(&taken); err != nil {
			return err
		}
		if !taken {
			break
		}
		kept.ID = given + "-" + strconv.Itoa(n)
	}
	number := int64(1)
	var repeated bool
	if err := tx.row(ctx, `SELECT EXISTS (SELECT 1 FROM articles WHERE hash = $1 AND seq <> $2)`, a.Hash, seq).Scan(&repeated); err != nil {
		return err
	}
	if repeated {
		err := tx.row(ctx, `SELECT 1 + coalesce(max(m.copy), 0) FROM members m WHERE m.collection = $1
			AND m.article IN (SELECT seq FROM articles WHERE hash = $2)`, collection, a.Hash).Scan(&number)
		if err != nil {
			return err
		}
	}
	_, err = tx.exec(ctx, `INSERT INTO members (collection, article, id, copy) VALUES ($1, $2, $3, $4)`, collection, seq, kept.ID, number)
	kept.Linked = true
	return err
}

// articleColumns are what scanArticle reads.
const articleColumns = `a.seq, a.key, a.given, a.hash, a.title, a.publisher, a.author, a.url, a.published, a.language, a.source, a.text, a.pages`

// scanner is a row, or the rows of a query.
type scanner interface{ Scan(dest ...any) error }

// scanArticle reads articleColumns, and more columns into also.
func scanArticle(row scanner, a *geo.Article, also ...any) (seq int64, key string, err error) {
	var pages []byte
	err = row.Scan(append([]any{&seq, &key, &a.ID, &a.Hash, &a.Title, &a.Publisher, &a.Author, &a.URL, &a.Published, &a.Language, &a.Source, &a.Text, &pages}, also...)...)
	if err == nil {
		err = json.Unmarshal(pages, &a.Pages)
	}
	if a.ID == "" {
		a.ID = key
	}
	return seq, key, err
}

// ArticleByKey returns an article as it was read, with the id that its source
// gave it.
func (db *DB) ArticleByKey(ctx context.Context, key string) (*geo.Article, error) {
	var a geo.Article
	_, _, err := scanArticle(db.reader.QueryRowContext(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.key = $1`, key), &a)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, geo.Errorf(geo.ErrNotFound, "article with key %q", key)
	}
	if err != nil {
		return nil, fmt.Errorf("reading article with key %q: %w", key, category(err))
	}
	return &a, nil
}

// StaleArticle is an article that wants parsing. Stamp tells when it was parsed last
// from when it is next; it is 0 for one that never was.
type StaleArticle struct {
	Key   string
	Stamp int64
}

// StaleArticles returns, in the order of their keys and after the one given, up to limit
// articles that were never parsed or were parsed by other versions.
func (db *DB) StaleArticles(ctx context.Context, v geo.Versions, after string, limit int) (stale []StaleArticle, err error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT a.key, coalesce(p.stamp, 0) FROM articles a LEFT JOIN parses p ON p.article = a.seq
		WHERE a.key > $1 AND (p.article IS NULL OR p.gazetteer <> $2 OR p.recognizer <> $3 OR p.resolver <> $4)
		ORDER BY a.key LIMIT $5`, after, v.Gazetteer, v.Recognizer, v.Resolver, limit)
	err = scan(rows, err, func(row scanner) error {
		var s StaleArticle
		err := row.Scan(&s.Key, &s.Stamp)
		stale = append(stale, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the articles to be parsed: %w", err)
	}
	return stale, nil
}

func (db *DB) keys(ctx context.Context, query string, args ...any) ([]string, error) {
	rows, err := db.reader.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("reading the store: %w", category(err))
	}
	defer rows.Close()
	var keys []string
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, category(rows.Err())
}

// Versions returns when each text of the page at an article's address was kept, by
// the id of its article in the collection; nothing for a page that never changed.
func (db *DB) Versions(ctx context.Context, collection, article string) (map[string]time.Time, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT m.id, a.added FROM members m JOIN articles a ON a.seq = m.article
		WHERE m.collection = $1 AND a.url <> '' AND a.url = (
			SELECT b.url FROM members n JOIN articles b ON b.seq = n.article WHERE n.collection = $1 AND n.id = $2)`, collection, article)
	if err != nil {
		return nil, fmt.Errorf("reading the versions of article %q: %w", article, category(err))
	}
	defer rows.Close()
	all := map[string]time.Time{}
	for rows.Next() {
		var id string
		var added int64
		if err := rows.Scan(&id, &added); err != nil {
			return nil, err
		}
		all[id] = time.UnixMilli(added).UTC()
	}
	if len(all) < 2 {
		return nil, category(rows.Err())
	}
	return all, category(rows.Err())
}
