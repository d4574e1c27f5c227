package geometry

import (
	"cmp"
	"math/big"
	"slices"
)

// cell is a point of an integer grid.
type cell struct{ x, y int64 }

func compareCells(a, b cell) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) }

// cross returns twice the signed area of the triangle a, b, c: positive if it turns left.
func cross(a, b, c cell) int64 { return (b.x-a.x)*(c.y-a.y) - (b.y-a.y)*(c.x-a.x) }

// segment is an edge of a ring, by the indexes of the ring and of the edge in it.
type segment struct {
	a, b       cell
	ring, edge int
}

func (s *segment) left() int64  { return min(s.a.x, s.b.x) }
func (s *segment) right() int64 { return max(s.a.x, s.b.x) }

// maxNodings limits the rounds of [node]. One or two are usual.
const maxNodings = 20

// node returns the rings with a vertex wherever two edges meet: afterwards any two edges are the same, share an end, or
// do not meet. Rings are closed. It is snap rounding (Hobby, "Practical segment intersection with finite precision
// output", 1999): crossings are rounded to the grid, and every edge that passes within half a step of a vertex or of a
// rounded crossing gets it as a vertex. It returns false if edges still meet after maxNodings.
func node(rings [][]cell) ([][]cell, bool) {
	for range maxNodings {
		hot, met := meetings(rings)
		if !met {
			return rings, true
		}
		for _, r := range rings {
			hot = append(hot, r...)
		}
		slices.SortFunc(hot, compareCells)
		hot = slices.Compact(hot)
		for i, r := range rings {
			snapped := make([]cell, 0, len(r)+4)
			snapped = append(snapped, r[0])
			for j := range len(r) - 1 {
				snapped = appendSnapped(snapped, hot, r[j], r[j+1])
			}
			rings[i] = snapped
		}
	}
	return rings, false
}

// meetings returns the rounded crossings of edges, and whether any two edges meet other than at an end of both.
func meetings(rings [][]cell) (crossings []cell, met bool) {
	pairs(segmentsOf(rings), func(s, t *segment) bool {
		met = met || inside(s, t.a) || inside(s, t.b) || inside(t, s.a) || inside(t, s.b)
		if crosses(s, t) {
			met = true
			crossings = append(crossings, crossing(s, t))
		}
		return true
	})
	return crossings, met
}

// appendSnapped appends the vertices after a of the edge from a to b: the hot points in whose squares it passes, in their
// order along it, and b. Hot is sorted.
func appendSnapped(dst, hot []cell, a, b cell) []cell {
	from, _ := slices.BinarySearchFunc(hot, min(a.x, b.x)-1, func(c cell, x int64) int { return cmp.Compare(c.x, x) })
	start := len(dst)
	for _, c := range hot[from:] {
		if c.x > max(a.x, b.x)+1 {
			break
		}
		if c != a && c != b && passes(a, b, c) {
			dst = append(dst, c)
		}
	}
	along := func(c cell) int64 { return (c.x-a.x)*(b.x-a.x) + (c.y-a.y)*(b.y-a.y) }
	slices.SortFunc(dst[start:], func(p, q cell) int { return cmp.Or(cmp.Compare(along(p), along(q)), compareCells(p, q)) })
	return append(dst, b)
}

// passes reports whether the edge from a to b meets the square of one step around c, of which the right and the upper
// border are not part, so that every position is in one square.
func passes(a, b, c cell) bool {
	a, b, c = cell{2 * a.x, 2 * a.y}, cell{2 * b.x, 2 * b.y}, cell{2 * c.x, 2 * c.y}
	if min(a.x, b.x) >= c.x+1 || max(a.x, b.x) < c.x-1 || min(a.y, b.y) >= c.y+1 || max(a.y, b.y) < c.y-1 {
		return false
	}
	// The corners at the right and above are moved inward by an infinitesimal, which decides where the edge passes through
	// them.
	dx, dy := b.x-a.x, b.y-a.y
	left, right := false, false
	for _, k := range [...]struct {
		corner cell
		moved  int64
	}{{cell{c.x - 1, c.y - 1}, 0}, {cell{c.x + 1, c.y - 1}, dy}, {cell{c.x + 1, c.y + 1}, dy - dx}, {cell{c.x - 1, c.y + 1}, -dx}} {
		side := cmp.Or(cross(a, b, k.corner), k.moved)
		left, right = left || side >= 0, right || side <= 0
	}
	return left && right
}

func segmentsOf(rings [][]cell) []segment {
	var out []segment
	for i, r := range rings {
		for j := range len(r) - 1 {
			out = append(out, segment{r[j], r[j+1], i, j})
		}
	}
	return out
}

// pairs calls found for pairs of edges whose boxes meet, until it returns false.
func pairs(all []segment, found func(s, t *segment) bool) {
	slices.SortFunc(all, func(s, t segment) int {
		return cmp.Or(cmp.Compare(s.left(), t.left()), cmp.Compare(s.ring, t.ring), cmp.Compare(s.edge, t.edge))
	})
	var active []*segment
	for i := range all {
		s := &all[i]
		active = slices.DeleteFunc(active, func(t *segment) bool { return t.right() < s.left() })
		for _, t := range active {
			if max(t.a.y, t.b.y) >= min(s.a.y, s.b.y) && max(s.a.y, s.b.y) >= min(t.a.y, t.b.y) && !found(t, s) {
				return
			}
		}
		active = append(active, s)
	}
}

// inside reports whether p is on s but is not an end of it.
func inside(s *segment, p cell) bool {
	return p != s.a && p != s.b && cross(s.a, s.b, p) == 0 && min(s.a.x, s.b.x) <= p.x && p.x <= max(s.a.x, s.b.x) && min(s.a.y, s.b.y) <= p.y && p.y <= max(s.a.y, s.b.y)
}

// crosses reports whether the insides of two edges have one point in common.
func crosses(s, t *segment) bool {
	side := func(v int64) int { return cmp.Compare(v, 0) }
	return side(cross(s.a, s.b, t.a))*side(cross(s.a, s.b, t.b)) < 0 && side(cross(t.a, t.b, s.a))*side(cross(t.a, t.b, s.b)) < 0
}

// crossing returns the point where two edges cross, rounded to the grid, halves upward.
func crossing(s, t *segment) cell {
	from, to := cross(s.a, s.b, t.a), cross(s.a, s.b, t.b)
	if from > to {
		from, to = -from, -to
	}
	share, whole := big.NewInt(-from), big.NewInt(to-from) // of the way from t.a to t.b
	along := func(a, b int64) int64 {
		n := new(big.Int).Mul(big.NewInt(2*(b-a)), share)
		n.Add(n, whole)
		return a + n.Div(n, new(big.Int).Lsh(whole, 1)).Int64()
	}
	return cell{along(t.a.x, t.b.x), along(t.a.y, t.b.y)}
}
