package importer_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dateline/geo"
	"dateline/geo/fetch"
	"dateline/geo/geoparser"
	"dateline/server/importer"
	"dateline/server/queue"
	"dateline/server/store"
)

// nowhere parses without a gazetteer: it finds no places.
type nowhere struct{}

func (nowhere) Recognize(context.Context, *geo.Article) (*geo.Recognition, error) {
	return &geo.Recognition{Language: "en"}, nil
}

func (nowhere) Resolve(context.Context, *geo.Article, *geo.Recognition) ([]geo.Resolution, []geo.Focus, error) {
	return nil, nil, nil
}

// working is an intake with a collection "news", whose jobs are being worked on.
func working(t *testing.T) (*importer.Importer, *store.DB) {
	t.Helper()
	in, db := workingWith(t, filepath.Join(t.TempDir(), "store.db"), geo.Versions{Gazetteer: "1"})
	if err := in.NewCollection(t.Context(), "news", "News"); err != nil {
		t.Fatal(err)
	}
	return in, db
}

// workingWith is an intake over a store, with models of its own.
func workingWith(t *testing.T, file string, v geo.Versions) (*importer.Importer, *store.DB) {
	t.Helper()
	db, err := store.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	q, err := queue.OpenSQLite(t.Context(), db.Writer(), queue.Options{})
	if err != nil {
		t.Fatal(err)
	}
	fetcher, err := fetch.New(fetch.Options{Allow: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	in := importer.New(importer.Config{
		Store: db, Queue: q, Fetcher: fetcher,
		Parser: &geoparser.Parser{Recognizer: nowhere{}, Resolver: nowhere{}, Versions: v}, Versions: v,
	})
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- in.Work(ctx, 2) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return in, db
}

// settle waits until nothing is left to be done.
func settle(t *testing.T, in *importer.Importer) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if left, err := in.Wait(ctx, "news", func(importer.Status) {}); err != nil || left > 0 {
		t.Fatalf("%d are left: %v", left, err)
	}
}

func articles(t *testing.T, db *store.DB) map[string]string {
	t.Helper()
	c, err := db.Collection(t.Context(), "news")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, p := range c.Parsed {
		all[p.Article.ID] = p.Article.Text
	}
	return all
}

var story = strings.Repeat("The ferry left the harbour late, and the crew said that the tide was to blame. ", 12)

// A page that has changed becomes another version of it; one that has not is not
// kept twice.
func TestAPageThatChanges(t *testing.T) {
	var edition atomic.Int64
	edition.Store(1)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, "<html><head><title>Ferries</title></head><body><article><h1>Ferries</h1><p>%s</p><p>Edition %d.</p></article></body></html>", story, edition.Load())
	}))
	defer s.Close()
	in, db := working(t)
	first, err := in.AddURL(t.Context(), "news", s.URL+"/page")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := in.AddURL(t.Context(), "news", s.URL+"/page#part"); err != nil || !again.Duplicate {
		t.Errorf("the same address again: %+v, %v", again, err)
	}
	settle(t, in)
	all := articles(t, db)
	if len(all) != 1 {
		t.Fatalf("%d articles", len(all))
	}
	for _, text := range all {
		if !strings.Contains(text, "Edition 1") {
			t.Errorf("the text is %q", text)
		}
	}
	a, err := in.Imports(t.Context(), "news", importer.Done)
	if err != nil || len(a.Recent) != 1 || a.Recent[0].Article == "" || a.Counts[importer.Done] != 1 {
		t.Errorf("arrivals %+v: %v", a, err)
	}
	for _, want := range []int{1, 2} {
		edition.Store(int64(want))
		if err := in.Retry(t.Context(), "news", first.ID); err != nil {
			t.Fatal(err)
		}
		settle(t, in)
		if all := articles(t, db); len(all) != want {
			t.Errorf("%d articles after edition %d", len(all), want)
		}
	}
}

// A feed is followed: whole articles are taken from it, the pages of others fetched,
// and a second address of it is no second feed.
func TestAFeedIsFollowed(t *testing.T) {
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/feed.xml":
			fmt.Fprintf(w, `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour Post</title>
				<item><title>Whole</title><link>%[1]s/whole</link><content:encoded>%[2]s</content:encoded></item>
				<item><title>Part</title><link>%[1]s/part</link><description>The beginning only.</description></item></channel></rss>`, s.URL, story)
		case "/part":
			fmt.Fprintf(w, "<html><head><title>Part</title></head><body><article><p>%s And now the rest.</p></article></body></html>", story)
		default:
			http.NotFound(w, r)
		}
	}))
	defer s.Close()
	in, db := working(t)
	if _, err := in.AddURL(t.Context(), "news", s.URL+"/feed.xml"); err != nil {
		t.Fatal(err)
	}
	settle(t, in)
	if all := articles(t, db); len(all) != 2 {
		t.Errorf("articles %v", all)
	}
	feeds, err := in.Feeds(t.Context(), "news")
	if err != nil || len(feeds) != 1 || feeds[0].Title != "Harbour Post" || feeds[0].Polled.IsZero() || !feeds[0].Next.After(time.Now()) || feeds[0].Error != "" {
		t.Errorf("feeds %+v: %v", feeds, err)
	}
	if err := in.Unfollow(t.Context(), "news", s.URL+"/feed.xml"); err != nil {
		t.Error(err)
	}
}

