package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode"

	"dateline/geo"
	"dateline/server"
	"dateline/server/importer"
	"dateline/server/internal/fixture"
	. "dateline/server/internal/htmlcheck"
	"dateline/server/store"
)

// importing returns a server with one collection to which articles can be added.
func importing(t testing.TB, change ...func(*server.Config)) (http.Handler, *testImporter) {
	t.Helper()
	s := newTestImporter(t, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
	c := server.Config{Store: s.DB, Importer: s, AllowURLImport: true, Static: files(t), Gazetteer: fixture.Gazetteer(t)}
	for _, f := range change {
		f(&c)
	}
	h, err := server.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return h, s
}

// post sends a form as a browser does from a page of the server, and follows the redirect
// to the answer of a form that failed. Further headers are given as pairs.
func post(h http.Handler, address, mediaType string, body io.Reader, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, address, body)
	r.Host = "localhost:8080"
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Content-Type", mediaType)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Origin", "http://localhost:8080")
	for i := 0; i+1 < len(headers); i += 2 {
		switch headers[i] {
		case "Host":
			r.Host = headers[i+1]
		default:
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	return sendForm(h, r)
}

// sendForm sends a request, and follows the redirect to the answer of a form that failed.
func sendForm(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if address := w.Header().Get("Location"); w.Code == http.StatusSeeOther && strings.Contains(address, "?failed=") {
		return get(h, "http://"+r.Host+address)
	}
	return w
}

// Reloading the page of a form that failed does not send the form again, and shows the same as long as it is known.
func TestFailedFormsAreRedirected(t *testing.T) {
	h, _ := importing(t)
	for address, page := range map[string]string{
		"/c/talks/add/links": "/c/talks/add", "/c/talks/settings/rename": "/c/talks/settings", "/c/talks/articles/talks/edit": "/c/talks/articles/talks/edit", "/collections": "/",
	} {
		mediaType, body := form("links", "notaurl", "title", strings.Repeat("x", 400))
		r := httptest.NewRequest(http.MethodPost, "http://localhost"+address, body)
		r.Header.Set("Content-Type", mediaType)
		r.Header.Set("Accept", "text/html")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		location := w.Header().Get("Location")
		if before, _, _ := strings.Cut(location, "?"); w.Code != http.StatusSeeOther || before != page {
			t.Errorf("%s: %d to %q, want %s", address, w.Code, location, page)
			continue
		}
		first, again := get(h, "http://localhost"+location), get(h, "http://localhost"+location)
		if first.Code != http.StatusBadRequest || !strings.Contains(first.Body.String(), "<title>Error: ") || first.Body.String() != again.Body.String() {
			t.Errorf("%s: %d, then %d", location, first.Code, again.Code)
		}
		if w := get(h, "http://localhost"+page+"?failed=unknown"); w.Code != http.StatusOK {
			t.Errorf("%s with an unknown answer: %d", page, w.Code)
		}
	}
}

func form(pairs ...string) (mediaType string, body io.Reader) {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return "application/x-www-form-urlencoded", strings.NewReader(v.Encode())
}

// upload encodes files as a form. Names and contents are given as pairs.
func upload(t *testing.T, pairs ...string) (mediaType string, body io.Reader) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		part, err := w.CreateFormFile("files", pairs[i])
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(part, pairs[i+1])
	}
	w.Close()
	return w.FormDataContentType(), &b
}

