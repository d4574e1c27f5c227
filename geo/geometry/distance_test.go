package geometry_test

import (
	"math"
	"testing"

	"dateline/geo/geometry"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// near reports whether two numbers differ by at most tolerance.
func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance }

func TestDistance(t *testing.T) {
	quarter := math.Pi / 2 * geometry.EarthRadius
	for _, c := range []struct {
		name string
		a, b orb.Point
		want float64
	}{
		{"same point", orb.Point{69.17, 34.53}, orb.Point{69.17, 34.53}, 0},
		{"one degree of latitude", orb.Point{10, 50}, orb.Point{10, 51}, geometry.KilometersPerDegree},
		{"one degree of longitude at the equator", orb.Point{10, 0}, orb.Point{11, 0}, geometry.KilometersPerDegree},
		{"equator to pole", orb.Point{0, 0}, orb.Point{123, 90}, quarter},
		{"antipodes", orb.Point{0, 0}, orb.Point{180, 0}, 2 * quarter},
		{"across the antimeridian", orb.Point{179.5, 0}, orb.Point{-179.5, 0}, geometry.KilometersPerDegree},
		{"Kabul to Quetta", orb.Point{69.17233, 34.52813}, orb.Point{66.99636, 30.18414}, 524},
	} {
		if got := geometry.Distance(c.a, c.b); !near(got, c.want, 1) {
			t.Errorf("%s: %g km, want %g", c.name, got, c.want)
		}
	}
}

func TestDistanceIsAMetric(t *testing.T) {
	point := rapid.Custom(func(t *rapid.T) orb.Point {
		return orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-90, 90).Draw(t, "lat")}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := point.Draw(t, "a"), point.Draw(t, "b"), point.Draw(t, "c")
		ab, bc, ac := geometry.Distance(a, b), geometry.Distance(b, c), geometry.Distance(a, c)
		if !near(ab, geometry.Distance(b, a), 1e-6) {
			t.Fatalf("%v to %v is %g km, back it is %g", a, b, ab, geometry.Distance(b, a))
		}
		if ac > ab+bc+1e-3 {
			t.Fatalf("%g km direct, %g by way of %v", ac, ab+bc, b)
		}
	})
}
