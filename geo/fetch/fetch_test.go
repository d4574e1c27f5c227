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
	"net/netip"
	"strings"
	"testing"
	"time"

	"dateline/geo"
	"dateline/geo/fetch"
	"dateline/geo/fetch/safehttp/dnstest"
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
	mux.HandleFunc("GET /to-password", redirect("http://u:p@news.example/"))
	mux.HandleFunc("GET /to-name", redirect("http://inside.example/"))
	moved := func(to string, code int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, code) }
	}
	mux.HandleFunc("GET /left", moved("/left-again", http.StatusMovedPermanently))
	mux.HandleFunc("GET /left-again", moved("/moved", http.StatusPermanentRedirect))
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
	mux.HandleFunc("GET /busy-for-ever", status(http.StatusTooManyRequests, "Retry-After", "99999999999999999999"))
	mux.HandleFunc("GET /busy-until", status(http.StatusServiceUnavailable, "Retry-After", "Mon, 23 Nov 2026 13:00:00 GMT"))
	mux.HandleFunc("GET /busy-till-yesterday", status(http.StatusServiceUnavailable, "Retry-After", "Sun, 22 Nov 2026 13:00:00 GMT"))
	mux.HandleFunc("GET /busy-somehow", status(http.StatusServiceUnavailable, "Retry-After", "soon"))
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
		_, _ = w.Write([]byte{'.'})
		w.(http.Flusher).Flush()
		<-r.Context().Done() // and no more until the visitor has left
	})
	mux.HandleFunc("GET /endless", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 1<<16)); err != nil {
				return
			}
		}
	})
	mux.HandleFunc("GET /headers", func(w http.ResponseWriter, _ *http.Request) {
		for i := range 2000 {
			w.Header().Set(fmt.Sprint("X-", i), strings.Repeat("x", 1000))
		}
	})
	for coding, body := range map[string]string{"br": "\x8b\x01\x80page\x03", "zstd": "(\xb5/\xfd\x04\x00!\x00\x00page\xe7\x1c\x98.", "compress": "x", "gzip": "not gzip"} {
		mux.HandleFunc("GET /coded/"+coding, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", coding)
			_, _ = io.WriteString(w, body)
		})
	}
	mux.HandleFunc("GET /unasked", status(http.StatusNotModified))
	mux.HandleFunc("GET /nowhere", status(http.StatusFound))
	mux.HandleFunc("GET /cookie", func(w http.ResponseWriter, r *http.Request) {
		if len(r.Cookies()) == 0 {
			http.SetCookie(w, &http.Cookie{Name: "who", Value: "you"})
			http.Redirect(w, r, "/cookie-back", http.StatusFound)
		}
	})
	mux.HandleFunc("GET /cookie-back", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, len(r.Cookies()), r.Referer()) })
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

// local allows the test server's own address and no other, and visits it without a
// pause. The name inside.example resolves to this machine.
func local(t *testing.T, s *httptest.Server) fetch.Options {
	t.Helper()
	host, _, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	resolver := dnstest.Resolver(func(name string) []netip.Addr {
		if name == "inside.example" {
			return []netip.Addr{netip.MustParseAddr("127.0.0.2"), netip.MustParseAddr("::1")}
		}
		return nil
	})
	return fetch.Options{Allow: []string{host}, MinInterval: time.Nanosecond, Resolver: resolver}
}

func TestGet(t *testing.T) {
	s := site(t)
	f := fetcher(t, local(t, s))
	got, err := f.Get(t.Context(), fetch.Request{URL: s.URL + "/moved#part"})
	if err != nil || string(got.Body) != "to "+fetch.UserAgent || got.URL != s.URL+"/page" || got.MovedPermanently != "" ||
		got.ETag != `"1"` || got.MaxAge != 30*time.Minute {
		t.Fatalf("got %+v, error %v", got, err)
	}
	for _, path := range []string{"/page", "/moved"} {
		again, err := f.Get(t.Context(), fetch.Request{URL: s.URL + path, ETag: got.ETag})
		if err != nil || !again.NotModified || len(again.Body) != 0 {
			t.Errorf("asked for %s again: %+v, error %v", path, again, err)
		}
	}
	left, err := f.Get(t.Context(), fetch.Request{URL: s.URL + "/left"})
	if err != nil || left.URL != s.URL+"/page" || left.MovedPermanently != s.URL+"/moved" {
		t.Errorf("for good and then for a time: %+v, error %v", left, err)
	}
	cookie, err := f.Get(t.Context(), fetch.Request{URL: s.URL + "/cookie"})
	if err != nil || string(cookie.Body) != "0" {
		t.Errorf("cookies, and where the visitor came from: %+v, error %v", cookie, err)
	}
}

