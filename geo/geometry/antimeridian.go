package geometry

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// CutAntimeridian returns the area with every polygon that crosses the
// antimeridian cut into parts between longitudes -180 and 180 (RFC 7946, section
// 3.1.9). A polygon crosses where a longitude is outside that range or where two
// consecutive points are more than 180 degrees apart. A ring around a pole is
// extended to the pole. The argument is not changed; polygons that do not cross
// are returned as they are and share its memory.
func CutAntimeridian(area orb.MultiPolygon) orb.MultiPolygon {
	out := make(orb.MultiPolygon, 0, len(area))
	for _, p := range area {
		out = append(out, cutPolygon(p)...)
	}
	return out
}

// cutPolygon returns the parts of one polygon; nothing for a polygon that crosses the
// antimeridian and has fewer than four points in its outer ring.
func cutPolygon(p orb.Polygon) orb.MultiPolygon {
	if !slices.ContainsFunc(p, crossesAntimeridian) {
		return orb.MultiPolygon{p}
	}
	if len(p[0]) < 4 {
		return nil
	}
	unrolled := make(orb.Polygon, 0, len(p))
	for _, r := range p {
		u := unroll(r)
		if len(unrolled) > 0 { // move a hole to the longitudes of its outer ring
			shiftLongitudes(u, 360*math.Round((unrolled[0].Bound().Center().Lon()-u.Bound().Center().Lon())/360))
		}
		unrolled = append(unrolled, u)
	}
	var out orb.MultiPolygon
	b := unrolled[0].Bound()
	first, last := math.Floor((b.Left()+180)/360), math.Ceil((b.Right()+180)/360)-1
	rest := orb.MultiPolygon{unrolled}
	for k := first; k <= last; k++ {
		var east orb.MultiPolygon
		for _, q := range rest {
			w, e := splitAtMeridian(q, 180+360*k)
			for _, part := range w {
				for _, r := range part {
					shiftLongitudes(r, -360*k)
				}
			}
			out, east = append(out, w...), append(east, e...)
		}
		rest = east
	}
	return out
}

// crossesAntimeridian reports whether a ring leaves longitudes -180 to 180 or has
// an edge of more than 180 degrees.
func crossesAntimeridian(r orb.Ring) bool {
	for i, p := range r {
		if math.Abs(p.Lon()) > 180 || i > 0 && math.Abs(p.Lon()-r[i-1].Lon()) > 180 {
			return true
		}
	}
	return false
}

// unroll returns a closed copy of r with continuous longitudes, so that every
// edge takes the short way. An edge of exactly 360 degrees is either a step across
// the antimeridian or the edge of a world map: it is a step if the ring then
// closes and encloses an area, otherwise the edge of a map. A ring that closes in
// neither way surrounds a pole and is extended to it.
func unroll(r orb.Ring) orb.Ring {
	if !r.Closed() {
		r = append(slices.Clone(r), r[0])
	}
	stepped := unrollEdges(r, true)
	if stepped.Closed() && stepped.Bound().Left() < stepped.Bound().Right() {
		return stepped
	}
	if edge := unrollEdges(r, false); edge.Closed() {
		return edge
	}
	first, end := stepped[0], stepped[len(stepped)-1]
	pole := 90.0
	if stepped.Bound().Center().Lat() < 0 {
		pole = -90
	}
	return append(stepped, orb.Point{end.Lon(), pole}, orb.Point{first.Lon(), pole}, first)
}

// unrollEdges adds multiples of 360 degrees to the longitudes of r so that no edge
// is longer than 180 degrees. Edges of 360 degrees are changed only if wholeTurns
// is set.
func unrollEdges(r orb.Ring, wholeTurns bool) orb.Ring {
	out := make(orb.Ring, 0, len(r)+4)
	offset := 0.0
	for i, p := range r {
		if i > 0 {
			d := p.Lon() - r[i-1].Lon()
			if whole := math.Abs(math.Abs(d)-360) < 1e-9; math.Abs(d) > 180 && (wholeTurns || !whole) {
				offset -= 360 * math.Round(d/360)
			}
		}
		out = append(out, orb.Point{p.Lon() + offset, p.Lat()})
	}
	return out
}

func shiftLongitudes(r orb.Ring, degrees float64) {
	if degrees == 0 {
		return
	}
	for i := range r {
		r[i][0] += degrees
	}
}
