package view

import (
	"cmp"
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
	slices.SortFunc(byX, func(a, b weighted) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) })
	slices.SortFunc(byY, func(a, b weighted) int { return cmp.Or(cmp.Compare(a.y, b.y), cmp.Compare(a.x, b.x)) })
	for len(byX) > 1 {
		before := extentOf(byX).size()
		var best weighted
		gain := 0.0
		for _, p := range []weighted{byX[0], byX[len(byX)-1], byY[0], byY[len(byY)-1]} {
			if p.n > spare {
				continue
			}
			without := extentOf(slices.DeleteFunc(slices.Clone(byX), func(q weighted) bool { return q == p }))
			if g := (before - without.size()) / float64(max(p.n, 1)); g > gain {
				gain, best = g, p
			}
		}
		if gain == 0 {
			break
		}
		same := func(q weighted) bool { return q == best }
		for _, p := range byX {
			if same(p) {
				spare -= p.n
			}
		}
		byX, byY = slices.DeleteFunc(byX, same), slices.DeleteFunc(byY, same)
	}
	return byX
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
