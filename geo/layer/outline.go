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
// round the world; one that encloses a pole is closed over it.
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

// crosses reports whether a ring leaves -180 to 180 or jumps across ±180. An
// edge from -180 to 180 itself is the rim of a map already cut.
func crosses(r orb.Ring) bool {
	for i, p := range r {
		if math.Abs(p.Lon()) > 180 {
			return true
		}
		if i > 0 && jumps(r[i-1], p) {
			return true
		}
	}
	return false
}

func jumps(a, b orb.Point) bool {
	return math.Abs(a.Lon()-b.Lon()) > 180 && (math.Abs(a.Lon()) != 180 || math.Abs(b.Lon()) != 180)
}

// unroll returns a copy of r in which every edge goes the short way round.
func unroll(r orb.Ring) orb.Ring {
	out := slices.Clone(r)
	if out[0] != out[len(out)-1] {
		out = append(out, out[0])
	}
	turns := 0.0
	for i := 1; i < len(out); i++ {
		prev, p := r[i-1], out[i]
		if jumps(prev, p) {
			turns -= 360 * math.Round((p.Lon()-prev.Lon())/360)
		}
		out[i] = orb.Point{p.Lon() + turns, p.Lat()}
	}
	if first, end := out[0], out[len(out)-1]; first.Lon() != end.Lon() { // round a pole
		pole := 90.0
		if out.Bound().Center().Lat() < 0 {
			pole = -90
		}
		out = append(out, orb.Point{end.Lon(), pole}, orb.Point{first.Lon(), pole}, first)
	}
	return out
}

func shift(r orb.Ring, degrees float64) {
	if degrees == 0 {
		return
	}
	for i := range r {
		r[i][0] += degrees
	}
}
