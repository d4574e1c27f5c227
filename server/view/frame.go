package view

import (
	"cmp"
	"iter"
	"math"
	"slices"

	"dateline/server/store"

	"github.com/paulmach/orb"
)

// frameShare is the share of mentions that the first view of a map must contain.
const frameShare = 0.9

// weighted is a position on the Mercator square with its number of mentions; x grows
// eastward and y northward, both 0 to 1, and x may exceed 1 beyond the antimeridian.
type weighted struct {
	x, y float64
	n    int
}

// Frame returns the smallest extent that contains 90 % of the mentions of sites and
// settlements, or of areas if there are no points, and the extent of all of them. If
// leaving out places does not make the view much smaller, both are the same. ok is
// false without places. An extent that crosses the antimeridian ends east of 180°.
func Frame(places []store.PlaceRow) (frame, all orb.Bound, ok bool) {
	points := framePoints(places, true)
	if len(points) == 0 {
		points = framePoints(places, false)
	}
	if len(points) == 0 {
		return frame, all, false
	}
	points = unwrap(points)
	whole := extentOf(points)
	kept := shrink(points)
	smallest := extentOf(kept)
	if smallest.size() > 0.7*whole.size() {
		smallest = whole
	}
	return smallest.bound(), whole.bound(), true
}

// framePoints returns the positions of points, or the corners of areas.
func framePoints(places []store.PlaceRow, wantPoints bool) []weighted {
	var out []weighted
	add := func(p orb.Point, n int) {
		out = append(out, weighted{(p.Lon() + 180) / 360, mercatorY(p.Lat()), n})
	}
	for i := range places {
		p := &places[i]
		switch {
		case p.Precision.IsPoint() != wantPoints:
		case !wantPoints && p.Box != (orb.Bound{}):
			add(p.Box.Min, p.Mentions)
			add(p.Box.Max, p.Mentions)
		default:
			add(p.Point, p.Mentions)
		}
	}
	return out
}

// unwrap moves positions west of the widest gap between longitudes to the east, so that
// the extent crosses the antimeridian where that is shorter.
func unwrap(points []weighted) []weighted {
	sorted := slices.Clone(points)
	slices.SortFunc(sorted, func(a, b weighted) int { return cmp.Compare(a.x, b.x) })
	last := sorted[len(sorted)-1].x
	gap, from := 1-(last-sorted[0].x), sorted[0].x
	for i := 1; i < len(sorted); i++ {
		if d := sorted[i].x - sorted[i-1].x; d > gap+0.05 {
			gap, from = d, sorted[i].x
		}
	}
	for i := range sorted {
		if sorted[i].x < from {
			sorted[i].x++
		}
	}
	return sorted
}

// shrink leaves out the places at the edges whose removal makes the extent smallest for
// their mentions, as long as frameShare of the mentions remain.
func shrink(points []weighted) []weighted {
	total := 0
	for _, p := range points {
		total += p.n
	}
	spare := total - int(math.Ceil(frameShare*float64(total)))
	byX, byY := slices.Clone(points), slices.Clone(points)
	slices.SortFunc(byX, func(a, b weighted) int {
		return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y), cmp.Compare(a.n, b.n))
	})
	slices.SortFunc(byY, func(a, b weighted) int {
		return cmp.Or(cmp.Compare(a.y, b.y), cmp.Compare(a.x, b.x), cmp.Compare(a.n, b.n))
	})
	edges := newEdges(byX, byY)
	for len(edges.byX) > 1 {
		before := edges.without(nil).size()
		var best *weighted
		gain := 0.0
		for _, p := range []*weighted{&edges.byX[0], &edges.byX[len(edges.byX)-1], &edges.byY[0], &edges.byY[len(edges.byY)-1]} {
			if p.n > spare {
				continue
			}
			if g := (before - edges.without(p).size()) / float64(max(p.n, 1)); g > gain {
				gain, best = g, p
			}
		}
		if best == nil {
			break
		}
		spare -= edges.remove(*best)
	}
	return slices.DeleteFunc(edges.byX, func(p weighted) bool { return edges.gone[p] })
}

// edges are points by x and by y. The first and last ones of both are not gone.
type edges struct {
	byX, byY []weighted
	equal    map[weighted]int // the number of points that are equal to one
	gone     map[weighted]bool
}

func newEdges(byX, byY []weighted) *edges {
	e := &edges{byX, byY, make(map[weighted]int, len(byX)), map[weighted]bool{}}
	for _, p := range byX {
		e.equal[p]++
	}
	return e
}

// without returns the extent of the points that are not gone and not equal to p, which may be nil.
func (e *edges) without(p *weighted) square {
	first := func(all iter.Seq2[int, weighted]) weighted {
		for _, q := range all {
			if (p == nil || q != *p) && !e.gone[q] {
				return q
			}
		}
		return weighted{x: math.NaN(), y: math.NaN()}
	}
	return square{first(slices.All(e.byX)).x, first(slices.All(e.byY)).y, first(slices.Backward(e.byX)).x, first(slices.Backward(e.byY)).y}
}

// remove removes all points that are equal to p, which is at an edge, and returns the number of their mentions.
func (e *edges) remove(p weighted) int {
	e.gone[p] = true
	trim := func(all []weighted) []weighted {
		for len(all) > 0 && e.gone[all[0]] {
			all = all[1:]
		}
		for len(all) > 0 && e.gone[all[len(all)-1]] {
			all = all[:len(all)-1]
		}
		return all
	}
	e.byX, e.byY = trim(e.byX), trim(e.byY)
	return e.equal[p] * p.n
}

// square is an extent on the Mercator square.
type square struct{ west, south, east, north float64 }

func extentOf(points []weighted) square {
	s := square{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range points {
		s.west, s.east = min(s.west, p.x), max(s.east, p.x)
		s.south, s.north = min(s.south, p.y), max(s.north, p.y)
	}
	return s
}

// size returns the longer side, with the height weighted for a map that is wider than
// high.
func (s square) size() float64 { return max(s.east-s.west, 1.4*(s.north-s.south)) }

func (s square) bound() orb.Bound {
	return orb.Bound{Min: orb.Point{s.west*360 - 180, latitude(s.south)}, Max: orb.Point{s.east*360 - 180, latitude(s.north)}}
}

// mercatorY returns the position of a latitude on the Mercator square, 0 in the south.
func mercatorY(lat float64) float64 {
	lat = min(max(lat, -85), 85) * math.Pi / 180
	return 0.5 + math.Log(math.Tan(math.Pi/4+lat/2))/(2*math.Pi)
}

// latitude is the inverse of mercatorY.
func latitude(y float64) float64 {
	return (2*math.Atan(math.Exp((y-0.5)*2*math.Pi)) - math.Pi/2) * 180 / math.Pi
}
