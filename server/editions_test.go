package server_test

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"dateline/server"
	"dateline/server/internal/fixture"
	. "dateline/server/internal/htmlcheck"
)

// filesWithBaseMap returns the front end of files with an empty base map for figures.
func filesWithBaseMap(t testing.TB) fs.FS {
	t.Helper()
	out, ok := files(t).(fstest.MapFS)
	if !ok {
		t.Fatal("the files are not in memory")
	}
	out["dist/basemap/world.json"] = &fstest.MapFile{Data: []byte(`{"extent":4096,"levels":[],"tile":{"land":"","water":""},"countries":[],"seas":[]}`)}
	return out
}

// publisher returns a server on which collections can be published.
func publisher(t *testing.T) http.Handler {
	t.Helper()
	s := storeOf(t, collection{Name: "talks", Title: "Border talks", Description: "Four articles.", Parsed: fixture.Parsed()})
	h, err := server.New(server.Config{Store: s, Importer: &testImporter{DB: s}, Static: filesWithBaseMap(t), Gazetteer: fixture.Gazetteer(t)})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func submitForm(h http.Handler, address string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Host = "localhost:8080"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "text/html")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return sendForm(h, r)
}

func TestPublishing(t *testing.T) {
	h := publisher(t)
	if err := Run(get(h, "/c/talks/share?country=PK&again=nothing").Body, NothingInline(), Count("h1", 1),
		In(`input[name="select"]`, Attribute("value", "country=PK")), In("#embed-code", Text(`src="http://localhost:8080/embed/c/talks?country=PK"`)),
		In("#picture-code", Text("card-1200.png?country=PK")), In("#markdown-code", Text("[![Map: Border talks]"))); err != nil {
		t.Error(err)
	}
	form := url.Values{"select": {"country=PK"}, "title": {"Crossings"}, "pick": {"geonames:1167528", "own:3"}, "label-geonames:1167528": {"Quetta city"}, "number-geonames:1167528": {"1"}}
	form["pick"] = []string{"geonames:1167528"}
	w := submitForm(h, "/c/talks/publish", form)
	address := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(address, "/p/") {
		t.Fatalf("status %d, location %q: %s", w.Code, address, w.Body)
	}
	if err := Run(get(h, address).Body, NothingInline(), Count("h1", 1), In("h1", Text("Crossings")), In(".banner", Text("This is edition 1, the newest")),
		In(".places h3", Text("1 Quetta city")), In(`meta[property="og:image"]`, Attribute("content", "http://localhost:8080"+address+"/1/card-1200.png"))); err != nil {
		t.Error(err)
	}
	if err := Run(get(h, "/c/talks/share?controls=0&theme=dark").Body, In(".publications textarea", Text(`src="http://localhost:8080`+address+`/1/embed?controls=0&amp;theme=dark" title="Map: Crossings"`))); err != nil {
		t.Error(err)
	}
	first := get(h, address+"/1")
	form.Set("publication", strings.TrimPrefix(address, "/p/"))
	form.Set("description", "Changed.")
	form.Set("note", "A sentence was added.")
	if w := submitForm(h, "/c/talks/publish", form); w.Header().Get("Location") != address {
		t.Fatalf("published again at %q: %s", w.Header().Get("Location"), w.Body)
	}
	if err := Run(get(h, address).Body, In(".banner", All(Text("edition 2, the newest of 2"), Text("Edition 1"))), In("#correction", Text("A sentence was added."))); err != nil {
		t.Error(err)
	}
	again := get(h, address+"/1")
	if again.Body.String() != first.Body.String() || again.Header().Get("ETag") != first.Header().Get("ETag") {
		t.Error("the first edition is not the same after the second")
	}
	if w := get(h, address+"/1", "If-None-Match", first.Header().Get("ETag")); w.Code != http.StatusNotModified {
		t.Errorf("status %d for a known edition", w.Code)
	}
	for path, want := range map[string]string{
		"/1/places.geojson": "application/geo+json", "/1/figure-slide.svg": "image/svg+xml", "/1/card-300.png": "image/png", "/1/embed": "text/html", "/embed": "text/html",
		"/2/edition.json": "application/json",
	} {
		w := get(h, address+path)
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), want) || w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: status %d, type %s", path, w.Code, w.Header().Get("Content-Type"))
		}
		framed := w.Header().Get("X-Frame-Options") == ""
		if framed != strings.HasSuffix(path, "/embed") {
			t.Errorf("%s may be framed: %v", path, framed)
		}
	}
	for _, path := range []string{"/3", "/1/nothing", "/0"} {
		if w := get(h, address+path); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
	if err := Run(get(h, "/c/talks/share?again="+strings.TrimPrefix(address, "/p/")).Body, In(".publications a", Attribute("href", address)), In(`input[name="title"]`, Attribute("value", "Crossings")),
		In(`input[name="label-geonames:1167528"]`, Attribute("value", "Quetta city"))); err != nil {
		t.Error(err)
	}
	if w := submitForm(h, address+"/withdraw", url.Values{"reason": {"Retracted."}}, "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("withdrawn by another site: status %d", w.Code)
	}
	if w := submitForm(h, address+"/withdraw", url.Values{"reason": {"Retracted."}}); w.Code != http.StatusSeeOther {
		t.Errorf("withdrawn: status %d", w.Code)
	}
	for _, path := range []string{"", "/1", "/1/places.geojson", "/embed"} {
		w := get(h, address+path)
		if err := Run(w.Body, In("main", Text("Retracted."))); err != nil || w.Code != http.StatusGone {
			t.Errorf("%s: status %d, %v", path, w.Code, err)
		}
	}
	for name, w := range map[string]*httptest.ResponseRecorder{
		"no place": submitForm(h, "/c/talks/publish", url.Values{"select": {"country=ZZ"}}), "invalid picks": submitForm(h, "/c/talks/publish", url.Values{"picks": {"x"}}),
		"no publication": submitForm(h, "/p/nothing/withdraw", nil), "no collection": submitForm(h, "/c/nothing/publish", nil),
	} {
		if w.Code != http.StatusBadRequest && w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", name, w.Code)
		}
	}
	if w := get(talks(t), "/p/nothing"); w.Code != http.StatusNotFound {
		t.Errorf("status %d", w.Code)
	}
}