func TestGetDecodesTheBody(t *testing.T) {
	s := site(t)
	f := fetcher(t, local(t, s))
	for _, coding := range []string{"br", "zstd"} {
		got, err := f.Get(t.Context(), fetch.Request{URL: s.URL + "/coded/" + coding})
		if err != nil || string(got.Body) != "page" {
			t.Errorf("%s: %+v, error %v", coding, got, err)
		}
	}
}

func TestGetSaysWhyNot(t *testing.T) {
	s := site(t)
	o := local(t, s)
	o.MaxBytes = 1 << 20
	f := fetcher(t, o)
	for address, want := range map[string]struct {
		category error
		says     string
	}{
		s.URL + "/secret":         {geo.ErrForbidden, "403 Forbidden"},
		s.URL + "/gone":           {geo.ErrNotFound, "410 Gone"},
		s.URL + "/missing":        {geo.ErrNotFound, "404 Not Found"},
		s.URL + "/broken":         {geo.ErrUnavailable, "500 Internal Server Error"},
		s.URL + "/bomb":           {geo.ErrTooLarge, "larger than 1 MiB"},
		s.URL + "/endless":        {geo.ErrTooLarge, "larger than 1 MiB"},
		s.URL + "/headers":        {geo.ErrUnavailable, "headers exceeded"},
		s.URL + "/coded/compress": {geo.ErrUnavailable, `"compress" is not supported`},
		s.URL + "/coded/gzip":     {geo.ErrUnavailable, "gzip compression is damaged"},
		s.URL + "/unasked":        {geo.ErrUnavailable, "304 Not Modified"},
		s.URL + "/nowhere":        {geo.ErrUnavailable, "without a target"},
		s.URL + "/loop":           {geo.ErrForbidden, "more than 5 redirects"},
		s.URL + "/to-metadata":    {geo.ErrForbidden, "169.254.169.254 is not a public address"},
		s.URL + "/to-local":       {geo.ErrForbidden, "127.0.0.2 is not a public address"},
		s.URL + "/to-mapped":      {geo.ErrForbidden, "127.0.0.2 is not a public address"},
		s.URL + "/to-name":        {geo.ErrForbidden, "is not a public address"},
		s.URL + "/to-octal":       {geo.ErrInput, "redirect cannot be followed"},
		s.URL + "/to-file":        {geo.ErrForbidden, "only http and https"},
		s.URL + "/to-password":    {geo.ErrInput, "user name or password"},
		"http://inside.example/":  {geo.ErrForbidden, "is not a public address"},
		"http://outside.example/": {geo.ErrUnavailable, "no website answers at outside.example: there is no such host"},
		"https://<svg/onload=x":   {geo.ErrInput, `"<svg" is not a valid host name`},
		"https://alert(1)":        {geo.ErrInput, "not a valid host name"},
		"https://-a.example/":     {geo.ErrInput, "not a valid host name"},
		"https://a..example/":     {geo.ErrInput, "not a valid host name"},
		"https://" + strings.Repeat("a.", 130) + "example/": {geo.ErrInput, "not a valid host name"},
		"http://169.254.169.254":                            {geo.ErrForbidden, "is not a public address"},
		"http://[::1]/":                                     {geo.ErrForbidden, "is not a public address"},
		"http://[fe80::1%25lo]/":                            {geo.ErrForbidden, "fe80::1 is not a public address"},
		"http://0.0.0.0/":                                   {geo.ErrForbidden, "is not a public address"},
		"http://[64:ff9b::7f00:1]/":                         {geo.ErrForbidden, "is not a public address"},
		"http://[::ffff:10.0.0.1]/":                         {geo.ErrForbidden, "10.0.0.1 is not a public address"},
		"http://１２７.０.０.２/":                                 {geo.ErrInput, "usual form"},
		"http://2130706433/":                                {geo.ErrInput, "usual form"},
		"http://0x7f.1/":                                    {geo.ErrInput, "usual form"},
		"http://127.1/":                                     {geo.ErrInput, "usual form"},
		"http://news.example.0177./":                        {geo.ErrInput, "usual form"},
		"http://xn--a.example:99999/":                       {geo.ErrInput, "not a port"},
		"http://a\u00adb\u2028.example/":                    {geo.ErrInput, "not a valid host name"},
		"ftp://news.example/":                               {geo.ErrInput, "http or https"},
		"https://":                                          {geo.ErrInput, "http or https"},
		"http://a b/":                                       {geo.ErrInput, "not a valid URL"},
		"https://u:p@news.example/":                         {geo.ErrInput, "password"},
		"http://news.example/" + strings.Repeat("x", fetch.MaxURLBytes): {geo.ErrInput, "longer than"},
	} {
		if _, err := f.Get(t.Context(), fetch.Request{URL: address}); !errors.Is(err, want.category) || !strings.Contains(err.Error(), want.says) {
			t.Errorf("%.60s: %v, want %v and %q", address, err, want.category, want.says)
		}
	}
}

