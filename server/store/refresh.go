package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"dateline/geo"
	"dateline/server/selection"
	"dateline/server/store/columns"
	"dateline/server/store/internal/answer"
	"dateline/server/store/internal/collections"
	"dateline/server/store/internal/database"
	"dateline/server/store/internal/decision"
	"dateline/server/store/internal/segments"
)

// reading is what a mention is taken to mean, in the form that the columns need.
type reading struct {
	decision.Meaning
	from, to  uint32 // days that the passage speaks of
	span      geo.Span
	mentionID string // without the number of its copy
	phrase    string
}

// newReading returns the reading of a mention without decisions. place is the key of the resolution's place.
func newReading(id string, m *geo.Mention, o geo.Outcome, c geo.Confidence, placeID geo.PlaceID, place int64) reading {
	r := reading{
		Meaning:   decision.Meaning{Outcome: o, Confidence: c, Role: m.Role, Place: place, PlaceID: placeID, State: selection.StateUndecided},
		mentionID: id, phrase: m.Phrase, span: m.Span,
	}
	if m.When != nil {
		r.from, r.to = columns.Day(m.When.First), columns.Day(m.When.Last)
		if r.to < r.from {
			r.to = r.from
		}
	}
	return r
}

// onMap returns the key and the id of the place where the mention is on the map, or 0.
func (r *reading) onMap() (place int64, id geo.PlaceID) {
	if r.Outcome == geo.OutcomePlaced || r.Outcome == geo.OutcomeCountry {
		return r.Place, r.PlaceID
	}
	return 0, ""
}

// update is the state of the columns of a collection in a transaction.
type update struct {
	tx                      *Tx
	number, version         int64
	articles, slots, places int64
	gone                    int64
	mentions, article       *segments.Table
	placeTable              *segments.Table
	numbers                 map[geo.PlaceID]numbered
}

// numbered is a place of a collection: its number, and the key of the row that describes it.
type numbered struct{ number, place int64 }

// pendingArticle is an article that is to be written to the columns of a collection, or of all that have it if the name is empty.
type pendingArticle struct {
	collection string
	article    int64
}

// changed records that articles, given by their numbers in the store, are to be written to the columns of a collection, or of all
// collections that have them if the name is empty, before the transaction is committed.
func (tx *Tx) changed(ctx context.Context, collection string, articles ...int64) error {
	if tx.pending == nil {
		tx.pending = map[pendingArticle]bool{}
	}
	for _, seq := range articles {
		tx.pending[pendingArticle{collection, seq}] = true
	}
	if tx.deferred {
		return nil
	}
	return tx.flush(ctx)
}

