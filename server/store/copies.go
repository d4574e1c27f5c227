package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"dateline/geo"
	"dateline/server/store/internal/database"
)

// CopyRelation is how the text of an article is related to that of another article.
type CopyRelation string

// The relations.
const (
	CopyNone CopyRelation = ""
	// CopyIdentical: both have the same text.
	CopyIdentical CopyRelation = "identical"
	// CopyNear: most of each text is in the other one.
	CopyNear CopyRelation = "near"
	// CopyContains: the article contains nearly all of the other text.
	CopyContains CopyRelation = "contains"
	// CopyContained: nearly all of the article's text is in the other one.
	CopyContained CopyRelation = "contained"
)

// converse returns the relation in the other direction.
func (r CopyRelation) converse() CopyRelation {
	switch r {
	case CopyContains:
		return CopyContained
	case CopyContained:
		return CopyContains
	case CopyNone, CopyIdentical, CopyNear:
	}
	return r
}

// CompareTexts returns the relation of two texts, and the share of each that is in the other one.
type CompareTexts func(text, other string) (r CopyRelation, share, otherShare float64)

// Uncompared returns the keys of up to limit parsed articles of a collection that were not compared with its other texts
// yet, in order of arrival.
func (db *DB) Uncompared(ctx context.Context, collection string, limit int) ([]string, error) {
	return db.Keys(ctx, `SELECT a.key FROM members m JOIN articles a ON a.seq = m.article JOIN parses p ON p.article = m.article
		WHERE m.collection = $1 AND m.compared = 0 ORDER BY a.seq LIMIT $2`, collection, limit)
}

// PutBands stores the keys of an article's text and compares it with the texts of the collection that have at least one of
// them. Articles of other collections have no effect. It does nothing if the article was compared already.
func (tx *Tx) PutBands(ctx context.Context, collection, key string, bands []uint64, compare CompareTexts) error {
	fail := func(err error) error { return fmt.Errorf("comparing the article %q: %w", key, err) }
	if err := tx.lock(ctx, collection); err != nil { // two concurrent transactions would not see each other's article
		return fail(err)
	}
	c := copyGroups{tx: tx, name: collection}
	var compared int64
	var text string
	err := tx.Row(ctx, `SELECT c.number, a.seq, a.hash, a.text, m.compared FROM articles a JOIN members m ON m.article = a.seq JOIN collections c ON c.name = m.collection
		WHERE m.collection = $1 AND a.key = $2`, collection, key).Scan(&c.number, &c.article, &c.hash, &text, &compared)
	if errors.Is(err, sql.ErrNoRows) {
		return fail(geo.Errorf(geo.ErrNotFound, "it is not in the collection %q", collection))
	}
	if err != nil {
		return fail(err)
	}
	if compared != 0 {
		return nil
	}
	candidates, open, err := c.withCommonBand(ctx, bands)
	if err != nil {
		return fail(err)
	}
	if err := c.relate(ctx, text, candidates, compare); err != nil {
		return fail(err)
	}
	table, arg := database.Values(tx.db.Dialect(), 3, open)
	if _, err := tx.Exec(ctx, `INSERT INTO bands (collection, band, article) SELECT $1, value, $2 FROM `+table+` WHERE true
		ON CONFLICT (collection, band, article) DO NOTHING`, c.number, c.article, arg); err != nil {
		return fail(err)
	}
	if _, err := tx.Exec(ctx, `UPDATE members SET compared = 1 WHERE collection = $1 AND article = $2`, collection, c.article); err != nil {
		return fail(err)
	}
	if err := c.setLeaders(ctx); err != nil {
		return fail(err)
	}
	return nil
}

// copyGroups compares an article with the others of a collection.
type copyGroups struct {
	tx      *Tx
	name    string
	number  int64
	article int64
	hash    string
	found   bool // a relation was stored
}

// bandArticles is the maximum number of articles stored for a key in a collection. The first ones
// suffice to find a copy of many, and boilerplate of a publisher does not make all its articles candidates for one
// another.
const bandArticles = 32

