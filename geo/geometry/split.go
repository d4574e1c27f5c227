package geometry

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// splitAtMeridian divides a polygon at longitude x into the parts west and east
// of it. The rings must be closed and must not cross each other. The parts share
// no memory with p.
func splitAtMeridian(p orb.Polygon, x float64) (west, east orb.MultiPolygon) {
	b := p.Bound()
	copied := p.Clone()
	switch {
	case b.Right() <= x:
		return orb.MultiPolygon{copied}, nil
	case b.Left() >= x:
		return nil, orb.MultiPolygon{copied}
	}
	for i, r := range copied { // outer rings counterclockwise, holes clockwise: joinChains depends on it
		if r.Orientation() == orb.CCW != (i == 0) {
			r.Reverse()
		}
	}
	return clipSide(copied, x, func(p orb.Point) bool { return p.Lon() <= x }), clipSide(copied, x, func(p orb.Point) bool { return p.Lon() > x })
}

// clipSide returns the part of p on one side of longitude x (Weiler–Atherton for a
// single line). Rings that cross x are broken into chains on this side, each from
// the point where the ring enters to the point where it leaves; joinChains closes
// them.
func clipSide(p orb.Polygon, x float64, inside func(orb.Point) bool) orb.MultiPolygon {
	var whole []orb.Ring
	var chains []orb.LineString
	for _, r := range p {
		if cut := chainsOf(r, x, inside); cut != nil {
			chains = append(chains, cut...)
		} else if inside(r[0]) {
			whole = append(whole, r)
		}
	}
	var out orb.MultiPolygon
	for _, r := range joinChains(chains) {
		out = append(out, orb.Polygon{r})
	}
	for _, r := range whole {
		if r.Orientation() == orb.CCW {
			out = append(out, orb.Polygon{r})
			continue
		}
		for i := range out {
			if planar.RingContains(out[i][0], r[0]) {
				out[i] = append(out[i], r)
				break
			}
		}
	}
	return out
}

// chainsOf returns the pieces of a ring on one side of longitude x, each of which
// begins and ends on x, or nil if the ring does not cross x.
func chainsOf(r orb.Ring, x float64, inside func(orb.Point) bool) []orb.LineString {
	n := len(r) - 1
	start := -1
	for i := range n {
		if !inside(r[i]) && inside(r[i+1]) {
			start = i
			break
		}
	}
	if start < 0 {
		return nil
	}
	var out []orb.LineString
	var chain orb.LineString
	for step := range n {
		a, b := r[(start+step)%n], r[(start+step)%n+1]
		switch in, next := inside(a), inside(b); {
		case !in && next:
			chain = orb.LineString{intersection(a, b, x), b}
		case in && next:
			chain = append(chain, b)
		case in && !next:
			chain = append(chain, intersection(a, b, x))
			if chain[0] != chain[len(chain)-1] || len(chain) > 3 {
				out = append(out, chain)
			}
			chain = nil
		}
	}
	return out
}

// intersection returns the point where the edge from a to b crosses longitude x.
func intersection(a, b orb.Point, x float64) orb.Point {
	t := (x - a.Lon()) / (b.Lon() - a.Lon())
	return orb.Point{x, a.Lat() + t*(b.Lat()-a.Lat())}
}

// joinChains closes chains into rings. Sorted by latitude, the ends of the chains
// bound, pair by pair, the segments of the meridian inside the polygon; each
// segment connects the end of one chain with the start of another.
func joinChains(chains []orb.LineString) []orb.Ring {
	type end struct {
		lat   float64
		chain int
		last  bool
	}
	ends := make([]end, 0, 2*len(chains))
	for i, c := range chains {
		ends = append(ends, end{c[0].Lat(), i, false}, end{c[len(c)-1].Lat(), i, true})
	}
	slices.SortFunc(ends, func(a, b end) int { return cmp.Or(cmp.Compare(a.lat, b.lat), cmp.Compare(a.chain, b.chain)) })
	next := make([]int, len(chains)) // the chain that starts where the segment after chain i ends
	for i := range next {
		next[i] = i
	}
	for i := 0; i+1 < len(ends); i += 2 {
		a, b := ends[i], ends[i+1]
		switch {
		case a.last && !b.last:
			next[a.chain] = b.chain
		case b.last && !a.last:
			next[b.chain] = a.chain
		}
	}
	var out []orb.Ring
	used := make([]bool, len(chains))
	for i := range chains {
		var ring orb.Ring
		for c := i; !used[c]; c = next[c] {
			used[c] = true
			ring = append(ring, chains[c]...)
		}
		if len(ring) > 0 {
			out = append(out, append(ring, ring[0]))
		}
	}
	return out
}
