// Package database connects to the SQLite or PostgreSQL database of a store, migrates its tables and runs transactions.
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"dateline/geo"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Dialect is the database system of a store.
type Dialect string

// The database systems.
const (
	SQLite   Dialect = "SQLite"
	Postgres Dialect = "PostgreSQL"
)

// DB is a database with the tables of a store. It is safe for concurrent use.
type DB struct {
	dialect  Dialect
	address  string
	readOnly bool
	// unchecked is set if CheckPages has pages to check.
	unchecked bool
	// writer has a single connection on SQLite, which allows one writer at a time.
	writer, reader *sql.DB
	statements     statements
}

// busyTimeout is how long a connection waits for another process that is writing to
// the same SQLite file.
const busyTimeout = time.Minute

// Open opens the database at an address: the path of an SQLite file, or a postgres:// URL
// of a PostgreSQL database with PostGIS. It creates the tables if they do not exist and
// migrates them to the current version. An SQLite file that cannot be written is
// opened read-only. The error wraps [geo.ErrUnavailable] if the database does not
// answer or belongs to a newer version of the program, and [geo.ErrCorrupt] if the file
// is not a database.
func Open(ctx context.Context, address string) (*DB, error) {
	return open(ctx, address, (*DB).CheckPages)
}

// OpenUnchecked is [Open] without [DB.CheckPages], which the caller runs while it uses
// the database.
func OpenUnchecked(ctx context.Context, address string) (*DB, error) {
	return open(ctx, address, func(*DB, context.Context) error { return nil })
}

func open(ctx context.Context, address string, check func(*DB, context.Context) error) (*DB, error) {
	db := &DB{address: address, dialect: SQLite}
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		db.dialect = Postgres
	}
	db.readOnly = db.dialect == SQLite && !writable(address)
	db.unchecked = db.dialect == SQLite && !db.readOnly && shouldCheck(address)
	if err := db.connect(); err != nil {
		return nil, err
	}
	migrate := db.migrate
	if db.readOnly {
		migrate = db.checkVersion
	}
	err := check(db, ctx)
	if err == nil {
		err = migrate(ctx)
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// Page caches of a connection to SQLite in kilobytes. What is read is cached by the system too, so that a larger
// cache of each reader takes memory and saves no time.
const (
	writerCacheKB = 16_000
	readerCacheKB = 1_000
)

func (db *DB) connect() (err error) {
	switch {
	case db.dialect == Postgres:
		config, err := pgx.ParseConfig(db.address)
		if err != nil {
			return geo.Errorf(geo.ErrInput, "opening the store: the address is not of the form postgres://USER@HOST/DATABASE: %w", err)
		}
		// A plan that does not know the values reads whole tables for rare ones.
		config.RuntimeParams["plan_cache_mode"] = "force_custom_plan"
		db.writer = stdlib.OpenDB(*config)
		db.writer.SetMaxOpenConns(4 * runtime.GOMAXPROCS(0))
		db.writer.SetMaxIdleConns(4 * runtime.GOMAXPROCS(0))
		db.reader = db.writer
		return nil
	case db.readOnly:
		if db.reader, err = db.openSQLite(readerCacheKB, readOnlySettings(db.address)); err != nil {
			return err
		}
		db.writer = db.reader
	default:
		if db.writer, err = db.openSQLite(writerCacheKB, url.Values{"_txlock": {"immediate"}, "_pragma": {"journal_mode(WAL)", "synchronous(NORMAL)", "wal_autocheckpoint(4000)"}}); err != nil {
			return err
		}
		db.writer.SetMaxOpenConns(1)
		if db.reader, err = db.openSQLite(readerCacheKB, url.Values{"_pragma": {"journal_mode(WAL)"}}); err != nil {
			return err
		}
	}
	db.reader.SetMaxOpenConns(max(4, runtime.GOMAXPROCS(0)))
	db.reader.SetMaxIdleConns(max(4, runtime.GOMAXPROCS(0)))
	return nil
}

// openSQLite returns connections to an SQLite file with a page cache of a size in
// kilobytes each, and further settings.
func (db *DB) openSQLite(cacheKB int, settings url.Values) (*sql.DB, error) {
	file, err := filepath.Abs(db.address)
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	settings["_pragma"] = append([]string{fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds())}, append(settings["_pragma"],
		"foreign_keys(1)", fmt.Sprintf("cache_size(-%d)", cacheKB), "temp_store(MEMORY)")...)
	pool, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: filepath.ToSlash(file), RawQuery: settings.Encode()}).String())
	if err != nil {
		return nil, fmt.Errorf("opening the store %s: %w", db.address, err)
	}
	return pool, nil
}

// Close closes all connections.
func (db *DB) Close() error {
	err := db.writer.Close()
	if db.reader != db.writer {
		err = errors.Join(err, db.reader.Close())
	}
	return err
}

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	_, err := db.Exists(ctx, `SELECT EXISTS (SELECT 1 FROM collections)`)
	return err
}

// ReadOnly reports whether the store cannot be written because its SQLite file, or the
// folder of the file, is read-only.
func (db *DB) ReadOnly() bool { return db.readOnly }

// CheckWritable returns an error that wraps [geo.ErrUnavailable] if the store is
// read-only.
func (db *DB) CheckWritable() error {
	if db.readOnly {
		return fmt.Errorf("opening the store %s: %w", db.Name(), errReadOnly)
	}
	return nil
}

// Dialect returns the database system of the store.
func (db *DB) Dialect() Dialect { return db.dialect }

// Writer returns the connections for writing, for packages that have tables in the
// same database.
func (db *DB) Writer() *sql.DB { return db.writer }

// Reader returns the connections for reading, for packages that have tables in the same
// database.
func (db *DB) Reader() *sql.DB { return db.reader }

// Address returns the address that the database was opened with.
func (db *DB) Address() string { return db.address }

// Name returns the address of the store without password and settings.
func (db *DB) Name() string {
	if db.dialect == SQLite {
		return db.address
	}
	u, err := url.Parse(db.address)
	if err != nil {
		return "postgres://"
	}
	return (&url.URL{Scheme: u.Scheme, User: url.User(u.User.Username()), Host: u.Host, Path: u.Path}).String()
}
