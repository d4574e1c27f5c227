package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"dateline/geo"
	"dateline/server/selection"
	"dateline/server/store"
	"dateline/server/view"
)

// Limits on the answers for the viewer.
const (
	// maxAllPlaces is the maximum number of places that are sent at once; of more the
	// first page is sent, and the map shows tiles.
	maxAllPlaces = 2000
	pageOfPlaces = 200
	maxPageSize  = 500
	// mapPlaces is the number of places on a static map.
	mapPlaces = 500
	// pageOfGroups is the number of articles of a list that is grouped by article.
	pageOfGroups = 100
)

// groupByArticle is the value of the parameter group for a list grouped by article. The viewer groups by country and province itself.
const groupByArticle = "article"

// keptParameters returns the parameters besides the selection that links of the page
// keep.
func keptParameters(r *http.Request) url.Values {
	kept := url.Values{}
	for _, key := range []string{"sort", "group"} {
		if v := r.URL.Query().Get(key); v != "" {
			kept.Set(key, v)
		}
	}
	return kept
}

// answerSelection answers the selection in an address for the scope: with all places, or
// with a page of them from an offset on if there are too many.
func (s *server) answerSelection(r *http.Request, sc *scope, offset int) (*view.Answer, error) {
	result, err := s.selected(r, sc)
	if err != nil {
		return nil, err
	}
	ctx := r.Context()
	a := &view.Answer{
		Version: result.Version, Selection: result.Selection, Counts: result.Counts, Total: result.Total, Hidden: result.Hidden, Ledger: result.Ledger,
		Notices: result.Notices, Days: result.Days(), Spoken: result.SpokenDays(), Complete: result.Counts.Places <= maxAllPlaces,
	}
	if sc.article != nil {
		a.Selection.Articles = nil // the address of the scope has the article
	}
	limit := maxAllPlaces
	if a.Complete {
		offset = 0
	} else {
		limit = pageOfPlaces
	}
	if a.Places, err = result.Places(ctx, store.PlaceOrder(r.URL.Query().Get("sort")), offset, limit); err != nil {
		return nil, err
	}
	if r.URL.Query().Get("group") == groupByArticle {
		if a.Groups, err = result.ArticlePlaces(ctx, store.OrderNewest, 0, pageOfGroups); err != nil {
			return nil, err
		}
	}
	for _, key := range view.FacetKeys() {
		values, err := result.Facet(ctx, key)
		if err != nil {
			return nil, err
		}
		if len(values) > 0 {
			a.Facets = append(a.Facets, view.Facet{Key: key, Values: values})
		}
	}
	if a.Names, err = s.names(ctx, sc, result); err != nil {
		return nil, err
	}
	if a.Framed, err = s.framed(ctx, a, result); err != nil {
		return nil, err
	}
	return a, nil
}

// framed returns the places by which the first view is framed: all of them, or the most
// mentioned ones.
func (s *server) framed(ctx context.Context, a *view.Answer, result *store.Result) ([]store.PlaceRow, error) {
	if a.Complete {
		return a.Places, nil
	}
	return result.Places(ctx, store.OrderMentions, 0, maxAllPlaces)
}

// names returns the names of the places and articles that a selection names.
func (s *server) names(ctx context.Context, sc *scope, result *store.Result) (selection.Names, error) {
	known := map[string]string{}
	for _, id := range append(slices.Clone(result.Selection.Places), result.Selection.Within...) {
		if s.Gazetteer != nil {
			if ref, ok := s.Gazetteer.ByID(id); ok {
				known["place "+string(id)] = s.Gazetteer.Name(ref)
			}
		}
	}
	for _, id := range result.Selection.Articles {
		p, err := sc.db.Article(ctx, sc.collection.Name, id)
		if errors.Is(err, geo.ErrNotFound) {
			continue // a notice names it
		}
		if err != nil {
			return nil, err
		}
		known["article "+id] = view.Title(&p.Article)
	}
	return func(key, value string) string {
		if key == "in" {
			key = "place"
		}
		return known[key+" "+value]
	}, nil
}

// viewJSON writes the answer to a selection for the viewer.
func (s *server) viewJSON(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	if s.notModified(w, r, sc.version()) {
		return nil
	}
	a, err := s.answerSelection(r, sc, 0)
	if err != nil {
		return err
	}
	b, err := s.pages.ScreenJSON(a, keptParameters(r), languageOf(w), sc.links)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(b)
	return clientGone(err)
}

// placesJSON writes a page of the places of a selection.
func (s *server) placesJSON(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	if s.notModified(w, r, sc.version()) {
		return nil
	}
	result, err := s.selected(r, sc)
	if err != nil {
		return err
	}
	offset, limit := intParam(r, "offset", 0), min(intParam(r, "limit", pageOfPlaces), maxPageSize)
	if r.URL.Query().Get("group") == groupByArticle {
		groups, err := result.ArticlePlaces(r.Context(), store.OrderNewest, offset, min(limit, pageOfGroups))
		if err != nil {
			return err
		}
		return writeJSON(w, view.NewGroups(groups, languageOf(w), sc.links))
	}
	rows, err := result.Places(r.Context(), store.PlaceOrder(r.URL.Query().Get("sort")), offset, limit)
	if err != nil {
		return err
	}
	out := make([]*view.PlaceJSON, len(rows))
	for i := range rows {
		out[i] = view.NewPlaceJSON(&rows[i], languageOf(w))
	}
	w.Header().Set("Content-Type", "application/json")
	return clientGone(json.NewEncoder(w).Encode(out))
}

// tileJSON writes the symbols of a tile of a selection.
func (s *server) tileJSON(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	tile, err := tileOf(r)
	if err != nil {
		return err
	}
	if s.notModified(w, r, sc.version()) {
		return nil
	}
	result, err := s.selected(r, sc)
	if err != nil {
		return err
	}
	symbols, err := result.Tile(r.Context(), tile[0], tile[1], tile[2])
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	return clientGone(json.NewEncoder(w).Encode(view.NewSymbols(symbols, languageOf(w))))
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
		return readerErrorf(geo.ErrUnavailable, "This server has no gazetteer to take outlines from.")
	}
	ids := r.URL.Query()["id"]
	if len(ids) > maxAreas {
		return readerErrorf(geo.ErrTooLarge, "At most %d areas can be requested at once.", maxAreas)
	}
	if s.notModified(w, r) {
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
	return clientGone(json.NewEncoder(w).Encode(out))
}

// areasURL returns the address of the outlines, to which ids and the zoom are added;
// empty without a gazetteer.
func (s *server) areasURL() string {
	if s.Gazetteer == nil {
		return ""
	}
	return "/areas.json?v=" + geo.ContentID(s.gazetteerVersion())
}

// share returns the menu with the downloads and the embed code of the scope.
func (s *server) share(r *http.Request, sc *scope) *view.Share {
	embed := "/embed" + sc.root()
	return &view.Share{Downloads: sc.root(), Embed: view.EmbedCode(s.baseURL(r)+embed, sc.title()), EmbedURL: embed}
}
