package ogc

import (
	"math"

	"dateline/geo"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"
)

// The coordinate reference systems.
const (
	crs84   = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
	crs4326 = "http://www.opengis.net/def/crs/EPSG/0/4326"
	crs3857 = "http://www.opengis.net/def/crs/EPSG/0/3857"
)

var crsList = []string{crs84, crs4326, crs3857}

// crs is a coordinate reference system.
type crs string

// parseCRS returns the system of a URI; empty is CRS84.
func (s *service) parseCRS(parameter, uri string) (crs, error) {
	switch uri {
	case "":
		return crs84, nil
	case crs84, crs4326, crs3857:
		return crs(uri), nil
	}
	return "", s.Errorf(geo.ErrInput, "The %s %q is not offered. The collection lists those that are.", parameter, uri)
}

// maxMercator is the highest latitude of Web Mercator in degrees.
const maxMercator = 85.051128779806604

// to returns coordinates of a position in degrees of longitude and latitude.
func (c crs) to(p orb.Point) orb.Point {
	switch c {
	case crs4326:
		return orb.Point{p[1], p[0]}
	case crs3857:
		p[1] = math.Max(-maxMercator, math.Min(maxMercator, p[1]))
		p = project.WGS84.ToMercator(p)
		return orb.Point{math.Round(p[0]*100)/100 + 0, math.Round(p[1]*100)/100 + 0} // centimeters
	}
	return p
}

// from is the inverse of to.
func (c crs) from(p orb.Point) orb.Point {
	switch c {
	case crs4326:
		return orb.Point{p[1], p[0]}
	case crs3857:
		return project.Mercator.ToWGS84(p)
	}
	return p
}

// geometry returns a geometry in the system. It does not change the one that is passed.
func (c crs) geometry(g orb.Geometry) orb.Geometry {
	if g == nil || c == crs84 {
		return g
	}
	return project.Geometry(orb.Clone(g), c.to)
}

// box returns a box in degrees from four numbers in the order of the system's axes. What is beyond the poles and the antimeridian is cut
// off. Its minimum longitude is greater than its maximum if it crosses the antimeridian.
func (c crs) box(n [4]float64) (orb.Bound, bool) {
	b := orb.Bound{Min: c.from(orb.Point{n[0], n[1]}), Max: c.from(orb.Point{n[2], n[3]})}
	for _, p := range []*orb.Point{&b.Min, &b.Max} {
		if math.IsNaN(p[0]) || math.IsNaN(p[1]) || math.IsInf(p[0], 0) || math.IsInf(p[1], 0) {
			return b, false
		}
		p[0], p[1] = max(-180, min(180, p[0])), max(-90, min(90, p[1]))
	}
	return b, b.Min[1] <= b.Max[1]
}
