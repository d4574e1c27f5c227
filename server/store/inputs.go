package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/geo"
)

// Input is a file that was read into a collection.
type Input struct {
	// Hash is the SHA-256 of its bytes.
	Hash string
	Name string
	// Articles is how many it gave.
	Articles int
}

// PutInput notes that an input was read, with all its articles kept.
func (tx *Tx) PutInput(ctx context.Context, collection string, in Input) error {
	_, err := tx.exec(ctx, `INSERT INTO inputs (collection, hash, name, articles) VALUES ($1, $2, $3, $4)
		ON CONFLICT (collection, hash) DO NOTHING`, collection, in.Hash, clean(in.Name), in.Articles)
	if err != nil {
		return fmt.Errorf("noting that %s was read: %w", in.Name, err)
	}
	return nil
}

// HasInput reports whether a file with this hash was read into a collection.
func (db *DB) HasInput(ctx context.Context, collection, hash string) (bool, error) {
	return db.exists(ctx, `SELECT EXISTS (SELECT 1 FROM inputs WHERE collection = $1 AND hash = $2)`, collection, hash)
}

func (db *DB) exists(ctx context.Context, query string, args ...any) (is bool, err error) {
	if err = db.reader.QueryRowContext(ctx, query, args...).Scan(&is); err != nil {
		return false, fmt.Errorf("reading the store: %w", category(err))
	}
	return is, nil
}

// HasCollection reports whether there is a collection of this name.
func (db *DB) HasCollection(ctx context.Context, name string) (bool, error) {
	return db.exists(ctx, `SELECT EXISTS (SELECT 1 FROM collections WHERE name = $1)`, name)
}

// Document is a file that waits to be read.
type Document struct {
	Name  string
	URL   string
	Bytes []byte
}

// PutDocument keeps a document until it is dropped and returns its id, which is
// made from its content.
func (tx *Tx) PutDocument(ctx context.Context, d Document) (id string, err error) {
	id = geo.ContentID("document", d.Name, d.URL, string(d.Bytes))
	_, err = tx.exec(ctx, `INSERT INTO documents (id, name, url, added, bytes) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO NOTHING`, id, clean(d.Name), clean(d.URL), time.Now().UnixMilli(), d.Bytes)
	if err != nil {
		return "", fmt.Errorf("keeping document %s: %w", d.Name, err)
	}
	return id, nil
}

// Document returns a document that waits.
func (db *DB) Document(ctx context.Context, id string) (d Document, err error) {
	err = db.reader.QueryRowContext(ctx, `SELECT name, url, bytes FROM documents WHERE id = $1`, id).Scan(&d.Name, &d.URL, &d.Bytes)
	if errors.Is(err, sql.ErrNoRows) {
		return d, fmt.Errorf("document %q: %w", id, geo.ErrNotFound)
	}
	if err != nil {
		return d, fmt.Errorf("reading document %q: %w", id, category(err))
	}
	return d, nil
}

// DropDocument removes a document; one that is not there is no error.
func (tx *Tx) DropDocument(ctx context.Context, id string) error {
	if _, err := tx.exec(ctx, `DELETE FROM documents WHERE id = $1`, id); err != nil {
		return fmt.Errorf("removing document %q: %w", id, err)
	}
	return nil
}

// Page is what is known of an address that was fetched.
type Page struct {
	URL string
	// Final is the address that answered.
	Final string
	// ETag and LastModified are the server's own, for asking whether it changed.
	ETag, LastModified string
	// BodyHash is the SHA-256 of what was answered.
	BodyHash string
	// Fetched is when it was asked for last, Changed when it last was another
	// text than before.
	Fetched, Changed time.Time
}

// PutPage keeps what is known of a page, in place of what was.
func (tx *Tx) PutPage(ctx context.Context, p Page) error {
	_, err := tx.exec(ctx, `INSERT INTO pages (url, final, etag, last_modified, body_hash, fetched, changed)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (url) DO UPDATE SET final = excluded.final, etag = excluded.etag,
			last_modified = excluded.last_modified, body_hash = excluded.body_hash, fetched = excluded.fetched, changed = excluded.changed`,
		p.URL, clean(p.Final), clean(p.ETag), clean(p.LastModified), p.BodyHash, millis(p.Fetched), millis(p.Changed))
	if err != nil {
		return fmt.Errorf("keeping the state of %s: %w", p.URL, err)
	}
	return nil
}

// Page returns what is known of an address; the error wraps [geo.ErrNotFound] for
// one that was never fetched.
func (db *DB) Page(ctx context.Context, address string) (Page, error) {
	p := Page{URL: address}
	var fetched, changed int64
	err := db.reader.QueryRowContext(ctx, `SELECT final, etag, last_modified, body_hash, fetched, changed FROM pages WHERE url = $1`, address).
		Scan(&p.Final, &p.ETag, &p.LastModified, &p.BodyHash, &fetched, &changed)
	if errors.Is(err, sql.ErrNoRows) {
		return p, fmt.Errorf("page %s: %w", address, geo.ErrNotFound)
	}
	if err != nil {
		return p, fmt.Errorf("reading the state of %s: %w", address, category(err))
	}
	p.Fetched, p.Changed = moment(fetched), moment(changed)
	return p, nil
}