// Where the page of an article cannot be read, what the feed says of it is taken.
func TestTheFeedStandsInForAPage(t *testing.T) {
	const lead = "The ferry to Mombasa was late, and a second one did not leave at all."
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /closed\n")
		case "/feed.xml":
			fmt.Fprintf(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title>
				<item><title>Closed to programs</title><link>%[1]s/closed</link><description>%[2]s</description></item>
				<item><title>Not there</title><link>%[1]s/gone</link><description>%[2]s</description></item>
				<item><title>Neither page nor words</title><link>%[1]s/empty</link></item></channel></rss>`, s.URL, lead)
		default:
			http.NotFound(w, r)
		}
	}))
	defer s.Close()
	in, db := working(t)
	if _, err := in.AddURL(t.Context(), "news", s.URL+"/feed.xml"); err != nil {
		t.Fatal(err)
	}
	settle(t, in)
	c, err := db.Collection(t.Context(), "news")
	if err != nil || len(c.Parsed) != 2 {
		t.Fatalf("%d articles, error %v", len(c.Parsed), err)
	}
	for i, want := range []string{"/closed", "/gone"} {
		a := c.Parsed[i].Article
		if !strings.HasSuffix(a.URL, want) && !strings.HasSuffix(c.Parsed[1-i].Article.URL, want) || !strings.Contains(a.Text, lead) || a.Publisher != "Harbour Post" {
			t.Errorf("article %+v", a)
		}
	}
	arrivals, err := in.Imports(t.Context(), "news", importer.Failed)
	if err != nil || len(arrivals.Recent) != 1 || !strings.HasSuffix(arrivals.Recent[0].Name, "/empty") {
		t.Errorf("arrivals %+v: %v", arrivals, err)
	}
}

// A document of which a part cannot be read gives the others, and says what failed.
func TestADocumentThatIsPartlyBroken(t *testing.T) {
	in, db := working(t)
	const lines = `{"id": "a", "text": "One."}` + "\n" + `{"id": "b"` + "\n" + `{"id": "c", "text": "Three."}` + "\n"
	r, err := in.AddDocument(t.Context(), "news", "lines.jsonl", strings.NewReader(lines))
	if err != nil || r.ID == 0 {
		t.Fatalf("%+v: %v", r, err)
	}
	settle(t, in)
	if all := articles(t, db); len(all) != 2 || all["a"] != "One." || all["c"] != "Three." {
		t.Errorf("articles %v", all)
	}
	a, err := in.Imports(t.Context(), "news", importer.Failed)
	if err != nil || len(a.Recent) != 1 || !strings.Contains(a.Recent[0].Reason, "line 2") {
		t.Errorf("arrivals %+v: %v", a, err)
	}
}

// With other models every article is parsed anew, and once more with those of before;
// what is up to date is left alone.
func TestReparse(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.db")
	for n, run := range []struct {
		version string
		queued  int
	}{{"1", 0}, {"2", 1}, {"2", 0}, {"1", 1}} {
		t.Run(fmt.Sprint(n, " with version ", run.version), func(t *testing.T) { // whose workers end with it
			in, db := workingWith(t, file, geo.Versions{Gazetteer: run.version})
			if n == 0 {
				if err := in.NewCollection(t.Context(), "news", "News"); err != nil {
					t.Fatal(err)
				}
				if _, err := in.AddText(t.Context(), "news", "Ferries", story); err != nil {
					t.Fatal(err)
				}
				settle(t, in)
			}
			if queued, err := in.Reparse(t.Context()); err != nil || queued != run.queued {
				t.Errorf("%d articles are queued, want %d, error %v", queued, run.queued, err)
			}
			if left, err := in.Wait(t.Context(), importer.ReparseGroup, func(importer.Status) {}); err != nil || left > 0 {
				t.Fatalf("%d are left: %v", left, err)
			}
			c, err := db.Collection(t.Context(), "news")
			if err != nil || len(c.Parsed) != 1 || c.Parsed[0].Versions.Gazetteer != run.version {
				t.Errorf("parsed: %+v, error %v", c.Parsed, err)
			}
		})
	}
}

// Inputs of all kinds are taken in one go; what fails is told and stops nothing.
func TestAddInputs(t *testing.T) {
	in, db := working(t)
	var failed []string
	from := &importer.AddRequest{
		Collection: "news", Inputs: []string{"-", "no-such-file"}, Workers: 2,
		Stdin:  io.LimitReader(strings.NewReader(strings.Repeat(`{"text": "The same line."}`+"\n", 100)+`{"text": "Another."}`), 1<<20),
		Failed: func(err error) { failed = append(failed, err.Error()) },
	}
	if err := in.AddInputs(t.Context(), from); err != nil {
		t.Fatal(err)
	}
	settle(t, in)
	if p := &from.Progress; p.New.Load() != 2 || p.Existing.Load() != 99 || p.Failures.Load() != 1 || len(failed) != 1 || !strings.Contains(failed[0], "no-such-file") {
		t.Errorf("%d new, %d the same; failed: %v", p.New.Load(), p.Existing.Load(), failed)
	}
	if all := articles(t, db); len(all) != 2 {
		t.Errorf("articles %v", all)
	}
}
