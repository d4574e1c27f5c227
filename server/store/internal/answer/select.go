// Package answer answers selections of mentions from the packed columns of a collection.
package answer

import (
	"context"
	"database/sql"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"

	"dateline/geo"
	"dateline/server/selection"
	"dateline/server/store/columns"
	"dateline/server/store/internal/cache"
	"dateline/server/store/internal/collections"
	"dateline/server/store/internal/database"
	"dateline/server/store/internal/parsed"
)

// Limits of the caches of a store in bytes.
const (
	resultBytes  = 6 << 20
	segmentBytes = 32 << 20
	columnBytes  = 24 << 20
	rowBytes     = 1 << 20
	dayBytes     = 2 << 20
)

// Result is the answer to a selection at one version of a collection. It is shared and must not be
// modified. Its methods are safe for concurrent use.
type Result struct {
	// Collection is the collection, and Version its version.
	Collection collections.Info
	Version    string
	// Selection is the canonical selection.
	Selection selection.Selection
	Counts    Counts
	// Total are the counts of the collection without a filter.
	Total Counts
	// Hidden counts the mentions that only their role excludes.
	Hidden map[geo.Role]int
	// Ledger counts the selected mentions by outcome.
	Ledger geo.Ledger
	// Notices name ids and values of the selection that the collection does not have.
	Notices []selection.Notice

	answers *Answers
	key     resultKey
	number  int64
	scan    *columns.Scan
	data    *collectionData
	review  *review
}

// Answers answers selections. It is safe for concurrent use.
type Answers struct {
	db     *database.DB
	parsed *parsed.Reader
	// areas returns places that no article names, see [Answers.SetAreas].
	areas atomic.Pointer[Areas]
	// closing ends when the store is closed.
	closing context.Context
	close   context.CancelFunc

	results   *cache.Bounded[resultKey, *Result]
	segments  *cache.Bounded[segmentKey, *columns.Mentions]
	columns   *cache.Bounded[columnKey, *collectionData]
	places    *cache.Bounded[placesKey, []PlaceRow]
	days      *cache.Bounded[daysKey, [][]uint32]
	codeNames codeNames
	flights   cache.Group[*Result]
	scanner   columns.Scanner
	slots     chan struct{} // one for each scan that runs
}

type (
	resultKey struct {
		number, version int64
		selection       string
	}
	segmentKey struct {
		number int64
		first  int
		parts  string // their counts and versions
	}
	columnKey struct{ number, version int64 }
)

// New returns answers from a database.
func New(db *database.DB, articles *parsed.Reader) *Answers {
	a := &Answers{
		db: db, parsed: articles, results: cache.New[resultKey, *Result](resultBytes), segments: cache.New[segmentKey, *columns.Mentions](segmentBytes),
		columns: cache.New[columnKey, *collectionData](columnBytes), places: cache.New[placesKey, []PlaceRow](rowBytes), days: cache.New[daysKey, [][]uint32](dayBytes),
		slots: make(chan struct{}, runtime.GOMAXPROCS(0)),
	}
	a.closing, a.close = context.WithCancel(context.Background())
	return a
}

// Close waits for the scans that are running.
func (a *Answers) Close() {
	a.close()
	a.flights.Wait()
}

// Info describes a collection. The error wraps [geo.ErrNotFound] if it does not exist.
func (a *Answers) Info(ctx context.Context, name string) (collections.Info, error) {
	c, err := collections.Read(ctx, a.db.Reader(), name)
	return c.Info, err
}

// Select returns the answer to a selection of mentions of a collection. Answers are cached; equal
// selections at the same time are answered once. The error wraps [geo.ErrNotFound] if there is no
// such collection.
func (a *Answers) Select(ctx context.Context, collection string, s selection.Selection) (*Result, error) {
	c, err := collections.Read(ctx, a.db.Reader(), collection)
	if err != nil {
		return nil, err
	}
	s = s.Canonical()
	key := resultKey{c.Number, c.Revision, s.String()}
	if r, ok := a.results.Get(key); ok && r.Collection == c.Info {
		return r, nil
	}
	flight := fmt.Sprint(key.number, " ", key.version, " ", key.selection)
	return a.flights.Do(ctx, a.closing, flight, func(ctx context.Context) (*Result, error) {
		r, err := a.answer(ctx, collection, s)
		if err != nil {
			return nil, fmt.Errorf("selecting mentions of the collection %q: %w", collection, err)
		}
		return r, nil
	})
}