// The page for adding articles and the ledger show how documents were read.
func TestNoticesAreShown(t *testing.T) {
	h, s := importing(t)
	local := func(address string) *httptest.ResponseRecorder { return get(h, "http://localhost"+address) }
	if err := Run(local("/c/talks/add").Body, In("#import-notices", Attribute("hidden", "")), Count(".notices li", 0)); err != nil {
		t.Errorf("without notices: %v", err)
	}
	const notice = `table.csv: one article a row, text from "Inhalt" <b>`
	err := s.Update(t.Context(), func(tx *store.Tx) error {
		return errors.Join(tx.PutNotice(t.Context(), "talks", notice), tx.PutNotice(t.Context(), "talks", "table.csv: 12 rows without a text were left out"))
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"/c/talks/add", "/c/talks/ledger"} {
		if err := Run(local(address).Body, Count(".notices li", 2), In(".notices", All(Text(notice), Text("12 rows without a text were left out")))); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	if list := local("/c/talks/imports.json").Body.String(); !strings.Contains(list, "12 rows without a text") {
		t.Errorf("the list of imports is %s", list)
	}
}

func TestImportWithoutScripts(t *testing.T) {
	h, s := importing(t)
	local := func(address string) *httptest.ResponseRecorder { return get(h, "http://localhost"+address) }
	if err := Run(local("/c/talks").Body, In(`.sections a[href="/c/talks/add"]`, Text("Add")), Count("#import-status", 1)); err != nil {
		t.Error(err)
	}

	kind, body := form("title", "Late report", "text", "Rain fell in Kabul.")
	w := post(h, "/c/talks/add/text", kind, body)
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != "/c/talks/add?added=1&known=0#imports" {
		t.Fatalf("%d to %q: %s", w.Code, got, w.Body)
	}
	s.paused = true
	if err := Run(local("/c/talks/add?added=1").Body, NothingInline(), Count("h1", 1), In("title", Text("Add articles · Border talks · Dateline")), In(".notice", Text("1 added, reading it now.")),
		In("#queue .waiting", All(Text("Late report"), In("form", Attribute("action", "/c/talks/imports/1/cancel"))))); err != nil {
		t.Error(err)
	}
	s.paused = false
	local("/c/talks/add")
	if err := Run(local("/c/talks/add").Body, In("#queue .done a", All(Text("Late report"), Attribute("href", "/c/talks/articles/a1"))), In("#import-counts", Text("1 added"))); err != nil {
		t.Error(err)
	}
	if err := Run(local("/c/talks/articles/a1").Body, In("h1", Text("Late report")), Count(".story .m", 1)); err != nil {
		t.Error(err)
	}
	kind, body = form("title", "Again", "text", "Rain fell in Kabul.")
	if w := post(h, "/c/talks/add/text", kind, body); w.Header().Get("Location") != "/c/talks/add?added=0&known=1#imports" {
		t.Errorf("a duplicate: %d to %q", w.Code, w.Header().Get("Location"))
	}
}

func TestAddFiles(t *testing.T) {
	h, s := importing(t)
	kind, body := upload(t, "one.txt", "Kabul one", "../two\u202e.txt", "Kabul two", strings.Repeat("é", 200)+".pdf", "Kabul three")
	if w := post(h, "/c/talks/add/files", kind, body); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/c/talks/add?added=3&known=0#imports" {
		t.Fatalf("%d to %q: %s", w.Code, w.Header().Get("Location"), w.Body)
	}
	if len(s.documents) != 3 || s.documents[1] != "two.txt" || len(s.documents[2]) > 255 || !strings.HasSuffix(s.documents[2], "é.pdf") {
		t.Errorf("names: %q", s.documents)
	}
	kind, body = upload(t)
	w := post(h, "/c/talks/add/files", kind, body)
	if err := Run(w.Body, In(".failures", Text("Choose at least one file."))); err != nil || w.Code != http.StatusBadRequest {
		t.Errorf("nothing chosen: %d %v", w.Code, err)
	}
}

func TestLargeFiles(t *testing.T) {
	h, s := importing(t)
	kind, body := upload(t, "large.pdf", strings.Repeat("x", 64<<20+1), "small.txt", "Kabul")
	w := post(h, "/c/talks/add/files", kind, body, "Accept", "application/json")
	var answer struct {
		Added  int
		Failed []struct{ Name, Reason string }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	if w.Code != 200 || answer.Added != 1 || len(answer.Failed) != 1 || !strings.Contains(answer.Failed[0].Reason, "larger than 64 MB") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if len(s.documents) != 1 || s.documents[0] != "small.txt" {
		t.Errorf("imported: %v", s.documents)
	}
	kind, body = upload(t, "large.pdf", strings.Repeat("x", 64<<20+1))
	w = post(h, "/c/talks/add/files", kind, body, "Accept", "application/json")
	if w.Code != http.StatusRequestEntityTooLarge || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("nothing but a large file: %d %s", w.Code, w.Body)
	}
	if w := post(h, "/c/talks/add/text", "application/x-www-form-urlencoded", strings.NewReader("text="+strings.Repeat("x", 17<<20))); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a large text: %d", w.Code)
	}
	many := make([]string, 0, 2*101)
	for i := range 101 {
		many = append(many, fmt.Sprint(i, ".txt"), fmt.Sprint("Kabul ", i))
	}
	kind, body = upload(t, many...)
	w = post(h, "/c/talks/add/files", kind, body)
	if err := Run(w.Body, In(".failures", Text("You can upload 100 files at a time. Zip them, or upload the rest afterwards.")), In(".notice", Text("100 added, reading them now."))); err != nil || w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("many files: %d %v", w.Code, err)
	}
}

