package store

import (
	"context"
	"errors"
	"time"

	"dateline/geo"
)

// ability returns the first store that has a collection as an interface that not all
// stores implement; ok is false if that store does not implement it.
func ability[T any](ctx context.Context, u union, collection string) (able T, ok bool, err error) {
	for _, s := range u {
		if checker, ok := s.(interface {
			HasCollection(ctx context.Context, name string) (bool, error)
		}); ok {
			has, err := checker.HasCollection(ctx, collection)
			if err != nil {
				return able, false, err
			}
			if !has {
				continue
			}
		} else if _, err := s.Collection(ctx, collection); errors.Is(err, geo.ErrNotFound) {
			continue
		} else if err != nil {
			return able, false, err
		}
		able, ok = s.(T)
		return able, ok, nil
	}
	return able, false, nil
}

// Groups is [DB.Groups]. It returns nil for a store without groups.
func (u union) Groups(ctx context.Context, collection string) (map[string]string, error) {
	s, ok, err := ability[interface {
		Groups(ctx context.Context, collection string) (map[string]string, error)
	}](ctx, u, collection)
	if err != nil || !ok {
		return nil, err
	}
	return s.Groups(ctx, collection)
}

// Versions is [DB.Versions]. It returns nil for a store without versions.
func (u union) Versions(ctx context.Context, collection, article string) (map[string]time.Time, error) {
	s, ok, err := ability[interface {
		Versions(ctx context.Context, collection, article string) (map[string]time.Time, error)
	}](ctx, u, collection)
	if err != nil || !ok {
		return nil, err
	}
	return s.Versions(ctx, collection, article)
}

// Search is [DB.Search] in one collection. The error wraps [geo.ErrNotFound] if the
// store of the collection has no search.
func (u union) Search(ctx context.Context, q Query) (hits []Hit, more bool, err error) {
	s, ok, err := ability[interface {
		Search(ctx context.Context, q Query) ([]Hit, bool, error)
	}](ctx, u, q.Collection)
	if err == nil && !ok {
		err = geo.Errorf(geo.ErrNotFound, "collection %q cannot be searched because it is not in the database", q.Collection)
	}
	if err != nil {
		return nil, false, err
	}
	return s.Search(ctx, q)
}
