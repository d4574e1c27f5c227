package geometry

import (
	"math"

	"github.com/paulmach/orb"
)

// Valid returns an area as a valid multipolygon of the Simple Features standard (OGC 06-103r4, section 6.1.11), rounded
// to a grid with steps to a degree: rings are closed, do not cross or touch themselves and meet others in points only,
// outer rings are counterclockwise and holes clockwise, holes are inside their polygon. What a ring encloses an odd
// number of times is inside it; the area is inside an outer ring and in none of its holes. A valid area is returned with
// its rings in the same order. The result is nil if nothing of the area is left on the grid.
func Valid(area orb.MultiPolygon, steps float64) orb.MultiPolygon {
	var rings [][]cell
	var holes []bool // by ring
	for _, polygon := range area {
		for i, ring := range polygon {
			if r := toGrid(ring, steps); len(r) >= 4 {
				rings, holes = append(rings, r), append(holes, i > 0)
			} else if i == 0 {
				break
			}
		}
	}
	if !isValid(rings, holes) {
		var ok bool
		if rings, ok = node(rings); !ok {
			return nil
		}
		area := noded{rings: rings, holes: holes}
		return assemble(trace(area.borders()), steps)
	}
	var out orb.MultiPolygon
	for i, r := range rings {
		if holes[i] {
			out[len(out)-1] = append(out[len(out)-1], fromGrid(r, steps, true))
		} else {
			out = append(out, orb.Polygon{fromGrid(r, steps, false)})
		}
	}
	return out
}

// toGrid returns a ring on the grid, closed and without points that repeat the one before.
func toGrid(ring orb.Ring, steps float64) []cell {
	out := make([]cell, 0, len(ring)+1)
	add := func(c cell) {
		if len(out) == 0 || out[len(out)-1] != c {
			out = append(out, c)
		}
	}
	for _, p := range ring {
		add(cell{int64(math.Round(p[0] * steps)), int64(math.Round(p[1] * steps))})
	}
	if len(out) > 0 {
		add(out[0])
	}
	return out
}

// fromGrid returns a ring in degrees in the orientation of an outer ring or a hole.
func fromGrid(r []cell, steps float64, hole bool) orb.Ring {
	out := make(orb.Ring, len(r))
	for i, c := range r {
		out[i] = orb.Point{float64(c.x) / steps, float64(c.y) / steps}
	}
	if twiceArea(r) > 0 == hole {
		out.Reverse()
	}
	return out
}

func twiceArea(r []cell) int64 {
	sum := int64(0)
	for i := 1; i < len(r)-1; i++ {
		sum += cross(r[0], r[i], r[i+1])
	}
	return sum
}

// isValid reports whether rings are closed lines that do not meet themselves, touch others at most at vertices, without
// dividing the inside, and are nested as polygons.
func isValid(rings [][]cell, holes []bool) bool {
	good := true
	touched := map[cell]bool{}
	pairs(segmentsOf(rings), func(s, t *segment) bool {
		n := len(rings[s.ring]) - 1
		switch next := s.ring == t.ring && ((s.edge+1)%n == t.edge || (t.edge+1)%n == s.edge); {
		case overlap(s, t) || crosses(s, t):
			good = false
		case next && n > 2: // they share one end
		case s.a == t.a || s.a == t.b:
			good, touched[s.a] = s.ring != t.ring, true
		case s.b == t.a || s.b == t.b:
			good, touched[s.b] = s.ring != t.ring, true
		}
		return good
	})
	return good && (len(touched) == 0 || onlyTouch(rings, touched)) && isNested(rings, holes)
}

// visit is the way of a ring through a vertex.
type visit struct {
	ring           int
	before, vertex cell
	after          cell
}

// onlyTouch reports whether rings touch at vertices without crossing, and no chain of touching rings is closed, which could
// divide the inside.
func onlyTouch(rings [][]cell, touched map[cell]bool) bool {
	visits := map[cell][]visit{}
	for i, r := range rings {
		n := len(r) - 1
		for j := range n {
			if v := r[j]; touched[v] {
				visits[v] = append(visits[v], visit{i, r[(j+n-1)%n], v, r[j+1]})
			}
		}
	}
	chain := make([]int, len(rings)) // the ring that a ring is linked to, itself at the end
	for i := range chain {
		chain[i] = i
	}
	end := func(i int) int {
		for chain[i] != i {
			i = chain[i]
		}
		return i
	}
	for _, all := range visits {
		for i := range all {
			for j := range i {
				if all[i].crosses(&all[j]) {
					return false
				}
			}
			if i > 0 {
				a, b := end(all[0].ring), end(all[i].ring)
				if a == b {
					return false
				}
				chain[b] = a
			}
		}
	}
	return true
}

// crosses reports whether another ring goes through the vertex from one side to the other.
func (v *visit) crosses(w *visit) bool {
	return clockwise(v.vertex, v.before, w.before, v.after) != clockwise(v.vertex, v.before, w.after, v.after)
}

// isNested reports whether rings that do not cross are polygons: each hole is in its outer ring, and nothing else is inside
// a polygon.
func isNested(rings [][]cell, holes []bool) bool {
	boxes := make([]cellBox, len(rings))
	for i, r := range rings {
		boxes[i] = boxOf(r)
	}
	around := func(i, j int) bool { // ring i is around ring j
		return i != j && boxes[i].contains(boxes[j]) && enclosesMiddle(rings[i], rings[j][0], rings[j][1])
	}
	outer, depth := 0, 0
	for i := range rings {
		n := 0
		for j := range rings {
			if around(j, i) {
				n++
			}
		}
		switch {
		case !holes[i]:
			if outer, depth = i, n; n%2 != 0 {
				return false
			}
		case n != depth+1 || !around(outer, i):
			return false
		}
	}
	return true
}

// overlap reports whether two edges have more in common than one end of both and a crossing.
func overlap(s, t *segment) bool {
	return inside(s, t.a) || inside(s, t.b) || inside(t, s.a) || inside(t, s.b) || s.a == t.a && s.b == t.b || s.a == t.b && s.b == t.a
}

// cellBox is the box around a ring.
type cellBox struct{ low, high cell }

func boxOf(r []cell) cellBox {
	b := cellBox{r[0], r[0]}
	for _, c := range r {
		b.low, b.high = cell{min(b.low.x, c.x), min(b.low.y, c.y)}, cell{max(b.high.x, c.x), max(b.high.y, c.y)}
	}
	return b
}

func (b cellBox) contains(c cellBox) bool {
	return b.low.x <= c.low.x && b.low.y <= c.low.y && b.high.x >= c.high.x && b.high.y >= c.high.y
}

// enclosesMiddle reports whether the middle of an edge, which may end on the ring but is not part of it, is inside it.
func enclosesMiddle(ring []cell, a, b cell) bool {
	p := cell{a.x + b.x, a.y + b.y} // in half steps
	odd := false
	for i := range len(ring) - 1 {
		s, t := cell{2 * ring[i].x, 2 * ring[i].y}, cell{2 * ring[i+1].x, 2 * ring[i+1].y}
		if (s.y > p.y) != (t.y > p.y) && (cross(s, t, p) > 0) == (t.y > s.y) {
			odd = !odd
		}
	}
	return odd
}
