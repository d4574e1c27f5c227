package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/geo"
)

// Document is a file that waits to be read.
type Document struct {
	Name  string
	URL   string
	Bytes []byte
}

// PutDocument keeps a document until it is dropped and returns its id, which is
// made from its content.
func (tx *Tx) PutDocument(ctx context.Context, d Document) (id string, err error) {
	id = geo.ContentID("document", d.Name, d.URL, string(d.Bytes))
	_, err = tx.exec(ctx, `INSERT INTO documents (id, name, url, added, bytes) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO NOTHING`, id, clean(d.Name), clean(d.URL), time.Now().UnixMilli(), d.Bytes)
	if err != nil {
		return "", fmt.Errorf("keeping document %s: %w", d.Name, err)
	}
	return id, nil
}

// Document returns a document that waits.
func (db *DB) Document(ctx context.Context, id string) (d Document, err error) {
	err = db.reader.QueryRowContext(ctx, `SELECT name, url, bytes FROM documents WHERE id = $1`, id).Scan(&d.Name, &d.URL, &d.Bytes)
	if errors.Is(err, sql.ErrNoRows) {
		return d, geo.Errorf(geo.ErrNotFound, "document %q", id)
	}
	if err != nil {
		return d, fmt.Errorf("reading document %q: %w", id, category(err))
	}
	return d, nil
}

// DeleteDocument removes a document; one that is not there is no error.
func (tx *Tx) DeleteDocument(ctx context.Context, id string) error {
	if _, err := tx.exec(ctx, `DELETE FROM documents WHERE id = $1`, id); err != nil {
		return fmt.Errorf("removing document %q: %w", id, err)
	}
	return nil
}
