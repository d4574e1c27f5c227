package geometry

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// PointOnSurface returns a point inside an area: the centroid of its largest
// polygon or, if that is outside as in a crescent, the middle of the longest
// segment of a parallel inside the polygon. The area must have a polygon.
func PointOnSurface(area orb.MultiPolygon) orb.Point {
	largest := slices.MaxFunc(area, func(a, b orb.Polygon) int {
		return cmp.Compare(math.Abs(planar.Area(a)), math.Abs(planar.Area(b)))
	})
	c, _ := planar.CentroidArea(largest)
	if planar.PolygonContains(largest, c) {
		return c
	}
	b := largest.Bound()
	for _, fraction := range [...]float64{0, 0.5, 0.25, 0.75, 0.375, 0.625} {
		y := c[1]
		if fraction > 0 {
			y = b.Min[1] + fraction*(b.Max[1]-b.Min[1])
		}
		if p, ok := longestSegmentMiddle(largest, y); ok {
			return p
		}
	}
	return largest[0][0]
}

// longestSegmentMiddle returns the middle of the longest segment of the parallel
// at latitude y inside a polygon.
func longestSegmentMiddle(polygon orb.Polygon, y float64) (orb.Point, bool) {
	var crossings []float64
	for _, ring := range polygon {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if (a[1] > y) != (b[1] > y) {
				crossings = append(crossings, a[0]+(y-a[1])/(b[1]-a[1])*(b[0]-a[0]))
			}
		}
	}
	slices.Sort(crossings)
	var middle orb.Point
	var length float64
	for i := 1; i < len(crossings); i += 2 {
		if w := crossings[i] - crossings[i-1]; w > length {
			middle, length = orb.Point{crossings[i-1] + w/2, y}, w
		}
	}
	return middle, length > 0
}
