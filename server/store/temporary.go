package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"dateline/geo"
)

// OpenTemporary opens an empty store in a temporary file, which is removed when the store is closed.
func OpenTemporary(ctx context.Context) (*DB, error) {
	folder, err := os.MkdirTemp("", "dateline-")
	if err != nil {
		return nil, fmt.Errorf("creating a temporary store: %w", err)
	}
	db, err := Open(ctx, filepath.Join(folder, "store.db"))
	if err != nil {
		os.RemoveAll(folder)
		return nil, fmt.Errorf("creating a temporary store: %w", err)
	}
	db.folder = folder
	return db, nil
}

// Temporary reports whether the store is removed when it is closed.
func (db *DB) Temporary() bool { return db.folder != "" }

// PutAll stores parsed articles in a collection, which exists.
func (tx *Tx) PutAll(ctx context.Context, collection string, all ...*geo.Parsed) error {
	for _, p := range all {
		put, err := tx.PutArticle(ctx, collection, &p.Article)
		if err != nil {
			return err
		}
		if err := tx.PutParsed(ctx, put.Key, p); err != nil {
			return err
		}
	}
	return nil
}
