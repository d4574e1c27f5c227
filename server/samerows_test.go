package server_test

import (
	"encoding/json"
	"math/rand"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// selections returns 30 selections of the fixture, always the same.
func selections() []string {
	r := rand.New(rand.NewSource(13)) //nolint:gosec // repeatable
	values := map[string][]string{
		"country": {"AF", "PK", "FR", "AF,PK"}, "precision": {"settlement", "site", "area", "country", "site,area"}, "confidence": {"certain", "likely"},
		"role": {"all", "literal", "associative"}, "q": {"kabul", `"shared+border"`, "trad*"}, "publisher": {"Relief+Desk"}, "from": {"2021-09-06", "2022-01-01"},
		"to": {"2021-12-31", "2022-12-31"}, "bbox": {"66,30,70,35", "60,20,80,40"}, "outcome": {"placed", "country"}, "kind": {"settlement", "crossing"},
	}
	keys := []string{"country", "precision", "confidence", "role", "q", "publisher", "from", "to", "bbox", "outcome", "kind"}
	out := []string{""}
	for len(out) < 30 {
		var parts []string
		for _, key := range keys {
			if r.Intn(4) == 0 {
				parts = append(parts, key+"="+values[key][r.Intn(len(values[key]))])
			}
		}
		out = append(out, strings.Join(parts, "&"))
	}
	return out
}

// checkSameRows compares the places of the answer for the viewer, of the page without
// JavaScript, of the embedded map and of the GeoJSON layer.
func checkSameRows(t *testing.T, h http.Handler, query string) {
	t.Helper()
	var data struct {
		Counts struct{ Places, Mentions int }
		Places []struct {
			ID       string
			Mentions int
		}
	}
	body := get(h, "/c/talks/view.json?"+query).Body.Bytes()
	if err := json.Unmarshal(body, &data); err != nil {
		t.Fatalf("%s: %v: %.200s", query, err, body)
	}
	var ids []string
	for _, p := range data.Places {
		ids = append(ids, p.ID)
	}
	slices.Sort(ids)
	var layer struct {
		Features []struct {
			Properties struct {
				Place    string
				Mentions int
			}
		}
	}
	if err := json.Unmarshal(get(h, "/c/talks/places.geojson?"+query).Body.Bytes(), &layer); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	var features []string
	mentions := map[string]int{}
	for _, f := range layer.Features {
		features = append(features, f.Properties.Place)
		mentions[f.Properties.Place] = f.Properties.Mentions
	}
	slices.Sort(features)
	page := listedPlaces(t, get(h, "/c/talks?"+query).Body.String())
	if !slices.Equal(ids, features) || !slices.Equal(ids, page) {
		t.Errorf("%q selects\n%v in the answer,\n%v in the layer and\n%v on the page", query, ids, features, page)
	}
	for _, p := range data.Places {
		if mentions[p.ID] != p.Mentions {
			t.Errorf("%q: %s has %d mentions in the answer and %d in the layer", query, p.ID, p.Mentions, mentions[p.ID])
		}
	}
}

// listedPlaces returns the places that a page lists.
func listedPlaces(t *testing.T, page string) []string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "a" {
			continue
		}
		for _, a := range n.Attr {
			if a.Key == "data-place" {
				out = append(out, a.Val)
			}
		}
	}
	slices.Sort(out)
	return out
}
