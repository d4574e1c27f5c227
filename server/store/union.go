package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"dateline/geo"
)

// union combines several stores.
type union []Store

// Union returns a store with the collections of all stores. If several have a
// collection of the same name, that of the first store is returned.
func Union(stores ...Store) Store { return union(stores) }

func (u union) Collections(ctx context.Context) ([]Summary, error) {
	var all []Summary
	seen := map[string]bool{}
	for _, s := range u {
		summaries, err := s.Collections(ctx)
		if err != nil {
			return nil, err
		}
		for _, c := range summaries {
			if !seen[c.Name] {
				seen[c.Name] = true
				all = append(all, c)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Summary) int { return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Name, b.Name)) })
	return all, nil
}

// first returns the result of the first store that does not return geo.ErrNotFound.
func first[T any](u union, what string, get func(Store) (T, error)) (T, error) {
	for _, s := range u {
		v, err := get(s)
		if !errors.Is(err, geo.ErrNotFound) {
			return v, err
		}
	}
	var zero T
	return zero, geo.Errorf(geo.ErrNotFound, "there is no %s", what)
}

func (u union) Collection(ctx context.Context, name string) (*Collection, error) {
	return first(u, fmt.Sprintf("collection %q", name), func(s Store) (*Collection, error) { return s.Collection(ctx, name) })
}

func (u union) Article(ctx context.Context, collection, id string) (*geo.Parsed, error) {
	return first(u, fmt.Sprintf("article %q of collection %q", id, collection), func(s Store) (*geo.Parsed, error) { return s.Article(ctx, collection, id) })
}

func (u union) Mention(ctx context.Context, id string) (collection, article string, err error) {
	at, err := first(u, fmt.Sprintf("mention %q", id), func(s Store) ([2]string, error) {
		collection, article, err := s.Mention(ctx, id)
		return [2]string{collection, article}, err
	})
	return at[0], at[1], err
}
