package layer

import (
	"math"

	"github.com/paulmach/orb"
)

// point returns p rounded to 6 decimals, or nil if p is not a position on Earth.
func point(p orb.Point) orb.Geometry {
	if !onEarth(p) {
		return nil
	}
	return orb.Point{degrees(p.Lon()), degrees(p.Lat())}
}

// pair returns the rounded latitude and longitude of p, or nil if p is not a
// position on Earth.
func pair(p orb.Point) (lat, lon *float64) {
	if !onEarth(p) {
		return nil, nil
	}
	y, x := degrees(p.Lat()), degrees(p.Lon())
	return &y, &x
}

// onEarth reports whether p is a longitude and latitude in degrees.
func onEarth(p orb.Point) bool {
	return math.Abs(p.Lon()) <= 180 && math.Abs(p.Lat()) <= 90 // false for NaN
}

// degrees rounds to 6 decimals (about 0.1 m), round3 to 3 and round1 to 1. They never
// return negative zero.
func degrees(v float64) float64 { return math.Round(v*1e6)/1e6 + 0 }
func round3(v float64) float64  { return math.Round(v*1e3)/1e3 + 0 }
func round1(v float64) float64  { return math.Round(v*10)/10 + 0 }

// kilometers rounds a radius to 0.1 km, and one below 1 km to 1 m, but not to 0.
func kilometers(v float64) float64 {
	if v <= 0 || v >= 1 {
		return round1(v)
	}
	return math.Max(round3(v), 0.001)
}
