package download

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/geo"
)

// zipOf returns a zip archive of about n bytes that do not compress.
func zipOf(t *testing.T, seed byte, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("allCountries.txt")
	if err != nil {
		t.Fatal(err)
	}
	noise := make([]byte, n)
	if _, err := rand.NewChaCha8([32]byte{seed}).Read(noise); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(noise); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// publisher is a server of one file with faults.
type publisher struct {
	content  []byte
	etag     string
	modified time.Time
	// cut ends the response to the nth request (from 1) after this number of bytes.
	cut map[int]int
	// status is the status code of the response to the nth request.
	status map[int]int
	// before is called before the response to the nth request.
	before func(n int)
	// ranges is whether the server supports ranges.
	ranges   bool
	requests []*http.Request
}

func (p *publisher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.requests = append(p.requests, r)
	n := len(p.requests)
	if p.before != nil {
		p.before(n)
	}
	if code := p.status[n]; code != 0 {
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(code)
		return
	}
	if p.etag != "" {
		w.Header().Set("ETag", p.etag)
	}
	w.Header().Set("Content-Type", "application/zip")
	out := w
	if limit, ok := p.cut[n]; ok {
		out = &cutting{ResponseWriter: w, left: limit}
	}
	if !p.ranges {
		w.Header().Set("Content-Length", fmt.Sprint(len(p.content)))
		_, _ = out.Write(p.content)
		return
	}
	http.ServeContent(out, r, "", p.modified, bytes.NewReader(p.content))
}

// cutting closes the connection after some bytes.
type cutting struct {
	http.ResponseWriter
	left int
}

func (c *cutting) Write(b []byte) (int, error) {
	if len(b) <= c.left {
		c.left -= len(b)
		return c.ResponseWriter.Write(b)
	}
	_, _ = c.ResponseWriter.Write(b[:c.left])
	c.ResponseWriter.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

// downloader returns a downloader into a temporary folder that does not wait; waits are
// its delays.
func downloader(t *testing.T, p *publisher) (d *Downloader, f File, waits *[]time.Duration) {
	t.Helper()
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	waits = new([]time.Duration)
	return &Downloader{
		Dir:    filepath.Join(t.TempDir(), "new"),
		Client: server.Client(),
		Wait: func(ctx context.Context, delay time.Duration) error {
			*waits = append(*waits, delay)
			return ctx.Err()
		},
	}, File{Name: "all.zip", URL: server.URL + "/all.zip"}, waits
}

func checkFile(t *testing.T, d *Downloader, want []byte) {
	t.Helper()
	got, err := os.ReadFile(filepath.Join(d.Dir, "all.zip"))
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("the file has %d bytes, %v; want the publisher's %d", len(got), err, len(want))
	}
	if _, err := os.Stat(filepath.Join(d.Dir, ".all.zip.part")); err == nil {
		t.Error("the part is left behind")
	}
}

func TestFetch(t *testing.T) {
	p := &publisher{content: zipOf(t, 1, 3<<20), etag: `"v1"`, ranges: true}
	d, f, _ := downloader(t, p)
	var told []Progress
	d.Report = func(p Progress) { told = append(told, p) }
	got, err := d.Fetch(t.Context(), f)
	if err != nil || got.Status != Fetched || got.Bytes != int64(len(p.content)) {
		t.Fatalf("Fetch = %+v, %v", got, err)
	}
	checkFile(t, d, p.content)
	if last := told[len(told)-1]; len(told) < 3 || last.Done != got.Bytes || last.Total != got.Bytes {
		t.Errorf("progress = %+v", told)
	}

	if got, err = d.Fetch(t.Context(), f); err != nil || got.Status != Unchanged {
		t.Errorf("fetched again: %+v, %v, want it unchanged", got, err)
	}
	p.content, p.etag = zipOf(t, 2, 1000), `"v2"`
	if got, err = d.Fetch(t.Context(), f); err != nil || got.Status != Fetched {
		t.Errorf("fetched after a change: %+v, %v", got, err)
	}
	checkFile(t, d, p.content)
}

func TestFetchGoesOn(t *testing.T) {
	for name, change := range map[string]func(*publisher){
		"by tag":           func(p *publisher) { p.etag = `"v1"` },
		"by date":          func(p *publisher) { p.modified = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC) },
		"through failures": func(p *publisher) { p.etag = `"v1"`; p.status = map[int]int{2: 503} },
	} {
		t.Run(name, func(t *testing.T) {
			p := &publisher{content: zipOf(t, 1, 1<<20), ranges: true, cut: map[int]int{1: 300_000, 3: 200_000}}
			change(p)
			d, f, waits := downloader(t, p)
			got, err := d.Fetch(t.Context(), f)
			if err != nil || got.Status != Resumed {
				t.Fatalf("Fetch = %+v, %v", got, err)
			}
			checkFile(t, d, p.content)
			if r := p.requests[len(p.requests)-1].Header.Get("Range"); r == "" || r == "bytes=0-" {
				t.Errorf("the last request asks for the range %q", r)
			}
			if p.status != nil && (*waits)[1] != 7*time.Second {
				t.Errorf("waited %v, want the 7 s that the server wished", *waits)
			}
		})
	}
}

