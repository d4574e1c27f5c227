package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/server"
	"dateline/server/export"
	"dateline/server/internal/fixture"
	"dateline/server/internal/postgres"
	"dateline/server/selection"
	"dateline/server/store"

	"golang.org/x/net/html"
)

// selections returns 30 selections of the fixture, always the same.
func selections() []string {
	r := rand.New(rand.NewSource(13)) //nolint:gosec // repeatable
	values := map[string][]string{
		"country": {"AF", "PK", "FR", "AF,PK"}, "in": {"geonames:1183606", "geonames:1149361"}, "precision": {"settlement", "site", "area", "country", "site,area"}, "confidence": {"certain", "likely"},
		"role": {"all", "literal", "associative"}, "q": {"kabul", `"shared+border"`, "trad*"}, "publisher": {"Relief+Desk"}, "from": {"2021-09-06", "2022-01-01"},
		"to": {"2021-12-31", "2022-12-31"}, "bbox": {"66,30,70,35", "60,20,80,40"}, "outcome": {"placed", "country"}, "kind": {"settlement", "crossing"},
	}
	keys := []string{"country", "in", "precision", "confidence", "role", "q", "publisher", "from", "to", "bbox", "outcome", "kind"}
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

// Every view of a selection has the same places: the answer for the viewer, the page without JavaScript, the embedded map, the symbols and areas
// of the map, the GeoJSON layer and the file of "dateline export --select", on both databases.
func TestViewsOfASelectionAgree(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(testing.TB) string{
		"SQLite": func(t testing.TB) string { return filepath.Join(t.TempDir(), "store.db") }, "PostgreSQL": postgres.New,
	} {
		t.Run(name, func(t *testing.T) {
			db, err := store.Open(t.Context(), address(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { db.Close() })
			fillStore(t, db, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
			h, err := server.New(server.Config{Store: db, Static: files(t), Gazetteer: fixture.Gazetteer(t)})
			if err != nil {
				t.Fatal(err)
			}
			selected := 0
			for _, query := range selections() {
				checkSameRows(t, h, query)
				selected += checkExport(t, db, h, query)
			}
			if selected < 30 {
				t.Errorf("the selections have only %d places", selected)
			}
		})
	}
}

// checkExport compares the places of the answer for the viewer with those of the symbols and areas of the map and of an exported file, and returns
// their number.
func checkExport(t *testing.T, db *store.DB, h http.Handler, query string) int {
	t.Helper()
	s, _ := selection.ParseQuery(query)
	r, err := db.Select(t.Context(), "talks", s)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	rows, err := r.Places(t.Context(), store.OrderName, 0, 1000)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	var want, areas []string
	for i := range rows {
		want = append(want, string(rows[i].ID))
		if !rows[i].Precision.IsPoint() {
			areas = append(areas, string(rows[i].ID))
		}
	}
	slices.Sort(want)
	all := pins(t, h, query, 0, 0, 0)
	if drawn := slices.Sorted(slices.Values(slices.Concat(all, areas))); !slices.Equal(drawn, want) {
		t.Errorf("%q draws\n%v, selects\n%v", query, drawn, want)
	}
	// A map of Asia from 45° to 90° E and 21.9° to 41° N is the tile 3/5/3; the others are outside its view.
	var outside []string
	for x := range 8 {
		for y := range 8 {
			if x != 5 || y != 3 {
				outside = append(outside, pins(t, h, query, 3, x, y)...)
			}
		}
	}
	inside := pins(t, h, query, 3, 5, 3)
	if together := slices.Sorted(slices.Values(slices.Concat(inside, outside, areas))); !slices.Equal(together, want) {
		t.Errorf("%q has in the view\n%v and outside\n%v, selects\n%v", query, inside, outside, want)
	}
	request, err := (&export.Request{Format: "geojson", Layer: "places"}).Check()
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := request.Write(&file, export.Selected(t.Context(), r, export.Origin{})); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	if got := featurePlaces(t, file.Bytes()); !slices.Equal(got, want) {
		t.Errorf("%q exports\n%v, selects\n%v", query, got, want)
	}
	if listed := listedPlaces(t, get(h, "/embed/c/talks?list=1&"+query).Body.String()); !slices.Equal(listed, want) {
		t.Errorf("%q lists\n%v in the embedded map, selects\n%v", query, listed, want)
	}
	checkGroups(t, h, query, rows)
	return len(want)
}

// pins returns the ids of the places that are drawn as pins of a tile: those of its clusters are in the tiles of the next zooms.
func pins(t *testing.T, h http.Handler, query string, z, x, y int) (ids []string) {
	t.Helper()
	var symbols []struct {
		Places int
		Place  *struct{ ID string }
	}
	if err := json.Unmarshal(get(h, fmt.Sprintf("/c/talks/tiles/%d/%d/%d.json?%s", z, x, y, query)).Body.Bytes(), &symbols); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	clustered := 0
	for _, s := range symbols {
		if s.Place != nil {
			ids = append(ids, s.Place.ID)
		} else {
			clustered += s.Places
		}
	}
	if clustered == 0 {
		return ids
	}
	var below []string
	for i := range 4 {
		below = append(below, pins(t, h, query, z+1, 2*x+i%2, 2*y+i/2)...)
	}
	if len(below) != len(ids)+clustered {
		t.Errorf("%q: the tile %d/%d/%d has %d places, those below it %d", query, z, x, y, len(ids)+clustered, len(below))
	}
	return below
}

// checkGroups checks that the mentions of a list grouped by article are those of its places.
func checkGroups(t *testing.T, h http.Handler, query string, rows []store.PlaceRow) {
	t.Helper()
	type groups []struct {
		Title, URL string
		Places     []struct {
			ID       string
			Mentions int
		}
	}
	var data struct{ Groups groups }
	if err := json.Unmarshal(get(h, "/c/talks/view.json?group=article&"+query).Body.Bytes(), &data); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	var first groups
	if err := json.Unmarshal(get(h, "/c/talks/places.json?group=article&limit=1&"+query).Body.Bytes(), &first); err != nil || len(first) != min(1, len(data.Groups)) {
		t.Errorf("%q: a page has %d groups, error %v", query, len(first), err)
	}
	want, got := map[string]int{}, map[string]int{}
	for i := range rows {
		want[string(rows[i].ID)] = rows[i].Mentions
	}
	for _, g := range data.Groups {
		if g.Title == "" || !strings.HasPrefix(g.URL, "/c/talks/articles/") {
			t.Errorf("%q: the group %q has the address %q", query, g.Title, g.URL)
		}
		for _, p := range g.Places {
			got[p.ID] += p.Mentions
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("%q: grouped by article the places have\n%v mentions, want\n%v", query, got, want)
	}
}

// featurePlaces returns the ids of the places of a GeoJSON layer of places.
func featurePlaces(t *testing.T, b []byte) (ids []string) {
	t.Helper()
	var layer struct {
		Features []struct{ Properties struct{ Place string } }
	}
	if err := json.Unmarshal(b, &layer); err != nil {
		t.Fatalf("%v: %.200s", err, b)
	}
	for _, f := range layer.Features {
		ids = append(ids, f.Properties.Place)
	}
	slices.Sort(ids)
	return ids
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
