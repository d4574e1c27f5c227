// Package basemap selects data of the offline base map: labels of settlements from the gazetteer, and detail tiles for a single-file map.
package basemap

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// MaxZoom is the maximum zoom of label tiles.
const MaxZoom = 12

const (
	// perTile is the maximum number of labels of a tile.
	perTile = 64
	// considered is the number of settlements of a tile that are ranked: more than
	// perTile, because a capital may have a small population.
	considered = 4 * perTile
	// capitalWeight is the factor by which the population of a national capital is
	// multiplied.
	capitalWeight = 8
)

// Settlements provides settlements; [gazetteer.Gazetteer] implements it.
type Settlements interface {
	// Within returns at most limit settlements in a box, most important first.
	Within(b orb.Bound, limit int) []gazetteer.Ref
	Record(r gazetteer.Ref) gazetteer.Record
	Name(r gazetteer.Ref) string
}

// Label is the label of a settlement on the base map.
type Label struct {
	Point      orb.Point // WGS 84 longitude and latitude
	Name       string
	Population int64
	Capital    bool // of a country

	ref gazetteer.Ref
}

// MarshalJSON encodes the label as [longitude, latitude, "name", population, 0|1],
// with coordinates to 4 decimals (11 m).
func (l Label) MarshalJSON() ([]byte, error) {
	capital := 0
	if l.Capital {
		capital = 1
	}
	return json.Marshal([]any{round4(l.Point[0]), round4(l.Point[1]), l.Name, l.Population, capital})
}

func round4(v float64) float64 { return math.Round(v*1e4) / 1e4 }

// Labels returns the labels of a Web Mercator tile, at most 64, most important first:
// the settlements in the tile by population, with that of national capitals multiplied
// by eight. Of nearby settlements with the same name only the first is included, and none that
// is part of a national capital. A tile that does not exist has no labels.
func Labels(g Settlements, z, x, y int) []Label {
	return labels(g, z, x, y, perTile)
}

func labels(g Settlements, z, x, y, limit int) []Label {
	if z < 0 || z > MaxZoom || x < 0 || y < 0 || x >= 1<<z || y >= 1<<z {
		return []Label{}
	}
	tile := maptile.New(uint32(x), uint32(y), maptile.Zoom(z)) //nolint:gosec // between 0 and 2^12
	bound := tile.Bound()
	found := []Label{}
	for _, ref := range g.Within(bound, considered) {
		r := g.Record(ref)
		// A point on an edge belongs to one tile only.
		if r.Kind != geo.KindSettlement || maptile.At(r.Point, tile.Z) != tile {
			continue
		}
		found = append(found, Label{
			Point: r.Point, Name: g.Name(ref), Population: r.Population, Capital: r.Feature == "PPLC", ref: ref,
		})
	}
	slices.SortStableFunc(found, byRank)
	near := (bound.Max[0] - bound.Min[0]) / 16
	selected := found[:0]
	for _, l := range found {
		if len(selected) == limit {
			break
		}
		duplicate := slices.ContainsFunc(selected, func(k Label) bool {
			return k.Name == l.Name && k.isWithin(near, &l) || k.Capital && k.isWithin(capitalExtent, &l)
		})
		if !duplicate {
			selected = append(selected, l)
		}
	}
	return selected
}

// capitalExtent is the distance from a national capital in degrees within which settlements are parts of it: Camayenne is a quarter
// of Conakry, with its own population in GeoNames.
const capitalExtent = 0.02

// isWithin reports whether a label is nearer than a distance in degrees of longitude and of latitude.
func (l *Label) isWithin(distance float64, k *Label) bool {
	return math.Abs(k.Point[0]-l.Point[0]) < distance && math.Abs(k.Point[1]-l.Point[1]) < distance
}

// byRank orders labels by importance; the order is total.
func byRank(a, b Label) int {
	return cmp.Or(cmp.Compare(b.rank(), a.rank()), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ref, b.ref))
}

func (l Label) rank() int64 {
	if l.Capital {
		return capitalWeight * (l.Population + 1)
	}
	return l.Population
}

// around has the number of labels that LabelsAround takes from each tile near a point,
// by zoom.
var around = []struct{ zoom, perTile int }{{4, 24}, {6, 20}, {8, 16}, {10, 12}, {12, 12}}

// LabelsAround returns at most limit labels for an offline map of the points, most
// important first: the largest settlements of the world, and the labels of the tiles
// around each point at every zoom.
func LabelsAround(g Settlements, points []orb.Point, limit int) []Label {
	var all []Label
	seen := map[gazetteer.Ref]bool{}
	take := func(z, x, y, n int) {
		for _, l := range labels(g, z, x, y, n) {
			if len(all) < limit && !seen[l.ref] {
				seen[l.ref] = true
				all = append(all, l)
			}
		}
	}
	for x := range 4 {
		for y := range 4 {
			take(2, x, y, perTile/4)
		}
	}
	for _, step := range around {
		done := map[maptile.Tile]bool{}
		for _, p := range points {
			middle := maptile.At(p, maptile.Zoom(step.zoom)) //nolint:gosec // at most 12
			for dx := -1; dx <= 1; dx++ {
				for dy := -1; dy <= 1; dy++ {
					n := 1 << step.zoom
					x, y := (int(middle.X)+dx+n)%n, int(middle.Y)+dy
					tile := maptile.New(uint32(x), uint32(max(y, 0)), middle.Z) //nolint:gosec // within the grid
					if y < 0 || done[tile] {
						continue
					}
					done[tile] = true
					take(step.zoom, x, y, step.perTile)
				}
			}
		}
	}
	slices.SortStableFunc(all, byRank)
	return all
}
