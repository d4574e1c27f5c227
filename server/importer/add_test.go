package importer_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/server/importer"
	"dateline/server/queue"
	"dateline/server/store"
)

// Inputs of all kinds are imported together; a failed one is reported and stops nothing.
func TestAdd(t *testing.T) {
	f := start(t, options{})
	request := &importer.AddRequest{
		Inputs: []string{"-", "no-such-file"},
		Stdin:  io.LimitReader(strings.NewReader(strings.Repeat(`{"text": "The same line."}`+"\n", 100)+`{"text": "Another."}`), 1<<20),
	}
	failed := f.add(t, request)
	if p := &request.Progress; p.New.Load() != 2 || p.Existing.Load() != 99 || p.Failures.Load() != 1 || len(failed) != 1 || !strings.Contains(failed[0], "no-such-file") {
		t.Errorf("%d new, %d existing; failed: %v", p.New.Load(), p.Existing.Load(), failed)
	}
	if all := f.texts(t); len(all) != 2 {
		t.Errorf("articles %v", all)
	}
	if left, err := f.db.Uncompared(t.Context(), "news", 1); err != nil || len(left) != 0 {
		t.Errorf("not compared: %v, error %v", left, err)
	}
}

// A long text of a JSON document is stored as several articles, whichever way it arrives.
func TestLongTextsOfJSONAreSplit(t *testing.T) {
	f := start(t, options{})
	line := `{"id": "long", "text": "` + strings.Repeat("A ferry was late. ", 40_000) + `"}` + "\n"
	var notices []string
	request := &importer.AddRequest{Inputs: []string{"-"}, Stdin: strings.NewReader(line), Noticed: func(s string) { notices = append(notices, s) }}
	if failed := f.add(t, request); len(failed) != 0 || request.Progress.New.Load() != 2 || len(notices) != 1 {
		t.Errorf("%d new, failed %v, notices %q", request.Progress.New.Load(), failed, notices)
	}
	if all := f.texts(t); len(all) != 2 {
		t.Errorf("%d articles", len(all))
	}
}

