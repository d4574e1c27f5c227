package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dateline/geo"
)

// Unsketched returns the keys, in the order of arrival, of up to limit articles of a
// collection that have no sketch yet.
func (db *DB) Unsketched(ctx context.Context, collection string, limit int) ([]string, error) {
	return db.keys(ctx, `SELECT a.key FROM members m JOIN articles a ON a.seq = m.article LEFT JOIN sketches k ON k.article = a.seq
		WHERE m.collection = $1 AND k.article IS NULL ORDER BY a.seq LIMIT $2`, collection, limit)
}

// ParsedBy returns the versions by which an article was parsed and holds on to
// them: nobody else changes what was found in it before the transaction ends. An
// article that was not parsed yet is [geo.ErrNotFound].
func (tx *Tx) ParsedBy(ctx context.Context, key string) (v geo.Versions, err error) {
	query := `SELECT p.gazetteer, p.recognizer, p.resolver FROM parses p JOIN articles a ON a.seq = p.article WHERE a.key = $1`
	if tx.db.dialect == Postgres {
		query += ` FOR UPDATE OF p`
	}
	err = tx.row(ctx, query, key).Scan(&v.Gazetteer, &v.Recognizer, &v.Resolver)
	if errors.Is(err, sql.ErrNoRows) {
		err = geo.ErrNotFound
	}
	if err != nil {
		return v, fmt.Errorf("asking by what article %q was parsed: %w", key, err)
	}
	return v, nil
}
