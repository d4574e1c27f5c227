package store

import (
	"context"
	"errors"
	"fmt"
	"os"

	"dateline/server/store/internal/answer"
	"dateline/server/store/internal/database"
	"dateline/server/store/internal/editions"
	"dateline/server/store/internal/parsed"
	"dateline/server/store/internal/sources"
)

// DB is a store in a database. It is safe for concurrent use.
type DB struct {
	*database.DB
	*answer.Answers
	editions.Editions
	sources.Sources
	parsed    *parsed.Reader
	summaries summaries
	// folder is removed when a temporary store is closed.
	folder string
}

// Open opens the store at an address: the path of an SQLite file, or a postgres:// URL
// of a PostgreSQL database with PostGIS. It creates the store if it does not exist and
// migrates its tables to the current version. An SQLite file that cannot be written is
// opened read-only. The error wraps [geo.ErrUnavailable] if the database does not
// answer or belongs to a newer version of the program, and [geo.ErrCorrupt] if the file
// is not a database.
func Open(ctx context.Context, address string) (*DB, error) {
	connections, err := database.Open(ctx, address)
	if err != nil {
		return nil, err
	}
	return openWith(ctx, connections)
}

// OpenUnchecked is [Open] for a caller that runs [DB.CheckPages] while it uses the store,
// so that a large store is used at once after a crash.
func OpenUnchecked(ctx context.Context, address string) (*DB, error) {
	connections, err := database.OpenUnchecked(ctx, address)
	if err != nil {
		return nil, err
	}
	return openWith(ctx, connections)
}

func openWith(ctx context.Context, connections *database.DB) (*DB, error) {
	articles := parsed.NewReader(connections)
	db := &DB{
		DB: connections, parsed: articles, Answers: answer.New(connections, articles), Editions: editions.Editions{DB: connections}, Sources: sources.Sources{DB: connections},
	}
	if !db.ReadOnly() {
		if err := db.buildMissing(ctx); err != nil {
			db.Close()
			return nil, fmt.Errorf("opening the store %s: %w", db.Name(), database.WithDetail(err))
		}
	}
	return db, nil
}

// Close closes all connections. It waits for scans that are running.
func (db *DB) Close() error {
	db.Answers.Close()
	err := db.DB.Close()
	if db.folder != "" {
		err = errors.Join(err, os.RemoveAll(db.folder))
	}
	return err
}
