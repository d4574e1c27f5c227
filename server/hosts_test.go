package server_test

import (
	"net/http"
	"strings"
	"testing"

	"dateline/server"
	"dateline/server/internal/fixture"
	. "dateline/server/internal/htmlcheck"
)

// By DNS rebinding a page of another site can give its own name the server's address:
// nothing is answered under it.
func TestOtherHostNamesReadNothing(t *testing.T) {
	s := storeOf(t, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
	h, err := server.New(server.Config{Store: s, Static: files(t), BaseURL: "https://maps.example.org/", AllowedHosts: []string{"Desk.example:8080"}})
	if err != nil {
		t.Fatal(err)
	}
	addresses := []string{"/", "/c/talks", "/c/talks/articles", "/c/talks/mentions.csv", "/c/talks/places.geojson", "/embed/c/talks", "/static/a1/viewer.js", "/about", "/readyz"}
	for host, own := range map[string]bool{
		"localhost": true, "localhost:8080": true, "127.0.0.1:8080": true, "192.168.1.5": true, "[::1]:8080": true, "LOCALHOST": true, "x.localhost": true,
		"maps.example.org": true, "maps.example.org:443": true, "desk.example:9": true,
		"evil.example:8080": false, "localhost.evil.example": false, "maps.example.org.evil.example": false, "127.0.0.1.evil.example": false, "xlocalhost": false,
	} {
		for _, address := range addresses {
			w := get(h, "http://"+host+address)
			if (w.Code == http.StatusMisdirectedRequest) == own {
				t.Errorf("%s of %s: status %d", address, host, w.Code)
			}
			if !own && strings.Contains(w.Body.String(), "Kabul") {
				t.Errorf("%s of %s has text of an article", address, host)
			}
		}
	}
	w := get(h, "http://evil.example/c/talks")
	if err := Run(w.Body, In("main", All(Text(`does not answer under the name "evil.example"`), Text("--allowed-host evil.example")))); err != nil {
		t.Error(err)
	}
	if w := get(h, "http://evil.example/healthz"); w.Code != http.StatusOK {
		t.Errorf("healthz: %d", w.Code)
	}
}

// Pages of other sites may frame embedded maps, and load nothing.
func TestOtherOriginsReadNothing(t *testing.T) {
	h := talks(t)
	for address, want := range map[string]string{
		"/c/talks/places.geojson": "same-origin", "/c/talks/mentions.geojson": "same-origin", "/c/talks/mentions.csv": "same-origin",
		"/c/talks/places/geonames:1138958/mentions.geojson": "same-origin", "/c/talks": "same-origin", "/static/a1/viewer.js": "same-origin",
		"/nothing": "same-origin", "/embed/c/talks": "cross-origin",
	} {
		w := get(h, address, "Origin", "https://evil.example")
		if got := w.Header().Get("Cross-Origin-Resource-Policy"); got != want {
			t.Errorf("%s has Cross-Origin-Resource-Policy %q, want %q", address, got, want)
		}
		if got := w.Header().Get("Access-Control-Allow-Origin"); got != "" {
			t.Errorf("%s has Access-Control-Allow-Origin %q", address, got)
		}
	}
}
