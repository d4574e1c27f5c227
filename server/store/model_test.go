package store_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/selection"
	"dateline/server/store"

	"pgregory.net/rapid"
)

// ctx is the context of the operations of the model.
var ctx = context.Background()

// model is the reference for the stores: the same operations on maps and slices.
type model struct {
	prefix      string // of the names of this run's collections, and of its texts
	order       []string
	articles    map[string]geo.Article // by key, in order
	parsed      map[string]*geo.Parsed // by key
	collections map[string]*modelCollection
	feeds       map[[2]string]store.Feed
	changes     map[string]int64
	inputs      map[[2]string]bool
}

type modelCollection struct {
	title, description string
	ids                map[string]string // by key
}

func newModel(run int) *model {
	return &model{
		prefix: fmt.Sprint("run", run), articles: map[string]geo.Article{}, parsed: map[string]*geo.Parsed{},
		collections: map[string]*modelCollection{}, feeds: map[[2]string]store.Feed{}, changes: map[string]int64{}, inputs: map[[2]string]bool{},
	}
}

// operation changes the model and returns the change of a store, with what it must
// return.
type operation func(m *model) func(tx *store.Tx) error

// operations generates an operation on few collections and articles, so that most meet
// what earlier ones put there.
var operations = rapid.Custom(func(t *rapid.T) operation {
	collection := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "collection")
	number := rapid.IntRange(0, 4).Draw(t, "article")
	title := rapid.SampledFrom([]string{"", "First", "Second"}).Draw(t, "title")
	kind := rapid.SampledFrom([]func(collection string, number int, title string) operation{
		putCollection, putCollection, putArticle, putArticle, putArticle, putParsed, putParsed, deleteCollection, putFeed, deleteFeed, recordChange, clearChanges, putInput,
	}).Draw(t, "operation")
	return kind(collection, number, title)
})

func (m *model) collection(name string) (string, *modelCollection) {
	name = m.prefix + "-" + name
	return name, m.collections[name]
}

// article returns one of the run's articles. Two of them have the same id, and two the
// same text.
func (m *model) article(number int) *geo.Parsed {
	all := fixture.Parsed()
	p := all[number%len(all)]
	p.Article.ID = strings.Repeat("x", 1+number%3)
	p.Article.Title = fmt.Sprint(m.prefix, " ", number)
	return p
}

func expect(err, want error) error {
	if !errors.Is(err, want) || want == nil && err != nil {
		return fmt.Errorf("error %w, want %w", err, want)
	}
	return nil
}

func putCollection(c string, _ int, title string) operation {
	return func(m *model) func(*store.Tx) error {
		name, old := m.collection(c)
		if old == nil {
			old = &modelCollection{ids: map[string]string{}}
			m.collections[name] = old
		}
		old.title, old.description = cmp.Or(title, old.title), cmp.Or(title, old.description)
		return func(tx *store.Tx) error { return tx.PutCollection(ctx, name, title, title) }
	}
}

func putArticle(c string, number int, _ string) operation {
	return func(m *model) func(*store.Tx) error {
		name, in := m.collection(c)
		a := m.article(number).Article
		want := store.PutResult{Key: store.ArticleKey(&a)}
		var wanted error
		if in == nil {
			wanted = geo.ErrNotFound
		} else {
			if _, ok := m.articles[want.Key]; !ok {
				want.New = true
				m.order, m.articles[want.Key] = append(m.order, want.Key), a
			}
			if in.ids[want.Key] == "" {
				want.Linked = true
				id := a.ID
				for n := 2; slices.Contains(slices.Collect(maps.Values(in.ids)), id); n++ {
					id = fmt.Sprint(a.ID, "-", n)
				}
				in.ids[want.Key] = id
			}
			want.ID = in.ids[want.Key]
		}
		return func(tx *store.Tx) error {
			got, err := tx.PutArticle(ctx, name, &a)
			if wanted == nil && got != want {
				return fmt.Errorf("PutArticle returned %+v, want %+v", got, want)
			}
			return expect(err, wanted)
		}
	}
}

func putParsed(_ string, number int, title string) operation {
	return func(m *model) func(*store.Tx) error {
		p := m.article(number)
		key := store.ArticleKey(&p.Article)
		if title == "First" { // a parse that found nothing
			p.Mentions, p.Resolutions, p.Focus, p.Ledger = nil, nil, nil, geo.Ledger{}
		}
		var wanted error
		if _, ok := m.articles[key]; ok {
			m.parsed[key] = p
		} else {
			wanted = geo.ErrNotFound
		}
		return func(tx *store.Tx) error { return expect(tx.PutParsed(ctx, key, p), wanted) }
	}
}

func deleteCollection(c string, _ int, _ string) operation {
	return func(m *model) func(*store.Tx) error {
		name, old := m.collection(c)
		var wanted error
		if old == nil {
			wanted = geo.ErrNotFound
		}
		delete(m.collections, name)
		maps.DeleteFunc(m.feeds, func(key [2]string, _ store.Feed) bool { return key[0] == name })
		maps.DeleteFunc(m.inputs, func(key [2]string, _ bool) bool { return key[0] == name })
		return func(tx *store.Tx) error { return expect(tx.DeleteCollection(ctx, name), wanted) }
	}
}

func putFeed(c string, number int, title string) operation {
	return func(m *model) func(*store.Tx) error {
		name, in := m.collection(c)
		f := store.Feed{Collection: name, URL: fmt.Sprint("https://news.example/", number), Title: title, Interval: time.Duration(number) * time.Minute, NextPoll: time.UnixMilli(int64(1 + number)).UTC()}
		if in == nil {
			return func(*store.Tx) error { return nil }
		}
		m.feeds[[2]string{name, f.URL}] = f
		return func(tx *store.Tx) error { return tx.PutFeed(ctx, f) }
	}
}

