package figure

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strings"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// BaseMap is the base map of figures: the files that the viewer uses.
type BaseMap struct {
	files  fs.FS
	world  worldFile
	exists map[string]bool // tiles: "5/22/12"
}

type worldFile struct {
	Extent float64 `json:"extent"`
	Levels []struct {
		Grid  int     `json:"grid"`
		From  float64 `json:"from"`
		Tiles string  `json:"tiles"`
	} `json:"levels"`
	Tile      tileFile     `json:"tile"`
	Countries []worldLabel `json:"countries"`
	Seas      []worldLabel `json:"seas"`
}

// tileFile is a tile. Borders are a text, or texts by the countries on both sides.
type tileFile struct {
	Land     string            `json:"land"`
	Water    string            `json:"water"`
	Border   json.RawMessage   `json:"border"`
	Disputed json.RawMessage   `json:"disputed"`
	Admin    map[string]string `json:"admin"`
	River    map[string]string `json:"river"`
}

// worldLabel is the name of a country or sea with the zoom from which it is shown.
type worldLabel struct {
	at      orb.Point
	name    string
	minZoom float64
}

// UnmarshalJSON decodes [longitude, latitude, name, minimum zoom, …].
func (l *worldLabel) UnmarshalJSON(b []byte) error {
	var row []any
	if err := json.Unmarshal(b, &row); err != nil {
		return err
	}
	if len(row) < 4 {
		return errors.New("a label of the base map has fewer than 4 values")
	}
	lon, ok1 := row[0].(float64)
	lat, ok2 := row[1].(float64)
	name, ok3 := row[2].(string)
	zoom, ok4 := row[3].(float64)
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return errors.New("a label of the base map has a wrong type")
	}
	*l = worldLabel{orb.Point{lon, lat}, name, zoom}
	return nil
}

// OpenBaseMap opens the folder "basemap" of the built front end. The error is a
// geo.ErrUnavailable if it was not built.
func OpenBaseMap(files fs.FS) (*BaseMap, error) {
	text, err := fs.ReadFile(files, "world.json")
	if err != nil {
		return nil, geo.Errorf(geo.ErrUnavailable, "the base map is not in this binary (%w): build it with make", err)
	}
	b := &BaseMap{files: files, exists: map[string]bool{}}
	if err := json.Unmarshal(text, &b.world); err != nil {
		return nil, geo.Errorf(geo.ErrCorrupt, "the base map's world.json cannot be read: %w", err)
	}
	for _, l := range b.world.Levels {
		for key := range strings.FieldsSeq(l.Tiles) {
			b.exists[fmt.Sprintf("%d/%s", l.Grid, key)] = true
		}
	}
	return b, nil
}

// features are the lines and rings of the base map in longitude and latitude.
type features struct {
	land, water []orb.LineString
	borders     []orb.LineString
	disputed    []orb.LineString
	admin       []orb.LineString
	rivers      []orb.LineString
}

// within returns what is in a box, at the level of detail of a zoom. The box may go beyond
// longitude 180.
func (b *BaseMap) within(box orb.Bound, zoom float64) (*features, error) {
	grid := 0
	for _, l := range b.world.Levels {
		if zoom >= l.From-0.5 {
			grid = l.Grid
		}
	}
	out := &features{}
	if grid == 0 {
		b.add(out, &b.world.Tile, 0, 0, 0, zoom)
		return out, nil
	}
	n := 1 << grid
	tileX := func(lon float64) int { return int(math.Floor((lon + 180) / 360 * float64(n))) }
	tileY := func(lat float64) int {
		lat = min(max(lat, -maxMercatorLat), maxMercatorLat) * math.Pi / 180
		return int(math.Floor((1 - math.Asinh(math.Tan(lat))/math.Pi) / 2 * float64(n)))
	}
	for x := tileX(box.Min[0]); x <= tileX(box.Max[0]); x++ {
		for y := max(0, tileY(box.Max[1])); y <= min(n-1, tileY(box.Min[1])); y++ {
			wrapped := ((x % n) + n) % n
			key := fmt.Sprintf("%d/%d/%d", grid, wrapped, y)
			if !b.exists[key] {
				continue
			}
			text, err := fs.ReadFile(b.files, key+".json")
			if err != nil {
				return nil, geo.Errorf(geo.ErrCorrupt, "the base map lists the tile %s, which cannot be read: %w", key, err)
			}
			var t tileFile
			if err := json.Unmarshal(text, &t); err != nil {
				return nil, geo.Errorf(geo.ErrCorrupt, "the tile %s of the base map cannot be read: %w", key, err)
			}
			b.add(out, &t, grid, wrapped, y, zoom)
		}
	}
	return out, nil
}

// add decodes a tile.
func (b *BaseMap) add(out *features, t *tileFile, grid, x, y int, zoom float64) {
	n := float64(int(1) << grid)
	lines := func(s string) []orb.LineString {
		all := decodeLines(s)
		for _, line := range all {
			for i, p := range line {
				fx, fy := (float64(x)+p[0]/b.world.Extent)/n, (float64(y)+p[1]/b.world.Extent)/n
				line[i] = orb.Point{fx*360 - 180, math.Atan(math.Sinh(math.Pi*(1-2*fy))) * 180 / math.Pi}
			}
		}
		return all
	}
	out.land = append(out.land, lines(t.Land)...)
	out.water = append(out.water, lines(t.Water)...)
	for _, s := range texts(t.Border) {
		out.borders = append(out.borders, lines(s)...)
	}
	for _, s := range texts(t.Disputed) {
		out.disputed = append(out.disputed, lines(s)...)
	}
	shown := func(from string) bool { return from != "" && float64(from[0]-'0') <= zoom }
	for from, s := range sorted(t.Admin) {
		if shown(from) {
			out.admin = append(out.admin, lines(s)...)
		}
	}
	for from, s := range sorted(t.River) {
		if shown(from) {
			out.rivers = append(out.rivers, lines(s)...)
		}
	}
}

// texts returns the texts of borders.
func texts(raw json.RawMessage) []string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}
	}
	var all map[string]string
	if json.Unmarshal(raw, &all) != nil {
		return nil
	}
	var out []string
	for _, s := range sorted(all) {
		out = append(out, s)
	}
	return out
}

const base32Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// decodeLines decodes lines of points in the units of a tile; static/src/basemap/README.md
// describes the form. Invalid text ends the decoding early.
func decodeLines(s string) []orb.LineString {
	at := 0
	number := func() (int, bool) {
		n, shift := 0, 0
		for at < len(s) && shift < 30 {
			d := strings.IndexByte(base32Digits, s[at])
			if d < 0 {
				return 0, false
			}
			at++
			n |= (d & 31) << shift
			if d < 32 {
				return n, true
			}
			shift += 5
		}
		return 0, false
	}
	var out []orb.LineString
	x, y := 0, 0
	for at < len(s) {
		n, ok := number()
		if !ok {
			return out
		}
		line := make(orb.LineString, 0, min(n, len(s)))
		for range n {
			dx, ok1 := number()
			dy, ok2 := number()
			if !ok1 || !ok2 {
				return out
			}
			x += dx>>1 ^ -(dx & 1)
			y += dy>>1 ^ -(dy & 1)
			line = append(line, orb.Point{float64(x), float64(y)})
		}
		out = append(out, line)
	}
	return out
}
