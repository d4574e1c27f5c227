package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/server/store/internal/collections"
	"dateline/server/store/internal/database"
	"dateline/server/store/internal/parsed"
	"dateline/server/store/internal/search"
)

// ArticleKey returns the key of an article in the store, a hash of its URL, title and
// text.
func ArticleKey(a *geo.Article) string { return geo.ContentID("article", a.URL, a.Title, a.Hash) }

// PutResult is the result of [Tx.PutArticle].
type PutResult struct {
	Key string
	// ID is the id of the article in the collection.
	ID string
	// New reports whether the article is new in the store and must be parsed, Linked
	// whether it is new in the collection.
	New, Linked bool
	// Changed reports whether the store already has an article with the same URL and
	// another text. Both are kept.
	Changed bool
}

// PutArticle adds an unparsed article to a collection. An article that is already in
// it is not changed. The id in the collection is that of the article, made suitable
// for URLs and distinct. The error wraps [geo.ErrNotFound] if there is no such
// collection, and [geo.ErrInput] if the text, title or URL contains a NUL character or
// is not UTF-8.
func (tx *Tx) PutArticle(ctx context.Context, collection string, a *geo.Article) (PutResult, error) {
	return tx.PutArticleFrom(ctx, collection, "", a)
}

// PutArticleFrom is PutArticle for an article of a feed, given by its URL.
func (tx *Tx) PutArticleFrom(ctx context.Context, collection, feed string, a *geo.Article) (PutResult, error) {
	put := PutResult{Key: ArticleKey(a)}
	fail := func(err error) (PutResult, error) {
		return put, fmt.Errorf("storing the article %q of %s: %w", a.ID, a.Source, err)
	}
	for what, s := range map[string]string{"text": a.Text, "title": a.Title, "address": a.URL} {
		if !database.Storable(s) {
			return fail(geo.Errorf(geo.ErrInput, "its %s contains a NUL character or is not UTF-8", what))
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
	err = tx.Row(ctx, `INSERT INTO articles
		(key, given, hash, title, publisher, author, url, published, language, source, text, pages, added)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (key) DO NOTHING RETURNING seq`,
		put.Key, database.Clean(a.ID), a.Hash, a.Title, database.Clean(a.Publisher), database.Clean(a.Author), a.URL, database.Clean(a.Published), database.Clean(a.Language),
		database.Clean(a.Source), a.Text, string(pages), time.Now().UnixMilli()).Scan(&seq)
	switch {
	case err == nil:
		put.New = true
		err = search.Index(ctx, tx.Tx, seq, a)
	case errors.Is(err, sql.ErrNoRows):
		err = tx.Row(ctx, `SELECT seq FROM articles WHERE key = $1`, put.Key).Scan(&seq)
	}
	if err != nil {
		return fail(err)
	}
	if put.New && a.URL != "" {
		// database.SQLite uses the partial index of URLs only if the query excludes empty ones.
		err = tx.Row(ctx, `SELECT EXISTS (SELECT 1 FROM articles WHERE url = $1 AND url <> '' AND hash <> $2)`, a.URL, a.Hash).Scan(&put.Changed)
		if err != nil {
			return fail(err)
		}
	}
	if err := tx.link(ctx, collection, database.Clean(feed), seq, a, &put); err != nil {
		return fail(err)
	}
	return put, nil
}

// lock locks a collection against other transactions that add articles to it.
func (tx *Tx) lock(ctx context.Context, collection string) error {
	query := `SELECT name FROM collections WHERE name = $1`
	if tx.db.Dialect() == database.Postgres {
		query += ` FOR NO KEY UPDATE`
	}
	err := tx.Row(ctx, query, collection).Scan(&collection)
	if errors.Is(err, sql.ErrNoRows) {
		return collections.NotFound(collection)
	}
	return err
}

// link adds a stored article to a collection and sets put.ID and put.Linked.
func (tx *Tx) link(ctx context.Context, collection, feed string, seq int64, a *geo.Article, put *PutResult) error {
	err := tx.Row(ctx, `SELECT id FROM members WHERE collection = $1 AND article = $2`, collection, seq).Scan(&put.ID)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	given := addressable(a.ID)
	if given == "" {
		given = put.Key
	}
	put.ID = given
	for n := 2; ; n++ {
		var taken bool
		if err := tx.Row(ctx, `SELECT EXISTS (SELECT 1 FROM members WHERE collection = $1 AND id = $2)`, collection, put.ID).Scan(&taken); err != nil {
			return err
		}
		if !taken {
			break
		}
		put.ID = given + "-" + strconv.Itoa(n)
	}
	number := int64(1)
	var repeated bool
	if err := tx.Row(ctx, `SELECT EXISTS (SELECT 1 FROM articles WHERE hash = $1 AND seq <> $2)`, a.Hash, seq).Scan(&repeated); err != nil {
		return err
	}
	if repeated {
		err := tx.Row(ctx, `SELECT 1 + coalesce(max(m.copy), 0) FROM members m WHERE m.collection = $1
			AND m.article IN (SELECT seq FROM articles WHERE hash = $2)`, collection, a.Hash).Scan(&number)
		if err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `INSERT INTO members (collection, article, id, copy, added, feed) VALUES ($1, $2, $3, $4, $5, $6)`,
		collection, seq, put.ID, number, time.Now().UnixMilli(), feed)
	put.Linked = true
	if err != nil || put.New {
		return err
	}
	return tx.changed(ctx, collection, seq) // it may be parsed already
}

// ArticleByKey returns an article as it was imported, with the id of its source.
func (db *DB) ArticleByKey(ctx context.Context, key string) (*geo.Article, error) {
	var a geo.Article
	_, _, err := parsed.ScanArticle(db.Reader().QueryRowContext(ctx, `SELECT `+parsed.ArticleColumns+` FROM articles a WHERE a.key = $1`, key), &a)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, geo.Errorf(geo.ErrNotFound, "there is no article with the key %q", key)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the article with the key %q: %w", key, database.Category(err))
	}
	return &a, nil
}

// StaleArticle is an article that must be parsed. Stamp increases each time that it is
// parsed and is 0 if it never was.
type StaleArticle struct {
	Key   string
	Stamp int64
}

// StaleArticles returns up to limit articles that were never parsed or were parsed by
// other versions, by key and after a given key.
func (db *DB) StaleArticles(ctx context.Context, v geo.Versions, after string, limit int) (stale []StaleArticle, err error) {
	rows, err := db.Reader().QueryContext(ctx, `SELECT a.key, coalesce(p.stamp, 0) FROM articles a LEFT JOIN parses p ON p.article = a.seq
		WHERE a.key > $1 AND (p.article IS NULL OR p.gazetteer <> $2 OR p.recognizer <> $3 OR p.resolver <> $4)
		ORDER BY a.key LIMIT $5`, after, v.Gazetteer, v.Recognizer, v.Resolver, limit)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var s StaleArticle
		err := row.Scan(&s.Key, &s.Stamp)
		stale = append(stale, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the articles to be parsed: %w", err)
	}
	return stale, nil
}

// Versions returns the times at which the versions of an article's page were stored,
// by the id of the version's article in the collection. It returns nil if the page has
// only one version.
func (db *DB) Versions(ctx context.Context, collection, article string) (map[string]time.Time, error) {
	rows, err := db.Reader().QueryContext(ctx, `SELECT m.id, a.added FROM members m JOIN articles a ON a.seq = m.article
		WHERE m.collection = $1 AND a.url <> '' AND a.url = (
			SELECT b.url FROM members n JOIN articles b ON b.seq = n.article WHERE n.collection = $1 AND n.id = $2)`, collection, article)
	if err != nil {
		return nil, fmt.Errorf("reading the versions of article %q: %w", article, database.Category(err))
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
		return nil, database.Category(rows.Err())
	}
	return all, database.Category(rows.Err())
}

// maxID is the maximum length of the id of an article in bytes. The server accepts
// segments of a path up to 400 bytes.
const maxID = 300

// addressable returns an article's id with the characters replaced that the server
// refuses in the path of a URL: control characters and U+FFFD. It returns "" if the id
// cannot be a segment of a path at all: for ".", ".." and ids that are too long.
func addressable(id string) string {
	id = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) {
			return '_'
		}
		return r
	}, id)
	if id == "." || id == ".." || len(id) > maxID {
		return ""
	}
	return id
}

