package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"dateline/geo"
	"dateline/server/selection"
	"dateline/server/store"
)

// stores returns the stores in the order in which collections are looked up.
func (s *server) stores() []*store.DB {
	var all []*store.DB
	for _, db := range []*store.DB{s.Temporary, s.Store} {
		if db != nil {
			all = append(all, db)
		}
	}
	return all
}

// find returns a collection and its store. The error wraps [geo.ErrNotFound] if there is none.
func (s *server) find(ctx context.Context, name string) (*store.DB, store.CollectionInfo, error) {
	for _, db := range s.stores() {
		c, err := db.Info(ctx, name)
		if !errors.Is(err, geo.ErrNotFound) {
			return db, c, err
		}
	}
	return nil, store.CollectionInfo{}, readerErrorf(geo.ErrNotFound, noCollection)
}

// summaries returns the summaries of all collections, sorted by title.
func (s *server) summaries(ctx context.Context) ([]store.Summary, error) {
	var out []store.Summary
	seen := map[string]bool{}
	for _, db := range s.stores() {
		all, err := db.Collections(ctx)
		if err != nil {
			return nil, fmt.Errorf("list the collections: %w", err)
		}
		for i := range all {
			if !seen[all[i].Name] {
				seen[all[i].Name] = true
				out = append(out, all[i])
			}
		}
	}
	slices.SortStableFunc(out, func(a, b store.Summary) int {
		return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Name, b.Name))
	})
	return out, nil
}

// pageKeys are the parameters of pages that are not part of a selection.
var pageKeys = []string{"page", "sort", "group", "show", "fragment", "section", "after", "offset", "limit", "z", "controls", "key", "list", "time", "theme", "again"}

// selected returns what the address of a request selects in the scope.
func (s *server) selected(r *http.Request, sc *scope) (*store.Result, error) {
	selected, notices := selection.Parse(r.URL.Query(), pageKeys...)
	return s.selectIn(r.Context(), sc, selected, notices)
}

// selectIn returns what a selection selects in the scope.
func (s *server) selectIn(ctx context.Context, sc *scope, selected selection.Selection, notices []selection.Notice) (*store.Result, error) {
	if sc.article != nil {
		selected.Articles = []string{sc.article.Article.ID}
	}
	result, err := sc.db.Select(ctx, sc.collection.Name, selected)
	if err != nil {
		return nil, explain(err, noCollection)
	}
	if len(notices) > 0 {
		copied := *result
		copied.Notices = append(notices, copied.Notices...)
		result = &copied
	}
	return result, nil
}
