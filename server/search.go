package server

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"dateline/geo"
	"dateline/server/store"
	"dateline/server/view"
)

// Limits on searches.
const (
	maxQuery       = 400 // bytes
	maxResultPages = 500
)

// search lists the articles of a collection that match a query.
func (s *server) search(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	n, err := pageNumber(r)
	if err != nil {
		return err
	}
	query := strings.TrimSpace(r.URL.Query().Get("q"))
	if len(query) > maxQuery || n > maxResultPages {
		return readerErrorf(geo.ErrTooLarge, "A search has at most %d characters and shows at most %d pages. Use fewer or rarer words.", maxQuery, maxResultPages)
	}
	if s.notModified(w, r, sc.version()) {
		return nil
	}
	var hits []store.Hit
	var more bool
	if query != "" {
		q := store.Query{Collection: sc.collection.Name, Text: query, Limit: view.ResultsPerPage, Offset: (n - 1) * view.ResultsPerPage}
		hits, more, err = sc.db.Search(r.Context(), q)
		if errors.Is(err, geo.ErrInput) {
			return readerErrorf(geo.ErrInput, "%q contains no word to search for.", query)
		}
		if err != nil {
			return fmt.Errorf("search %q: %w", sc.collection.Name, err)
		}
	}
	content := view.NewSearch(query, hits, n, more, sc.links)
	content.Layout = s.layoutOf(sc, "Search", "search")
	return s.show(w, "search", content)
}
