package store

import (
	"context"
	"database/sql"
	"dateline/server/store/internal/answer"
	"dateline/server/store/internal/database"
	"errors"
	"fmt"
)

// code returns the code of a text, which is added if it is new. The code of "" is 0. label is
// its name for readers.
func (tx *Tx) code(ctx context.Context, kind answer.CodeKind, text, label string) (code uint32, err error) {
	if text == "" {
		return 0, nil
	}
	key := string(kind) + "\x00" + text
	if code, ok := tx.codes[key]; ok {
		return code, nil
	}
	find := func() error {
		return tx.Row(ctx, `SELECT code FROM codes WHERE kind = $1 AND text = $2`, string(kind), text).Scan(&code)
	}
	err = find()
	if errors.Is(err, sql.ErrNoRows) {
		if tx.db.Dialect() == database.Postgres { // codes are given by one transaction at a time
			if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(7203114)`); err != nil {
				return 0, err
			}
			err = find()
		}
		if errors.Is(err, sql.ErrNoRows) {
			err = tx.Row(ctx, `INSERT INTO codes (kind, code, text, label) SELECT $1, 1 + coalesce(max(code), 0), $2, $3 FROM codes WHERE kind = $1 RETURNING code`,
				string(kind), text, database.Clean(label)).Scan(&code)
		}
	}
	if err != nil {
		return 0, fmt.Errorf("storing the code of the %s %q: %w", kind, text, err)
	}
	if tx.codes == nil {
		tx.codes = map[string]uint32{}
	}
	tx.codes[key] = code
	return code, nil
}