// withCommonBand returns the articles of the collection with at least one of the keys, and the keys that have fewer than
// bandArticles articles.
func (c *copyGroups) withCommonBand(ctx context.Context, bands []uint64) (articles, open []int64, err error) {
	all := make([]int64, len(bands))
	for i, b := range bands {
		all[i] = int64(b)
	}
	slices.Sort(all) // neighbors in the index
	condition, arg := c.tx.db.OneOf("band", 2, all)
	counts := make(map[int64]int, len(all))
	rows, err := c.tx.Query(ctx, `SELECT band, article FROM bands WHERE collection = $1 AND `+condition, c.number, arg)
	err = database.Scan(rows, err, func(row database.Scanner) error {
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

// relate compares the text with those of articles, which it reads with one query one after another, and stores the
// relations.
func (c *copyGroups) relate(ctx context.Context, text string, articles []int64, compare CompareTexts) error {
	if len(articles) == 0 {
		return nil
	}
	var found [][]any
	condition, arg := c.tx.db.OneOf("seq", 3, articles)
	rows, err := c.tx.Query(ctx, `SELECT seq, text FROM articles WHERE seq <> $1 AND hash <> $2 AND `+condition, c.article, c.hash, arg) // identical texts need no row
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var other int64
		var otherText string
		if err := row.Scan(&other, &otherText); err != nil {
			return err
		}
		if r, share, otherShare := compare(text, otherText); r != CopyNone {
			found = append(found, []any{c.number, c.article, other, string(r), share}, []any{c.number, other, c.article, string(r.converse()), otherShare})
		}
		return nil
	})
	if err != nil {
		return err
	}
	c.found = len(found) > 0
	return c.tx.Insert(ctx, `INSERT INTO copies (collection, article, other, relation, share)`, ` ON CONFLICT (collection, article, other) DO NOTHING`, found)
}

// neighbor is an article with nearly the same text as another one.
type neighbor struct{ article, leader int64 }

// neighbors returns the articles of the collection with the same or nearly the same text as an article.
func (c *copyGroups) neighbors(ctx context.Context, article int64) (all []neighbor, err error) {
	rows, err := c.tx.Query(ctx, neighborsQuery, c.number, c.name, article)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var n neighbor
		err := row.Scan(&n.article, &n.leader)
		all = append(all, n)
		return err
	})
	return all, err
}

// setLeaders finds the leaders of the article's group. In the order of arrival each article follows the first leader with nearly the
// same text, or is a leader itself, so that two stories are never joined by a third text.
func (c *copyGroups) setLeaders(ctx context.Context) error {
	near, err := c.neighbors(ctx, c.article)
	if err != nil {
		return err
	}
	leader, last := c.article, true
	for _, n := range near {
		last = last && n.article < c.article
		if n.leader == 0 {
			leader = min(leader, n.article)
		}
	}
	if last { // articles before it do not change
		if leader == c.article && c.found {
			return c.tx.changed(ctx, c.name, c.article)
		}
		return c.setLeader(ctx, c.article, leader)
	}
	return c.setAllLeaders(ctx)
}

func (c *copyGroups) setLeader(ctx context.Context, article, leader int64) error {
	if leader == article {
		leader = 0
	}
	done, err := c.tx.Exec(ctx, `UPDATE members SET leader = $3 WHERE collection = $1 AND article = $2 AND leader <> $3`, c.name, article, leader)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return err
	}
	return c.tx.changed(ctx, c.name, article)
}

// setAllLeaders finds the leaders of all articles that are connected with the article.
func (c *copyGroups) setAllLeaders(ctx context.Context) error {
	edges := map[int64][]neighbor{}
	for open := []int64{c.article}; len(open) > 0; {
		article := open[len(open)-1]
		open = open[:len(open)-1]
		if _, done := edges[article]; done {
			continue
		}
		near, err := c.neighbors(ctx, article)
		if err != nil {
			return err
		}
		edges[article] = near
		for _, n := range near {
			open = append(open, n.article)
		}
	}
	leaders := map[int64]bool{}
	for _, article := range slices.Sorted(maps.Keys(edges)) {
		leader := article
		for _, n := range edges[article] {
			if n.article < leader && leaders[n.article] {
				leader = n.article
			}
		}
		leaders[article] = leader == article
		if err := c.setLeader(ctx, article, leader); err != nil {
			return err
		}
	}
	return nil
}

// ArticleCopy is an article that has text in common with another one.
type ArticleCopy struct {
	Relation CopyRelation
	// ID, Title, Publisher, Published and Language are those of the article, and Start the beginning of its text.
	ID, Title, Publisher, Published, Language, Source, Start string
}

// maxCopies is the maximum number of copies that are listed.
const maxCopies = 50

// Copies lists articles of the collection with text in common with an article: identical ones first, then nearly the same
// ones, those that it contains and those that contain it.
func (db *DB) Copies(ctx context.Context, collection, article string) ([]ArticleCopy, error) {
	var all []ArticleCopy
	rows, err := db.Reader().QueryContext(ctx, copiesQuery, collection, article, maxCopies)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var c ArticleCopy
		err := row.Scan(&c.Relation, &c.ID, &c.Title, &c.Publisher, &c.Published, &c.Language, &c.Source, &c.Start)
		all = append(all, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the copies of the article %q: %w", article, err)
	}
	return all, nil
}
