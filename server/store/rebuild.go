package store

import (
	"context"
	"dateline/server/store/internal/database"
	"fmt"
)

// buildMissing builds the columns of the collections that have none, which an earlier version of
// the program stored.
func (db *DB) buildMissing(ctx context.Context) error {
	names, err := db.Keys(ctx, `SELECT name FROM collections WHERE version = 0 ORDER BY name`)
	if err != nil {
		return err
	}
	for _, name := range names {
		err := db.Update(ctx, func(tx *Tx) error {
			var version int64
			if err := tx.Row(ctx, `SELECT version FROM collections WHERE name = $1`, name).Scan(&version); err != nil || version > 0 {
				return err // another process built them
			}
			return tx.RebuildColumns(ctx, name)
		})
		if err != nil {
			return fmt.Errorf("building the columns of the collection %q: %w", name, err)
		}
	}
	return nil
}

// rebuildBatch is the number of articles that are written to the columns at a time.
const rebuildBatch = 2000

// RebuildColumns builds the columns of a collection again from its articles. They are derived data:
// nothing is lost if they are damaged.
func (tx *Tx) RebuildColumns(ctx context.Context, name string) error {
	u, err := tx.open(ctx, name)
	if err != nil {
		return err
	}
	if err := tx.deleteColumns(ctx, u.number); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE members SET number = 0, slot = 0, slots = 0 WHERE collection = $1`, name)
	if err == nil {
		_, err = tx.Exec(ctx, `UPDATE collections SET articles = 0, slots = 0, places = 0, gone = 0, version = $2 WHERE name = $1`, name, u.version)
	}
	if err != nil {
		return err
	}
	for after := int64(-1); ; {
		var seqs []int64
		rows, err := tx.Query(ctx, `SELECT article FROM members WHERE collection = $1 AND article > $2 ORDER BY article LIMIT $3`, name, after, rebuildBatch)
		err = database.Scan(rows, err, func(row database.Scanner) error {
			err := row.Scan(&after)
			seqs = append(seqs, after)
			return err
		})
		if err != nil || len(seqs) == 0 {
			return err
		}
		if err := tx.refresh(ctx, name, seqs); err != nil {
			return err
		}
	}
}

// deleteColumns deletes the derived data of a collection.
func (tx *Tx) deleteColumns(ctx context.Context, number int64) error {
	for _, statement := range []string{
		`DELETE FROM facts WHERE collection = $1`, `DELETE FROM named WHERE collection = $1`, `DELETE FROM within WHERE collection = $1`,
		`DELETE FROM segments WHERE collection = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, number); err != nil {
			return fmt.Errorf("deleting the columns of a collection: %w", err)
		}
	}
	return nil
}
