package server_test

import (
	"context"
	"testing"
	"time"

	"dateline/geo"
	"dateline/server/internal/fixture"
	. "dateline/server/internal/htmlcheck"
	"dateline/server/store"
)

// knowing is a store that knows of copies and versions.
type knowing struct{ store.Store }

func (knowing) Groups(context.Context, string) (map[string]string, error) {
	return map[string]string{"talks": "g", "again": "g"}, nil
}

func (knowing) Versions(_ context.Context, _, article string) (map[string]time.Time, error) {
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
	h := handlerOf(t, knowing{m}, nil)
	for address, check := range map[string]Checker{
		"/c/talks/places/geonames:1138958": In(".facts", Text("8 passages in 2 articles, 1 independent text, published")),
		"/c/talks/places/geonames:1167528": In(".facts", Text("3 passages in 3 articles, 2 independent texts, published")),
		"/c/talks/articles": All(
			In(".facts", Text("5 articles, 4 independent texts")), In("li:nth-child(2)", Text("The same text as Talks end, Another Paper")),
			In("li:nth-child(2) .ledger + p a", Attribute("href", "/c/talks/articles/again")), Count(".ledger + p", 1),
		),
		"/c/talks/articles/talks": In(".story header", All(
			Text("The same text: Talks end, Another Paper"), Text("This page changed: earlier version of 5 September 2021, 08:30 UTC"),
			In(`a[href="/c/talks/articles/empty"]`, Text("earlier version")),
		)),
		"/c/talks/articles/empty": In(".story header", Text("later version of 6 September 2021, 14:00 UTC")),
	} {
		if err := Run(get(h, address).Body, check); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	if err := Run(get(talks(t), "/c/talks/places/geonames:1138958").Body, In(".facts", Text("4 passages in 1 article, published"))); err != nil {
		t.Errorf("a store that knows of no copies: %v", err)
	}
}