// flush writes the changed articles to the columns of their collections.
func (tx *Tx) flush(ctx context.Context) error {
	if len(tx.pending) == 0 {
		return nil
	}
	byCollection := map[string][]int64{}
	var everywhere []int64
	for p := range tx.pending {
		if p.collection == "" {
			everywhere = append(everywhere, p.article)
		} else {
			byCollection[p.collection] = append(byCollection[p.collection], p.article)
		}
	}
	tx.pending = nil
	slices.Sort(everywhere)
	condition, arg := tx.db.OneOf("article", 1, everywhere)
	if len(everywhere) > 0 {
		rows, err := tx.Query(ctx, `SELECT collection, article FROM members WHERE `+condition+` ORDER BY collection, article`, arg)
		err = database.Scan(rows, err, func(row database.Scanner) error {
			var name string
			var seq int64
			err := row.Scan(&name, &seq)
			byCollection[name] = append(byCollection[name], seq)
			return err
		})
		if err != nil {
			return fmt.Errorf("listing the collections of articles: %w", err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(byCollection)) {
		seqs := byCollection[name]
		slices.Sort(seqs)
		if err := tx.refresh(ctx, name, slices.Compact(seqs)); err != nil {
			return fmt.Errorf("updating the columns of the collection %q: %w", name, err)
		}
	}
	tx.readings, tx.places, tx.before = nil, nil, nil
	return nil
}

// open locks a collection and opens its columns.
func (tx *Tx) open(ctx context.Context, name string) (*update, error) {
	u := &update{tx: tx, numbers: map[geo.PlaceID]numbered{}}
	query := `SELECT number, version, articles, slots, places, gone FROM collections WHERE name = $1`
	if tx.db.Dialect() == database.Postgres {
		query += ` FOR NO KEY UPDATE`
	}
	err := tx.Row(ctx, query, name).Scan(&u.number, &u.version, &u.articles, &u.slots, &u.places, &u.gone)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, collections.NotFound(name)
	}
	if err != nil {
		return nil, err
	}
	u.version = max(u.version+1, time.Now().UnixMilli())
	for kind, t := range map[columns.Kind]**segments.Table{columns.MentionKind: &u.mentions, columns.ArticleKind: &u.article, columns.PlaceKind: &u.placeTable} {
		if *t, err = segments.Open(ctx, tx.Tx, u.number, kind); err != nil {
			return nil, err
		}
	}
	if u.article.Len() == 0 {
		u.article.Append(columns.Article{}.Row())
	}
	if u.placeTable.Len() == 0 {
		u.placeTable.Append(columns.Place{}.Row())
	}
	return u, nil
}

// close writes the columns and the new version of the collection.
func (u *update) close(ctx context.Context) error {
	for _, t := range []*segments.Table{u.mentions, u.article, u.placeTable} {
		if err := t.Write(ctx, u.version); err != nil {
			return err
		}
	}
	_, err := u.tx.Exec(ctx, `UPDATE collections SET version = $2, articles = $3, slots = $4, places = $5, gone = $6 WHERE number = $1`,
		u.number, u.version, u.articles, u.slots, u.places, u.gone)
	return err
}

// memberRow is an article of a collection as the columns need it.
type memberRow struct {
	article, number, slot, slots int64
	live                         bool
	publisher, published, lang   string
	feed, id                     string
	isNew                        bool // it had no number
	copy                         int
	leader                       int64 // number of the first article with nearly the same text, or 0
}

// refresh writes the readings of articles to the columns of a collection.
func (tx *Tx) refresh(ctx context.Context, name string, seqs []int64) error {
	u, err := tx.open(ctx, name)
	if err != nil {
		return err
	}
	for batch := range slices.Chunk(seqs, 500) {
		members, err := tx.memberRows(ctx, name, batch)
		if err != nil {
			return err
		}
		if err := u.put(ctx, name, members); err != nil {
			return err
		}
	}
	return u.close(ctx)
}

// memberRows reads articles of a collection.
func (tx *Tx) memberRows(ctx context.Context, name string, seqs []int64) (all []memberRow, err error) {
	condition, arg := tx.db.OneOf("m.article", 2, seqs)
	rows, err := tx.Query(ctx, memberRowsQuery+condition+` ORDER BY m.article`, name, arg)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var m memberRow
		err := row.Scan(&m.article, &m.number, &m.slot, &m.slots, &m.live, &m.publisher, &m.published, &m.lang, &m.feed, &m.leader, &m.id, &m.copy)
		all = append(all, m)
		return err
	})
	return all, err
}

// put writes articles to the columns.
func (u *update) put(ctx context.Context, name string, members []memberRow) error {
	readings := make([][]reading, len(members))
	for i := range members {
		if !members[i].live {
			continue
		}
		var err error
		if readings[i], err = u.tx.readingsOf(ctx, name, &members[i]); err != nil {
			return err
		}
	}
	if err := u.findPlaces(ctx, readings); err != nil {
		return err
	}
	var change factChange
	for i := range members {
		if err := u.putArticle(ctx, name, &members[i], readings[i], &change); err != nil {
			return err
		}
	}
	return u.applyFacts(ctx, &change)
}

// factChange are the facts to delete, by place, day and slot, and to insert, and the changes of readings.
type factChange struct {
	deleted  [][3]int64
	inserted [][]any
	readings [][]any
}

