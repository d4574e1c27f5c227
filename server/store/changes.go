package store

import (
	"context"
	"database/sql"
	"dateline/server/store/internal/database"
	"errors"
	"fmt"
)

// RecordChange records a change of a subject, such as a publisher's articles, whose
// derived data is now out of date. It returns the number of recorded changes.
func (tx *Tx) RecordChange(ctx context.Context, subject string) (times int64, err error) {
	err = tx.Row(ctx, `INSERT INTO changes (subject, times) VALUES ($1, 1)
		ON CONFLICT (subject) DO UPDATE SET times = changes.times + 1 RETURNING times`, subject).Scan(&times)
	if err != nil {
		return 0, fmt.Errorf("recording a change of %s: %w", subject, err)
	}
	return times, nil
}

// ChangeCount returns the number of recorded changes of a subject.
func (db *DB) ChangeCount(ctx context.Context, subject string) (times int64, err error) {
	err = db.Reader().QueryRowContext(ctx, `SELECT times FROM changes WHERE subject = $1`, subject).Scan(&times)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("reading the changes of %s: %w", subject, database.Category(err))
	}
	return times, nil
}

// ChangedSubjects returns the subjects with recorded changes.
func (db *DB) ChangedSubjects(ctx context.Context) ([]string, error) {
	return db.Keys(ctx, `SELECT subject FROM changes ORDER BY subject`)
}

// ClearChanges deletes the recorded changes of a subject if their number is still
// times, and reports whether it did. It does not if there were more changes since
// their number was read.
func (tx *Tx) ClearChanges(ctx context.Context, subject string, times int64) (cleared bool, err error) {
	done, err := tx.Exec(ctx, `DELETE FROM changes WHERE subject = $1 AND times = $2`, subject, times)
	if err != nil {
		return false, fmt.Errorf("clearing the changes of %s: %w", subject, err)
	}
	n, err := done.RowsAffected()
	return n > 0, err
}
