package server

import (
	"fmt"
	"net/http"
	"strings"

	"dateline/geo"
	"dateline/server/store"
	"dateline/server/view"
)

// Limits on searches.
const (
	maxQuery  = 400 // bytes of a query
	maxResult = 500 // pages of what was found
)

// search shows the articles of a collection in which some words stand.
func (s *server) search(w http.ResponseWriter, r *http.Request) error {
	searcher, ok := s.Store.(Searcher)
	if !ok {
		return geo.Errorf(geo.ErrNotFound, "this server cannot search its articles, because it keeps them in memory")
	}
	c, err := s.summary(r)
	if err != nil {
		return err
	}
	n, err := pageNumber(r)
	if err != nil {
		return err
	}
	query := strings.TrimSpace(r.URL.Query().Get("q"))
	if len(query) > maxQuery || n > maxResult {
		return geo.Errorf(geo.ErrTooLarge, "a search is of at most %d bytes and shows at most %d pages", maxQuery, maxResult)
	}
	if s.fresh(w, r, c.Version) {
		return nil
	}
	var hits []store.Hit
	var more bool
	if query != "" {
		ask := store.Query{Collection: c.Name, Text: query, Limit: view.ResultsPerPage, Offset: (n - 1) * view.ResultsPerPage}
		if hits, more, err = searcher.Search(r.Context(), ask); err != nil {
			return fmt.Errorf("searching %q: %w", c.Name, err)
		}
	}
	f, l := s.collectionFrame(c.Name, c.Title, "Search", "search")
	view := view.NewSearch(query, hits, n, more, l)
	view.Layout = f
	return s.show(w, "search", view)
}
