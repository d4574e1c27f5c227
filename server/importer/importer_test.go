package importer_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/geo"
	"dateline/geo/fetch"
	"dateline/server/importer"
	"dateline/server/queue"
	"dateline/server/store"
)

// noPlaces is a parser that finds one mention without a place in each article. Its reason
// is the number of articles that it was revised with, 0 if it was resolved alone.
type noPlaces struct{ versions geo.Versions }

func (n noPlaces) Parse(_ context.Context, a geo.Article) (*geo.Parsed, error) {
	p := &geo.Parsed{Article: a, Language: "en", Versions: n.versions, Mentions: []geo.Mention{{Span: geo.Span{Start: 0, End: 1}, Phrase: a.Text[:1], Role: geo.RoleLiteral}}}
	return p, n.resolve(p, 0)
}

func (n noPlaces) Resolve(_ context.Context, p *geo.Parsed) (*geo.Parsed, error) {
	out := *p
	out.History = false
	return &out, n.resolve(&out, 0)
}

func (n noPlaces) Revise(_ context.Context, batch []*geo.Parsed, _ int) error {
	for _, p := range batch {
		p.History = true
		if err := n.resolve(p, len(batch)); err != nil {
			return err
		}
	}
	return nil
}

func (noPlaces) resolve(p *geo.Parsed, others int) error {
	why := fmt.Sprint("among ", others)
	if p.Article.Home != "" {
		why += " at home in " + string(p.Article.Home)
	}
	p.Resolutions = []geo.Resolution{{Outcome: geo.OutcomeMissing, Why: []string{why}}}
	p.Ledger = geo.Ledger{}
	p.Ledger.Add(geo.OutcomeMissing)
	return nil
}

// options are those of a test's importer.
type options struct {
	store   string // its file, a new one if empty
	version string // of the gazetteer
	history bool
	log     *slog.Logger
	idle    bool // nobody works
}

// fixture is an importer with a collection "news" whose jobs are worked on.
type fixture struct {
	*importer.Importer
	db    *store.DB
	queue queue.Queue
}

func start(t *testing.T, o options) *fixture {
	t.Helper()
	if o.store == "" {
		o.store = filepath.Join(t.TempDir(), "store.db")
	}
	db, err := store.Open(t.Context(), o.store)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	q, err := queue.OpenSQLite(t.Context(), db.Writer(), queue.Options{Reader: db.Reader(), Poll: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	fetcher, err := fetch.New(fetch.Options{Allow: []string{"127.0.0.1"}, MinInterval: time.Nanosecond})
	if err != nil {
		t.Fatal(err)
	}
	v := geo.Versions{Gazetteer: o.version}
	im := importer.New(importer.Config{
		Store: db, Queue: q, Fetcher: fetcher, Parser: noPlaces{v}, Versions: v, History: o.history, Log: o.log,
		HostInterval: time.Nanosecond, CompareDelay: time.Millisecond,
	})
	if err := im.PutCollection(t.Context(), "news", "News"); err != nil {
		t.Fatal(err)
	}
	if !o.idle {
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- im.Work(ctx, 2) }()
		t.Cleanup(func() {
			stop()
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
	return &fixture{im, db, q}
}

// settle waits until no job of the store is running or due within a second.
func (f *fixture) settle(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		changed := f.queue.Changed()
		jobs, err := f.queue.Jobs(ctx, queue.Filter{States: []queue.State{queue.Waiting, queue.Running, queue.Retrying}})
		if err != nil {
			t.Fatal(err)
		}
		open := 0
		for _, j := range jobs {
			if j.State == queue.Running || time.Until(j.RunAt) < time.Second {
				open++
			}
		}
		if open == 0 {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			t.Fatalf("%d jobs are open: %+v", open, jobs)
		}
	}
}

// add imports inputs and returns the errors that are reported.
func (f *fixture) add(t *testing.T, r *importer.AddRequest) (failed []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var mu sync.Mutex
	r.Collection, r.Workers = "news", 2
	r.Failed = func(err error) {
		mu.Lock()
		defer mu.Unlock()
		failed = append(failed, err.Error())
	}
	if err := f.Add(ctx, r); err != nil {
		t.Fatal(err)
	}
	return failed
}

// texts returns the texts of a collection by id.
func (f *fixture) texts(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, p := range f.parsed(t, "news") {
		all[p.Article.ID] = p.Article.Text
	}
	return all
}

func (f *fixture) parsed(t *testing.T, collection string) []*geo.Parsed {
	t.Helper()
	return parsedOf(t, f.db, collection)
}

// parsedOf returns the articles of a collection.
func parsedOf(t *testing.T, db *store.DB, collection string) (all []*geo.Parsed) {
	t.Helper()
	for p, err := range db.Parsed(t.Context(), collection) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

var story = strings.Repeat("The ferry left the harbor late, and the crew blamed the tide. ", 12)

// site serves pages by path; %[1]s in a page is the address of the site. A page that is
// not there is not found.
func site(t *testing.T, pages map[string]string) *httptest.Server {
	t.Helper()
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, strings.ReplaceAll(page, "%[1]s", s.URL))
	}))
	t.Cleanup(s.Close)
	return s
}

// rss returns a feed of items.
func rss(items string) string {
	return `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbor Post</title>` + items + `</channel></rss>`
}
