package figure

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// weighted is a position with its weight.
type weighted struct {
	at     orb.Point
	weight float64
}

// centerLongitude returns the longitude opposite the widest gap between the positions.
func centerLongitude(all []weighted) float64 {
	if len(all) == 0 {
		return 0
	}
	lons := make([]float64, 0, len(all))
	for _, w := range all {
		lons = append(lons, w.at.Lon())
	}
	slices.Sort(lons)
	gap, at := lons[0]+360-lons[len(lons)-1], (lons[0]+lons[len(lons)-1])/2
	for i := 1; i < len(lons); i++ {
		if d := lons[i] - lons[i-1]; d > gap {
			gap, at = d, around((lons[i]+lons[i-1])/2+180, 0)
		}
	}
	return at
}

// outliers are the shares of the weight that a frame may leave out, each with the ratio of sizes below which it does: the more is left out,
// the closer the map has to be.
var outliers = []struct{ share, ratio float64 }{{0.10, 0.45}, {0.25, 0.25}}

// core returns the positions that a map with an aspect ratio (width by height) shows: all,
// or those that remain without the outliers, if the map of those is much closer.
func core(all []weighted, p projection, aspect float64) []orb.Point {
	shown := all
	for _, o := range outliers {
		if kept := without(shown, p, aspect, o.share, o.ratio); span(kept, p, aspect) <= o.ratio*span(shown, p, aspect) {
			shown = kept
		}
	}
	out := make([]orb.Point, len(shown))
	for i, w := range shown {
		out[i] = w.at
	}
	return out
}

// worthwhile is the ratio of sizes below which a further position is left out of a frame that is close enough.
const worthwhile = 0.6

// without returns the positions that remain if up to a share of the weight is left out, so that the map of the rest is smaller than that of
// all by a ratio. Positions whose removal makes it only a little smaller remain.
func without(all []weighted, p projection, aspect, share, ratio float64) []weighted {
	kept := slices.Clone(all)
	total := 0.0
	for _, w := range all {
		total += w.weight
	}
	full, removed := span(all, p, aspect), 0.0
	for len(kept) > 2 {
		best, least := -1, math.Inf(1)
		for _, i := range extremes(kept, p) {
			if removed+kept[i].weight > share*total {
				continue
			}
			rest := slices.Delete(slices.Clone(kept), i, i+1)
			if s := span(rest, p, aspect); s < least {
				best, least = i, s
			}
		}
		if now := span(kept, p, aspect); best < 0 || now <= ratio*full && least > worthwhile*now {
			break
		}
		removed += kept[best].weight
		kept = slices.Delete(kept, best, best+1)
	}
	return kept
}

// extremes returns the indices of the westernmost, easternmost, southernmost and
// northernmost positions.
func extremes(all []weighted, p projection) []int {
	var out [4]int
	var best [4]float64
	for i, w := range all {
		q := p.project(w.at)
		for side, v := range [4]float64{-q[0], q[0], -q[1], q[1]} {
			if i == 0 || v > best[side] {
				best[side], out[side] = v, i
			}
		}
	}
	slices.Sort(out[:])
	return slices.Compact(out[:])
}

// span returns the width that a map of the positions needs, in units of the plane.
func span(all []weighted, p projection, aspect float64) float64 {
	if len(all) == 0 {
		return 0
	}
	b := orb.Bound{Min: p.project(all[0].at), Max: p.project(all[0].at)}
	for _, w := range all[1:] {
		b = b.Extend(p.project(w.at))
	}
	return max(b.Max[0]-b.Min[0], (b.Max[1]-b.Min[1])*aspect)
}
