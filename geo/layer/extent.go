package layer

import (
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// cells is the number of cells of longitude of an extent, a tenth of a degree each.
const cells = 3600

// extent collects the bounds of geometries. It keeps the parts of a geometry
// apart, so that an area on both sides of the antimeridian is not taken for one
// around the world. The zero value is empty. Adding takes constant time.
type extent struct {
	south, north float64
	// spans are the longitudes covered by the bounds that begin in each cell. A gap
	// within a cell is ignored. It is nil if nothing was added.
	spans []span
}

// span is a range of longitudes in degrees. It is empty if used is false.
type span struct {
	west, east float64
	used       bool
}

// add adds a geometry within longitudes -180 to 180, or nothing for nil.
func (e *extent) add(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		e.bound(g.Bound())
	case orb.Polygon:
		e.bound(g.Bound())
	case orb.MultiPolygon:
		for _, p := range g {
			e.bound(p.Bound())
		}
	}
}

func (e *extent) bound(b orb.Bound) {
	if e.spans == nil {
		e.south, e.north = b.Bottom(), b.Top()
		e.spans = make([]span, cells)
	}
	e.south, e.north = min(e.south, b.Bottom()), max(e.north, b.Top())
	s := &e.spans[max(0, min(cells-1, int((b.Left()+180)*(cells/360))))]
	if !s.used {
		*s = span{b.Left(), b.Right(), true}
		return
	}
	s.west, s.east = min(s.west, b.Left()), max(s.east, b.Right())
}

// bbox returns west, south, east and north in degrees, or nil if nothing was
// added. West is greater than east if the extent crosses the antimeridian (RFC
// 7946, section 5.2). That form is unusual, so it is used only if it makes the box
// less than half as wide.
func (e *extent) bbox() geojson.BBox {
	if e.spans == nil {
		return nil
	}
	var first, last *span
	var gap, gapEast, gapWest float64 // the widest gap, and the longitudes where it ends and begins
	for i := range e.spans {
		s := &e.spans[i]
		switch {
		case !s.used:
			continue
		case first == nil:
			first, last = s, &span{s.west, s.east, true}
			continue
		}
		if d := s.west - last.east; d > gap {
			gap, gapEast, gapWest = d, s.west, last.east
		}
		last.east = max(last.east, s.east)
	}
	west, east := first.west, last.east
	if across := 360 - gap; across < (east-west)/2 {
		west, east = gapEast, gapWest
	}
	return geojson.BBox{west, e.south, east, e.north}
}
