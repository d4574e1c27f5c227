package answer

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/server/selection"
	"dateline/server/store/columns"
	"dateline/server/store/internal/collections"
	"dateline/server/store/internal/database"

	"github.com/paulmach/orb"
)

// Region is a part of the Earth that features are limited to.
type Region struct {
	// Contains reports whether a point, in degrees, is in the region.
	Contains func(orb.Point) bool
	// Touches reports whether the outline of an area or country has a part in the region, and whether there is an outline. It is nil
	// if no area has one.
	Touches func(geo.PlaceID) (touches, outlined bool)
	// Strict excludes features without a geometry. Otherwise they match every region.
	Strict bool
}

// FeatureFilter limits features by their geometry and time, as services of features do. A feature without a day matches every period.
type FeatureFilter struct {
	// Regions each have a part of the geometry.
	Regions []Region
	// From and To are days of publication as "2006-01-02", both inclusive, or empty.
	From, To string
	// Placed limits the mentions that are on the map by their place. Others, of which the columns do not have the best guess, match.
	Placed PlacedFilter
}

// PlacedFilter limits mentions by their place: each list that is not nil contains what it is.
type PlacedFilter struct {
	IDs        []geo.PlaceID
	Countries  []string // ISO 3166-1 alpha-2 codes
	Kinds      []geo.Kind
	Precisions []geo.Precision
}

func (f *PlacedFilter) isZero() bool {
	return f.IDs == nil && f.Countries == nil && f.Kinds == nil && f.Precisions == nil
}

// days returns the first and last days of the filter.
func (f *FeatureFilter) days() (from, to uint32) {
	from, to = columns.Day(f.From), columns.Day(f.To)
	if to == 0 {
		to = ^uint32(0)
	}
	return from, to
}

// Position is the position of a mention in a collection: the number of its article in the order of arrival, and its own in the
// article, from 0. It stays the same while the article does.
type Position struct {
	Article int64
	Mention int
}

// String returns the position as text.
func (p Position) String() string {
	return strconv.FormatInt(p.Article, 10) + "." + strconv.Itoa(p.Mention)
}

// ParsePosition is the inverse of [Position.String].
func ParsePosition(s string) (p Position, ok bool) {
	article, mention, found := strings.Cut(s, ".")
	a, err := strconv.ParseInt(article, 10, 64)
	m, mentionErr := strconv.ParseInt(mention, 10, 32)
	return Position{a, int(m)}, found && err == nil && mentionErr == nil && a >= 0 && m >= 0
}

// matcher evaluates a filter on mentions by their slot in the columns.
type matcher struct {
	r        *Result
	tx       *sql.Tx
	filter   FeatureFilter
	from, to uint32
	segment  *columns.Mentions
	number   int // of segment
	// places contains the places of the filter, and known those that were compared with it.
	places, known columns.Set
}

func (r *Result) newMatcher(ctx context.Context, tx *sql.Tx, f FeatureFilter) (*matcher, error) {
	m := &matcher{r: r, tx: tx, filter: f, number: -1}
	m.from, m.to = f.days()
	if f.Placed.isZero() {
		return m, nil
	}
	n := r.data.Places.Len()
	m.places, m.known = columns.NewSet(n), columns.NewSet(n)
	if f.Placed.IDs == nil {
		return m, nil
	}
	ids := make([]string, 0, len(f.Placed.IDs))
	for _, id := range f.Placed.IDs {
		if database.Storable(string(id)) {
			ids = append(ids, string(id))
		}
	}
	m.filter.Placed.IDs = nil
	known := columns.NewSet(n)
	for i := range known {
		known[i] = ^uint64(0)
	}
	for _, id := range ids {
		var number uint32
		rows, err := tx.QueryContext(ctx, `SELECT number FROM named WHERE collection = $1 AND id = $2`, r.number, id)
		err = database.Scan(rows, err, func(row database.Scanner) error { return row.Scan(&number) })
		if err != nil {
			return nil, err
		}
		ok := number != 0 && int(number) < n
		if ok {
			ok, err = m.placed(ctx, number)
		}
		if err != nil {
			return nil, err
		}
		if ok {
			m.places.Add(number)
		}
	}
	m.known = known
	return m, nil
}

// placed reports whether a place matches the filter by place.
func (m *matcher) placed(ctx context.Context, number uint32) (bool, error) {
	if m.known.Has(number) {
		return m.places.Has(number), nil
	}
	m.known.Add(number)
	f := &m.filter.Placed
	kind := m.r.data.Places.Kind(number)
	if f.Kinds != nil && !slices.Contains(f.Kinds, kind) || f.Precisions != nil && !slices.Contains(f.Precisions, kind.Precision()) {
		return false, nil
	}
	if f.Countries != nil {
		code, _, err := m.r.answers.codeName(ctx, CountryCode, m.r.data.Places.Country[number])
		if err != nil || !slices.Contains(f.Countries, code) {
			return false, err
		}
	}
	m.places.Add(number)
	return true, nil
}

