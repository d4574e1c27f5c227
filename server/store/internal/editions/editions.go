// Package editions stores publications and their editions, which never change.
package editions

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"dateline/geo"
	"dateline/server/store/internal/database"
)

// Publication is a series of editions with one address.
type Publication struct {
	ID, Collection, Title string
	// Selection is the text form of what is published.
	Selection string
	Created   time.Time
	// Withdrawn is when it was withdrawn, or zero, and Reason why.
	Withdrawn time.Time
	Reason    string
	// Editions are the editions, the first one first.
	Editions []Edition
}

// Edition is what was published at one time. It is never changed.
type Edition struct {
	Number int
	// Content identifies what was published: equal contents have equal identifiers.
	Content string
	Title   string
	// Note is what differs from the edition before.
	Note string
	// Choices are what the editor chose, as JSON, to start the next edition from.
	Choices   string
	Published time.Time
}

// EditionFile is a file of an edition.
type EditionFile struct {
	Name, MediaType string
	// Hash is the SHA-256 of Data in hexadecimal. It is set by the store.
	Hash string
	Data []byte
}

// Editions reads and writes the editions in a database.
type Editions struct{ DB *database.DB }

// Publish stores an edition with its files as the next one of a publication, which is created if it does not exist. It returns the number
// of the edition: that of the last one if this has the same content. The error wraps [geo.ErrForbidden] if the publication was withdrawn.
func (x Editions) Publish(ctx context.Context, p *Publication, e *Edition, files []EditionFile) (number int, err error) {
	err = x.DB.Update(ctx, func(tx *database.Tx) error {
		number, err = publish(ctx, tx, p, e, files)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("publishing %q: %w", p.ID, err)
	}
	return number, nil
}

func publish(ctx context.Context, tx *database.Tx, p *Publication, e *Edition, files []EditionFile) (int, error) {
	if !database.Storable(p.ID) || p.ID == "" {
		return 0, geo.Errorf(geo.ErrInput, "%q is not an identifier of a publication", p.ID)
	}
	_, err := tx.Exec(ctx, `INSERT INTO publications (id, collection, title, selection, created) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING`,
		p.ID, database.Clean(p.Collection), database.Clean(p.Title), database.Clean(p.Selection), database.Millis(p.Created))
	if err != nil {
		return 0, err
	}
	var withdrawn int64
	lock := `SELECT withdrawn FROM publications WHERE id = $1`
	if tx.DB().Dialect() == database.Postgres {
		lock += ` FOR UPDATE`
	}
	if err := tx.Row(ctx, lock, p.ID).Scan(&withdrawn); err != nil {
		return 0, err
	}
	if withdrawn != 0 {
		return 0, geo.Errorf(geo.ErrForbidden, "it was withdrawn: publish under another title")
	}
	var last int
	var content string
	err = tx.Row(ctx, `SELECT number, content FROM editions WHERE publication = $1 ORDER BY number DESC LIMIT 1`, p.ID).Scan(&last, &content)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, err
	}
	if err == nil && content == e.Content {
		return last, nil
	}
	number := last + 1
	if e.Number != 0 && e.Number != number {
		return 0, geo.Errorf(geo.ErrUnavailable, "another edition was published at the same time: try again")
	}
	_, err = tx.Exec(ctx, `INSERT INTO editions (publication, number, content, title, note, choices, published) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		p.ID, number, e.Content, database.Clean(e.Title), database.Clean(e.Note), database.Clean(e.Choices), database.Millis(e.Published))
	if err != nil {
		return 0, err
	}
	for _, f := range files {
		sum := sha256.Sum256(f.Data)
		hash := hex.EncodeToString(sum[:])
		if _, err := tx.Exec(ctx, `INSERT INTO contents (hash, data) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING`, hash, f.Data); err != nil {
			return 0, err
		}
		_, err := tx.Exec(ctx, `INSERT INTO edition_files (publication, number, name, media_type, hash) VALUES ($1, $2, $3, $4, $5)`, p.ID, number, f.Name, f.MediaType, hash)
		if err != nil {
			return 0, err
		}
	}
	return number, nil
}

// Withdraw withdraws a publication: its address remains and gives the reason. The error wraps [geo.ErrNotFound] if there is none.
func (x Editions) Withdraw(ctx context.Context, id, reason string, at time.Time) error {
	err := x.DB.Update(ctx, func(tx *database.Tx) error {
		if !database.Storable(id) {
			return noPublication(id)
		}
		done, err := tx.Exec(ctx, `UPDATE publications SET withdrawn = $1, reason = $2 WHERE id = $3`, database.Millis(at), database.Clean(reason), id)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, noPublication(id))
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("withdrawing %q: %w", id, err)
	}
	return nil
}

func noPublication(id string) error {
	return geo.Errorf(geo.ErrNotFound, "there is no publication %q", id)
}

const publicationColumns = `id, collection, title, selection, created, withdrawn, reason`

func scanPublication(row database.Scanner) (*Publication, error) {
	p := &Publication{}
	var created, withdrawn int64
	err := row.Scan(&p.ID, &p.Collection, &p.Title, &p.Selection, &created, &withdrawn, &p.Reason)
	p.Created = database.Time(created)
	if withdrawn != 0 {
		p.Withdrawn = database.Time(withdrawn)
	}
	return p, err
}

// Publication returns a publication with its editions. The error wraps [geo.ErrNotFound] if there is none.
func (x Editions) Publication(ctx context.Context, id string) (*Publication, error) {
	if !database.Storable(id) {
		return nil, noPublication(id)
	}
	p, err := scanPublication(x.DB.Reader().QueryRowContext(ctx, `SELECT `+publicationColumns+` FROM publications WHERE id = $1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noPublication(id)
	}
	if err == nil {
		err = x.readEditions(ctx, p)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the publication %q: %w", id, database.Category(err))
	}
	return p, nil
}

