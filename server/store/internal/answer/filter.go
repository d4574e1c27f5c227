package answer

import (
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
	"dateline/server/store/internal/search"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// filtering turns a selection into numbers and codes of a collection.
type filtering struct {
	answers *Answers
	tx      *sql.Tx
	c       collections.Row
	data    *collectionData
	filter  *columns.Filter
	notices []selection.Notice
}

// filter returns a selection in the numbers and codes of a collection, and notices about ids and values
// that the collection does not have.
func (a *Answers) filter(ctx context.Context, tx *sql.Tx, c collections.Row, s selection.Selection, data *collectionData) (*columns.Filter, []selection.Notice, error) {
	f := &filtering{answers: a, tx: tx, c: c, data: data, filter: &columns.Filter{
		Kinds: s.Kinds, Precisions: s.Precisions, Confidences: s.Confidences, Outcomes: s.Outcomes, States: s.SelectedStates(),
		From: columns.Day(s.From), To: columns.Day(s.To), Spoken: s.Spoken, Box: s.Box, Polygon: s.Polygon, Picked: s.Picked,
		OneCopy: s.Copies == selection.CopiesOne, ExplicitRoles: len(s.Roles) > 0, ExplicitStates: len(s.States) > 0,
	}}
	if !s.All || len(s.Roles) > 0 {
		f.filter.Roles = s.SelectedRoles()
	}
	for _, step := range []func(context.Context, *selection.Selection) error{f.setCodes, f.setArticles, f.setWords, f.setPlaces, f.setAreas} {
		if err := step(ctx, &s); err != nil {
			return nil, nil, err
		}
	}
	return f.filter, f.notices, nil
}

// missing notes that the collection does not have a value.
func (f *filtering) missing(key, value string) {
	f.notices = append(f.notices, selection.Notice{Key: key, Value: value, Reason: selection.ReasonMissing})
}

// codeOf returns the code of a text, or 0 if the store has none.
func (f *filtering) codeOf(ctx context.Context, kind CodeKind, text string) (code uint32, err error) {
	err = f.tx.QueryRowContext(ctx, `SELECT code FROM codes WHERE kind = $1 AND text = $2`, string(kind), text).Scan(&code)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return code, err
}

// setCodes sets the conditions on values that have codes.
func (f *filtering) setCodes(ctx context.Context, s *selection.Selection) error {
	a, p := f.data.Articles, f.data.Places
	for _, c := range []struct {
		key    string
		kind   CodeKind
		values []string
		column []uint32
		set    *columns.Set
	}{
		{"publisher", PublisherCode, s.Publishers, a.Publisher, &f.filter.Publishers}, {"lang", LanguageCode, s.Languages, a.Language, &f.filter.Languages},
		{"feed", FeedCode, s.Feeds, a.Feed, &f.filter.Feeds}, {"country", CountryCode, s.Countries, p.Country, &f.filter.Countries},
	} {
		if len(c.values) == 0 {
			continue
		}
		var codes []uint32
		for _, v := range c.values {
			code, err := f.codeOf(ctx, c.kind, v)
			if err != nil {
				return err
			}
			if code == 0 || !slices.Contains(c.column, code) {
				f.missing(c.key, v)
				continue
			}
			codes = append(codes, code)
		}
		*c.set = setOf(codes)
	}
	return nil
}

// setOf returns a set of numbers, which is empty but not nil without numbers.
func setOf(numbers []uint32) columns.Set {
	most := uint32(0)
	for _, n := range numbers {
		most = max(most, n)
	}
	set := columns.NewSet(int(most) + 1)
	for _, n := range numbers {
		set.Add(n)
	}
	return set
}

// numbers returns the numbers of a query.
func (f *filtering) numbers(ctx context.Context, query string, args ...any) (all []uint32, err error) {
	rows, err := f.tx.QueryContext(ctx, query, args...)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var n uint32
		err := row.Scan(&n)
		all = append(all, n)
		return err
	})
	return all, err
}

// setArticles sets the condition on articles.
func (f *filtering) setArticles(ctx context.Context, s *selection.Selection) error {
	if len(s.Articles) == 0 {
		return nil
	}
	var all []uint32
	for _, id := range s.Articles {
		found, err := f.numbers(ctx, `SELECT number FROM members WHERE collection = $1 AND id = $2 AND number > 0 AND trashed = 0`, f.c.Name, id)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			f.missing("article", id)
		}
		all = append(all, found...)
	}
	f.filter.Articles = setOf(all)
	return nil
}

