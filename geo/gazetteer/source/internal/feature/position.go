package feature

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/geometry"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// overshoot is how far, in degrees, a coordinate may be outside its range because
// of rounding. It is then moved to the limit.
const overshoot = 1e-6

// Position is the position of a place.
type Position struct {
	Point orb.Point
	Area  orb.MultiPolygon
	// Bound is the zero Bound for a point and for an area across the antimeridian.
	Bound orb.Bound
}

// Locate returns the position of a geometry. The point of an area is inside it and
// that of a line is on it. Areas are cut at the antimeridian.
func Locate(g orb.Geometry) (Position, error) {
	switch g := g.(type) {
	case orb.Point:
		p, err := CheckPoint(g)
		return Position{Point: p}, err
	case orb.MultiPoint:
		if len(g) > 0 {
			p, err := CheckPoint(g[0])
			return Position{Point: p}, err
		}
	case orb.Polygon:
		return LocateArea(orb.MultiPolygon{g})
	case orb.MultiPolygon:
		return LocateArea(g)
	case orb.LineString:
		return locateLine(orb.MultiLineString{g})
	case orb.MultiLineString:
		return locateLine(g)
	}
	return Position{}, geo.Errorf(geo.ErrInput, "the geometry is not a point, line or polygon")
}

// LocateArea returns the position of polygons.
func LocateArea(mp orb.MultiPolygon) (Position, error) {
	var area orb.MultiPolygon
	for _, polygon := range mp {
		var kept orb.Polygon
		for i, ring := range polygon {
			r, err := cleanRing(ring)
			if err != nil {
				return Position{}, err
			}
			if r == nil && i == 0 {
				break // holes need an outer ring
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
		return Position{}, geo.Errorf(geo.ErrInput, "the polygon has no area")
	}
	area = geometry.CutAntimeridian(area)
	p, err := CheckPoint(geometry.PointOnSurface(area))
	return Position{Point: p, Area: area, Bound: boundOf(area.Bound())}, err
}

// cleanRing returns a closed copy of a ring without repeated points, or nil if it
// encloses no area. It is an error if a point is not on Earth.
func cleanRing(r orb.Ring) (orb.Ring, error) {
	out := make(orb.Ring, 0, len(r)+1)
	for _, p := range r {
		p, err := clamp(p)
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

// clamp moves a point that is outside the range of coordinates by overshoot or less
// to the limit.
func clamp(p orb.Point) (orb.Point, error) {
	if !(math.Abs(p[0]) <= 180+overshoot && math.Abs(p[1]) <= 90+overshoot) {
		return p, geo.Errorf(geo.ErrInput, "the outline has latitude %v, longitude %v, which is not on Earth; coordinates must be in degrees (WGS 84)", p[1], p[0])
	}
	return orb.Point{min(180, max(-180, p[0])), min(90, max(-90, p[1]))}, nil
}

// boundOf returns b, or the zero Bound if it spans more than half of the Earth, as
// that of an area across the antimeridian does.
func boundOf(b orb.Bound) orb.Bound {
	if b.Max[0]-b.Min[0] > 180 {
		return orb.Bound{}
	}
	return b
}

// locateLine returns the point halfway along the longest line.
func locateLine(lines orb.MultiLineString) (Position, error) {
	if len(lines) == 0 {
		return Position{}, geo.Errorf(geo.ErrInput, "the line has no points")
	}
	for _, line := range lines {
		for i := range line {
			if _, err := clamp(line[i]); err != nil {
				return Position{}, err
			}
		}
	}
	longest := slices.MaxFunc(lines, func(a, b orb.LineString) int { return cmp.Compare(planar.Length(a), planar.Length(b)) })
	if len(longest) == 0 {
		return Position{}, geo.Errorf(geo.ErrInput, "the line has no points")
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
	p, err := CheckPoint(at)
	return Position{Point: p, Bound: boundOf(lines.Bound())}, err
}

// ParsePoint parses a latitude and a longitude in decimal degrees.
func ParsePoint(latitude, longitude string) (orb.Point, error) {
	lat, errLat := strconv.ParseFloat(strings.TrimSpace(latitude), 64)
	lon, errLon := strconv.ParseFloat(strings.TrimSpace(longitude), 64)
	if errors.Join(errLat, errLon) != nil {
		return orb.Point{}, geo.Errorf(geo.ErrInput, "position %q, %q is not in decimal degrees", latitude, longitude)
	}
	return CheckPoint(orb.Point{lon, lat})
}

// CheckPoint returns p if it is a position on Earth. Latitude and longitude zero mean
// that the position is unknown: no place is there.
func CheckPoint(p orb.Point) (orb.Point, error) {
	if !(math.Abs(p.Lat()) <= 90 && math.Abs(p.Lon()) <= 180) {
		return orb.Point{}, geo.Errorf(geo.ErrInput, "latitude %v, longitude %v is not on Earth", p.Lat(), p.Lon())
	}
	if p.Lat() == 0 && p.Lon() == 0 {
		return orb.Point{}, geo.Errorf(geo.ErrInput, "latitude and longitude are 0, so the position is unknown")
	}
	return p, nil
}