// answer scans the columns of a collection.
func (a *Answers) answer(ctx context.Context, collection string, s selection.Selection) (*Result, error) {
	var total *Counts
	if !s.IsZero() {
		all, err := a.Select(ctx, collection, selection.Selection{})
		if err != nil {
			return nil, err
		}
		total = &all.Counts
	}
	select {
	case a.slots <- struct{}{}:
		defer func() { <-a.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	tx, err := a.db.Snapshot(ctx)
	if err != nil {
		return nil, database.Category(err)
	}
	defer database.Rollback(tx)
	c, err := collections.Read(ctx, tx, collection)
	if err != nil {
		return nil, err
	}
	data, err := a.readColumns(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	f, notices, err := a.filter(ctx, tx, c, s, data)
	if err != nil {
		return nil, err
	}
	d := data.Data
	d.Segment = func(ctx context.Context, n int) (*columns.Mentions, error) {
		return a.readSegment(ctx, tx, c.Number, data, n)
	}
	done, err := a.scanner.Run(ctx, &d, f)
	if err != nil {
		return nil, err
	}
	r := &Result{
		Collection: c.Info, Version: c.Version, Selection: s, Notices: notices, answers: a, number: c.Number, scan: done, data: data, review: &review{},
		Counts: Counts{Places: len(done.Places), Mentions: done.Mentions, Articles: done.Articles, Texts: done.Texts},
		Hidden: map[geo.Role]int{},
	}
	if total == nil {
		total = &r.Counts
	}
	r.Total = *total
	r.count()
	key := resultKey{c.Number, c.Revision, s.String()}
	r.key = key
	a.places.RemoveIf(func(old placesKey) bool { return old.number == c.Number && old.version < c.Revision })
	a.days.RemoveIf(func(old daysKey) bool { return old.number == c.Number && old.version < c.Revision })
	a.results.RemoveIf(func(old resultKey) bool { return old.number == c.Number && old.version < c.Revision })
	a.results.Put(key, r, done.Bytes()+1000)
	return r, nil
}

// count sets the ledger and the hidden mentions.
func (r *Result) count() {
	for i, o := range geo.Outcomes() {
		r.Ledger.Merge(ledgerOf(o, r.scan.SelectedOutcomes[i]))
	}
	selected := map[geo.Role]bool{}
	for _, role := range r.Selection.SelectedRoles() {
		selected[role] = true
	}
	for i, role := range selection.Roles() {
		if n := r.scan.Roles[i]; n > 0 && !selected[role] {
			r.Hidden[role] = n
		}
	}
}

// ledgerOf returns a ledger with one outcome.
func ledgerOf(o geo.Outcome, n int) geo.Ledger {
	l := geo.Ledger{Mentions: n}
	switch o {
	case geo.OutcomePlaced:
		l.Placed = n
	case geo.OutcomeCountry:
		l.Countries = n
	case geo.OutcomeAmbiguous:
		l.Ambiguous = n
	case geo.OutcomeApproximate:
		l.Approximate = n
	case geo.OutcomeMissing:
		l.Missing = n
	}
	return l
}

// collectionData are the columns of a collection without its mentions, and the parts of those.
type collectionData struct {
	columns.Data
	parts   []partRow // of the mentions
	names   nameOrder
	members memberNumbers
}

// partRow is a row of segments without its data.
type partRow struct {
	first, count int
	version      int64
}

// partsKey identifies the content of parts.
func partsKey(parts []partRow) string {
	var b strings.Builder
	for _, p := range parts {
		fmt.Fprintf(&b, "%d:%d@%d ", p.first, p.count, p.version)
	}
	return b.String()
}

// readColumns returns the columns of a collection without its mentions.
func (a *Answers) readColumns(ctx context.Context, tx *sql.Tx, c collections.Row) (*collectionData, error) {
	key := columnKey{c.Number, c.Revision}
	if data, ok := a.columns.Get(key); ok {
		return data, nil
	}
	parts := map[columns.Kind][]partRow{}
	rows, err := tx.QueryContext(ctx, `SELECT kind, first, count, version FROM segments WHERE collection = $1 ORDER BY kind, first`, c.Number)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var kind columns.Kind
		var p partRow
		err := row.Scan(&kind, &p.first, &p.count, &p.version)
		parts[kind] = append(parts[kind], p)
		return err
	})
	if err != nil {
		return nil, err
	}
	articles, err := readTable(ctx, tx, c.Number, columns.ArticleKind, parts[columns.ArticleKind])
	if err != nil {
		return nil, err
	}
	places, err := readTable(ctx, tx, c.Number, columns.PlaceKind, parts[columns.PlaceKind])
	if err != nil {
		return nil, err
	}
	data := &collectionData{parts: parts[columns.MentionKind]}
	data.Articles, data.Places = columns.NewArticles(articles), columns.NewPlaces(places)
	if n := len(data.parts); n > 0 {
		last := data.parts[n-1]
		data.Segments = (last.first + last.count + columns.SegmentRows - 1) / columns.SegmentRows
	}
	if data.Containers, err = readContainers(ctx, tx, c); err != nil {
		return nil, err
	}
	a.columns.RemoveIf(func(old columnKey) bool { return old.number == c.Number })
	a.columns.Put(key, data, data.Articles.Bytes()+data.Places.Bytes()+memberBytes*data.Articles.Len())
	return data, nil
}

// readContainers reads the articles that contain the texts of others.
func readContainers(ctx context.Context, tx *sql.Tx, c collections.Row) (all []columns.Container, err error) {
	rows, err := tx.QueryContext(ctx, ContainersQuery, c.Number, c.Name)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var article, part uint32
		var share float64
		err := row.Scan(&article, &part, &share)
		if n := len(all); n == 0 || all[n-1].Article != article {
			all = append(all, columns.Container{Article: article})
		}
		last := &all[len(all)-1]
		last.Parts, last.Shares = append(last.Parts, part), append(last.Shares, share)
		return err
	})
	return all, err
}

