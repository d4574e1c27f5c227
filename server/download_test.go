package server_test

import (
	"net/http"
	"strings"
	"testing"

	"dateline/server"
	"dateline/server/internal/fixture"
	. "dateline/server/internal/htmlcheck"
)

// The CSV that pages link to begins with a byte order mark, so that Excel takes it for
// UTF-8. Programs get one without it.
func TestTablesForExcel(t *testing.T) {
	h, err := server.New(server.Config{Store: storeOf(t, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()}), Static: files(t), Gazetteer: fixture.Gazetteer(t)})
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"/c/talks", "/c/talks/articles/talks"} {
		if err := Run(get(h, page, "Accept", "text/html").Body, Count(`a[download][href$="/mentions.csv?bom=1"]`, 1)); err != nil {
			t.Errorf("%s: %v", page, err)
		}
	}
	const mark = "\ufeff"
	plain, marked := get(h, "/c/talks/mentions.csv"), get(h, "/c/talks/mentions.csv?bom=1")
	if plain.Code != http.StatusOK || strings.HasPrefix(plain.Body.String(), mark) || marked.Body.String() != mark+plain.Body.String() {
		t.Errorf("%d, then %.30q and %.30q", plain.Code, plain.Body, marked.Body)
	}
	if layer := get(h, "/c/talks/places.geojson?bom=1").Body.String(); !strings.HasPrefix(layer, "{") {
		t.Errorf("a layer begins with %.10q", layer)
	}
}

func TestFavicon(t *testing.T) {
	if w := get(talks(t), "/favicon.ico"); w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/svg+xml" || !strings.HasPrefix(w.Body.String(), "<svg") {
		t.Errorf("%d %s", w.Code, w.Header().Get("Content-Type"))
	}
}