func TestBrokenUploads(t *testing.T) {
	h, s := importing(t)
	kind, body := upload(t, "cut.txt", strings.Repeat("Kabul ", 100))
	b, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		kind string
		body []byte
	}{{kind, b[:len(b)/2]}, {kind, nil}, {"text/plain", b}, {"multipart/form-data", b}, {kind, []byte("--")}} {
		if w := post(h, "/c/talks/add/files", c.kind, bytes.NewReader(c.body)); w.Code != http.StatusBadRequest {
			t.Errorf("%s with %d bytes: %d", c.kind, len(c.body), w.Code)
		}
	}
	if len(s.imports["talks"]) > 0 {
		t.Error("half a file was imported")
	}
}

func TestAddLinks(t *testing.T) {
	h, s := importing(t)
	kind, body := form("links", "https://news.example/a\r\n news.example/feed \njavascript:alert(1)//://\nfile:///etc/passwd")
	w := post(h, "/c/talks/add/links", kind, body)
	if w.Code != http.StatusBadRequest {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if err := Run(w.Body, In(".notice", Text("2 added, reading them now.")), Count(".failures li", 2), In(".failures", Text("This is not a web address.")),
		In("#links", Text("file:///etc/passwd")), In("#feeds + ul li", All(Text("News of the border"), In("a", Attribute("href", "https://news.example/feed"))))); err != nil {
		t.Error(err)
	}
	kind, body = form("feed", "https://news.example/feed")
	if w := post(h, "/c/talks/feeds/unfollow", kind, body); w.Code != http.StatusSeeOther || len(s.feeds["talks"]) != 0 {
		t.Errorf("unfollowing: %d, %v", w.Code, s.feeds)
	}
	kind, body = form("links", strings.Repeat("https://news.example/a\n", 101))
	if w := post(h, "/c/talks/add/links", kind, body); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("101 links: %d", w.Code)
	}

	h, _ = importing(t, func(c *server.Config) { c.AllowURLImport = false })
	kind, body = form("links", "https://news.example/a")
	if w := post(h, "/c/talks/add/links", kind, body); w.Code != http.StatusForbidden {
		t.Errorf("without fetching: %d", w.Code)
	}
	if err := Run(get(h, "http://localhost/c/talks/add").Body, Count("#links", 0), Count("#files", 1)); err != nil {
		t.Error(err)
	}
}

// The optional fields of a pasted text reach the importer; invalid ones are reported at
// their fields.
func TestPastedTextHasSourceAndDate(t *testing.T) {
	h, m := importing(t)
	kind, body := form("text", "Rain fell in Kabul.", "title", " Late report ", "publisher", "The Post", "published", "2021-09-06", "url", "https://news.example/a")
	if w := post(h, "/c/talks/add/text", kind, body); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	want := importer.Text{Title: "Late report", Publisher: "The Post", Published: "2021-09-06", URL: "https://news.example/a", Body: "Rain fell in Kabul."}
	if len(m.texts) != 1 || m.texts[0] != want {
		t.Errorf("imported: %+v", m.texts)
	}
	for _, c := range []struct{ field, value, want string }{
		{"published", "yesterday", "“yesterday” is not a date."}, {"url", "javascript:alert(1)", "is not a web address."}, {"text", " \n", "Paste the text of an article."},
		{"title", strings.Repeat("x", 301), "The headline is too long."}, {"publisher", strings.Repeat("x", 301), "The publisher is too long."},
	} {
		fields := map[string]string{"text": "Snow fell.", "title": "Snow", c.field: c.value}
		var pairs []string
		for name, value := range fields {
			pairs = append(pairs, name, value)
		}
		kind, body := form(pairs...)
		w := post(h, "/c/talks/add/text", kind, body)
		if err := Run(w.Body, In("title", Text("Error: Add articles")), In("#failures a", Attribute("href", "#"+c.field)), In("#failures", Text(c.want)), Count(".field-error", 1)); err != nil || w.Code < 400 {
			t.Errorf("%s: %d %v", c.field, w.Code, err)
		}
	}
	if len(m.texts) != 1 {
		t.Errorf("an invalid form was imported: %+v", m.texts)
	}
}

