package gazetteer

import (
	"slices"

	"dateline/geo"
	"dateline/geo/gazetteer/internal/layout"

	"github.com/paulmach/orb"
)

// locate gives the places that no source puts into a first-level area, such as
// airports, crossings and a newsroom's own, the area of their country whose outline
// holds them, and a country where they have none.
func (b *builder) locate() {
	var grid gridLists
	var owners []uint32
	for at := range b.areas {
		p := &b.places[at]
		if p.into == 0 && p.kind == geo.KindAdmin1 && p.self != 0 && b.areas[at] != nil {
			owners = append(owners, at)
		}
	}
	slices.Sort(owners)
	for n, at := range owners {
		grid.add(uint32(n), b.areas[at])
	}
	for at := range b.places {
		p := &b.places[at]
		if p.into != 0 || p.admin1 != 0 || !locatable(p.kind) {
			continue
		}
		at := orb.Point{float64(p.lon) / degree, float64(p.lat) / degree}
		for _, point := range around(at) {
			if area := b.holder(&grid, owners, p.country, point); area != nil {
				p.admin1, p.country = area.self, area.country
				break
			}
			if p.country == 0 {
				break // beside an area is not in it
			}
		}
	}
}

// holder returns the first-level area of a country, of any if it is 0, whose
// outline holds a point.
func (b *builder) holder(grid *gridLists, owners []uint32, country uint8, point orb.Point) *raw {
	for _, n := range grid[gridCell(point)] {
		at := owners[n]
		area := &b.places[at]
		if (country == 0 || country == area.country) && b.bounds[at].Contains(point) && layout.OutlineContains(b.areas[at], point) {
			return area
		}
	}
	return nil
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
