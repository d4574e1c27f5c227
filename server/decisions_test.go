package server_test

import (
	"encoding/json"
	"encoding/xml"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/server"
	"dateline/server/internal/fixture"
	. "dateline/server/internal/htmlcheck"
	"dateline/server/selection"
	"dateline/server/store"
)

// mentionOf returns the n-th mention with a phrase in an article of the fixture: its id and the address of its page.
func mentionOf(t *testing.T, article int, phrase string, n int) (id, address string) {
	t.Helper()
	p := fixture.Parsed()[article]
	for i := range p.Mentions {
		if p.Mentions[i].Phrase != phrase {
			continue
		}
		if n--; n < 0 {
			id = geo.MentionID(&p.Article, p.Mentions[i].Span)
			return id, "/c/talks/articles/" + url.PathEscape(p.Article.ID) + "/mentions/" + id
		}
	}
	t.Fatalf("the article has no mention of %q", phrase)
	return "", ""
}

// placesOf returns the number of mentions by place.
func placesOf(t *testing.T, db *store.DB) map[string]int {
	t.Helper()
	s, _ := selection.ParseQuery("role=all")
	r, err := db.Select(t.Context(), "talks", s)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := r.Places(t.Context(), store.OrderName, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for i := range rows {
		out[rows[i].Name] += rows[i].Mentions
	}
	return out
}

// follow sends a form and returns the page that it redirects to.
func follow(t *testing.T, h http.Handler, address string, pairs ...string) (location string, page *httptest.ResponseRecorder) {
	t.Helper()
	mediaType, body := form(pairs...)
	w := post(h, address, mediaType, body)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("POST %s: %d %s", address, w.Code, w.Body)
	}
	location = w.Header().Get("Location")
	page = get(h, location)
	if page.Code != http.StatusOK {
		t.Fatalf("GET %s: %d %s", location, page.Code, page.Body)
	}
	return location, page
}

var formAction = regexp.MustCompile(`class="done-notice".*?action="([^"]+)"`)

// undoAction returns the address of the button that takes back what was done.
func undoAction(t *testing.T, page string) string {
	t.Helper()
	found := formAction.FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("the page has no button to take it back: %.600s", page)
	}
	return html.UnescapeString(found[1])
}

func TestChoosingWithoutScripts(t *testing.T) {
	h, db := importing(t)
	id, address := mentionOf(t, 0, "Kabul", 0)
	before := placesOf(t, db.DB)

	// The first step lists the candidates, and those that a search finds.
	w := get(h, address+"?q=Quetta&step=search")
	if err := Run(w.Body, In("#choose", All(Text("Kabul"), Text("Quetta"), Text("not a place"))), In(`input[value="place:geonames:1138958"]`, Attribute("type", "radio"))); err != nil {
		t.Error(err)
	}
	// The second one says what the choice would apply to.
	w = get(h, address+"?choice=place:geonames:1167528&step=scope")
	page := w.Body.String()
	if err := Run(strings.NewReader(page), All(In(".means", Text("Quetta, Balochistan, Pakistan")), In(".choose-scope", Text("every “Kabul” in this article (4 mentions)")), Count(`input[name="scope"]`, 4))); err != nil {
		t.Error(err)
	}
	for _, scope := range []struct {
		name   string
		change int
	}{{"mention", 1}, {"article", 4}, {"collection", 4}, {"all", 4}} {
		location, page := follow(t, h, "/c/talks/decisions", "article", "talks", "mention", id, "choice", "place:geonames:1167528", "scope", scope.name, "note", "by hand", "author", "Åsa", "back", address)
		text := page.Body.String()
		if !strings.HasPrefix(location, address) || !strings.Contains(text, "“Kabul” → Quetta, Balochistan, Pakistan, ") {
			t.Errorf("%s: redirected to %s", scope.name, location)
		}
		if now := placesOf(t, db.DB); now["Kabul"] != before["Kabul"]-scope.change || now["Quetta"] != before["Quetta"]+scope.change {
			t.Errorf("%s: %v, before %v", scope.name, now, before)
		}
		if err := Run(strings.NewReader(text), All(In(".decisions", All(Text("one mention"), Text("Åsa"), Text("by hand"))), In(".events", All(Text("Kabul"), Text("Quetta"), Text("corrected by a person"))))); err != nil && scope.name == "mention" {
			t.Error(err)
		}
		_, page = follow(t, h, undoAction(t, text), "back", address)
		if !strings.Contains(page.Body.String(), "Taken back: “Kabul” → Quetta") {
			t.Errorf("%s: the page does not say that the decision was taken back", scope.name)
		}
		if now := placesOf(t, db.DB); now["Kabul"] != before["Kabul"] || now["Quetta"] != before["Quetta"] {
			t.Errorf("%s, undone: %v, before %v", scope.name, now, before)
		}
	}
}

