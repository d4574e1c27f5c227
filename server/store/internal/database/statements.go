package database

import (
	"context"
	"database/sql"
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// statements are the prepared statements of SQLite, where parsing a statement takes
// longer than running most of them. (pgx prepares statements itself.) A new statement
// of a transaction is prepared before the next transaction, because the transaction
// occupies the only connection.
type statements struct {
	preparing sync.Mutex
	mu        sync.Mutex
	ready     map[string]*sql.Stmt
	requested map[string]bool
}

// prepare prepares the requested statements. It waits for the connection, which the
// caller must not hold.
func (s *statements) prepare(ctx context.Context, db *sql.DB) error {
	s.preparing.Lock()
	defer s.preparing.Unlock()
	s.mu.Lock()
	requested := s.requested
	s.requested = nil
	s.mu.Unlock()
	for query := range requested {
		stmt, err := db.PrepareContext(ctx, query) //nolint:sqlclosecheck // closed with the store's connections
		if err != nil {
			return err
		}
		s.mu.Lock()
		if s.ready == nil {
			s.ready = map[string]*sql.Stmt{}
		}
		s.ready[query] = stmt
		s.mu.Unlock()
	}
	return nil
}

// get returns a prepared statement, or requests it and returns nil.
func (s *statements) get(query string) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	stmt := s.ready[query]
	if stmt == nil {
		if s.requested == nil {
			s.requested = map[string]bool{}
		}
		s.requested[query] = true
	}
	return stmt
}

// prepared returns a prepared statement for the transaction, or nil if it is not
// prepared yet.
func (tx *Tx) prepared(ctx context.Context, query string) *sql.Stmt {
	if tx.db.dialect != SQLite {
		return nil
	}
	stmt := tx.stmts[query]
	if stmt == nil {
		ready := tx.db.statements.get(query)
		if ready == nil {
			return nil
		}
		if tx.stmts == nil {
			tx.stmts = map[string]*sql.Stmt{}
		}
		stmt = tx.tx.StmtContext(ctx, ready)
		tx.stmts[query] = stmt
	}
	return stmt
}

// Exec runs a statement with a constant text, so that it can be prepared.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if stmt := tx.prepared(ctx, query); stmt != nil { //nolint:sqlclosecheck // closed with the transaction
		return stmt.ExecContext(ctx, args...)
	}
	return tx.tx.ExecContext(ctx, query, args...)
}

// Row runs a query for one row with a constant text, so that it can be prepared.
func (tx *Tx) Row(ctx context.Context, query string, args ...any) *sql.Row {
	if stmt := tx.prepared(ctx, query); stmt != nil { //nolint:sqlclosecheck // closed with the transaction
		return stmt.QueryRowContext(ctx, args...)
	}
	return tx.tx.QueryRowContext(ctx, query, args...)
}

// Query runs a query with a constant text, so that it can be prepared.
func (tx *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if stmt := tx.prepared(ctx, query); stmt != nil { //nolint:sqlclosecheck // closed with the transaction
		return stmt.QueryContext(ctx, args...)
	}
	return tx.tx.QueryContext(ctx, query, args...)
}

// maxRows is the maximum number of rows of an INSERT statement.
const maxRows = 256

// Insert inserts rows into a table; suffix follows the values. On SQLite it inserts
// row by row, which is faster with a prepared statement than several rows at once. On
// PostgreSQL, where every statement is a round trip, the numbers of rows are powers
// of two, so that pgx prepares only a few statements.
func (tx *Tx) Insert(ctx context.Context, into, suffix string, rows [][]any) error {
	for len(rows) > 0 {
		n := 1
		if tx.db.dialect == Postgres {
			n = min(maxRows, 1<<(bits.Len(uint(len(rows)))-1))
		}
		var values []any
		for _, row := range rows[:n] {
			values = append(values, row...)
		}
		if _, err := tx.Exec(ctx, into+` VALUES `+tuples(n, len(rows[0]))+suffix, values...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// tuples returns n tuples of parameters: "($1,$2),($3,$4)".
func tuples(n, width int) string {
	var b strings.Builder
	for i := range n * width {
		switch {
		case i == 0:
			b.WriteByte('(')
		case i%width == 0:
			b.WriteString("),(")
		default:
			b.WriteByte(',')
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(i + 1))
	}
	b.WriteByte(')')
	return b.String()
}

// Prepared returns the texts of the prepared statements of SQLite.
func (db *DB) Prepared() []string {
	db.statements.mu.Lock()
	defer db.statements.mu.Unlock()
	return slices.Sorted(maps.Keys(db.statements.ready))
}
