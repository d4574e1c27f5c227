package database

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"dateline/geo"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// errNewer is the error for a database of a newer version of the program.
var errNewer = geo.Errorf(geo.ErrUnavailable, "it belongs to a newer version of the program: update the program")

// migrationAttempts is the maximum number of attempts to migrate a database. An attempt fails if another process applies the same migration, so
// there must be more attempts than migrations.
const migrationAttempts = 30

// migrate applies the migrations that are missing in the database. It retries if
// another process migrates the database at the same time.
func (db *DB) migrate(ctx context.Context) error {
	for n := 1; ; n++ {
		err := Category(db.migrateOnce(ctx))
		var connect *pgconn.ConnectError
		if err == nil || n == migrationAttempts || errors.Is(err, errNewer) || errors.Is(err, geo.ErrCorrupt) || errors.As(err, &connect) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(n) * 50 * time.Millisecond):
		}
	}
}

// migrateOnce applies the missing migrations.
func (db *DB) migrateOnce(ctx context.Context) error {
	p, err := db.migrations()
	if err != nil {
		return err
	}
	if err := db.writer.PingContext(ctx); err != nil {
		return err
	}
	now, latest, err := p.GetVersions(ctx)
	switch {
	case err != nil:
		return err
	case now > latest:
		return fmt.Errorf("%w (its tables have version %d, this program knows %d)", errNewer, now, latest)
	case now == latest:
		return nil
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("updating its tables: %w", err)
	}
	return nil
}

// migrations returns the migrations of the database system.
func (db *DB) migrations() (*goose.Provider, error) {
	folder, dialect := "migrations/sqlite", goose.DialectSQLite3
	if db.dialect == Postgres {
		folder, dialect = "migrations/postgres", goose.DialectPostgres
	}
	files, err := fs.Sub(migrations, folder)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(dialect, db.writer, files, goose.WithTableName("store_version"), goose.WithVerbose(false))
}
