package store_test

import (
	"context"
	"errors"
	"testing"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/store"
)

// A load goes on if its reader does not wait, so that the next reader gets its result
// and a collection that takes longer than the time limit can be read at all.
func TestLoadOutlivesItsReader(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		fill(t, db, "talks", fixture.Parsed())
		resume := db.PauseLoads()
		ctx, cancel := context.WithCancel(t.Context())
		failed := make(chan error)
		go func() {
			_, err := db.Collection(ctx, "talks")
			failed <- err
		}()
		db.AwaitLoad()
		cancel()
		if err := <-failed; !errors.Is(err, context.Canceled) {
			t.Errorf("the reader that does not wait gets %v", err)
		}
		resume()
		db.AwaitNoLoad()
		if !db.IsCached("talks") {
			t.Error("the collection was not cached")
		}
		if c, err := db.Collection(t.Context(), "talks"); err != nil || len(c.Parsed) != len(fixture.Parsed()) {
			t.Errorf("the next reader gets error %v", err)
		}
	})
}

// A store can be closed during a load.
func TestCloseEndsLoads(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		fill(t, db, "talks", fixture.Parsed())
		resume := db.PauseLoads()
		failed := make(chan error)
		go func() {
			_, err := db.Collection(context.Background(), "talks")
			failed <- err
		}()
		db.AwaitLoad()
		closed := make(chan error)
		go func() { closed <- db.Close() }()
		db.AwaitClosing()
		resume()
		if err := <-failed; err == nil {
			t.Error("the load succeeded in a closed store")
		}
		if err := <-closed; err != nil {
			t.Error(err)
		}
	})
}

func TestIDsOfArticlesAreAddressable(t *testing.T) {
	for id, want := range map[string]string{
		"a\tb": "a_b", "a\nb\x7f": "a_b_", "\u0085": "_", "plain id/with:signs": "plain id/with:signs", "می\u200cخواهم": "می\u200cخواهم",
		".": "", "..": "", "": "", string(make([]byte, 500)): "",
	} {
		p := fixture.Parsed()[0]
		p.Article.ID = id
		if want == "" {
			want = store.ArticleKey(&p.Article)
		}
		memory, err := store.NewMemory(store.Collection{Name: "talks", Parsed: []*geo.Parsed{p}})
		if err != nil {
			t.Fatal(err)
		}
		if a, err := memory.Article(t.Context(), "talks", want); err != nil || a.Article.ID != want {
			t.Errorf("in memory %q is not %q: %v", id, want, err)
		}
		if p.Article.ID != id {
			t.Error("the article of the caller was changed")
		}
	}
	each(t, func(t *testing.T, db *store.DB) {
		update(t, db, func(tx *store.Tx) error {
			if err := tx.PutCollection(t.Context(), "talks", "", ""); err != nil {
				return err
			}
			for _, c := range []struct{ id, want string }{{"a\tb", "a_b"}, {"a_b", "a_b-2"}, {"..", ""}} {
				id, want := c.id, c.want
				a := geo.Article{ID: id, Title: id, Text: "Kabul", Hash: geo.HashText("Kabul")}
				put, err := tx.PutArticle(t.Context(), "talks", &a)
				if err != nil {
					return err
				}
				if want == "" {
					want = put.Key
				}
				if put.ID != want {
					t.Errorf("%q has the id %q, want %q", id, put.ID, want)
				}
			}
			return nil
		})
	})
}
