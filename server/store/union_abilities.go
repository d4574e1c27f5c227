package store

import (
	"context"
	"errors"
	"time"

	"dateline/geo"
)

// ability returns the first store of those that have a collection as what can do
// something with it; ok is false where that store cannot.
func ability[T any](ctx context.Context, u union, collection string) (able T, ok bool, err error) {
	for _, s := range u {
		if there, ok := s.(interface {
			HasCollection(ctx context.Context, name string) (bool, error)
		}); ok {
			has, err := there.HasCollection(ctx, collection)
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

// Groups returns the group of each article of a collection that has copies in it, as
// [DB.Groups] does; none for a store that does not know.
func (u union) Groups(ctx context.Context, collection string) (map[string]string, error) {
	s, ok, err := ability[interface {
		Groups(ctx context.Context, collection string) (map[string]string, error)
	}](ctx, u, collection)
	if err != nil || !ok {
		return nil, err
	}
	return s.Groups(ctx, collection)
}

// Versions returns when each text of an article's page was kept, as [DB.Versions]
// does; none for a store that does not know.
func (u union) Versions(ctx context.Context, collection, article string) (map[string]time.Time, error) {
	s, ok, err := ability[interface {
		Versions(ctx context.Context, collection, article string) (map[string]time.Time, error)
	}](ctx, u, collection)
	if err != nil || !ok {
		return nil, err
	}
	return s.Versions(ctx, collection, article)
}

// Search finds articles of one collection, as [DB.Search] does. The error wraps
// [geo.ErrNotFound] for a collection that cannot be searched.
func (u union) Search(ctx context.Context, q Query) (hits []Hit, more bool, err error) {
	s, ok, err := ability[interface {
		Search(ctx context.Context, q Query) ([]Hit, bool, error)
	}](ctx, u, q.Collection)
	if err == nil && !ok {
		err = geo.Errorf(geo.ErrNotFound, "collection %q cannot be searched, because it is kept in memory", q.Collection)
	}
	if err != nil {
		return nil, false, err
	}
	return s.Search(ctx, q)
}
