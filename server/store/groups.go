package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dateline/geo"
)

// Sketch is what near-copies of an article's text are found by: a signature, as
// bytes that the store does not look into, and bands, of which two articles that
// may be copies share at least one.
type Sketch struct {
	Signature []byte
	Bands     []uint64
}

// PutSketch keeps the sketch of an article and puts it into the group of the
// earliest article whose signature same says is of the same text; groups that it
// joins become one. An article that has a sketch stays where it is.
func (tx *Tx) PutSketch(ctx context.Context, key string, s Sketch, same func(other []byte) bool) error {
	fail := func(err error) error { return fmt.Errorf("finding copies of article %q: %w", key, err) }
	if tx.db.dialect == Postgres { // two copies that come at once would not see each other
		if _, err := tx.exec(ctx, `LOCK TABLE sketches IN SHARE ROW EXCLUSIVE MODE`); err != nil {
			return fail(err)
		}
	}
	var seq int64
	err := tx.row(ctx, `SELECT seq FROM articles WHERE key = $1`, key).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return fail(geo.ErrNotFound)
	}
	if err != nil {
		return fail(err)
	}
	done, err := tx.exec(ctx, `INSERT INTO sketches (article, signature, grouped) VALUES ($1, $2, $1) ON CONFLICT (article) DO NOTHING`, seq, s.Signature)
	if err != nil {
		return fail(err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return err
	}
	groups, err := tx.copies(ctx, seq, s, same)
	if err != nil {
		return fail(err)
	}
	rows := make([][]any, len(s.Bands))
	for i, b := range s.Bands {
		rows[i] = []any{int64(b), seq}
	}
	if err := tx.insert(ctx, `INSERT INTO bands (band, article)`, ` ON CONFLICT (band, article) DO NOTHING`, rows); err != nil {
		return fail(err)
	}
	first := seq
	for _, g := range groups {
		first = min(first, g)
	}
	for _, g := range append(groups, seq) {
		if _, err := tx.exec(ctx, `UPDATE sketches SET grouped = $1 WHERE grouped = $2 AND grouped <> $1`, first, g); err != nil {
			return fail(err)
		}
	}
	return nil
}

// copies returns the groups of the articles that share a band with s and are of
// the same text.
func (tx *Tx) copies(ctx context.Context, seq int64, s Sketch, same func([]byte) bool) (groups []int64, err error) {
	if len(s.Bands) == 0 {
		return nil, nil
	}
	bands := make([]int64, len(s.Bands))
	for i, b := range s.Bands {
		bands[i] = int64(b)
	}
	among, arg := tx.db.among("b.band", 1, bands)
	rows, err := tx.tx.QueryContext(ctx, `SELECT DISTINCT k.article, k.signature, k.grouped FROM sketches k
		WHERE k.article IN (SELECT b.article FROM bands b WHERE `+among+`)`, arg)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var article, group int64
		var signature []byte
		if err := rows.Scan(&article, &signature, &group); err != nil {
			return nil, err
		}
		if article != seq && same(signature) {
			groups = append(groups, group)
		}
	}
	return groups, rows.Err()
}

// Groups returns the group of each article of a collection that has copies in it,
// by the article's id; a group is named after the key of its first article.
func (db *DB) Groups(ctx context.Context, collection string) (map[string]string, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT m.id, f.key FROM members m JOIN sketches k ON k.article = m.article
		JOIN articles f ON f.seq = k.grouped
		WHERE m.collection = $1 AND k.grouped IN (
			SELECT l.grouped FROM members n JOIN sketches l ON l.article = n.article WHERE n.collection = $1
			GROUP BY l.grouped HAVING count(*) > 1)`, collection)
	if err != nil {
		return nil, fmt.Errorf("reading which articles of %q are copies: %w", collection, category(err))
	}
	defer rows.Close()
	groups := map[string]string{}
	for rows.Next() {
		var id, group string
		if err := rows.Scan(&id, &group); err != nil {
			return nil, err
		}
		groups[id] = group
	}
	return groups, category(rows.Err())
}
