package store

import (
	"context"
	"fmt"
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
