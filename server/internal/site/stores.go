package site

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

// Stores returns the stores in the order in which collections are looked up.
func (s *Site) Stores() []*store.DB {
	var all []*store.DB
	for _, db := range []*store.DB{s.Temporary, s.Store} {
		if db != nil {
			all = append(all, db)
		}
	}
	return all
}

// Find returns a collection and its store. The error wraps [geo.ErrNotFound] if there is none.
func (s *Site) Find(ctx context.Context, name string) (*store.DB, store.CollectionInfo, error) {
	for _, db := range s.Stores() {
		c, err := db.Info(ctx, name)
		if !errors.Is(err, geo.ErrNotFound) {
			return db, c, err
		}
	}
	return nil, store.CollectionInfo{}, Errorf(geo.ErrNotFound, NoCollection)
}

// Summaries returns the summaries of all collections, sorted by title.
func (s *Site) Summaries(ctx context.Context) ([]store.Summary, error) {
	var out []store.Summary
	seen := map[string]bool{}
	for _, db := range s.Stores() {
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

// PageKeys are the parameters of pages that are not part of a selection.
var PageKeys = []string{"page", "sort", "group", "show", "fragment", "section", "after", "offset", "limit", "z", "controls", "key", "list", "time", "theme", "again", "bom"}

// Selected returns what the address of a request selects in the scope.
func (s *Site) Selected(r *http.Request, sc *Scope) (*store.Result, error) {
	selected, notices := selection.Parse(r.URL.Query(), PageKeys...)
	return s.SelectIn(r.Context(), sc, selected, notices)
}

// SelectIn returns what a selection selects in the scope.
func (s *Site) SelectIn(ctx context.Context, sc *Scope, selected selection.Selection, notices []selection.Notice) (*store.Result, error) {
	if sc.Article != nil {
		selected.Articles = []string{sc.Article.Article.ID}
	}
	result, err := sc.DB.Select(ctx, sc.Collection.Name, selected)
	if err != nil {
		return nil, Explain(err, NoCollection)
	}
	if len(notices) > 0 {
		copied := *result
		copied.Notices = append(notices, copied.Notices...)
		result = &copied
	}
	return result, nil
}

// AcceptsImports reports whether articles can be added to a collection: the importer
// stores it, and it is not a temporary one.
func (s *Site) AcceptsImports(ctx context.Context, db *store.DB, collection string) (bool, error) {
	if s.Importer == nil || db == s.Temporary {
		return false, nil
	}
	accepts, err := s.Importer.Accepts(ctx, collection)
	if err != nil {
		return false, fmt.Errorf("look up the collection %q: %w", collection, err)
	}
	return accepts, nil
}
