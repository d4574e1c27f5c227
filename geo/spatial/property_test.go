package spatial

import (
	"math"
	"testing"

	"dateline/geo"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
	"pgregory.net/rapid"
)

// points generates points away from the poles, where bearings are not stable.
var points = rapid.Custom(func(t *rapid.T) orb.Point {
	return orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-80, 80).Draw(t, "lat")}
})

// The destination has the distance and the bearing it was computed for.
func TestDestinationRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := points.Draw(t, "from")
		bearing, km := rapid.Float64Range(0, 359).Draw(t, "bearing"), rapid.Float64Range(0.5, 500).Draw(t, "km")
		to := destination(from, bearing, km)
		if to.Lon() < -180 || to.Lon() > 180 || to.Lat() < -90 || to.Lat() > 90 {
			t.Fatalf("%v is not on Earth", to)
		}
		if got := orbgeo.DistanceHaversine(from, to) / 1000; math.Abs(got-km) > km*1e-6+1e-6 {
			t.Errorf("%g km from the start, want %g", got, km)
		}
		difference := math.Mod(orbgeo.Bearing(from, to)-bearing+720, 360)
		if math.Min(difference, 360-difference) > 0.01 {
			t.Errorf("bearing %g, want %g", orbgeo.Bearing(from, to), bearing)
		}
	})
}

// The point of an offset has the given distance, and its uncertainty is at most the
// distance plus the greatest radius of a town.
func TestOffsetGeometry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		town := geo.Place{ID: "x:1", Kind: geo.KindSettlement, Point: points.Draw(t, "town"), Population: rapid.Int64Range(0, 10_000_000).Draw(t, "population")}
		rel := geo.Relation{Kind: geo.RelationOffset, Anchor2: -1, HasBearing: true, Vague: rapid.Bool().Draw(t, "vague"),
			Bearing: 22.5 * float64(rapid.IntRange(0, 15).Draw(t, "direction")), DistanceKM: rapid.Float64Range(0.5, 300).Draw(t, "km")}
		p := &geo.Parsed{Mentions: []geo.Mention{{Relation: &rel}}, Resolutions: []geo.Resolution{{Outcome: geo.OutcomePlaced, Place: &town}}}
		Locator{}.Locate(p)
		if got := orbgeo.DistanceHaversine(town.Point, rel.Point) / 1000; math.Abs(got-rel.DistanceKM) > 1e-3 {
			t.Errorf("the point is %g km away, want %g", got, rel.DistanceKM)
		}
		if rel.UncertaintyKM <= 0 || rel.UncertaintyKM > rel.DistanceKM+27 {
			t.Errorf("uncertainty %g km at a distance of %g km", rel.UncertaintyKM, rel.DistanceKM)
		}
		area, ok := rel.Area.(orb.Polygon)
		if !ok || !area[0].Closed() {
			t.Errorf("area %v", rel.Area)
		}
	})
}

// A number in figures or words has the value that it was written for.
func TestNumberRoundTrip(t *testing.T) {
	l := english()
	rapid.Check(t, func(t *rapid.T) {
		tens := rapid.SampledFrom([]string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}).Draw(t, "tens")
		unit := rapid.SampledFrom([]string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}).Draw(t, "unit")
		if n, vague, ok := l.number(tens + "-" + unit); !ok || vague || n != l.numbers[tens]+l.numbers[unit] {
			t.Errorf("%s-%s is %g", tens, unit, n)
		}
	})
	for word, want := range map[string]float64{"1,200": 1200, "2.5": 2.5, "30-40": 35, "30–40": 35, "half": 0.5, "several": 5} {
		if n, _, ok := l.number(word); !ok || n != want {
			t.Errorf("%q is %g, want %g", word, n, want)
		}
	}
	for _, word := range []string{"", "x", "40-30", "99999999", "a-x", "1.2.3"} {
		if n, _, ok := l.number(word); ok {
			t.Errorf("%q is %g, want no number", word, n)
		}
	}
}
