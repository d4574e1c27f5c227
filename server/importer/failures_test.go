package importer_test

import (
	"bytes"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/server/importer"
)

// programmers are words of programs that no reader must see.
var programmers = regexp.MustCompile(`(?i)bad input|not found:|unavailable:|\bdial\b|\blookup\b|\bEOF\b|strconv|sql|context (deadline|canceled)|panic|goroutine|nil pointer|%!|/tmp/|\.go:|multipart:|syntax error|unexpected end|0x[0-9a-f]{4}|geo\.|errno|connection re|<nil>|\bget "|tcp|valid zip|xml:|x509|tls:|invalid character`)

// Every link and document that cannot be imported has a reason in words for its reader.
func TestFailedImportsHaveReasonsForReaders(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page := func(status int, mediaType, body string) {
			w.Header().Set("Content-Type", mediaType)
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
		switch r.URL.Path {
		case "/login":
			page(401, "text/html", "Log in")
		case "/forbidden":
			page(403, "text/html", "Forbidden")
		case "/legal":
			page(451, "text/html", "Not in your country")
		case "/gone":
			page(410, "text/html", "Gone")
		case "/broken":
			page(500, "text/html", "broken")
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/inside":
			http.Redirect(w, r, "http://10.1.2.3/", http.StatusFound)
		case "/picture":
			page(200, "image/png", "\x89PNG\r\n\x1a\n\x00\x00")
		case "/empty":
			page(200, "text/html", "")
		case "/script":
			page(200, "text/html", "<html><body><script>render()</script></body></html>")
		case "/cut":
			w.Header().Set("Content-Length", "5000")
			_, _ = w.Write([]byte("<p>The beginning"))
			panic(http.ErrAbortHandler)
		default:
			http.NotFound(w, r)
		}
	}))
	defer s.Close()
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	defer secure.Close()
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	f := start(t, options{})
	failed := map[string]bool{}
	check := func(name, reason string) {
		failed[name] = true
		if found := programmers.FindString(reason); found != "" {
			t.Errorf("%s: the reason contains %q: %s", name, found, reason)
		}
		if len(strings.Fields(reason)) < 3 {
			t.Errorf("%s: the reason is %q", name, reason)
		}
	}
	links := []string{closed.URL + "/", secure.URL + "/", strings.Replace(s.URL, "http", "https", 1) + "/", "http://host.invalid/story", "http://10.1.2.3/", "http://[::1", "ftp://files.example/story"}
	for _, path := range []string{"/missing", "/login", "/forbidden", "/legal", "/gone", "/broken", "/loop", "/inside", "/picture", "/empty", "/script", "/cut"} {
		links = append(links, s.URL+path)
	}
	for _, link := range links {
		if _, err := f.AddURL(t.Context(), "news", link); err != nil {
			check(link, err.Error())
		}
	}
	documents := map[string][]byte{
		"picture.png": []byte("\x89PNG\r\n\x1a\n\x00\x00"), "empty.txt": {}, "cut.docx": []byte("PK\x03\x04word"), "cut.zip": []byte("PK\x03\x04"),
		"binary.txt": bytes.Repeat([]byte{0, 1, 2, 0xff}, 100), "broken.jsonl": []byte(`{"id": "a"`), "notext.json": []byte(`{"title": "Only a title"}`), "empty.html": []byte("<html></html>"), "cut.epub": []byte("PK\x03\x04mimetype"),
	}
	for name, content := range documents {
		if _, err := f.AddDocument(t.Context(), "news", name, bytes.NewReader(content)); err != nil {
			if !errors.Is(err, geo.ErrInput) {
				t.Errorf("%s: %v", name, err)
			}
			check(name, err.Error())
		}
	}
	list := f.awaitReasons(t)
	for i := range list.Recent {
		r := &list.Recent[i]
		if r.State == importer.Done {
			continue
		}
		check(r.Name, r.Reason)
	}
	for _, link := range links {
		if !failed[link] {
			t.Errorf("%s was imported", link)
		}
	}
	for name := range documents {
		if !failed[name] {
			t.Errorf("%s was imported", name)
		}
	}
}

// awaitReasons returns the imports once each of them is done, or has a reason why it is not.
func (f *fixture) awaitReasons(t *testing.T) importer.ImportList {
	t.Helper()
	for {
		changed := f.queue.Changed()
		list, err := f.Imports(t.Context(), "news", "")
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(list.Recent, func(i importer.Import) bool { return i.State != importer.Done && i.Reason == "" }) {
			return list
		}
		select {
		case <-changed:
		case <-t.Context().Done():
			t.Fatal(t.Context().Err())
		}
	}
}
