package store

import (
	"context"
	"fmt"
	"time"

	"dateline/geo"
	"dateline/server/store/internal/database"
)

// Response is a response that is kept to be repeated.
type Response struct {
	Status int
	Type   string // media type
	Body   []byte
}

// Limits on requests with an idempotency key.
const (
	// requestsKept is how long their responses are kept, and requestDuration after what time one
	// without a response is carried out again: the server was stopped meanwhile.
	requestsKept    = 24 * time.Hour
	requestDuration = 10 * time.Minute
	// MaxResponse is the maximum length of a response that is kept, in bytes.
	MaxResponse = 256 << 10
)

// BeginRequest reserves an idempotency key for a request, which is identified by a hash. It
// returns the response to an earlier request with this key and hash, or nil if the caller
// must carry the request out and then call [DB.EndRequest]. The error wraps [geo.ErrInput]
// if the key was used for another request, and [geo.ErrUnavailable] while the same request
// is being carried out.
func (db *DB) BeginRequest(ctx context.Context, key, hash string, now time.Time) (earlier *Response, err error) {
	err = db.Update(ctx, func(tx *Tx) error {
		earlier = nil
		if !database.Storable(key) {
			return geo.Errorf(geo.ErrInput, "the idempotency key is not valid text")
		}
		_, err := tx.Exec(ctx, `DELETE FROM requests WHERE received < $1 OR status = 0 AND received < $2`, database.Millis(now.Add(-requestsKept)), database.Millis(now.Add(-requestDuration)))
		if err != nil {
			return err
		}
		done, err := tx.Exec(ctx, `INSERT INTO requests (key, request, status, type, response, received) VALUES ($1, $2, 0, '', $3, $4) ON CONFLICT (key) DO NOTHING`,
			key, hash, []byte{}, database.Millis(now))
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return err
		}
		var request string
		r := &Response{}
		if err := tx.Row(ctx, `SELECT request, status, type, response FROM requests WHERE key = $1`, key).Scan(&request, &r.Status, &r.Type, &r.Body); err != nil {
			return err
		}
		switch {
		case request != hash:
			return geo.Errorf(geo.ErrInput, "the idempotency key was used for another request")
		case r.Status == 0:
			return geo.Errorf(geo.ErrUnavailable, "the request with this idempotency key is being carried out")
		}
		earlier = r
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reserving an idempotency key: %w", database.Category(err))
	}
	return earlier, nil
}

// EndRequest keeps the response to a request whose key was reserved. Without a response, or
// with one that is too long, the key is free again.
func (db *DB) EndRequest(ctx context.Context, key string, r *Response) error {
	err := db.Update(ctx, func(tx *Tx) error {
		if r == nil || len(r.Body) > MaxResponse {
			_, err := tx.Exec(ctx, `DELETE FROM requests WHERE key = $1 AND status = 0`, key)
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE requests SET status = $1, type = $2, response = $3 WHERE key = $4 AND status = 0`, r.Status, database.Clean(r.Type), r.Body, key)
		return err
	})
	if err != nil {
		return fmt.Errorf("keeping a response: %w", database.Category(err))
	}
	return nil
}
