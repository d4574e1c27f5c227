package store_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/selection"
	"dateline/server/store"
)

// A result is cached until the collection changes, and concurrent readers share one scan.
func TestResultsAreCached(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		all := fixture.Parsed()
		keys := fill(t, db, "talks", all[:3])
		selects := func() *store.Result {
			t.Helper()
			got := make([]*store.Result, 8)
			var group sync.WaitGroup
			for i := range got {
				group.Go(func() {
					var err error
					if got[i], err = db.Select(ctx, "talks", selection.Selection{Countries: []string{"AF"}}); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			for _, r := range got[1:] {
				if r != got[0] {
					t.Error("a selection was answered twice")
				}
			}
			return got[0]
		}
		before := selects()
		if selects() != before {
			t.Error("a collection that did not change is scanned again")
		}
		changed := fixture.Parsed()[1]
		changed.Versions.Resolver = "another"
		update(t, db, func(tx *store.Tx) error { return tx.PutParsed(ctx, keys[1], changed) })
		fill(t, db, "talks", all[3:])
		if after := selects(); after.Version == before.Version || after.Total.Articles != 4 || before.Total.Articles != 3 {
			t.Fatalf("%+v, before %+v", after.Total, before.Total)
		}
		if n := db.CachedResults(); n != 2 { // and the total
			t.Errorf("%d results are cached", n)
		}
	})
}

// A scan goes on if its reader does not wait, so that the next reader gets its result.
func TestScanOutlivesItsReader(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		fill(t, db, "talks", fixture.Parsed())
		resume := db.PauseScans()
		ctx, cancel := context.WithCancel(t.Context())
		failed := make(chan error)
		go func() {
			_, err := db.Select(ctx, "talks", selection.Selection{})
			failed <- err
		}()
		db.AwaitScan()
		cancel()
		if err := <-failed; !errors.Is(err, context.Canceled) {
			t.Errorf("the reader that does not wait gets %v", err)
		}
		resume()
		db.AwaitNoScan()
		if db.CachedResults() != 1 {
			t.Error("the result was not cached")
		}
	})
}

// A store can be closed during a scan.
func TestCloseEndsScans(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		fill(t, db, "talks", fixture.Parsed())
		resume := db.PauseScans()
		failed := make(chan error)
		go func() {
			_, err := db.Select(context.Background(), "talks", selection.Selection{})
			failed <- err
		}()
		db.AwaitScan()
		closed := make(chan error)
		go func() { closed <- db.Close() }()
		db.AwaitClosing()
		if err := <-failed; err == nil {
			t.Error("the scan succeeded in a closed store")
		}
		resume()
		if err := <-closed; err != nil {
			t.Error(err)
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

func TestIDsOfArticlesAreAddressable(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		update(t, db, func(tx *store.Tx) error {
			if err := tx.PutCollection(t.Context(), "talks", "", ""); err != nil {
				return err
			}
			for _, c := range []struct{ id, want string }{
				{"a\tb", "a_b"}, {"a_b", "a_b-2"}, {"..", ""}, {"a\nb\x7f", "a_b_"}, {"\u0085", "_"}, {"plain id/with:signs", "plain id/with:signs"},
				{"می\u200cخواهم", "می\u200cخواهم"}, {".", ""}, {"", ""}, {string(make([]byte, 500)), ""},
			} {
				id, want := c.id, c.want
				a := geo.Article{ID: id, Title: geo.ContentID(id), Text: "Kabul", Hash: geo.HashText("Kabul")}
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

func TestNamesOfCollections(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		for _, name := range []string{"", "A", "a b", "-a", "a--b", "a/b", "ä", strings.Repeat("a", 65)} {
			if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.PutCollection(t.Context(), name, "", "") }); !errors.Is(err, geo.ErrInput) {
				t.Errorf("the name %q: %v", name, err)
			}
		}
	})
}

// mention returns the id of a mention of the fixture's first article.
func mention(i int) string {
	p := fixture.Parsed()[0]
	return geo.MentionID(&p.Article, p.Mentions[i].Span)
}

func second[T any](_ T, err error) error        { return err }
func third[S, T any](_ S, _ T, err error) error { return err }

// whole is a collection with all its articles.
type whole struct {
	Title, Description string
	Parsed             []*geo.Parsed
}

// wholeCollection reads a collection.
func wholeCollection(ctx context.Context, db *store.DB, name string) (*whole, error) {
	info, err := db.Info(ctx, name)
	if err != nil {
		return nil, err
	}
	c := &whole{Title: info.Title, Description: info.Description}
	for p, err := range db.Parsed(ctx, name) {
		if err != nil {
			return nil, err
		}
		c.Parsed = append(c.Parsed, p)
	}
	return c, nil
}