// at reports whether the mention in a slot is selected and matches the filter.
func (m *matcher) at(ctx context.Context, slot uint32) (bool, error) {
	if !m.r.scan.Selected.Has(slot) {
		return false, nil
	}
	if n := int(slot / columns.SegmentRows); n != m.number {
		segment, err := m.r.answers.readSegment(ctx, m.tx, m.r.number, m.r.data, n)
		if err != nil {
			return false, err
		}
		m.segment, m.number = segment, n
	}
	i := slot % columns.SegmentRows
	if int(i) >= len(m.segment.Article) {
		return false, nil
	}
	if day := m.r.data.Articles.Day[m.segment.Article[i]]; day != 0 && (day < m.from || day > m.to) {
		return false, nil
	}
	place := m.segment.Place[i]
	if m.places != nil && place != 0 {
		if ok, err := m.placed(ctx, place); err != nil || !ok {
			return false, err
		}
	}
	located := place != 0 && m.r.data.Places.Kind(place).Precision().IsPoint()
	for j := range m.filter.Regions {
		region := &m.filter.Regions[j]
		if !located && region.Strict || located && !region.Contains(m.r.data.Places.Point(place)) {
			return false, nil
		}
	}
	return true, nil
}

// CountMentionFeatures returns the number of selected mentions that match a filter.
func (r *Result) CountMentionFeatures(ctx context.Context, f FeatureFilter) (n int, err error) {
	if len(f.Regions) == 0 && f.From == "" && f.To == "" {
		return r.Counts.Mentions, nil
	}
	r, tx, err := r.current(ctx)
	if err != nil {
		return 0, err
	}
	defer database.Rollback(tx)
	m, err := r.newMatcher(ctx, tx, f)
	if err != nil {
		return 0, err
	}
	for slot := range uint32(len(r.scan.Selected) * 64) {
		ok, err := m.at(ctx, slot)
		if err != nil {
			return 0, fmt.Errorf("counting the mentions of the collection %q: %w", r.Collection.Name, err)
		}
		if ok {
			n++
		}
	}
	return n, nil
}

// PositionedMention is a mention with its position.
type PositionedMention struct {
	MentionRow
	At Position
}

// MentionFeatures returns up to limit selected mentions that match a filter, after a position or from the first one if after is nil, in
// the order of the articles' arrival and of their texts; more is false if there are none after them.
func (r *Result) MentionFeatures(ctx context.Context, f FeatureFilter, after *Position, limit int) (all []PositionedMention, more bool, err error) {
	fail := func(err error) ([]PositionedMention, bool, error) {
		return nil, false, fmt.Errorf("reading mentions of the collection %q: %w", r.Collection.Name, err)
	}
	r, tx, err := r.current(ctx)
	if err != nil {
		return fail(err)
	}
	defer database.Rollback(tx)
	refs, more, err := r.featureRefs(ctx, tx, f, after, limit)
	if err != nil {
		return fail(err)
	}
	rows, err := r.mentionRows(ctx, tx, refs)
	if err == nil && len(rows) != len(refs) {
		err = geo.Errorf(geo.ErrCorrupt, "mentions are missing; rebuild the columns with doctor")
	}
	if err != nil {
		return fail(err)
	}
	all = make([]PositionedMention, len(rows))
	for i := range rows {
		all[i] = PositionedMention{rows[i], Position{refs[i].article, refs[i].mention}}
	}
	return all, more, nil
}

