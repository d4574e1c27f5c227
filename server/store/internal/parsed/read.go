// Package parsed reads parsed articles with their mentions and places, and applies decisions to them.
package parsed

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"dateline/geo"
	"dateline/server/store/internal/database"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// Article is a parsed article as it was read from the database.
type Article struct {
	*geo.Parsed
	Seq   int64
	Key   string
	Stamp int64
	// Revised is one of [RevisedNot], [RevisedSame] and [RevisedDifferent].
	Revised int
	focus   []FocusData
	// copy is the number of the copy in the collection, and base the number of mentions that the program found.
	copy, base int
	// Numbers are the numbers of the mentions in the article.
	Numbers []int
}

// Selector is a condition on articles a, and on their members m if Collection is set.
type Selector struct {
	Where string
	Args  []any
	// Collection reports whether Where has conditions on m. Then the articles have
	// their ids in the collection, otherwise those of their source.
	Collection bool
	Name       string // of the collection
	// Number and Revision are those of the collection if they are known, else 0.
	Number, Revision int64
	// Want selects mentions by the article and their number in it; nil selects all. It is called once for each mention, in
	// order.
	Want func(article int64, mention int) bool
	// Only are the wanted mentions if they are few, so that no others are read; nil reads all mentions of the articles.
	Only []MentionRef
}

// MentionRef is a mention by its article and its number in it.
type MentionRef struct {
	Article int64
	Number  int
}

// From returns the tables of a query on articles and a table that refers to them, and how they are joined. database.SQLite keeps the
// order of a CROSS JOIN, so that it never reads all articles of a collection.
func (s Selector) From(table string) string {
	if s.Collection {
		return `members m CROSS JOIN articles a CROSS JOIN ` + table + ` WHERE a.seq = m.article AND `
	}
	return `articles a CROSS JOIN ` + table + ` WHERE `
}

// Load calls f for each parsed article that a condition selects, in order of arrival.
// The condition is on articles a and, if it contains m.collection, on members m.
func (r *Reader) Load(ctx context.Context, where string, args []any, f func(Article)) error {
	tx, err := r.db.Snapshot(ctx)
	if err != nil {
		return database.Category(err)
	}
	defer database.Rollback(tx)
	return r.LoadIn(ctx, tx, where, args, f)
}

// LoadIn is Load in a transaction.
func (r *Reader) LoadIn(ctx context.Context, tx *sql.Tx, where string, args []any, f func(Article)) error {
	s := Selector{Where: where, Args: args, Collection: strings.Contains(where, "m.collection")}
	if s.Collection {
		s.Name, _ = args[0].(string) // the collection is the first argument
	}
	return r.LoadSelected(ctx, tx, s, f)
}

// LoadSelected is Load for a Selector.
func (r *Reader) LoadSelected(ctx context.Context, tx *sql.Tx, s Selector, f func(Article)) error {
	all, err := loadArticles(ctx, tx, s)
	if err != nil || len(all) == 0 {
		return err
	}
	places := r.Places(tx)
	if err := places.loadMentions(ctx, s, all); err != nil {
		return err
	}
	if s.Collection {
		if err := r.decideAll(ctx, tx, s, all); err != nil {
			return err
		}
	}
	for _, l := range all {
		for _, d := range l.focus {
			place, err := places.Get(ctx, d.Place)
			if err != nil {
				return err
			}
			l.Focus = append(l.Focus, geo.Focus{Place: *place, Weight: d.Weight, Level: d.Level, Mentions: d.Mentions})
		}
		f(l)
	}
	return nil
}

// loadArticles reads the selected articles without their mentions.
func loadArticles(ctx context.Context, tx *sql.Tx, s Selector) (all []Article, err error) {
	id := ArticleColumns + `, a.given, 1`
	if s.Collection {
		id = MemberColumns + `, m.id, m.copy`
	}
	rows, err := tx.QueryContext(ctx, `SELECT `+id+`,
		p.language, p.model, p.gazetteer, p.recognizer, p.resolver, p.focus, p.mentions, p.placed, p.countries, p.ambiguous, p.approximate, p.missing, p.stamp, p.revised, p.parts
		FROM `+s.From(`parses p`)+`p.article = a.seq AND (`+s.Where+`) ORDER BY a.seq`, s.Args...)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		p := &geo.Parsed{}
		l := Article{Parsed: p}
		var given, parts string
		var focus []byte
		var err error
		l.Seq, l.Key, err = ScanArticle(row, &p.Article, &given, &l.copy, &p.Language, &p.Model,
			&p.Versions.Gazetteer, &p.Versions.Recognizer, &p.Versions.Resolver, &focus,
			&p.Ledger.Mentions, &p.Ledger.Placed, &p.Ledger.Countries, &p.Ledger.Ambiguous, &p.Ledger.Approximate, &p.Ledger.Missing, &l.Stamp, &l.Revised, &parts)
		if err != nil {
			return err
		}
		p.History = l.Revised != RevisedNot
		if given != "" {
			p.Article.ID = given
		}
		if err := json.Unmarshal(focus, &l.focus); err != nil {
			return geo.Errorf(geo.ErrCorrupt, "the stored focus of article %q is damaged: %w", l.Key, err)
		}
		if p.Parts, err = decodeParts(parts); err != nil {
			return geo.Errorf(geo.ErrCorrupt, "the stored languages of article %q are damaged: %w", l.Key, err)
		}
		l.base = p.Ledger.Mentions
		p.Mentions, p.Resolutions = make([]geo.Mention, 0, p.Ledger.Mentions), make([]geo.Resolution, 0, p.Ledger.Mentions)
		all = append(all, l)
		return nil
	})
	return all, err
}