func TestOtherChoices(t *testing.T) {
	h, db := importing(t)
	id, address := mentionOf(t, 0, "Torkham", 0)
	before := placesOf(t, db.DB)
	for name, c := range map[string]struct {
		fields []string
		want   string // in the reasons or the notice
		kept   int
	}{
		"point":     {[]string{"choice", "point", "at", "34.12, 71.09", "radius", "5"}, "34.1200, 71.0900", 0},
		"area only": {[]string{"choice", "place:geonames:1167528", "near", "1", "radius", "20"}, "in or near Quetta, Balochistan, Pakistan, within 20 km", 0},
		"no place":  {[]string{"choice", "none"}, "not a place", 0},
		"unknown":   {[]string{"choice", "unknown"}, "cannot tell", 0},
		"role":      {[]string{"choice", "keep", "role", "associative"}, "other sense", 1},
	} {
		_, page := follow(t, h, "/c/talks/decisions", append(c.fields, "article", "talks", "mention", id, "scope", "mention", "back", address)...)
		text := page.Body.String()
		if !strings.Contains(text, c.want) {
			t.Errorf("%s: the page does not contain %q", name, c.want)
		}
		if got := placesOf(t, db.DB)["Torkham"] - before["Torkham"]; got != c.kept-1 {
			t.Errorf("%s: Torkham has %d mentions more", name, got)
		}
		follow(t, h, undoAction(t, text), "back", address)
	}
	// What is wrong is said beside the form.
	for query, want := range map[string]string{
		"step=scope": "Choose a place", "choice=point&at=Paris&step=scope": "latitude and longitude", "choice=place:geonames:1&step=scope": "not in the gazetteer",
		"choice=keep&step=scope": "Nothing is changed yet", "choice=none&radius=far&step=scope": "radius in kilometers", "choice=none&role=x&step=scope": "uses in the list",
	} {
		if err := Run(get(h, address+"?"+query).Body, In(".choose-place .problem", Text(want))); err != nil {
			t.Errorf("%s: %v", query, err)
		}
	}
}

