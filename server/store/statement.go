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
	mu     sync.Mutex
	ready  map[string]*sql.Stmt
	wanted map[string]bool
}

// prepare prepares what is wanted. It waits for the connection, which the caller
// must not hold.
func (s *statements) prepare(ctx context.Context, db *sql.DB) error {
	s.mu.Lock()
	wanted := s.wanted
	s.wanted = nil
	s.mu.Unlock()
	for query := range wanted {
		stmt, err := db.PrepareContext(ctx, query)
		if err != nil {
			return err
		}
		s.mu.Lock()
		if s.ready == nil {
			s.ready = map[string]*sql.Stmt{}
		}
		if other := s.ready[query]; other != nil {
			_ = stmt.Close() // another goroutine was first
		} else {
			s.ready[query] = stmt
		}
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

// exec runs a statement whose words are always the same.
func (tx *Tx) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if tx.db.dialect == SQLite {
		if stmt := tx.db.statements.get(query); stmt != nil {
			return tx.tx.StmtContext(ctx, stmt).ExecContext(ctx, args...)
		}
	}
	return tx.tx.ExecContext(ctx, query, args...)
}

// row runs a query for one row whose words are always the same.
func (tx *Tx) row(ctx context.Context, query string, args ...any) *sql.Row {
	if tx.db.dialect == SQLite {
		if stmt := tx.db.statements.get(query); stmt != nil {
			return tx.tx.StmtContext(ctx, stmt).QueryRowContext(ctx, args...)
		}
	}
	return tx.tx.QueryRowContext(ctx, query, args...)
}