// MentionOf returns a mention of a collection by its id, with an article that has this mention only, or nil if there is none.
func (a *Answers) MentionOf(ctx context.Context, collection, id string) (*MentionRow, error) {
	plain, number, numbered := strings.Cut(id, "-")
	number, err := collections.CopyNumber(number, numbered)
	if err != nil || !database.Storable(plain) {
		return nil, nil
	}
	r, err := a.Select(ctx, collection, selection.Selection{All: true})
	if err != nil {
		return nil, err
	}
	fail := func(err error) (*MentionRow, error) {
		return nil, fmt.Errorf("reading the mention %q: %w", id, database.Category(err))
	}
	r, tx, err := r.current(ctx)
	if err != nil {
		return fail(err)
	}
	defer database.Rollback(tx)
	var ref factRef
	err = tx.QueryRowContext(ctx, `SELECT m.article, x.number FROM mentions x JOIN members m ON m.article = x.article
		WHERE x.id = $1 AND m.copy = CAST($2 AS BIGINT) AND m.collection = $3 AND m.number > 0 ORDER BY m.article LIMIT 1`, plain, number, collection).Scan(&ref.article, &ref.mention)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	var rows []MentionRow
	if err == nil {
		rows, err = r.mentionRows(ctx, tx, []factRef{ref})
	}
	if err != nil {
		return fail(err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return &rows[0], nil
}

func (r *Result) featureRefs(ctx context.Context, tx *sql.Tx, f FeatureFilter, after *Position, limit int) (refs []factRef, more bool, err error) {
	start := int64(-1)
	if after != nil {
		start = after.Article - 1
	}
	m, err := r.newMatcher(ctx, tx, f)
	if err != nil {
		return nil, false, database.Category(err)
	}
	for a, err := range r.members(ctx, tx, start) {
		if err != nil {
			return nil, false, err
		}
		if r.mentionsOf(a) == 0 {
			continue
		}
		first := 0
		if after != nil && a.article == after.Article {
			first = after.Mention + 1
		}
		for i := first; i < int(r.data.Articles.Count[a.number]); i++ {
			ok, err := m.at(ctx, uint32(a.slot)+uint32(i))
			if err != nil {
				return nil, false, err
			}
			if !ok {
				continue
			}
			if len(refs) == limit {
				return refs, true, nil
			}
			refs = append(refs, factRef{article: a.article, mention: i})
		}
	}
	return refs, false, nil
}

// PlaceFeatures returns up to limit places of the selection that match a filter, with keys greater than after, in the order of their
// keys, and the number of all that match.
func (r *Result) PlaceFeatures(ctx context.Context, f FeatureFilter, after, limit int) (rows []PlaceRow, matched int, err error) {
	from, to := f.days()
	var all, areas []columns.PlaceCount
	for i := range r.scan.Places {
		p := &r.scan.Places[i]
		if p.First != 0 && (p.First > to || p.Last < from) {
			continue
		}
		switch {
		case len(f.Regions) == 0:
			all = append(all, *p)
		case !r.data.Places.Kind(p.Place).Precision().IsPoint():
			areas = append(areas, *p)
		case contain(f.Regions, r.data.Places.Point(p.Place)):
			all = append(all, *p)
		}
	}
	touching, err := r.touching(ctx, f.Regions, areas)
	if err != nil {
		return nil, 0, err
	}
	if len(touching) > 0 {
		all = append(all, touching...)
		slices.SortFunc(all, func(a, b columns.PlaceCount) int { return cmp.Compare(a.Place, b.Place) })
	}
	matched = len(all)
	i, _ := slices.BinarySearchFunc(all, uint32(max(0, after)+1), func(p columns.PlaceCount, key uint32) int { return cmp.Compare(p.Place, key) })
	all = all[i:]
	rows, err = r.placeRows(ctx, all[:min(len(all), max(0, limit))])
	return rows, matched, err
}

// contain reports whether all regions contain a point.
func contain(regions []Region, p orb.Point) bool {
	return !slices.ContainsFunc(regions, func(r Region) bool { return !r.Contains(p) })
}

// touching returns the areas and countries with a part of their outline in all regions.
func (r *Result) touching(ctx context.Context, regions []Region, areas []columns.PlaceCount) ([]columns.PlaceCount, error) {
	if len(areas) == 0 {
		return nil, nil
	}
	rows, err := r.placeRows(ctx, areas)
	if err != nil {
		return nil, err
	}
	var out []columns.PlaceCount
	for i := range rows {
		outside := slices.ContainsFunc(regions, func(region Region) bool {
			if region.Touches == nil {
				return region.Strict
			}
			touches, outlined := region.Touches(rows[i].ID)
			return outlined && !touches || !outlined && region.Strict
		})
		if !outside {
			out = append(out, areas[i])
		}
	}
	return out, nil
}

// PlaceDetails returns the places of rows with everything that the gazetteer has of them.
func (r *Result) PlaceDetails(ctx context.Context, rows []PlaceRow) ([]*geo.Place, error) {
	tx, err := r.answers.db.Snapshot(ctx)
	if err != nil {
		return nil, database.Category(err)
	}
	defer database.Rollback(tx)
	numbers := make([]int64, len(rows))
	for i := range rows {
		numbers[i] = int64(rows[i].Key)
	}
	keys := make(map[int64]int64, len(rows))
	condition, arg := r.answers.db.OneOf("number", 2, numbers)
	found, err := tx.QueryContext(ctx, `SELECT number, place FROM named WHERE collection = $1 AND `+condition, r.number, arg)
	err = database.Scan(found, err, func(row database.Scanner) error {
		var number, key int64
		err := row.Scan(&number, &key)
		keys[number] = key
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the places of the collection %q: %w", r.Collection.Name, err)
	}
	reader := r.answers.parsed.Places(tx)
	all := make([]int64, len(rows))
	for i, n := range numbers {
		all[i] = keys[n]
	}
	out := make([]*geo.Place, len(rows))
	err = reader.Fetch(ctx, all)
	for i := 0; err == nil && i < len(rows); i++ {
		out[i], err = reader.Get(ctx, all[i])
	}
	if err != nil {
		return nil, fmt.Errorf("reading the places of the collection %q: %w", r.Collection.Name, err)
	}
	return out, nil
}
