package geometry

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// border is an edge between the inside and the outside of an area, with the inside on its left.
type border struct{ from, to cell }

// noded are the rings of an area in which any two edges are the same, share an end, or do not meet.
type noded struct {
	rings [][]cell
	holes []bool // by ring; the holes of a polygon follow its outer ring
	boxes []cellBox
}

// borders returns the edges between inside and outside, in the order of the rings. Each edge is examined once, however
// often rings have it.
func (n *noded) borders() []border {
	for _, r := range n.rings {
		n.boxes = append(n.boxes, boxOf(r))
	}
	var out []border
	seen := map[border]bool{}
	for _, r := range n.rings {
		for i := range len(r) - 1 {
			a, b := r[i], r[i+1]
			if compareCells(b, a) < 0 {
				a, b = b, a
			}
			if seen[border{a, b}] {
				continue
			}
			seen[border{a, b}] = true
			// Edges run to the right or, if they are vertical, upward: their left is above or to the left.
			if left, right := n.sides(a, b); left && !right {
				out = append(out, border{a, b})
			} else if right && !left {
				out = append(out, border{b, a})
			}
		}
	}
	return out
}

// sides reports whether the left and the right side of the edge from a to b are inside the area. It counts the edges that
// a ray from the middle of the edge crosses: upward, or to the left for a vertical edge.
func (n *noded) sides(a, b cell) (left, right bool) {
	vertical := a.x == b.x
	turn := func(c cell) cell { // so that the ray goes upward
		if vertical {
			return cell{c.y, -c.x}
		}
		return c
	}
	p, q := turn(a), turn(b)
	middle := cell{p.x + q.x, p.y + q.y} // in half steps
	var outerLeft, outerRight bool
	for i, r := range n.rings {
		var odd, here bool // edges that the ray crosses, and edges that are this one
		for j := range n.reached(i, a, b, len(r)-1) {
			if s, t := r[j], r[j+1]; s == a && t == b || s == b && t == a {
				here = !here
			} else if above(turn(s), turn(t), middle) {
				odd = !odd
			}
		}
		l, r := odd, odd != here
		switch {
		case !n.holes[i]:
			left, right = left || outerLeft, right || outerRight
			outerLeft, outerRight = l, r
		default:
			outerLeft, outerRight = outerLeft && !l, outerRight && !r
		}
	}
	return left || outerLeft, right || outerRight
}

// reached returns the number of edges of a ring that a ray from the edge from a to b may meet: count or 0.
func (n *noded) reached(ring int, a, b cell, count int) int {
	box := n.boxes[ring]
	if a.x == b.x {
		if box.high.y < min(a.y, b.y) || box.low.y > max(a.y, b.y) || box.low.x > a.x {
			return 0
		}
	} else if box.high.x < a.x || box.low.x > b.x || box.high.y < min(a.y, b.y) {
		return 0
	}
	return count
}

// above reports whether the edge from s to t is above a point in half steps, by whole and half-open intervals of x.
func above(s, t, middle cell) bool {
	s, t = cell{2 * s.x, 2 * s.y}, cell{2 * t.x, 2 * t.y}
	return (s.x > middle.x) != (t.x > middle.x) && (cross(s, t, middle) < 0) == (t.x > s.x)
}

// trace joins borders into closed rings, none of which has a vertex twice: where several meet at a vertex, each turns so
// that it stays around the same part of the inside, and what it encloses until it returns to a vertex is a ring.
func trace(all []border) [][]cell {
	from := map[cell][]int{}
	for i, e := range all {
		from[e.from] = append(from[e.from], i)
	}
	used := make([]bool, len(all))
	var out [][]cell
	for i := range all {
		var path []cell
		at := map[cell]int{} // in path
		for e := i; e >= 0 && !used[e]; {
			used[e] = true
			v := all[e].from
			at[v] = len(path)
			path = append(path, v)
			to := all[e].to
			if first, ok := at[to]; ok { // a ring is closed
				out = append(out, append(slices.Clone(path[first:]), to))
				for _, c := range path[first:] {
					delete(at, c)
				}
				if path = path[:first]; first == 0 {
					break
				}
			}
			e = next(all, used, from[to], v, to)
		}
	}
	return out
}

// next returns the unused edge from v that is the first clockwise from the direction back to u, or -1.
func next(all []border, used []bool, candidates []int, u, v cell) int {
	best := -1
	for _, c := range candidates {
		if !used[c] && (best < 0 || clockwise(v, u, all[c].to, all[best].to)) {
			best = c
		}
	}
	return best
}

// clockwise reports whether turning clockwise around v from the direction to u, the direction to p comes before that to q.
func clockwise(v, u, p, q cell) bool {
	half := func(c cell) int { // 0 for a turn of less than 180 degrees
		switch side := cross(v, u, c); {
		case side < 0:
			return 0
		case side == 0 && (c.x-v.x)*(u.x-v.x)+(c.y-v.y)*(u.y-v.y) < 0:
			return 1
		}
		return 2
	}
	if a, b := half(p), half(q); a != b {
		return a < b
	}
	return cross(v, p, q) < 0
}

// assemble returns rings that do not cross as polygons: counterclockwise ones are outer rings, clockwise ones are holes of
// the smallest outer ring around them. Rings begin with their least vertex and are in the order of these.
func assemble(rings [][]cell, steps float64) orb.MultiPolygon {
	for i, r := range rings {
		least := 0
		for j, c := range r {
			if compareCells(c, r[least]) < 0 {
				least = j
			}
		}
		rings[i] = append(slices.Concat(r[least:len(r)-1], r[:least]), r[least])
	}
	slices.SortFunc(rings, func(a, b []cell) int { return cmp.Or(compareCells(a[0], b[0]), slices.CompareFunc(a, b, compareCells)) })
	var out orb.MultiPolygon
	var outer [][]cell
	var areas []int64
	for _, r := range rings {
		if area := twiceArea(r); area > 0 {
			out, outer, areas = append(out, orb.Polygon{fromGrid(r, steps, false)}), append(outer, r), append(areas, area)
		}
	}
	for _, r := range rings {
		if twiceArea(r) >= 0 {
			continue
		}
		smallest := -1
		for i, o := range outer {
			if (smallest < 0 || areas[i] < areas[smallest]) && boxOf(o).contains(boxOf(r)) && enclosesMiddle(o, r[0], r[1]) {
				smallest = i
			}
		}
		if smallest >= 0 {
			out[smallest] = append(out[smallest], fromGrid(r, steps, true))
		}
	}
	return out
}