func TestOEmbed(t *testing.T) {
	h := publisher(t)
	w := submitForm(h, "/c/talks/publish", url.Values{"title": {"Crossings"}})
	address := w.Header().Get("Location")
	for _, c := range []struct {
		query  string
		status int
		want   string
	}{
		{"url=http://localhost:8080/c/talks%3Fcountry%3DPK", 200, `/embed/c/talks?country=PK`},
		{"url=http://localhost:8080/c/talks/articles/talks&maxwidth=320&maxheight=200", 200, `/embed/c/talks/articles/talks`},
		{"url=http://localhost:8080" + address, 200, address + "/embed"},
		{"url=http://localhost:8080" + address + "/1&maxwidth=400", 200, address + "/1/card-300.png"},
		{"url=http://localhost:8080" + address + "/2", 404, ""}, {"url=http://localhost:8080/p/nothing", 404, ""}, {"url=http://localhost:8080/c/nothing", 404, ""},
		{"url=http://localhost:8080/c/talks/articles/nothing", 404, ""}, {"url=http://localhost:8080/about", 404, ""}, {"url=https://example.org/c/talks", 404, ""},
		{"url=javascript:alert(1)", 404, ""}, {"", 400, ""}, {"url=x&format=yaml", 501, ""}, {"url=http://localhost:8080/c/talks&maxwidth=x", 400, ""},
		{"url=http://localhost:8080/c/talks&format=xml", 200, "<oembed><version>1.0</version>"},
	} {
		w := get(h, "/oembed?"+c.query, "Accept", "*/*")
		body := w.Body.String()
		if !strings.HasPrefix(body, "<") {
			var decoded struct{ HTML, ThumbnailURL string }
			if err := json.Unmarshal([]byte(body), &decoded); err != nil {
				t.Errorf("%s: %v", c.query, err)
			}
			body += decoded.HTML
		}
		if w.Code != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%s: status %d: %s", c.query, w.Code, body)
		}
	}
	if w := get(h, "/c/talks/card-300.png"); w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/png" {
		t.Errorf("card: status %d", w.Code)
	}
	if w := get(h, "/c/talks/card-301.png"); w.Code != http.StatusNotFound {
		t.Errorf("card of another width: status %d", w.Code)
	}
	if err := Run(get(h, "/c/talks?country=PK").Body, In(`link[type="application/json+oembed"]`, Attribute("title", "Border talks")),
		In(`meta[property="og:image"]`, Attribute("content", "http://localhost:8080/c/talks/card-1200.png?country=PK"))); err != nil {
		t.Error(err)
	}
}