// Readers see sentences: no error of Go, no address of an inner network, no category.
func TestFailuresAreSentences(t *testing.T) {
	inner := fmt.Errorf("fetching https://x.example: %w", geo.Errorf(geo.ErrUnavailable, "dial tcp: lookup x.example on 10.255.255.53:53: no such host"))
	for err, want := range map[error]string{
		inner: "The server cannot do this right now. Try again in a minute.",
		fmt.Errorf("read a.pdf: %w", errors.New("panic: runtime error: index out of range [3]")): "The server could not answer because of an error of its own.",
		geo.Errorf(geo.ErrInput, "a.pdf is a scan; run OCR on it"):                               "A.pdf is a scan; run OCR on it.",
		geo.Errorf(geo.ErrTooLarge, "the archive has more than 10,000 files"):                    "The archive has more than 10,000 files.",
	} {
		h, _ := importing(t, func(c *server.Config) { c.Importer = failingImporter{c.Importer.(*testImporter), err} })
		kind, body := form("links", "https://x.example/a")
		page := post(h, "/c/talks/add/links", kind, body).Body.String()
		if !strings.Contains(page, want) {
			t.Errorf("%v: the page lacks %q", err, want)
		}
		for _, leak := range []string{"dial tcp", "10.255", "panic", "runtime", "bad input", "unavailable:", "too large:"} {
			if strings.Contains(page, leak) {
				t.Errorf("%v: the page has %q", err, leak)
			}
		}
	}
	h, _ := importing(t)
	for _, link := range []string{"notaurl", "ftp://a.b/c", "https://", "javascript:alert(1)", "https://<svg"} {
		kind, body := form("links", link)
		if w := post(h, "/c/talks/add/links", kind, body); !strings.Contains(w.Body.String(), "This is not a web address.") {
			t.Errorf("%s: %d", link, w.Code)
		}
	}
}

// failingImporter returns an error for every URL.
type failingImporter struct {
	*testImporter
	err error
}

func (f failingImporter) AddURL(context.Context, string, string) (importer.SubmitResult, error) {
	return importer.SubmitResult{}, f.err
}

// Nothing can be added to a collection in memory: its articles can be kept.
func TestKeep(t *testing.T) {
	h, m := importing(t, func(c *server.Config) {
		c.Temporary = storeOf(t, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
	})
	for _, address := range []string{"/c/talks", "/c/talks/articles", "/c/talks/ledger", "/c/talks/articles/talks", "/c/talks/places/geonames:1138958"} {
		if err := Run(get(h, address).Body, Count(`.sections a[href$="/add"]`, 0), Count("#import-status", 0)); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	if w := get(h, "/c/talks/add"); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "Keep these articles") {
		t.Errorf("the page for adding: %d", w.Code)
	}
	kind, body := form("text", "Rain")
	if w := post(h, "/c/talks/add/text", kind, body); w.Code != http.StatusForbidden {
		t.Errorf("a text: %d", w.Code)
	}
	if w := post(h, "/c/talks/keep", "", nil); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/c/border-talks/add" || len(m.imports["border-talks"]) != 4 {
		t.Errorf("keep: %d to %q, %d articles", w.Code, w.Header().Get("Location"), len(m.imports["border-talks"]))
	}
	if w := post(h, "/c/border-talks/keep", "", nil); w.Code != http.StatusBadRequest {
		t.Errorf("keep a stored collection: %d", w.Code)
	}
}

