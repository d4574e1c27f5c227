package layer

import (
	"slices"

	"dateline/geo/geometry"

	"github.com/paulmach/orb"
)

// areaGeometry returns an area as GeoJSON requires it: cut at the antimeridian,
// rounded to 6 decimals, outer rings counterclockwise and holes clockwise (RFC
// 7946, sections 3.1.6 and 3.1.9), and valid (see [geometry.Valid]). It returns nil
// if no ring encloses anything.
func areaGeometry(area orb.MultiPolygon) orb.Geometry {
	var out orb.MultiPolygon
	for _, p := range geometry.CutAntimeridian(area) {
		if p = ringsOnEarth(p); len(p) > 0 {
			out = append(out, p)
		}
	}
	out = geometry.Valid(out, 1e6)
	switch len(out) {
	case 0:
		return nil
	case 1:
		return out[0]
	}
	return out
}

// ringsOnEarth returns the rings of a polygon that have positions on Earth only, or nil
// if the outer ring is not one of them.
func ringsOnEarth(p orb.Polygon) orb.Polygon {
	var out orb.Polygon
	for i, r := range p {
		switch outside := slices.ContainsFunc(r, func(p orb.Point) bool { return !onEarth(p) }); {
		case !outside:
			out = append(out, r)
		case i == 0:
			return nil
		}
	}
	return out
}
