package gazetteer

import (
	"container/heap"
	"encoding/binary"
	"math"

	"dateline/geo/gazetteer/internal/layout"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// LabelPoint returns where the name of an area is best written: the point of its
// largest part that lies farthest from its outline. It is inside the area, which
// the place's own point need not be. ok is false for a place without an outline.
func (g *Gazetteer) LabelPoint(r Ref) (p orb.Point, ok bool) {
	index, labels := g.sections[secAreaIndex], g.sections[secLabels]
	n, ok := seekEntry(index, areaEntry, r)
	if !ok || (n+1)*labelEntry > len(labels) {
		return p, false
	}
	return pointAt(labels[n*labelEntry:]), true
}

// labelEntry is the length of an entry of secLabels.
const labelEntry = 8

// appendLabel appends a label point to dst.
func appendLabel(dst []byte, p orb.Point) []byte {
	dst = binary.LittleEndian.AppendUint32(dst, uint32(fixed(p[0])))
	return binary.LittleEndian.AppendUint32(dst, uint32(fixed(p[1])))
}

// labels begins to find the label points of the areas, by place, which nothing may
// change meanwhile; what it returns waits for them.
func (b *builder) labels() func() map[uint32]orb.Point {
	points := make(map[uint32]orb.Point, len(b.areas))
	done := make(chan struct{})
	go func() {
		defer close(done)
		for at, area := range b.areas {
			if area != nil {
				points[at] = labelPoint(layout.ReadOutline(area))
			}
		}
	}()
	return func() map[uint32]orb.Point {
		<-done
		return points
	}
}

// labelPrecision is how far from the best point the one found may be, as a share of
// the size of the area.
const labelPrecision = 0.01

// labelPoint finds the pole of inaccessibility of the largest part of an area, by
// dividing squares into four as long as one of them may hold a better point
// (Garcia-Castellanos and Lombardo 2007). Degrees of longitude are taken as long as
// they are in the middle of the area.
func labelPoint(area orb.MultiPolygon) orb.Point {
	var best orb.Polygon
	most := 0.0
	for _, p := range area {
		flat := flatten(p, math.Cos(p.Bound().Center()[1]*math.Pi/180))
		if size := math.Abs(planar.Area(flat)); size >= most && len(p) > 0 && len(p[0]) > 3 {
			best, most = p, size
		}
	}
	if best == nil {
		return area.Bound().Center()
	}
	cos := math.Max(math.Cos(best.Bound().Center()[1]*math.Pi/180), 0.01)
	p := pole(flatten(best, cos))
	return orb.Point{p[0] / cos, p[1]}
}

func flatten(p orb.Polygon, cos float64) orb.Polygon {
	p = p.Clone()
	for _, ring := range p {
		for i := range ring {
			ring[i][0] *= cos
		}
	}
	return p
}

// cell is a square of a search for the pole: its middle, half its side, how far
// the middle lies within the polygon (below 0 outside), and the most that any
// point of it may.
type cell struct {
	middle               orb.Point
	half, distance, most float64
}

// cells is a heap of them, the most promising first.
type cells []cell

func (s cells) Len() int           { return len(s) }
func (s cells) Less(i, j int) bool { return s[i].most > s[j].most }
func (s cells) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }
func (s *cells) Push(x any)        { *s = append(*s, x.(cell)) }
func (s *cells) Pop() any {
	old := *s
	last := old[len(old)-1]
	*s = old[:len(old)-1]
	return last
}

// mostCells bounds a search, for outlines that are all points and edges.
const mostCells = 4000

// pole is the point of a polygon that lies farthest from its outline.
func pole(p orb.Polygon) orb.Point {
	bound := p.Bound()
	width, height := bound.Max[0]-bound.Min[0], bound.Max[1]-bound.Min[1]
	size := math.Min(width, height)
	if size <= 0 {
		return bound.Center()
	}
	of := func(middle orb.Point, half float64) cell {
		d := within(p, middle)
		return cell{middle, half, d, d + half*math.Sqrt2}
	}
	centroid, _ := planar.CentroidArea(p)
	best := of(centroid, 0)
	var open cells
	half := size / 2
	for x := bound.Min[0]; x < bound.Max[0]; x += size {
		for y := bound.Min[1]; y < bound.Max[1]; y += size {
			open = append(open, of(orb.Point{x + half, y + half}, half))
		}
	}
	heap.Init(&open)
	for n := 0; len(open) > 0 && n < mostCells; n++ {
		s := heap.Pop(&open).(cell)
		if s.distance > best.distance {
			best = s
		}
		if s.most-best.distance <= size*labelPrecision {
			break // the heap's first: no other is better
		}
		h := s.half / 2
		for _, d := range [...][2]float64{{-h, -h}, {h, -h}, {-h, h}, {h, h}} {
			heap.Push(&open, of(orb.Point{s.middle[0] + d[0], s.middle[1] + d[1]}, h))
		}
	}
	return best.middle
}

// within is how far a point lies from the outline of a polygon, below 0 outside.
func within(p orb.Polygon, at orb.Point) float64 {
	inside, least := false, math.Inf(1)
	for _, ring := range p {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if (a[1] > at[1]) != (b[1] > at[1]) && at[0] < (b[0]-a[0])*(at[1]-a[1])/(b[1]-a[1])+a[0] {
				inside = !inside
			}
			least = math.Min(least, toSegment(at, a, b))
		}
	}
	if inside {
		return math.Sqrt(least)
	}
	return -math.Sqrt(least)
}

// toSegment is the square of the distance of a point from a segment.
func toSegment(p, a, b orb.Point) float64 {
	x, y := a[0], a[1]
	dx, dy := b[0]-x, b[1]-y
	if dx != 0 || dy != 0 {
		switch t := ((p[0]-x)*dx + (p[1]-y)*dy) / (dx*dx + dy*dy); {
		case t > 1:
			x, y = b[0], b[1]
		case t > 0:
			x, y = x+dx*t, y+dy*t
		}
	}
	dx, dy = p[0]-x, p[1]-y
	return dx*dx + dy*dy
}
