package answer

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"dateline/geo"
	"dateline/geo/text"
	"dateline/server/selection"
	"dateline/server/store/columns"
	"dateline/server/store/internal/collections"
	"dateline/server/store/internal/database"

	"github.com/paulmach/orb"
)

// nameOrder has the ranks of the places by their names in the languages of pages, "" for the stored names. Those of each language are read
// once: four bytes for each place.
type nameOrder struct {
	mu    sync.Mutex
	ranks map[string][]uint32
}

// PlaceNames returns the names of places in a language.
type PlaceNames struct {
	// Language identifies the names.
	Language string
	// Name returns the name of a place with an id and a stored name.
	Name func(id geo.PlaceID, stored string) string
}

// ranks returns the rank of each place of the collection by its folded name; nil names are the stored ones.
func (r *Result) ranks(ctx context.Context, names *PlaceNames) ([]uint32, error) {
	language := ""
	if names != nil {
		language = names.Language
	}
	n := &r.data.names
	n.mu.Lock()
	defer n.mu.Unlock()
	if rank := n.ranks[language]; rank != nil {
		return rank, nil
	}
	type named struct {
		number uint32
		name   string
	}
	all := make([]named, 0, r.data.Places.Len())
	rows, err := r.answers.db.Reader().QueryContext(ctx, `SELECT number, id, name FROM named WHERE collection = $1`, r.number)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var p named
		var id geo.PlaceID
		err := row.Scan(&p.number, &id, &p.name)
		if names != nil {
			p.name = names.Name(id, p.name)
		}
		p.name = text.Fold(p.name)
		all = append(all, p)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the names of places: %w", err)
	}
	slices.SortFunc(all, func(a, b named) int { return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.number, b.number)) })
	rank := make([]uint32, r.data.Places.Len())
	for i, p := range all {
		if int(p.number) < len(rank) {
			rank[p.number] = uint32(i)
		}
	}
	if n.ranks == nil {
		n.ranks = map[string][]uint32{}
	}
	n.ranks[language] = rank
	return rank, nil
}

// placesKey identifies places of an answer.
type placesKey struct {
	resultKey
	order         PlaceOrder
	language      string // of the names
	offset, limit int
}

// placeBytes is about the memory of a row in bytes.
const placeBytes = 400

// Places returns up to limit places of the selection from an offset on. They are cached.
func (r *Result) Places(ctx context.Context, order PlaceOrder, offset, limit int) ([]PlaceRow, error) {
	return r.PlacesNamed(ctx, order, nil, offset, limit)
}

// PlacesNamed returns the same as Places in the order of the names in a language. The rows have the stored names.
func (r *Result) PlacesNamed(ctx context.Context, order PlaceOrder, names *PlaceNames, offset, limit int) ([]PlaceRow, error) {
	key := placesKey{r.key, order, "", offset, limit}
	if names != nil {
		key.language = names.Language
	}
	if rows, ok := r.answers.places.Get(key); ok {
		return slices.Clone(rows), nil
	}
	rank, err := r.ranks(ctx, names)
	if err != nil {
		return nil, err
	}
	compare := placeCompare(order)
	rows, err := r.placeRows(ctx, firstSorted(r.scan.Places, func(a, b *columns.PlaceCount) int {
		if c := compare(a, b); c != 0 {
			return c
		}
		return cmp.Compare(rank[a.Place], rank[b.Place])
	}, offset, limit))
	if err == nil {
		r.answers.places.Put(key, slices.Clone(rows), placeBytes*len(rows)+placeBytes)
	}
	return rows, err
}

// MostMentioned returns up to limit places with the most mentions, in descending order. It reads no database: of a row only Key, Kind,
// Precision, Point and Mentions are set.
func (r *Result) MostMentioned(limit int) []PlaceRow {
	first := firstSorted(r.scan.Places, func(a, b *columns.PlaceCount) int {
		return cmp.Or(cmp.Compare(b.Mentions, a.Mentions), cmp.Compare(a.Place, b.Place))
	}, 0, limit)
	out := make([]PlaceRow, len(first))
	for i, c := range first {
		kind := r.data.Places.Kind(c.Place)
		out[i] = PlaceRow{Key: int(c.Place), Kind: kind, Precision: kind.Precision(), Point: r.data.Places.Point(c.Place), Mentions: int(c.Mentions)}
	}
	return out
}

// placeCompare returns how places are compared in an order, without their names.
func placeCompare(order PlaceOrder) func(a, b *columns.PlaceCount) int {
	switch order {
	case OrderName:
		return func(_, _ *columns.PlaceCount) int { return 0 }
	case OrderArticles:
		return func(a, b *columns.PlaceCount) int { return cmp.Compare(b.Articles, a.Articles) }
	case OrderTexts:
		return func(a, b *columns.PlaceCount) int { return cmp.Compare(b.Texts, a.Texts) }
	case OrderFirst:
		return func(a, b *columns.PlaceCount) int { return cmp.Compare(a.First-1, b.First-1) } // 0 is the last one
	case OrderLast:
		return func(a, b *columns.PlaceCount) int { return cmp.Compare(b.Last, a.Last) }
	case OrderConfidence:
		return func(a, b *columns.PlaceCount) int {
			return cmp.Or(cmp.Compare(share(b), share(a)), cmp.Compare(b.Mentions, a.Mentions))
		}
	case OrderMentions:
	}
	return func(a, b *columns.PlaceCount) int { return cmp.Compare(b.Mentions, a.Mentions) }
}