func deleteFeed(c string, number int, _ string) operation {
	return func(m *model) func(*store.Tx) error {
		name, _ := m.collection(c)
		key := [2]string{name, fmt.Sprint("https://news.example/", number)}
		var wanted error
		if _, ok := m.feeds[key]; !ok {
			wanted = geo.ErrNotFound
		}
		delete(m.feeds, key)
		return func(tx *store.Tx) error { return expect(tx.DeleteFeed(ctx, name, key[1]), wanted) }
	}
}

func recordChange(c string, _ int, _ string) operation {
	return func(m *model) func(*store.Tx) error {
		name, _ := m.collection(c)
		m.changes[name]++
		want := m.changes[name]
		return func(tx *store.Tx) error {
			if got, err := tx.RecordChange(ctx, name); err != nil || got != want {
				return fmt.Errorf("RecordChange returned %d, error %w, want %d", got, err, want)
			}
			return nil
		}
	}
}

func clearChanges(c string, number int, _ string) operation {
	return func(m *model) func(*store.Tx) error {
		name, _ := m.collection(c)
		times := int64(number)
		want := times > 0 && m.changes[name] == times
		if want {
			delete(m.changes, name)
		}
		return func(tx *store.Tx) error {
			if got, err := tx.ClearChanges(ctx, name, times); err != nil || got != want {
				return fmt.Errorf("ClearChanges returned %t, error %w, want %t", got, err, want)
			}
			return nil
		}
	}
}

func putInput(c string, number int, _ string) operation {
	return func(m *model) func(*store.Tx) error {
		name, in := m.collection(c)
		if in == nil {
			return func(*store.Tx) error { return nil }
		}
		hash := fmt.Sprint("hash", number)
		m.inputs[[2]string{name, hash}] = true
		return func(tx *store.Tx) error { return tx.PutInput(ctx, name, store.Input{Hash: hash, Articles: 1}) }
	}
}

// articlesOf returns the parsed articles of a collection of the model.
func (m *model) articlesOf(in *modelCollection) (all []*geo.Parsed) {
	for _, key := range m.order {
		if p := m.parsed[key]; p != nil && in.ids[key] != "" {
			copied := *p
			copied.Article.ID = in.ids[key]
			all = append(all, &copied)
		}
	}
	return all
}

// compare compares what a store returns for the collections of the run with the model.
func (m *model) compare(t *rapid.T, db *store.DB) {
	all, err := db.Collections(ctx)
	if err != nil {
		t.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(s store.Summary) bool { return !strings.HasPrefix(s.Name, m.prefix+"-") })
	if len(all) != len(m.collections) {
		t.Fatalf("%d collections, want %d", len(all), len(m.collections))
	}
	for _, s := range all {
		in := m.collections[s.Name]
		want := m.articlesOf(in)
		counts, _, ledger := newBrute(want, selection.Selection{}).counts()
		if s.Title != in.title || s.Description != in.description || s.Articles != len(want) || s.Places != counts.Places || s.Ledger != ledger {
			t.Errorf("summary %+v, want %+v, %+v and %+v", s, in, counts, ledger)
		}
		m.compareCollection(t, db, s.Name, want)
	}
	for key := range m.inputs {
		if has, err := db.HasInput(ctx, key[0], key[1]); err != nil || !has {
			t.Errorf("the input %v is missing, error %v", key, err)
		}
	}
	for _, c := range []string{"a", "b"} {
		name, _ := m.collection(c)
		if n, err := db.ChangeCount(ctx, name); err != nil || n != m.changes[name] {
			t.Errorf("%d changes, error %v, want %d", n, err, m.changes[name])
		}
		feeds, err := db.Feeds(ctx, name)
		if err != nil {
			t.Fatal(err)
		}
		found := map[[2]string]store.Feed{}
		for _, f := range feeds {
			found[[2]string{f.Collection, f.URL}] = f
		}
		wanted := maps.Clone(m.feeds)
		maps.DeleteFunc(wanted, func(key [2]string, _ store.Feed) bool { return key[0] != name })
		if !maps.Equal(found, wanted) {
			t.Errorf("feeds %v, want %v", found, wanted)
		}
	}
}

// compareCollection compares the articles and mentions of a collection.
func (m *model) compareCollection(t *rapid.T, db *store.DB, name string, want []*geo.Parsed) {
	got, err := wholeCollection(ctx, db, name)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Parsed) != len(want) {
		t.Fatalf("%d articles, want %d", len(got.Parsed), len(want))
	}
	for i, p := range got.Parsed {
		if !reflect.DeepEqual(normal(p), normal(want[i])) {
			t.Errorf("article %+v, want %+v", p, want[i])
		}
		one, err := db.Article(ctx, name, p.Article.ID)
		if err != nil || !reflect.DeepEqual(normal(one), normal(p)) {
			t.Errorf("article %q alone is %+v, error %v", p.Article.ID, one, err)
		}
	}
}

// Random operations have the same results in both databases as in the model.
func TestStoresEqualModel(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		run := 0
		rapid.Check(t, func(t *rapid.T) {
			run++
			m := newModel(run)
			for _, op := range rapid.SliceOfN(operations, 1, 12).Draw(t, "operations") {
				change := op(m)
				var result error
				err := db.Update(ctx, func(tx *store.Tx) error {
					result = change(tx)
					return nil
				})
				if err != nil || result != nil {
					t.Fatalf("error %v, %v", err, result)
				}
			}
			m.compare(t, db)
		})
	})
}