// The next call resumes an interrupted download.
func TestFetchGoesOnLater(t *testing.T) {
	p := &publisher{content: zipOf(t, 1, 1<<20), etag: `"v1"`, ranges: true, cut: map[int]int{1: 500_000}}
	d, f, _ := downloader(t, p)
	d.Attempts = 1
	if _, err := d.Fetch(t.Context(), f); !errors.Is(err, geo.ErrUnavailable) {
		t.Fatalf("Fetch = %v, want it cut off", err)
	}
	if _, err := os.Stat(filepath.Join(d.Dir, "all.zip")); err == nil {
		t.Error("half a file stands under the file's name")
	}
	got, err := d.Fetch(t.Context(), f)
	if err != nil || got.Status != Resumed {
		t.Fatalf("Fetch = %+v, %v", got, err)
	}
	checkFile(t, d, p.content)
}

// A connection without data is closed and the transfer retried.
func TestFetchStalls(t *testing.T) {
	p := &publisher{content: zipOf(t, 1, 1<<20), etag: `"v1"`, ranges: true}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(p.requests) == 0 {
			p.requests = append(p.requests, r)
			w.Header().Set("ETag", p.etag)
			w.Header().Set("Content-Length", fmt.Sprint(len(p.content)))
			_, _ = w.Write(p.content[:100_000])
			w.(http.Flusher).Flush()
			<-r.Context().Done()
			return
		}
		p.ServeHTTP(w, r)
	}))
	defer server.Close()
	d := &Downloader{Dir: t.TempDir(), Client: server.Client(), Stall: 50 * time.Millisecond, Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }}
	got, err := d.Fetch(t.Context(), File{Name: "all.zip", URL: server.URL})
	if err != nil || got.Status != Resumed {
		t.Fatalf("Fetch = %+v, %v", got, err)
	}
	checkFile(t, d, p.content)
}

func TestFetchWithoutRanges(t *testing.T) {
	p := &publisher{content: zipOf(t, 1, 1<<20), etag: `"v1"`, cut: map[int]int{1: 500_000}}
	d, f, _ := downloader(t, p)
	got, err := d.Fetch(t.Context(), f)
	if err != nil || got.Status != Fetched {
		t.Fatalf("Fetch = %+v, %v", got, err)
	}
	checkFile(t, d, p.content)
}

