package source

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
)

// cutAtAntimeridian returns an outline whose rings stay on the map: a polygon that
// goes on from one edge of the map to the other is cut in two there, and one
// around a pole reaches down to it.
func cutAtAntimeridian(mp orb.MultiPolygon) orb.MultiPolygon {
	var out orb.MultiPolygon
	for _, polygon := range mp {
		if !crossesAntimeridian(polygon) {
			out = append(out, polygon)
			continue
		}
		unrolled := unroll(polygon)
		for west := -540.0; west < 540; west += 360 {
			part := clip.Polygon(orb.Bound{Min: orb.Point{west, -90}, Max: orb.Point{west + 360, 90}}, unrolled.Clone())
			if len(part) == 0 {
				continue
			}
			for _, ring := range part {
				for i := range ring {
					ring[i][0] -= west + 180
				}
			}
			out = append(out, part)
		}
	}
	return out
}

// crossesAntimeridian reports whether a side goes from one half of the map to the
// other the short way round. A side along the edge of the map at a pole does not.
func crossesAntimeridian(polygon orb.Polygon) bool {
	for _, ring := range polygon {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if math.Abs(a[0]-b[0]) > 180 && (math.Abs(a[1]) < 90 || math.Abs(b[1]) < 90) {
				return true
			}
		}
	}
	return false
}

// unroll lets the longitudes of a polygon go on beyond the edges of the map.
func unroll(polygon orb.Polygon) orb.Polygon {
	out := make(orb.Polygon, 0, len(polygon))
	for i, ring := range polygon {
		r := make(orb.Ring, 0, len(ring)+3)
		turns := 0.0
		for j, p := range ring {
			if j > 0 {
				turns -= math.Round((p[0] - ring[j-1][0]) / 360)
			}
			r = append(r, orb.Point{p[0] + 360*turns, p[1]})
		}
		if turns != 0 { // around a pole
			pole := math.Copysign(90, r[0][1])
			r = append(r, orb.Point{r[len(r)-1][0], pole}, orb.Point{r[0][0], pole}, r[0])
		}
		if i > 0 { // a hole lies where the outer ring went to
			shift := 360 * math.Round((out[0].Bound().Center()[0]-r.Bound().Center()[0])/360)
			for j := range r {
				r[j][0] += shift
			}
		}
		out = append(out, r)
	}
	return out
}
