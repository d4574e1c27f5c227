package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// Query says what articles are looked for. What is empty does not matter.
type Query struct {
	Collection string
	// Text are words that all must stand in the title or the text, in any case
	// and with or without accents; words in double quotes must stand together, and
	// a word before an asterisk may go on.
	Text string
	// Bound is where a place must lie that the article names, WGS 84; Bound.Min
	// may be east of Bound.Max across the antimeridian.
	Bound *orb.Bound
	Limit int
	// Offset is how many hits are left out.
	Offset int
}

// Hit is an article that was found.
type Hit struct {
	// Collection and Article are where it is.
	Collection, Article         string
	Title, Publisher, Published string
	// Excerpt is the part of the text that fits best; what was looked for stands
	// between MarkOpen and MarkEnd.
	Excerpt string
}

// The marks of an excerpt; where a text holds them itself they are left out of it.
const (
	HighlightStart = "\x02"
	HighlightEnd   = "\x03"
)

// maxQueryBytes bounds the words of a query.
const maxQueryBytes = 1000

// Search returns the articles that a query fits, the latest published first, and
// whether there are more. The error wraps [geo.ErrInput] for a query without a
// word or a bound, and [geo.ErrTooLarge] for one of more than 1000 bytes.
func (db *DB) Search(ctx context.Context, q Query) (hits []Hit, more bool, err error) {
	if len(q.Text) > maxQueryBytes {
		return nil, false, geo.Errorf(geo.ErrTooLarge, "searching: a query is of at most %d bytes", maxQueryBytes)
	}
	terms := termsOf(q.Text)
	if len(terms) == 0 && q.Bound == nil {
		return nil, false, geo.Errorf(geo.ErrInput, "searching: there is no word in the query")
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
		if db.dialect == SQLite {
			b.WriteString(` AND a.seq IN (SELECT rowid FROM texts WHERE texts MATCH ` + arg(matchQuery(terms)) + `)`)
		} else {
			b.WriteString(` AND a.seq IN (SELECT article FROM texts WHERE words @@ to_tsquery('simple', ` + arg(tsQuery(terms)) + `))`)
		}
	}
	if q.Bound != nil {
		b.WriteString(` AND a.seq IN (SELECT x.article FROM mentions x JOIN places pl ON pl.key = x.place WHERE x.outcome = '` + string(geo.OutcomePlaced) + `' AND ` + db.within(*q.Bound, arg) + `)`)
	}
	limit := max(1, q.Limit)
	b.WriteString(` ORDER BY a.published DESC, a.seq DESC, m.collection LIMIT ` + arg(limit+1) + ` OFFSET ` + arg(max(0, q.Offset)))
	rows, err := db.reader.QueryContext(ctx, b.String(), args...)
	if err != nil {
		return nil, false, fmt.Errorf("searching for %q: %w", q.Text, category(err))
	}
	defer rows.Close()
	for rows.Next() {
		var h Hit
		var text string
		if err := rows.Scan(&h.Collection, &h.Article, &h.Title, &h.Publisher, &h.Published, &text); err != nil {
			return nil, false, err
		}
		h.Excerpt = excerpt(text, terms)
		hits = append(hits, h)
	}
	if err := rows.Err(); err != nil {
		return nil, false, category(err)
	}
	if len(hits) > limit {
		return hits[:limit], true, nil
	}
	return hits, false, nil
}

// within is the condition that places pl lie in a bound.
func (db *DB) within(bound orb.Bound, arg func(any) string) string {
	if bound.Min.Lon() > bound.Max.Lon() { // across the antimeridian: two bounds
		west, east := bound, bound
		west.Max[0], east.Min[0] = 180, -180
		return `(` + db.within(west, arg) + ` OR ` + db.within(east, arg) + `)`
	}
	west, south, east, north := arg(bound.Min.Lon()), arg(bound.Min.Lat()), arg(bound.Max.Lon()), arg(bound.Max.Lat())
	if db.dialect == Postgres {
		return `pl.at && ST_MakeEnvelope(` + west + `, ` + south + `, ` + east + `, ` + north + `, 4326)`
	}
	// The tree keeps 32-bit numbers, rounded outward: the places themselves are asked again.
	return `pl.key IN (SELECT key FROM places_at WHERE east >= ` + west + ` AND west <= ` + east + ` AND north >= ` + south + ` AND south <= ` + north + `)
		AND pl.lon BETWEEN ` + west + ` AND ` + east + ` AND pl.lat BETWEEN ` + south + ` AND ` + north
}

// indexedBytes is how much of a text PostgreSQL's index holds: a tsvector is at
// most a megabyte.
const indexedBytes = 400_000

// indexText puts an article into the index of words, which SQLite's triggers do
// by themselves.
func (tx *Tx) indexText(ctx context.Context, seq int64, a *geo.Article) error {
	if tx.db.dialect == SQLite {
		return nil
	}
	text := a.Title + "\n" + a.Text
	if len(text) > indexedBytes {
		text = strings.ToValidUTF8(text[:indexedBytes], "")
	}
	words := strings.FieldsFunc(fold(text), func(r rune) bool { return !letter(r) })
	_, err := tx.tx.ExecContext(ctx, `INSERT INTO texts (article, words) VALUES ($1, to_tsvector('simple', $2))`, seq, strings.Join(words, " "))
	return err
}
