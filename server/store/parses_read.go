package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"strings"

	"dateline/geo"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// loaded is a parsed article as it was read from the database.
type loaded struct {
	seq   int64
	key   string
	stamp int64
	// revised is one of revisedNot, revisedSame and revisedDifferent.
	revised int
	p       *geo.Parsed
	focus   []focusData
	// copy is the number of the copy in the collection, and base the number of mentions that the program found.
	copy, base int
	// numbers are the numbers of the mentions in the article.
	numbers []int
}

// selector is a condition on articles a, and on their members m if collection is set.
type selector struct {
	where string
	args  []any
	// collection reports whether where has conditions on m. Then the articles have
	// their ids in the collection, otherwise those of their source.
	collection bool
	name       string // of the collection
	// want selects mentions by the article and their number in it; nil selects all. It is called once for each mention, in
	// order.
	want func(article int64, mention int) bool
}

// from returns the tables of a query on articles and a table that refers to them, and how they are joined. SQLite keeps the
// order of a CROSS JOIN, so that it never reads all articles of a collection.
func (s selector) from(table string) string {
	if s.collection {
		return `members m CROSS JOIN articles a CROSS JOIN ` + table + ` WHERE a.seq = m.article AND `
	}
	return `articles a CROSS JOIN ` + table + ` WHERE `
}

// load calls f for each parsed article that a condition selects, in order of arrival.
// The condition is on articles a and, if it contains m.collection, on members m.
func (db *DB) load(ctx context.Context, where string, args []any, f func(loaded)) error {
	tx, err := db.snapshot(ctx)
	if err != nil {
		return category(err)
	}
	defer rollback(tx)
	return db.loadIn(ctx, tx, where, args, f)
}

// loadIn is load in a transaction.
func (db *DB) loadIn(ctx context.Context, tx *sql.Tx, where string, args []any, f func(loaded)) error {
	s := selector{where: where, args: args, collection: strings.Contains(where, "m.collection")}
	if s.collection {
		s.name, _ = args[0].(string) // the collection is the first argument
	}
	return db.loadSelected(ctx, tx, s, f)
}

// loadSelected is load for a selector.
func (db *DB) loadSelected(ctx context.Context, tx *sql.Tx, s selector, f func(loaded)) error {
	all, err := loadArticles(ctx, tx, s)
	if err != nil || len(all) == 0 {
		return err
	}
	r := placeReader{db: db, tx: tx, known: map[int64]*geo.Place{}}
	if err := r.loadMentions(ctx, s, all); err != nil {
		return err
	}
	if s.collection {
		if err := db.decideAll(ctx, tx, s, all); err != nil {
			return err
		}
	}
	for _, l := range all {
		for _, d := range l.focus {
			place, err := r.get(ctx, d.Place)
			if err != nil {
				return err
			}
			l.p.Focus = append(l.p.Focus, geo.Focus{Place: *place, Weight: d.Weight, Level: d.Level, Mentions: d.Mentions})
		}
		f(l)
	}
	return nil
}

// loadArticles reads the selected articles without their mentions.
func loadArticles(ctx context.Context, tx *sql.Tx, s selector) (all []loaded, err error) {
	id := articleColumns + `, a.given, 1`
	if s.collection {
		id = memberColumns + `, m.id, m.copy`
	}
	rows, err := tx.QueryContext(ctx, `SELECT `+id+`,
		p.language, p.model, p.gazetteer, p.recognizer, p.resolver, p.focus, p.mentions, p.placed, p.countries, p.ambiguous, p.approximate, p.missing, p.stamp, p.revised
		FROM `+s.from(`parses p`)+`p.article = a.seq AND (`+s.where+`) ORDER BY a.seq`, s.args...)
	err = scan(rows, err, func(row scanner) error {
		p := &geo.Parsed{}
		l := loaded{p: p}
		var given string
		var focus []byte
		var err error
		l.seq, l.key, err = scanArticle(row, &p.Article, &given, &l.copy, &p.Language, &p.Model,
			&p.Versions.Gazetteer, &p.Versions.Recognizer, &p.Versions.Resolver, &focus,
			&p.Ledger.Mentions, &p.Ledger.Placed, &p.Ledger.Countries, &p.Ledger.Ambiguous, &p.Ledger.Approximate, &p.Ledger.Missing, &l.stamp, &l.revised)
		if err != nil {
			return err
		}
		p.History = l.revised != revisedNot
		if given != "" {
			p.Article.ID = given
		}
		if err := json.Unmarshal(focus, &l.focus); err != nil {
			return geo.Errorf(geo.ErrCorrupt, "the stored focus of article %q is damaged: %w", l.key, err)
		}
		l.base = p.Ledger.Mentions
		p.Mentions, p.Resolutions = make([]geo.Mention, 0, p.Ledger.Mentions), make([]geo.Resolution, 0, p.Ledger.Mentions)
		all = append(all, l)
		return nil
	})
	return all, err
}