// share returns the share of a place's mentions that are certain.
func share(c *columns.PlaceCount) float64 { return float64(c.Confidence[1]) / float64(c.Mentions) }

// Place returns a place of the selection by its id. The error wraps [geo.ErrNotFound] if no selected mention
// is placed there.
func (r *Result) Place(ctx context.Context, id geo.PlaceID) (PlaceRow, error) {
	c, err := r.counted(ctx, id)
	if err != nil {
		return PlaceRow{}, err
	}
	all, err := r.placeRows(ctx, []columns.PlaceCount{*c})
	if err != nil {
		return PlaceRow{}, err
	}
	return all[0], nil
}

// counted returns the figures of a place of the selection by its id. The error wraps [geo.ErrNotFound] if no selected mention is placed there.
func (r *Result) counted(ctx context.Context, id geo.PlaceID) (*columns.PlaceCount, error) {
	if database.Storable(string(id)) {
		var number uint32
		rows, err := r.answers.db.Reader().QueryContext(ctx, `SELECT number FROM named WHERE collection = $1 AND id = $2`, r.number, string(id))
		err = database.Scan(rows, err, func(row database.Scanner) error { return row.Scan(&number) })
		if err != nil {
			return nil, fmt.Errorf("reading the place %q: %w", id, err)
		}
		if c := r.placeCount(number); c != nil {
			return c, nil
		}
	}
	return nil, geo.Errorf(geo.ErrNotFound, "no selected mention of the collection %q is at the place %q", r.Collection.Name, id)
}

// placeCount returns the figures of a place, or nil if no selected mention is placed there.
func (r *Result) placeCount(number uint32) *columns.PlaceCount {
	i, ok := slices.BinarySearchFunc(r.scan.Places, number, func(c columns.PlaceCount, n uint32) int { return cmp.Compare(c.Place, n) })
	if !ok {
		return nil
	}
	return &r.scan.Places[i]
}

// placeRows describes places.
func (r *Result) placeRows(ctx context.Context, counts []columns.PlaceCount) ([]PlaceRow, error) {
	if len(counts) == 0 {
		return nil, nil
	}
	out := make([]PlaceRow, len(counts))
	at := make(map[uint32]int, len(counts))
	numbers := make([]int64, len(counts))
	for i := range counts {
		at[counts[i].Place], numbers[i] = i, int64(counts[i].Place)
		if err := r.describe(ctx, &counts[i], &out[i]); err != nil {
			return nil, err
		}
	}
	condition, arg := r.answers.db.OneOf("n.number", 2, numbers)
	rows, err := r.answers.db.Reader().QueryContext(ctx, NamedQuery+condition, r.number, arg)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var number uint32
		var p PlaceRow
		var west, south, east, north *float64
		if err := row.Scan(&number, &p.ID, &p.Name, &west, &south, &east, &north); err != nil {
			return err
		}
		o := &out[at[number]]
		o.ID, o.Name = p.ID, p.Name
		if west != nil && south != nil && east != nil && north != nil {
			o.Box = orb.Bound{Min: orb.Point{*west, *south}, Max: orb.Point{*east, *north}}
			o.HasArea = !o.Precision.IsPoint()
		}
		o.Where = where(o)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the places of the collection %q: %w", r.Collection.Name, err)
	}
	return out, nil
}

// describe sets what the columns have of a place.
func (r *Result) describe(ctx context.Context, c *columns.PlaceCount, out *PlaceRow) (err error) {
	p := r.data.Places
	kind := p.Kind(c.Place)
	*out = PlaceRow{
		Key: int(c.Place), Kind: kind, Precision: kind.Precision(), Point: p.Point(c.Place), Mentions: int(c.Mentions), Articles: int(c.Articles), Texts: int(c.Texts),
		First: columns.FormatDay(c.First), Last: columns.FormatDay(c.Last),
		Certain: int(c.Confidence[1]), Likely: int(c.Confidence[2]), Ambiguous: int(c.Confidence[3]),
	}
	if out.Country, out.CountryName, err = r.answers.codeName(ctx, CountryCode, p.Country[c.Place]); err != nil {
		return err
	}
	_, out.Admin1, err = r.answers.codeName(ctx, Admin1Code, p.Admin1[c.Place])
	return err
}

// where names the areas that contain a place, without its own name.
func where(p *PlaceRow) string {
	var parts string
	for _, area := range []string{p.Admin1, p.CountryName} {
		if area == "" || area == p.Name {
			continue
		}
		if parts != "" {
			parts += ", "
		}
		parts += area
	}
	return parts
}

// PlacesSince returns up to limit places with mentions that were named for the first time since a time in milliseconds since 1970, the latest first.
func (a *Answers) PlacesSince(ctx context.Context, c collections.Row, at int64, limit int) ([]PlaceRow, error) {
	var counts []columns.PlaceCount
	r, err := a.Select(ctx, c.Name, selection.Selection{})
	if err != nil {
		return nil, err
	}
	rows, err := a.db.Reader().QueryContext(ctx, `SELECT number FROM named WHERE collection = $1 AND added > $2 ORDER BY added DESC, number DESC LIMIT $3`, c.Number, at, limit)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var n uint32
		err := row.Scan(&n)
		if count := r.placeCount(n); count != nil {
			counts = append(counts, *count)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return r.placeRows(ctx, counts)
}
