package store

import "context"

// Unsketched returns the keys, in the order of arrival, of up to limit articles of a
// collection that have no sketch yet.
func (db *DB) Unsketched(ctx context.Context, collection string, limit int) ([]string, error) {
	return db.keys(ctx, `SELECT a.key FROM members m JOIN articles a ON a.seq = m.article LEFT JOIN sketches k ON k.article = a.seq
		WHERE m.collection = $1 AND k.article IS NULL ORDER BY a.seq LIMIT $2`, collection, limit)
}
