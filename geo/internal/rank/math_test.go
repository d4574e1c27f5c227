package rank

import (
	"math"
	"testing"

	"dateline/geo/geometry"
	"dateline/geo/internal/refsum"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func TestLn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float32Range(1e-6, 1e9).Draw(t, "x")
		if diff := float64(ln(x)) - math.Log(float64(x)); diff < -.25 || diff > 1e-3 {
			t.Errorf("ln %v is %v too large", x, diff)
		}
		if y := rapid.Float32Range(x, 1e9).Draw(t, "y"); ln(y) < ln(x) {
			t.Errorf("ln %v < ln %v", y, x)
		}
	})
}

func TestLogitIsBounded(t *testing.T) {
	for p, want := range map[float32]float32{0: -7, .5: 0, 1: 7} {
		if got := logit(p); math.Abs(float64(got-want)) > .25 {
			t.Errorf("logit %v is %v, want %v", p, got, want)
		}
	}
}

// The chord is within 1 % of the great circle up to 3,000 km.
func TestVectorKM(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-90, 90).Draw(t, "lat")}
		b := orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon2"), rapid.Float64Range(-90, 90).Draw(t, "lat2")}
		got, want := float64(geometry.NewVector(a[0], a[1]).KM(geometry.NewVector(b[0], b[1]))), geometry.Distance(a, b)
		if got > want+3 || want > 10 && want < 3000 && got < want*.99 {
			t.Errorf("%v to %v: %v km, not %v", a, b, got, want)
		}
	})
}

func TestMarginToTheLargestOther(t *testing.T) {
	for _, test := range []struct{ x, first, second, want float32 }{
		{3, 3, 1, 2}, {1, 3, 1, -2}, {3, 3, 3, 0}, {3, 3, -1, 0},
	} {
		if got := margin(test.x, test.first, test.second); got != test.want {
			t.Errorf("margin(%v, %v, %v) is %v, want %v", test.x, test.first, test.second, got, test.want)
		}
	}
}

func TestDecay(t *testing.T) {
	for _, gap := range []int32{0, 30, 300, 900} {
		if got, want := float64(decay(gap)), math.Exp(-float64(gap)/decayBytes); math.Abs(got-want) > .01 {
			t.Errorf("at %d bytes: %v, not %v", gap, got, want)
		}
	}
}

func TestAreaWeights(t *testing.T) {
	var w refsum.Areas
	w.Reset()
	w.Add(refsum.CountryCode("AF"), 5, NoRef, 1)
	w.Add(refsum.CountryCode("PK"), NoRef, 6, 1)
	w.Add(0, NoRef, NoRef, 1) // a place without a country
	if w.Country(refsum.CountryCode("AF")) != 1 || w.Country(refsum.CountryCode("US")) != 0 || w.Country(0) != 0 || w.Area(5) != 1 || w.Area(6) != 1 {
		t.Errorf("weights %+v", w)
	}
	if got := w.Spread(2); got != .5 {
		t.Errorf("the spread of two countries is %v, want .5", got)
	}
	raiseWeight(&w, &Candidate{Class: ClassAdmin1, Admin1: 5, P: .5}, 1) // smaller than the weight
	raiseWeight(&w, &Candidate{Class: ClassAdmin1, Admin1: 7, P: .5}, 1)
	raiseWeight(&w, &Candidate{Class: ClassCountry, Country: refsum.CountryCode("US"), P: .25}, 1)
	if w.Area(5) != 1 || w.Area(7) != .5 || w.Country(refsum.CountryCode("US")) != .25 {
		t.Errorf("raised to %v, %v, %v", w.Area(5), w.Area(7), w.Country(refsum.CountryCode("US")))
	}
}