// readTable reads the parts of a table that follow each other from a row on.
func readTable(ctx context.Context, tx *sql.Tx, number int64, kind columns.Kind, parts []partRow) ([][]uint32, error) {
	out := make([][]uint32, kind.Width())
	if len(parts) == 0 {
		for i := range out {
			out[i] = []uint32{0} // the empty row
		}
		if kind == columns.MentionKind {
			out = make([][]uint32, kind.Width())
		}
		return out, nil
	}
	first, last := parts[0].first, parts[len(parts)-1]
	for i := range out {
		out[i] = make([]uint32, 0, last.first+last.count-first)
	}
	rows, err := tx.QueryContext(ctx, `SELECT first, data FROM segments WHERE collection = $1 AND kind = $2 AND first >= $3 AND first <= $4 ORDER BY first`,
		number, int(kind), first, last.first)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var at int
		var data []byte
		if err := row.Scan(&at, &data); err != nil {
			return err
		}
		if at-first != len(out[0]) {
			return geo.Errorf(geo.ErrCorrupt, "a column segment is missing; rebuild the columns with doctor")
		}
		c, err := columns.Decode(data, kind.Width())
		if err != nil {
			return err
		}
		for i := range out {
			out[i] = append(out[i], c[i]...)
		}
		return nil
	})
	return out, err
}

// readSegment returns a segment of mentions.
func (a *Answers) readSegment(ctx context.Context, tx *sql.Tx, number int64, data *collectionData, n int) (*columns.Mentions, error) {
	var parts []partRow
	for _, p := range data.parts {
		if p.first/columns.SegmentRows == n {
			parts = append(parts, p)
		}
	}
	key := segmentKey{number, n, partsKey(parts)}
	if m, ok := a.segments.Get(key); ok {
		return m, nil
	}
	c, err := readTable(ctx, tx, number, columns.MentionKind, parts)
	if err != nil {
		return nil, err
	}
	m := columns.NewMentions(c)
	if !m.Valid(data.Articles, data.Places) {
		return nil, geo.Errorf(geo.ErrCorrupt, "the columns of mentions refer to articles or places that are missing; rebuild the columns with doctor")
	}
	a.segments.RemoveIf(func(old segmentKey) bool { return old.number == number && old.first == n })
	a.segments.Put(key, m, m.Bytes())
	return m, nil
}