func TestDecisionsAreRefused(t *testing.T) {
	h, db := importing(t)
	id, address := mentionOf(t, 0, "Kabul", 0)
	before := placesOf(t, db.DB)
	fields := []string{"article", "talks", "mention", id, "choice", "none", "scope", "mention"}
	for name, c := range map[string]struct {
		pairs   []string
		headers []string
		want    int
	}{
		"from another site":       {fields, []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, http.StatusForbidden},
		"without a scope":         {fields[:6], nil, http.StatusBadRequest},
		"of an unknown mention":   {append([]string{"mention", "0123456789abcdef"}, fields[4:]...), nil, http.StatusNotFound},
		"of a mention of nowhere": {append([]string{"article", "talks", "mention", "0123456789abcdef"}, fields[4:]...), nil, http.StatusNotFound},
		"with a long note":        {append([]string{"note", strings.Repeat("x", 3000)}, fields...), nil, http.StatusRequestEntityTooLarge},
	} {
		mediaType, body := form(c.pairs...)
		if w := post(h, "/c/talks/decisions", mediaType, body, c.headers...); w.Code != c.want {
			t.Errorf("a decision %s: %d", name, w.Code)
		}
	}
	mediaType, body := form("decision", "x")
	if w := post(h, "/c/talks/decisions/undo", mediaType, body); w.Code != http.StatusNotFound {
		t.Errorf("taking back an unknown decision: %d", w.Code)
	}
	if now := placesOf(t, db.DB); now["Kabul"] != before["Kabul"] {
		t.Errorf("a refused decision was stored: %v", now)
	}
	// The form leads nowhere else, whatever the address to return to is.
	for _, back := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "javascript:alert(1)"} {
		mediaType, body := form(append([]string{"back", back}, fields...)...)
		if got := post(h, "/c/talks/decisions", mediaType, body).Header().Get("Location"); !strings.HasPrefix(got, "/c/talks?saved=") {
			t.Errorf("back to %q: %q", back, got)
		}
	}
	// Where nothing is stored, the page says so.
	reading := handlerOf(t, db.DB, nil)
	if err := Run(get(reading, address).Body, All(Count("#choose form", 0), In("#choose", Text("cannot be changed here")))); err != nil {
		t.Error(err)
	}
	temporary, err := server.New(server.Config{Temporary: storeOf(t, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()}), Importer: newTestImporter(t), Static: files(t), Gazetteer: fixture.Gazetteer(t)})
	if err != nil {
		t.Fatal(err)
	}
	if err := Run(get(temporary, address).Body, All(Count("#choose form", 1), In("#choose", Text("Keep these articles")))); err != nil {
		t.Error(err)
	}
	mediaType, body = form(fields...)
	if w := post(temporary, "/c/talks/decisions", mediaType, body); w.Code != http.StatusForbidden {
		t.Errorf("a decision about articles in memory: %d", w.Code)
	}
}

func TestDecisionAsJSON(t *testing.T) {
	h, _ := importing(t)
	id, _ := mentionOf(t, 0, "Kabul", 0)
	mediaType, body := form("article", "talks", "mention", id, "choice", "none", "scope", "article")
	w := post(h, "/c/talks/decisions", mediaType, body, "Accept", "application/json")
	var answer struct{ Batch, Words, Undo string }
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.Words != "“Kabul” → not a place, 4 mentions." {
		t.Fatalf("%s, error %v", w.Body, err)
	}
	mediaType, body = form()
	w = post(h, answer.Undo, mediaType, body, "Accept", "application/json")
	if want := "Taken back: “Kabul” → not a place."; !strings.Contains(w.Body.String(), want) {
		t.Errorf("%s: %s", answer.Undo, w.Body)
	}
	w = get(h, "/c/talks/gazetteer?q=Quetta", "Accept", "application/json")
	if got := w.Body.String(); !strings.Contains(got, `"id":"geonames:1167528"`) || !strings.Contains(got, `"where":"Balochistan, Pakistan"`) {
		t.Errorf("the gazetteer: %s", got)
	}
	if err := Run(get(h, "/c/talks/gazetteer?q=Quetta").Body, In(".occurrences", Text("Quetta, Balochistan, Pakistan"))); err != nil {
		t.Error(err)
	}
	mediaType, body = form("article", "talks", "mention", id, "choice", "none", "scope", "article")
	post(h, "/c/talks/decisions", mediaType, body)
	w = get(h, "/c/talks/decisions.jsonl")
	if d, err := store.UnmarshalDecision(w.Body.Bytes()); err != nil || d.Phrase != "Kabul" || strings.Count(w.Body.String(), "\n") != 1 {
		t.Errorf("the decisions: %s, error %v", w.Body, err)
	}
}

