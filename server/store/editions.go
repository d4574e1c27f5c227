package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"dateline/geo"
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

// Publish stores an edition with its files as the next one of a publication, which is created if it does not exist. It returns the number
// of the edition: that of the last one if this has the same content. The error wraps [geo.ErrForbidden] if the publication was withdrawn.
func (db *DB) Publish(ctx context.Context, p *Publication, e *Edition, files []EditionFile) (number int, err error) {
	err = db.Update(ctx, func(tx *Tx) error {
		number, err = tx.publish(ctx, p, e, files)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("publishing %q: %w", p.ID, err)
	}
	return number, nil
}

func (tx *Tx) publish(ctx context.Context, p *Publication, e *Edition, files []EditionFile) (int, error) {
	if !storable(p.ID) || p.ID == "" {
		return 0, geo.Errorf(geo.ErrInput, "%q is not an identifier of a publication", p.ID)
	}
	_, err := tx.exec(ctx, `INSERT INTO publications (id, collection, title, selection, created) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING`,
		p.ID, clean(p.Collection), clean(p.Title), clean(p.Selection), millis(p.Created))
	if err != nil {
		return 0, err
	}
	var withdrawn int64
	lock := `SELECT withdrawn FROM publications WHERE id = $1`
	if tx.db.dialect == Postgres {
		lock += ` FOR UPDATE`
	}
	if err := tx.row(ctx, lock, p.ID).Scan(&withdrawn); err != nil {
		return 0, err
	}
	if withdrawn != 0 {
		return 0, geo.Errorf(geo.ErrForbidden, "it was withdrawn: publish under another title")
	}
	var last int
	var content string
	err = tx.row(ctx, `SELECT number, content FROM editions WHERE publication = $1 ORDER BY number DESC LIMIT 1`, p.ID).Scan(&last, &content)
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
	_, err = tx.exec(ctx, `INSERT INTO editions (publication, number, content, title, note, choices, published) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		p.ID, number, e.Content, clean(e.Title), clean(e.Note), clean(e.Choices), millis(e.Published))
	if err != nil {
		return 0, err
	}
	for _, f := range files {
		sum := sha256.Sum256(f.Data)
		hash := hex.EncodeToString(sum[:])
		if _, err := tx.exec(ctx, `INSERT INTO contents (hash, data) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING`, hash, f.Data); err != nil {
			return 0, err
		}
		_, err := tx.exec(ctx, `INSERT INTO edition_files (publication, number, name, media_type, hash) VALUES ($1, $2, $3, $4, $5)`, p.ID, number, f.Name, f.MediaType, hash)
		if err != nil {
			return 0, err
		}
	}
	return number, nil
}

// Withdraw withdraws a publication: its address remains and gives the reason. The error wraps [geo.ErrNotFound] if there is none.
func (db *DB) Withdraw(ctx context.Context, id, reason string, at time.Time) error {
	err := db.Update(ctx, func(tx *Tx) error {
		if !storable(id) {
			return noPublication(id)
		}
		done, err := tx.exec(ctx, `UPDATE publications SET withdrawn = $1, reason = $2 WHERE id = $3`, millis(at), clean(reason), id)
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

func scanPublication(row scanner) (*Publication, error) {
	p := &Publication{}
	var created, withdrawn int64
	err := row.Scan(&p.ID, &p.Collection, &p.Title, &p.Selection, &created, &withdrawn, &p.Reason)
	p.Created = moment(created)
	if withdrawn != 0 {
		p.Withdrawn = moment(withdrawn)
	}
	return p, err
}

// Publication returns a publication with its editions. The error wraps [geo.ErrNotFound] if there is none.
func (db *DB) Publication(ctx context.Context, id string) (*Publication, error) {
	if !storable(id) {
		return nil, noPublication(id)
	}
	p, err := scanPublication(db.reader.QueryRowContext(ctx, `SELECT `+publicationColumns+` FROM publications WHERE id = $1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noPublication(id)
	}
	if err == nil {
		err = db.readEditions(ctx, p)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the publication %q: %w", id, category(err))
	}
	return p, nil
}

func (db *DB) readEditions(ctx context.Context, p *Publication) error {
	rows, err := db.reader.QueryContext(ctx, `SELECT number, content, title, note, choices, published FROM editions WHERE publication = $1 ORDER BY number`, p.ID)
	return scan(rows, err, func(row scanner) error {
		var e Edition
		var published int64
		err := row.Scan(&e.Number, &e.Content, &e.Title, &e.Note, &e.Choices, &published)
		e.Published = moment(published)
		p.Editions = append(p.Editions, e)
		return err
	})
}

// Publications returns the publications of a collection with their editions, or all if collection is empty, the latest first.
func (db *DB) Publications(ctx context.Context, collection string) ([]*Publication, error) {
	query, args := `SELECT `+publicationColumns+` FROM publications`, []any{}
	if collection != "" {
		query, args = query+` WHERE collection = $1`, append(args, collection)
	}
	var all []*Publication
	rows, err := db.reader.QueryContext(ctx, query+` ORDER BY created DESC, id`, args...)
	err = scan(rows, err, func(row scanner) error {
		p, err := scanPublication(row)
		all = append(all, p)
		return err
	})
	for i := 0; err == nil && i < len(all); i++ {
		err = db.readEditions(ctx, all[i])
	}
	if err != nil {
		return nil, fmt.Errorf("listing the publications: %w", category(err))
	}
	return all, nil
}

// EditionFile returns a file of an edition. The error wraps [geo.ErrNotFound] if there is none.
func (db *DB) EditionFile(ctx context.Context, publication string, number int, name string) (*EditionFile, error) {
	missing := geo.Errorf(geo.ErrNotFound, "edition %d of the publication %q has no file %q", number, publication, name)
	if !storable(publication) || !storable(name) {
		return nil, missing
	}
	f := &EditionFile{Name: name}
	err := db.reader.QueryRowContext(ctx, `SELECT f.media_type, f.hash, c.data FROM edition_files f JOIN contents c ON c.hash = f.hash
		WHERE f.publication = $1 AND f.number = $2 AND f.name = $3`, publication, number, name).Scan(&f.MediaType, &f.Hash, &f.Data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, missing
	}
	if err != nil {
		return nil, fmt.Errorf("reading the file %q of the publication %q: %w", name, publication, category(err))
	}
	return f, nil
}

// EditionFiles returns the files of an edition without their data, by name.
func (db *DB) EditionFiles(ctx context.Context, publication string, number int) (all []EditionFile, err error) {
	if !storable(publication) {
		return nil, nil
	}
	rows, err := db.reader.QueryContext(ctx, `SELECT name, media_type, hash FROM edition_files WHERE publication = $1 AND number = $2 ORDER BY name`, publication, number)
	err = scan(rows, err, func(row scanner) error {
		var f EditionFile
		err := row.Scan(&f.Name, &f.MediaType, &f.Hash)
		all = append(all, f)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the files of the publication %q: %w", publication, category(err))
	}
	return all, nil
}
