// Package search finds articles by their words and places, and indexes their words.
package search

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/text"
	"dateline/server/store/internal/database"

	"github.com/paulmach/orb"
)

// Query is a search for articles. Empty fields are ignored.
type Query struct {
	Collection string
	// Text are words that the title or text must contain, regardless of case and
	// diacritics. Words in double quotes are a phrase, and a word followed by an
	// asterisk is a prefix.
	Text string
	// Bound must contain a place of the article, in WGS 84 degrees. Bound.Min is east
	// of Bound.Max if it crosses the antimeridian.
	Bound *orb.Bound
	Limit int
	// Offset is the number of hits to skip.
	Offset int
}

// Hit is an article found by a search.
type Hit struct {
	// Collection and Article identify the article.
	Collection, Article         string
	Title, Publisher, Published string
	// Excerpt is the part of the text around the first match. Matches are enclosed in
	// HighlightStart and HighlightEnd.
	Excerpt string
}

// The characters that enclose the matches of an excerpt. They are removed from the
// text itself.
const (
	HighlightStart = "\x02"
	HighlightEnd   = "\x03"
)

// maxQueryBytes is the maximum length of the words of a query.
const maxQueryBytes = 1000

// Search returns the articles that match a query, the latest published first, and
// whether there are more. The error wraps [geo.ErrInput] for a query with neither
// words nor a bound, and [geo.ErrTooLarge] for one of more than 1000 bytes.
func Search(ctx context.Context, db *database.DB, q Query) (hits []Hit, more bool, err error) {
	if len(q.Text) > maxQueryBytes {
		return nil, false, geo.Errorf(geo.ErrTooLarge, "the search is too long: use at most %d bytes", maxQueryBytes)
	}
	terms := Parse(q.Text)
	if len(terms) == 0 && q.Bound == nil {
		return nil, false, geo.Errorf(geo.ErrInput, "the search contains no word")
	}
	var b strings.Builder
	var args []any
	arg := func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args))
	}
	b.WriteString(`SELECT m.collection, m.id, a.title, a.publisher, a.published, a.text FROM members m JOIN articles a ON a.seq = m.article
		JOIN parses p ON p.article = a.seq WHERE 1 = 1`)
	if q.Collection != "" {
		b.WriteString(` AND m.collection = ` + arg(q.Collection))
	}
	if len(terms) > 0 {
		if db.Dialect() == database.SQLite {
			b.WriteString(` AND a.seq IN (SELECT rowid FROM texts WHERE texts MATCH ` + arg(MatchQuery(terms)) + `)`)
		} else {
			b.WriteString(` AND a.seq IN (SELECT article FROM texts WHERE words @@ to_tsquery('simple', ` + arg(TSQuery(terms)) + `))`)
		}
	}
	if q.Bound != nil {
		b.WriteString(` AND a.seq IN (SELECT x.article FROM mentions x JOIN places pl ON pl.key = x.place WHERE x.outcome = '` + string(geo.OutcomePlaced) + `' AND ` + within(db.Dialect(), *q.Bound, arg) + `)`)
	}
	limit := max(1, q.Limit)
	b.WriteString(` ORDER BY a.published DESC, a.seq DESC, m.collection LIMIT ` + arg(limit+1) + ` OFFSET ` + arg(max(0, q.Offset)))
	rows, err := db.Reader().QueryContext(ctx, b.String(), args...)
	if err != nil {
		return nil, false, fmt.Errorf("searching for %q: %w", q.Text, database.Category(err))
	}
	defer rows.Close()
	for rows.Next() {
		var h Hit
		var body string
		if err := rows.Scan(&h.Collection, &h.Article, &h.Title, &h.Publisher, &h.Published, &body); err != nil {
			return nil, false, err
		}
		h.Excerpt = Excerpt(body, terms)
		hits = append(hits, h)
	}
	if err := rows.Err(); err != nil {
		return nil, false, database.Category(err)
	}
	if len(hits) > limit {
		return hits[:limit], true, nil
	}
	return hits, false, nil
}

// within returns the condition that a place pl is in a bound.
func within(dialect database.Dialect, bound orb.Bound, arg func(any) string) string {
	if bound.Min.Lon() > bound.Max.Lon() { // across the antimeridian: two bounds
		west, east := bound, bound
		west.Max[0], east.Min[0] = 180, -180
		return `(` + within(dialect, west, arg) + ` OR ` + within(dialect, east, arg) + `)`
	}
	west, south, east, north := arg(bound.Min.Lon()), arg(bound.Min.Lat()), arg(bound.Max.Lon()), arg(bound.Max.Lat())
	if dialect == database.Postgres {
		return `pl.at && ST_MakeEnvelope(` + west + `, ` + south + `, ` + east + `, ` + north + `, 4326)`
	}
	// The R-tree has 32-bit numbers, rounded outward, so the coordinates are compared too.
	return `pl.key IN (SELECT key FROM places_at WHERE east >= ` + west + ` AND west <= ` + east + ` AND north >= ` + south + ` AND south <= ` + north + `)
		AND pl.lon BETWEEN ` + west + ` AND ` + east + ` AND pl.lat BETWEEN ` + south + ` AND ` + north
}

// indexedBytes is the maximum length of the text in PostgreSQL's full-text index: a
// tsvector is limited to a megabyte.
const indexedBytes = 400_000

// Index adds an article to the full-text index. On database.SQLite, triggers do that.
func Index(ctx context.Context, tx *database.Tx, seq int64, a *geo.Article) error {
	if tx.DB().Dialect() == database.SQLite {
		return nil
	}
	content := a.Title + "\n" + a.Text
	if len(content) > indexedBytes {
		content = strings.ToValidUTF8(content[:indexedBytes], "")
	}
	words := strings.FieldsFunc(text.Fold(content), func(r rune) bool { return !Letter(r) })
	_, err := tx.SQL().ExecContext(ctx, `INSERT INTO texts (article, words) VALUES ($1, to_tsvector('simple', $2))`, seq, strings.Join(words, " "))
	return err
}
