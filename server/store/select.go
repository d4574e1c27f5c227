package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/server/selection"
	"dateline/server/store/columns"
)

// Limits of the caches of a store in bytes.
const (
	resultBytes  = 24 << 20
	segmentBytes = 32 << 20
	columnBytes  = 24 << 20
	rowBytes     = 8 << 20
)

// Result is the answer to a selection at one version of a collection. It is shared and must not be
// modified. Its methods are safe for concurrent use.
type Result struct {
	// Collection is the collection, and Version its version.
	Collection CollectionInfo
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

	db     *DB
	key    resultKey
	number int64
	scan   *columns.Scan
	data   *collectionData
	review *review
}

// answers has the caches and the state of selections.
type answers struct {
	results   *bounded[resultKey, *Result]
	segments  *bounded[segmentKey, *columns.Mentions]
	columns   *bounded[columnKey, *collectionData]
	decisions *bounded[columnKey, *decisionIndex]
	places    *bounded[placesKey, []PlaceRow]
	flights   flights[*Result]
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

func newAnswers() *answers {
	return &answers{
		results: newBounded[resultKey, *Result](resultBytes), segments: newBounded[segmentKey, *columns.Mentions](segmentBytes),
		columns: newBounded[columnKey, *collectionData](columnBytes), decisions: newBounded[columnKey, *decisionIndex](columnBytes), places: newBounded[placesKey, []PlaceRow](rowBytes), slots: make(chan struct{}, runtime.GOMAXPROCS(0)),
	}
}

// CollectionInfo describes a collection: a named set of articles that are shown on one map.
type CollectionInfo struct {
	// Name identifies the collection in URLs: lower-case letters, digits and hyphens.
	Name, Title, Description string
	// Version changes whenever the collection changes.
	Version string
}

// collectionRow is the row of a collection.
type collectionRow struct {
	CollectionInfo
	number, version int64
}

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// readCollection reads the row of a collection that was not deleted.
func readCollection(ctx context.Context, q querier, name string) (c collectionRow, err error) {
	if !storable(name) {
		return c, noCollection(name)
	}
	err = q.QueryRowContext(ctx, `SELECT name, title, description, number, version FROM collections WHERE name = $1 AND trashed = 0`, name).
		Scan(&c.Name, &c.Title, &c.Description, &c.number, &c.version)
	if errors.Is(err, sql.ErrNoRows) {
		return c, noCollection(name)
	}
	if err != nil {
		return c, fmt.Errorf("reading the collection %q: %w", name, category(err))
	}
	c.Version = formatVersion(c.number, c.version)
	return c, nil
}

// formatVersion returns a version for ETags.
func formatVersion(number, version int64) string {
	return strconv.FormatInt(number, 36) + "-" + strconv.FormatInt(version, 36)
}

// Info describes a collection. The error wraps [geo.ErrNotFound] if it does not exist.
func (db *DB) Info(ctx context.Context, name string) (CollectionInfo, error) {
	c, err := readCollection(ctx, db.reader, name)
	return c.CollectionInfo, err
}

// Select returns the answer to a selection of mentions of a collection. Answers are cached; equal
// selections at the same time are answered once. The error wraps [geo.ErrNotFound] if there is no
// such collection.
func (db *DB) Select(ctx context.Context, collection string, s selection.Selection) (*Result, error) {
	c, err := readCollection(ctx, db.reader, collection)
	if err != nil {
		return nil, err
	}
	s = s.Canonical()
	key := resultKey{c.number, c.version, s.String()}
	if r, ok := db.answers.results.get(key); ok && r.Collection == c.CollectionInfo {
		return r, nil
	}
	flight := fmt.Sprint(key.number, " ", key.version, " ", key.selection)
	return db.answers.flights.do(ctx, db.closing, flight, func(ctx context.Context) (*Result, error) {
		r, err := db.answer(ctx, collection, s)
		if err != nil {
			return nil, fmt.Errorf("selecting mentions of the collection %q: %w", collection, err)
		}
		return r, nil
	})
}

// answer scans the columns of a collection.
func (db *DB) answer(ctx context.Context, collection string, s selection.Selection) (*Result, error) {
	var total *Counts
	if !s.IsZero() {
		all, err := db.Select(ctx, collection, selection.Selection{})
		if err != nil {
			return nil, err
		}
		total = &all.Counts
	}
	select {
	case db.answers.slots <- struct{}{}:
		defer func() { <-db.answers.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	tx, err := db.snapshot(ctx)
	if err != nil {
		return nil, category(err)
	}
	defer rollback(tx)
	c, err := readCollection(ctx, tx, collection)
	if err != nil {
		return nil, err
	}
	data, err := db.readColumns(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	f, notices, err := db.filter(ctx, tx, c, s, data)
	if err != nil {
		return nil, err
	}
	d := data.Data
	d.Segment = func(ctx context.Context, n int) (*columns.Mentions, error) {
		return db.readSegment(ctx, tx, c.number, data, n)
	}
	done, err := db.answers.scanner.Run(ctx, &d, f)
	if err != nil {
		return nil, err
	}
	r := &Result{
		Collection: c.CollectionInfo, Version: c.Version, Selection: s, Notices: notices, db: db, number: c.number, scan: done, data: data, review: &review{},
		Counts: Counts{Places: len(done.Places), Mentions: done.Mentions, Articles: done.Articles, Texts: done.Texts},
		Hidden: map[geo.Role]int{},
	}
	if total == nil {
		total = &r.Counts
	}
	r.Total = *total
	r.count()
	key := resultKey{c.number, c.version, s.String()}
	r.key = key
	db.answers.places.removeIf(func(old placesKey) bool { return old.number == c.number && old.version < c.version })
	db.answers.results.removeIf(func(old resultKey) bool { return old.number == c.number && old.version < c.version })
	db.answers.results.put(key, r, done.Bytes()+1000)
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
	parts []partRow // of the mentions
	names nameOrder
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
func (db *DB) readColumns(ctx context.Context, tx *sql.Tx, c collectionRow) (*collectionData, error) {
	key := columnKey{c.number, c.version}
	if data, ok := db.answers.columns.get(key); ok {
		return data, nil
	}
	parts := map[columns.Kind][]partRow{}
	rows, err := tx.QueryContext(ctx, `SELECT kind, first, count, version FROM segments WHERE collection = $1 ORDER BY kind, first`, c.number)
	err = scan(rows, err, func(row scanner) error {
		var kind columns.Kind
		var p partRow
		err := row.Scan(&kind, &p.first, &p.count, &p.version)
		parts[kind] = append(parts[kind], p)
		return err
	})
	if err != nil {
		return nil, err
	}
	articles, err := readTable(ctx, tx, c.number, columns.ArticleKind, parts[columns.ArticleKind])
	if err != nil {
		return nil, err
	}
	places, err := readTable(ctx, tx, c.number, columns.PlaceKind, parts[columns.PlaceKind])
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
	db.answers.columns.removeIf(func(old columnKey) bool { return old.number == c.number })
	db.answers.columns.put(key, data, data.Articles.Bytes()+data.Places.Bytes())
	return data, nil
}

// readContainers reads the articles that contain the texts of others.
func readContainers(ctx context.Context, tx *sql.Tx, c collectionRow) (all []columns.Container, err error) {
	rows, err := tx.QueryContext(ctx, containersQuery, c.number, c.Name)
	err = scan(rows, err, func(row scanner) error {
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
	err = scan(rows, err, func(row scanner) error {
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
func (db *DB) readSegment(ctx context.Context, tx *sql.Tx, number int64, data *collectionData, n int) (*columns.Mentions, error) {
	var parts []partRow
	for _, p := range data.parts {
		if p.first/columns.SegmentRows == n {
			parts = append(parts, p)
		}
	}
	key := segmentKey{number, n, partsKey(parts)}
	if m, ok := db.answers.segments.get(key); ok {
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
	db.answers.segments.removeIf(func(old segmentKey) bool { return old.number == number && old.first == n })
	db.answers.segments.put(key, m, m.Bytes())
	return m, nil
}
