package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dateline/geo"
	"dateline/geo/fetch"
)

// clock stands still but for those who wait, who thereby move it on.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func newClock(f *fetch.Fetcher) *clock {
	c := &clock{now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	f.SetClock(c.Now, c.sleep)
	return c
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) sleep(_ context.Context, wait time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now, c.slept = c.now.Add(wait), append(c.slept, wait)
	return nil
}

// ruled is a site with a robots.txt, which robots answers, and counts how often it
// is asked for.
func ruled(t *testing.T, robots http.HandlerFunc) (s *httptest.Server, asked *atomic.Int32) {
	t.Helper()
	asked = new(atomic.Int32)
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			asked.Add(1)
			robots(w, r)
		case "/moved":
			http.Redirect(w, r, "/closed/a", http.StatusFound)
		default:
			_, _ = io.WriteString(w, "page")
		}
	}))
	t.Cleanup(s.Close)
	return s, asked
}

func says(robots string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, robots) }
}

func forbids(err error) bool {
	return errors.Is(err, geo.ErrForbidden) && strings.Contains(err.Error(), "robots.txt")
}

func TestRobotsDecide(t *testing.T) {
	s, asked := ruled(t, says("User-agent: *\nDisallow: /\n\nUser-agent: Dateline\nDisallow: /closed\nDisallow: /*.pdf$\nAllow: /closed/open$\n"))
	f := fetcher(t, local(t, s))
	for path, allowed := range map[string]bool{"/page": true, "/closed/a": false, "/closed/open": true, "/a.pdf": false, "/a.pdf?x": true, "/moved": false} {
		if _, err := f.Get(t.Context(), fetch.Request{URL: s.URL + path, ObeyRobots: true}); forbids(err) == allowed {
			t.Errorf("%s: allowed %v, error %v", path, allowed, err)
		}
	}
	if asked.Load() != 1 {
		t.Errorf("asked for it %d times", asked.Load())
	}
	if _, err := f.Get(t.Context(), fetch.Request{URL: s.URL + "/closed/a"}); err != nil {
		t.Errorf("a person's visit: %v", err)
	}
	o := local(t, s)
	o.ObeyRobots = true
	if _, err := fetcher(t, o).Get(t.Context(), fetch.Request{URL: s.URL + "/closed/a"}); !forbids(err) {
		t.Errorf("a person's visit where robots.txt always decides: %v", err)
	}
}

// A page that sends one to another host is subject to the rules of that host too.
func TestRobotsDecideAboutRedirects(t *testing.T) {
	other, _ := ruled(t, says("User-agent: *\nDisallow: /closed\n"))
	from := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+r.URL.Path, http.StatusMovedPermanently) // its robots.txt as well
	}))
	defer from.Close()
	f := fetcher(t, local(t, from))
	if _, err := f.Get(t.Context(), fetch.Request{URL: from.URL + "/closed", ObeyRobots: true}); !forbids(err) {
		t.Errorf("closed: %v", err)
	}
	if got, err := f.Get(t.Context(), fetch.Request{URL: from.URL + "/open", ObeyRobots: true}); err != nil || got.MovedPermanently != other.URL+"/open" {
		t.Errorf("open: %+v, %v", got, err)
	}
}

func TestRobotsThatCannotBeHad(t *testing.T) {
	answer := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	for name, test := range map[string]struct {
		robots  http.HandlerFunc
		allowed bool
	}{
		"nothing":            {answer(http.StatusNoContent), true},
		"not there":          {answer(http.StatusNotFound), true},
		"forbidden":          {answer(http.StatusForbidden), true},
		"too many":           {answer(http.StatusTooManyRequests), false},
		"broken":             {answer(http.StatusInternalServerError), false},
		"not now":            {answer(http.StatusServiceUnavailable), false},
		"redirects for ever": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/robots.txt", http.StatusFound) }, true},
		"elsewhere": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.2/", http.StatusFound)
		}, false},
		"a page":        {says("<!doctype html><title>Disallow: /</title>"), true},
		"much too long": {says("User-agent: *\nDisallow: /b\n#" + strings.Repeat("x", fetch.RobotsBytes) + "\nDisallow: /\n"), true},
		// The limit falls into a rule, whose beginning says something else.
		"cut off": {says("User-agent: *\n#" + strings.Repeat("x", fetch.RobotsBytes-28) + "\nDisallow: /page/not/this\n"), true},
		"endless": {func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "User-agent: *\nDisallow: /page\n")
			for r.Context().Err() == nil {
				if _, err := w.Write([]byte(strings.Repeat("#\n", 1<<12))); err != nil {
					return
				}
			}
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s, asked := ruled(t, test.robots)
			f := fetcher(t, local(t, s))
			for range 2 {
				if _, err := f.Get(t.Context(), fetch.Request{URL: s.URL + "/page", ObeyRobots: true}); (err == nil) != test.allowed {
					t.Errorf("error %v, allowed %v", err, test.allowed)
				}
			}
			if n := asked.Load(); n != 1 && name != "redirects for ever" {
				t.Errorf("asked for it %d times", n)
			}
		})
	}
}

