package ogc

import (
	"net/http"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/server/selection"
	"dateline/server/store"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
)

// tileMatrixSet is the tile matrix set of the vector tiles.
const tileMatrixSet = "WebMercatorQuad"

// maxZoom is the highest zoom of tiles.
const maxZoom = 22

const tileMatrixSetURI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/" + tileMatrixSet

func (s *service) tilesets(w http.ResponseWriter, r *http.Request) error {
	f, err := s.find(r)
	if err == nil {
		err = s.known(r)
	}
	if err != nil {
		return err
	}
	set := s.tilesetDocument(f)
	return s.answer(w, r, typeJSON, func(links []Link) any {
		return map[string]any{"links": links, "tilesets": []any{set}}
	}, func([]Link) *Page {
		return &Page{Title: "Vector tiles", Description: f.title(), Crumbs: s.collectionCrumbs(r, f), Links: tilesetLinks(f)}
	})
}

func tilesetLinks(f *features) []Link {
	address := f.url() + "/tiles/" + tileMatrixSet
	return []Link{
		{Href: address, Rel: "self", Type: typeJSON, Title: "Tile set"},
		{Href: tileMatrixSetURI, Rel: "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme", Type: typeJSON, Title: "Tile matrix set"},
		{Href: address + "/{tileMatrix}/{tileRow}/{tileCol}", Rel: "item", Type: typeMVT, Title: "Vector tiles", Templated: true},
	}
}

func (s *service) tilesetDocument(f *features) map[string]any {
	return map[string]any{
		"title": f.title(), "dataType": "vector", "crs": crs3857, "tileMatrixSetURI": tileMatrixSetURI, "links": tilesetLinks(f),
		"layers": []any{map[string]any{"id": "places", "dataType": "vector", "geometryDimension": 0}},
	}
}

func (s *service) tileset(w http.ResponseWriter, r *http.Request) error {
	f, err := s.find(r)
	if err == nil {
		err = s.known(r)
	}
	if err != nil {
		return err
	}
	return s.answer(w, r, typeJSON, func([]Link) any { return s.tilesetDocument(f) }, func([]Link) *Page {
		return &Page{Title: "Vector tiles", Description: f.title(), Crumbs: s.collectionCrumbs(r, f), Links: tilesetLinks(f)}
	})
}

// tile answers with a vector tile of the places: a point for each, or for a cluster of them.
func (s *service) tile(w http.ResponseWriter, r *http.Request) error {
	f, err := s.find(r)
	if err != nil {
		return err
	}
	var n [3]int
	for i, name := range []string{"z", "y", "x"} {
		if n[i], err = strconv.Atoi(strings.TrimSuffix(chi.URLParam(r, name), ".mvt")); err != nil {
			return s.Errorf(geo.ErrInput, "%q is not the number of a tile.", chi.URLParam(r, name))
		}
	}
	if n[0] < 0 || n[0] > maxZoom || n[1] < 0 || n[2] < 0 || n[1] >= 1<<n[0] || n[2] >= 1<<n[0] {
		return s.Errorf(geo.ErrNotFound, "There is no tile %d/%d/%d.", n[0], n[1], n[2])
	}
	keys := []string{}
	for _, k := range selection.Keys() {
		keys = append(keys, k.Key)
	}
	if err := s.known(r, keys...); err != nil {
		return err
	}
	values := r.URL.Query()
	values.Del("f")
	selected, notices := selection.Parse(values)
	for _, notice := range notices {
		return s.Errorf(geo.ErrInput, "%s=%s is not valid: %s.", notice.Key, notice.Value, notice.Reason)
	}
	result, err := f.db.Select(r.Context(), f.info.Name, selected)
	if err != nil {
		return err
	}
	if s.NotModified(w, r, result.Version) {
		return nil
	}
	symbols, err := result.Tile(r.Context(), n[0], n[2], n[1])
	if err != nil {
		return err
	}
	b, err := encodeTile(symbols, maptile.New(uint32(n[2]), uint32(n[1]), maptile.Zoom(n[0])))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", typeMVT)
	_, _ = w.Write(b) // fails only when the client is gone
	return nil
}

// encodeTile returns symbols as a Mapbox vector tile of version 2 with the layer "places".
func encodeTile(symbols []store.Symbol, at maptile.Tile) ([]byte, error) {
	all := geojson.NewFeatureCollection()
	for i := range symbols {
		symbol := &symbols[i]
		f := geojson.NewFeature(symbol.Point)
		f.Properties = geojson.Properties{"mentions": symbol.Mentions, "places": symbol.Places}
		if p := symbol.Place; p != nil {
			f.ID = float64(p.Key)
			f.Properties["place"], f.Properties["name"], f.Properties["where"] = string(p.ID), p.Name, p.Where
			f.Properties["kind"], f.Properties["precision"] = p.Kind.String(), string(p.Precision)
			f.Properties["articles"], f.Properties["certain"], f.Properties["likely"] = p.Articles, p.Certain, p.Likely
		}
		all.Append(f)
	}
	l := mvt.NewLayer("places", all)
	l.Version = 2
	l.ProjectToTile(at)
	return mvt.Marshal(mvt.Layers{l})
}
