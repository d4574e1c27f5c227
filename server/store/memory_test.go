package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/store"
)

func TestMemory(t *testing.T) {
	ctx := context.Background()
	m, err := store.NewMemory(store.Collection{Name: "talks", Title: "Talks", Parsed: fixture.Parsed()}, store.Collection{Name: "empty-2", Title: "Empty"})
	if err != nil {
		t.Fatal(err)
	}
	all, err := m.Collections(ctx)
	if err != nil || len(all) != 2 || all[0].Name != "empty-2" {
		t.Fatalf("collections: %+v, %v", all, err)
	}
	if s := all[1]; s.Articles != 4 || s.Places != 13 || s.Ledger.Mentions != 27 || s.Version == "" || s.Version == all[0].Version {
		t.Errorf("summary: %+v", s)
	}
	c, err := m.Collection(ctx, "talks")
	if err != nil || len(c.Parsed) != 4 || c.Version != all[1].Version {
		t.Errorf("collection: %+v, %v", c, err)
	}
	p, err := m.Article(ctx, "talks", "empty")
	if err != nil || p.Article.Title != "A meeting" {
		t.Errorf("article: %+v, %v", p, err)
	}
	for what, err := range map[string]error{
		"collection":                  second(m.Collection(ctx, "x")),
		"article":                     second(m.Article(ctx, "talks", "x")),
		"article of another":          second(m.Article(ctx, "empty-2", "talks")),
		"mention":                     third(m.Mention(ctx, "x")),
		"mention with a wrong number": third(m.Mention(ctx, mention(0)+"-2")),
	} {
		if !errors.Is(err, geo.ErrNotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestMemoryDistinguishesRepeatedArticles(t *testing.T) {
	ctx := context.Background()
	twice := append(fixture.Parsed(), fixture.Parsed()[0])
	before := *twice[4]
	m, err := store.NewMemory(store.Collection{Name: "a", Parsed: twice})
	if err != nil {
		t.Fatal(err)
	}
	if twice[4].Article.ID != before.Article.ID {
		t.Error("the caller's article was changed")
	}
	if _, err := m.Article(ctx, "a", "talks-2"); err != nil {
		t.Error(err)
	}
	for id, want := range map[string]string{mention(0): "talks", mention(0) + "-2": "talks-2"} {
		if c, a, err := m.Mention(ctx, id); c != "a" || a != want || err != nil {
			t.Errorf("mention %s stands in %s of %s: %v", id, a, c, err)
		}
	}
}

func TestMemoryVersionDependsOnContent(t *testing.T) {
	version := func(change func([]*geo.Parsed)) string {
		parsed := fixture.Parsed()
		change(parsed)
		m, err := store.NewMemory(store.Collection{Name: "a", Parsed: parsed})
		if err != nil {
			t.Fatal(err)
		}
		all, _ := m.Collections(context.Background())
		return all[0].Version
	}
	same := version(func([]*geo.Parsed) {})
	if again := version(func([]*geo.Parsed) {}); again != same {
		t.Error("the same content has two versions")
	}
	for name, change := range map[string]func([]*geo.Parsed){
		"title":       func(p []*geo.Parsed) { p[0].Article.Title = "x" },
		"gazetteer":   func(p []*geo.Parsed) { p[0].Versions.Gazetteer = "x" },
		"place":       func(p []*geo.Parsed) { p[0].Resolutions[0].Place.ID = "x" },
		"reason":      func(p []*geo.Parsed) { p[0].Resolutions[0].Why = []string{"x"} },
		"probability": func(p []*geo.Parsed) { p[0].Resolutions[0].Probability = 0.5 },
	} {
		if version(change) == same {
			t.Errorf("another %s has the same version", name)
		}
	}
}

func TestMemoryRejectsInvalidNames(t *testing.T) {
	for _, name := range []string{"", "A", "a b", "a/b", "-a", "a--b", "..", strings.Repeat("a", 65)} {
		if _, err := store.NewMemory(store.Collection{Name: name}); !errors.Is(err, geo.ErrInput) {
			t.Errorf("name %q: %v", name, err)
		}
	}
	if _, err := store.NewMemory(store.Collection{Name: "a"}, store.Collection{Name: "a"}); !errors.Is(err, geo.ErrInput) {
		t.Errorf("a name twice: %v", err)
	}
}

func mention(i int) string {
	p := fixture.Parsed()[0]
	return geo.MentionID(&p.Article, p.Mentions[i].Span)
}

func second[T any](_ T, err error) error        { return err }
func third[S, T any](_ S, _ T, err error) error { return err }
