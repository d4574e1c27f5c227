package geometry

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// The tolerance of Coverage, in degrees. Long lines may be maxTolerance off, short
// ones toleranceShare of their extent, but at least minTolerance.
const (
	maxTolerance   = 0.01
	minTolerance   = 0.001
	toleranceShare = 1.0 / 50
)

// minIsland is the size in square degrees, about one square kilometer, below which
// a polygon is dropped if its area has a larger one.
const minIsland = 1e-4

// Coverage is a set of areas that are simplified together: a border between two
// of them gets the same points in both, so that no gap and no overlap appears.
// All coordinates are rounded to a grid.
type Coverage struct {
	steps   float64 // per degree
	areas   [][][]vertexRing
	corners map[vertex]bool // vertices where borders of several areas meet
}

// vertex is a point on the grid.
type vertex struct{ x, y int32 }

// vertexRing is a closed ring on the grid.
type vertexRing []vertex

func (v vertex) less(w vertex) bool { return v.x < w.x || v.x == w.x && v.y < w.y }

// NewCoverage returns an empty coverage on a grid with the given number of steps
// per degree.
func NewCoverage(stepsPerDegree float64) *Coverage { return &Coverage{steps: stepsPerDegree} }

// Add adds an area, rounded to the grid. Areas are numbered from 0 in the order
// in which they are added.
func (c *Coverage) Add(area orb.MultiPolygon) {
	var rounded [][]vertexRing
	for _, polygon := range area {
		var rings []vertexRing
		for _, ring := range polygon {
			var r vertexRing
			for _, p := range ring {
				v := vertex{int32(math.Round(p[0] * c.steps)), int32(math.Round(p[1] * c.steps))}
				if len(r) == 0 || r[len(r)-1] != v {
					r = append(r, v)
				}
			}
			if len(r) >= 4 {
				rings = append(rings, r)
			}
		}
		if len(rings) > 0 {
			rounded = append(rounded, rings)
		}
	}
	c.areas = append(c.areas, rounded)
	c.corners = nil
}

// Simplified returns area n without the points that it does not need and without
// small islands. It is valid (see [Valid]): where simplified lines cross or touch
// each other, new rings are made of the parts. It is empty if nothing of the area is left on
// the grid.
func (c *Coverage) Simplified(n int) orb.MultiPolygon {
	if c.corners == nil {
		c.findCorners()
	}
	var mp orb.MultiPolygon
	largest := 0.0
	for _, rings := range c.areas[n] {
		largest = max(largest, math.Abs(c.ringArea(rings[0])))
	}
	for _, rings := range c.areas[n] {
		size := math.Abs(c.ringArea(rings[0]))
		if size < largest && size < minIsland {
			continue
		}
		if polygon := c.simplifyPolygon(rings, size >= largest); len(polygon) > 0 {
			mp = append(mp, polygon)
		}
	}
	return Valid(mp, c.steps)
}

// simplifyPolygon simplifies the rings of a polygon. A ring that loses all its
// area is dropped, but the outer ring of the largest polygon is kept in full.
func (c *Coverage) simplifyPolygon(rings []vertexRing, largest bool) orb.Polygon {
	var polygon orb.Polygon
	for i, ring := range rings {
		r := c.simplifyRing(ring)
		if len(r) < 4 {
			switch {
			case i > 0:
				continue
			case !largest:
				return nil
			}
			r = ring
		}
		polygon = append(polygon, c.orient(r, i == 0))
	}
	return polygon
}

// findCorners finds the vertices that have different neighbors in different rings.
func (c *Coverage) findCorners() {
	c.corners = map[vertex]bool{}
	neighbors := map[vertex][2]vertex{}
	for _, area := range c.areas {
		for _, rings := range area {
			for _, ring := range rings {
				n := len(ring) - 1
				for i := range n {
					v, a, b := ring[i], ring[(i+n-1)%n], ring[(i+1)%n]
					if b.less(a) {
						a, b = b, a
					}
					if known, ok := neighbors[v]; !ok {
						neighbors[v] = [2]vertex{a, b}
					} else if known != [2]vertex{a, b} {
						c.corners[v] = true
					}
				}
			}
		}
	}
}