// putArticle writes an article to the columns and adds the facts that change.
func (u *update) putArticle(ctx context.Context, name string, m *memberRow, readings []reading, change *factChange) error {
	if m.number == 0 && !m.live {
		return nil
	}
	row, oldDay, err := u.articleRow(ctx, m)
	if err != nil {
		return err
	}
	old := make([][]uint32, m.slots)
	for i := range old {
		if old[i], err = u.mentions.Get(ctx, int(m.slot)+i); err != nil {
			return err
		}
	}
	if err := u.record(ctx, m, old, readings, change); err != nil {
		return err
	}
	oldSlot, moved := m.slot, len(old) != len(readings)
	if moved {
		for i := range old {
			if err := u.mentions.Set(ctx, int(oldSlot)+i, columns.Mention{}.Row()); err != nil {
				return err
			}
		}
		u.gone += int64(len(old))
		m.slot, m.slots = u.slots, int64(len(readings))
		u.slots += m.slots
	}
	fact := func(place, day uint32, i int) { // inserts the fact of a mention
		change.inserted = append(change.inserted, []any{u.number, int64(place), int64(day), m.slot + int64(i), m.article, int64(i)})
	}
	for i := range old {
		if moved {
			change.deleted = append(change.deleted, [3]int64{int64(old[i][1]), int64(oldDay), oldSlot + int64(i)})
		}
	}
	for i := range readings {
		r := &readings[i]
		_, id := r.onMap()
		n := columns.Mention{
			Article: uint32(m.number), Place: uint32(u.numbers[id].number), Codes: columns.Codes(r.Confidence, r.Outcome, r.Role, r.State), First: r.from, Last: r.to,
		}
		if moved {
			u.mentions.Append(n.Row())
			fact(n.Place, row.Day, i)
			continue
		}
		if err := u.mentions.Set(ctx, int(m.slot)+i, n.Row()); err != nil {
			return err
		}
		if old[i][1] != n.Place || oldDay != row.Day {
			change.deleted = append(change.deleted, [3]int64{int64(old[i][1]), int64(oldDay), oldSlot + int64(i)})
			fact(n.Place, row.Day, i)
		}
	}
	row.First, row.Count = uint32(m.slot), uint32(m.slots)
	if int(m.number) == u.article.Len() {
		u.article.Append(row.Row())
	} else if err := u.article.Set(ctx, int(m.number), row.Row()); err != nil {
		return err
	}
	_, err = u.tx.Exec(ctx, `UPDATE members SET number = $3, slot = $4, slots = $5 WHERE collection = $1 AND article = $2`, name, m.article, m.number, m.slot, m.slots)
	return err
}

// articleRow returns the columns of an article without its mentions, and the day that it had before.
// It gives a new article a number.
func (u *update) articleRow(ctx context.Context, m *memberRow) (row columns.Article, oldDay uint32, err error) {
	row.Day = columns.Day(m.published)
	for _, c := range []struct {
		kind answer.CodeKind
		text string
		code *uint32
	}{{answer.PublisherCode, m.publisher, &row.Publisher}, {answer.LanguageCode, m.lang, &row.Language}, {answer.FeedCode, m.feed, &row.Feed}} {
		if *c.code, err = u.tx.code(ctx, c.kind, c.text, c.text); err != nil {
			return row, 0, err
		}
	}
	if m.live {
		row.Live = 1
	}
	if m.number == 0 {
		u.articles++
		m.number, m.isNew = u.articles, true
	} else {
		values, err := u.article.Get(ctx, int(m.number))
		if err != nil {
			return row, 0, err
		}
		oldDay = values[3]
	}
	if row.Group = uint32(m.leader); row.Group == 0 {
		row.Group = uint32(m.number)
	}
	return row, oldDay, nil
}

