package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/geo"
)

// FetchState is what is known of an address that was fetched.
type FetchState struct {
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

// PutFetchState keeps what is known of a page, in place of what was.
func (tx *Tx) PutFetchState(ctx context.Context, p FetchState) error {
	_, err := tx.exec(ctx, `INSERT INTO pages (url, final, etag, last_modified, body_hash, fetched, changed)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (url) DO UPDATE SET final = excluded.final, etag = excluded.etag,
			last_modified = excluded.last_modified, body_hash = excluded.body_hash, fetched = excluded.fetched, changed = excluded.changed`,
		p.URL, clean(p.Final), clean(p.ETag), clean(p.LastModified), p.BodyHash, millis(p.Fetched), millis(p.Changed))
	if err != nil {
		return fmt.Errorf("keeping the state of %s: %w", p.URL, err)
	}
	return nil
}

// FetchState returns what is known of an address; the error wraps [geo.ErrNotFound] for
// one that was never fetched.
func (db *DB) FetchState(ctx context.Context, address string) (FetchState, error) {
	p := FetchState{URL: address}
	var fetched, changed int64
	err := db.reader.QueryRowContext(ctx, `SELECT final, etag, last_modified, body_hash, fetched, changed FROM pages WHERE url = $1`, address).
		Scan(&p.Final, &p.ETag, &p.LastModified, &p.BodyHash, &fetched, &changed)
	if errors.Is(err, sql.ErrNoRows) {
		return p, geo.Errorf(geo.ErrNotFound, "page %s", address)
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
