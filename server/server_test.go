package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"dateline/geo"
	"dateline/server"
	"dateline/server/internal/fixture"
	. "dateline/server/internal/htmlcheck"
	"dateline/server/store"
	"dateline/static"
)

// TestMain runs more browser tests at once than there are processors, because they
// mostly wait for the browser.
func TestMain(m *testing.M) {
	flag.Parse()
	if n := flag.Lookup("test.parallel"); n != nil && n.Value.String() == strconv.Itoa(runtime.GOMAXPROCS(0)) {
		_ = n.Value.Set("6") // the value is valid
	}
	os.Exit(m.Run())
}

// files returns the real templates with a minimal front end, so that the tests need no
// build.
func files(t testing.TB) fs.FS {
	t.Helper()
	out := fstest.MapFS{
		"dist/manifest.json":      {Data: []byte(`{"viewer.js":"a1","style.css":"b2","basemap/":"c3"}`)},
		"dist/viewer.js":          {Data: []byte(strings.Repeat("void 0;", 500))},
		"dist/style.css":          {Data: []byte("body{}")},
		"dist/basemap/world.json": {Data: []byte("{}")},
	}
	names, err := fs.Glob(static.Files(), "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		b, err := fs.ReadFile(static.Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: b}
	}
	return out
}

func handlerOf(t *testing.T, s *store.DB, log *slog.Logger) http.Handler {
	t.Helper()
	h, err := server.New(server.Config{Store: s, Static: files(t), Gazetteer: fixture.Gazetteer(t), Version: "1.2.3", Log: log})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func talks(t *testing.T) http.Handler {
	t.Helper()
	s := storeOf(t, collection{Name: "talks", Title: "Border talks", Description: "Four articles.", Parsed: fixture.Parsed()})
	return handlerOf(t, s, nil)
}

// The map for print and without JavaScript is a figure of the selection.
func TestMapForPrint(t *testing.T) {
	s := storeOf(t, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
	h, err := server.New(server.Config{Store: s, Static: filesWithBaseMap(t), Gazetteer: fixture.Gazetteer(t)})
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{"": ">Kabul<", "?country=AF": ">Kabul<", "?show=geonames:1138958": ">Kabul<", "?q=nowhere": "Border talks"} {
		w := get(h, "/c/talks/map.svg"+query)
		got := w.Body.String()
		if w.Code != http.StatusOK || !strings.Contains(got, want) || !strings.Contains(got, "<title ") {
			t.Errorf("map.svg%s: %d %s", query, w.Code, got)
		}
		if shown := strings.Contains(got, ">Quetta<"); shown != (query == "") {
			t.Errorf("map.svg%s shows Quetta: %t", query, shown)
		}
	}
}

// get sends a GET request as a browser does. Further headers are given as pairs.
func get(h http.Handler, address string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, address, nil)
	if strings.HasPrefix(address, "/") {
		r.Host = "localhost:8080"
	}
	r.Header.Set("Accept", "text/html")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestPages(t *testing.T) {
	h := talks(t)
	kabulMention := geo.MentionID(&fixture.Parsed()[0].Article, fixture.Parsed()[0].Mentions[2].Span)
	for _, c := range []struct {
		name, address string
		status        int
		check         Checker
	}{
		{"the only collection is the home page", "/", 200, In("h1", Text("Border talks"))},
		{"map", "/c/talks", 200, All(
			In("title", Text("Border talks · Dateline")), In(".standfirst", Text("Four articles.")),
			In(".ledger-line", Text("24 mentions: 18 on the map · 3 countries · 1 unclear which · 1 area only · 1 not found")),
			In(`.ledger-line a.o-ambiguous`, Attribute("href", "/c/talks/ledger?outcome=ambiguous")),
			Count("#places li", 13), In("#places li", Text("Kabul , settlement, Afghanistan , certain, 3 mentions in 1 article")),
			In(`#places a[data-place="geonames:1138958"]`, Attribute("href", "/c/talks/places/geonames:1138958")),
			Count(`a[download]`, 3), In(`a[download]`, Attribute("href", "/c/talks/places.geojson")),
			In("#embed-code", Text(`<iframe src="http://localhost:8080/embed/c/talks" title="Map: Border talks"`)),
			In("noscript .static-map", Attribute("src", "/c/talks/map.svg")), Count(`[data-facet="country"] a`, 3),
		)},
		{"map, filtered without JavaScript", "/c/talks?q=balóchistan&sort=name", 200, All(
			Count("#places li", 12), In("#places li:nth-child(4)", Text("Chaman")), In(`input[name="q"]`, Attribute("value", "balóchistan")),
		)},
		{"map, nothing matches", "/c/talks?q=<b>b</b>absent", 200, In("#places", Text("No place matches. 13 places without the filter"))},
		{"place", "/c/talks/places/geonames:1138958", 200, All(
			In("h1", Text("Kabul")), In(".facts", Text("3 passages in 1 article, published 6 September 2021. 34.5281° N, 69.1723° E.")),
			Count(".mentions > .mention", 3), In(".passage mark", Text("Kabul")),
			In(".mention:nth-child(3) a.context", Attribute("href", "/c/talks/articles/talks#m-"+kabulMention)),
			In(".reasons", All(Text("certain"), Text("settlement"), Text(fixture.KabulReason()))),
		)},
		{"place that is an area says no position", "/c/talks/places/geonames:1183606", 200, All(
			In(".kicker", Text("area · state or province")), In(".facts", Text("2 passages in 2 articles, published 6 September 2021 to 3 May 2022. Spelled")),
		)},
		{"place with a hostile name and id", "/c/talks/places/own:%3Cb%3E%22x%27&%2F1", 200, All(
			In("h1", Text(`<img src=x onerror=alert(1)>"'&</script>`)), Count("h1 img", 0), Count(".mention b", 0),
		)},
		{"article", "/c/talks/articles/talks", 200, All(
			In("h1", Text("Border talks in Kabul end without a date")), In(".kicker", Text("The Frontier Post-Courier · 6 September 2021")),
			Count(".story .m", 19), In("#m-"+kabulMention, All(Text("Kabul"), Attribute("href", "/m/"+kabulMention))),
			Count(".story .m.o-ambiguous[data-place]", 0), In(".byline a", Attribute("href", "https://news.example/talks")),
		)},
		{"article with pages, a slash in its id and no web address", "/c/talks/articles/sitrep%2014%2Fa", 200, All(
			In("h1", Text("Situation report 14")), Count(".page-break", 3), Count(`.byline a[rel~="external"]`, 0), In(".byline", Text("another article of the series")),
		)},
		{"hostile article", "/c/talks/articles/hostile", 200, All(
			In("h1", Text(`<script>alert("title")</script>`)), Count(".story script", 0), In(".story", Text(`<script>alert("text")</script>`)),
		)},
		{"article without mentions", "/c/talks/articles/empty", 200, Count(".story .m", 0)},
		{"articles", "/c/talks/articles", 200, All(Count(".articles li", 4), In(".articles a", Attribute("href", "/c/talks/articles/sitrep%2014%2Fa")), In(".articles li:nth-child(2) a", Attribute("href", "/c/talks/articles/talks")))},
		{"articles by title", "/c/talks/articles?sort=title", 200, All(In(".articles li:nth-child(2)", Text("A meeting")), In("#sort option[selected]", Attribute("value", "title")))},
		{"ledger", "/c/talks/ledger", 200, Count(".mentions > .mention", 24)},
		{"ledger with all roles", "/c/talks/ledger?role=all", 200, Count(".mentions > .mention", 27)},
		{"ledger of an outcome", "/c/talks/ledger?outcome=missing", 200, All(
			Count(".mentions > .mention", 1), In(".passage mark", Text("Lwara Pass")), In(".reasons", Text("itself is not in the gazetteer")),
		)},
		{"ledger of an outcome that is none", "/c/talks/ledger?outcome=lost", 400, In("main", Text("There is no list of"))},
		{"embedded map", "/embed/c/talks", 200, All(
			Count("#places", 0), In(".embed-line a", Attribute("href", "http://localhost:8080/c/talks")), In(".embed-line", Text("24 mentions: 18 on the map")),
		)},
		{"embedded map of an article", "/embed/c/talks/articles/talks", 200, In(".embed-line", Text("17 mentions"))},
		{"about", "/about", 200, All(In("main", Text("Dateline 1.2.3")), In(".sources", All(Text("Natural Earth"), Text("Nobody & \"friends\""))))},
		{"no such collection", "/c/other", 404, In("main", Text("There is no collection at this address."))},
		{"no such place", "/c/talks/places/geonames:1", 404, In("h1", Text("Page not found"))},
		{"no such article", "/c/talks/articles/none", 404, In("h1", Text("Page not found"))},
		{"no such page", "/nothing", 404, In("h1", Text("Page not found"))},
		{"no such page of a list", "/c/talks/ledger?page=x", 400, In("h1", Text("This address is not valid"))},
		{"broken escape", "/c/talks/places/%ff%2f", 404, In("h1", Text("Page not found"))},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := get(h, c.address)
			if w.Code != c.status {
				t.Fatalf("status %d, want %d: %s", w.Code, c.status, w.Body)
			}
			if err := Run(w.Body, NothingInline(), Count("h1", 1), Count("main", 1), c.check); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestHomeListsCollections(t *testing.T) {
	s := storeOf(t, collection{Name: "b", Title: "Beta", Parsed: fixture.Parsed()}, collection{Name: "a", Title: "Alpha"})
	w := get(handlerOf(t, s, nil), "/")
	if err := Run(w.Body, Count(".articles li", 2), In(".articles li", Text("Alpha 0 articles, 0 places. 0 mentions")), In("li:nth-child(2) a", Attribute("href", "/c/b"))); err != nil {
		t.Error(err)
	}
}

func TestLayers(t *testing.T) {
	h := talks(t)
	for _, c := range []struct {
		address, mediaType string
		features           int
	}{
		{"/c/talks/places.geojson", "application/geo+json", 13},
		{"/c/talks/mentions.geojson", "application/geo+json", 24},
		{"/c/talks/mentions.geojson?role=all", "application/geo+json", 27},
		{"/c/talks/mentions.geojson?role=all&country=AF&kind=settlement", "application/geo+json", 4},
		{"/c/talks/mentions.csv", "text/csv; charset=utf-8", 0},
		{"/c/talks/articles/talks/places.geojson", "application/geo+json", 12},
		{"/c/talks/articles/sitrep%2014%2Fa/mentions.geojson", "application/geo+json", 5},
		{"/c/talks/places/geonames:1138958/mentions.geojson", "application/geo+json", 3},
		{"/c/talks/articles/sitrep%2014%2Fa/places/geonames:1167528/mentions.geojson", "application/geo+json", 1},
	} {
		w := get(h, c.address)
		if w.Code != 200 || w.Header().Get("Content-Type") != c.mediaType {
			t.Errorf("%s: %d %s", c.address, w.Code, w.Header().Get("Content-Type"))
			continue
		}
		if c.features == 0 {
			continue
		}
		var layer struct {
			Features []json.RawMessage
			Ledger   geo.Ledger
		}
		if err := json.Unmarshal(w.Body.Bytes(), &layer); err != nil || len(layer.Features) != c.features {
			t.Errorf("%s: %d features, want %d: %v", c.address, len(layer.Features), c.features, err)
		}
	}
}

// The answers for the viewer: the rows of the list, those of a page, the symbols of a
// tile and the static map are of one selection.
func TestViewData(t *testing.T) {
	h := talks(t)
	read := func(address string, into any) {
		t.Helper()
		w := get(h, address)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", address, w.Code, w.Body)
		}
		if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
			t.Fatalf("%s: %v", address, err)
		}
	}
	var data struct {
		Counts, Total struct{ Places, Mentions, Articles int }
		Query         string
		Frame         []float64
		Places        []struct {
			ID       string
			Mentions int
		}
		Complete bool
		Parts    map[string]string
		Days     []struct{ N int }
	}
	read("/c/talks/view.json?country=PK&from=2022-01-01&nonsense=1", &data)
	if !data.Complete || data.Counts.Places != len(data.Places) || data.Query != "country=PK&from=2022-01-01" || len(data.Frame) != 4 || data.Total.Places != 13 {
		t.Errorf("%+v", data)
	}
	for part, want := range map[string]string{"overview": "“nonsense” in this address has no meaning", "facets": `data-facet="country"`, "ledger-line": "on the map"} {
		if !strings.Contains(data.Parts[part], want) {
			t.Errorf("%s is %s, want %q in it", part, data.Parts[part], want)
		}
	}
	read("/c/talks/view.json?country=PK&from=2022-01-01&sort=name&group=article", &data)
	for _, own := range []string{"“sort”", "“group”"} {
		if strings.Contains(data.Parts["overview"], own) {
			t.Errorf("the order of the list is reported as unknown: %s", data.Parts["overview"])
		}
	}
	read("/c/talks/view.json?country=PK&from=2022-01-01", &data)
	mentions := 0
	for _, p := range data.Places {
		mentions += p.Mentions
	}
	var rows []struct{ ID string }
	read("/c/talks/places.json?country=PK&from=2022-01-01&offset=1&limit=2", &rows)
	if len(rows) != 2 || rows[0].ID != data.Places[1].ID {
		t.Errorf("the second page of places: %+v", rows)
	}
	var symbols []struct {
		Mentions int
		Place    *struct{ ID string }
	}
	read("/c/talks/tiles/4/11/6.json?country=PK&from=2022-01-01", &symbols)
	if len(symbols) == 0 || symbols[0].Place == nil {
		t.Errorf("the tile has %+v", symbols)
	}
	var areas map[string][][]float64
	read("/areas.json?v=1&z=5&id=geonames:1183606&id=nowhere", &areas)
	if len(areas) != 1 || len(areas["geonames:1183606"]) == 0 {
		t.Errorf("the outlines are %v", areas)
	}
	for address, want := range map[string]int{"/c/nope/view.json": 404, "/c/talks/tiles/x/1/1.json": 404, "/areas.json?" + strings.Repeat("id=a&", 200): 413} {
		if w := get(h, address); w.Code != want && w.Code != 400 {
			t.Errorf("%s: %d, want %d", address, w.Code, want)
		}
	}
}

func TestFragments(t *testing.T) {
	h := talks(t)
	for address, check := range map[string]Checker{
		"/c/talks/places/geonames:1138958/passages":                All(Count(".passage-item", 3), Count(".passage-group", 1), In("h2", Text("Kabul")), In(".passage-item mark", Text("Kabul"))),
		"/c/talks/places/geonames:1138958?fragment=":               Count(".passage-item", 3),
		"/c/talks/articles/talks?fragment=":                        All(Count(".story .m", 19), Count(".map-pane", 0)),
		"/c/talks/articles/talks?fragment=&q=shared+border":        Count("mark.hit", 2),
		"/c/talks/articles/talks/places/geonames:1138958/passages": Count(".passage-item", 3),
	} {
		if w := get(h, address); w.Code != http.StatusOK {
			t.Errorf("%s: %d", address, w.Code)
		} else if err := Run(w.Body, All(Count("title, header.masthead", 0), check)); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	for address, want := range map[string]int{
		"/c/talks/places/nowhere/passages": 404, "/c/talks/articles/talks?section=x": 400, "/c/talks/articles/talks?section=9": 200,
		"/c/talks/articles/talks?q=" + strings.Repeat("x", 500): 413, "/c/talks/articles/talks?page=x": 400,
	} {
		if w := get(h, address); w.Code != want {
			t.Errorf("%s: %d, want %d", address, w.Code, want)
		}
	}
	w := get(h, "/c/talks/articles/sitrep%2014%2Fa?page=3")
	if got := w.Header().Get("Location"); w.Code != http.StatusFound || got != "/c/talks/articles/sitrep%2014%2Fa#page-3" {
		t.Errorf("page 3 of the report: %d to %q", w.Code, got)
	}
}

func TestMentionAddress(t *testing.T) {
	h := talks(t)
	p := fixture.Parsed()[1]
	id := geo.MentionID(&p.Article, p.Mentions[0].Span)
	for address, check := range map[string]Checker{
		"/m/" + id:                All(In("h1", Text("“Balochistan”")), In(".context", Attribute("href", "/c/talks/articles/sitrep%2014%2Fa#m-"+id)), In("#citation", Text("Relief Desk, “Situation report 14”, 3 May 2022, page 1. http://localhost:8080/m/"+id))),
		"/m/" + id + "?fragment=": All(Count("html, head, h1", 2), In(".reasons", Text("Balochistan, Pakistan"))), // the parser adds html and head
	} {
		if w := get(h, address); w.Code != http.StatusOK {
			t.Errorf("%s: %d", address, w.Code)
		} else if err := Run(w.Body, check); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, bad := range []string{"0123456789abcdef", "x", "0123456789ABCDEF", id + "-9"} {
		if w := get(h, "/m/"+bad); w.Code != http.StatusNotFound {
			t.Errorf("mention %q: %d", bad, w.Code)
		}
	}
}

func TestHeaders(t *testing.T) {
	h := talks(t)
	for address, frames := range map[string]string{"/": "'none'", "/c/talks/articles/talks": "'none'", "/nothing": "'none'", "/embed/c/talks": "*"} {
		w := get(h, address)
		policy := w.Header().Get("Content-Security-Policy")
		if !strings.HasSuffix(policy, "frame-ancestors "+frames) || strings.Contains(policy, "unsafe") || !strings.HasPrefix(policy, "default-src 'none'") {
			t.Errorf("%s has the policy %q", address, policy)
		}
		if got := w.Header().Get("X-Frame-Options"); (got == "DENY") != (frames == "'none'") {
			t.Errorf("%s has X-Frame-Options %q", address, got)
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Referrer-Policy") == "" {
			t.Errorf("%s: %v", address, w.Header())
		}
	}
}

func TestRevalidationAndCompression(t *testing.T) {
	h := talks(t)
	for _, address := range []string{"/", "/c/talks", "/c/talks/places.geojson", "/c/talks/articles/talks", "/about", "/embed/c/talks"} {
		first := get(h, address, "Accept-Encoding", "gzip")
		if first.Header().Get("Content-Encoding") != "gzip" {
			t.Errorf("%s is not compressed", address)
		}
		tag := first.Header().Get("ETag")
		again := get(h, address, "If-None-Match", `"x", `+tag)
		if tag == "" || again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("%s with ETag %q: %d with %d bytes", address, tag, again.Code, again.Body.Len())
		}
		if other := get(h, address+"?x=1", "If-None-Match", tag); other.Code != http.StatusOK {
			t.Errorf("%s: another address has the same ETag", address)
		}
	}
}

func TestStaticFiles(t *testing.T) {
	h := talks(t)
	w := get(h, "/static/c3/basemap/world.json")
	if w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	for _, bad := range []string{"/static/a1/basemap/world.json", "/static/zz/viewer.js", "/static/a1/../../templates/map.html", "/static/a1/%2e%2e/templates/map.html", "/static/c3/basemap/", "/static//viewer.js"} {
		if w := get(h, bad); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", bad, w.Code)
		}
	}
}

func TestMethods(t *testing.T) {
	h := talks(t)
	for method, want := range map[string]int{http.MethodHead: 200, http.MethodPost: 405, http.MethodDelete: 405} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, "http://localhost/c/talks", strings.NewReader("x")))
		if w.Code != want {
			t.Errorf("%s: %d, want %d", method, w.Code, want)
		}
	}
}

