package server

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
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
	searcher, ok := s.Store.(Searcher)
	if !ok {
		return readerErrorf(geo.ErrNotFound, "These articles cannot be searched, because they are not stored in a database.")
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
	if len(query) > maxQuery || n > maxResultPages {
		return readerErrorf(geo.ErrTooLarge, "A search has at most %d characters and shows at most %d pages. Use fewer or rarer words.", maxQuery, maxResultPages)
	}
	accepts, err := s.acceptsImports(r.Context(), c.Name)
	if err != nil {
		return err
	}
	if s.notModified(w, r, c.Version, strconv.FormatBool(accepts)) {
		return nil
	}
	var hits []store.Hit
	var more bool
	if query != "" {
		q := store.Query{Collection: c.Name, Text: query, Limit: view.ResultsPerPage, Offset: (n - 1) * view.ResultsPerPage}
		hits, more, err = searcher.Search(r.Context(), q)
		if errors.Is(err, geo.ErrInput) {
			return readerErrorf(geo.ErrInput, "%q contains no word to search for.", query)
		}
		if err != nil {
			return fmt.Errorf("search %q: %w", c.Name, err)
		}
	}
	content := view.NewSearch(query, hits, n, more, view.Links{Collection: c.Name})
	content.Layout = s.collectionLayout(c.Name, c.Title, "Search", "search")
	content.CanImport = accepts
	return s.show(w, "search", content)
}
