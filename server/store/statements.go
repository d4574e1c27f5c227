package store

import (
	"context"
	"database/sql"
	"sync"
)

// statements are those of SQLite that are prepared once, for reading them takes
// longer than most of them do. (pgx prepares by itself.) One that is met in a
// transaction is prepared before the next: the connection is the transaction's
// until then.
type statements struct {
	preparing sync.Mutex
	mu        sync.Mutex
	ready     map[string]*sql.Stmt
	wanted    map[string]bool
}

// prepare prepares what is wanted. It waits for the connection, which the caller
// must not hold.
func (s *statements) prepare(ctx context.Context, db *sql.DB) error {
	s.preparing.Lock()
	defer s.preparing.Unlock()
	s.mu.Lock()
	wanted := s.wanted
	s.wanted = nil
	s.mu.Unlock()
	for query := range wanted {
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

// get returns a statement that is prepared, or notes that it is wanted.
func (s *statements) get(query string) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	stmt := s.ready[query]
	if stmt == nil {
		if s.wanted == nil {
			s.wanted = map[string]bool{}
		}
		s.wanted[query] = true
	}
	return stmt
}

// prepared returns a statement as the transaction's own, which ends with it, or nil
// where it is not prepared.
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

// exec runs a statement whose words are always the same.
func (tx *Tx) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if stmt := tx.prepared(ctx, query); stmt != nil { //nolint:sqlclosecheck // closed with the transaction
		return stmt.ExecContext(ctx, args...)
	}
	return tx.tx.ExecContext(ctx, query, args...)
}

// row runs a query for one row whose words are always the same.
func (tx *Tx) row(ctx context.Context, query string, args ...any) *sql.Row {
	if stmt := tx.prepared(ctx, query); stmt != nil { //nolint:sqlclosecheck // closed with the transaction
		return stmt.QueryRowContext(ctx, args...)
	}
	return tx.tx.QueryRowContext(ctx, query, args...)
}

// query runs a query whose words are always the same.
func (tx *Tx) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if stmt := tx.prepared(ctx, query); stmt != nil { //nolint:sqlclosecheck // closed with the transaction
		return stmt.QueryContext(ctx, args...)
	}
	return tx.tx.QueryContext(ctx, query, args...)
}