func TestWithoutFrontEnd(t *testing.T) {
	bare := files(t).(fstest.MapFS)
	delete(bare, "dist/manifest.json")
	s := storeOf(t)
	h, err := server.New(server.Config{Store: s, Static: bare})
	if err != nil {
		t.Fatal(err)
	}
	if w := get(h, "/"); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "make") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := get(h, "/healthz"); w.Code != http.StatusOK {
		t.Errorf("healthz: %d", w.Code)
	}
}

func TestLabels(t *testing.T) {
	h := talks(t)
	w := get(h, "/basemap/labels/0/0/0.json")
	var rows [][]any
	if err := json.Unmarshal(w.Body.Bytes(), &rows); err != nil || len(rows) == 0 || fmt.Sprint(rows[0]) != "[69.1723 34.5281 Kabul 4.43455e+06 1]" {
		t.Errorf("%v: %s", err, w.Body)
	}
	for bad, status := range map[string]int{"/basemap/labels/a/0/0.json": 400, "/basemap/labels/0/0/99999999999999999999.json": 400, "/basemap/labels/0/0.json": 404} {
		if w := get(h, bad); w.Code != status {
			t.Errorf("%s: %d", bad, w.Code)
		}
	}
	if w := get(h, "/basemap/labels/3/-1/900.json"); strings.TrimSpace(w.Body.String()) != "[]" {
		t.Errorf("a tile that does not exist: %s", w.Body)
	}
}

