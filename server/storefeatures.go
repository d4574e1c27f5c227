package server

import (
	"context"
	"fmt"
	"time"

	"dateline/server/store"
	"dateline/server/view"
)

// DuplicateGrouper is implemented by stores that detect near-duplicate articles.
type DuplicateGrouper interface {
	// Groups returns the group of each article of a collection that has near-duplicates
	// in it, by the article's id.
	Groups(ctx context.Context, collection string) (map[string]string, error)
}

// VersionLister is implemented by stores that keep the versions of a changed page.
type VersionLister interface {
	// Versions returns the fetch time of each version of an article's page by the id of
	// the article read from it, this one included; empty for a page that never changed.
	Versions(ctx context.Context, collection, article string) (map[string]time.Time, error)
}

// Searcher is implemented by stores with full-text search.
type Searcher interface {
	// Search returns the articles that match a query and whether there are more. The
	// error wraps [geo.ErrInput] for a query without a word.
	Search(ctx context.Context, q store.Query) (hits []store.Hit, more bool, err error)
}

// duplicateGroups returns the near-duplicates of a collection; nil if the store does
// not detect them.
func (s *server) duplicateGroups(ctx context.Context, collection string) (view.CopyGroups, error) {
	g, ok := s.Store.(DuplicateGrouper)
	if !ok {
		return nil, nil
	}
	groups, err := g.Groups(ctx, collection)
	if err != nil {
		return nil, fmt.Errorf("list the duplicates in %q: %w", collection, err)
	}
	return groups, nil
}

// versions returns the versions of an article's page; nil if the store keeps none.
func (s *server) versions(ctx context.Context, collection, article string) (map[string]time.Time, error) {
	v, ok := s.Store.(VersionLister)
	if !ok {
		return nil, nil
	}
	versions, err := v.Versions(ctx, collection, article)
	if err != nil {
		return nil, fmt.Errorf("list the versions of article %q: %w", article, err)
	}
	return versions, nil
}
