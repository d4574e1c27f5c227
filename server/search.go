package server

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"dateline/geo"
	"dateline/server/internal/site"
	"dateline/server/store"
	"dateline/server/view"
)

// Limits on searches.
const (
	maxQuery       = 400 // bytes
	maxResultPages = 500
)

// search lists the articles of a collection that match a query.
func (s *server) search(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	n, err := site.PageNumber(r)
	if err != nil {
		return err
	}
	query := strings.TrimSpace(r.URL.Query().Get("q"))
	if len(query) > maxQuery || n > maxResultPages {
		return site.Errorf(geo.ErrTooLarge, "A search has at most %d characters and shows at most %d pages. Use fewer or rarer words.", maxQuery, maxResultPages)
	}
	if s.NotModified(w, r, sc.Version()) {
		return nil
	}
	var hits []store.Hit
	var more bool
	if query != "" {
		q := store.Query{Collection: sc.Collection.Name, Text: query, Limit: view.ResultsPerPage, Offset: (n - 1) * view.ResultsPerPage}
		hits, more, err = sc.DB.Search(r.Context(), q)
		if errors.Is(err, geo.ErrInput) {
			return site.Errorf(geo.ErrInput, "%q contains no word to search for.", query)
		}
		if err != nil {
			return fmt.Errorf("search %q: %w", sc.Collection.Name, err)
		}
	}
	content := view.NewSearch(query, hits, n, more, sc.Links)
	content.Layout = s.LayoutOf(sc, "Search", "search")
	return s.Show(w, "search", content)
}
