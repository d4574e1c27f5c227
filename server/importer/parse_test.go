package importer_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"dateline/server/importer"
)

// With other models every article is parsed again, and once more with the first ones;
// an article that is up to date is not.
func TestReparse(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.db")
	for n, run := range []struct {
		version string
		queued  int
	}{{"1", 0}, {"2", 1}, {"2", 0}, {"1", 1}} {
		t.Run(fmt.Sprint(n, " with version ", run.version), func(t *testing.T) { // the workers end with it
			f := start(t, options{store: file, version: run.version})
			if n == 0 {
				if _, err := f.AddText(t.Context(), "news", importer.Text{Title: "Ferries", Body: story}); err != nil {
					t.Fatal(err)
				}
				f.settle(t)
			}
			var done int
			failed := f.add(t, &importer.AddRequest{Reparse: true, Updated: func(s importer.Status) { done = s.Done }})
			if done != run.queued || len(failed) != 0 {
				t.Errorf("%d articles were parsed again, want %d; failed: %v", done, run.queued, failed)
			}
			all := f.parsed(t, "news")
			if len(all) != 1 || all[0].Versions.Gazetteer != run.version {
				t.Errorf("parsed: %+v", all)
			}
		})
	}
}

// History is an option, ends at the collection, and marks its results.
func TestHistory(t *testing.T) {
	line := func(n int) string {
		return fmt.Sprintf(`{"id": "%d", "publisher": "Post", "text": "Ferry %d is late."}`+"\n", n, n)
	}
	others := func(f *fixture, collection string) (all []string) {
		for _, p := range f.parsed(t, collection) {
			all = append(all, fmt.Sprint(p.Article.ID, " ", p.Resolutions[0].Why[0], " ", p.History))
		}
		return all
	}
	for name, test := range map[string]struct {
		history     bool
		news, other string
	}{
		"without": {false, "[0 among 0 false 1 among 0 false 2 among 0 false]", "[2 among 0 false]"},
		// Article 2 is in both collections.
		"with": {true, "[0 among 3 true 1 among 3 true 2 among 0 false]", "[2 among 0 false]"},
	} {
		t.Run(name, func(t *testing.T) {
			f := start(t, options{history: test.history})
			f.add(t, &importer.AddRequest{Inputs: []string{"-"}, Stdin: strings.NewReader(line(0) + line(1) + line(2))})
			if test.history {
				if got := fmt.Sprint(others(f, "news")); got != "[0 among 3 true 1 among 3 true 2 among 3 true]" {
					t.Errorf("in one collection: %s", got)
				}
			}
			if err := f.NewCollection(t.Context(), "other", "Other"); err != nil {
				t.Fatal(err)
			}
			if _, err := f.AddDocument(t.Context(), "other", "two.jsonl", strings.NewReader(line(2))); err != nil {
				t.Fatal(err)
			}
			f.settle(t)
			f.add(t, &importer.AddRequest{Inputs: []string{"-"}, Stdin: strings.NewReader(line(0))})
			f.settle(t)
			if got := fmt.Sprint(others(f, "news")); got != test.news {
				t.Errorf("in news: %s, want %s", got, test.news)
			}
			if got := fmt.Sprint(others(f, "other")); got != test.other {
				t.Errorf("in the other collection: %s, want %s", got, test.other)
			}
		})
	}
}
