package store_test

import (
	"context"
	"errors"
	"testing"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/store"
)

// A union forwards the optional methods to the store of the collection.
func TestUnionForwardsOptionalMethods(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		fill(t, db, "talks", fixture.Parsed())
		var live store.Swappable
		u := store.Union(&live, db).(interface {
			store.Store
			Search(ctx context.Context, q store.Query) ([]store.Hit, bool, error)
			Groups(ctx context.Context, collection string) (map[string]string, error)
		})
		hits, _, err := u.Search(ctx, store.Query{Collection: "talks", Text: "Kabul", Limit: 10})
		if err != nil || len(hits) == 0 {
			t.Errorf("%d hits: %v", len(hits), err)
		}
		if _, err := u.Groups(ctx, "talks"); err != nil {
			t.Error(err)
		}
		memory, err := store.NewMemory(store.Collection{Name: "passing", Title: "In passing", Parsed: fixture.Parsed()})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := u.Collection(ctx, "passing"); !errors.Is(err, geo.ErrNotFound) {
			t.Errorf("before it is shown: %v", err)
		}
		live.Swap(memory)
		if c, err := u.Collection(ctx, "passing"); err != nil || len(c.Parsed) == 0 {
			t.Errorf("when it is shown: %v", err)
		}
		if _, _, err := u.Search(ctx, store.Query{Collection: "passing", Text: "Kabul"}); !errors.Is(err, geo.ErrNotFound) {
			t.Errorf("searching what cannot be searched: %v", err)
		}
		if all, err := u.Collections(ctx); err != nil || len(all) != 2 {
			t.Errorf("%d collections: %v", len(all), err)
		}
	})
}
