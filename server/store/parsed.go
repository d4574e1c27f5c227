package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/geo"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// mentionData is what is kept of a mention and its resolution beside what is
// asked for by column.
type mentionData struct {
	Association   geo.Association `json:",omitempty"`
	Recognized    float64         `json:",omitempty"`
	Passage       geo.Span
	Relation      *relationData  `json:",omitempty"`
	When          *geo.DateRange `json:",omitempty"`
	Confidence    geo.Confidence `json:",omitempty"`
	UncertaintyKM float64        `json:",omitempty"`
	Candidates    []candidate    `json:",omitempty"`
	Why           []string       `json:",omitempty"`
}

// relationData is a relation whose area is kept as WKB.
type relationData struct {
	geo.Relation
	Area []byte `json:",omitempty"`
}

// candidate is a candidate by the key of its place.
type candidate struct {
	Place int64
	Score float64
}

// focusData is a focus by the key of its place.
type focusData struct {
	Place    int64
	Weight   float64
	Level    string
	Mentions int
}

// epoch is where stamps begin, in milliseconds since 1970: 2025.
const epoch = 1735689600000

// PutParsed keeps what was found in an article, in place of what was found
// before. The article's ids, links and decisions stay. The error wraps
// [geo.ErrNotFound] when there is no article with this key.
func (tx *Tx) PutParsed(ctx context.Context, key string, p *geo.Parsed) error {
	fail := func(err error) error {
		return fmt.Errorf("keeping what was found in article %q: %w", p.Article.ID, err)
	}
	var seq int64
	var hash string
	err := tx.row(ctx, `SELECT seq, hash FROM articles WHERE key = $1`, key).Scan(&seq, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return fail(fmt.Errorf("key %q: %w", key, geo.ErrNotFound))
	}
	if err != nil {
		return fail(err)
	}
	places, err := tx.putPlaces(ctx, p)
	if err != nil {
		return fail(err)
	}
	focus := make([]focusData, len(p.Focus))
	for i := range p.Focus {
		f := &p.Focus[i]
		focus[i] = focusData{places[digest(&f.Place)], f.Weight, f.Level, f.Mentions}
	}
	said, err := json.Marshal(focus)
	if err != nil {
		return fail(err)
	}
	l := p.Ledger
	_, err = tx.exec(ctx, `INSERT INTO parses
		(article, language, model, gazetteer, recognizer, resolver, focus, mentions, placed, countries, ambiguous, approximate, missing, stamp)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT (article) DO UPDATE SET language = excluded.language, model = excluded.model, gazetteer = excluded.gazetteer,
			recognizer = excluded.recognizer, resolver = excluded.resolver, focus = excluded.focus, mentions = excluded.mentions,
			placed = excluded.placed, countries = excluded.countries, ambiguous = excluded.ambiguous,
			approximate = excluded.approximate, missing = excluded.missing,
			stamp = CASE WHEN excluded.stamp > parses.stamp THEN excluded.stamp ELSE parses.stamp + 1 END`,
		seq, p.Language, p.Model, p.Versions.Gazetteer, p.Versions.Recognizer, p.Versions.Resolver, string(said),
		l.Mentions, l.Placed, l.Countries, l.Ambiguous, l.Approximate, l.Missing, time.Now().UnixMilli()-epoch)
	if err != nil {
		return fail(err)
	}
	if _, err := tx.exec(ctx, `DELETE FROM mentions WHERE article = $1`, seq); err != nil {
		return fail(err)
	}
	if err := tx.putMentions(ctx, seq, hash, p, places); err != nil {
		return fail(err)
	}
	return nil
}

// putMentions inserts the mentions of an article.
func (tx *Tx) putMentions(ctx context.Context, seq int64, hash string, p *geo.Parsed, places map[string]int64) error {
	rows := make([][]any, len(p.Mentions))
	a := geo.Article{Hash: hash}
	for i := range p.Mentions {
		m, r := &p.Mentions[i], &p.Resolutions[i]
		d := mentionData{
			Association: m.Association, Recognized: m.Recognized, Passage: m.Passage, When: m.When,
			Confidence: r.Confidence, UncertaintyKM: r.UncertaintyKM, Why: r.Why,
		}
		if m.Relation != nil {
			d.Relation = &relationData{Relation: *m.Relation}
			if m.Relation.Area != nil {
				b, err := wkb.Marshal(m.Relation.Area)
				if err != nil {
					return fmt.Errorf("encoding the area of a relation: %w", err)
				}
				d.Relation.Area = b
			}
		}
		for k := range r.Candidates {
			d.Candidates = append(d.Candidates, candidate{places[digest(&r.Candidates[k].Place)], r.Candidates[k].Score})
		}
		data, err := json.Marshal(d)
		if err != nil {
			return err
		}
		var place any
		if r.Place != nil {
			place = places[digest(r.Place)]
		}
		rows[i] = []any{
			seq, i, geo.MentionID(&a, m.Span), m.Start, m.End, m.Phrase, string(m.Role), string(r.Outcome), place, r.Probability, string(data),
		}
	}
	return tx.insert(ctx, `INSERT INTO mentions (article, number, id, first, past, phrase, role, outcome, place, probability, data)`, ``, rows)
}