// applyFacts deletes and inserts facts.
func (u *update) applyFacts(ctx context.Context, c *factChange) error {
	if u.tx.db.Dialect() == database.Postgres && len(c.deleted) > 0 {
		var places, days, slots []int64
		for _, d := range c.deleted {
			places, days, slots = append(places, d[0]), append(days, d[1]), append(slots, d[2])
		}
		_, err := u.tx.Exec(ctx, `DELETE FROM facts f USING unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS old (place, day, slot)
			WHERE f.collection = $1 AND f.place = old.place AND f.day = old.day AND f.slot = old.slot`, u.number, places, days, slots)
		if err != nil {
			return err
		}
		c.deleted = nil
	}
	for _, d := range c.deleted {
		_, err := u.tx.Exec(ctx, `DELETE FROM facts WHERE collection = $1 AND place = $2 AND day = $3 AND slot = $4`, u.number, d[0], d[1], d[2])
		if err != nil {
			return err
		}
	}
	if err := u.tx.Insert(ctx, `INSERT INTO facts (collection, place, day, slot, article, mention)`, ``, c.inserted); err != nil {
		return err
	}
	return u.insertReadings(ctx, c.readings)
}

// readingsOf returns the readings of an article in a collection, with the decisions about them. Places that the program missed follow
// the mentions that it found.
func (tx *Tx) readingsOf(ctx context.Context, collection string, m *memberRow) ([]reading, error) {
	base, err := tx.baseReadings(ctx, m.article)
	if err != nil {
		return nil, err
	}
	decisions, err := tx.decisionsOf(ctx, collection)
	if err != nil || decisions == nil {
		return base, err
	}
	out := slices.Clone(base)
	spans := make([]geo.Span, len(base))
	for i := range out {
		r := &out[i]
		spans[i] = r.span
		r.Meaning = r.Decided(decisions.Find(m.id, geo.CopyID(r.mentionID, m.copy), r.phrase))
	}
	for _, d := range decisions.Missed(m.id, spans) {
		r := reading{Meaning: decision.Meaning{Role: geo.RoleLiteral}, mentionID: strings.TrimSuffix(d.Mention, copySuffix(m.copy)), phrase: d.Phrase, span: d.Span}
		role := d
		if d.Role == "" {
			role = nil
		}
		r.Meaning = r.Decided(d, role)
		out = append(out, r)
	}
	return out, nil
}

// copySuffix returns what [geo.CopyID] appends for the n-th copy.
func copySuffix(n int) string { return strings.TrimPrefix(geo.CopyID("x", n), "x") }

// baseReadings returns the readings of an article without decisions.
func (tx *Tx) baseReadings(ctx context.Context, article int64) ([]reading, error) {
	if r, ok := tx.readings[article]; ok {
		return r, nil
	}
	all := []reading{}
	rows, err := tx.Query(ctx, `SELECT x.id, x.first, x.past, x.phrase, x.role, x.outcome, x.place, pl.id, x.data FROM mentions x LEFT JOIN places pl ON pl.key = x.place
		WHERE x.article = $1 ORDER BY x.number`, article)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var id string
		var m geo.Mention
		var outcome geo.Outcome
		var place sql.NullInt64
		var placeID sql.NullString
		var data []byte
		if err := row.Scan(&id, &m.Start, &m.End, &m.Phrase, &m.Role, &outcome, &place, &placeID, &data); err != nil {
			return err
		}
		var d struct {
			When       *geo.DateRange
			Confidence geo.Confidence
		}
		if err := json.Unmarshal(data, &d); err != nil {
			return geo.Errorf(geo.ErrCorrupt, "a stored mention of %q is damaged: %w", m.Phrase, err)
		}
		m.When = d.When
		all = append(all, newReading(id, &m, outcome, d.Confidence, geo.PlaceID(placeID.String), place.Int64))
		return nil
	})
	return all, err
}

// decisionsOf returns the decisions about a collection, which are read once in a transaction.
func (tx *Tx) decisionsOf(ctx context.Context, collection string) (*decision.Index, error) {
	if x, ok := tx.decisions[collection]; ok {
		return x, nil
	}
	x, err := decision.Read(ctx, tx.SQL(), collection)
	if err != nil {
		return nil, err
	}
	if tx.decisions == nil {
		tx.decisions = map[string]*decision.Index{}
	}
	tx.decisions[collection] = x
	return x, nil
}
