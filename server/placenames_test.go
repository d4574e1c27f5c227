package server_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/server"
	"dateline/server/internal/fixture"
	"dateline/server/view"
	"dateline/static"

	. "dateline/server/internal/htmlcheck"
)

// translated returns a server of a collection with the translations of the pages.
func translated(t *testing.T, all []*geo.Parsed) http.Handler {
	t.Helper()
	if _, err := view.OpenAssets(static.Files()); err != nil {
		t.Skip(err)
	}
	s := storeOf(t, collection{Name: "talks", Title: "Border talks", Parsed: all})
	h, err := server.New(server.Config{Store: s, Static: static.Files(), Gazetteer: fixture.Gazetteer(t), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// TestNamesInTheLanguageOfThePage checks that pages without JavaScript name places in their language, with the name of the text beside it
// where that is in another script.
func TestNamesInTheLanguageOfThePage(t *testing.T) {
	h := translated(t, fixture.Parsed())
	row := func(id, name, where string) Checker {
		return In(`a[data-place="`+id+`"]`, In(".name", Text(name)), In(".where", Text(where)))
	}
	for _, c := range []struct {
		language, address string
		check             Checker
	}{
		{"ar", "/c/talks", All(In("html", Attribute("lang", "ar"), Attribute("dir", "rtl")), row("geonames:1138958", "كابول", "أفغانستان"), row("geonames:1167528", "كويتا", "بلوشستان، باكستان"), row("geonames:1168197", "Peshawar", "باكستان"))},
		{"fr", "/c/talks", All(In("html", Attribute("lang", "fr"), Attribute("dir", "ltr")), row("geonames:1138958", "Kaboul", "Afghanistan"), row("geonames:1183606", "Baloutchistan", "Pakistan"))},
		{"en", "/c/talks", row("geonames:1138958", "Kabul", "Afghanistan")},
		{"de", "/c/talks", row("geonames:1138958", "Kabul", "Afghanistan")}, // the pages are in English
		{"ar", "/c/talks/places/geonames:1138958", All(In("title", Text("كابول")), In("h1 > bdi:first-child", Text("كابول")), In("h1 .original", Text("Kabul"), Attribute("lang", "en"), Attribute("dir", "ltr")), In(".reasons a[data-place]", Text("كابول")))},
		{"fr", "/c/talks/places/geonames:1138958", All(In("h1 > bdi", Text("Kaboul")), Count("h1 .original", 0))},
		{"ar", "/c/talks/places/geonames:1138958?fragment", All(In("h2 > bdi:first-child", Text("كابول")), In("h2 .original", Text("Kabul")))},
		{"ar", "/embed/c/talks?list=1", row("geonames:1138958", "كابول", "أفغانستان")},
		{"ar", "/c/talks?country=AF", In(".chip bdi", Text("أفغانستان"))},
		{"fr", "/c/talks?place=geonames:1138958", In(".chip bdi", Text("Kaboul"))},
		{"fr", "/c/talks?q=kaboul", In(".called a", Text("Kaboul"), Attribute("href", "/c/talks?place=geonames:1138958"))},
		{"en", "/c/talks?q=kaboul", In(".called a bdi", Text("Kabul"))},
		{"ar", "/c/talks/gazetteer?q=Quetta", In(".occurrences li", In("bdi:first-child", Text("كويتا")), In("bdi.quiet", Text("Quetta")))},
	} {
		w := get(h, c.address, "Accept-Language", c.language)
		if w.Code != http.StatusOK {
			t.Errorf("%s in %s: status %d", c.address, c.language, w.Code)
			continue
		}
		if err := Run(strings.NewReader(w.Body.String()), c.check); err != nil {
			t.Errorf("%s in %s: %v", c.address, c.language, err)
		}
	}
}

// TestNamesForTheViewer checks the names in the answers for the viewer: they are in the language of the page and have the stored names
// beside them, and layers have the stored names in every language.
func TestNamesForTheViewer(t *testing.T) {
	h := translated(t, fixture.Parsed())
	var answer struct {
		Places []view.PlaceJSON `json:"places"`
	}
	find := func(id string) (p view.PlaceJSON) {
		for _, p = range answer.Places {
			if string(p.ID) == id {
				return p
			}
		}
		return view.PlaceJSON{}
	}
	body := get(h, "/c/talks/view.json", "Accept-Language", "ar").Body.Bytes()
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatal(err)
	}
	if p := find("geonames:1138958"); p.Name != "كابول" || p.StoredName != "Kabul" || p.CountryName != "أفغانستان" || p.Where != "أفغانستان" {
		t.Errorf("Kabul is %+v in Arabic", p)
	}
	if p := find("geonames:1168197"); p.Name != "Peshawar" || p.StoredName != "" || p.CountryName != "باكستان" {
		t.Errorf("Peshawar, which has no Arabic name, is %+v", p)
	}
	if err := json.Unmarshal(get(h, "/c/talks/places.json", "Accept-Language", "fr").Body.Bytes(), &answer.Places); err != nil {
		t.Fatal(err)
	}
	if p := find("geonames:1167528"); p.Where != "Baloutchistan, Pakistan" || p.Admin1 != "Baloutchistan" {
		t.Errorf("Quetta is %+v in French", p)
	}
	var found []struct {
		Name       string `json:"name"`
		StoredName string `json:"stored_name"`
		Where      string `json:"where"`
	}
	if err := json.Unmarshal(get(h, "/c/talks/gazetteer?q=Kaboul", "Accept", "application/json", "Accept-Language", "ar").Body.Bytes(), &found); err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 || found[0].Name != "كابول" || found[0].StoredName != "Kabul" || found[0].Where != "أفغانستان" {
		t.Errorf("Kabul is found as %+v", found)
	}
	if layer := get(h, "/c/talks/places.geojson", "Accept-Language", "ar").Body.String(); !strings.Contains(layer, `"Kabul"`) || strings.Contains(layer, "كابول") {
		t.Error("the layer does not have the stored names")
	}
	if labels := get(h, "/basemap/labels/5/22/12.json", "Accept-Language", "ar").Body.String(); !strings.Contains(labels, "كابول") {
		t.Errorf("the labels of the base map are %s", labels)
	}
}

// TestNamesOfTheBaseMap checks the names of countries for the base map.
func TestNamesOfTheBaseMap(t *testing.T) {
	h := translated(t, fixture.Parsed())
	for language, want := range map[string]string{"ar": "باكستان", "en": "", "fr": ""} {
		var names map[string]string
		if err := json.Unmarshal(get(h, "/basemap/names.json", "Accept-Language", language).Body.Bytes(), &names); err != nil {
			t.Fatal(err)
		}
		if names["Pakistan"] != want {
			t.Errorf("Pakistan is %q in %s, want %q", names["Pakistan"], language, want)
		}
	}
}

// TestNamesAreSorted checks that the list is sorted by the names that it shows.
func TestNamesAreSorted(t *testing.T) {
	h := translated(t, fixture.Parsed())
	body := get(h, "/c/talks?sort=name", "Accept-Language", "ar").Body.String()
	var at []int
	for _, name := range []string{"أفغانستان", "إسلام آباد", "باكستان", "بلوشستان", "كابول", "كويتا"} {
		i := strings.Index(body, `class="name" dir="auto">`+name+`</span>`)
		if i < 0 {
			t.Fatalf("the list has no %s", name)
		}
		at = append(at, i)
	}
	if !slices.IsSorted(at) {
		t.Errorf("the names are at %v, want them in Arabic order", at)
	}
}

// TestNamesOfAnotherGazetteer checks that places that the gazetteer does not have keep their stored names.
func TestNamesOfAnotherGazetteer(t *testing.T) {
	all := fixture.Parsed()
	for i := range all[0].Resolutions {
		if p := all[0].Resolutions[i].Place; p != nil && p.ID == "geonames:1138958" {
			moved := *p
			moved.ID, moved.Name = "other:1", "Old Kabul"
			all[0].Resolutions[i].Place = &moved
		}
	}
	h := translated(t, all[:1])
	w := get(h, "/c/talks", "Accept-Language", "ar")
	if err := Run(w.Body, In(`a[data-place="other:1"]`, In(".name", Text("Old Kabul")), In(".where", Text("Kabul, Afghanistan")))); err != nil {
		t.Error(err)
	}
}
