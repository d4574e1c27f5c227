package store

import (
	"context"
	"database/sql"

	"dateline/geo"
	"dateline/server/store/internal/database"
	"dateline/server/store/internal/decision"
	"dateline/server/store/internal/sources"
)

// Tx is a transaction that writes to the store.
type Tx struct {
	*database.Tx
	sources.Writer
	db *DB
	// deferred is set if the columns are written once, before the transaction is committed.
	deferred bool
	// pending are the articles that are to be written to the columns, and readings and places what is
	// known of them.
	pending  map[pendingArticle]bool
	readings map[int64][]reading
	places   map[int64]*geo.Place
	codes    map[string]uint32
	// decisions are the decisions about collections. cause is why readings change in the transaction, and before has what the
	// mentions of articles were before they were parsed again.
	decisions map[string]*decision.Index
	cause     cause
	before    map[int64][]string
}

// WrapTx returns a transaction of the store for one that another package began on
// the same database. Each of its methods also writes what it changes to the columns.
func WrapTx(db *DB, tx *sql.Tx) *Tx { return newTx(db, database.WrapTx(db.DB, tx)) }

func newTx(db *DB, tx *database.Tx) *Tx { return &Tx{Tx: tx, Writer: sources.Writer{Tx: tx}, db: db} }

// Update runs f in a transaction, which is committed if f returns nil. f is run again
// if the transaction conflicts with another one. The error wraps
// [geo.ErrUnavailable] if the store is read-only.
func (db *DB) Update(ctx context.Context, f func(*Tx) error) error {
	return db.DB.Update(ctx, func(tx *database.Tx) error {
		wrapped := newTx(db, tx)
		wrapped.deferred = true
		if err := f(wrapped); err != nil {
			return err
		}
		return wrapped.flush(ctx)
	})
}
