package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/store"
)

// Characters that no database can store are replaced in names, and rejected in what is
// cited, so that one invalid article does not stop the others of its transaction.
func TestHostileCharacters(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		const bad = "a\x00b\xff"
		update(t, db, func(tx *store.Tx) error {
			if err := tx.PutCollection(ctx, "talks", bad, bad); err != nil {
				return err
			}
			for _, spoil := range []func(a *geo.Article){
				func(a *geo.Article) { a.Text = bad },
				func(a *geo.Article) { a.Title = bad },
				func(a *geo.Article) { a.URL = bad },
			} {
				a := fixture.Parsed()[0].Article
				spoil(&a)
				if _, err := tx.PutArticle(ctx, "talks", &a); !errors.Is(err, geo.ErrInput) || !strings.Contains(err.Error(), a.Source) {
					t.Errorf("a bad article: %v", err)
				}
			}
			p := fixture.Parsed()[0]
			p.Article.ID, p.Article.Source, p.Article.Publisher, p.Article.Author = bad, bad, bad, bad
			p.Resolutions[0].Why = []string{bad}
			p.Resolutions[0].Place.Name = bad
			kept, err := tx.PutArticle(ctx, "talks", &p.Article)
			if err != nil || kept.ID != "a_b_" {
				t.Errorf("kept %+v, error %v", kept, err)
			}
			_, _, decided := tx.Decide(ctx, store.Decision{Scope: store.ScopeAll, Phrase: bad, Choice: store.ChoiceNone, Note: bad, Author: bad})
			_, waits := tx.PutDocument(ctx, store.Document{Name: bad, URL: bad, Hash: bad, Length: int64(len(bad))}, strings.NewReader(bad))
			return errors.Join(decided, waits, tx.PutParsed(ctx, kept.Key, p), tx.PutInput(ctx, "talks", store.Input{Hash: "h", Name: bad}),
				tx.PutFeed(ctx, store.Feed{Collection: "talks", URL: "https://news.example/", Title: bad, ETag: bad, Error: bad, Interval: time.Hour}),
				tx.PutFetchState(ctx, store.FetchState{URL: "https://news.example/", ETag: bad, LastModified: bad}))
		})
		if r, err := db.Check(ctx); err != nil || len(r.Faults) > 0 || r.Parsed != 1 {
			t.Errorf("check %+v, %v", r, err)
		}
		for what, err := range map[string]error{
			"collection": second(db.Info(ctx, bad)), "article": second(db.Article(ctx, "talks", bad)), "mention": third(db.Mention(ctx, bad)),
		} {
			if !errors.Is(err, geo.ErrNotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

// A text that is too long for PostgreSQL's full-text index is stored whole and found by
// its beginning.
func TestEnormousTexts(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		a := geo.Article{ID: "long", Title: "Long", Source: "long.txt", Text: "Kabul. " + strings.Repeat("Ñandú corrió. ", 300_000) + strings.Repeat("x", 3<<20)}
		a.Hash = geo.HashText(a.Text)
		p := &geo.Parsed{Article: a}
		keys := fill(t, db, "talks", []*geo.Parsed{p})
		got, err := db.ArticleByKey(ctx, keys[0])
		if err != nil || got.Text != a.Text {
			t.Errorf("%d bytes came back of %d: %v", len(got.Text), len(a.Text), err)
		}
		if hits, _, err := db.Search(ctx, store.Query{Text: "kabul nandu", Limit: 2}); err != nil || len(hits) != 1 || len(hits[0].Excerpt) > 1000 {
			t.Errorf("found %d, error %v", len(hits), err)
		}
	})
}

// Any search succeeds or is invalid, and excerpts consist of the text.
func FuzzSearch(f *testing.F) {
	for _, q := range []string{`kabul`, `"situation report`, `refug* OR NEAR(`, `a"b*"`, "\x00", `title:kabul ^x -y`, "É\u0301*"} {
		f.Add(q, "Quetta reçoit des réfugiés.")
	}
	ctx := context.Background()
	db, err := store.Open(ctx, filepath.Join(f.TempDir(), "store.db"))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { db.Close() })
	f.Fuzz(func(t *testing.T, query, text string) {
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			t.Skip()
		}
		excerpt := store.Excerpt(text, query)
		plain := strings.NewReplacer(store.HighlightStart, "", store.HighlightEnd, "")
		inside := strings.TrimSuffix(strings.TrimPrefix(plain.Replace(excerpt), "… "), " …")
		if !utf8.ValidString(excerpt) || strings.Count(excerpt, store.HighlightStart) != strings.Count(excerpt, store.HighlightEnd) || !strings.Contains(plain.Replace(text), inside) {
			t.Errorf("excerpt %q of %q", excerpt, text)
		}
		if _, _, err := db.Search(ctx, store.Query{Text: query, Limit: 1}); err != nil && !errors.Is(err, geo.ErrInput) && !errors.Is(err, geo.ErrTooLarge) {
			t.Errorf("query %q: %v", query, err)
		}
	})
}
