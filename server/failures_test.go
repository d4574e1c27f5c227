package server_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"dateline/geo"
	"dateline/server"
	"dateline/server/importer"
	"dateline/server/internal/fixture"
	"dateline/server/store"

	"golang.org/x/net/html"
)

// programmers are words of programs that no reader must see: categories of errors,
// names of packages and functions, network and file system errors, and verbs of fmt.
var programmers = regexp.MustCompile(`(?i)bad input|not found:|unavailable:|\bdial\b|\blookup\b|\bEOF\b|strconv|sql|context (deadline|canceled)|panic|goroutine|nil pointer|%!|/tmp/|\.go:|multipart:|syntax error|unexpected end|0x[0-9a-f]{4}|10\.\d+\.\d+\.\d+|geo\.|errno|no such host|connection refused|<nil>`)

// mainText returns the text of the main element of a page.
func mainText(t *testing.T, page io.Reader) string {
	t.Helper()
	doc, err := html.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var walk func(n *html.Node, inside bool)
	walk = func(n *html.Node, inside bool) {
		inside = inside || n.Type == html.ElementNode && n.Data == "main"
		if n.Type == html.TextNode && inside {
			b.WriteString(n.Data + "\n")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, inside)
		}
	}
	walk(doc, false)
	return b.String()
}

// brokenImporter fails with an error of the machine.
type brokenImporter struct {
	*testImporter
	err error
}

// Every failure that a reader can meet is a sentence for the reader: what happened, why,
// and what to do. No error of the program is in it.
func TestEveryFailureIsASentence(t *testing.T) {
	h, _ := importing(t)
	noLinks, _ := importing(t, func(c *server.Config) { c.AllowURLImport = false })
	readOnly := talks(t)
	textForm := func(pairs ...string) func() (string, io.Reader) {
		return func() (string, io.Reader) { return form(pairs...) }
	}
	door := func(pairs ...string) func() (string, io.Reader) {
		return func() (string, io.Reader) { return doorForm(t, pairs...) }
	}
	failures := []struct {
		handler http.Handler
		address string
		body    func() (string, io.Reader) // nil for GET
		status  int
	}{
		{h, "/nothing", nil, 404}, {h, "/c/nope", nil, 404}, {h, "/c/nope/articles", nil, 404}, {h, "/c/nope/ledger", nil, 404}, {h, "/c/nope/search?q=x", nil, 404},
		{h, "/c/nope/add", nil, 404}, {h, "/c/nope/view.json", nil, 404}, {h, "/c/talks/articles/nope", nil, 404}, {h, "/c/talks/places/nope", nil, 404},
		{h, "/c/talks/places/nope/passages", nil, 404}, {h, "/m/0123456789abcdef", nil, 404}, {h, "/m/x", nil, 404}, {h, "/c/talks/ledger?outcome=nope", nil, 400},
		{h, "/c/talks?page=0", nil, 400}, {h, "/c/talks?page=x", nil, 400}, {h, "/c/talks/articles?page=-1", nil, 400}, {h, "/c/talks/articles/talks?section=x", nil, 400},
		{h, "/c/talks/articles/talks?section=0", nil, 400}, {h, "/c/talks/articles/talks?page=x", nil, 400}, {h, "/c/talks/articles/talks?q=" + strings.Repeat("x", 401), nil, 413},
		{h, "/c/talks/add?state=nope", nil, 400}, {h, "/embed/c/nope", nil, 404}, {h, "/static/0/viewer.js", nil, 404}, {h, "/basemap/labels/a/b/c.json", nil, 400},
		{h, "/c/talks/places/" + strings.Repeat("x", 500), nil, 404}, {h, "/c/talks/articles/%00", nil, 404}, {readOnly, "/c/talks/add", nil, 403}, {readOnly, "/add", door("text", "Kabul"), 403},
		{h, "/add", door("into", "new"), 400}, {h, "/add", door("text", "Kabul", "into", "nope"), 404}, {h, "/add", door("text", "Kabul", "published", "soon"), 400},
		{h, "/add", door("text", "Kabul", "url", "javascript:alert(1)"), 400}, {h, "/add", door("text", "Kabul", "title", strings.Repeat("x", 301)), 413}, {h, "/add", door("text", "Kabul", "into", "none"), 403},
		{h, "/add", door("text", strings.Repeat("https://a.example/x ", 101)), 413}, {noLinks, "/add", door("text", "https://a.example/x"), 403}, {h, "/add", textForm("text", "Kabul"), 400},
		{h, "/collections", textForm("title", " "), 400}, {h, "/collections", textForm("title", strings.Repeat("x", 301)), 400}, {h, "/c/talks/add/text", textForm("text", " "), 400},
		{h, "/c/talks/add/text", textForm("text", "x", "published", "2021-13-40"), 400}, {h, "/c/talks/add/links", textForm("links", "notaurl"), 400}, {h, "/c/talks/add/links", textForm("links", "ftp://a.b/c"), 400},
		{h, "/c/talks/add/links", textForm("links", ""), 400}, {noLinks, "/c/talks/add/links", textForm("links", "https://a.example"), 403}, {h, "/c/nope/add/text", textForm("text", "x"), 404},
		{h, "/c/talks/add/files", textForm("files", "x"), 400}, {h, "/c/talks/imports/x/cancel", textForm(), 404}, {h, "/c/talks/imports/99/retry", textForm(), 404}, {h, "/c/talks/keep", textForm(), 400},
		{h, "/areas.json?" + strings.Repeat("id=a&", 200), nil, 413},
	}
	if len(failures) < 40 {
		t.Errorf("only %d failures", len(failures))
	}
	for _, f := range failures {
		var w *httptest.ResponseRecorder
		if f.body == nil {
			w = get(f.handler, "http://localhost"+f.address, "Accept", "text/html")
		} else {
			mediaType, body := f.body()
			w = post(f.handler, f.address, mediaType, body)
		}
		if w.Code != f.status {
			t.Errorf("%.80s: %d, want %d", f.address, w.Code, f.status)
			continue
		}
		checkSentence(t, f.address, mainText(t, w.Body))
	}
}