// maxValues is the number of values that one statement takes.
const maxValues = 30_000

// insert puts rows of values into a table, as many at a time as a statement takes.
func (tx *Tx) insert(ctx context.Context, into, then string, rows [][]any) error {
	if tx.db.dialect == SQLite && len(rows) > 0 { // a statement that is prepared is faster than many rows in one
		query := into + ` VALUES (` + parameters(len(rows[0])) + `)` + then
		for _, row := range rows {
			if _, err := tx.exec(ctx, query, row...); err != nil {
				return err
			}
		}
		return nil
	}
	for len(rows) > 0 {
		n := min(len(rows), maxValues/len(rows[0]))
		var query strings.Builder
		query.WriteString(into)
		var values []any
		for i, row := range rows[:n] {
			query.WriteString([...]string{" VALUES (", ", ("}[min(i, 1)])
			for k := range row {
				if k > 0 {
					query.WriteByte(',')
				}
				query.WriteByte('$')
				query.WriteString(strconv.Itoa(len(values) + k + 1))
			}
			query.WriteByte(')')
			values = append(values, row...)
		}
		query.WriteString(then)
		if _, err := tx.tx.ExecContext(ctx, query.String(), values...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// placeData returns how a place is kept; digest names that.
func placeData(p *geo.Place) []byte {
	b, err := json.Marshal(p)
	if err != nil {
		panic(fmt.Sprintf("a place has nothing that JSON cannot hold: %v", err))
	}
	return b
}

func digest(p *geo.Place) string { return geo.ContentID(string(placeData(p))) }

// putPlaces keeps the places that an article's resolutions speak of and returns
// their keys by digest. They are put in the order of their digests, so that two
// transactions never wait for one another.
func (tx *Tx) putPlaces(ctx context.Context, p *geo.Parsed) (map[string]int64, error) {
	all := map[string]*geo.Place{}
	for i := range p.Resolutions {
		r := &p.Resolutions[i]
		if r.Place != nil {
			all[digest(r.Place)] = r.Place
		}
		for k := range r.Candidates {
			all[digest(&r.Candidates[k].Place)] = &r.Candidates[k].Place
		}
	}
	for i := range p.Focus {
		all[digest(&p.Focus[i].Place)] = &p.Focus[i].Place
	}
	keys := make(map[string]int64, len(all))
	if err := tx.findPlaces(ctx, all, keys); err != nil || len(keys) == len(all) {
		return keys, err
	}
	var missing []string
	for d := range all {
		if _, ok := keys[d]; !ok {
			missing = append(missing, d)
		}
	}
	slices.Sort(missing)
	rows := make([][]any, len(missing))
	for i, d := range missing {
		pl := all[d]
		rows[i] = []any{d, string(pl.ID), clean(pl.Name), pl.Kind.String(), pl.Point.Lon(), pl.Point.Lat(), string(placeData(pl))}
	}
	if err := tx.insert(ctx, `INSERT INTO places (digest, id, name, kind, lon, lat, data)`, ` ON CONFLICT (digest) DO NOTHING`, rows); err != nil {
		return nil, err
	}
	return keys, tx.findPlaces(ctx, all, keys)
}

// findPlaces adds to keys those of the places that are kept and are not in it.
func (tx *Tx) findPlaces(ctx context.Context, all map[string]*geo.Place, keys map[string]int64) error {
	var args []any
	for d := range all {
		if _, ok := keys[d]; ok {
			continue
		}
		if tx.db.dialect == Postgres {
			args = append(args, d)
			continue
		}
		var key int64
		switch err := tx.row(ctx, `SELECT key FROM places WHERE digest = $1`, d).Scan(&key); {
		case err == nil:
			keys[d] = key
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
	}
	for batch := range slices.Chunk(args, 500) {
		rows, err := tx.tx.QueryContext(ctx, `SELECT digest, key FROM places WHERE digest IN (`+parameters(len(batch))+`)`, batch...)
		err = scan(rows, err, func(row scanner) error {
			var d string
			var key int64
			if err := row.Scan(&d, &key); err != nil {
				return err
			}
			keys[d] = key
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// parameters is "$1, $2, …", n of them.
func parameters(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(i + 1))
	}
	return b.String()
}

// ParsedByKey returns an article with what was found in it, with the id that its
// source gave it; one that was not parsed yet is [geo.ErrNotFound].
func (db *DB) ParsedByKey(ctx context.Context, key string) (*geo.Parsed, error) {
	var found *geo.Parsed
	err := db.load(ctx, `a.key = $1`, []any{key}, func(_ string, p *geo.Parsed) { found = p })
	if err != nil {
		return nil, fmt.Errorf("reading article with key %q: %w", key, err)
	}
	if found == nil {
		return nil, fmt.Errorf("parsed article with key %q: %w", key, geo.ErrNotFound)
	}
	return found, nil
}

// PublisherBlock is how many articles of a publisher are revised together.
const PublisherBlock = 1000

// Publisher returns a block of the parsed articles of a publisher, in the order of
// their arrival, with their keys; blocks count from 0.
func (db *DB) Publisher(ctx context.Context, publisher string, block int) (keys []string, parsed []*geo.Parsed, err error) {
	var first, past sql.NullInt64
	err = db.reader.QueryRowContext(ctx, `SELECT min(seq), max(seq) FROM (
		SELECT seq FROM articles WHERE publisher = $1 ORDER BY seq LIMIT $2 OFFSET $3) AS block`,
		publisher, PublisherBlock, block*PublisherBlock).Scan(&first, &past)
	if err == nil && first.Valid {
		err = db.load(ctx, `a.publisher = $1 AND a.seq BETWEEN $2 AND $3`, []any{publisher, first.Int64, past.Int64}, func(key string, p *geo.Parsed) {
			keys, parsed = append(keys, key), append(parsed, p)
		})
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading the articles of publisher %q: %w", publisher, category(err))
	}
	return keys, parsed, nil
}

// load calls f with each parsed article that a condition on articles a (and, where
// it names a collection as m.collection, its members m) holds for, in the order of
// arrival, with its key.
func (db *DB) load(ctx context.Context, where string, args []any, f func(key string, p *geo.Parsed)) error {
	members, id := ``, `a.given`
	if strings.Contains(where, "m.collection") {
		members, id = ` JOIN members m ON m.article = a.seq`, `m.id`
	}
	tx, err := db.snapshot(ctx)
	if err != nil {
		return category(err)
	}
	defer rollback(tx)
	rows, err := tx.QueryContext(ctx, `SELECT `+articleColumns+`, `+id+`,
		p.language, p.model, p.gazetteer, p.recognizer, p.resolver, p.focus, p.mentions, p.placed, p.countries, p.ambiguous, p.approximate, p.missing
		FROM articles a JOIN parses p ON p.article = a.seq`+members+` WHERE `+where+` ORDER BY a.seq`, args...)
	if err != nil {
		return category(err)
	}
	defer rows.Close()
	type loaded struct {
		seq   int64
		key   string
		p     *geo.Parsed
		focus []focusData
	}
	var all []loaded
	for rows.Next() {
		p := &geo.Parsed{}
		var given string
		var focus []byte
		seq, key, err := scanArticle(rows, &p.Article, &given, &p.Language, &p.Model,
			&p.Versions.Gazetteer, &p.Versions.Recognizer, &p.Versions.Resolver, &focus,
			&p.Ledger.Mentions, &p.Ledger.Placed, &p.Ledger.Countries, &p.Ledger.Ambiguous, &p.Ledger.Approximate, &p.Ledger.Missing)
		if err != nil {
			return err
		}
		if given != "" {
			p.Article.ID = given
		}
		l := loaded{seq: seq, key: key, p: p}
		if err := json.Unmarshal(focus, &l.focus); err != nil {
			return fmt.Errorf("the focus of article %q: %w: %w", key, geo.ErrCorrupt, err)
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
		f(l.key, l.p)
	}
	return nil
}

// placeGetter reads places by key, each once.
type placeGetter struct {
	db    *DB
	tx    *sql.Tx
	known map[int64]*geo.Place
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
			return fmt.Errorf("a mention of %q: %w: %w", m.Phrase, geo.ErrCorrupt, err)
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

// get returns the place with a key.
func (g *placeGetter) get(ctx context.Context, key int64) (*geo.Place, error) {
	if g.known[key] == nil {
		if err := g.fetch(ctx, []int64{key}); err != nil {
			return nil, err
		}
	}
	if p := g.known[key]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("the place with key %d is not there: %w", key, geo.ErrCorrupt)
}

// fetch makes the places with the keys known. Places never change, so that one
// that was read stays in the cache.
func (g *placeGetter) fetch(ctx context.Context, keys []int64) error {
	var missing []any
	for _, key := range keys {
		if _, ok := g.known[key]; ok {
			continue
		}
		p := g.db.cache.place(key)
		g.known[key] = p
		if p == nil {
			missing = append(missing, key)
		}
	}
	for batch := range slices.Chunk(missing, 500) {
		rows, err := g.tx.QueryContext(ctx, `SELECT key, data FROM places WHERE key IN (`+parameters(len(batch))+`)`, batch...)
		err = scan(rows, err, func(row scanner) error {
			var key int64
			var data []byte
			p := &geo.Place{}
			if err := row.Scan(&key, &data); err != nil {
				return err
			}
			if err := json.Unmarshal(data, p); err != nil {
				return fmt.Errorf("a place: %w: %w", geo.ErrCorrupt, err)
			}
			g.known[key] = p
			g.db.cache.keepPlace(key, p)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// area reads the area of a relation.
func area(b []byte) (orb.Geometry, error) {
	g, err := wkb.Unmarshal(b)
	if err != nil {
		return nil, fmt.Errorf("the area of a relation: %w: %w", geo.ErrCorrupt, err)
	}
	return g, nil
}
