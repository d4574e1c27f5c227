package server

import (
	"context"

	"dateline/geo/layer"
	"dateline/server/store"
)

// selectedSet returns the articles with selected mentions as layers, with these mentions only.
func (s *server) selectedSet(ctx context.Context, sc *scope, result *store.Result) (*layer.Set, error) {
	set := s.set(sc.title(), nil)
	for a, err := range result.ParsedArticles(ctx) {
		if err != nil {
			return nil, err
		}
		set.Parsed = append(set.Parsed, a.Parsed)
	}
	if len(set.Parsed) > 0 {
		set.Versions = set.Parsed[0].Versions
	}
	return set, nil
}
