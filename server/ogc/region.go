package ogc

import (
	"dateline/geo"
	"dateline/server/store"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// boxRegion returns the region of a box, which may cross the antimeridian.
func (s *service) boxRegion(b orb.Bound, strict bool) store.Region {
	boxes := []orb.Bound{b}
	if b.Min[0] > b.Max[0] {
		boxes = []orb.Bound{{Min: b.Min, Max: orb.Point{180, b.Max[1]}}, {Min: orb.Point{-180, b.Min[1]}, Max: b.Max}}
	}
	rings := make([]orb.Ring, len(boxes))
	for i := range boxes {
		rings[i] = boxes[i].ToRing()
	}
	return s.region(rings, strict, func(p orb.Point) bool {
		for _, b := range boxes {
			if b.Contains(p) {
				return true
			}
		}
		return false
	})
}

// polygonRegion returns the region of a polygon without holes.
func (s *service) polygonRegion(ring orb.Ring) store.Region {
	bound := ring.Bound()
	return s.region([]orb.Ring{ring}, true, func(p orb.Point) bool { return bound.Contains(p) && planar.RingContains(ring, p) })
}

func (s *service) region(rings []orb.Ring, strict bool, contains func(orb.Point) bool) store.Region {
	return store.Region{Contains: contains, Strict: strict, Touches: func(id geo.PlaceID) (touches, outlined bool) {
		if s.Outline == nil {
			return false, false
		}
		outline := s.Outline(id)
		for _, ring := range rings {
			touches = touches || intersects(outline, ring, contains)
		}
		return touches, len(outline) > 0
	}}
}

// intersects reports whether an outline and a ring have a point in common. contains reports whether the ring contains a point.
func intersects(outline orb.MultiPolygon, ring orb.Ring, contains func(orb.Point) bool) bool {
	bound := ring.Bound()
	for _, polygon := range outline {
		if len(polygon) == 0 || !polygon.Bound().Intersects(bound) {
			continue
		}
		if planar.PolygonContains(polygon, ring[0]) {
			return true
		}
		for _, part := range polygon {
			for i := range part {
				if contains(part[i]) || i > 0 && crossesRing(part[i-1], part[i], ring, bound) {
					return true
				}
			}
		}
	}
	return false
}

// crossesRing reports whether a segment crosses an edge of a ring.
func crossesRing(a, b orb.Point, ring orb.Ring, bound orb.Bound) bool {
	if max(a[0], b[0]) < bound.Min[0] || min(a[0], b[0]) > bound.Max[0] || max(a[1], b[1]) < bound.Min[1] || min(a[1], b[1]) > bound.Max[1] {
		return false
	}
	for i := 1; i < len(ring); i++ {
		c, d := ring[i-1], ring[i]
		if side(a, b, c)*side(a, b, d) <= 0 && side(c, d, a)*side(c, d, b) <= 0 && overlap(a, b, c, d) {
			return true
		}
	}
	return false
}

// overlap reports whether the boxes of two segments have a point in common.
func overlap(a, b, c, d orb.Point) bool {
	for i := range 2 {
		if max(a[i], b[i]) < min(c[i], d[i]) || max(c[i], d[i]) < min(a[i], b[i]) {
			return false
		}
	}
	return true
}

// side returns a positive number if p is to the left of the line from a to b, a negative one if it is to the right, or 0.
func side(a, b, p orb.Point) float64 { return sign((b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0])) }

func sign(v float64) float64 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}
