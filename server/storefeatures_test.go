package server_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/geo"
	"dateline/server/internal/fixture"
	. "dateline/server/internal/htmlcheck"
	"dateline/server/store"
)

// related is a store with near-duplicates and versions.
type related struct{ store.Store }

func (related) Groups(context.Context, string) (map[string]string, error) {
	return map[string]string{"talks": "g", "again": "g"}, nil
}

func (related) Versions(_ context.Context, _, article string) (map[string]time.Time, error) {
	if article != "talks" && article != "empty" {
		return nil, nil
	}
	return map[string]time.Time{"talks": time.Date(2021, 9, 6, 14, 0, 0, 0, time.UTC), "empty": time.Date(2021, 9, 5, 8, 30, 0, 0, time.UTC)}, nil
}

func TestCopiesAndVersions(t *testing.T) {
	parsed := fixture.Parsed()
	again := *parsed[0]
	again.Article.ID, again.Article.Title, again.Article.Publisher = "again", "Talks end", "Another Paper"
	m, err := store.NewMemory(store.Collection{Name: "talks", Title: "Border talks", Parsed: append([]*geo.Parsed{&again}, parsed...)})
	if err != nil {
		t.Fatal(err)
	}
	h := handlerOf(t, related{m}, nil)
	for address, check := range map[string]Checker{
		"/c/talks/places/geonames:1138958": In(".facts", Text("8 passages in 2 articles, 1 of them distinct, published")),
		"/c/talks/places/geonames:1167528": In(".facts", Text("3 passages in 3 articles, 2 of them distinct, published")),
		"/c/talks/articles": All(
			In(".facts", Text("5 articles, 4 of them distinct")), In("li:nth-child(3)", Text("Nearly the same as Talks end, Another Paper")),
			In("li:nth-child(3) .ledger + p a", Attribute("href", "/c/talks/articles/again")), Count(".ledger + p", 1),
		),
		"/c/talks/articles/talks": In(".story header", All(
			Text("Nearly the same text: Talks end, Another Paper"), Text("This page has changed. See the earlier version of 5 September 2021, 08:30 UTC"),
			In(`a[href="/c/talks/articles/empty"]`, Text("earlier version")),
		)),
		"/c/talks/articles/empty": In(".story header", Text("A newer version exists, fetched 6 September 2021, 14:00 UTC")),
	} {
		if err := Run(get(h, address).Body, check); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	if err := Run(get(talks(t), "/c/talks/places/geonames:1138958").Body, In(".facts", Text("4 passages in 1 article, published"))); err != nil {
		t.Errorf("a store without near-duplicates: %v", err)
	}
}

// stored returns a server of the fixture and of many near-duplicates in a database.
func stored(t *testing.T) http.Handler {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, filepath.Join(t.TempDir(), "store.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	parsed := fixture.Parsed()
	for i := range 30 {
		parsed = append(parsed, fixture.Placed(fmt.Sprint("rain-", i), fmt.Sprint("Rain ", i), fmt.Sprint("Rain fell in Kabul, for the day ", i, ".")))
	}
	err = db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.PutCollection(ctx, "talks", "Border talks", ""); err != nil {
			return err
		}
		for _, p := range parsed {
			k, err := tx.PutArticle(ctx, "talks", &p.Article)
			if err != nil {
				return err
			}
			if err := tx.PutParsed(ctx, k.Key, p); err != nil {
				return err
			}
			rain := store.Signature{Encoded: []byte("rain"), Bands: []uint64{1}}
			if !strings.HasPrefix(p.Article.ID, "rain") {
				continue
			}
			if err := tx.PutSignature(ctx, k.Key, rain, func([]byte) bool { return true }); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return handlerOf(t, db, nil)
}

func TestSearch(t *testing.T) {
	h := stored(t)
	for _, c := range []struct {
		address string
		status  int
		check   Checker
	}{
		{"/c/talks/articles", 200, All(In(`form[role="search"]`, Attribute("action", "/c/talks/search")), In(".facts", Text("34 articles, 5 of them distinct")))},
		{"/c/talks/search", 200, All(In("h1", Text("Search")), Count(".articles", 0))},
		{"/c/talks/search?q=" + url.QueryEscape(`"CLOSER checks" tork*`), 200, All(
			Count(".articles li", 1), In(".articles a", All(Text("Border talks in Kabul end without a date"), Attribute("href", "/c/talks/articles/talks"))),
			In(".passage mark", Text("closer")), In(`input[name="q"]`, Attribute("value", `"CLOSER checks" tork*`)),
		)},
		{"/c/talks/search?q=rain", 200, All(Count(".articles li", 20), In(`a[rel="next"]`, Attribute("href", "/c/talks/search?q=rain&page=2")), Count(`a[rel="prev"]`, 0))},
		{"/c/talks/search?q=rain&page=2", 200, All(Count(".articles li", 10), In(`a[rel="prev"]`, Attribute("href", "/c/talks/search?q=rain&page=1")), Count(`a[rel="next"]`, 0))},
		{"/c/talks/search?q=office+Zhob", 200, All(Count(".passage script", 0), In(".passage", Text(`The <script>alert("text")</script> office`)))},
		{"/c/talks/search?q=snow", 200, In(".articles", Text("No results for “snow”"))},
		{"/c/talks/search?q=%22", 400, In("main", Text("contains no word"))},
		{"/c/talks/search?q=" + strings.Repeat("x", 401), 413, In("main", Text("at most 400 characters"))},
		{"/c/talks/search?q=rain&page=501", 413, In("main", Text("at most 500 pages"))},
		{"/c/other/search?q=rain", 404, In("h1", Text("Page not found"))},
	} {
		w := get(h, c.address)
		if err := Run(w.Body, NothingInline(), Count("h1", 1), c.check); err != nil || w.Code != c.status {
			t.Errorf("%s: %d %v", c.address, w.Code, err)
		}
	}
	if w := get(talks(t), "/c/talks/search?q=rain"); w.Code != http.StatusNotFound {
		t.Errorf("a store that cannot search: %d", w.Code)
	}
	if err := Run(get(talks(t), "/c/talks/articles").Body, Count(`form[role="search"]`, 0)); err != nil {
		t.Errorf("a store that cannot search: %v", err)
	}
}
