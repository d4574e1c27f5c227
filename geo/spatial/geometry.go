package spatial

import (
	"math"

	"dateline/geo"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	orbgeo "github.com/paulmach/orb/geo"
)

// circlePoints is the number of vertices of a circle.
const circlePoints = 48

// destination returns the point at a bearing in degrees and a distance in kilometers
// on the sphere. Its longitude is in [-180, 180].
func destination(from orb.Point, bearing, km float64) orb.Point {
	p := orbgeo.PointAtBearingAndDistance(from, bearing, km*1000)
	if p[0] > 180 {
		p[0] -= 360
	} else if p[0] < -180 {
		p[0] += 360
	}
	return p
}

// ring returns the area between two distances from a point in kilometers, a circle if
// inner is 0. Rings follow the right-hand rule of RFC 7946.
func ring(middle orb.Point, inner, outer float64) orb.Polygon {
	poly := orb.Polygon{circle(middle, outer, -1)}
	if inner > 0.1 {
		poly = append(poly, circle(middle, inner, 1))
	}
	return poly
}

// circle returns the points at a distance in kilometers, counterclockwise if direction
// is -1 and clockwise if it is 1.
func circle(middle orb.Point, km, direction float64) orb.Ring {
	out := make(orb.Ring, 0, circlePoints+1)
	for i := range circlePoints {
		out = append(out, unwrapped(middle, direction*360*float64(i)/circlePoints, km))
	}
	return append(out, out[0])
}

// sector returns the part of a ring within half degrees of a bearing.
func sector(middle orb.Point, bearing, half, inner, outer float64) orb.Polygon {
	const steps = 8
	var out orb.Ring
	for i := range steps + 1 {
		out = append(out, unwrapped(middle, bearing+half-2*half*float64(i)/steps, outer))
	}
	if inner > 0.1 {
		for i := range steps + 1 {
			out = append(out, unwrapped(middle, bearing-half+2*half*float64(i)/steps, inner))
		}
	} else {
		out = append(out, middle)
	}
	return orb.Polygon{append(out, out[0])}
}

// unwrapped returns a destination whose longitude may be beyond 180 degrees, so that a
// ring across the antimeridian remains one ring. Package layer cuts it.
func unwrapped(middle orb.Point, bearing, km float64) orb.Point {
	return orbgeo.PointAtBearingAndDistance(middle, math.Mod(bearing+720, 360), km*1000)
}

// between sets the geometry of a relation with two anchors: the line between them
// with an uncertainty of half its length.
func between(rel *geo.Relation, from, to anchor) {
	km := orbgeo.Distance(from.place.Point, to.place.Point) / 1000
	rel.Point = orbgeo.Midpoint(from.place.Point, to.place.Point)
	rel.UncertaintyKM = km/2 + math.Max(from.radius, to.radius)
	rel.Area = orb.LineString{from.place.Point, to.place.Point}
}

// part sets the geometry of a part of an area: the half or quarter of it in the
// direction. The part of a settlement, which has no outline, is a sector of its
// radius.
func (l Locator) part(rel *geo.Relation, a anchor) {
	if a.place.Kind.Precision().IsPoint() {
		rel.Point = destination(a.place.Point, rel.Bearing, a.radius/2)
		rel.UncertaintyKM = math.Max(1, a.radius)
		rel.Area = sector(a.place.Point, rel.Bearing, 45, 0, math.Max(1, a.radius))
		return
	}
	if a.bound.IsZero() {
		return
	}
	box := partOf(a.bound, rel.Bearing)
	var outline orb.MultiPolygon
	if l.Outline != nil {
		outline = l.Outline(a.place.ID)
	}
	rel.Point, rel.Area = box.Center(), box.ToPolygon()
	if len(outline) > 0 {
		if cut := clip.MultiPolygon(box, orb.Clone(outline).(orb.MultiPolygon)); len(cut) > 0 {
			rel.Area = cut
		}
	}
	rel.UncertaintyKM = orbgeo.Distance(box.Min, box.Max) / 2000
}

// partOf returns the half of a box in a cardinal direction, or the quarter in an
// intercardinal one.
func partOf(b orb.Bound, bearing float64) orb.Bound {
	middle := b.Center()
	rad := bearing * math.Pi / 180
	east, north := math.Sin(rad), math.Cos(rad)
	const threshold = 0.3 // a smaller component of the direction is ignored
	if east > threshold {
		b.Min[0] = middle[0]
	} else if east < -threshold {
		b.Max[0] = middle[0]
	}
	if north > threshold {
		b.Min[1] = middle[1]
	} else if north < -threshold {
		b.Max[1] = middle[1]
	}
	return b
}
