package server_test

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"dateline/geo"
	"dateline/server"
	"dateline/server/importer"
	"dateline/server/internal/fixture"
	"dateline/server/store"
)

// collection is a collection of a test.
type collection struct {
	Name, Title, Description string
	Parsed                   []*geo.Parsed
}

// storeOf returns a store with collections.
func storeOf(t testing.TB, all ...collection) *store.DB {
	t.Helper()
	ctx := context.Background()
	db, err := store.OpenTemporary(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	fillStore(t, db, all...)
	return db
}

// fillStore stores collections.
func fillStore(t testing.TB, db *store.DB, all ...collection) {
	t.Helper()
	ctx := context.Background()
	for _, c := range all {
		err := db.Update(ctx, func(tx *store.Tx) error {
			if err := tx.PutCollection(ctx, c.Name, c.Title, c.Description); err != nil {
				return err
			}
			return tx.PutAll(ctx, c.Name, c.Parsed...)
		})
		if err == nil {
			err = importer.CompareTexts(ctx, db, c.Name)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// testImporter imports into a store without a queue. An import advances one step
// each time the imports are listed, so that tests see every state without waiting. A
// text that contains "Kabul" is placed there; one that contains "unreadable" fails the
// first time.
type testImporter struct {
	*store.DB
	mu        sync.Mutex
	imports   map[string][]*testImport
	texts     []importer.Text
	feeds     map[string][]importer.Feed
	documents []string
	paused    bool // imports do not advance
}

type testImport struct {
	importer.Import
	text   string
	failed bool
}

func newTestImporter(t testing.TB, collections ...collection) *testImporter {
	t.Helper()
	return &testImporter{DB: storeOf(t, collections...), imports: map[string][]*testImport{}, feeds: map[string][]importer.Feed{}}
}

func (m *testImporter) Accepts(ctx context.Context, collection string) (bool, error) {
	return m.HasCollection(ctx, collection)
}

func (m *testImporter) NewCollection(ctx context.Context, name, title string) error {
	return m.Update(ctx, func(tx *store.Tx) error { return tx.PutCollection(ctx, name, title, "") })
}

func (m *testImporter) submit(collection string, step importer.Step, name, text string) (importer.SubmitResult, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for p, err := range m.Parsed(context.Background(), collection) {
		if err != nil {
			return importer.SubmitResult{}, err
		}
		if p.Article.Text == text {
			return importer.SubmitResult{Duplicate: true}, nil
		}
	}
	all := m.imports[collection]
	id := int64(len(all) + 1)
	i := &testImport{Import: importer.Import{ID: id, State: importer.Waiting, Step: step, Name: name}, text: text}
	m.imports[collection] = append(all, i)
	return importer.SubmitResult{ID: id}, nil
}

func (m *testImporter) AddText(_ context.Context, collection string, t importer.Text) (importer.SubmitResult, error) {
	m.mu.Lock()
	m.texts = append(m.texts, t)
	m.mu.Unlock()
	title := t.Title
	if title == "" {
		title, _, _ = strings.Cut(t.Body, "\n")
	}
	return m.submit(collection, importer.StepParse, title, t.Body)
}

func (m *testImporter) AddArticles(_ context.Context, collection string, articles []geo.Article) error {
	for i := range articles {
		if _, err := m.submit(collection, importer.StepParse, articles[i].Title, articles[i].Text); err != nil {
			return err
		}
	}
	return nil
}

func (m *testImporter) AddDocument(_ context.Context, collection, name string, r io.Reader) (importer.SubmitResult, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return importer.SubmitResult{}, fmt.Errorf("read %s: %w", name, err)
	}
	m.mu.Lock()
	m.documents = append(m.documents, name)
	m.mu.Unlock()
	return m.submit(collection, importer.StepRead, name, string(b))
}

func (m *testImporter) AddURL(_ context.Context, collection, address string) (importer.SubmitResult, error) {
	m.mu.Lock()
	if strings.HasSuffix(address, "/feed") {
		m.feeds[collection] = append(m.feeds[collection], importer.Feed{URL: address, Title: "News of the border"})
	}
	m.mu.Unlock()
	return m.submit(collection, importer.StepFetch, address, "Fetched from Kabul: "+address)
}

func (m *testImporter) Imports(ctx context.Context, collection string, state importer.State) (importer.ImportList, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := importer.ImportList{Counts: map[importer.State]int{}}
	for _, i := range slices.Backward(m.imports[collection]) {
		if !m.paused {
			if err := i.advance(ctx, m.DB, collection); err != nil {
				return importer.ImportList{}, err
			}
		}
		out.Counts[i.State]++
		if (state == "" || state == i.State) && len(out.Recent) < 100 {
			out.Recent = append(out.Recent, i.Import)
		}
	}
	var err error
	out.Notices, err = m.Notices(ctx, collection, importer.MaxListedNotices)
	return out, err
}

// advance moves an import to its next state.
func (i *testImport) advance(ctx context.Context, db *store.DB, collection string) error {
	switch i.State {
	case importer.Waiting:
		i.State, i.Reason = importer.Working, ""
	case importer.Working:
		if strings.Contains(i.text, "unreadable") && !i.failed {
			i.State, i.Reason, i.failed = importer.Failed, "This is not a document.", true
			return nil
		}
		p := fixture.Placed(fmt.Sprintf("a%d", i.ID), i.Name, i.text)
		if err := db.Update(ctx, func(tx *store.Tx) error { return tx.PutAll(ctx, collection, p) }); err != nil {
			return err
		}
		i.State, i.Article = importer.Done, p.Article.ID
	case importer.Done, importer.Failed, importer.Cancelled, importer.Retrying:
	}
	return nil
}

func (m *testImporter) change(collection string, id int64, to importer.State) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := m.imports[collection]
	if id < 1 || id > int64(len(all)) {
		return geo.Errorf(geo.ErrNotFound, "import %d of %q", id, collection)
	}
	all[id-1].State, all[id-1].Reason = to, ""
	return nil
}

func (m *testImporter) Cancel(_ context.Context, collection string, id int64) error {
	return m.change(collection, id, importer.Cancelled)
}

func (m *testImporter) Retry(_ context.Context, collection string, id int64) error {
	return m.change(collection, id, importer.Waiting)
}

func (m *testImporter) Feeds(_ context.Context, collection string) ([]importer.Feed, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.feeds[collection]), nil
}

func (m *testImporter) SetHome(ctx context.Context, collection, feed, words string) (home geo.Place, queued int, err error) {
	switch words {
	case "":
	case "Kabul, Afghanistan":
		home = geo.Place{ID: "geonames:1138958", Name: "Kabul"}
	default:
		return home, 0, geo.Errorf(geo.ErrInput, "no town or area is called %q, so it cannot be the publisher's home", words)
	}
	return home, 1, m.Update(ctx, func(tx *store.Tx) error { return tx.SetHome(ctx, collection, feed, home.ID) })
}

func (m *testImporter) Unfollow(_ context.Context, collection, address string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	before := len(m.feeds[collection])
	m.feeds[collection] = slices.DeleteFunc(m.feeds[collection], func(f importer.Feed) bool { return f.URL == address })
	if len(m.feeds[collection]) == before {
		return geo.Errorf(geo.ErrNotFound, "feed %s", address)
	}
	return nil
}

var (
	_ server.Importer = (*testImporter)(nil)
)

// count returns the number of collections.
func (m *testImporter) count() int {
	all, err := m.Collections(context.Background())
	if err != nil {
		return -1
	}
	return len(all)
}
