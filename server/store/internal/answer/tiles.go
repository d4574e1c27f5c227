package answer

import (
	"cmp"
	"context"
	"slices"

	"dateline/server/store/columns"

	"github.com/paulmach/orb"
)

const (
	// tileLevel divides a tile into 4^tileLevel cells, 32 pixels wide each.
	tileLevel = 3
	// clusterPlaces is the least number of places of a cell that are drawn as a cluster.
	clusterPlaces = 5
	// tileSymbols is the number of symbols of a tile from which two places in a cell are a cluster.
	tileSymbols = 100
)

// cell are the selected places of a cell of a tile.
type cell struct {
	key    uint64
	places []uint32 // indices of the scan's places
}

// Tile returns the symbols of a Web Mercator tile: places, or clusters where at least five are close together.
// Countries and areas have no symbol. A tile has at most about 100 symbols.
func (r *Result) Tile(ctx context.Context, z, x, y int) ([]Symbol, error) {
	var cells []cell
	drawn := 0
	r.data.Places.Tile(z, x, y, tileLevel, func(place uint32, key uint64) {
		i, ok := slices.BinarySearchFunc(r.scan.Places, place, func(c columns.PlaceCount, n uint32) int { return cmp.Compare(c.Place, n) })
		if !ok || !r.data.Places.Kind(place).Precision().IsPoint() {
			return
		}
		if n := len(cells); n == 0 || cells[n-1].key != key { // places of a cell follow each other
			cells = append(cells, cell{key: key})
		}
		c := &cells[len(cells)-1]
		c.places = append(c.places, uint32(i))
		if len(c.places) < clusterPlaces {
			drawn++
		}
	})
	least := clusterPlaces
	if drawn > tileSymbols {
		least = 2
	}
	var out []Symbol
	var single []columns.PlaceCount
	for i := range cells {
		if len(cells[i].places) >= least && z < 22 {
			out = append(out, r.cluster(&cells[i]))
			continue
		}
		for _, n := range cells[i].places {
			single = append(single, r.scan.Places[n])
		}
	}
	rows, err := r.placeRows(ctx, single)
	for i := range rows {
		p := &rows[i]
		out = append(out, Symbol{Places: 1, Mentions: p.Mentions, Point: p.Point, Box: orb.Bound{Min: p.Point, Max: p.Point}, Place: p})
	}
	return out, err
}

// cluster returns the symbol of several places.
func (r *Result) cluster(c *cell) Symbol {
	out := Symbol{Places: len(c.places)}
	for i, n := range c.places {
		count := &r.scan.Places[n]
		at := r.data.Places.Point(count.Place)
		if i == 0 {
			out.Box = orb.Bound{Min: at, Max: at}
		}
		out.Box = out.Box.Extend(at)
		out.Mentions += int(count.Mentions)
		out.Point[0] += at[0] * float64(count.Mentions)
		out.Point[1] += at[1] * float64(count.Mentions)
	}
	out.Point[0] /= float64(out.Mentions)
	out.Point[1] /= float64(out.Mentions)
	return out
}
