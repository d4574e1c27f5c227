package geometry

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// dissolveSteps is the number of steps per degree to which Dissolve rounds
// coordinates, so that shared edges are recognized.
const dissolveSteps = 1e6

type gridPoint [2]int32

// directedEdge is an edge of a polygon, from its first to its second end.
type directedEdge struct{ from, to gridPoint }

func roundToGrid(p orb.Point) gridPoint {
	return gridPoint{int32(math.Round(p[0] * dissolveSteps)), int32(math.Round(p[1] * dissolveSteps))}
}

// Dissolve returns the union of areas that touch along shared edges: an edge that
// two of them have in common is removed. The areas must not overlap, and a shared
// border must have the same points in both, as in the output of topological
// formats. Coordinates are rounded to a millionth of a degree, except if there is
// only one area, which is returned unchanged.
func Dissolve(areas []orb.MultiPolygon) orb.MultiPolygon {
	if len(areas) == 1 {
		return areas[0]
	}
	var outer, holes []orb.Ring
	next, order := outerEdges(areas)
	for _, start := range order {
		ring := traceRing(next, start)
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

// outerEdges returns, by their starting point, the edges that belong to one area
// only, and their starting points in the order of the input.
func outerEdges(areas []orb.MultiPolygon) (next map[gridPoint][]gridPoint, order []gridPoint) {
	edges := map[directedEdge]bool{}
	var all []directedEdge
	add := func(ring orb.Ring) {
		for j := 1; j < len(ring); j++ {
			e := directedEdge{roundToGrid(ring[j-1]), roundToGrid(ring[j])}
			if e.from == e.to {
				continue
			}
			if reverse := (directedEdge{e.to, e.from}); edges[reverse] {
				delete(edges, reverse)
				continue
			}
			edges[e] = true
			all = append(all, e)
		}
	}
	for _, mp := range areas {
		for _, polygon := range mp {
			for i, ring := range polygon {
				if (ring.Orientation() == orb.CCW) != (i == 0) {
					ring = slices.Clone(ring)
					slices.Reverse(ring)
				}
				add(ring)
			}
		}
	}
	next = map[gridPoint][]gridPoint{}
	for _, e := range all {
		if edges[e] {
			next[e.from] = append(next[e.from], e.to)
		}
	}
	for _, e := range all {
		order = append(order, e.from)
	}
	return next, order
}

// traceRing removes one closed ring from the edges and returns it, or nil if the
// edges from start were removed before or do not close.
func traceRing(next map[gridPoint][]gridPoint, start gridPoint) orb.Ring {
	var ring orb.Ring
	at := start
	for {
		to := next[at]
		if len(to) == 0 {
			return nil
		}
		next[at] = to[1:]
		ring = append(ring, orb.Point{float64(at[0]) / dissolveSteps, float64(at[1]) / dissolveSteps})
		if at = to[0]; at == start {
			return append(ring, ring[0])
		}
	}
}
