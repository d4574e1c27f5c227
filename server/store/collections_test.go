package store_test

import (
	"context"
	"reflect"
	"sync"
	"testing"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/store"
)

// During an import a collection is read repeatedly, but not its unchanged articles.
func TestOnlyChangedArticlesAreReadAgain(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		all := fixture.Parsed()
		keys := fill(t, db, "talks", all[:3])
		read := func() *store.Collection {
			t.Helper()
			c, err := db.Collection(ctx, "talks")
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		before := read()
		if read() != before {
			t.Error("a collection that did not change is read again")
		}
		changed := fixture.Parsed()[1]
		changed.Versions.Resolver = "another"
		update(t, db, func(tx *store.Tx) error { return tx.PutParsed(ctx, keys[1], changed) })
		fill(t, db, "talks", all[3:])
		after := read()
		if after.Version == before.Version || len(after.Parsed) != 4 {
			t.Fatalf("%d articles, version %s, before %s", len(after.Parsed), after.Version, before.Version)
		}
		for i, p := range before.Parsed {
			if same := after.Parsed[i] == p; same != (i != 1) {
				t.Errorf("article %s: the one of before is shown: %t", p.Article.ID, same)
			}
		}
		fresh := open(t, db.Address())
		if c, err := fresh.Collection(ctx, "talks"); err != nil || !reflect.DeepEqual(c, after) {
			t.Errorf("read as a whole it is %+v, error %v", c, err)
		}
	})
}

// Concurrent readers of a collection share one load.
func TestConcurrentReadersShareALoad(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		fill(t, db, "talks", fixture.Parsed())
		got := make([]*store.Collection, 8)
		var group sync.WaitGroup
		for i := range got {
			group.Go(func() {
				c, err := db.Collection(context.Background(), "talks")
				if err != nil {
					t.Error(err)
				}
				got[i] = c
			})
		}
		group.Wait()
		for _, c := range got[1:] {
			if c != got[0] {
				t.Error("the collection was read twice")
			}
		}
	})
}

func TestArticleIDs(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		all := fixture.Parsed()
		keys := fill(t, db, "talks", all)
		fill(t, db, "other", []*geo.Parsed{all[0], all[1]})
		ids, err := db.ArticleIDs(ctx, "other", append([]string{`no "key'`}, keys...))
		want := map[string]string{keys[0]: all[0].Article.ID, keys[1]: all[1].Article.ID}
		if err != nil || !reflect.DeepEqual(ids, want) {
			t.Errorf("ids %v, want %v, error %v", ids, want, err)
		}
		if ids, err := db.ArticleIDs(ctx, "other", nil); err != nil || len(ids) != 0 {
			t.Errorf("ids of no keys: %v, %v", ids, err)
		}
	})
}
