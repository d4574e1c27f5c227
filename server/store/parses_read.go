package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"dateline/geo"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// loaded is a parsed article as it was read.
type loaded struct {
	seq   int64
	key   string
	stamp int64
	p     *geo.Parsed
	focus []focusData
}

// load calls f with each parsed article that a condition on articles a (and, where
// it names a collection as m.collection, its members m) holds for, in the order of
// arrival.
func (db *DB) load(ctx context.Context, where string, args []any, f func(loaded)) error {
	tx, err := db.snapshot(ctx)
	if err != nil {
		return category(err)
	}
	defer rollback(tx)
	return db.loadIn(ctx, tx, where, args, f)
}

// loadIn does what load does, in a transaction.
func (db *DB) loadIn(ctx context.Context, tx *sql.Tx, where string, args []any, f func(loaded)) error {
	members, id := ``, `a.given`
	if strings.Contains(where, "m.collection") {
		members, id = ` JOIN members m ON m.article = a.seq`, `m.id`
	}
	rows, err := tx.QueryContext(ctx, `SELECT `+articleColumns+`, `+id+`,
		p.language, p.model, p.gazetteer, p.recognizer, p.resolver, p.focus, p.mentions, p.placed, p.countries, p.ambiguous, p.approximate, p.missing, p.stamp
		FROM articles a JOIN parses p ON p.article = a.seq`+members+` WHERE `+where+` ORDER BY a.seq`, args...)
	if err != nil {
		return category(err)
	}
	defer rows.Close()
	var all []loaded
	for rows.Next() {
		p := &geo.Parsed{}
		l := loaded{p: p}
		var given string
		var focus []byte
		l.seq, l.key, err = scanArticle(rows, &p.Article, &given, &p.Language, &p.Model,
			&p.Versions.Gazetteer, &p.Versions.Recognizer, &p.Versions.Resolver, &focus,
			&p.Ledger.Mentions, &p.Ledger.Placed, &p.Ledger.Countries, &p.Ledger.Ambiguous, &p.Ledger.Approximate, &p.Ledger.Missing, &l.stamp)
		if err != nil {
			return err
		}
		if given != "" {
			p.Article.ID = given
		}
		if err := json.Unmarshal(focus, &l.focus); err != nil {
			return geo.Errorf(geo.ErrCorrupt, "the focus of article %q: %w", l.key, err)
		}
		p.Mentions, p.Resolutions = make([]geo.Mention, 0, p.Ledger.Mentions), make([]geo.Resolution, 0, p.Ledger.Mentions)
		all = append(all, l)
	}
	if err := rows.Err(); err != nil {
		return category(err)
	}
	g := placeGetter{db: db, tx: tx, known: map[int64]*geo.Place{}}
	if len(all) > 0 {
		next := 0
		if err := g.mentions(ctx, members, where, args, func(seq int64) *geo.Parsed {
			for all[next].seq != seq {
				next++
			}
			return all[next].p
		}); err != nil {
			return err
		}
	}
	for _, l := range all {
		for _, d := range l.focus {
			place, err := g.get(ctx, d.Place)
			if err != nil {
				return err
			}
			l.p.Focus = append(l.p.Focus, geo.Focus{Place: *place, Weight: d.Weight, Level: d.Level, Mentions: d.Mentions})
		}
		f(l)
	}
	return nil
}

// mentions reads the mentions of the articles that a condition holds for and adds
// them to what of says.
func (g *placeGetter) mentions(ctx context.Context, members, where string, args []any, of func(seq int64) *geo.Parsed) error {
	rows, err := g.tx.QueryContext(ctx, `SELECT x.article, x.first, x.past, x.phrase, x.role, x.outcome, x.place, x.probability, x.data
		FROM mentions x JOIN articles a ON a.seq = x.article`+members+` WHERE `+where+` ORDER BY x.article, x.number`, args...)
	if err != nil {
		return category(err)
	}
	defer rows.Close()
	type pending struct {
		p          *geo.Parsed
		n          int
		place      sql.NullInt64
		candidates []candidate
	}
	var open []pending
	for rows.Next() {
		var m geo.Mention
		var r geo.Resolution
		var seq int64
		var place sql.NullInt64
		var data []byte
		if err := rows.Scan(&seq, &m.Start, &m.End, &m.Phrase, &m.Role, &r.Outcome, &place, &r.Probability, &data); err != nil {
			return err
		}
		var d mentionData
		if err := json.Unmarshal(data, &d); err != nil {
			return geo.Errorf(geo.ErrCorrupt, "a mention of %q: %w", m.Phrase, err)
		}
		m.Association, m.Recognized, m.Passage, m.When = d.Association, d.Recognized, d.Passage, d.When
		if d.Relation != nil {
			m.Relation = &d.Relation.Relation
			if len(d.Relation.Area) > 0 {
				if m.Relation.Area, err = area(d.Relation.Area); err != nil {
					return err
				}
			}
		}
		r.Confidence, r.UncertaintyKM, r.Why = d.Confidence, d.UncertaintyKM, d.Why
		p := of(seq)
		open = append(open, pending{p, len(p.Mentions), place, d.Candidates})
		p.Mentions, p.Resolutions = append(p.Mentions, m), append(p.Resolutions, r)
	}
	if err := rows.Err(); err != nil {
		return category(err)
	}
	var keys []int64
	for _, o := range open {
		if o.place.Valid {
			keys = append(keys, o.place.Int64)
		}
		for _, c := range o.candidates {
			keys = append(keys, c.Place)
		}
	}
	if err := g.fetch(ctx, keys); err != nil {
		return err
	}
	for _, o := range open {
		r := &o.p.Resolutions[o.n]
		if o.place.Valid {
			place, err := g.get(ctx, o.place.Int64)
			if err != nil {
				return err
			}
			copied := *place
			r.Place = &copied
		}
		for _, c := range o.candidates {
			place, err := g.get(ctx, c.Place)
			if err != nil {
				return err
			}
			r.Candidates = append(r.Candidates, geo.Candidate{Place: *place, Score: c.Score})
		}
	}
	return nil
}

// area reads the area of a relation.
func area(b []byte) (orb.Geometry, error) {
	g, err := wkb.Unmarshal(b)
	if err != nil {
		return nil, geo.Errorf(geo.ErrCorrupt, "the area of a relation: %w", err)
	}
	return g, nil
}
