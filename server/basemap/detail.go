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

// level is a level of detail in world.json.
type level struct {
	Grid  int    `json:"grid"`
	Tiles string `json:"tiles"`
}

// Detail returns the detail tiles for a map of the points by key, such as "5/22/12",
// with a total size of at most budget bytes. Tiles that contain points come first,
// coarse levels before fine ones and tiles with many points first, then their
// neighbors; where a tile is left out, the map is drawn from a coarser level. files is
// the built base map: world.json and the tiles.
func Detail(files fs.FS, points []orb.Point, budget int) (map[string]json.RawMessage, error) {
	text, err := fs.ReadFile(files, "world.json")
	if err != nil {
		return nil, geo.Errorf(geo.ErrUnavailable, "the base map is not in this binary (%w): build it with make", err)
	}
	var world struct {
		Levels []level `json:"levels"`
	}
	if err := json.Unmarshal(text, &world); err != nil {
		return nil, geo.Errorf(geo.ErrCorrupt, "the base map's world.json cannot be read: %w", err)
	}
	var holding, neighbors []string
	for _, l := range world.Levels {
		h, n := l.needed(points)
		holding = append(holding, h...)
		neighbors = append(neighbors, n...)
	}
	tiles := map[string]json.RawMessage{}
	for _, key := range append(holding, neighbors...) {
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

// needed returns the keys of the level's tiles that contain points, and of those only
// near points, both with the tiles of the most points first.
func (l level) needed(points []orb.Point) (holding, neighbors []string) {
	exists := map[string]bool{}
	for key := range strings.FieldsSeq(l.Tiles) {
		exists[key] = true
	}
	inside, nearby := map[string]int{}, map[string]int{}
	for _, p := range points {
		for i, key := range near(p, l.Grid) {
			switch {
			case !exists[key]:
			case i == 0:
				inside[key]++
			default:
				nearby[key]++
			}
		}
	}
	for key := range inside {
		delete(nearby, key)
	}
	return l.byCount(inside), l.byCount(nearby)
}

// byCount returns the full keys of tiles, those with the highest count first.
func (l level) byCount(count map[string]int) []string {
	keys := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	for i, key := range keys {
		keys[i] = strconv.Itoa(l.Grid) + "/" + key
	}
	return keys
}

// near returns the tile that contains a point, then the tiles within a quarter of a
// tile of the point, as "x/y".
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
