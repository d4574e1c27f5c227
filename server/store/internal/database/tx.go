package database

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
)

// Tx is a transaction that writes to the database.
type Tx struct {
	tx *sql.Tx
	db *DB
	// stmts are the prepared statements that the transaction has used.
	stmts map[string]*sql.Stmt
}

// Querier is a database or a transaction.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Scanner is a row or the rows of a query.
type Scanner interface{ Scan(dest ...any) error }

// WrapTx returns a transaction for one that another package began on the same database.
func WrapTx(db *DB, tx *sql.Tx) *Tx { return &Tx{tx: tx, db: db} }

// SQL returns the underlying transaction, for packages that have tables in the same
// database.
func (tx *Tx) SQL() *sql.Tx { return tx.tx }

// DB returns the database.
func (tx *Tx) DB() *DB { return tx.db }

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
			return Category(err)
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
	defer Rollback(tx)
	if err := f(WrapTx(db, tx)); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("writing to the store: %w", err)
	}
	return nil
}

// Snapshot begins a read-only transaction with snapshot isolation, which is the
// default on SQLite.
func (db *DB) Snapshot(ctx context.Context) (*sql.Tx, error) {
	options := &sql.TxOptions{ReadOnly: true}
	if db.dialect == Postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	return db.reader.BeginTx(ctx, options)
}

// Rollback rolls a transaction back unless it was committed.
func Rollback(tx *sql.Tx) { _ = tx.Rollback() }

// OneOf returns the condition that a column has one of some values, see [OneOf].
func (db *DB) OneOf(column string, n int, values any) (condition string, arg any) {
	return OneOf(db.dialect, column, n, values)
}

// OneOf returns the condition that a column has one of some values, which are the
// n-th argument, so that the statement is the same for any number of values.
func OneOf(d Dialect, column string, n int, values any) (condition string, arg any) {
	at := "$" + strconv.Itoa(n)
	if d == Postgres {
		return column + ` = ANY (` + at + `)`, values
	}
	return column + ` IN (SELECT value FROM json_each(` + at + `))`, jsonArray(values)
}

// Values returns a table with the column value that has a row for each of some integers,
// which are the n-th argument.
func Values(d Dialect, n int, values []int64) (table string, arg any) {
	at := "$" + strconv.Itoa(n)
	if d == Postgres {
		return `unnest(` + at + `::bigint[]) AS v (value)`, values
	}
	return `json_each(` + at + `)`, jsonArray(append([]int64{}, values...)) // null would be a row
}

// jsonArray encodes integers, pairs of them or strings for json_each.
func jsonArray(values any) string {
	list, err := json.Marshal(values)
	if err != nil {
		panic(fmt.Sprintf("store: encoding integers or strings as JSON: %v", err))
	}
	return string(list)
}

// Pairs returns a subquery with the columns a and b that has a row for each pair of integers, and its arguments, which are the first ones of
// the statement.
func Pairs(d Dialect, a, b []int64) (subquery string, args []any) {
	if d == Postgres {
		return `(SELECT * FROM unnest($1::bigint[], $2::bigint[]) AS u (a, b))`, []any{a, b}
	}
	pairs := make([][2]int64, len(a))
	for i := range a {
		pairs[i] = [2]int64{a[i], b[i]}
	}
	return `(SELECT json_extract(value, '$[0]') AS a, json_extract(value, '$[1]') AS b FROM json_each($1))`, []any{jsonArray(pairs)}
}

// Scan calls f for each row of a query and closes the rows.
func Scan(rows *sql.Rows, err error, f func(Scanner) error) error {
	if err != nil {
		return Category(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return Category(rows.Err())
}

// Exists returns the boolean result of a query.
func (db *DB) Exists(ctx context.Context, query string, args ...any) (result bool, err error) {
	if err = db.reader.QueryRowContext(ctx, query, args...).Scan(&result); err != nil {
		return false, fmt.Errorf("reading the store: %w", Category(err))
	}
	return result, nil
}

// Keys returns the strings of a query.
func (db *DB) Keys(ctx context.Context, query string, args ...any) ([]string, error) {
	rows, err := db.reader.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("reading the store: %w", Category(err))
	}
	defer rows.Close()
	var keys []string
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, Category(rows.Err())
}
