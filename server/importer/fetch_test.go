package importer_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dateline/geo"
	"dateline/server/importer"
	"dateline/server/selection"
	"dateline/server/store"
)

// A page that has changed becomes another article; one that has not is not stored
// twice.
func TestAPageThatChanges(t *testing.T) {
	var edition atomic.Int64
	edition.Store(1)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, "<html><head><title>Ferries</title></head><body><article><h1>Ferries</h1><p>%s</p><p>Edition %d.</p></article></body></html>", story, edition.Load())
	}))
	defer s.Close()
	f := start(t, options{})
	first, err := f.AddURL(t.Context(), "news", s.URL+"/page")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := f.AddURL(t.Context(), "news", s.URL+"/page#part"); err != nil || !again.Duplicate {
		t.Errorf("the same URL again: %+v, %v", again, err)
	}
	f.settle(t)
	all := f.texts(t)
	if len(all) != 1 {
		t.Fatalf("%d articles", len(all))
	}
	for _, text := range all {
		if !strings.Contains(text, "Edition 1") {
			t.Errorf("the text is %q", text)
		}
	}
	list, err := f.Imports(t.Context(), "news", importer.Done)
	if err != nil || len(list.Recent) != 1 || list.Recent[0].Article == "" || list.Counts[importer.Done] != 1 {
		t.Errorf("imports %+v: %v", list, err)
	}
	for _, want := range []int{1, 2} {
		edition.Store(int64(want))
		if err := f.Retry(t.Context(), "news", first.ID); err != nil {
			t.Fatal(err)
		}
		f.settle(t)
		if all := f.texts(t); len(all) != want {
			t.Errorf("%d articles after edition %d", len(all), want)
		}
	}
}

// The complete articles of a feed are imported from it, the pages of the others are
// fetched, and the feed is followed.
func TestAFeedIsFollowed(t *testing.T) {
	s := site(t, map[string]string{
		"/feed.xml": rss(`<item><title>Whole</title><link>%[1]s/whole</link><content:encoded>` + story + `</content:encoded></item>
			<item><title>Part</title><link>%[1]s/part</link><description>The beginning only.</description></item>`),
		"/part": "<html><head><title>Part</title></head><body><article><p>" + story + " And now the rest.</p></article></body></html>",
	})
	f := start(t, options{})
	if failed := f.add(t, &importer.AddRequest{Inputs: []string{s.URL + "/feed.xml"}}); len(failed) != 0 {
		t.Errorf("failed: %v", failed)
	}
	if all := f.texts(t); len(all) != 2 {
		t.Errorf("articles %v", all)
	}
	r, err := f.db.Select(t.Context(), "news", selection.Selection{Feeds: []string{s.URL + "/feed.xml"}})
	if err != nil || r.Counts.Articles != 2 || len(r.Notices) > 0 {
		t.Errorf("the feed selects %+v, notices %v, error %v", r.Counts, r.Notices, err)
	}
	feeds, err := f.Feeds(t.Context(), "news")
	if err != nil || len(feeds) != 1 || feeds[0].Title != "Harbor Post" || feeds[0].Polled.IsZero() || !feeds[0].Next.After(time.Now()) || feeds[0].Error != "" {
		t.Errorf("feeds %+v: %v", feeds, err)
	}
	if err := f.Unfollow(t.Context(), "news", s.URL+"/feed.xml"); err != nil {
		t.Error(err)
	}
	if err := f.Unfollow(t.Context(), "news", s.URL+"/feed.xml"); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("unfollowing it again: %v", err)
	}
}

// Where the page of an article cannot be fetched, the text in the feed is imported.
func TestTheFeedReplacesAPage(t *testing.T) {
	const lead = "The ferry to Mombasa was late, and a second one did not leave at all."
	s := site(t, map[string]string{
		"/robots.txt": "User-agent: *\nDisallow: /closed\n",
		"/feed.xml": rss(`<item><title>Closed to programs</title><link>%[1]s/closed</link><description>` + lead + `</description></item>
			<item><title>Not there</title><link>%[1]s/gone</link><description>` + lead + `</description></item>
			<item><title>Neither page nor words</title><link>%[1]s/empty</link></item>`),
	})
	f := start(t, options{})
	failed := f.add(t, &importer.AddRequest{Inputs: []string{s.URL + "/feed.xml"}})
	if len(failed) != 1 || !strings.Contains(failed[0], "/empty") {
		t.Errorf("failed: %v", failed)
	}
	found := map[string]bool{}
	for _, p := range f.parsed(t, "news") {
		found[strings.TrimPrefix(p.Article.URL, s.URL)] = strings.Contains(p.Article.Text, lead) && p.Article.Publisher == "Harbor Post"
	}
	if len(found) != 2 || !found["/closed"] || !found["/gone"] {
		t.Errorf("articles %v", found)
	}
	list, err := f.Imports(t.Context(), "news", importer.Failed)
	if err != nil || len(list.Recent) != 1 || !strings.HasSuffix(list.Recent[0].Name, "/empty") {
		t.Errorf("imports %+v: %v", list, err)
	}
}

