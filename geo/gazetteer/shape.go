package gazetteer

import (
	"context"
	"math"
	"slices"

	"dateline/geo/gazetteer/internal/layout"

	"github.com/paulmach/orb"
)

// vertex is a point on the grid of outlines.
type vertex struct{ x, y int32 }

func (v vertex) less(w vertex) bool { return v.x < w.x || v.x == w.x && v.y < w.y }

// shape is the outline of an entry as its source gives it.
type shape struct {
	place   uint32
	country bool
	area    [][][]vertex // polygons of rings; the first point of a ring is its last
}

// quantise puts an outline on the grid.
func quantise(mp orb.MultiPolygon) [][][]vertex {
	var area [][][]vertex
	for _, polygon := range mp {
		var rings [][]vertex
		for _, ring := range polygon {
			var r []vertex
			for _, p := range ring {
				v := vertex{int32(math.Round(p[0] * layout.OutlineDegree)), int32(math.Round(p[1] * layout.OutlineDegree))}
				if len(r) == 0 || r[len(r)-1] != v {
					r = append(r, v)
				}
			}
			if len(r) >= 4 {
				rings = append(rings, r)
			}
		}
		if len(rings) > 0 {
			area = append(area, rings)
		}
	}
	return area
}

// How far a simplified line may lie from the true one, in degrees: a tenth of a
// pixel's width more than two at zoom level 8 for long lines, less for short ones.
const (
	coarse    = 0.01
	fine      = 0.001
	lineShare = 1.0 / 50
	// specks are the islands that are left out beside a larger one, in square
	// degrees: about a square kilometre.
	speck = 1e-4
)

// simplify takes vertices out of the outlines that a source gave and codes them.
// Lines between two areas become the same for both, so no gap opens.
func (b *builder) simplify(ctx context.Context) error {
	for _, countries := range [...]bool{true, false} {
		list := slices.DeleteFunc(slices.Clone(b.shapes), func(s shape) bool { return s.country != countries })
		t := newTopology(list)
		for _, s := range list {
			if err := ctx.Err(); err != nil {
				return err
			}
			mp := t.shape(s)
			if len(mp) == 0 {
				delete(b.areas, s.place)
				continue
			}
			b.areas[s.place] = layout.AppendOutline(nil, mp)
			b.bounds[s.place] = mp.Bound()
		}
	}
	b.shapes = nil
	return nil
}

// topology knows the vertices where lines of several areas meet.
type topology struct {
	neighbours map[vertex][2]vertex
	corners    map[vertex]bool
}

func newTopology(shapes []shape) *topology {
	t := &topology{neighbours: map[vertex][2]vertex{}, corners: map[vertex]bool{}}
	for _, s := range shapes {
		for _, rings := range s.area {
			for _, ring := range rings {
				n := len(ring) - 1
				for i := range n {
					t.meet(ring[i], ring[(i+n-1)%n], ring[(i+1)%n])
				}
			}
		}
	}
	t.neighbours = nil
	return t
}

// meet notes the two neighbours of a vertex in a ring. A vertex with others in
// another ring is a corner.
func (t *topology) meet(v, a, b vertex) {
	if b.less(a) {
		a, b = b, a
	}
	if known, ok := t.neighbours[v]; !ok {
		t.neighbours[v] = [2]vertex{a, b}
	} else if known != [2]vertex{a, b} {
		t.corners[v] = true
	}
}

// shape simplifies one outline.
func (t *topology) shape(s shape) orb.MultiPolygon {
	var mp orb.MultiPolygon
	largest := 0.0
	for _, rings := range s.area {
		largest = max(largest, math.Abs(ringArea(rings[0])))
	}
	for _, rings := range s.area {
		size := math.Abs(ringArea(rings[0]))
		if size < largest && size < speck {
			continue
		}
		var polygon orb.Polygon
		for i, ring := range rings {
			r := t.ring(ring)
			if len(r) < 4 {
				if i > 0 || size < largest {
					if i == 0 {
						break
					}
					continue
				}
				r = ring // the only one: rather too fine than gone
			}
			polygon = append(polygon, orient(r, i == 0))
		}
		if len(polygon) > 0 {
			mp = append(mp, polygon)
		}
	}
	return mp
}

