package server

import (
	"encoding/json"
	"net/http"
	"path"
	"strconv"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/server/basemap"
	"dateline/server/internal/site"
	"dateline/server/view"

	"github.com/go-chi/chi/v5"
)

// asset serves a built file. Its address contains a hash of its content, so that
// browsers may cache it forever.
func (s *server) asset(w http.ResponseWriter, r *http.Request) error {
	name := path.Clean(chi.URLParam(r, "*"))
	if !s.Assets.Has(chi.URLParam(r, "hash"), name) {
		return site.Errorf(geo.ErrNotFound, "There is no such file, or only a newer version of it. Reload the page.")
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeFileFS(w, r, s.Assets.Files, name)
	return nil
}

// baseMapLabels writes the settlements of a tile, the most important ones first.
func (s *server) baseMapLabels(w http.ResponseWriter, r *http.Request) error {
	if s.Gazetteer == nil {
		return site.Errorf(geo.ErrUnavailable, "This server has no gazetteer to take place names from.")
	}
	tile, err := tileOf(r)
	if err != nil {
		return err
	}
	if s.NotModified(w, r) {
		return nil
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	return site.ClientGone(json.NewEncoder(w).Encode(basemap.Labels(localSettlements{s.Gazetteer, site.LanguageOf(w)}, tile[0], tile[1], tile[2])))
}

// shortCountries are the names of countries on the base map that are not their display names.
var shortCountries = []string{
	"Bosnia & Herz.", "Cabo Verde", "Central African Rep.", "Congo", "Côte d’Ivoire", "Czechia", "DR Congo", "Dominican Rep.", "Eswatini", "Micronesia",
	"Myanmar", "N. Macedonia", "Palestine", "São Tomé & Príncipe", "Timor-Leste", "Trinidad & Tobago", "Türkiye", "U.A.E.", "Vatican",
}

// baseMapNames writes the names of countries, seas and lakes in the language of the page by their display names, by which the base map has
// them.
func (s *server) baseMapNames(w http.ResponseWriter, r *http.Request) error {
	if s.Gazetteer == nil {
		return site.Errorf(geo.ErrUnavailable, "This server has no gazetteer to take place names from.")
	}
	if s.NotModified(w, r) {
		return nil
	}
	language := site.LanguageOf(w)
	names := map[string]string{}
	for ref := range gazetteer.Ref(s.Gazetteer.Len()) {
		kind := s.Gazetteer.Record(ref).Kind
		if kind.Precision().IsPoint() {
			break // areas precede points
		}
		switch kind {
		case geo.KindCountry, geo.KindSea, geo.KindLake:
			stored := s.Gazetteer.Name(ref)
			if name := language.RefName(ref, s.Gazetteer); name != stored && names[stored] == "" {
				names[stored] = name
			}
		default:
		}
	}
	for _, short := range shortCountries {
		for _, n := range s.Gazetteer.LookupVerbatim(s.Gazetteer.Lookup(nil, gazetteer.Normalize(nil, short)), short) {
			if s.Gazetteer.Record(n.Ref).Kind == geo.KindCountry {
				names[short] = language.RefName(n.Ref, s.Gazetteer)
				break
			}
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	return site.ClientGone(json.NewEncoder(w).Encode(names))
}

// localSettlements are the settlements of the gazetteer with their names in the language of the page.
type localSettlements struct {
	*gazetteer.Gazetteer
	language *view.Language
}

// Name returns the name of a settlement.
func (s localSettlements) Name(r gazetteer.Ref) string { return s.language.RefName(r, s.Gazetteer) }

// tileOf returns the zoom, column and row of a tile in the path.
func tileOf(r *http.Request) (tile [3]int, err error) {
	for i, name := range []string{"z", "x", "y"} {
		if tile[i], err = strconv.Atoi(chi.URLParam(r, name)); err != nil {
			return tile, site.Errorf(geo.ErrInput, "The address of a tile has three whole numbers: zoom, column and row.")
		}
	}
	return tile, nil
}
