package store

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

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Dialect is a database that a store can lie in.
type Dialect string

// The dialects.
const (
	SQLite   Dialect = "SQLite"
	Postgres Dialect = "PostgreSQL"
)

// DB is a [Store] in a database. It is safe for concurrent use.
type DB struct {
	dialect Dialect
	address string
	// writer has a single connection on SQLite, where only one can write.
	writer, reader *sql.DB
	cache          cache
	// loading is held while a collection is read.
	loading    chan struct{}
	statements statements
}

var _ Store = (*DB)(nil)

// busyTimeout is how long a connection waits for another process that writes to
// the same SQLite file.
const busyTimeout = time.Minute

// Open opens the store at an address, a file for SQLite or postgres://… for
// PostgreSQL with PostGIS, makes it where it is not there and brings its tables up
// to date. The error wraps [geo.ErrUnavailable] for a database that does not
// answer or is of a newer version of the program, and [geo.ErrCorrupt] for a file
// that is none.
func Open(ctx context.Context, address string) (*DB, error) {
	db := &DB{address: address, dialect: SQLite, loading: make(chan struct{}, 1)}
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		db.dialect = Postgres
	}
	if err := db.connect(); err != nil {
		return nil, err
	}
	if err := db.migrate(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("opening the store %s: %w", db.Name(), err)
	}
	return db, nil
}

func (db *DB) connect() (err error) {
	if db.dialect == Postgres {
		if db.writer, err = sql.Open("pgx", db.address); err != nil {
			return geo.Errorf(geo.ErrInput, "opening the store: the address is wrong (postgres://USER@HOST/DATABASE): %w", err)
		}
		db.writer.SetMaxOpenConns(4 * runtime.GOMAXPROCS(0))
		db.writer.SetMaxIdleConns(4 * runtime.GOMAXPROCS(0))
		db.reader = db.writer
		return nil
	}
	file, err := filepath.Abs(db.address)
	if err != nil {
		return fmt.Errorf("opening the store: %w", err)
	}
	dsn := func(cacheKB int, more url.Values) string {
		more["_pragma"] = []string{
			fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()), "journal_mode(WAL)", "synchronous(NORMAL)",
			"wal_autocheckpoint(4000)", "foreign_keys(1)", fmt.Sprintf("cache_size(-%d)", cacheKB), "temp_store(MEMORY)",
		}
		return (&url.URL{Scheme: "file", Path: filepath.ToSlash(file), RawQuery: more.Encode()}).String()
	}
	if db.writer, err = sql.Open("sqlite", dsn(16_000, url.Values{"_txlock": {"immediate"}})); err != nil {
		return fmt.Errorf("opening the store %s: %w", db.address, err)
	}
	db.writer.SetMaxOpenConns(1)
	if db.reader, err = sql.Open("sqlite", dsn(4_000, url.Values{})); err != nil { // its transactions lock nothing
		return fmt.Errorf("opening the store %s: %w", db.address, err)
	}
	db.reader.SetMaxOpenConns(max(4, runtime.GOMAXPROCS(0)))
	return nil
}

// Close ends all connections.
func (db *DB) Close() error {
	err := db.writer.Close()
	if db.reader != db.writer {
		err = errors.Join(err, db.reader.Close())
	}
	return err
}

// Dialect says what database the store lies in.
func (db *DB) Dialect() Dialect { return db.dialect }

// Writer is the pool of connections that write, for what shares the database.
func (db *DB) Writer() *sql.DB { return db.writer }

// Name is the address of the store without a password or settings.
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
