package server

import (
	"context"
	"fmt"
	"time"

	"dateline/server/store"
	"dateline/server/view"
)

// Grouper is a store that knows which articles are copies of one another.
type Grouper interface {
	// Groups returns the group of each article of a collection that has copies in
	// it, by the article's id. Articles of one group are of one text, or nearly.
	Groups(ctx context.Context, collection string) (map[string]string, error)
}

// Versioner is a store that keeps the earlier texts of a page that has changed.
type Versioner interface {
	// Versions returns when each text of the page from which an article was read
	// was fetched, by the id of its article, this one's included; nothing for a
	// page that never changed.
	Versions(ctx context.Context, collection, article string) (map[string]time.Time, error)
}

// Searcher is a store that finds words in articles.
type Searcher interface {
	// Search returns the articles that a query fits and whether there are more. The
	// error wraps [geo.ErrInput] for a query without a word.
	Search(ctx context.Context, q store.Query) (hits []store.Hit, more bool, err error)
}

// groups asks the store which articles are copies, if it knows.
func (s *server) groups(ctx context.Context, collection string) (view.CopyGroups, error) {
	g, ok := s.Store.(Grouper)
	if !ok {
		return nil, nil
	}
	groups, err := g.Groups(ctx, collection)
	if err != nil {
		return nil, fmt.Errorf("asking which articles of %q are copies: %w", collection, err)
	}
	return groups, nil
}

// versions asks the store for the other texts of an article's page, if it keeps
// them.
func (s *server) versions(ctx context.Context, collection, article string) (map[string]time.Time, error) {
	v, ok := s.Store.(Versioner)
	if !ok {
		return nil, nil
	}
	versions, err := v.Versions(ctx, collection, article)
	if err != nil {
		return nil, fmt.Errorf("asking for the versions of article %q: %w", article, err)
	}
	return versions, nil
}
