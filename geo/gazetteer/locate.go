package gazetteer

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"dateline/geo"
	"dateline/geo/gazetteer/internal/layout"

	"github.com/paulmach/orb"
)

// parent is the id of the place directly above another, as its source has it.
type parent struct {
	place uint32
	id    geo.PlaceID
}

// mostAbove bounds how many places stand above one another.
const mostAbove = 8

// inherit puts the places of sources that name a parent, and no codes, into the
// areas that their parents are or lie in.
func (b *builder) inherit() {
	above := make(map[uint32]uint32, len(b.parents))
	for _, p := range b.parents {
		at, known := b.byID(p.id)
		place := b.root(p.place)
		if _, twice := above[place]; known && !twice && b.root(at) != place {
			above[place] = b.root(at)
		}
	}
	b.parents = nil
	for _, at := range slices.Sorted(maps.Keys(above)) {
		b.putInto(at, above)
	}
}

// putInto gives a place the areas that stand above it.
func (b *builder) putInto(at uint32, above map[uint32]uint32) {
	p := &b.places[at]
	var first, second uint32
	up, ok := above[at]
	for range mostAbove {
		if !ok || first != 0 {
			break
		}
		q := &b.places[up]
		if p.country == 0 {
			p.country = q.country
		}
		if q.country != p.country {
			return // one of the two is wrong
		}
		switch q.kind {
		case geo.KindAdmin1:
			first = b.selfCode(up)
		case geo.KindAdmin2:
			second = b.selfCode(up)
		}
		first, second = cmp.Or(first, q.admin1), cmp.Or(second, q.admin2)
		up, ok = above[up]
	}
	if p.kind != geo.KindCountry && p.kind != geo.KindAdmin1 && p.admin1 == 0 {
		p.admin1 = first
		if p.kind != geo.KindAdmin2 && p.admin2 == 0 {
			p.admin2 = second
		}
	}
}

// selfCode numbers an area, whether or not a source gives it a code.
func (b *builder) selfCode(at uint32) uint32 {
	p := &b.places[at]
	if p.self == 0 {
		p.self = b.code("area " + strconv.FormatUint(uint64(at), 10)) // no code has a space
		if p.kind == geo.KindAdmin1 {
			p.admin1 = p.self
		}
	}
	return p.self
}

// locate gives the places that no source puts into a first-level area that there
// is, such as airports, crossings and a newsroom's own, the areas of their country
// whose outlines hold them, and a country where they have none.
func (b *builder) locate() {
	l := locator{
		b: b, known: make([]bool, len(b.codes)+1),
		countries: b.outlinesOf(geo.KindCountry), first: b.outlinesOf(geo.KindAdmin1), second: b.outlinesOf(geo.KindAdmin2),
	}
	for at := range b.places {
		if p := &b.places[at]; p.into == 0 && p.self != 0 {
			l.known[p.self] = true
		}
	}
	// of an area it is known then what it lies in, when points are looked for in it
	for _, areas := range [...]bool{true, false} {
		for at := range b.places {
			if p := &b.places[at]; p.into == 0 && !l.is(p.admin1) && locatable(p.kind) && (p.kind == geo.KindAdmin2) == areas {
				l.locate(p)
			}
		}
	}
}

// locator finds what places lie in.
type locator struct {
	b                        *builder
	known                    []bool // the codes of areas that there are; further ones are too
	countries, first, second *outlines
}

// is reports whether there is an area with a code.
func (l *locator) is(code uint32) bool { return int(code) >= len(l.known) || l.known[code] }

// locate puts a place into a first-level area of its country and, where that has
// any with outlines, a second-level one.
func (l *locator) locate(p *raw) {
	point := orb.Point{float64(p.lon) / degree, float64(p.lat) / degree}
	nearby := around(point)
	if p.country == 0 {
		nearby = nearby[:1] // beside a country is not in it
		if in, ok := l.countries.holder(point, func(*raw) bool { return true }); ok {
			p.country = l.b.places[in].country
		}
	}
	in, ok := uint32(0), false
	for n := 0; n < len(nearby) && !ok; n++ {
		in, ok = l.first.holder(nearby[n], func(q *raw) bool { return q.country == p.country || p.country == 0 })
	}
	if !ok {
		return
	}
	p.admin1, p.country = l.b.selfCode(in), l.b.places[in].country
	if p.kind == geo.KindAdmin2 || p.admin2 != 0 && l.is(p.admin2) {
		return
	}
	if in, ok = l.second.holder(point, func(q *raw) bool { return q.admin1 == p.admin1 }); ok {
		p.admin2 = l.b.selfCode(in)
	}
}

// outlines are the areas of a kind that have one, with a grid to find them by.
type outlines struct {
	b    *builder
	grid gridLists
	at   []uint32
}

func (b *builder) outlinesOf(kind geo.Kind) *outlines {
	o := &outlines{b: b}
	for at, area := range b.areas {
		if p := &b.places[at]; p.into == 0 && p.kind == kind && area != nil {
			o.at = append(o.at, at)
		}
	}
	slices.Sort(o.at)
	for n, at := range o.at {
		o.grid.add(uint32(n), b.areas[at])
	}
	return o
}

// holder returns the first area whose outline holds a point, among those that
// count.
func (o *outlines) holder(point orb.Point, counts func(*raw) bool) (at uint32, ok bool) {
	for _, n := range o.grid[gridCell(point)] {
		at = o.at[n]
		if counts(&o.b.places[at]) && o.b.bounds[at].Contains(point) && layout.OutlineContains(o.b.areas[at], point) {
			return at, true
		}
	}
	return 0, false
}

// around returns a point and others about 5 to 40 kilometres from it, for
// outlines are simplified and crossings lie on them.
func around(p orb.Point) []orb.Point {
	points := []orb.Point{p}
	for _, r := range []float64{0.05, 0.1, 0.2, 0.4} {
		for _, d := range [...][2]float64{{0, 1}, {1, 0}, {0, -1}, {-1, 0}, {0.7, 0.7}, {0.7, -0.7}, {-0.7, -0.7}, {-0.7, 0.7}} {
			points = append(points, orb.Point{p[0] + r*d[0], p[1] + r*d[1]})
		}
	}
	return points
}

// locatable reports whether a place of this kind lies in one first-level area: it
// is a point, or a small area.
func locatable(k geo.Kind) bool {
	return k.Precision().IsPoint() || k == geo.KindAdmin2 || k == geo.KindAdmin3
}