func (x Editions) readEditions(ctx context.Context, p *Publication) error {
	rows, err := x.DB.Reader().QueryContext(ctx, `SELECT number, content, title, note, choices, published FROM editions WHERE publication = $1 ORDER BY number`, p.ID)
	return database.Scan(rows, err, func(row database.Scanner) error {
		var e Edition
		var published int64
		err := row.Scan(&e.Number, &e.Content, &e.Title, &e.Note, &e.Choices, &published)
		e.Published = database.Time(published)
		p.Editions = append(p.Editions, e)
		return err
	})
}

// Publications returns the publications of a collection with their editions, or all if collection is empty, the latest first.
func (x Editions) Publications(ctx context.Context, collection string) ([]*Publication, error) {
	query, args := `SELECT `+publicationColumns+` FROM publications`, []any{}
	if collection != "" {
		query, args = query+` WHERE collection = $1`, append(args, collection)
	}
	var all []*Publication
	rows, err := x.DB.Reader().QueryContext(ctx, query+` ORDER BY created DESC, id`, args...)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		p, err := scanPublication(row)
		all = append(all, p)
		return err
	})
	for i := 0; err == nil && i < len(all); i++ {
		err = x.readEditions(ctx, all[i])
	}
	if err != nil {
		return nil, fmt.Errorf("listing the publications: %w", database.Category(err))
	}
	return all, nil
}

// EditionFile returns a file of an edition. The error wraps [geo.ErrNotFound] if there is none.
func (x Editions) EditionFile(ctx context.Context, publication string, number int, name string) (*EditionFile, error) {
	missing := geo.Errorf(geo.ErrNotFound, "edition %d of the publication %q has no file %q", number, publication, name)
	if !database.Storable(publication) || !database.Storable(name) {
		return nil, missing
	}
	f := &EditionFile{Name: name}
	err := x.DB.Reader().QueryRowContext(ctx, `SELECT f.media_type, f.hash, c.data FROM edition_files f JOIN contents c ON c.hash = f.hash
		WHERE f.publication = $1 AND f.number = $2 AND f.name = $3`, publication, number, name).Scan(&f.MediaType, &f.Hash, &f.Data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, missing
	}
	if err != nil {
		return nil, fmt.Errorf("reading the file %q of the publication %q: %w", name, publication, database.Category(err))
	}
	return f, nil
}

// EditionFiles returns the files of an edition without their data, by name.
func (x Editions) EditionFiles(ctx context.Context, publication string, number int) (all []EditionFile, err error) {
	if !database.Storable(publication) {
		return nil, nil
	}
	rows, err := x.DB.Reader().QueryContext(ctx, `SELECT name, media_type, hash FROM edition_files WHERE publication = $1 AND number = $2 ORDER BY name`, publication, number)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var f EditionFile
		err := row.Scan(&f.Name, &f.MediaType, &f.Hash)
		all = append(all, f)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the files of the publication %q: %w", publication, database.Category(err))
	}
	return all, nil
}
