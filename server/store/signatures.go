package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"dateline/geo"
)

// Signature is the near-duplicate signature of an article's text: the encoded
// signature, which is opaque to the store, and its band keys. Near-duplicates have at
// least one band key in common.
type Signature struct {
	Encoded []byte
	Bands   []uint64
}

// WithoutSignature returns the keys of up to limit articles of a collection that have
// no signature yet, in order of arrival.
func (db *DB) WithoutSignature(ctx context.Context, collection string, limit int) ([]string, error) {
	return db.keys(ctx, `SELECT a.key FROM members m JOIN articles a ON a.seq = m.article LEFT JOIN sketches k ON k.article = a.seq
		WHERE m.collection = $1 AND k.article IS NULL ORDER BY a.seq LIMIT $2`, collection, limit)
}

// PutSignature stores the signature of an article and adds the article to the group
// of its near-duplicates: articles with the same text, or for whose signatures same
// returns true. Groups that it connects are merged. It does nothing if the article
// already has a signature.
func (tx *Tx) PutSignature(ctx context.Context, key string, s Signature, same func(other []byte) bool) error {
	fail := func(err error) error { return fmt.Errorf("finding near-duplicates of article %q: %w", key, err) }
	if tx.db.dialect == Postgres { // two concurrent transactions would not see each other's article
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
	candidates, open, err := tx.withCommonBand(ctx, s.Bands)
	if err != nil {
		return fail(err)
	}
	groups, err := tx.nearDuplicateGroups(ctx, candidates, same)
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

// bandArticles is the maximum number of articles stored for a band key. The first ones
// suffice to find a near-duplicate of many, and boilerplate of a publisher does not
// make all its articles candidates for one another.
const bandArticles = 32

// withCommonBand returns the articles with at least one of the band keys, and the
// band keys that have fewer than bandArticles articles.
func (tx *Tx) withCommonBand(ctx context.Context, bands []uint64) (articles, open []int64, err error) {
	all := make([]int64, len(bands))
	for i, b := range bands {
		all[i] = int64(b)
	}
	condition, arg := tx.db.oneOf("band", 1, all)
	counts := make(map[int64]int, len(all))
	rows, err := tx.query(ctx, `SELECT band, article FROM bands WHERE `+condition, arg)
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

// nearDuplicateGroups returns the groups of those articles whose signatures satisfy same.
func (tx *Tx) nearDuplicateGroups(ctx context.Context, articles []int64, same func([]byte) bool) (groups []int64, err error) {
	if len(articles) == 0 {
		return nil, nil
	}
	condition, arg := tx.db.oneOf("article", 1, articles)
	rows, err := tx.query(ctx, `SELECT signature, grouped FROM sketches WHERE `+condition, arg)
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

// textGroup returns the group of another article with the same text, or 0. It finds
// articles that are not stored for any band key, too.
func (tx *Tx) textGroup(ctx context.Context, seq int64, hash string) (group int64, err error) {
	err = tx.row(ctx, `SELECT k.grouped FROM articles a JOIN sketches k ON k.article = a.seq
		WHERE a.hash = $1 AND a.seq <> $2 ORDER BY a.seq LIMIT 1`, hash, seq).Scan(&group)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return group, err
}

// Groups returns the group of each article that has near-duplicates in the collection,
// by the article's id. A group is identified by the key of its first article.
func (db *DB) Groups(ctx context.Context, collection string) (map[string]string, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT m.id, f.key FROM members m JOIN sketches k ON k.article = m.article
		JOIN articles f ON f.seq = k.grouped
		WHERE m.collection = $1 AND k.grouped IN (
			SELECT l.grouped FROM members n JOIN sketches l ON l.article = n.article WHERE n.collection = $1
			GROUP BY l.grouped HAVING count(*) > 1)`, collection)
	if err != nil {
		return nil, fmt.Errorf("reading the near-duplicates of collection %q: %w", collection, category(err))
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