// What a person should know about how documents were read is stored with the articles,
// and listed with the imports.
func TestNoticesAreStored(t *testing.T) {
	f := start(t, options{})
	file := filepath.Join(t.TempDir(), "table.csv")
	if err := os.WriteFile(file, []byte("id;Inhalt\n1;A ferry was late in the morning.\n2;\n3;Another ferry was late in the evening.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.add(t, &importer.AddRequest{Inputs: []string{file}})
	if _, err := f.AddDocument(t.Context(), "news", "long.txt", strings.NewReader(strings.Repeat("A ferry was late. ", 40_000))); err != nil {
		t.Fatal(err)
	}
	f.settle(t)
	list, err := f.Imports(t.Context(), "news", "")
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(list.Notices, "\n")
	for _, want := range []string{`table.csv: one article a row, text from "Inhalt"`, "table.csv: 1 row without a text was left out", "long.txt: the text is"} {
		if !strings.Contains(got, want) {
			t.Errorf("notices %q, want one with %q", list.Notices, want)
		}
	}
	if strings.Contains(got, file) {
		t.Errorf("notices %q contain the path of the file", list.Notices)
	}
}

// Files that the collection has are skipped.
func TestAddAFolderTwice(t *testing.T) {
	folder := t.TempDir()
	for i := range 3 {
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprint(i, ".txt")), fmt.Append(nil, "Ferry number ", i, " was late."), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f := start(t, options{})
	for _, unchanged := range []int64{0, 3} {
		request := &importer.AddRequest{Inputs: []string{folder}}
		failed := f.add(t, request)
		if p := &request.Progress; p.New.Load() != 3-unchanged || p.Unchanged.Load() != unchanged || p.Sources.Load() != 3 || p.Finished.Load() != 3 || !p.AllFound.Load() || len(failed) != 0 {
			t.Errorf("%d new, %d unchanged, %d of %d finished; failed: %v", p.New.Load(), p.Unchanged.Load(), p.Finished.Load(), p.Sources.Load(), failed)
		}
	}
}

// Add waits for the jobs of its own request only, and is woken when they are finished.
func TestAddWaitsForItsOwnJobs(t *testing.T) {
	f := start(t, options{})
	insert := func(batch string) {
		err := f.db.Update(t.Context(), func(tx *store.Tx) error {
			_, err := f.queue.Insert(t.Context(), tx.SQL(), queue.NewJob{Kind: "foreign", Group: "news", Batch: batch})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	insert("another")
	if failed := f.add(t, &importer.AddRequest{Inputs: []string{filepath.Join(t.TempDir(), "none")}}); len(failed) != 1 {
		t.Errorf("failed: %v", failed)
	}
	f.add(t, &importer.AddRequest{Inputs: []string{"-"}, Stdin: strings.NewReader("A ferry was late.")})
}

// With NoWait the jobs are left in the queue, and the same request waits for them later.
func TestAddWithoutWaiting(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.db")
	story := filepath.Join(t.TempDir(), "story.txt")
	if err := os.WriteFile(story, []byte("A ferry was late."), 0o600); err != nil {
		t.Fatal(err)
	}
	f := start(t, options{store: file, idle: true})
	var status importer.Status
	update := func(s importer.Status) { status = s }
	f.add(t, &importer.AddRequest{Inputs: []string{story}, NoWait: true, Updated: update})
	if status.Pending != 1 || status.Done != 0 {
		t.Errorf("without waiting the status is %+v", status)
	}
	f = start(t, options{store: file})
	f.add(t, &importer.AddRequest{Inputs: []string{story}, Updated: update})
	if status.Pending != 0 {
		t.Errorf("after waiting the status is %+v", status)
	}
	if all := f.texts(t); len(all) != 1 {
		t.Errorf("articles %v", all)
	}
}

// A document of which a part cannot be read gives the rest, and the error names the part.
func TestADocumentThatIsPartlyBroken(t *testing.T) {
	f := start(t, options{})
	const lines = `{"id": "a", "text": "One."}` + "\n" + `{"id": "b"` + "\n" + `{"id": "c", "text": "Three."}` + "\n"
	r, err := f.AddDocument(t.Context(), "news", "lines.jsonl", strings.NewReader(lines))
	if err != nil || r.ID == 0 {
		t.Fatalf("%+v: %v", r, err)
	}
	f.settle(t)
	if all := f.texts(t); len(all) != 2 || all["a"] != "One." || all["c"] != "Three." {
		t.Errorf("articles %v", all)
	}
	list, err := f.Imports(t.Context(), "news", importer.Failed)
	if err != nil || len(list.Recent) != 1 || !strings.Contains(list.Recent[0].Reason, "line 2") {
		t.Errorf("imports %+v: %v", list, err)
	}
}

func TestSubmissionsThatAreRefused(t *testing.T) {
	f := start(t, options{})
	ctx := t.Context()
	_, text := f.AddText(ctx, "news", importer.Text{Title: "Title", Body: " \n "})
	_, binary := f.AddDocument(ctx, "news", "image.png", strings.NewReader("\x89PNG\r\n\x1a\n\x00\x00"))
	_, address := f.AddURL(ctx, "news", "ftp://host.invalid/")
	_, nowhere := f.AddURL(ctx, "nowhere", "https://host.invalid/")
	for name, test := range map[string]struct{ err, want error }{
		"empty text": {text, geo.ErrInput}, "binary file": {binary, geo.ErrInput}, "address": {address, geo.ErrInput},
		"collection": {nowhere, geo.ErrNotFound}, "taken name": {f.NewCollection(ctx, "news", "News"), geo.ErrInput},
		"cancel": {f.Cancel(ctx, "news", 99), geo.ErrNotFound}, "retry": {f.Retry(ctx, "news", 99), geo.ErrNotFound},
	} {
		if !errors.Is(test.err, test.want) {
			t.Errorf("%s: %v", name, test.err)
		}
	}
	if err := f.NewCollection(ctx, "more", "More"); err != nil {
		t.Error(err)
	}
	for _, duplicate := range []bool{false, true} {
		if r, err := f.AddText(ctx, "news", importer.Text{Title: "Ferries", Body: story}); err != nil || r.Duplicate != duplicate {
			t.Errorf("a text: %+v, %v", r, err)
		}
		f.settle(t)
		if r, err := f.AddDocument(ctx, "news", "ferry.txt", strings.NewReader("A ferry.")); err != nil || r.Duplicate != duplicate {
			t.Errorf("a document: %+v, %v", r, err)
		}
		f.settle(t)
	}
}

func TestCancelAndRetry(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.db")
	f := start(t, options{store: file, idle: true})
	r, err := f.AddURL(t.Context(), "news", "http://127.0.0.1:1/")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Cancel(t.Context(), "news", r.ID); err != nil {
		t.Fatal(err)
	}
	if list, err := f.Imports(t.Context(), "news", importer.Cancelled); err != nil || len(list.Recent) != 1 || list.Recent[0].Step != importer.StepFetch {
		t.Errorf("imports %+v: %v", list, err)
	}
	if again, err := f.AddURL(t.Context(), "news", "http://127.0.0.1:1/"); err != nil || again.ID != r.ID { // as Retry does
		t.Errorf("submitted again: %+v, %v", again, err)
	}
	if list, err := f.Imports(t.Context(), "news", ""); err != nil || list.Counts[importer.Waiting] != 1 {
		t.Errorf("imports %+v: %v", list, err)
	}
}

func TestArticlesThatWereReadBefore(t *testing.T) {
	f := start(t, options{idle: true})
	ctx := t.Context()
	accepts := func(name string) bool {
		t.Helper()
		ok, err := f.Accepts(ctx, name)
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	if !accepts("news") || accepts("nowhere") {
		t.Error("articles can be added to a collection that is not stored, or not to one that is")
	}
	var articles []geo.Article
	for i := range 150 { // several batches
		text := fmt.Sprint("Rain fell on day ", i, ".")
		articles = append(articles, geo.Article{Title: fmt.Sprint("Day ", i), Text: text, Hash: geo.HashText(text)})
	}
	if err := f.AddArticles(ctx, "news", articles); err != nil {
		t.Fatal(err)
	}
	list, err := f.Imports(ctx, "news", "")
	if err != nil || list.Counts[importer.Waiting] != len(articles) {
		t.Errorf("%d articles are waiting, want %d: %v", list.Counts[importer.Waiting], len(articles), err)
	}
}