// failing is an importer that returns an error for every collection, or panics without one.
type failing struct {
	server.Importer
	err error
}

func (f failing) Accepts(context.Context, string) (bool, error) {
	if f.err == nil {
		panic("a bug")
	}
	return false, f.err
}

func TestErrorsByCategory(t *testing.T) {
	db := storeOf(t, collection{Name: "talks", Title: "Border talks"})
	for _, c := range []struct {
		err    error
		status int
	}{
		{geo.ErrNotFound, 404}, {geo.ErrInput, 400}, {geo.ErrTooLarge, 413}, {geo.ErrForbidden, 403}, {geo.ErrUnavailable, 503},
		{context.DeadlineExceeded, 503}, {geo.ErrCorrupt, 500}, {errors.New("secret"), 500}, {nil, 500},
	} {
		var log bytes.Buffer
		err := c.err
		if err != nil {
			err = fmt.Errorf("dial tcp 10.0.0.7:5432: %w", err)
		}
		h, failed := server.New(server.Config{
			Store: db, Importer: failing{err: err}, Static: files(t), Log: slog.New(slog.NewTextHandler(&log, nil)),
		})
		if failed != nil {
			t.Fatal(failed)
		}
		w := get(h, "/c/talks", "Accept", "*/*")
		var p struct {
			Title, Detail string
			Status        int
		}
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Fatalf("%v: %s", err, w.Body)
		}
		if w.Code != c.status || p.Status != c.status || p.Detail == "" || strings.Contains(w.Body.String(), "dial") {
			t.Errorf("%v: %d %+v", c.err, w.Code, p)
		}
		if (log.Len() > 0) != (c.status >= 500) {
			t.Errorf("%v: the log says %q", c.err, log.String())
		}
		if page := get(h, "/c/talks"); page.Code != c.status {
			t.Errorf("%v as a page: %d", c.err, page.Code)
		}
	}
}
