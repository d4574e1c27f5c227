package sources

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"

	"dateline/geo"
	"dateline/server/store/internal/database"
)

// Document is a file that is queued for reading.
type Document struct {
	Name string
	URL  string
	// Hash identifies the content, and Length is its length in bytes.
	Hash   string
	Length int64
}

// documentPart is the length of the parts of a document in bytes.
const documentPart = 1 << 20

// PutDocument stores a document, of which content returns the bytes, until it is deleted.
// It returns the id, which is a hash of name, URL and content.
func (tx Writer) PutDocument(ctx context.Context, d Document, content io.ReaderAt) (id string, err error) {
	fail := func(err error) (string, error) { return "", fmt.Errorf("storing the document %s: %w", d.Name, err) }
	id = geo.ContentID("document", d.Name, d.URL, d.Hash)
	done, err := tx.Exec(ctx, `INSERT INTO documents (id, name, url, added, bytes, length) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (id) DO NOTHING`, id, database.Clean(d.Name), database.Clean(d.URL), time.Now().UnixMilli(), []byte{}, d.Length)
	if err != nil {
		return fail(err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return id, err
	}
	b := make([]byte, min(d.Length, documentPart))
	for number, at := 0, int64(0); at < d.Length; number++ {
		b = b[:min(d.Length-at, documentPart)]
		if n, err := content.ReadAt(b, at); n < len(b) {
			return fail(err)
		}
		at += int64(len(b))
		if _, err := tx.Exec(ctx, `INSERT INTO document_parts (document, number, bytes) VALUES ($1, $2, $3)`, id, number, b); err != nil {
			return fail(err)
		}
	}
	return id, nil
}

// Document returns a stored document.
func (x Sources) Document(ctx context.Context, id string) (d Document, err error) {
	err = x.DB.Reader().QueryRowContext(ctx, `SELECT name, url, length FROM documents WHERE id = $1`, id).Scan(&d.Name, &d.URL, &d.Length)
	if errors.Is(err, sql.ErrNoRows) {
		return d, geo.Errorf(geo.ErrNotFound, "there is no document %q", id)
	}
	if err != nil {
		return d, fmt.Errorf("reading document %q: %w", id, database.Category(err))
	}
	return d, nil
}

// DocumentContent returns a reader of the content of a stored document, which has one part
// of it in memory.
func (x Sources) DocumentContent(ctx context.Context, id string) io.Reader {
	return &documentReader{ctx: ctx, db: x.DB, id: id}
}

// documentReader reads the parts of a document one after another.
type documentReader struct {
	ctx    context.Context //nolint:containedctx // lives as long as one read
	db     *database.DB
	id     string
	number int
	part   []byte
}

func (r *documentReader) Read(p []byte) (int, error) {
	for len(r.part) == 0 {
		err := r.db.Reader().QueryRowContext(r.ctx, `SELECT bytes FROM document_parts WHERE document = $1 AND number = $2`, r.id, r.number).Scan(&r.part)
		if errors.Is(err, sql.ErrNoRows) {
			return 0, io.EOF
		}
		if err != nil {
			return 0, fmt.Errorf("reading document %q: %w", r.id, database.Category(err))
		}
		r.number++
	}
	n := copy(p, r.part)
	r.part = r.part[n:]
	return n, nil
}

// DeleteDocument deletes a document if it exists.
func (tx Writer) DeleteDocument(ctx context.Context, id string) error {
	for _, statement := range []string{`DELETE FROM document_parts WHERE document = $1`, `DELETE FROM documents WHERE id = $1`} {
		if _, err := tx.Exec(ctx, statement, id); err != nil {
			return fmt.Errorf("deleting the document %q: %w", id, err)
		}
	}
	return nil
}