func TestMissedPlace(t *testing.T) {
	h, db := importing(t)
	before := placesOf(t, db.DB)
	w := get(h, "/c/talks/articles/talks/missed?words=crossing")
	page := w.Body.String()
	if err := Run(strings.NewReader(page), In(".occurrences", Text("This is a place"))); err != nil {
		t.Fatal(err)
	}
	link := html.UnescapeString(regexp.MustCompile(`href="(/c/talks/articles/talks/missed\?start=[^"#]+)`).FindStringSubmatch(page)[1])
	if err := Run(get(h, link+"&q=Chaman").Body, All(In("blockquote mark", Text("crossing")), In("#choose", Text("Chaman")), Count(`input[value="none"]`, 0))); err != nil {
		t.Error(err)
	}
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if err := Run(get(h, link+"&choice=place:geonames:1181096&step=scope").Body, All(Count(`input[name="scope"]`, 1), In(".means", Text("Chaman")))); err != nil {
		t.Error(err)
	}
	_, done := follow(t, h, "/c/talks/decisions", "article", "talks", "start", q.Get("start"), "end", q.Get("end"), "choice", "place:geonames:1181096", "scope", "mention", "back", "/c/talks/review?tab=done")
	if now := placesOf(t, db.DB); now["Chaman"] != before["Chaman"]+1 {
		t.Errorf("%v, before %v", now, before)
	}
	story := get(h, "/c/talks/articles/talks").Body.String()
	id := regexp.MustCompile(`id="m-([0-9a-f]{16})"[^>]*><mark>crossing</mark>`).FindStringSubmatch(story)
	if id == nil {
		t.Fatal("the words are not marked in the article")
	}
	if err := Run(get(h, "/m/"+id[1]).Body, All(In("h1", Text("“crossing”")), In(".reasons", Text("Chaman")), In(".reasons", Text("chosen")))); err != nil {
		t.Error(err)
	}
	follow(t, h, undoAction(t, done.Body.String()), "back", "/c/talks/review?tab=done")
	if now := placesOf(t, db.DB); now["Chaman"] != before["Chaman"] {
		t.Errorf("undone: %v, before %v", now, before)
	}
	for query, want := range map[string]string{
		"words=nowhere at all": "does not contain", "start=1&end=x": "Select the words", "start=99999&end=100000": "not in the text", "start=0&end=100": "already a place", "start=9&end=10": "Select the name",
	} {
		if w := get(h, "/c/talks/articles/talks/missed?"+strings.ReplaceAll(query, " ", "+")); !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d, not %q", query, w.Code, want)
		}
	}
}

func TestReviewWithoutScripts(t *testing.T) {
	h, db := importing(t)
	page := get(h, "/c/talks/review").Body.String()
	if err := Run(strings.NewReader(page), All(In(".tabs [aria-current]", Text("Unclear which")), In(".review-group legend", Text("mention")), In("#review-save", Text("Save these")))); err != nil {
		t.Fatal(err)
	}
	field := func(name string) string {
		found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
		if found == nil {
			t.Fatalf("the form has no field %s", name)
		}
		return html.UnescapeString(found[1])
	}
	before := placesOf(t, db.DB)
	fields := []string{"back", "/c/talks/review", "author", "Åsa"}
	for _, group := range []string{"g0", "g1"} {
		if !strings.Contains(page, `name="`+group+`-mention"`) {
			continue
		}
		fields = append(fields, group+"-mention", field(group+"-mention"), group+"-article", field(group+"-article"), group+"-choice", "place:geonames:1167528", group+"-scope", map[string]string{"g0": "group", "g1": "collection"}[group])
	}
	location, done := follow(t, h, "/c/talks/review", fields...)
	if !strings.HasPrefix(location, "/c/talks/review?saved=") {
		t.Errorf("redirected to %s", location)
	}
	if now := placesOf(t, db.DB); now["Quetta"] <= before["Quetta"] {
		t.Errorf("%v, before %v", now, before)
	}
	if err := Run(get(h, "/c/talks/review?tab=done").Body, In(".decisions", All(Text("Quetta"), Text("Åsa")))); err != nil {
		t.Error(err)
	}
	follow(t, h, undoAction(t, done.Body.String()), "back", "/c/talks/review")
	if now := placesOf(t, db.DB); now["Quetta"] != before["Quetta"] {
		t.Errorf("undone: %v, before %v", now, before)
	}
	for _, tab := range []string{"near", "missing", "likely"} {
		if w := get(h, "/c/talks/review?tab="+tab); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `class="review-group"`) {
			t.Errorf("tab %s: %d", tab, w.Code)
		}
	}
	if w := get(h, "/c/talks/review?tab=x"); w.Code != http.StatusNotFound {
		t.Errorf("an unknown tab: %d", w.Code)
	}
}

