package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"dateline/geo"
	"dateline/geo/article/fetch"
)

// site serves pages that behave in every way.
func site(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /page", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"1"`)
		w.Header().Set("Cache-Control", "public, max-age=1800")
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprintf(w, "to %s", r.UserAgent())
	})
	mux.HandleFunc("GET /robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "User-agent: *\nDisallow: /closed\nAllow: /closed/open$\n\nUser-agent: Dateline\nDisallow: /closed\nDisallow: /*.pdf$\nAllow: /closed/open$\n")
	})
	redirect := func(to string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
	}
	mux.HandleFunc("GET /moved", redirect("/page"))
	mux.HandleFunc("GET /loop", redirect("/loop"))
	mux.HandleFunc("GET /to-metadata", redirect("http://169.254.169.254/latest/meta-data/"))
	mux.HandleFunc("GET /to-local", redirect("http://127.0.0.2/"))
	mux.HandleFunc("GET /to-mapped", redirect("http://[::ffff:127.0.0.2]/"))
	mux.HandleFunc("GET /to-octal", redirect("http://0177.0.0.2/"))
	mux.HandleFunc("GET /to-file", redirect("file:///etc/passwd"))
	status := func(code int, header ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i+1 < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(code)
		}
	}
	mux.HandleFunc("GET /secret", status(http.StatusForbidden))
	mux.HandleFunc("GET /gone", status(http.StatusGone))
	mux.HandleFunc("GET /broken", status(http.StatusInternalServerError))
	mux.HandleFunc("GET /busy", status(http.StatusTooManyRequests, "Retry-After", "120"))
	mux.HandleFunc("GET /busy-long", status(http.StatusServiceUnavailable, "Retry-After", "99999999"))
	mux.HandleFunc("GET /bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		for range 64 {
			_, _ = z.Write(make([]byte, 1<<20))
		}
		_ = z.Close()
		_, _ = w.Write(b.Bytes())
	})
	mux.HandleFunc("GET /drip", func(w http.ResponseWriter, r *http.Request) {
		for {
			if _, err := w.Write([]byte{'.'}); err != nil || r.Context().Err() != nil {
				return
			}
			w.(http.Flusher).Flush()
			select {
			case <-r.Context().Done():
			case <-time.After(time.Millisecond):
			}
		}
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func fetcher(t *testing.T, o fetch.Options) *fetch.Fetcher {
	t.Helper()
	f, err := fetch.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// local allows the test server's own address, and no other.
func local(t *testing.T, s *httptest.Server) fetch.Options {
	t.Helper()
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	host, _, err := net.SplitHostPort(u.Host)
	if err != nil {
		t.Fatal(err)
	}
	return fetch.Options{Allow: []string{host}}
}

func TestGet(t *testing.T) {
	s := site(t)
	f := fetcher(t, local(t, s))
	ctx := context.Background()
	got, err := f.Get(ctx, fetch.Request{URL: s.URL + "/moved#part"})
	if err != nil || string(got.Body) != "to "+fetch.UserAgent || got.URL != s.URL+"/page" || got.ETag != `"1"` || got.MaxAge != 30*time.Minute {
		t.Fatalf("got %+v, error %v", got, err)
	}
	again, err := f.Get(ctx, fetch.Request{URL: s.URL + "/page", ETag: got.ETag})
	if err != nil || !again.NotModified || len(again.Body) != 0 {
		t.Errorf("asked again: %+v, error %v", again, err)
	}
}

func TestGetSaysWhyNot(t *testing.T) {
	s := site(t)
	o := local(t, s)
	o.MaxBytes = 1 << 20
	f := fetcher(t, o)
	for address, want := range map[string]error{
		s.URL + "/secret":           geo.ErrForbidden,
		s.URL + "/gone":             geo.ErrNotFound,
		s.URL + "/missing":          geo.ErrNotFound,
		s.URL + "/broken":           geo.ErrUnavailable,
		s.URL + "/bomb":             geo.ErrTooLarge,
		s.URL + "/drip":             geo.ErrTooLarge,
		s.URL + "/loop":             geo.ErrForbidden,
		s.URL + "/to-metadata":      geo.ErrForbidden,
		s.URL + "/to-local":         geo.ErrForbidden,
		s.URL + "/to-mapped":        geo.ErrForbidden,
		s.URL + "/to-octal":         geo.ErrUnavailable, // no such name
		s.URL + "/to-file":          geo.ErrForbidden,
		"http://169.254.169.254":    geo.ErrForbidden,
		"http://[::1]/":             geo.ErrForbidden,
		"http://0.0.0.0/":           geo.ErrForbidden,
		"http://[64:ff9b::7f00:1]/": geo.ErrForbidden,
		"ftp://news.example/":       geo.ErrInput,
		"https://":                  geo.ErrInput,
		"http://a b/":               geo.ErrInput,
		"https://u:p@news.example/": geo.ErrInput,
	} {
		if address == s.URL+"/drip" {
			o := local(t, s)
			o.MaxBytes = 100
			if _, err := fetcher(t, o).Get(context.Background(), fetch.Request{URL: address}); !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", address, err, want)
			}
			continue
		}
		if _, err := f.Get(context.Background(), fetch.Request{URL: address}); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", address, err, want)
		}
	}
}

func TestGetLooksAtWhatANameResolvesTo(t *testing.T) {
	if _, err := fetcher(t, fetch.Options{}).Get(context.Background(), fetch.Request{URL: "http://localhost/"}); !errors.Is(err, geo.ErrForbidden) {
		t.Errorf("a name of this machine: %v", err)
	}
}

func TestGetEndsABodyThatNeverDoes(t *testing.T) {
	s := site(t)
	o := local(t, s)
	o.Timeout = 50 * time.Millisecond
	if _, err := fetcher(t, o).Get(context.Background(), fetch.Request{URL: s.URL + "/drip"}); !errors.Is(err, geo.ErrUnavailable) {
		t.Errorf("a body that drips: %v", err)
	}
}

func TestRetryAfter(t *testing.T) {
	s := site(t)
	f := fetcher(t, local(t, s))
	for path, want := range map[string]time.Duration{"/busy": 2 * time.Minute, "/busy-long": 24 * time.Hour} {
		_, err := f.Get(context.Background(), fetch.Request{URL: s.URL + path})
		var later *fetch.RetryError
		if !errors.As(err, &later) || later.After != want || !errors.Is(err, geo.ErrUnavailable) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestRobots(t *testing.T) {
	s := site(t)
	f := fetcher(t, local(t, s))
	for path, allowed := range map[string]bool{"/page": true, "/closed/a": false, "/closed/open": true, "/a.pdf": false, "/a.pdf?x": true} {
		_, err := f.Get(context.Background(), fetch.Request{URL: s.URL + path, Robots: true})
		if refused := errors.Is(err, geo.ErrForbidden) && strings.Contains(err.Error(), "robots.txt"); refused == allowed {
			t.Errorf("%s: allowed %v, error %v", path, allowed, err)
		}
	}
	if _, err := f.Get(context.Background(), fetch.Request{URL: s.URL + "/closed/a"}); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("a person's visit: %v", err)
	}
}

func TestRobotsThatCannotBeHad(t *testing.T) {
	for status, allowed := range map[int]bool{404: true, 403: true, 500: false, 503: false} {
		asked := 0
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				asked++
				w.WriteHeader(status)
			}
		}))
		f := fetcher(t, local(t, s))
		for range 2 {
			if _, err := f.Get(context.Background(), fetch.Request{URL: s.URL + "/", Robots: true}); (err == nil) != allowed {
				t.Errorf("robots.txt answers %d: %v", status, err)
			}
		}
		if asked != 1 {
			t.Errorf("robots.txt was asked for %d times", asked)
		}
		s.Close()
	}
}

func FuzzRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nCrawl-delay: 1e9\n"))
	f.Add([]byte("\xef\xbb\xbfUser-agent: Dateline\nAllow:\nDisallow: *\x00%\n"))
	var body []byte
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			_, _ = w.Write(body)
		}
	}))
	f.Cleanup(s.Close)
	f.Fuzz(func(t *testing.T, b []byte) {
		body = b
		fresh := fetcher(t, local(t, s))
		_, err := fresh.Get(context.Background(), fetch.Request{URL: s.URL + "/a/page?x=1", Robots: true})
		if err != nil && !errors.Is(err, geo.ErrForbidden) {
			t.Errorf("error %v", err)
		}
	})
}

func TestNextPoll(t *testing.T) {
	const address = "https://news.example/feed"
	quiet := fetch.NextPoll(address, time.Hour, 0, false, 0)
	busy := fetch.NextPoll(address, time.Hour, 0, true, 0)
	failed := fetch.NextPoll(address, time.Hour, 0, false, 3)
	if quiet < 90*time.Minute || busy > 45*time.Minute || failed < 2*time.Hour {
		t.Errorf("quiet %v, busy %v, failed %v", quiet, busy, failed)
	}
	for _, w := range []time.Duration{0, time.Second, time.Hour, 1000 * time.Hour} {
		for failures := range 20 {
			if got := fetch.NextPoll(address, w, w, failures%2 == 0, failures); got < fetch.LeastPoll || got > fetch.MostPoll*11/10 {
				t.Errorf("after %v and %d failures %v", w, failures, got)
			}
		}
	}
	if fetch.NextPoll(address, time.Hour, 3*time.Hour, true, 0) < 3*time.Hour {
		t.Error("polled more often than the server says")
	}
}