func TestCancelAndRetry(t *testing.T) {
	h, s := importing(t)
	kind, body := upload(t, "scan.pdf", "unreadable Kabul")
	post(h, "/c/talks/add/files", kind, body)
	state := func() string {
		w := get(h, "http://localhost/c/talks/imports.json", "Accept", "application/json")
		var a struct {
			Rows []struct{ State, Reason, Cancel, Retry string }
		}
		if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil || len(a.Rows) != 1 {
			t.Fatalf("%v: %s", err, w.Body)
		}
		return strings.TrimSpace(fmt.Sprint(a.Rows[0].State, " ", a.Rows[0].Reason, a.Rows[0].Cancel, a.Rows[0].Retry))
	}
	for i, want := range []string{"working /c/talks/imports/1/cancel", "failed This is not a document./c/talks/imports/1/retry"} {
		if got := state(); got != want {
			t.Fatalf("%d: %q", i, got)
		}
	}
	if w := post(h, "/c/talks/imports/1/retry", "", nil, "Accept", "application/json"); w.Code != http.StatusNoContent {
		t.Errorf("retry: %d %s", w.Code, w.Body)
	}
	if w := post(h, "/c/talks/imports/1/cancel", "", nil); w.Code != http.StatusSeeOther || s.imports["talks"][0].State != importer.Cancelled {
		t.Errorf("cancel: %d %s", w.Code, s.imports["talks"][0].State)
	}
	for address, want := range map[string]int{
		"/c/talks/imports/2/cancel": 404, "/c/talks/imports/x/cancel": 404, "/c/talks/imports/1/burn": 404, "/c/other/imports/1/cancel": 404,
	} {
		if w := post(h, address, "", nil); w.Code != want {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
	first := get(h, "http://localhost/c/talks/imports.json")
	if again := get(h, "http://localhost/c/talks/imports.json", "If-None-Match", first.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("an unchanged list: %d", again.Code)
	}
	if w := get(h, "http://localhost/c/talks/add?state=lost"); w.Code != http.StatusBadRequest {
		t.Errorf("an unknown state: %d", w.Code)
	}
}

func TestNewCollection(t *testing.T) {
	h, s := importing(t)
	if err := Run(get(h, "/").Body, In("h1", Text("Put a story on the map")), In("#new", Attribute("action", "/collections"))); err != nil {
		t.Error(err)
	}
	for title, want := range map[string]string{"Border talks, 2021": "/c/border-talks-2021/add", " Talks ": "/c/talks-2/add", "كابل": "/c/collection/add", strings.Repeat("long ", 40): "/c/" + strings.TrimRight(strings.Repeat("long-", 12)[:56], "-") + "/add"} {
		kind, body := form("title", title)
		if w := post(h, "/collections", kind, body); w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
			t.Errorf("%q: %d to %q, want %q", title, w.Code, w.Header().Get("Location"), want)
		}
	}
	before := s.count()
	for _, title := range []string{"", " ", strings.Repeat("x", 301)} {
		kind, body := form("title", title)
		w := post(h, "/collections", kind, body)
		if err := Run(w.Body, In("#new-problem", Text("title"))); err != nil || w.Code != http.StatusBadRequest || s.count() != before {
			t.Errorf("title of %d bytes: %d %v", len(title), w.Code, err)
		}
	}
}

// Changes are refused to pages of other sites, under other host names, and without an
// importer.
func TestWhoMayImport(t *testing.T) {
	addresses := []string{"/collections", "/c/talks/add/text", "/c/talks/add/files", "/c/talks/add/links", "/c/talks/imports/1/cancel", "/c/talks/imports/1/retry", "/c/talks/feeds/unfollow"}
	h, s := importing(t, func(c *server.Config) {
		c.BaseURL, c.AllowedHosts = "https://maps.example.org/", []string{"Desk.example:8080"}
	})
	for _, c := range []struct {
		name    string
		headers []string
		refused bool
	}{
		{"another site's page", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, true},
		{"another port's page", []string{"Sec-Fetch-Site", "same-site", "Origin", "http://localhost:9999"}, true},
		{"an old browser, another site", []string{"Sec-Fetch-Site", "", "Origin", "https://evil.example"}, true},
		{"an opaque page", []string{"Sec-Fetch-Site", "cross-site", "Origin", "null"}, true},
		{"another site's name", []string{"Host", "evil.example", "Origin", "http://evil.example"}, true},
		{"another site's name that looks like ours", []string{"Host", "localhost.evil.example", "Origin", "http://localhost.evil.example"}, true},
		{"no name", []string{"Host", "", "Origin", ""}, true},
		{"the base address", []string{"Host", "maps.example.org", "Origin", "https://maps.example.org"}, false},
		{"the base address behind a proxy", []string{"Host", "localhost:8080", "Origin", "https://maps.example.org", "Sec-Fetch-Site", "same-origin"}, false},
		{"a name that was given", []string{"Host", "desk.example:8080", "Origin", "http://desk.example:8080"}, false},
		{"an address without a name", []string{"Host", "192.168.1.5:8080", "Origin", "http://192.168.1.5:8080"}, false},
		{"an IPv6 address", []string{"Host", "[::1]:8080", "Origin", "http://[::1]:8080"}, false},
		{"a program", []string{"Sec-Fetch-Site", "", "Origin", ""}, false},
	} {
		for _, address := range addresses {
			before := s.count()
			kind, body := form("title", "x", "text", "x", "links", "x", "feed", "x")
			w := post(h, address, kind, body, c.headers...)
			if (w.Code == http.StatusForbidden || w.Code == http.StatusMisdirectedRequest) != c.refused {
				t.Errorf("%s, %s: %d", c.name, address, w.Code)
			}
			if c.refused && s.count() != before {
				t.Errorf("%s, %s: refused, but done", c.name, address)
			}
		}
	}
	if w := get(h, "http://evil.example/c/talks/imports.json"); w.Code != http.StatusMisdirectedRequest {
		t.Errorf("imports under another name: %d", w.Code)
	}
	if w := get(h, "http://localhost/embed/c/talks"); !strings.Contains(w.Header().Get("Content-Security-Policy"), "form-action 'none'") {
		t.Errorf("an embedded map may submit forms: %s", w.Header().Get("Content-Security-Policy"))
	}

	off := talks(t)
	for _, address := range addresses {
		if w := post(off, address, "", nil); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "turned off") {
			t.Errorf("without an importer, %s: %d", address, w.Code)
		}
	}
	if w := get(off, "http://localhost/c/talks/add"); w.Code != http.StatusForbidden {
		t.Errorf("without an importer: %d", w.Code)
	}
	for _, address := range []string{"/", "/c/talks", "/c/talks/articles", "/c/talks/articles/talks", "/embed/c/talks"} {
		w := get(off, address)
		if body := w.Body.String(); strings.Contains(body, "/add") || strings.Contains(body, "import-status") {
			t.Errorf("%s offers to add articles without an importer", address)
		}
	}
}

