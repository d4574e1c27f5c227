package source

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// edge is a side of a polygon on a grid of a millionth of a degree.
type edge struct{ from, to [2]int32 }

func snap(p orb.Point) [2]int32 {
	return [2]int32{int32(math.Round(p[0] * 1e6)), int32(math.Round(p[1] * 1e6))}
}

// dissolve returns the outline of several areas as one: sides that two of them
// share, one in each direction, vanish.
func dissolve(areas []orb.MultiPolygon) orb.MultiPolygon {
	if len(areas) == 1 {
		return areas[0]
	}
	sides := map[edge]bool{}
	var order []edge
	for _, mp := range areas {
		for _, polygon := range mp {
			for i, ring := range polygon {
				turn := ring
				if (ring.Orientation() == orb.CCW) != (i == 0) {
					turn = slices.Clone(ring)
					slices.Reverse(turn)
				}
				for j := 1; j < len(turn); j++ {
					e := edge{snap(turn[j-1]), snap(turn[j])}
					if e.from == e.to {
						continue
					}
					if back := (edge{e.to, e.from}); sides[back] {
						delete(sides, back)
						continue
					}
					sides[e] = true
					order = append(order, e)
				}
			}
		}
	}
	next := map[[2]int32][][2]int32{}
	for _, e := range order {
		if sides[e] {
			next[e.from] = append(next[e.from], e.to)
		}
	}
	var outer, holes []orb.Ring
	for _, e := range order {
		ring := trace(next, e.from)
		if len(ring) < 4 {
			continue
		}
		if ring.Orientation() == orb.CCW {
			outer = append(outer, ring)
		} else {
			holes = append(holes, ring)
		}
	}
	mp := make(orb.MultiPolygon, len(outer))
	for i, r := range outer {
		mp[i] = orb.Polygon{r}
	}
	for _, h := range holes {
		for i, r := range outer {
			if planar.RingContains(r, h[0]) {
				mp[i] = append(mp[i], h)
				break
			}
		}
	}
	return mp
}

// trace takes one closed ring out of the sides that are left.
func trace(next map[[2]int32][][2]int32, start [2]int32) orb.Ring {
	var ring orb.Ring
	at := start
	for {
		to := next[at]
		if len(to) == 0 {
			return nil // already taken, or not closed
		}
		next[at] = to[1:]
		ring = append(ring, orb.Point{float64(at[0]) / 1e6, float64(at[1]) / 1e6})
		if at = to[0]; at == start {
			return append(ring, ring[0])
		}
	}
}
