package sources

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/geo"
	"dateline/server/store/internal/database"
)

// FetchState is the state of a URL after its last fetch.
type FetchState struct {
	URL string
	// Final is the URL after redirects.
	Final string
	// ETag and LastModified are the validators of the last response.
	ETag, LastModified string
	// BodyHash is the SHA-256 of the response body.
	BodyHash string
	// Fetched is the time of the last fetch, Changed that of the last change of the
	// text.
	Fetched, Changed time.Time
}

// PutFetchState stores the state of a URL, replacing an earlier one.
func (tx Writer) PutFetchState(ctx context.Context, p FetchState) error {
	_, err := tx.Exec(ctx, `INSERT INTO pages (url, final, etag, last_modified, body_hash, fetched, changed)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (url) DO UPDATE SET final = excluded.final, etag = excluded.etag,
			last_modified = excluded.last_modified, body_hash = excluded.body_hash, fetched = excluded.fetched, changed = excluded.changed`,
		p.URL, database.Clean(p.Final), database.Clean(p.ETag), database.Clean(p.LastModified), p.BodyHash, database.Millis(p.Fetched), database.Millis(p.Changed))
	if err != nil {
		return fmt.Errorf("storing the state of %s: %w", p.URL, err)
	}
	return nil
}

// FetchState returns the state of a URL. The error wraps [geo.ErrNotFound] if it was
// never fetched.
func (x Sources) FetchState(ctx context.Context, address string) (FetchState, error) {
	p := FetchState{URL: address}
	var fetched, changed int64
	err := x.DB.Reader().QueryRowContext(ctx, `SELECT final, etag, last_modified, body_hash, fetched, changed FROM pages WHERE url = $1`, address).
		Scan(&p.Final, &p.ETag, &p.LastModified, &p.BodyHash, &fetched, &changed)
	if errors.Is(err, sql.ErrNoRows) {
		return p, geo.Errorf(geo.ErrNotFound, "%s was never fetched", address)
	}
	if err != nil {
		return p, fmt.Errorf("reading the state of %s: %w", address, database.Category(err))
	}
	p.Fetched, p.Changed = database.Time(fetched), database.Time(changed)
	return p, nil
}