// mentionColumns are the columns of a mention x.
const mentionColumns = `x.article, x.number, x.first, x.past, x.phrase, x.role, x.outcome, x.place, x.probability, x.data`

// MentionsQuery returns the query that reads some mentions, and its arguments.
func MentionsQuery(d database.Dialect, mentions []MentionRef) (query string, args []any) {
	articles, numbers := make([]int64, len(mentions)), make([]int64, len(mentions))
	for i, m := range mentions {
		articles[i], numbers[i] = m.Article, int64(m.Number)
	}
	from, args := database.Pairs(d, articles, numbers)
	return `SELECT ` + mentionColumns + ` FROM ` + from + ` w CROSS JOIN mentions x WHERE x.article = w.a AND x.number = w.b ORDER BY x.article, x.number`, args
}

// unresolved is a mention of p whose places are not read yet.
type unresolved struct {
	p          *geo.Parsed
	mention    int
	place      sql.NullInt64
	candidates []Candidate
	skipped    bool // it is not wanted
}

// loadMentions reads the mentions of the selected articles and appends them to all,
// which is in order of arrival.
func (r *Places) loadMentions(ctx context.Context, s Selector, all []Article) error {
	query, args := `SELECT `+mentionColumns+` FROM `+s.From(`mentions x`)+`x.article = a.seq AND (`+s.Where+`) ORDER BY x.article, x.number`, s.Args
	if s.Only != nil {
		query, args = MentionsQuery(r.reader.db.Dialect(), s.Only)
	}
	rows, err := r.tx.QueryContext(ctx, query, args...)
	var open []unresolved
	next := 0
	err = database.Scan(rows, err, func(row database.Scanner) error {
		seq, number, m, resolution, u, err := scanMention(row, s.Want)
		if err != nil || u.skipped {
			return err
		}
		for next < len(all) && all[next].Seq < seq {
			next++
		}
		if next == len(all) || all[next].Seq != seq {
			return nil // its article was deleted
		}
		u.p = all[next].Parsed
		all[next].Numbers = append(all[next].Numbers, number)
		u.mention = len(u.p.Mentions)
		u.p.Mentions, u.p.Resolutions = append(u.p.Mentions, m), append(u.p.Resolutions, resolution)
		open = append(open, u)
		return nil
	})
	if err != nil {
		return err
	}
	for _, l := range all {
		l.Ledger.Unread = l.Unread()
	}
	return r.setPlaces(ctx, open)
}

// scanMention reads a mention and its resolution without places, if want selects it.
func scanMention(row database.Scanner, want func(article int64, mention int) bool) (seq int64, number int, m geo.Mention, r geo.Resolution, u unresolved, err error) {
	var data []byte
	if err = row.Scan(&seq, &number, &m.Start, &m.End, &m.Phrase, &m.Role, &r.Outcome, &u.place, &r.Probability, &data); err != nil {
		return seq, number, m, r, u, err
	}
	if want != nil && !want(seq, number) {
		u.skipped = true
		return seq, number, m, r, u, nil
	}
	var d MentionData
	if err = jsonv2.Unmarshal(data, &d); err != nil {
		return seq, number, m, r, u, geo.Errorf(geo.ErrCorrupt, "a stored mention of %q is damaged: %w", m.Phrase, err)
	}
	m.Association, m.Recognized, m.Passage, m.When = d.Association, d.Recognized, d.Passage, d.When
	m.Base = d.Base
	if d.Wide != nil {
		m.Wide = *d.Wide
	}
	if d.Relation != nil {
		m.Relation = &d.Relation.Relation
		if len(d.Relation.Area) > 0 {
			m.Relation.Area, err = decodeArea(d.Relation.Area)
		}
	}
	r.Confidence, r.UncertaintyKM, r.Why = d.Confidence, d.UncertaintyKM, d.Why
	u.candidates = d.Candidates
	return seq, number, m, r, u, err
}

// setPlaces sets the places and candidates of resolutions.
func (r *Places) setPlaces(ctx context.Context, open []unresolved) error {
	var keys []int64
	for _, u := range open {
		if u.place.Valid {
			keys = append(keys, u.place.Int64)
		}
		for _, c := range u.candidates {
			keys = append(keys, c.Place)
		}
	}
	if err := r.Fetch(ctx, keys); err != nil {
		return err
	}
	for _, u := range open {
		resolution := &u.p.Resolutions[u.mention]
		if u.place.Valid {
			place, err := r.Get(ctx, u.place.Int64)
			if err != nil {
				return err
			}
			copied := *place
			resolution.Place = &copied
		}
		if len(u.candidates) > 0 {
			resolution.Candidates = make([]geo.Candidate, 0, len(u.candidates))
		}
		for _, c := range u.candidates {
			place, err := r.Get(ctx, c.Place)
			if err != nil {
				return err
			}
			resolution.Candidates = append(resolution.Candidates, geo.Candidate{Place: *place, Score: c.Score})
		}
	}
	return nil
}

// decodeArea decodes the area of a relation.
func decodeArea(b []byte) (orb.Geometry, error) {
	g, err := wkb.Unmarshal(b)
	if err != nil {
		return nil, geo.Errorf(geo.ErrCorrupt, "the stored area of a relation is damaged: %w", err)
	}
	return g, nil
}