// millis is a time as the tables have it, 0 for the zero time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// moment is the inverse of millis.
func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// Feed is a feed that a collection follows.
type Feed struct {
	Collection, URL, Title string
	// ETag and LastModified are the server's own.
	ETag, LastModified string
	// Every is how often it is polled now; Next is when, Polled when it last was.
	Every        time.Duration
	Next, Polled time.Time
	// Failures counts the polls that failed since the last that did not; Error
	// says why the last one did.
	Failures int
	Error    string
}

// PutFeed keeps a feed, in place of what was known of it.
func (tx *Tx) PutFeed(ctx context.Context, f Feed) error {
	_, err := tx.exec(ctx, `INSERT INTO feeds (collection, url, title, etag, last_modified, every, next, polled, failures, error)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (collection, url) DO UPDATE SET title = excluded.title,
			etag = excluded.etag, last_modified = excluded.last_modified, every = excluded.every, next = excluded.next,
			polled = excluded.polled, failures = excluded.failures, error = excluded.error`,
		f.Collection, f.URL, clean(f.Title), clean(f.ETag), clean(f.LastModified), f.Every.Milliseconds(), millis(f.Next), millis(f.Polled), f.Failures, clean(f.Error))
	if err != nil {
		return fmt.Errorf("keeping feed %s: %w", f.URL, err)
	}
	return nil
}

// DropFeed stops following a feed.
func (tx *Tx) DropFeed(ctx context.Context, collection, address string) error {
	done, err := tx.exec(ctx, `DELETE FROM feeds WHERE collection = $1 AND url = $2`, collection, address)
	if err != nil {
		return fmt.Errorf("removing feed %s: %w", address, err)
	}
	if n, err := done.RowsAffected(); err == nil && n == 0 {
		return fmt.Errorf("feed %s of collection %q: %w", address, collection, geo.ErrNotFound)
	}
	return nil
}

// Feeds lists the feeds of a collection by title.
func (db *DB) Feeds(ctx context.Context, collection string) ([]Feed, error) {
	return db.feeds(ctx, `collection = $1 ORDER BY title, url`, collection)
}

// Feed returns one feed.
func (db *DB) Feed(ctx context.Context, collection, address string) (Feed, error) {
	all, err := db.feeds(ctx, `collection = $1 AND url = $2`, collection, address)
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("feed %s of collection %q: %w", address, collection, geo.ErrNotFound)
	}
	if err != nil {
		return Feed{}, err
	}
	return all[0], nil
}

// DueFeeds lists up to limit feeds that are to be polled by now, the longest due
// first.
func (db *DB) DueFeeds(ctx context.Context, now time.Time, limit int) ([]Feed, error) {
	return db.feeds(ctx, `next <= $1 ORDER BY next, collection, url LIMIT $2`, now.UnixMilli(), limit)
}

func (db *DB) feeds(ctx context.Context, where string, args ...any) ([]Feed, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT collection, url, title, etag, last_modified, every, next, polled, failures, error
		FROM feeds WHERE `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("listing feeds: %w", category(err))
	}
	defer rows.Close()
	var all []Feed
	for rows.Next() {
		var f Feed
		var every, next, polled int64
		if err := rows.Scan(&f.Collection, &f.URL, &f.Title, &f.ETag, &f.LastModified, &every, &next, &polled, &f.Failures, &f.Error); err != nil {
			return nil, err
		}
		f.Every, f.Next, f.Polled = time.Duration(every)*time.Millisecond, moment(next), moment(polled)
		all = append(all, f)
	}
	return all, category(rows.Err())
}

// ReserveHost asks leave to send a host a request now. It returns 0 and lets
// nobody else have one until every has passed, or how long to wait. It holds
// across processes.
func (db *DB) ReserveHost(ctx context.Context, host string, now time.Time, every time.Duration) (wait time.Duration, err error) {
	err = db.Update(ctx, func(tx *Tx) error {
		wait = 0
		done, err := tx.exec(ctx, `INSERT INTO hosts (host, free) VALUES ($1, $2)
			ON CONFLICT (host) DO UPDATE SET free = excluded.free WHERE hosts.free <= $3`, host, now.Add(every).UnixMilli(), now.UnixMilli())
		if err != nil {
			return fmt.Errorf("asking for leave to visit %s: %w", host, err)
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return err
		}
		var free int64
		if err := tx.row(ctx, `SELECT free FROM hosts WHERE host = $1`, host).Scan(&free); err != nil {
			return err
		}
		wait = time.UnixMilli(free).Sub(now)
		return nil
	})
	return wait, err
}
