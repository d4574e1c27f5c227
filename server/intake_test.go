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

// shelf is a store and an intake in memory. What is handed in moves a step
// whenever it is asked after, so that tests see each state and wait for nothing.
// A text that says "Kabul" is placed there; one that says "unreadable" fails, the
// first time.
type shelf struct {
	mu          sync.Mutex
	collections []store.Collection
	arrivals    map[string][]*onShelf
	feeds       map[string][]importer.Feed
	documents   []string
	held        bool // nothing moves
}

type onShelf struct {
	importer.Import
	text  string
	tried bool
}

func newShelf(collections ...store.Collection) *shelf {
	return &shelf{collections: collections, arrivals: map[string][]*onShelf{}, feeds: map[string][]importer.Feed{}}
}

func (s *shelf) memory() (*store.Memory, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return store.NewMemory(s.collections...)
}

func (s *shelf) Collections(ctx context.Context) ([]store.Summary, error) {
	m, err := s.memory()
	if err != nil {
		return nil, err
	}
	return m.Collections(ctx)
}

func (s *shelf) Collection(ctx context.Context, name string) (*store.Collection, error) {
	m, err := s.memory()
	if err != nil {
		return nil, err
	}
	return m.Collection(ctx, name)
}

func (s *shelf) Article(ctx context.Context, collection, id string) (*geo.Parsed, error) {
	m, err := s.memory()
	if err != nil {
		return nil, err
	}
	return m.Article(ctx, collection, id)
}

func (s *shelf) Mention(ctx context.Context, id string) (collection, article string, err error) {
	m, err := s.memory()
	if err != nil {
		return "", "", err
	}
	return m.Mention(ctx, id)
}

func (s *shelf) NewCollection(_ context.Context, name, title string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.collections = append(s.collections, store.Collection{Name: name, Title: title})
	return nil
}

func (s *shelf) find(name string) (*store.Collection, error) {
	for i := range s.collections {
		if s.collections[i].Name == name {
			return &s.collections[i], nil
		}
	}
	return nil, fmt.Errorf("collection %q: %w", name, geo.ErrNotFound)
}

func (s *shelf) take(collection string, step importer.Step, name, text string) (importer.SubmitResult, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.find(collection)
	if err != nil {
		return importer.SubmitResult{}, err
	}
	for _, p := range c.Parsed {
		if p.Article.Text == text {
			return importer.SubmitResult{Duplicate: true}, nil
		}
	}
	all := s.arrivals[collection]
	id := int64(len(all) + 1)
	a := &onShelf{Import: importer.Import{ID: id, State: importer.Waiting, Step: step, Name: name}, text: text}
	s.arrivals[collection] = append(all, a)
	return importer.SubmitResult{ID: id}, nil
}

func (s *shelf) AddText(_ context.Context, collection, title, text string) (importer.SubmitResult, error) {
	if title == "" {
		title, _, _ = strings.Cut(text, "\n")
	}
	return s.take(collection, importer.StepParse, title, text)
}

func (s *shelf) AddDocument(_ context.Context, collection, name string, r io.Reader) (importer.SubmitResult, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return importer.SubmitResult{}, fmt.Errorf("keeping %s: %w", name, err)
	}
	s.mu.Lock()
	s.documents = append(s.documents, name)
	s.mu.Unlock()
	return s.take(collection, importer.StepRead, name, string(b))
}

func (s *shelf) AddURL(_ context.Context, collection, address string) (importer.SubmitResult, error) {
	s.mu.Lock()
	if strings.HasSuffix(address, "/feed") {
		s.feeds[collection] = append(s.feeds[collection], importer.Feed{URL: address, Title: "News of the border"})
	}
	s.mu.Unlock()
	return s.take(collection, importer.StepFetch, address, "Fetched from Kabul: "+address)
}

func (s *shelf) Imports(_ context.Context, collection string, state importer.State) (importer.ImportList, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.find(collection)
	if err != nil {
		return importer.ImportList{}, err
	}
	out := importer.ImportList{Counts: map[importer.State]int{}}
	for _, a := range slices.Backward(s.arrivals[collection]) {
		if !s.held {
			a.move(c)
		}
		out.Counts[a.State]++
		if (state == "" || state == a.State) && len(out.Recent) < 100 {
			out.Recent = append(out.Recent, a.Import)
		}
	}
	return out, nil
}

// move takes an arrival a step on.
func (a *onShelf) move(c *store.Collection) {
	switch a.State {
	case importer.Waiting:
		a.State, a.Reason = importer.Working, ""
	case importer.Working:
		if strings.Contains(a.text, "unreadable") && !a.tried {
			a.State, a.Reason, a.tried = importer.Failed, "reading "+a.Name+": it is not a document: bad input", true
			return
		}
		p := fixture.Placed(fmt.Sprintf("a%d", a.ID), a.Name, a.text)
		c.Parsed = append(slices.Clone(c.Parsed), p)
		a.State, a.Article = importer.Done, p.Article.ID
	}
}

func (s *shelf) change(collection string, id int64, to importer.State) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.arrivals[collection]
	if id < 1 || id > int64(len(all)) {
		return fmt.Errorf("arrival %d of %q: %w", id, collection, geo.ErrNotFound)
	}
	all[id-1].State, all[id-1].Reason = to, ""
	return nil
}

func (s *shelf) Cancel(_ context.Context, collection string, id int64) error {
	return s.change(collection, id, importer.Cancelled)
}

func (s *shelf) Retry(_ context.Context, collection string, id int64) error {
	return s.change(collection, id, importer.Waiting)
}

func (s *shelf) Feeds(_ context.Context, collection string) ([]importer.Feed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.feeds[collection]), nil
}

func (s *shelf) Unfollow(_ context.Context, collection, address string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := len(s.feeds[collection])
	s.feeds[collection] = slices.DeleteFunc(s.feeds[collection], func(f importer.Feed) bool { return f.URL == address })
	if len(s.feeds[collection]) == before {
		return fmt.Errorf("feed %s: %w", address, geo.ErrNotFound)
	}
	return nil
}

var (
	_ store.Store     = (*shelf)(nil)
	_ server.Importer = (*shelf)(nil)
)