// setWords sets the condition on the words of articles.
func (f *filtering) setWords(ctx context.Context, s *selection.Selection) error {
	if s.Words == "" {
		return nil
	}
	terms := search.Parse(s.Words)
	if len(terms) == 0 {
		f.notices = append(f.notices, selection.Notice{Key: "q", Value: s.Words, Reason: selection.ReasonMalformed})
		return nil
	}
	query, arg := WordsQuery, search.MatchQuery(terms)
	if f.answers.db.Dialect() == database.Postgres {
		query, arg = WordsPostgresQuery, search.TSQuery(terms)
		if _, err := f.tx.ExecContext(ctx, `SET LOCAL enable_seqscan = off`); err != nil {
			return err
		}
	}
	members, err := f.data.members.read(ctx, f.tx, f.c.Name)
	if err != nil {
		return err
	}
	var articles string
	if err := f.tx.QueryRowContext(ctx, query, arg).Scan(&articles); err != nil {
		return fmt.Errorf("searching for %q: %w", s.Words, database.Category(err))
	}
	found := columns.NewSet(f.data.Articles.Len())
	for text := range strings.FieldsSeq(articles) {
		article, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return fmt.Errorf("searching for %q: %w", s.Words, err)
		}
		if number := members.number(article); number > 0 {
			found.Add(number)
		}
	}
	if f.answers.db.Dialect() == database.Postgres {
		if _, err := f.tx.ExecContext(ctx, `SET LOCAL enable_seqscan = on`); err != nil {
			return err
		}
	}
	f.filter.Words = found
	return nil
}

// setPlaces sets the condition on places.
func (f *filtering) setPlaces(ctx context.Context, s *selection.Selection) error {
	if len(s.Places) == 0 {
		return nil
	}
	var all []uint32
	for _, id := range s.Places {
		found, err := f.numbers(ctx, `SELECT number FROM named WHERE collection = $1 AND id = $2`, f.c.Number, string(id))
		if err != nil {
			return err
		}
		if len(found) == 0 {
			f.missing("place", string(id))
		}
		all = append(all, found...)
	}
	f.filter.Places = setOf(all)
	return nil
}

// Areas returns a place of the gazetteer by its id, and its outline, which may be nil; ok is false if there is
// none.
type Areas func(id geo.PlaceID) (p geo.Place, outline orb.MultiPolygon, ok bool)

// SetAreas sets the gazetteer by which selections within an area find the places in it. Without one, an area contains only the
// places whose administrative areas or country it is, and a country must be named in the store.
func (a *Answers) SetAreas(areas Areas) { a.areas.Store(&areas) }

// setAreas sets the condition that an area contains the place: it is the place itself, one of its administrative areas or
// its country, or its outline contains the point.
func (f *filtering) setAreas(ctx context.Context, s *selection.Selection) error {
	if len(s.Within) == 0 {
		return nil
	}
	var all []uint32
	for _, id := range s.Within {
		known, outline, err := f.area(ctx, id)
		if err != nil {
			return err
		}
		areas := []string{string(id)}
		if known.Kind == geo.KindCountry && known.Country != "" {
			areas = append(areas, CountryArea(known.Country))
		}
		before := len(all)
		for _, area := range areas {
			code, err := f.codeOf(ctx, AreaCode, area)
			if err != nil {
				return err
			}
			found, err := f.numbers(ctx, WithinQuery, f.c.Number, code)
			if err != nil {
				return err
			}
			all = append(all, found...)
		}
		if known.Kind != geo.KindCountry {
			all = append(all, f.inside(outline)...)
		}
		if len(all) == before {
			f.missing("in", string(id))
		}
	}
	f.filter.Within = setOf(all)
	return nil
}

// inside returns the numbers of the places whose points are in an outline.
func (f *filtering) inside(outline orb.MultiPolygon) (all []uint32) {
	if len(outline) == 0 {
		return nil
	}
	bound := outline.Bound()
	for n := 1; n < f.data.Places.Len(); n++ {
		if at := f.data.Places.Point(uint32(n)); bound.Contains(at) && planar.MultiPolygonContains(outline, at) {
			all = append(all, uint32(n))
		}
	}
	return all
}

// area returns an area by its id, from the gazetteer or else from the places of the store.
func (f *filtering) area(ctx context.Context, id geo.PlaceID) (p geo.Place, outline orb.MultiPolygon, err error) {
	if areas := f.answers.areas.Load(); areas != nil && *areas != nil {
		if p, outline, ok := (*areas)(id); ok {
			return p, outline, nil
		}
	}
	var key int64
	err = f.tx.QueryRowContext(ctx, `SELECT key FROM places WHERE id = $1 ORDER BY key DESC LIMIT 1`, string(id)).Scan(&key)
	if errors.Is(err, sql.ErrNoRows) {
		return p, nil, nil
	}
	if err != nil {
		return p, nil, err
	}
	r := f.answers.parsed.Places(f.tx)
	known, err := r.Get(ctx, key)
	if err != nil {
		return p, nil, err
	}
	return *known, nil, nil
}