// A robots.txt is asked for anew after a day; where it cannot be had then the one
// before still holds.
func TestRobotsAge(t *testing.T) {
	var broken atomic.Bool
	s, asked := ruled(t, func(w http.ResponseWriter, r *http.Request) {
		if broken.Load() {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		says("User-agent: *\nDisallow: /closed\n")(w, r)
	})
	f := fetcher(t, local(t, s))
	c := newClock(f)
	for i, test := range []struct {
		later  time.Duration
		broken bool
		asked  int32
	}{{0, false, 1}, {23 * time.Hour, true, 1}, {2 * time.Hour, true, 2}, {time.Minute, false, 2}, {time.Hour, false, 3}} {
		broken.Store(test.broken)
		_ = c.sleep(t.Context(), test.later)
		_, closed := f.Get(t.Context(), fetch.Request{URL: s.URL + "/closed", ObeyRobots: true})
		_, open := f.Get(t.Context(), fetch.Request{URL: s.URL + "/open", ObeyRobots: true})
		if !forbids(closed) || open != nil || asked.Load() != test.asked {
			t.Errorf("step %d: closed %v, open %v, asked %d times, want %d", i, closed, open, asked.Load(), test.asked)
		}
	}
}

// A visit that is given up while robots.txt is asked for says nothing of the host.
func TestRobotsOfAVisitGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s, _ := ruled(t, func(w http.ResponseWriter, r *http.Request) {
		if ctx.Err() == nil {
			cancel()
			<-r.Context().Done()
		}
	})
	f := fetcher(t, local(t, s))
	if _, err := f.Get(ctx, fetch.Request{URL: s.URL + "/", ObeyRobots: true}); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	if _, err := f.Get(t.Context(), fetch.Request{URL: s.URL + "/", ObeyRobots: true}); err != nil {
		t.Errorf("then: %v", err)
	}
}

func TestVisitsAreSpaced(t *testing.T) {
	s, _ := ruled(t, says("User-agent: *\nCrawl-delay: 10\n"))
	o := local(t, s)
	o.MinInterval = 2 * time.Second
	f := fetcher(t, o)
	c := newClock(f)
	for range 3 {
		if _, err := f.Get(t.Context(), fetch.Request{URL: s.URL + "/"}); err != nil {
			t.Fatal(err)
		}
	}
	if got := fmt.Sprint(c.slept); got != "[2s 2s]" {
		t.Errorf("waited %s", got)
	}
	for range 3 {
		if _, err := f.Get(t.Context(), fetch.Request{URL: s.URL + "/", ObeyRobots: true}); err != nil {
			t.Fatal(err)
		}
	}
	// For robots.txt, for the page after it, and then as robots.txt says.
	if got := fmt.Sprint(c.slept[2:]); got != "[2s 2s 10s 10s]" {
		t.Errorf("with robots.txt waited %s", got)
	}
}

// strict is a pacer that notes whom it is asked about.
type strict struct {
	wait  time.Duration
	hosts []string
}

func (p *strict) ReserveHost(_ context.Context, host string, _ time.Time, every time.Duration) (time.Duration, error) {
	p.hosts = append(p.hosts, fmt.Sprint(host, " ", every))
	return p.wait, nil
}

func TestVisitsThatWouldWaitTooLong(t *testing.T) {
	s, _ := ruled(t, says(""))
	o := local(t, s)
	p := &strict{wait: 5 * time.Minute}
	o.HostLimiter, o.MinInterval = p, time.Second
	f := fetcher(t, o)
	newClock(f)
	_, err := f.Get(t.Context(), fetch.Request{URL: s.URL + "/"})
	if later, ok := errors.AsType[*fetch.RetryError](err); !ok || later.After != 5*time.Minute {
		t.Errorf("error %v", err)
	}
	if host := s.Listener.Addr().String(); fmt.Sprint(p.hosts) != "["+host+" 1s]" {
		t.Errorf("the pacer was asked about %v", p.hosts)
	}
}

// However many ask at once, a host answers one request at a time.
func TestVisitsComeOneAtATime(t *testing.T) {
	var now, most atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		_, _ = io.WriteString(w, "page")
		now.Add(-1)
	}))
	defer s.Close()
	f := fetcher(t, local(t, s))
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if _, err := f.Get(t.Context(), fetch.Request{URL: fmt.Sprint(s.URL, "/", i), ObeyRobots: i%2 == 0}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if most.Load() != 1 {
		t.Errorf("%d at a time", most.Load())
	}
}

// A host that takes too long over one request does not keep the others waiting for
// ever.
func TestVisitsToAHostThatIsBusy(t *testing.T) {
	arrived := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
	}))
	defer s.Close()
	o := local(t, s)
	o.MaxWait = time.Millisecond
	f := fetcher(t, o)
	ctx, cancel := context.WithCancel(t.Context())
	first := make(chan error)
	go func() {
		_, err := f.Get(ctx, fetch.Request{URL: s.URL + "/"})
		first <- err
	}()
	<-arrived
	_, err := f.Get(t.Context(), fetch.Request{URL: s.URL + "/"})
	if later, ok := errors.AsType[*fetch.RetryError](err); !ok || later.After != time.Minute || !strings.Contains(err.Error(), "still running") {
		t.Errorf("error %v", err)
	}
	cancel()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("the first: %v", err)
	}
}
