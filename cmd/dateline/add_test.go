package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The server shows what the command added, imports more, and parses it itself.
func TestServeShowsAndImports(t *testing.T) {
	if !built(t) {
		t.Skip("the gazetteer or the models are not built: run make")
	}
	t.Setenv(storeVariable, filepath.Join(t.TempDir(), "store.db"))
	story := filepath.Join(t.TempDir(), "story.txt")
	if err := os.WriteFile(story, []byte("Ministers met in Kabul, Afghanistan, on Monday."), 0o644); err != nil {
		t.Fatal(err)
	}
	if status, out, errs := try(nil, "add", story, "--collection", "mine"); status != exitDone || !strings.Contains(out, "1 article added") {
		t.Fatalf("status %d: %s%s", status, out, errs)
	}
	address, stop := start(t, "--store", os.Getenv(storeVariable))
	for path, want := range map[string]string{
		"/":                      "Sample articles",
		"/c/mine/places.geojson": `"id":"geonames:1138958"`,
		"/c/mine/search?q=Kabul": "Ministers met in",
		"/c/mine/add":            "textarea",
	} {
		if status, body := get(t, address+path); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: status %d without %q", path, status, want)
		}
	}
	resp, err := http.PostForm(address+"/c/mine/add/text", map[string][]string{"title": {"Another"}, "text": {"Trucks waited in Quetta, Pakistan."}})
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if status, body := eventually(t, address+"/c/mine/places.geojson", `"id":"geonames:1167528"`); status != http.StatusOK || !strings.Contains(body, "Quetta") {
		t.Errorf("what was pasted is not on the map: status %d", status)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}
