package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"dateline/geo"
)

// Signature is what near-copies of an article's text are found by: a signature, as
// bytes that the store does not look into, and bands, of which two articles that
// may be copies share at least one.
type Signature struct {
	Encoded []byte
	Bands   []uint64
}

// WithoutSignature returns the keys, in the order of arrival, of up to limit articles of a
// collection that have no sketch yet.
func (db *DB) WithoutSignature(ctx context.Context, collection string, limit int) ([]string, error) {
	return db.keys(ctx, `SELECT a.key FROM members m JOIN articles a ON a.seq = m.article LEFT JOIN sketches k ON k.article = a.seq
		WHERE m.collection = $1 AND k.article IS NULL ORDER BY a.seq LIMIT $2`, collection, limit)
}

// PutSignature keeps the sketch of an article and puts it into the group of the
// earliest article that has the very same text, or whose signature same says is of the
// same text; groups that it joins become one. An article that has a sketch stays where it is.
func (tx *Tx) PutSignature(ctx context.Context, key string, s Signature, same func(other []byte) bool) error {
	fail := func(err error) error { return fmt.Errorf("finding copies of article %q: %w", key, err) }
	if tx.db.dialect == Postgres { // two copies that come at once would not see each other
		if _, err := tx.exec(ctx, `LOCK TABLE sketches IN SHARE ROW EXCLUSIVE MODE`); err != nil {
			return fail(err)
		}
	}
	var seq int64
	var hash string
	err := tx.row(ctx, `SELECT seq, hash FROM articles WHERE key = $1`, key).Scan(&seq, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return fail(geo.ErrNotFound)
	}
	if err != nil {
		return fail(err)
	}
	done, err := tx.exec(ctx, `INSERT INTO sketches (article, signature, grouped) VALUES ($1, $2, $1) ON CONFLICT (article) DO NOTHING`, seq, s.Encoded)
	if err != nil {
		return fail(err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return err
	}
	likely, open, err := tx.sharing(ctx, s.Bands)
	if err != nil {
		return fail(err)
	}
	groups, err := tx.copies(ctx, likely, same)
	if err != nil {
		return fail(err)
	}
	group, err := tx.textGroup(ctx, seq, hash)
	if err != nil {
		return fail(err)
	}
	if group != 0 {
		groups = append(groups, group)
	}
	rows := make([][]any, len(open))
	for i, b := range open {
		rows[i] = []any{b, seq}
	}
	if err := tx.insert(ctx, `INSERT INTO bands (band, article)`, ` ON CONFLICT (band, article) DO NOTHING`, rows); err != nil {
		return fail(err)
	}
	if len(groups) == 0 {
		return nil
	}
	first := min(seq, slices.Min(groups))
	for _, g := range append(groups, seq) {
		if _, err := tx.exec(ctx, `UPDATE sketches SET grouped = $1 WHERE grouped = $2 AND grouped <> $1`, first, g); err != nil {
			return fail(err)
		}
	}
	return nil
}

// bandArticles is how many articles a band has at most, the first ones: a copy of many
// is found by these as well, and what all articles of a publisher say beside their own
// text does not make each a candidate for all others.
const bandArticles = 32

// sharing returns the articles that share one of the bands, in order, and the bands that
// have room for one more.
func (tx *Tx) sharing(ctx context.Context, bands []uint64) (articles, open []int64, err error) {
	all := make([]int64, len(bands))
	for i, b := range bands {
		all[i] = int64(b)
	}
	among, arg := tx.db.among("band", 1, all)
	counts := make(map[int64]int, len(all))
	rows, err := tx.query(ctx, `SELECT band, article FROM bands WHERE `+among, arg)
	err = scan(rows, err, func(row scanner) error {
		var band, article int64
		err := row.Scan(&band, &article)
		counts[band]++
		articles = append(articles, article)
		return err
	})
	for _, b := range all {
		if counts[b] < bandArticles {
			open = append(open, b)
		}
	}
	slices.Sort(articles)
	return slices.Compact(articles), open, err
}

// copies returns the groups of those of the articles that are of the same text.
func (tx *Tx) copies(ctx context.Context, articles []int64, same func([]byte) bool) (groups []int64, err error) {
	if len(articles) == 0 {
		return nil, nil
	}
	among, arg := tx.db.among("article", 1, articles)
	rows, err := tx.query(ctx, `SELECT signature, grouped FROM sketches WHERE `+among, arg)
	err = scan(rows, err, func(row scanner) error {
		var group int64
		var signature []byte
		err := row.Scan(&signature, &group)
		if err == nil && same(signature) {
			groups = append(groups, group)
		}
		return err
	})
	slices.Sort(groups)
	return slices.Compact(groups), err
}

// textGroup returns the group of another article with the very same text, or 0: it is
// found even where all its bands were full.
func (tx *Tx) textGroup(ctx context.Context, seq int64, hash string) (group int64, err error) {
	err = tx.row(ctx, `SELECT k.grouped FROM articles a JOIN sketches k ON k.article = a.seq
		WHERE a.hash = $1 AND a.seq <> $2 ORDER BY a.seq LIMIT 1`, hash, seq).Scan(&group)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return group, err
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
