package view

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"
)

// Outline returns the rings of an area for a zoom of the map: flat lists of longitudes
// and latitudes, simplified to half a pixel and rounded to a tenth. Parts of less than
// four square pixels are left out, unless that leaves nothing.
func Outline(area orb.MultiPolygon, zoom int) [][]float64 {
	pixel := 360 / (256 * math.Exp2(float64(zoom))) // degrees of longitude
	var out [][]float64
	var largest []float64
	size := 0.0
	for _, polygon := range area {
		for _, ring := range polygon {
			b := ring.Bound()
			extent := (b.Right() - b.Left()) * (b.Top() - b.Bottom())
			path := outlineRing(ring, pixel)
			if extent >= 4*pixel*pixel && len(path) >= 8 {
				out = append(out, path)
			}
			if extent > size {
				size, largest = extent, path
			}
		}
	}
	if len(out) == 0 && len(largest) >= 6 {
		out = append(out, largest)
	}
	return out
}

func outlineRing(ring orb.Ring, pixel float64) []float64 {
	ring = simplify.DouglasPeucker(pixel / 2).Ring(ring.Clone())
	scale := math.Pow(10, math.Ceil(-math.Log10(pixel/10)))
	out := make([]float64, 0, 2*len(ring))
	for _, p := range ring {
		x, y := math.Round(p[0]*scale)/scale, math.Round(p[1]*scale)/scale
		if n := len(out); n >= 2 && out[n-2] == x && out[n-1] == y {
			continue
		}
		out = append(out, x, y)
	}
	return out
}
