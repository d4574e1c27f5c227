package sources

import (
	"context"
	"dateline/server/store/internal/database"
	"fmt"
)

// Input is a file that was imported into a collection.
type Input struct {
	// Hash is the SHA-256 of its content.
	Hash string
	Name string
	// Articles is the number of articles in it.
	Articles int
}

// PutInput records that all articles of a file are stored.
func (tx Writer) PutInput(ctx context.Context, collection string, in Input) error {
	_, err := tx.Exec(ctx, `INSERT INTO inputs (collection, hash, name, articles) VALUES ($1, $2, $3, $4)
		ON CONFLICT (collection, hash) DO NOTHING`, collection, in.Hash, database.Clean(in.Name), in.Articles)
	if err != nil {
		return fmt.Errorf("recording that the file %s was imported: %w", in.Name, err)
	}
	return nil
}

// HasInput reports whether a file with this hash was imported into a collection.
func (x Sources) HasInput(ctx context.Context, collection, hash string) (bool, error) {
	return x.DB.Exists(ctx, `SELECT EXISTS (SELECT 1 FROM inputs WHERE collection = $1 AND hash = $2)`, collection, hash)
}
