package basemap

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"dateline/geo"
)

// level is a level of detail as world.json describes it.
type level struct {
	Grid  int    `json:"grid"`
	Tiles string `json:"tiles"`
}

// Detail returns the tiles of detail that a map of the points needs, by key such
// as "5/22/12", as far as their sizes together stay within budget bytes. First go
// the tiles that hold points, coarser ones before finer ones and those of most
// points first, then their neighbours; what does not fit is only drawn less
// finely. Files is the built base map: world.json and the tiles beside it.
func Detail(files fs.FS, points []orb.Point, budget int) (map[string]json.RawMessage, error) {
	text, err := fs.ReadFile(files, "world.json")
	if err != nil {
		return nil, geo.Errorf(geo.ErrUnavailable, "the base map is not in this binary (%w): build it with make", err)
	}
	var world struct {
		Levels []level `json:"levels"`
	}
	if err := json.Unmarshal(text, &world); err != nil {
		return nil, geo.Errorf(geo.ErrCorrupt, "the base map's world.json can't be read: %w", err)
	}
	var holding, neighbours []string
	for _, l := range world.Levels {
		h, n := l.needed(points)
		holding = append(holding, h...)
		neighbours = append(neighbours, n...)
	}
	tiles := map[string]json.RawMessage{}
	for _, key := range append(holding, neighbours...) {
		tile, err := fs.ReadFile(files, key+".json")
		if errors.Is(err, fs.ErrNotExist) {
			return nil, geo.Errorf(geo.ErrCorrupt, "the base map lists the tile %s but has no such file: build it again with make", key)
		}
		if err != nil {
			return nil, fmt.Errorf("read the base map's tile %s: %w", key, err)
		}
		if len(tile) > budget {
			continue
		}
		budget -= len(tile)
		tiles[key] = tile
	}
	return tiles, nil
}

// needed returns the keys of the level's tiles that hold points, then of those
// only near points, each with the tiles of most points first.
func (l level) needed(points []orb.Point) (holding, neighbours []string) {
	exists := map[string]bool{}
	for key := range strings.FieldsSeq(l.Tiles) {
		exists[key] = true
	}
	held, beside := map[string]int{}, map[string]int{}
	for _, p := range points {
		for i, key := range near(p, l.Grid) {
			switch {
			case !exists[key]:
			case i == 0:
				held[key]++
			default:
				beside[key]++
			}
		}
	}
	for key := range held {
		delete(beside, key)
	}
	return l.byCount(held), l.byCount(beside)
}

// byCount returns full keys of tiles, those with the highest count first.
func (l level) byCount(count map[string]int) []string {
	keys := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	for i, key := range keys {
		keys[i] = strconv.Itoa(l.Grid) + "/" + key
	}
	return keys
}

// near returns the tile that holds a point, then those whose side is within a
// quarter of a tile of it, as "x/y".
func near(p orb.Point, grid int) []string {
	at := maptile.Fraction(p, maptile.Zoom(grid)) //nolint:gosec // grids are small
	n := 1 << grid
	var keys []string
	seen := map[string]bool{}
	for _, dx := range []float64{0, -0.25, 0.25} {
		for _, dy := range []float64{0, -0.25, 0.25} {
			x, y := int(math.Floor(at[0]+dx)), int(math.Floor(at[1]+dy))
			key := strconv.Itoa(((x%n)+n)%n) + "/" + strconv.Itoa(min(max(y, 0), n-1))
			if !seen[key] {
				seen[key] = true
				keys = append(keys, key)
			}
		}
	}
	return keys
}