// ringArea is the signed area of a ring in square degrees.
func ringArea(r []vertex) float64 {
	sum := 0.0
	for i := 1; i < len(r); i++ {
		sum += float64(r[i-1].x)*float64(r[i].y) - float64(r[i].x)*float64(r[i-1].y)
	}
	return sum / 2 / (layout.OutlineDegree * layout.OutlineDegree)
}

// orient turns an outer ring counter-clockwise and a hole clockwise.
func orient(r []vertex, outer bool) orb.Ring {
	if (ringArea(r) > 0) != outer {
		r = slices.Clone(r)
		slices.Reverse(r)
	}
	ring := make(orb.Ring, len(r))
	for i, v := range r {
		ring[i] = orb.Point{float64(v.x) / layout.OutlineDegree, float64(v.y) / layout.OutlineDegree}
	}
	return ring
}

// ring simplifies a closed ring, line by line between corners.
func (t *topology) ring(r []vertex) []vertex {
	open := r[:len(r)-1]
	start := -1
	for i, v := range open {
		if t.corners[v] {
			start = i
			break
		}
	}
	if start < 0 { // an island: begin at its least vertex, whichever ring this is
		start = 0
		for i, v := range open {
			if v.less(open[start]) {
				start = i
			}
		}
	}
	turned := slices.Concat(open[start:], open[:start+1])
	out := []vertex{turned[0]}
	for first := 0; first < len(turned)-1; {
		last := first + 1
		for last < len(turned)-1 && !t.corners[turned[last]] {
			last++
		}
		out = append(out, simplifyLine(turned[first : last+1])[1:]...)
		first = last
	}
	return out
}

// simplifyLine applies the Douglas-Peucker method in the same way whichever end
// the line begins at.
func simplifyLine(line []vertex) []vertex {
	if len(line) <= 2 {
		return line
	}
	n := len(line)
	if backwards := line[n-1].less(line[0]) || line[n-1] == line[0] && line[n-2].less(line[1]); backwards {
		turned := slices.Clone(line)
		slices.Reverse(turned)
		out := slices.Clone(simplifyForward(turned))
		slices.Reverse(out)
		return out
	}
	return simplifyForward(line)
}

func simplifyForward(line []vertex) []vertex {
	low, high := line[0], line[0]
	for _, v := range line {
		low = vertex{min(low.x, v.x), min(low.y, v.y)}
		high = vertex{max(high.x, v.x), max(high.y, v.y)}
	}
	size := math.Hypot(float64(high.x-low.x), float64(high.y-low.y)) / layout.OutlineDegree
	tolerance := math.Max(fine, math.Min(coarse, size*lineShare)) * layout.OutlineDegree
	keep := make([]bool, len(line))
	keep[0], keep[len(line)-1] = true, true
	type span struct{ first, last int }
	stack := []span{{0, len(line) - 1}}
	for len(stack) > 0 {
		s := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		far, at := 0.0, -1
		for i := s.first + 1; i < s.last; i++ {
			if d := distance(line[i], line[s.first], line[s.last]); d > far {
				far, at = d, i
			}
		}
		if at >= 0 && far > tolerance {
			keep[at] = true
			stack = append(stack, span{s.first, at}, span{at, s.last})
		}
	}
	out := make([]vertex, 0, 16)
	for i, v := range line {
		if keep[i] {
			out = append(out, v)
		}
	}
	return out
}

// distance from p to the line from a to b, on the grid.
func distance(p, a, b vertex) float64 {
	dx, dy := float64(b.x-a.x), float64(b.y-a.y)
	px, py := float64(p.x-a.x), float64(p.y-a.y)
	length := dx*dx + dy*dy
	if length == 0 {
		return math.Hypot(px, py)
	}
	t := math.Max(0, math.Min(1, (px*dx+py*dy)/length))
	return math.Hypot(px-t*dx, py-t*dy)
}
