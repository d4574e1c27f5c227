package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"

	"github.com/paulmach/orb"
	"golang.org/x/text/unicode/norm"
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
	MarkOpen = "\x02"
	MarkEnd  = "\x03"
)

// Search returns the articles that a query fits, the latest published first, and
// whether there are more. The error wraps [geo.ErrInput] for a query without a
// word or a bound.
func (db *DB) Search(ctx context.Context, q Query) (hits []Hit, more bool, err error) {
	terms := termsOf(q.Text)
	if len(terms) == 0 && q.Bound == nil {
		return nil, false, fmt.Errorf("searching: there is no word in the query: %w", geo.ErrInput)
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

// term is a word, or several that stand together, folded; open says that the last
// one may go on.
type term struct {
	words []string
	open  bool
}

// maxTerms bounds the terms of a query.
const maxTerms = 16

// termsOf reads the terms of a query.
func termsOf(query string) (terms []term) {
	for i, part := range strings.Split(query, `"`) {
		words := strings.FieldsFunc(fold(part), func(r rune) bool { return !letter(r) && r != '*' })
		if i%2 == 1 {
			t := term{}
			for _, w := range words {
				if w = strings.ReplaceAll(w, "*", ""); w != "" {
					t.words = append(t.words, w)
				}
			}
			if len(t.words) > 0 {
				terms = append(terms, t)
			}
			continue
		}
		for _, w := range words {
			if word := strings.ReplaceAll(w, "*", ""); word != "" {
				terms = append(terms, term{[]string{word}, strings.HasSuffix(w, "*")})
			}
		}
	}
	return terms[:min(len(terms), maxTerms)]
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// matchQuery writes terms as FTS5 wants them.
func matchQuery(terms []term) string {
	parts := make([]string, len(terms))
	for i, t := range terms {
		parts[i] = `"` + strings.Join(t.words, " ") + `"`
		if t.open {
			parts[i] += "*"
		}
	}
	return strings.Join(parts, " AND ")
}

// tsQuery writes terms as PostgreSQL's to_tsquery wants them.
func tsQuery(terms []term) string {
	parts := make([]string, len(terms))
	for i, t := range terms {
		words := make([]string, len(t.words))
		for k, w := range t.words {
			words[k] = `'` + w + `'`
		}
		parts[i] = strings.Join(words, " <-> ")
		if t.open {
			parts[i] += ":*"
		}
	}
	return strings.Join(parts, " & ")
}

// fold writes text small and takes the accents off its Latin, Greek and Cyrillic
// letters.
func fold(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	var base rune
	for _, r := range norm.NFD.String(text) {
		if unicode.Is(unicode.Mn, r) && unicode.In(base, unicode.Latin, unicode.Greek, unicode.Cyrillic) {
			continue
		}
		base = r
		b.WriteRune(unicode.ToLower(r))
	}
	return norm.NFC.String(b.String())
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

// Lengths of an excerpt, in bytes.
const (
	excerptBefore = 80
	excerptBytes  = 240
)

// excerpt returns the part of a text around the first place where a term stands,
// with all terms in it marked, or the text's beginning.
func excerpt(text string, terms []term) string {
	spans := find(text, terms)
	start := 0
	if len(spans) > 0 {
		start = max(0, spans[0].Start-excerptBefore)
	}
	end := min(len(text), start+excerptBytes)
	start, end = wordStart(text, start), wordStart(text, end)
	var b strings.Builder
	if start > 0 {
		b.WriteString("… ")
	}
	at := start
	for _, s := range spans {
		if s.Start < at || s.End > end {
			continue
		}
		b.WriteString(unmarked(text[at:s.Start]) + MarkOpen + s.Of(text) + MarkEnd)
		at = s.End
	}
	b.WriteString(unmarked(strings.TrimRight(text[at:max(at, end)], " \n")))
	if end < len(text) {
		b.WriteString(" …")
	}
	return b.String()
}

// unmarked is a part of a text without the marks that someone may have put there.
func unmarked(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, MarkOpen, ""), MarkEnd, "")
}

// wordStart moves an offset back to where a word begins, or at least a character.
func wordStart(text string, offset int) int {
	for i := offset; i > max(0, offset-32); i-- {
		if i == len(text) || text[i-1] == ' ' || text[i-1] == '\n' {
			return i
		}
	}
	for offset > 0 && offset < len(text) && !utf8.RuneStart(text[offset]) {
		offset--
	}
	return offset
}

// maxFound bounds the spans that find returns.
const maxFound = 50

// find returns where the words of the terms stand in a text, in order.
func find(text string, terms []term) (spans []geo.Span) {
	for i := 0; i < len(text) && len(spans) < maxFound; {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !letter(r) {
			i += n
			continue
		}
		j := i
		for j < len(text) {
			r, n := utf8.DecodeRuneInString(text[j:])
			if !letter(r) {
				break
			}
			j += n
		}
		word := fold(text[i:j])
		for _, t := range terms {
			for _, w := range t.words {
				if word == w || t.open && strings.HasPrefix(word, w) {
					spans = append(spans, geo.Span{Start: i, End: j})
				}
			}
		}
		i = j
	}
	out := spans[:0]
	for _, s := range spans {
		if len(out) == 0 || out[len(out)-1] != s {
			out = append(out, s)
		}
	}
	return out
}