// parsedBatch is the number of articles that are read at a time.
const parsedBatch = 64

// Parsed yields the parsed articles of a collection in order of arrival, with all their mentions. It reads a few at a time.
func (db *DB) Parsed(ctx context.Context, collection string) iter.Seq2[*geo.Parsed, error] {
	return func(yield func(*geo.Parsed, error) bool) {
		fail := func(err error) {
			yield(nil, fmt.Errorf("reading the articles of the collection %q: %w", collection, database.Category(err)))
		}
		if _, err := db.Info(ctx, collection); err != nil {
			yield(nil, err)
			return
		}
		for after := int64(-1); ; {
			var seqs []int64
			rows, err := db.Reader().QueryContext(ctx, `SELECT article FROM members WHERE collection = $1 AND article > $2 AND number > 0 AND trashed = 0
				ORDER BY article LIMIT $3`, collection, after, parsedBatch)
			err = database.Scan(rows, err, func(row database.Scanner) error {
				err := row.Scan(&after)
				seqs = append(seqs, after)
				return err
			})
			if err != nil {
				fail(err)
				return
			}
			if len(seqs) == 0 {
				return
			}
			condition, arg := db.OneOf("m.article", 2, seqs)
			var batch []*geo.Parsed
			err = db.parsed.Load(ctx, `m.collection = $1 AND `+condition, []any{collection, arg}, func(l parsed.Article) { batch = append(batch, l.Parsed) })
			if err != nil {
				fail(err)
				return
			}
			for _, p := range batch {
				if !yield(p, nil) {
					return
				}
			}
		}
	}
}
