package compile

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"dateline/geo"
	"dateline/geo/gazetteer/internal/layout"

	"github.com/paulmach/orb"
)

// parentLink is a place with the id of the place directly above it in the
// hierarchy of its source.
type parentLink struct {
	place uint32
	id    geo.PlaceID
}

// maxLevels bounds the levels of a hierarchy.
const maxLevels = 8

// assignFromParents assigns areas to places whose sources give a parent but no area
// codes: those that their parents are, or are in.
func (b *builder) assignFromParents() {
	above := make(map[uint32]uint32, len(b.parents))
	for _, p := range b.parents {
		at, known := b.byID(p.id)
		place := b.survivor(p.place)
		if _, twice := above[place]; known && !twice && b.survivor(at) != place {
			above[place] = b.survivor(at)
		}
	}
	b.parents = nil
	for _, at := range slices.Sorted(maps.Keys(above)) {
		b.assignFromParent(at, above)
	}
}

// assignFromParent assigns the areas above a place to it.
func (b *builder) assignFromParent(at uint32, above map[uint32]uint32) {
	p := &b.places[at]
	var admin1, admin2 uint32
	up, ok := above[at]
	for range maxLevels {
		if !ok || admin1 != 0 {
			break
		}
		q := &b.places[up]
		if p.country == 0 {
			p.country = q.country
		}
		if q.country != p.country {
			return // the hierarchy or one of the countries is wrong
		}
		switch q.kind {
		case geo.KindAdmin1:
			admin1 = b.ownCode(up)
		case geo.KindAdmin2:
			admin2 = b.ownCode(up)
		}
		admin1, admin2 = cmp.Or(admin1, q.admin1), cmp.Or(admin2, q.admin2)
		up, ok = above[up]
	}
	if p.kind != geo.KindCountry && p.kind != geo.KindAdmin1 && p.admin1 == 0 {
		p.admin1 = admin1
		if p.kind != geo.KindAdmin2 && p.admin2 == 0 {
			p.admin2 = admin2
		}
	}
}

// generatedCode is the beginning of generated area codes. Codes of sources contain
// no space.
const generatedCode = "area "

// ownCode returns the number of the code of an area, which is generated if no source
// gives one.
func (b *builder) ownCode(at uint32) uint32 {
	p := &b.places[at]
	if p.ownCode == 0 {
		p.ownCode = b.areaCode(generatedCode + strconv.FormatUint(uint64(at), 10))
		if p.kind == geo.KindAdmin1 {
			p.admin1 = p.ownCode
		}
	}
	return p.ownCode
}

// assignAreas assigns areas by position to places whose first-level area is unknown
// or does not exist, such as airports, crossings and places of a user's table: the
// areas of their country whose outlines contain them. Places without a country get
// that of the outline that contains them.
func (b *builder) assignAreas() {
	a := areaAssigner{
		b: b, known: make([]bool, len(b.codeTexts)),
		countries: b.outlinesOf(geo.KindCountry), admin1: b.outlinesOf(geo.KindAdmin1), admin2: b.outlinesOf(geo.KindAdmin2),
	}
	for at := range b.places {
		if p := &b.places[at]; p.mergedInto == 0 && p.ownCode != 0 {
			a.known[p.ownCode] = true
		}
	}
	// Second-level areas come first, because the areas of a point depend on theirs.
	for _, areas := range [...]bool{true, false} {
		for at := range b.places {
			if p := &b.places[at]; p.mergedInto == 0 && !p.areasAssigned && !a.exists(p.admin1) && isInOneArea(p.kind) && (p.kind == geo.KindAdmin2) == areas {
				a.assign(p)
			}
		}
	}
}

// areaAssigner finds the areas that contain places.
type areaAssigner struct {
	b                         *builder
	known                     []bool // by code, whether its area exists; codes beyond it were generated for areas
	countries, admin1, admin2 *outlineIndex
}

// exists reports whether there is an area with a code.
func (a *areaAssigner) exists(code uint32) bool { return int(code) >= len(a.known) || a.known[code] }

// assign assigns a first-level area of its country to a place and, if that has
// second-level areas with outlines, one of those.
func (a *areaAssigner) assign(p *draftPlace) {
	point := p.point()
	nearby := pointsAround(point)
	if p.country == 0 {
		nearby = nearby[:1] // a point near a country is not in it
		if in, ok := a.countries.containing(point, func(*draftPlace) bool { return true }); ok {
			p.country = a.b.places[in].country
		}
	}
	in, ok := uint32(0), false
	for n := 0; n < len(nearby) && !ok; n++ {
		in, ok = a.admin1.containing(nearby[n], func(q *draftPlace) bool { return q.country == p.country || p.country == 0 })
	}
	if !ok {
		return
	}
	p.admin1, p.country = a.b.ownCode(in), a.b.places[in].country
	if p.kind == geo.KindAdmin2 || p.admin2 != 0 && a.exists(p.admin2) {
		return
	}
	if in, ok = a.admin2.containing(point, func(q *draftPlace) bool { return q.admin1 == p.admin1 }); ok {
		p.admin2 = a.b.ownCode(in)
	}
}

// outlineIndex finds the areas of a kind by position.
type outlineIndex struct {
	b    *builder
	grid layout.GridLists
	at   []uint32
}

func (b *builder) outlinesOf(kind geo.Kind) *outlineIndex {
	o := &outlineIndex{b: b}
	for at, outline := range b.outlines {
		if p := &b.places[at]; p.mergedInto == 0 && p.kind == kind && outline != nil {
			o.at = append(o.at, at)
		}
	}
	slices.Sort(o.at)
	for n, at := range o.at {
		o.grid.Add(uint32(n), b.outlines[at])
	}
	return o
}

// containing returns the first area that contains a point, among those that accept
// returns true for.
func (o *outlineIndex) containing(point orb.Point, accept func(*draftPlace) bool) (at uint32, ok bool) {
	for _, n := range o.grid[layout.GridCell(point)] {
		at = o.at[n]
		if accept(&o.b.places[at]) && o.b.bounds[at].Contains(point) && layout.OutlineContains(o.b.outlines[at], point) {
			return at, true
		}
	}
	return 0, false
}

// pointsAround returns a point and points about 5 to 40 kilometers from it, because
// outlines are simplified and border crossings are on them.
func pointsAround(p orb.Point) []orb.Point {
	points := []orb.Point{p}
	for _, r := range []float64{0.05, 0.1, 0.2, 0.4} {
		for _, d := range [...][2]float64{{0, 1}, {1, 0}, {0, -1}, {-1, 0}, {0.7, 0.7}, {0.7, -0.7}, {-0.7, -0.7}, {-0.7, 0.7}} {
			points = append(points, orb.Point{p[0] + r*d[0], p[1] + r*d[1]})
		}
	}
	return points
}

// isInOneArea reports whether places of a kind are in one first-level area: points
// and small areas.
func isInOneArea(k geo.Kind) bool {
	return k.Precision().IsPoint() || k == geo.KindAdmin2 || k == geo.KindAdmin3
}
