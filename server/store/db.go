package store

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"dateline/geo"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"
)

//go:embed migrations
var migrations embed.FS

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
			return fmt.Errorf("opening the store: the address is wrong (postgres://USER@HOST/DATABASE): %w: %w", geo.ErrInput, err)
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
	dsn := func(more url.Values) string {
		more["_pragma"] = []string{
			fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()), "journal_mode(WAL)", "synchronous(NORMAL)",
			"foreign_keys(1)", "cache_size(-16000)", "temp_store(MEMORY)",
		}
		return (&url.URL{Scheme: "file", Path: filepath.ToSlash(file), RawQuery: more.Encode()}).String()
	}
	if db.writer, err = sql.Open("sqlite", dsn(url.Values{"_txlock": {"immediate"}})); err != nil {
		return fmt.Errorf("opening the store %s: %w", db.address, err)
	}
	db.writer.SetMaxOpenConns(1)
	if db.reader, err = sql.Open("sqlite", dsn(url.Values{})); err != nil { // its transactions lock nothing
		return fmt.Errorf("opening the store %s: %w", db.address, err)
	}
	db.reader.SetMaxOpenConns(max(4, runtime.GOMAXPROCS(0)))
	return nil
}

// errNewer says that a database is of a newer version of the program.
var errNewer = fmt.Errorf("%w: it is of a newer version of the program: update the program", geo.ErrUnavailable)

// migrate applies the migrations that the database has not had. Another process that
// opens it for the first time at the same moment may stand in the way: it is tried
// again.
func (db *DB) migrate(ctx context.Context) error {
	for n := 1; ; n++ {
		err := category(db.migrateOnce(ctx))
		var connect *pgconn.ConnectError
		if err == nil || n == attempts || errors.Is(err, errNewer) || errors.Is(err, geo.ErrCorrupt) || errors.As(err, &connect) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(n) * 50 * time.Millisecond):
		}
	}
}

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
		return fmt.Errorf("%w (it has version %d of the tables, this one knows %d)", errNewer, now, latest)
	case now == latest:
		return nil
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("bringing its tables up to date: %w", err)
	}
	return nil
}

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

// Tx is a transaction that writes to the store.
type Tx struct {
	tx *sql.Tx
	db *DB
	// stmts are the prepared statements that the transaction has used.
	stmts map[string]*sql.Stmt
}

// Join returns the store's view of a transaction that was begun elsewhere on the
// same database.
func Join(db *DB, tx *sql.Tx) *Tx { return &Tx{tx: tx, db: db} }

// SQL is the transaction itself, for what shares the database.
func (tx *Tx) SQL() *sql.Tx { return tx.tx }

// attempts is how often a transaction is tried that another one stood in the way
// of.
const attempts = 5

// Update runs f in one transaction: what it does is kept whole or not at all. f
// runs again when another transaction stood in the way.
func (db *DB) Update(ctx context.Context, f func(*Tx) error) error {
	for n := 1; ; n++ {
		err := db.once(ctx, f)
		if err == nil || n == attempts || !conflict(err) {
			return category(err)
		}
	}
}

func (db *DB) once(ctx context.Context, f func(*Tx) error) error {
	if err := db.statements.prepare(ctx, db.writer); err != nil {
		return fmt.Errorf("writing to the store: %w", err)
	}
	tx, err := db.writer.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("writing to the store: %w", err)
	}
	defer rollback(tx)
	if err := f(Join(db, tx)); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("writing to the store: %w", err)
	}
	return nil
}

// snapshot begins a transaction that reads the store as it is now, whatever others
// write meanwhile. On SQLite every transaction does.
func (db *DB) snapshot(ctx context.Context) (*sql.Tx, error) {
	options := &sql.TxOptions{ReadOnly: true}
	if db.dialect == Postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	return db.reader.BeginTx(ctx, options)
}

// rollback ends a transaction that was not committed; of one that was it says
// nothing new.
func rollback(tx *sql.Tx) { _ = tx.Rollback() }

// among is the condition that a column holds one of some values, which are the n-th
// argument: so the statement is the same for any number of them.
func (db *DB) among(column string, n int, values any) (condition string, arg any) {
	at := "$" + strconv.Itoa(n)
	if db.dialect == Postgres {
		return column + ` = ANY (` + at + `)`, values
	}
	list, err := json.Marshal(values)
	if err != nil {
		panic(fmt.Sprintf("numbers and strings have nothing that JSON cannot hold: %v", err))
	}
	return column + ` IN (SELECT value FROM json_each(` + at + `))`, string(list)
}

// scan calls f with each row of a query.
func scan(rows *sql.Rows, err error, f func(scanner) error) error {
	if err != nil {
		return category(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return category(rows.Err())
}

// conflict reports whether err says that a transaction may succeed when it is
// tried again.
func conflict(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code {
		case "40001", "40P01", "23505": // serialisation failure, deadlock, the same row put in at the same time
			return true
		}
	}
	return false
}

// category gives an error of the database the category it belongs to.
func category(err error) error {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	var connect *pgconn.ConnectError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &lite):
		switch lite.Code() & 0xff {
		case sqlitelib.SQLITE_NOTADB, sqlitelib.SQLITE_CORRUPT:
			return fmt.Errorf("%w: not a store, or damaged; restore a backup: %w", geo.ErrCorrupt, err)
		case sqlitelib.SQLITE_CANTOPEN, sqlitelib.SQLITE_FULL, sqlitelib.SQLITE_IOERR, sqlitelib.SQLITE_READONLY, sqlitelib.SQLITE_BUSY:
			return fmt.Errorf("%w: %w", geo.ErrUnavailable, err)
		}
	case errors.As(err, &connect):
		return fmt.Errorf("%w: the database does not answer: %w", geo.ErrUnavailable, err)
	case errors.As(err, &pg) && pg.Code == "22021":
		return fmt.Errorf("%w: a NUL character, or not UTF-8: %w", geo.ErrInput, err)
	case errors.As(err, &pg) && strings.Contains(pg.Message, "postgis"):
		return fmt.Errorf("%w: the database wants PostGIS: install it and run CREATE EXTENSION postgis as its administrator: %w", geo.ErrUnavailable, err)
	case errors.As(err, &pg) && strings.HasPrefix(pg.Code, "57"): // shut down, or shutting down
		return fmt.Errorf("%w: %w", geo.ErrUnavailable, err)
	}
	return err
}
