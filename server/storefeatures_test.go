package server_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/server/internal/fixture"
	. "dateline/server/internal/htmlcheck"
)

func TestCopiesAndVersions(t *testing.T) {
	parsed := fixture.Parsed()
	again := *parsed[0]
	again.Article.ID, again.Article.Title, again.Article.Publisher = "again", "Talks end", "Another Paper"
	again.Article.URL = "https://paper.example/talks"
	empty := *parsed[3] // an earlier version of the first page
	empty.Article.URL = parsed[0].Article.URL
	db := storeOf(t, collection{Name: "talks", Title: "Border talks", Parsed: []*geo.Parsed{&again, &empty, parsed[0], parsed[1], parsed[2]}})
	if _, err := db.Writer().ExecContext(t.Context(), `UPDATE articles SET added = added + seq * 60000`); err != nil {
		t.Fatal(err)
	}
	h := handlerOf(t, db, nil)
	for address, check := range map[string]Checker{
		"/c/talks/places/geonames:1138958": In(".facts", Text("6 passages in 2 articles, 1 of them distinct, published")),
		"/c/talks/places/geonames:1167528": In(".facts", Text("3 passages in 3 articles, 2 of them distinct, published")),
		"/c/talks/articles?sort=title": All(
			In(".facts", Text("5 articles, 4 of them distinct")), In("li:nth-child(3)", Text("Nearly the same as Talks end, Another Paper")),
			In("li:nth-child(3) .ledger + p a", Attribute("href", "/c/talks/articles/again")), Count(".ledger + p", 1),
		),
		"/c/talks/articles/talks": In(".story header", All(
			Text("The same text: Talks end, Another Paper"), Text("This page has changed since."), In(`a[href="/c/talks/articles/empty"]`, Text("Version of ")),
		)),
		"/c/talks/articles/empty": In(".story header", Text("A newer version of this page exists.")),
	} {
		if err := Run(get(h, address).Body, check); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// stored returns a server of the fixture and of many copies of a text.
func stored(t *testing.T) http.Handler {
	t.Helper()
	parsed := fixture.Parsed()
	for i := range 30 {
		parsed = append(parsed, fixture.Placed(fmt.Sprint("rain-", i), fmt.Sprint("Rain ", i), "Rain fell in Kabul, for days."))
	}
	return handlerOf(t, storeOf(t, collection{Name: "talks", Title: "Border talks", Parsed: parsed}), nil)
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
			Count(".articles li", 1), In(".articles a", All(Text("Border talks in Kabul end without a date"), Attribute("href", "/c/talks/articles/talks?q=%22CLOSER+checks%22+tork%2A"))),
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
}