// ringArea returns the signed area of a ring in square degrees.
func (c *Coverage) ringArea(r vertexRing) float64 {
	sum := 0.0
	for i := 1; i < len(r); i++ {
		sum += float64(r[i-1].x)*float64(r[i].y) - float64(r[i].x)*float64(r[i-1].y)
	}
	return sum / 2 / (c.steps * c.steps)
}

// orient returns a ring in degrees, counterclockwise if it is an outer ring.
func (c *Coverage) orient(r vertexRing, outer bool) orb.Ring {
	if (c.ringArea(r) > 0) != outer {
		r = slices.Clone(r)
		slices.Reverse(r)
	}
	ring := make(orb.Ring, len(r))
	for i, v := range r {
		ring[i] = orb.Point{float64(v.x) / c.steps, float64(v.y) / c.steps}
	}
	return ring
}

// simplifyRing simplifies a ring, one line between two corners at a time.
func (c *Coverage) simplifyRing(r vertexRing) vertexRing {
	open := r[:len(r)-1]
	start := slices.IndexFunc(open, func(v vertex) bool { return c.corners[v] })
	if start < 0 { // no corner, as on an island: start at the smallest vertex, wherever the ring starts
		start = 0
		for i, v := range open {
			if v.less(open[start]) {
				start = i
			}
		}
	}
	rotated := slices.Concat(open[start:], open[:start+1])
	out := vertexRing{rotated[0]}
	for first := 0; first < len(rotated)-1; {
		last := first + 1
		for last < len(rotated)-1 && !c.corners[rotated[last]] {
			last++
		}
		out = append(out, c.simplifyLine(rotated[first : last+1])[1:]...)
		first = last
	}
	return out
}

// simplifyLine simplifies a line so that the result does not depend on its
// direction.
func (c *Coverage) simplifyLine(line vertexRing) vertexRing {
	if len(line) <= 2 {
		return line
	}
	n := len(line)
	if backwards := line[n-1].less(line[0]) || line[n-1] == line[0] && line[n-2].less(line[1]); backwards {
		reversed := slices.Clone(line)
		slices.Reverse(reversed)
		out := slices.Clone(c.douglasPeucker(reversed))
		slices.Reverse(out)
		return out
	}
	return c.douglasPeucker(line)
}

// douglasPeucker simplifies a line by the method of Douglas and Peucker.
func (c *Coverage) douglasPeucker(line vertexRing) vertexRing {
	tolerance := c.tolerance(line)
	keep := make([]bool, len(line))
	keep[0], keep[len(line)-1] = true, true
	type span struct{ first, last int }
	stack := []span{{0, len(line) - 1}}
	for len(stack) > 0 {
		s := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		farthest, at := 0.0, -1
		for i := s.first + 1; i < s.last; i++ {
			if d := segmentDistance(line[i], line[s.first], line[s.last]); d > farthest {
				farthest, at = d, i
			}
		}
		if at >= 0 && farthest > tolerance {
			keep[at] = true
			stack = append(stack, span{s.first, at}, span{at, s.last})
		}
	}
	out := make(vertexRing, 0, 16)
	for i, v := range line {
		if keep[i] {
			out = append(out, v)
		}
	}
	return out
}

// tolerance returns the tolerance for a line in steps of the grid.
func (c *Coverage) tolerance(line vertexRing) float64 {
	low, high := line[0], line[0]
	for _, v := range line {
		low = vertex{min(low.x, v.x), min(low.y, v.y)}
		high = vertex{max(high.x, v.x), max(high.y, v.y)}
	}
	size := math.Hypot(float64(high.x-low.x), float64(high.y-low.y)) / c.steps
	return math.Max(minTolerance, math.Min(maxTolerance, size*toleranceShare)) * c.steps
}

// segmentDistance returns the distance from p to the segment from a to b in steps
// of the grid.
func segmentDistance(p, a, b vertex) float64 {
	dx, dy := float64(b.x-a.x), float64(b.y-a.y)
	px, py := float64(p.x-a.x), float64(p.y-a.y)
	length := dx*dx + dy*dy
	if length == 0 {
		return math.Hypot(px, py)
	}
	t := math.Max(0, math.Min(1, (px*dx+py*dy)/length))
	return math.Hypot(px-t*dx, py-t*dy)
}
