package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// RecordChange notes that a subject, such as a publisher's articles, has changed
// since what is made of it was made, and returns how often that was noted.
func (tx *Tx) RecordChange(ctx context.Context, subject string) (times int64, err error) {
	err = tx.row(ctx, `INSERT INTO changes (subject, times) VALUES ($1, 1)
		ON CONFLICT (subject) DO UPDATE SET times = changes.times + 1 RETURNING times`, subject).Scan(&times)
	if err != nil {
		return 0, fmt.Errorf("noting that %s has changed: %w", subject, err)
	}
	return times, nil
}

// ChangeCount returns how many changes of a subject are noted.
func (db *DB) ChangeCount(ctx context.Context, subject string) (times int64, err error) {
	err = db.reader.QueryRowContext(ctx, `SELECT times FROM changes WHERE subject = $1`, subject).Scan(&times)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("asking whether %s has changed: %w", subject, category(err))
	}
	return times, nil
}

// ChangedSubjects lists the subjects of which changes are noted.
func (db *DB) ChangedSubjects(ctx context.Context) ([]string, error) {
	return db.keys(ctx, `SELECT subject FROM changes ORDER BY subject`)
}

// ClearChanges forgets the changes of a subject if they are still as many as given,
// and reports whether they were: more have come since they were asked for if not.
func (tx *Tx) ClearChanges(ctx context.Context, subject string, times int64) (dropped bool, err error) {
	done, err := tx.exec(ctx, `DELETE FROM changes WHERE subject = $1 AND times = $2`, subject, times)
	if err != nil {
		return false, fmt.Errorf("noting that %s is up to date: %w", subject, err)
	}
	n, err := done.RowsAffected()
	return n > 0, err
}
