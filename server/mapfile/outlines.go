package mapfile

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"regexp"

	"dateline/geo"
	"dateline/geo/geometry"
	"dateline/geo/layer"
	"dateline/server/basemap"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"
)

// The outlines of a file are simplified to a share of their extent, about a pixel where an
// area fills a screen, and rounded to units of a degree.
const (
	outlineShare = 1.0 / 1500
	outlineUnits = 1e4
)

// outlines has the simplified outlines of the areas of a file. A page contains each once,
// for its map and for its places layer.
type outlines map[geo.PlaceID]orb.MultiPolygon

// newOutlines simplifies the outlines of the areas among the places of a set.
func newOutlines(set *layer.Set) outlines {
	out := outlines{}
	if set.Outline == nil {
		return out
	}
	for _, p := range set.Places() {
		if p.Place.Kind.Precision().IsPoint() {
			continue
		}
		if area := simplified(set.Outline(p.Place.ID)); len(area) > 0 {
			out[p.Place.ID] = area
		}
	}
	return out
}

func (o outlines) outline(id geo.PlaceID) orb.MultiPolygon { return o[id] }

// simplified returns a valid outline without detail and without parts that are too small to see.
func simplified(area orb.MultiPolygon) orb.MultiPolygon {
	if len(area) == 0 {
		return nil
	}
	b := area.Bound()
	tolerance := max(1/outlineUnits, max(b.Right()-b.Left(), b.Top()-b.Bottom())*outlineShare)
	var out orb.MultiPolygon
	var largest orb.Polygon
	size := 0.0
	for _, polygon := range area {
		rings := simplifiedRings(polygon, tolerance)
		extent := extentOf(polygon[0])
		if len(rings) > 0 && extent > size {
			size, largest = extent, rings
		}
		if len(rings) > 0 && extent >= smallest(tolerance) {
			out = append(out, rings)
		}
	}
	if len(out) == 0 && largest != nil {
		out = orb.MultiPolygon{largest}
	}
	return geometry.Valid(out, outlineUnits)
}

// smallest is the extent in square degrees of the smallest ring that is kept.
func smallest(tolerance float64) float64 { return 16 * tolerance * tolerance }

func extentOf(r orb.Ring) float64 {
	b := r.Bound()
	return (b.Right() - b.Left()) * (b.Top() - b.Bottom())
}

// simplifiedRings returns the rings of a polygon without detail, the outer one
// counterclockwise, or nil if nothing is left of it.
func simplifiedRings(polygon orb.Polygon, tolerance float64) orb.Polygon {
	var out orb.Polygon
	for i, ring := range polygon {
		if i > 0 && extentOf(ring) < smallest(tolerance) {
			continue
		}
		r := rounded(simplify.DouglasPeucker(tolerance).Ring(ring.Clone()))
		switch {
		case len(r) >= 4:
			if outer := r.Orientation() == orb.CCW; outer != (i == 0) {
				r.Reverse()
			}
			out = append(out, r)
		case i == 0:
			return nil
		}
	}
	return out
}

// rounded returns a closed ring in whole units.
func rounded(r orb.Ring) orb.Ring {
	out := make(orb.Ring, 0, len(r)+1)
	for _, p := range r {
		q := orb.Point{fromUnits(units(p[0])), fromUnits(units(p[1]))}
		if len(out) == 0 || out[len(out)-1] != q {
			out = append(out, q)
		}
	}
	if len(out) > 0 && out[0] != out[len(out)-1] {
		out = append(out, out[0])
	}
	return out
}

func units(degrees float64) int   { return int(math.Round(degrees * outlineUnits)) }
func fromUnits(units int) float64 { return float64(units) / outlineUnits }

// encode returns the rings of a polygon as the lines of the base map are encoded.
func encode(rings orb.Polygon) string {
	lines := make([][][2]int, len(rings))
	for i, r := range rings {
		for _, p := range r {
			lines[i] = append(lines[i], [2]int{units(p[0]), units(p[1])})
		}
	}
	return basemap.EncodeLines(lines)
}

// write writes the outlines as JSON: the polygons of each area, encoded. FileSource in
// static/src/source.ts reads it.
func (o outlines) write(w io.Writer) error {
	all := map[geo.PlaceID][]string{}
	for id, area := range o {
		for _, polygon := range area {
			all[id] = append(all[id], encode(polygon))
		}
	}
	return json.NewEncoder(w).Encode(all)
}

// areaFeature matches the beginning of a feature with an outline.
var areaFeature = regexp.MustCompile(`(?m)^(\{"id":"([^"]*)","type":"Feature","geometry":)(\{"type":"(?:Multi)?Polygon","coordinates":[^}]*\})`)

// detach replaces the geometries of a places layer that are those of the outlines by their
// identifiers, which the viewer resolves when the layer is downloaded.
func (o outlines) detach(places []byte) []byte {
	return areaFeature.ReplaceAllFunc(places, func(b []byte) []byte {
		m := areaFeature.FindSubmatch(b)
		area := o[geo.PlaceID(m[2])]
		if want, err := json.Marshal(geometryJSON(area)); err != nil || !bytes.Equal(m[3], want) {
			return b // it was cut at the antimeridian
		}
		return append(bytes.Clone(m[1]), `"`+string(m[2])+`"`...)
	})
}

// geometryJSON returns an area as a geometry object.
func geometryJSON(area orb.MultiPolygon) any {
	type geometry struct {
		Type        string `json:"type"`
		Coordinates any    `json:"coordinates"`
	}
	if len(area) == 1 {
		return geometry{"Polygon", area[0]}
	}
	return geometry{"MultiPolygon", area}
}
