package sources

import (
	"context"
	"fmt"
	"time"

	"dateline/server/store/internal/database"
)

// PutNotice stores what a person should know about how a document of a collection was
// read. A notice that is stored already gets the current time.
func (tx Writer) PutNotice(ctx context.Context, collection, message string) error {
	_, err := tx.Exec(ctx, `INSERT INTO notices (collection, message, added) VALUES ($1, $2, $3)
		ON CONFLICT (collection, message) DO UPDATE SET added = excluded.added`, collection, database.Clean(message), time.Now().UnixMilli())
	if err != nil {
		return fmt.Errorf("storing a notice of the collection %q: %w", collection, err)
	}
	return nil
}

// Notices returns up to limit notices of a collection, the newest first.
func (x Sources) Notices(ctx context.Context, collection string, limit int) (all []string, err error) {
	rows, err := x.DB.Reader().QueryContext(ctx, `SELECT message FROM notices WHERE collection = $1 ORDER BY added DESC, message LIMIT $2`, collection, limit)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var message string
		err := row.Scan(&message)
		all = append(all, message)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the notices of the collection %q: %w", collection, err)
	}
	return all, nil
}
