package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"

	"dateline/geo"
)

// Tx is a transaction that writes to the store.
type Tx struct {
	tx *sql.Tx
	db *DB
	// stmts are the prepared statements that the transaction has used.
	stmts map[string]*sql.Stmt
	// deferred is set if the columns are written once, before the transaction is committed.
	deferred bool
	// pending are the articles that are to be written to the columns, and readings and places what is
	// known of them.
	pending  map[pendingArticle]bool
	readings map[int64][]reading
	places   map[int64]*geo.Place
	codes    map[string]uint32
	// decisions are the decisions about collections. cause is why readings change in the transaction, and before has what the
	// mentions of articles were before they were parsed again.
	decisions map[string]*decisionIndex
	cause     cause
	before    map[int64][]string
}

// WrapTx returns a transaction of the store for one that another package began on
// the same database. Each of its methods also writes what it changes to the columns.
func WrapTx(db *DB, tx *sql.Tx) *Tx { return &Tx{tx: tx, db: db} }

// SQL returns the underlying transaction, for packages that have tables in the same
// database.
func (tx *Tx) SQL() *sql.Tx { return tx.tx }

// attempts is the maximum number of attempts of a transaction that conflicts with
// another one.
const attempts = 5

// Update runs f in a transaction, which is committed if f returns nil. f is run again
// if the transaction conflicts with another one. The error wraps
// [geo.ErrUnavailable] if the store is read-only.
func (db *DB) Update(ctx context.Context, f func(*Tx) error) error {
	if db.readOnly {
		return fmt.Errorf("writing to the store: %w", errReadOnly)
	}
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
	wrapped := WrapTx(db, tx)
	wrapped.deferred = true
	if err := f(wrapped); err != nil {
		return err
	}
	if err := wrapped.flush(ctx); err != nil {
		return fmt.Errorf("writing to the store: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("writing to the store: %w", err)
	}
	return nil
}

// snapshot begins a read-only transaction with snapshot isolation, which is the
// default on SQLite.
func (db *DB) snapshot(ctx context.Context) (*sql.Tx, error) {
	options := &sql.TxOptions{ReadOnly: true}
	if db.dialect == Postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	return db.reader.BeginTx(ctx, options)
}

// rollback rolls a transaction back unless it was committed.
func rollback(tx *sql.Tx) { _ = tx.Rollback() }

// oneOf returns the condition that a column has one of some values, which are the
// n-th argument, so that the statement is the same for any number of values.
func (db *DB) oneOf(column string, n int, values any) (condition string, arg any) {
	at := "$" + strconv.Itoa(n)
	if db.dialect == Postgres {
		return column + ` = ANY (` + at + `)`, values
	}
	list, err := json.Marshal(values)
	if err != nil {
		panic(fmt.Sprintf("store: encoding integers or strings as JSON: %v", err))
	}
	return column + ` IN (SELECT value FROM json_each(` + at + `))`, string(list)
}

// scan calls f for each row of a query and closes the rows.
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

// exists returns the boolean result of a query.
func (db *DB) exists(ctx context.Context, query string, args ...any) (result bool, err error) {
	if err = db.reader.QueryRowContext(ctx, query, args...).Scan(&result); err != nil {
		return false, fmt.Errorf("reading the store: %w", category(err))
	}
	return result, nil
}