// The preview shows the edition that the same form would publish, in frames of this server only, and stores nothing.
func TestPreviewsOfEditions(t *testing.T) {
	h := publisher(t)
	form := url.Values{
		"title": {"Crossings"}, "pick": {"geonames:1167528"}, "label-geonames:1167528": {"Quetta <city>"}, "number-geonames:1167528": {"1"}, "note-geonames:1167528": {"A note."},
	}
	w := submitForm(h, "/c/talks/preview", form)
	policy := w.Header().Get("Content-Security-Policy")
	if w.Code != http.StatusOK || !strings.Contains(policy, "frame-ancestors 'self'") || strings.Contains(policy, "unsafe") || w.Header().Get("X-Frame-Options") != "" {
		t.Errorf("status %d, policy %s", w.Code, policy)
	}
	if err := Run(w.Body, Count("h1", 1), In("h1", Text("Crossings")), Count(".places li", 1), In(".places h2", Text("1 Quetta <city>")), In(".places", Text("A note.")),
		Count(`figure img[src^="data:image/svg+xml;base64,"]`, 1)); err != nil {
		t.Error(err)
	}
	if err := Run(get(h, "/c/talks/share").Body, Count(".publications", 0), In("#publish button[formtarget]", Attribute("formaction", "/c/talks/preview"))); err != nil {
		t.Error(err)
	}
	form.Set("side-geonames:1167528", "up")
	if w := submitForm(h, "/c/talks/preview", form); w.Code != http.StatusBadRequest {
		t.Errorf("a preview with an unknown side: status %d", w.Code)
	}
	if w := submitForm(h, "/c/talks/preview", form, "Sec-Fetch-Site", "cross-site", "Origin", "https://other.example"); w.Code != http.StatusForbidden {
		t.Errorf("a preview for another site: status %d", w.Code)
	}
}

func TestOptionsOfEmbeddedMaps(t *testing.T) {
	h := talks(t)
	if err := Run(get(h, "/embed/c/talks?country=PK&controls=0&key=0&list=1&time=1&theme=dark").Body,
		In("main.embed.no-controls.no-key", Attribute("data-theme", "dark")), Count(".embed-list li", 9), In(".embed-line", Text("2021-09-06 – 2022-05-03"))); err != nil {
		t.Error(err)
	}
	if err := Run(get(h, "/embed/c/talks?theme=pink").Body, Count("main[data-theme]", 0), Count(".embed-list", 0)); err != nil {
		t.Error(err)
	}
}

// An edition is the same on a server with another gazetteer, with which the articles were read again, and another front end. The next
// edition is not.
func TestEditionsOnAnotherServer(t *testing.T) {
	s := storeOf(t, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
	open := func(c server.Config) http.Handler {
		c.Store = s
		h, err := server.New(c)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	first := open(server.Config{Importer: &testImporter{DB: s}, Static: filesWithBaseMap(t), Gazetteer: fixture.Gazetteer(t)})
	w := submitForm(first, "/c/talks/publish", url.Values{"title": {"Talks"}})
	address := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	before := map[string]*httptest.ResponseRecorder{}
	for _, path := range []string{
		"", "/embed", "/viewer.js", "/viewer.css", "/edition.css", "/places.geojson", "/mentions.geojson", "/mentions.csv", "/places.kml", "/layers.gpkg",
		"/figure-slide.svg", "/figure-square.svg", "/figure-vertical.svg", "/figure.png", "/card-1200.png", "/edition.json",
	} {
		if before[path] = get(first, address+"/1"+path); before[path].Code != http.StatusOK {
			t.Errorf("%s: status %d", path, before[path].Code)
		}
	}
	other, ok := filesWithBaseMap(t).(fstest.MapFS)
	if !ok {
		t.Fatal("the files are not in memory")
	}
	other["dist/viewer.js"] = &fstest.MapFile{Data: []byte("// Another viewer.")}
	other["dist/style.css"] = &fstest.MapFile{Data: []byte("/* Another style. */")}
	fillStore(t, s, collection{Name: "talks", Title: "Border talks", Parsed: fixture.OtherReading(fixture.Parsed())})
	second := open(server.Config{Importer: &testImporter{DB: s}, Static: other, Version: "another", Gazetteer: fixture.OtherGazetteer(t)})
	if body := get(second, "/c/talks").Body.String(); !strings.Contains(body, "Other Kabul") {
		t.Error("the live map does not have the other reading")
	}
	for path, before := range before {
		after := get(second, address+"/1"+path)
		if before.Body.String() != after.Body.String() || before.Header().Get("ETag") != after.Header().Get("ETag") {
			t.Errorf("%s: %d bytes; on another server status %d, %d bytes", path, before.Body.Len(), after.Code, after.Body.Len())
		}
	}
	if w := submitForm(second, "/c/talks/publish", url.Values{"title": {"Talks"}}); w.Code != http.StatusSeeOther || w.Header().Get("Location") != address {
		t.Fatalf("published again: status %d, %s: %s", w.Code, w.Header().Get("Location"), w.Body)
	}
	next := get(second, address+"/2/places.geojson")
	if next.Code != http.StatusOK || !strings.Contains(next.Body.String(), "Other Kabul") || next.Body.String() == before["/places.geojson"].Body.String() {
		t.Errorf("the next edition does not have the other reading: status %d", next.Code)
	}
}
