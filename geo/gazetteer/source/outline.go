package source

import (
	"cmp"
	"math"
	"slices"

	"dateline/geo"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// overshoot is how far, in degrees, a coordinate may lie beyond the edge of the
// map by rounding; it is moved onto the edge.
const overshoot = 1e-6

// placed is what a geometry says about a place.
type placed struct {
	point orb.Point
	area  orb.MultiPolygon
	bound orb.Bound
}

// placeGeometry returns the point, and of polygons the outline, of a geometry.
// The point of an area lies inside it, that of a line on it.
func placeGeometry(g orb.Geometry) (placed, error) {
	switch g := g.(type) {
	case orb.Point:
		p, err := checkPoint(g)
		return placed{point: p}, err
	case orb.MultiPoint:
		if len(g) > 0 {
			p, err := checkPoint(g[0])
			return placed{point: p}, err
		}
	case orb.Polygon:
		return placeArea(orb.MultiPolygon{g})
	case orb.MultiPolygon:
		return placeArea(g)
	case orb.LineString:
		return placeLine(orb.MultiLineString{g})
	case orb.MultiLineString:
		return placeLine(g)
	}
	return placed{}, geo.Errorf(geo.ErrInput, "no point, line or polygon to take the position from")
}

func placeArea(mp orb.MultiPolygon) (placed, error) {
	var area orb.MultiPolygon
	for _, polygon := range mp {
		var kept orb.Polygon
		for i, ring := range polygon {
			r, err := cleanRing(ring)
			if err != nil {
				return placed{}, err
			}
			if r == nil && i == 0 {
				break // without an outer ring there is nothing for the holes to be in
			}
			if r != nil {
				kept = append(kept, r)
			}
		}
		if len(kept) > 0 {
			area = append(area, kept)
		}
	}
	if len(area) == 0 {
		return placed{}, geo.Errorf(geo.ErrInput, "polygon without an area")
	}
	area = cutAtAntimeridian(area)
	p, err := checkPoint(pointInside(area))
	return placed{point: p, area: area, bound: boundOf(area.Bound())}, err
}

// cleanRing returns a closed copy of a ring with all its points on Earth, or nil
// for one that encloses nothing.
func cleanRing(r orb.Ring) (orb.Ring, error) {
	out := make(orb.Ring, 0, len(r)+1)
	for _, p := range r {
		p, err := onMap(p)
		if err != nil {
			return nil, err
		}
		if len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	if len(out) > 0 && out[0] != out[len(out)-1] {
		out = append(out, out[0])
	}
	if len(out) < 4 || planar.Area(out) == 0 {
		return nil, nil
	}
	return out, nil
}

func onMap(p orb.Point) (orb.Point, error) {
	if !(math.Abs(p[0]) <= 180+overshoot && math.Abs(p[1]) <= 90+overshoot) {
		return p, geo.Errorf(geo.ErrInput, "outline reaches latitude %v, longitude %v, which is not on Earth; it must be in degrees (WGS 84)", p[1], p[0])
	}
	return orb.Point{min(180, max(-180, p[0])), min(90, max(-90, p[1]))}, nil
}

// boundOf leaves out a bound that spans half the globe: it is that of an area
// across the antimeridian.
func boundOf(b orb.Bound) orb.Bound {
	if b.Max[0]-b.Min[0] > 180 {
		return orb.Bound{}
	}
	return b
}

// pointInside returns the centroid of the largest polygon, or, where that lies
// outside as with a crescent, the middle of the widest stretch at its latitude.
func pointInside(mp orb.MultiPolygon) orb.Point {
	largest := slices.MaxFunc(mp, func(a, b orb.Polygon) int {
		return cmp.Compare(math.Abs(planar.Area(a)), math.Abs(planar.Area(b)))
	})
	c, _ := planar.CentroidArea(largest)
	if planar.PolygonContains(largest, c) {
		return c
	}
	b := largest.Bound()
	for _, share := range [...]float64{0, 0.5, 0.25, 0.75, 0.375, 0.625} {
		y := c[1]
		if share > 0 {
			y = b.Min[1] + share*(b.Max[1]-b.Min[1])
		}
		if p, ok := widestAt(largest, y); ok {
			return p
		}
	}
	return largest[0][0]
}

// widestAt returns the middle of the widest stretch of a polygon along a
// parallel.
func widestAt(polygon orb.Polygon, y float64) (orb.Point, bool) {
	var crossings []float64
	for _, ring := range polygon {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if (a[1] > y) != (b[1] > y) {
				crossings = append(crossings, a[0]+(y-a[1])/(b[1]-a[1])*(b[0]-a[0]))
			}
		}
	}
	slices.Sort(crossings)
	var best orb.Point
	var width float64
	for i := 1; i < len(crossings); i += 2 {
		if w := crossings[i] - crossings[i-1]; w > width {
			best, width = orb.Point{crossings[i-1] + w/2, y}, w
		}
	}
	return best, width > 0
}

// placeLine takes the point halfway along the longest of the lines.
func placeLine(lines orb.MultiLineString) (placed, error) {
	if len(lines) == 0 {
		return placed{}, geo.Errorf(geo.ErrInput, "line without points")
	}
	for _, line := range lines {
		for i := range line {
			if _, err := onMap(line[i]); err != nil {
				return placed{}, err
			}
		}
	}
	longest := slices.MaxFunc(lines, func(a, b orb.LineString) int { return cmp.Compare(planar.Length(a), planar.Length(b)) })
	if len(longest) == 0 {
		return placed{}, geo.Errorf(geo.ErrInput, "line without points")
	}
	at := longest[0]
	left := planar.Length(longest) / 2
	for i := 1; i < len(longest); i++ {
		a, b := longest[i-1], longest[i]
		d := planar.Distance(a, b)
		if d >= left && d > 0 {
			at = orb.Point{a[0] + left/d*(b[0]-a[0]), a[1] + left/d*(b[1]-a[1])}
			break
		}
		left -= d
	}
	p, err := checkPoint(at)
	return placed{point: p, bound: boundOf(lines.Bound())}, err
}
