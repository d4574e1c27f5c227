package server

import (
	"encoding/json"
	"net/http"
	"strconv"

	"dateline/geo"
	"dateline/server/internal/site"
	"dateline/server/store"
	"dateline/server/view"
)

// maxPageSize is the maximum number of places of a page of the list.
const maxPageSize = 500

// viewJSON writes the answer to a selection for the viewer.
func (s *server) viewJSON(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	if s.NotModified(w, r, sc.Version()) {
		return nil
	}
	a, result, err := s.Answer(r, sc, 0)
	if err != nil {
		return err
	}
	if a.Sparklines, err = result.Sparklines(r.Context(), a.Places); err != nil {
		return err
	}
	b, err := s.Pages.ScreenJSON(a, site.KeptParameters(r), site.LanguageOf(w), sc.Links)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(b)
	return site.ClientGone(err)
}

// placesJSON writes a page of the places of a selection.
func (s *server) placesJSON(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	if s.NotModified(w, r, sc.Version()) {
		return nil
	}
	result, err := s.Selected(r, sc)
	if err != nil {
		return err
	}
	offset, limit := intParam(r, "offset", 0), min(intParam(r, "limit", site.PageOfPlaces), maxPageSize)
	if r.URL.Query().Get("group") == site.GroupByArticle {
		groups, err := result.ArticlePlaces(r.Context(), store.OrderNewest, offset, min(limit, site.PageOfGroups))
		if err != nil {
			return err
		}
		return site.WriteJSON(w, view.NewGroups(groups, site.LanguageOf(w), sc.Links))
	}
	order := store.PlaceOrder(r.URL.Query().Get("sort"))
	rows, err := result.PlacesNamed(r.Context(), order, site.LanguageOf(w).OrderNames(order), offset, limit)
	if err != nil {
		return err
	}
	out := make([]*view.PlaceJSON, len(rows))
	for i := range rows {
		out[i] = view.NewPlaceJSON(&rows[i], site.LanguageOf(w))
	}
	days, err := result.Sparklines(r.Context(), rows)
	if err != nil {
		return err
	}
	view.AddSparklines(out, days)
	w.Header().Set("Content-Type", "application/json")
	return site.ClientGone(json.NewEncoder(w).Encode(out))
}

// tileJSON writes the symbols of a tile of a selection.
func (s *server) tileJSON(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	tile, err := tileOf(r)
	if err != nil {
		return err
	}
	if s.NotModified(w, r, sc.Version()) {
		return nil
	}
	result, err := s.Selected(r, sc)
	if err != nil {
		return err
	}
	symbols, err := result.Tile(r.Context(), tile[0], tile[1], tile[2])
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	return site.ClientGone(json.NewEncoder(w).Encode(view.NewSymbols(symbols, site.LanguageOf(w))))
}

// intParam returns a parameter that is a number from 0, or a default.
func intParam(r *http.Request, name string, missing int) int {
	n, err := strconv.Atoi(r.URL.Query().Get(name))
	if err != nil || n < 0 {
		return missing
	}
	return n
}

// maxAreas is the maximum number of areas of a request.
const maxAreas = 100

// areas writes the outlines of areas, simplified for a zoom, by their id. The address
// has the version of the gazetteer, so that browsers may keep the answer.
func (s *server) areas(w http.ResponseWriter, r *http.Request) error {
	if s.Gazetteer == nil {
		return site.Errorf(geo.ErrUnavailable, "This server has no gazetteer to take outlines from.")
	}
	ids := r.URL.Query()["id"]
	if len(ids) > maxAreas {
		return site.Errorf(geo.ErrTooLarge, "At most %d areas can be requested at once.", maxAreas)
	}
	if s.NotModified(w, r) {
		return nil
	}
	out := map[string]any{}
	for _, id := range ids {
		ref, ok := s.Gazetteer.ByID(geo.PlaceID(id))
		if !ok {
			continue
		}
		if path := view.Outline(s.Gazetteer.Area(ref), min(intParam(r, "z", 4), 14)); len(path) > 0 {
			out[id] = path
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, max-age=604800")
	return site.ClientGone(json.NewEncoder(w).Encode(out))
}

// share returns the menu with the downloads and the embed code of the scope.
func (s *server) share(r *http.Request, sc *site.Scope) *view.Share {
	embed := "/embed" + sc.Root()
	return &view.Share{Downloads: sc.Root(), TableQuery: "?bom=1", Embed: view.EmbedCode(s.PublicURL(r)+embed, sc.Title()), EmbedURL: embed}
}
