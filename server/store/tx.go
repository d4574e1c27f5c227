package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
)

// Tx is a transaction that writes to the store.
type Tx struct {
	tx *sql.Tx
	db *DB
	// stmts are the prepared statements that the transaction has used.
	stmts map[string]*sql.Stmt
}

// WrapTx returns the store's view of a transaction that was begun elsewhere on the
// same database.
func WrapTx(db *DB, tx *sql.Tx) *Tx { return &Tx{tx: tx, db: db} }

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
	if err := f(WrapTx(db, tx)); err != nil {
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

// exists asks a question that is answered yes or no.
func (db *DB) exists(ctx context.Context, query string, args ...any) (is bool, err error) {
	if err = db.reader.QueryRowContext(ctx, query, args...).Scan(&is); err != nil {
		return false, fmt.Errorf("reading the store: %w", category(err))
	}
	return is, nil
}