// unresolved is a mention of p whose places are not read yet.
type unresolved struct {
	p          *geo.Parsed
	mention    int
	place      sql.NullInt64
	candidates []candidate
	skipped    bool // it is not wanted
}

// loadMentions reads the mentions of the selected articles and appends them to all,
// which is in order of arrival.
func (r *placeReader) loadMentions(ctx context.Context, s selector, all []loaded) error {
	rows, err := r.tx.QueryContext(ctx, `SELECT x.article, x.number, x.first, x.past, x.phrase, x.role, x.outcome, x.place, x.probability, x.data
		FROM `+s.from(`mentions x`)+`x.article = a.seq AND (`+s.where+`) ORDER BY x.article, x.number`, s.args...)
	var open []unresolved
	next := 0
	err = scan(rows, err, func(row scanner) error {
		seq, number, m, resolution, u, err := scanMention(row, s.want)
		if err != nil || u.skipped {
			return err
		}
		for all[next].seq != seq {
			next++
		}
		u.p = all[next].p
		all[next].numbers = append(all[next].numbers, number)
		u.mention = len(u.p.Mentions)
		u.p.Mentions, u.p.Resolutions = append(u.p.Mentions, m), append(u.p.Resolutions, resolution)
		open = append(open, u)
		return nil
	})
	if err != nil {
		return err
	}
	for _, l := range all {
		l.p.Ledger.Unread = l.p.Unread()
	}
	return r.setPlaces(ctx, open)
}

// scanMention reads a mention and its resolution without places, if want selects it.
func scanMention(row scanner, want func(article int64, mention int) bool) (seq int64, number int, m geo.Mention, r geo.Resolution, u unresolved, err error) {
	var data []byte
	if err = row.Scan(&seq, &number, &m.Start, &m.End, &m.Phrase, &m.Role, &r.Outcome, &u.place, &r.Probability, &data); err != nil {
		return seq, number, m, r, u, err
	}
	if want != nil && !want(seq, number) {
		u.skipped = true
		return seq, number, m, r, u, nil
	}
	var d mentionData
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
func (r *placeReader) setPlaces(ctx context.Context, open []unresolved) error {
	var keys []int64
	for _, u := range open {
		if u.place.Valid {
			keys = append(keys, u.place.Int64)
		}
		for _, c := range u.candidates {
			keys = append(keys, c.Place)
		}
	}
	if err := r.fetch(ctx, keys); err != nil {
		return err
	}
	for _, u := range open {
		resolution := &u.p.Resolutions[u.mention]
		if u.place.Valid {
			place, err := r.get(ctx, u.place.Int64)
			if err != nil {
				return err
			}
			copied := *place
			resolution.Place = &copied
		}
		for _, c := range u.candidates {
			place, err := r.get(ctx, c.Place)
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

// Parsed yields the parsed articles of a collection in order of arrival, with all their mentions. It reads a few at a time.
func (db *DB) Parsed(ctx context.Context, collection string) iter.Seq2[*geo.Parsed, error] {
	return func(yield func(*geo.Parsed, error) bool) {
		fail := func(err error) {
			yield(nil, fmt.Errorf("reading the articles of the collection %q: %w", collection, category(err)))
		}
		if _, err := db.Info(ctx, collection); err != nil {
			yield(nil, err)
			return
		}
		for after := int64(-1); ; {
			var seqs []int64
			rows, err := db.reader.QueryContext(ctx, `SELECT article FROM members WHERE collection = $1 AND article > $2 AND number > 0 AND trashed = 0
				ORDER BY article LIMIT $3`, collection, after, streamArticles)
			err = scan(rows, err, func(row scanner) error {
				err := row.Scan(&after)
				seqs = append(seqs, after)
				return err
			})
			if err != nil {
				fail(err)
				return
			}
			if len(seqs) == 0 {
				return
			}
			condition, arg := db.oneOf("m.article", 2, seqs)
			var batch []*geo.Parsed
			err = db.load(ctx, `m.collection = $1 AND `+condition, []any{collection, arg}, func(l loaded) { batch = append(batch, l.p) })
			if err != nil {
				fail(err)
				return
			}
			for _, p := range batch {
				if !yield(p, nil) {
					return
				}
			}
		}
	}
}