// slow is an importer that blocks on files.
type slow struct {
	*testImporter
	entered, release chan struct{}
}

func (s slow) AddDocument(ctx context.Context, collection, name string, r io.Reader) (importer.SubmitResult, error) {
	s.entered <- struct{}{}
	<-s.release
	return s.testImporter.AddDocument(ctx, collection, name, r)
}

func TestConcurrentUploadsAreLimited(t *testing.T) {
	const atOnce = 4
	s := slow{newTestImporter(t, collection{Name: "talks", Title: "Border talks"}), make(chan struct{}), make(chan struct{})}
	h, _ := importing(t, func(c *server.Config) { c.Store, c.Importer = s.DB, s })
	answers := make(chan int, atOnce)
	for i := range atOnce {
		kind, body := upload(t, "slow.txt", fmt.Sprint("Kabul ", i))
		go func() { answers <- post(h, "/c/talks/add/files", kind, body).Code }()
		<-s.entered
	}
	kind, body := upload(t, "more.txt", "Kabul")
	if w := post(h, "/c/talks/add/files", kind, body); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("one more: %d %v", w.Code, w.Header())
	}
	close(s.release)
	for range atOnce {
		if status := <-answers; status != http.StatusSeeOther {
			t.Errorf("an upload within the limit: %d", status)
		}
	}
}

func FuzzUploads(f *testing.F) {
	const kind = "multipart/form-data; boundary=b"
	for _, s := range []string{
		"--b\r\nContent-Disposition: form-data; name=files; filename=a.txt\r\n\r\nKabul\r\n--b--\r\n",
		"--b\r\nContent-Disposition: form-data; name=files; filename*=utf-8''%00%ff\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=4\r\n--b",
		"--b\r\n\r\n\r\n--b--",
	} {
		f.Add([]byte(s))
	}
	h, s := importing(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		s.documents = nil
		w := post(h, "/c/talks/add/files", kind, bytes.NewReader(body), "Accept", "application/json")
		if w.Code >= 500 || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		for _, name := range s.documents {
			if name == "" || len(name) > 255 || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) || strings.ContainsAny(name, "/") {
				t.Errorf("a file has the name %q", name)
			}
		}
	})
}