func TestGetEndsABodyThatNeverDoes(t *testing.T) {
	s := site(t)
	o := local(t, s)
	o.Timeout = 20 * time.Millisecond
	if _, err := fetcher(t, o).Get(t.Context(), fetch.Request{URL: s.URL + "/drip"}); !errors.Is(err, geo.ErrUnavailable) || !strings.Contains(err.Error(), "did not respond completely within 20ms") {
		t.Errorf("a body that drips: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := fetcher(t, local(t, s)).Get(ctx, fetch.Request{URL: s.URL + "/drip"}); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}

func TestRetryAfter(t *testing.T) {
	s := site(t)
	f := fetcher(t, local(t, s))
	newClock(f)
	for path, want := range map[string]time.Duration{
		"/busy": 2 * time.Minute, "/busy-long": 24 * time.Hour, "/busy-for-ever": 24 * time.Hour, "/busy-until": time.Hour, "/busy-till-yesterday": time.Minute, "/busy-somehow": time.Minute,
	} {
		_, err := f.Get(t.Context(), fetch.Request{URL: s.URL + path})
		later, ok := errors.AsType[*fetch.RetryError](err)
		if !ok || later.After != want || !errors.Is(err, geo.ErrUnavailable) || !strings.Contains(err.Error(), "the server responded") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestNormalize(t *testing.T) {
	for address, want := range map[string]string{
		"\tHTTPS://News.Example/a?b=c#d\n":  "https://news.example/a?b=c",
		"http://news.example:80":            "http://news.example",
		"https://news.example:0443/":        "https://news.example/",
		"http://news.example:443/":          "http://news.example:443/",
		"http://zeitung-münchen.example/":   "http://xn--zeitung-mnchen-osb.example/",
		"http://新聞。example/":                "http://xn--efvv70d.example/",
		"http://[2606:2800:0220::0001]:80/": "http://[2606:2800:220::1]/",
		"http://under_score.example/":       "http://under_score.example/",
		"http://a--b.news.example./":        "http://a--b.news.example./",
		"http://news/":                      "http://news/",
	} {
		if got, err := fetch.Normalize(address); got != want || err != nil {
			t.Errorf("Normalize(%q) = %q, %v, want %q", address, got, err, want)
		}
	}
	if a, b := fetch.Host("https://NEWS.example:443/a"), fetch.Host("http://news.example"); a != b || a != "news.example" {
		t.Errorf("hosts %q and %q", a, b)
	}
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
			if got := fetch.NextPoll(address, w, w, failures%2 == 0, failures); got < fetch.MinPollInterval || got > fetch.MaxPollInterval || got < min(w, fetch.MaxPollInterval) {
				t.Errorf("after %v and %d failures %v", w, failures, got)
			}
		}
	}
	if fetch.NextPoll(address, time.Hour, 3*time.Hour, true, 0) < 3*time.Hour {
		t.Error("polled more often than the server says")
	}
}