// checkSentence reports a page without a sentence, or with words of a program.
func checkSentence(t *testing.T, address, text string) {
	t.Helper()
	if found := programmers.FindString(text); found != "" {
		t.Errorf("%.80s: the page contains %q: %.400s", address, found, text)
	}
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimPrefix(strings.TrimSpace(line), ": ")
		first := strings.IndexFunc(line, unicode.IsLetter)
		if first >= 0 && strings.HasSuffix(line, ".") && strings.Contains(line, " ") {
			return
		}
	}
	t.Errorf("%.80s: the page has no sentence: %.400s", address, text)
}

// Errors of the machine are logged, and readers get a sentence without them.
func TestErrorsOfTheMachineAreNotShown(t *testing.T) {
	for _, err := range []error{
		errors.New("dial tcp: lookup db on 10.255.255.53:53: no such host"), errors.New("write /tmp/store.db: no space left on device"),
		geo.Errorf(geo.ErrUnavailable, "the queue accepts no more"), errors.New("sql: database is closed"), io.ErrUnexpectedEOF,
	} {
		h, err2 := server.New(server.Config{Store: storeOf(t, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()}), Static: files(t),
			Importer: &brokenImporter{newTestImporter(t, collection{Name: "talks", Title: "Border talks"}), err}, AllowURLImport: true})
		if err2 != nil {
			t.Fatal(err2)
		}
		mediaType, body := form("text", "Kabul")
		w := post(h, "/c/talks/add/text", mediaType, body)
		if w.Code < 500 {
			t.Errorf("%v: %d", err, w.Code)
		}
		checkSentence(t, err.Error(), mainText(t, w.Body))
	}
}

func (b *brokenImporter) AddText(context.Context, string, importer.Text) (importer.SubmitResult, error) {
	return importer.SubmitResult{}, b.err
}

// A write that the machine does not allow says why and what to do: a full disk, a store that another program writes to, one that may not be written, and one
// that is gone.
func TestWritesThatTheMachineRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		says   string
		breaks func(t *testing.T, db *store.DB)
	}{
		"full disk": {507, "disk of the server is full", func(t *testing.T, db *store.DB) {
			var pages int
			if err := db.Writer().QueryRow(`PRAGMA page_count`).Scan(&pages); err != nil {
				t.Fatal(err)
			}
			execute(t, db.Writer(), fmt.Sprint(`PRAGMA max_page_count = `, pages))
		}},
		"locked": {503, "another program is writing", func(t *testing.T, db *store.DB) {
			execute(t, db.Writer(), `PRAGMA busy_timeout = 0`)
			other, err := sql.Open("sqlite", db.Address())
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { other.Close() })
			other.SetMaxOpenConns(1)
			execute(t, other, `BEGIN IMMEDIATE`)
		}},
		"read-only": {503, "may not write", func(t *testing.T, db *store.DB) { execute(t, db.Writer(), `PRAGMA query_only = 1`) }},
		"gone":      {500, "error of its own", func(_ *testing.T, db *store.DB) { db.Close() }},
	} {
		t.Run(name, func(t *testing.T) {
			db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "store.db"))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { db.Close() })
			fillStore(t, db, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
			h, err := server.New(server.Config{Store: db, Static: files(t), Importer: &testImporter{DB: db}})
			if err != nil {
				t.Fatal(err)
			}
			test.breaks(t, db)
			mediaType, body := form("description", strings.Repeat("words ", 800))
			w := post(h, "/c/talks/settings/describe", mediaType, body)
			text := mainText(t, w.Body)
			if w.Code != test.status || !strings.Contains(text, test.says) {
				t.Errorf("%d, want %d: %s", w.Code, test.status, text)
			}
			checkSentence(t, name, text)
		})
	}
}

// execute runs a statement.
func execute(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
