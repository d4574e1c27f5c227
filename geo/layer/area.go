package layer

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// outline makes an area fit for GeoJSON: cut at the antimeridian, rounded, outer
// rings counter-clockwise and holes clockwise (RFC 7946, sections 3.1.6 and
// 3.1.9). It returns nil when nothing of it is left.
func outline(area orb.MultiPolygon) orb.Geometry {
	var out orb.MultiPolygon
	for _, p := range area {
		for _, part := range cutAtAntimeridian(p) {
			if tidy := tidyPolygon(part); tidy != nil {
				out = append(out, tidy)
			}
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

func tidyPolygon(p orb.Polygon) orb.Polygon {
	var out orb.Polygon
	for i, r := range p {
		want := orb.CCW
		if i > 0 {
			want = orb.CW
		}
		tidy := tidyRing(r, want)
		if tidy == nil {
			if i == 0 {
				return nil
			}
			continue
		}
		out = append(out, tidy)
	}
	return out
}

// tidyRing returns a rounded and closed copy of r that turns as wanted, or nil
// where r encloses nothing.
func tidyRing(r orb.Ring, want orb.Orientation) orb.Ring {
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

// cutAtAntimeridian returns the parts of a polygon that lie within -180 to 180.
// A polygon crosses where it goes beyond that range or jumps more than half way
// round the world.
func cutAtAntimeridian(p orb.Polygon) orb.MultiPolygon {
	if len(p) == 0 || len(p[0]) < 4 {
		return nil
	}
	if !slices.ContainsFunc(p, crosses) {
		return orb.MultiPolygon{p}
	}
	rest := make(orb.Polygon, 0, len(p))
	for _, r := range p {
		u := unroll(r)
		if len(rest) > 0 { // a hole is unrolled to where its outer ring is
			shift(u, 360*math.Round((rest[0].Bound().Center().Lon()-u.Bound().Center().Lon())/360))
		}
		rest = append(rest, u)
	}
	var out orb.MultiPolygon
	b := rest[0].Bound()
	first, last := math.Floor((b.Left()+180)/360), math.Ceil((b.Right()+180)/360)-1
	queue := orb.MultiPolygon{rest}
	for k := first; k <= last; k++ {
		var east orb.MultiPolygon
		for _, q := range queue {
			w, e := split(q, 180+360*k)
			for _, part := range w {
				for _, r := range part {
					shift(r, -360*k)
				}
			}
			out, east = append(out, w...), append(east, e...)
		}
		queue = east
	}
	return out
}

// crosses reports whether a ring leaves -180 to 180 or jumps across ±180.
func crosses(r orb.Ring) bool {
	for i, p := range r {
		if math.Abs(p.Lon()) > 180 || i > 0 && math.Abs(p.Lon()-r[i-1].Lon()) > 180 {
			return true
		}
	}
	return false
}

// unroll returns a closed copy of r in which every edge goes the short way
// round. An edge of 360 degrees means one of two things: a step across the
// antimeridian, or the rim of a map that goes round the world. It is a step where
// the ring then closes around something, otherwise a rim. A ring that closes in
// neither way goes round a pole.
func unroll(r orb.Ring) orb.Ring {
	if !closes(r) {
		r = append(slices.Clone(r), r[0])
	}
	stepped := follow(r, true)
	if closes(stepped) && stepped.Bound().Left() < stepped.Bound().Right() {
		return stepped
	}
	if rim := follow(r, false); closes(rim) {
		return rim
	}
	first, end := stepped[0], stepped[len(stepped)-1]
	pole := 90.0
	if stepped.Bound().Center().Lat() < 0 {
		pole = -90
	}
	return append(stepped, orb.Point{end.Lon(), pole}, orb.Point{first.Lon(), pole}, first)
}

// follow goes along r and turns on where an edge is longer than half a circle; one
// of a whole circle counts when steps is set.
func follow(r orb.Ring, steps bool) orb.Ring {
	out := make(orb.Ring, 0, len(r)+4)
	turned := 0.0
	for i, p := range r {
		if i > 0 {
			d := p.Lon() - r[i-1].Lon()
			if whole := math.Abs(math.Abs(d)-360) < 1e-9; math.Abs(d) > 180 && (steps || !whole) {
				turned -= 360 * math.Round(d/360)
			}
		}
		out = append(out, orb.Point{p.Lon() + turned, p.Lat()})
	}
	return out
}

func closes(r orb.Ring) bool { return r[0] == r[len(r)-1] }

func shift(r orb.Ring, degrees float64) {
	if degrees == 0 {
		return
	}
	for i := range r {
		r[i][0] += degrees
	}
}
