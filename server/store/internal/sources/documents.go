package sources

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/geo"
	"dateline/server/store/internal/database"
)

// Document is a file that is queued for reading.
type Document struct {
	Name  string
	URL   string
	Bytes []byte
}

// PutDocument stores a document until it is deleted. It returns the id, which is a
// hash of the content.
func (tx Writer) PutDocument(ctx context.Context, d Document) (id string, err error) {
	id = geo.ContentID("document", d.Name, d.URL, string(d.Bytes))
	_, err = tx.Exec(ctx, `INSERT INTO documents (id, name, url, added, bytes) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO NOTHING`, id, database.Clean(d.Name), database.Clean(d.URL), time.Now().UnixMilli(), d.Bytes)
	if err != nil {
		return "", fmt.Errorf("storing the document %s: %w", d.Name, err)
	}
	return id, nil
}

// Document returns a stored document.
func (x Sources) Document(ctx context.Context, id string) (d Document, err error) {
	err = x.DB.Reader().QueryRowContext(ctx, `SELECT name, url, bytes FROM documents WHERE id = $1`, id).Scan(&d.Name, &d.URL, &d.Bytes)
	if errors.Is(err, sql.ErrNoRows) {
		return d, geo.Errorf(geo.ErrNotFound, "there is no document %q", id)
	}
	if err != nil {
		return d, fmt.Errorf("reading document %q: %w", id, database.Category(err))
	}
	return d, nil
}

// DeleteDocument deletes a document if it exists.
func (tx Writer) DeleteDocument(ctx context.Context, id string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM documents WHERE id = $1`, id); err != nil {
		return fmt.Errorf("deleting the document %q: %w", id, err)
	}
	return nil
}