func TestChanges(t *testing.T) {
	h, db := importing(t)
	id, address := mentionOf(t, 0, "Kabul", 0)
	follow(t, h, "/c/talks/decisions", "article", "talks", "mention", id, "choice", "place:geonames:1167528", "scope", "mention", "author", "Åsa", "back", address)
	if err := Run(get(h, "/c/talks/changes?since=2020-01-01").Body, All(In(".events", All(Text("Kabul"), Text("Quetta"), Text("corrected by a person, Åsa"))), In(".changes", Text("Border talks in Kabul")))); err != nil {
		t.Error(err)
	}
	var layer struct {
		Type     string
		Features []struct {
			Geometry   struct{ Coordinates []float64 }
			Properties map[string]any
		}
	}
	w := get(h, "/c/talks/changes.geojson?since=2020-01-01")
	if err := json.Unmarshal(w.Body.Bytes(), &layer); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, f := range layer.Features {
		if f.Properties["change"] == "reading" {
			found = f.Properties["before"] == "Kabul" && f.Properties["after"] == "Quetta" && f.Properties["author"] == "Åsa" && f.Geometry.Coordinates[0] > 66
		}
	}
	if !found {
		t.Errorf("the layer: %s", w.Body)
	}
	w = get(h, "/c/talks/changes.atom?since=2020-01-01")
	var feed struct {
		XMLName xml.Name
		ID      string `xml:"id"`
		Entries []struct {
			ID    string `xml:"id"`
			Title string `xml:"title"`
			Point string `xml:"http://www.georss.org/georss point"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &feed); err != nil || feed.XMLName.Space != "http://www.w3.org/2005/Atom" || len(feed.Entries) != 5 || w.Header().Get("Content-Type") != "application/atom+xml; charset=utf-8" {
		t.Fatalf("the feed: %s, error %v", w.Body, err)
	}
	if e := feed.Entries[0]; e.Title != "“Kabul”: Kabul → Quetta" || !strings.HasPrefix(e.Point, "30.1") {
		t.Errorf("the first entry: %+v", e)
	}
	// A selection has what concerns it alone.
	if body := get(h, "/c/talks/changes.atom?since=2020-01-01&place=geonames:1181096").Body.String(); strings.Contains(body, "→ Quetta") {
		t.Errorf("a feed of another place: %s", body)
	}
	if body := get(h, "/c/talks/changes?since=2099-01-01").Body.String(); !strings.Contains(body, "Nothing has changed.") {
		t.Errorf("in the future: %s", body)
	}
	if err := Run(get(h, "/c/talks/changes?since=2099-01-01&compare=talks&compare=sitrep+14/a").Body, In("h2", Text("Places of two articles"))); err != nil {
		t.Error(err)
	}
	if w := get(h, "/c/talks/changes?since=soon"); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "is not a day") {
		t.Errorf("a time that is none: %d", w.Code)
	}
	_ = db
}

// A reading that a person decided has a mark in the text, is in the review's list of changes, and in the line below the map.
func TestDecidedReadingsAreMarked(t *testing.T) {
	m := newTestImporter(t, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
	h, err := server.New(server.Config{Store: m.DB, Importer: m, Static: files(t), Gazetteer: fixture.Gazetteer(t)})
	if err != nil {
		t.Fatal(err)
	}
	check := func(address string, all ...Checker) {
		t.Helper()
		if err := Run(get(h, address).Body, all...); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	p := fixture.Parsed()[0]
	id := geo.MentionID(&p.Article, p.Mentions[2].Span)
	check("/c/talks/articles/"+p.Article.ID, Count(".m.decided", 0))
	check("/c/talks", Count(".ledger-line .changed", 0), Count(`link[type="application/atom+xml"]`, 1))
	follow(t, h, "/c/talks/decisions", "article", p.Article.ID, "mention", id, "choice", "place:geonames:1167528", "scope", "mention", "author", "Åsa", "back", "/c/talks")
	check("/c/talks/articles/"+p.Article.ID, Count(".m.decided", 1))
	check("/c/talks", In(".ledger-line .changed", Text("one reading changed")))
	check("/c/talks/review?tab=changed", Count(".events tbody tr", 1), In(".events", Text("corrected by a person")), In(".events", Text("Quetta")))
}
