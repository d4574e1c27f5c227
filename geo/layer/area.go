package layer

import (
	"dateline/geo/geometry"

	"github.com/paulmach/orb"
)

// areaGeometry returns an area as GeoJSON requires it: cut at the antimeridian,
// rounded to 6 decimals, outer rings counterclockwise and holes clockwise (RFC
// 7946, sections 3.1.6 and 3.1.9). It returns nil if no ring encloses anything.
func areaGeometry(area orb.MultiPolygon) orb.Geometry {
	var out orb.MultiPolygon
	for _, p := range geometry.CutAntimeridian(area) {
		if q := roundPolygon(p); q != nil {
			out = append(out, q)
		}
	}
	switch len(out) {
	case 0:
		return nil
	case 1:
		return out[0]
	}
	return out
}

// roundPolygon returns a rounded copy of p without the rings that enclose nothing,
// or nil if the outer ring is one of them.
func roundPolygon(p orb.Polygon) orb.Polygon {
	var out orb.Polygon
	for i, r := range p {
		want := orb.CCW
		if i > 0 {
			want = orb.CW
		}
		rounded := roundRing(r, want)
		if rounded == nil {
			if i == 0 {
				return nil
			}
			continue
		}
		out = append(out, rounded)
	}
	return out
}

// roundRing returns a rounded and closed copy of r in the given orientation, or nil
// if r encloses nothing.
func roundRing(r orb.Ring, want orb.Orientation) orb.Ring {
	out := make(orb.Ring, 0, len(r)+1)
	for _, p := range r {
		if !onEarth(p) {
			return nil
		}
		q := orb.Point{degrees(p.Lon()), degrees(p.Lat())}
		if len(out) == 0 || out[len(out)-1] != q {
			out = append(out, q)
		}
	}
	if len(out) > 0 && out[0] != out[len(out)-1] {
		out = append(out, out[0])
	}
	if len(out) < 4 {
		return nil
	}
	switch out.Orientation() {
	case want:
	case 0:
		return nil
	default:
		out.Reverse()
	}
	return out
}