// Feeds that cannot be read are reported and not followed, whether they are given as
// URLs or in a list.
func TestFeedsThatCannotBeRead(t *testing.T) {
	pages := map[string]string{
		"/truncated.xml": rss(`<item><title>Whole</title>`)[:140],
		"/entities.xml": `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
			<rss version="2.0"><channel><title>&b;</title><item><title>&b;</title><description>&b;</description></item></channel></rss>`,
		"/page.html": "<html><body><p>" + story + "</p></body></html>",
	}
	s := site(t, pages)
	for _, input := range []string{"/truncated.xml", "/entities.xml"} {
		t.Run("URL"+input, func(t *testing.T) {
			f := start(t, options{})
			failed := f.add(t, &importer.AddRequest{Inputs: []string{s.URL + input}})
			if len(failed) != 1 || !strings.Contains(failed[0], input) {
				t.Errorf("failed: %v", failed)
			}
			if feeds, err := f.Feeds(t.Context(), "news"); err != nil || len(feeds) != 0 {
				t.Errorf("feeds %+v: %v", feeds, err)
			}
		})
	}
	t.Run("list", func(t *testing.T) {
		f := start(t, options{})
		opml := `<opml version="2.0"><body>`
		for path := range pages {
			opml += fmt.Sprintf(`<outline type="rss" text="%s" xmlUrl="%s%s"/>`, path, s.URL, path)
		}
		request := &importer.AddRequest{Inputs: []string{"-"}, Stdin: strings.NewReader(opml + `</body></opml>`)}
		failed := f.add(t, request)
		if len(failed) != len(pages) || request.Progress.Feeds.Load() != int64(len(pages)) {
			t.Errorf("%d feeds added, failed: %q", request.Progress.Feeds.Load(), failed)
		}
		if feeds, err := f.Feeds(t.Context(), "news"); err != nil || len(feeds) != 0 {
			t.Errorf("feeds %+v: %v", feeds, err)
		}
	})
}

// A feed that worked before stays followed when it fails, and shows why.
func TestAFeedThatFailsLater(t *testing.T) {
	pages := map[string]string{"/feed.xml": rss(`<item><title>One</title><content:encoded>` + story + `</content:encoded></item>`)}
	s := site(t, pages)
	f := start(t, options{})
	address := s.URL + "/feed.xml"
	f.add(t, &importer.AddRequest{Inputs: []string{address}})
	for want, page := range map[string]string{"": pages["/feed.xml"], "feed": "not a feed"} {
		pages["/feed.xml"] = page
		f.pollNow(t, address)
		feeds, err := f.Feeds(t.Context(), "news")
		if err != nil || len(feeds) != 1 || (feeds[0].Error == "") != (want == "") || !feeds[0].Next.After(time.Now()) {
			t.Errorf("feeds %+v: %v", feeds, err)
		}
	}
}

// A server that cannot be reached, or asks for a later request, is reported at once, and
// its URL is left to be retried.
func TestURLsThatAreRetriedLater(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/busy" {
			w.Header().Set("Retry-After", "60")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		http.Error(w, "broken", http.StatusInternalServerError)
	}))
	defer s.Close()
	f := start(t, options{})
	for _, address := range []string{s.URL + "/busy", s.URL + "/broken", "http://host.invalid/"} {
		failed := f.add(t, &importer.AddRequest{Inputs: []string{address}})
		if len(failed) != 1 || !strings.Contains(failed[0], address) || !strings.Contains(failed[0], "retries it") {
			t.Errorf("%s failed with %q", address, failed)
		}
		list, err := f.Imports(t.Context(), "news", importer.Retrying)
		if err != nil || list.Recent[0].Reason == "" || list.Recent[0].Next.IsZero() || strings.Contains(list.Recent[0].Reason, "lookup") {
			t.Errorf("imports %+v: %v", list, err)
		}
	}
}

// pollNow makes a feed due and waits until it was polled.
func (f *fixture) pollNow(t *testing.T, address string) {
	t.Helper()
	feed, err := f.db.Feed(t.Context(), "news", address)
	if err != nil {
		t.Fatal(err)
	}
	feed.NextPoll = time.Now().UTC().Add(-time.Hour).Truncate(time.Millisecond)
	if err := f.db.Update(t.Context(), func(tx *store.Tx) error { return tx.PutFeed(t.Context(), feed) }); err != nil {
		t.Fatal(err)
	}
	if err := f.QueueDue(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	f.settle(t)
}
