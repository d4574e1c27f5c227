package layer

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// extent gathers the bounds of geometries, part by part, so that two parts on
// either side of the antimeridian can be told from one that goes around the
// world. The zero value is empty.
type extent struct {
	south, north float64
	spans        []span // of longitude
}

type span struct{ west, east float64 }

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
	}
	e.south, e.north = min(e.south, b.Bottom()), max(e.north, b.Top())
	e.spans = append(e.spans, span{b.Left(), b.Right()})
	if len(e.spans) >= 4096 { // bounded, however many parts there are
		e.spans = merge(e.spans)
	}
}

// bbox returns west, south, east, north, or nil when nothing was added. West is
// greater than east where the extent crosses the antimeridian (RFC 7946, section
// 5.2); that form is taken only when it is less than half as wide, because it
// surprises readers.
func (e *extent) bbox() geojson.BBox {
	if len(e.spans) == 0 {
		return nil
	}
	s := merge(e.spans)
	west, east := s[0].west, s[len(s)-1].east
	gap, at := 0.0, 0
	for i := 1; i < len(s); i++ {
		if d := s[i].west - s[i-1].east; d > gap {
			gap, at = d, i
		}
	}
	if across := 360 - gap; across < (east-west)/2 {
		west, east = s[at].west, s[at-1].east
	}
	return geojson.BBox{west, e.south, east, e.north}
}

// merge sorts spans and joins those that touch.
func merge(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int {
		switch {
		case a.west < b.west:
			return -1
		case a.west > b.west:
			return 1
		}
		return 0
	})
	out := spans[:1]
	for _, s := range spans[1:] {
		last := &out[len(out)-1]
		if s.west <= last.east {
			last.east = max(last.east, s.east)
			continue
		}
		out = append(out, s)
	}
	return out
}
