package server_test

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"dateline/geo"
	"dateline/server"
	"dateline/server/importer"
	"dateline/server/internal/fixture"
	"dateline/server/store"
)

// memoryImporter is a store and an importer in memory. An import advances one step
// each time the imports are listed, so that tests see every state without waiting. A
// text that contains "Kabul" is placed there; one that contains "unreadable" fails the
// first time.
type memoryImporter struct {
	mu          sync.Mutex
	collections []store.Collection
	imports     map[string][]*memoryImport
	texts       []importer.Text
	feeds       map[string][]importer.Feed
	documents   []string
	paused      bool // imports do not advance
}

type memoryImport struct {
	importer.Import
	text   string
	failed bool
}

func newMemoryImporter(collections ...store.Collection) *memoryImporter {
	return &memoryImporter{collections: collections, imports: map[string][]*memoryImport{}, feeds: map[string][]importer.Feed{}}
}

func (m *memoryImporter) store() (*store.Memory, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return store.NewMemory(m.collections...)
}

func (m *memoryImporter) Collections(ctx context.Context) ([]store.Summary, error) {
	s, err := m.store()
	if err != nil {
		return nil, err
	}
	return s.Collections(ctx)
}

func (m *memoryImporter) Collection(ctx context.Context, name string) (*store.Collection, error) {
	s, err := m.store()
	if err != nil {
		return nil, err
	}
	return s.Collection(ctx, name)
}

func (m *memoryImporter) Article(ctx context.Context, collection, id string) (*geo.Parsed, error) {
	s, err := m.store()
	if err != nil {
		return nil, err
	}
	return s.Article(ctx, collection, id)
}

func (m *memoryImporter) Mention(ctx context.Context, id string) (collection, article string, err error) {
	s, err := m.store()
	if err != nil {
		return "", "", err
	}
	return s.Mention(ctx, id)
}

func (m *memoryImporter) Accepts(_ context.Context, collection string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, err := m.find(collection)
	return err == nil, nil
}

func (m *memoryImporter) NewCollection(_ context.Context, name, title string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.collections = append(m.collections, store.Collection{Name: name, Title: title})
	return nil
}

func (m *memoryImporter) find(name string) (*store.Collection, error) {
	for i := range m.collections {
		if m.collections[i].Name == name {
			return &m.collections[i], nil
		}
	}
	return nil, geo.Errorf(geo.ErrNotFound, "collection %q", name)
}

func (m *memoryImporter) submit(collection string, step importer.Step, name, text string) (importer.SubmitResult, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, err := m.find(collection)
	if err != nil {
		return importer.SubmitResult{}, err
	}
	for _, p := range c.Parsed {
		if p.Article.Text == text {
			return importer.SubmitResult{Duplicate: true}, nil
		}
	}
	all := m.imports[collection]
	id := int64(len(all) + 1)
	i := &memoryImport{Import: importer.Import{ID: id, State: importer.Waiting, Step: step, Name: name}, text: text}
	m.imports[collection] = append(all, i)
	return importer.SubmitResult{ID: id}, nil
}

func (m *memoryImporter) AddText(_ context.Context, collection string, t importer.Text) (importer.SubmitResult, error) {
	m.mu.Lock()
	m.texts = append(m.texts, t)
	m.mu.Unlock()
	title := t.Title
	if title == "" {
		title, _, _ = strings.Cut(t.Body, "\n")
	}
	return m.submit(collection, importer.StepParse, title, t.Body)
}

func (m *memoryImporter) AddArticles(_ context.Context, collection string, articles []geo.Article) error {
	for i := range articles {
		if _, err := m.submit(collection, importer.StepParse, articles[i].Title, articles[i].Text); err != nil {
			return err
		}
	}
	return nil
}

func (m *memoryImporter) AddDocument(_ context.Context, collection, name string, r io.Reader) (importer.SubmitResult, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return importer.SubmitResult{}, fmt.Errorf("read %s: %w", name, err)
	}
	m.mu.Lock()
	m.documents = append(m.documents, name)
	m.mu.Unlock()
	return m.submit(collection, importer.StepRead, name, string(b))
}

func (m *memoryImporter) AddURL(_ context.Context, collection, address string) (importer.SubmitResult, error) {
	m.mu.Lock()
	if strings.HasSuffix(address, "/feed") {
		m.feeds[collection] = append(m.feeds[collection], importer.Feed{URL: address, Title: "News of the border"})
	}
	m.mu.Unlock()
	return m.submit(collection, importer.StepFetch, address, "Fetched from Kabul: "+address)
}

func (m *memoryImporter) Imports(_ context.Context, collection string, state importer.State) (importer.ImportList, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, err := m.find(collection)
	if err != nil {
		return importer.ImportList{}, err
	}
	out := importer.ImportList{Counts: map[importer.State]int{}}
	for _, i := range slices.Backward(m.imports[collection]) {
		if !m.paused {
			i.advance(c)
		}
		out.Counts[i.State]++
		if (state == "" || state == i.State) && len(out.Recent) < 100 {
			out.Recent = append(out.Recent, i.Import)
		}
	}
	return out, nil
}

// advance moves an import to its next state.
func (i *memoryImport) advance(c *store.Collection) {
	switch i.State {
	case importer.Waiting:
		i.State, i.Reason = importer.Working, ""
	case importer.Working:
		if strings.Contains(i.text, "unreadable") && !i.failed {
			i.State, i.Reason, i.failed = importer.Failed, "This is not a document.", true
			return
		}
		p := fixture.Placed(fmt.Sprintf("a%d", i.ID), i.Name, i.text)
		c.Parsed = append(slices.Clone(c.Parsed), p)
		i.State, i.Article = importer.Done, p.Article.ID
	case importer.Done, importer.Failed, importer.Cancelled:
	}
}

func (m *memoryImporter) change(collection string, id int64, to importer.State) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := m.imports[collection]
	if id < 1 || id > int64(len(all)) {
		return geo.Errorf(geo.ErrNotFound, "import %d of %q", id, collection)
	}
	all[id-1].State, all[id-1].Reason = to, ""
	return nil
}

func (m *memoryImporter) Cancel(_ context.Context, collection string, id int64) error {
	return m.change(collection, id, importer.Cancelled)
}

func (m *memoryImporter) Retry(_ context.Context, collection string, id int64) error {
	return m.change(collection, id, importer.Waiting)
}

func (m *memoryImporter) Feeds(_ context.Context, collection string) ([]importer.Feed, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.feeds[collection]), nil
}

func (m *memoryImporter) Unfollow(_ context.Context, collection, address string) error {
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
	_ store.Store     = (*memoryImporter)(nil)
	_ server.Importer = (*memoryImporter)(nil)
)