// The publisher replaces the file during a transfer.
func TestFetchOfAChangedFile(t *testing.T) {
	p := &publisher{content: zipOf(t, 1, 1<<20), etag: `"v1"`, ranges: true, cut: map[int]int{1: 500_000}}
	next := zipOf(t, 2, 1<<20)
	p.before = func(n int) {
		if n == 2 {
			p.content, p.etag = next, `"v2"`
		}
	}
	d, f, _ := downloader(t, p)
	if _, err := d.Fetch(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	checkFile(t, d, next)
}

// The server changes the file but not its entity tag: the parts do not match, and the
// whole file is fetched.
func TestFetchOfHalvesThatDoNotFit(t *testing.T) {
	p := &publisher{content: zipOf(t, 1, 1<<20), etag: `"v1"`, ranges: true, cut: map[int]int{1: 500_000}}
	next := zipOf(t, 2, 1<<20)
	p.before = func(n int) {
		if n == 2 {
			p.content = next
		}
	}
	d, f, _ := downloader(t, p)
	if _, err := d.Fetch(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	checkFile(t, d, next)
}

func TestFetchRefuses(t *testing.T) {
	broken := zipOf(t, 1, 1000)
	broken[500] ^= 1
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		file    string
		want    error
	}{
		"web page": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, "<html>Please log in")
		}, "a.zip", geo.ErrInput},
		"web page as a table": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			fmt.Fprint(w, "<html>\tPlease log in")
		}, "a.txt", geo.ErrInput},
		"not a zip":   {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "AF\t1\n") }, "a.zip", geo.ErrInput},
		"not GeoJSON": {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "404: Not Found") }, "a.geojson", geo.ErrInput},
		"half GeoJSON": {func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"type":"FeatureCollection","features":[`)
		}, "a.geojson", geo.ErrInput},
		"bad checksum":  {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(broken) }, "a.zip", geo.ErrInput},
		"empty":         {func(http.ResponseWriter, *http.Request) {}, "a.txt", geo.ErrInput},
		"not found":     {http.NotFound, "a.zip", geo.ErrNotFound},
		"forbidden":     {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }, "a.zip", geo.ErrForbidden},
		"out of order":  {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }, "a.zip", geo.ErrUnavailable},
		"much too long": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "99999999999999") }, "a.zip", geo.ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(test.handler)
			defer server.Close()
			d := &Downloader{Dir: t.TempDir(), Client: server.Client(), Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }}
			if _, err := d.Fetch(t.Context(), File{Name: test.file, URL: server.URL + "/" + test.file}); !errors.Is(err, test.want) {
				t.Errorf("Fetch = %v, want %v", err, test.want)
			}
			if _, err := os.Stat(filepath.Join(d.Dir, test.file)); err == nil {
				t.Error("the file exists")
			}
		})
	}
}

// An existing file is unchanged if a new one cannot be fetched.
func TestFetchKeepsTheOldFile(t *testing.T) {
	p := &publisher{content: zipOf(t, 1, 1000), etag: `"v1"`, ranges: true}
	d, f, _ := downloader(t, p)
	if _, err := d.Fetch(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	old := p.content
	p.content, p.etag = []byte("not a zip"), `"v2"`
	if _, err := d.Fetch(t.Context(), f); !errors.Is(err, geo.ErrInput) {
		t.Errorf("Fetch = %v, want an error", err)
	}
	checkFile(t, d, old)
}

func TestFetchEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p := &publisher{content: zipOf(t, 1, 1<<20), etag: `"v1"`, ranges: true, cut: map[int]int{1: 500_000}}
	d, f, _ := downloader(t, p)
	d.Wait = func(ctx context.Context, _ time.Duration) error { cancel(); return ctx.Err() }
	if _, err := d.Fetch(ctx, f); !errors.Is(err, context.Canceled) {
		t.Errorf("Fetch = %v, want it cancelled", err)
	}
	d.Wait = nil
	if _, err := d.Fetch(ctx, f); !errors.Is(err, context.Canceled) {
		t.Errorf("Fetch = %v, want it cancelled", err)
	}
}

func TestFetchOfGeoJSON(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"features":[]}`+"\n") }))
	defer server.Close()
	d := &Downloader{Dir: t.TempDir(), Client: server.Client()}
	if got, err := d.Fetch(t.Context(), File{Name: "a.geojson", URL: server.URL}); err != nil || got.Status != Fetched {
		t.Errorf("Fetch = %+v, %v", got, err)
	}
}

func TestSets(t *testing.T) {
	for _, name := range []string{"geonames", "cities", "natural-earth", "AF", "af"} {
		set, err := SetNamed(name)
		if err != nil || len(set.Files) == 0 {
			t.Errorf("SetNamed(%q) = %+v, %v", name, set, err)
		}
		seen := map[string]bool{}
		for _, f := range set.Files {
			if seen[f.Name] || !strings.HasPrefix(f.URL, "https://") || filepath.Base(f.Name) != f.Name {
				t.Errorf("set %q has the file %+v", name, f)
			}
			seen[f.Name] = true
		}
	}
	for _, name := range []string{"", "everything", "A1", "../.."} {
		if _, err := SetNamed(name); !errors.Is(err, geo.ErrNotFound) {
			t.Errorf("SetNamed(%q) = %v, want an error", name, err)
		}
	}
}
