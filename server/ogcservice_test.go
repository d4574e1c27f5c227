package server_test

import (
	"net/http"
	"testing"

	"dateline/server"
	"dateline/server/internal/fixture"
	. "dateline/server/internal/htmlcheck"
)

func TestFeaturesArePagesForBrowsers(t *testing.T) {
	h := talks(t)
	for _, address := range []string{
		"/ogc", "/ogc/conformance", "/ogc/collections", "/ogc/collections/talks.places", "/ogc/collections/talks.places/items?limit=2", "/ogc/api",
		"/ogc/collections/talks.places/items/geonames:1138958", "/ogc/collections/talks.places/schema", "/ogc/collections/talks.mentions/queryables", "/ogc/collections/talks.mentions/tiles",
	} {
		w := get(h, address)
		if err := Run(w.Body, NothingInline(), Count("h1", 1)); err != nil || w.Code != http.StatusOK {
			t.Errorf("%s: status %d, %v", address, w.Code, err)
		}
	}
	if w := get(h, "/ogc/collections/talks.places/items?bbox=1", "Accept", "application/json"); w.Code != http.StatusBadRequest || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("status %d, type %s", w.Code, w.Header().Get("Content-Type"))
	}
}

// Pages of other sites may read the features of a server with a public address, and of no other.
func TestFeaturesAreReadByOtherOriginsOnPublicServersOnly(t *testing.T) {
	s := storeOf(t, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
	for base, want := range map[string]string{"": "", "https://maps.example.org": "*"} {
		h, err := server.New(server.Config{Store: s, Static: files(t), BaseURL: base})
		if err != nil {
			t.Fatal(err)
		}
		for _, address := range []string{"/ogc", "/ogc/collections/talks.places/items"} {
			w := get(h, address, "Accept", "application/json", "Origin", "https://gis.example")
			if got := w.Header().Get("Access-Control-Allow-Origin"); got != want || w.Code != http.StatusOK {
				t.Errorf("%s with the base URL %q: status %d, origin %q", address, base, w.Code, got)
			}
			if w := get(h, "http://evil.example"+address); w.Code != http.StatusMisdirectedRequest {
				t.Errorf("%s under another name: status %d", address, w.Code)
			}
		}
	}
}
