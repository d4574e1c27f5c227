package store_test

import (
	"fmt"
	"testing"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/store"
)

// The articles of a publisher are revised in batches, and only those batches in which
// an article was parsed since.
func TestRevisionBatches(t *testing.T) {
	const extra = 10
	each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		var all []*geo.Parsed
		for i := range store.RevisionBatchSize + extra {
			p := &geo.Parsed{Article: geo.Article{ID: fmt.Sprint("n", i), Title: fmt.Sprint("Title ", i), Publisher: "Agency", Text: "x", Hash: "x"}}
			all = append(all, p)
		}
		other := fixture.Parsed()[0]
		other.Article.Publisher = "Gazette"
		keys := fill(t, db, "talks", append(all, other))

		drafts := func() (which []int) {
			t.Helper()
			batches, err := db.RevisionBatches(ctx, "talks", "Agency")
			if err != nil || len(batches) != 2 {
				t.Fatalf("%d batches, error %v", len(batches), err)
			}
			for i, b := range batches {
				if b.HasDrafts {
					which = append(which, i)
				}
			}
			return which
		}
		articlesOf := func(batch int) []store.BatchArticle {
			t.Helper()
			batches, err := db.RevisionBatches(ctx, "talks", "Agency")
			if err != nil {
				t.Fatal(err)
			}
			found, err := db.BatchArticles(ctx, batches[batch])
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		revise := func(all []store.BatchArticle, revised *geo.Parsed) {
			t.Helper()
			update(t, db, func(tx *store.Tx) error {
				for _, r := range all {
					if err := tx.PutRevised(ctx, r, revised, revised != nil); err != nil {
						return err
					}
				}
				return nil
			})
		}

		if got := fmt.Sprint(drafts()); got != "[0 1]" {
			t.Errorf("batches %s have drafts, want both", got)
		}
		last := articlesOf(1)
		own := 0
		for _, r := range last {
			if r.Own {
				own++
			}
		}
		if len(last) != store.RevisionBatchSize || own != extra || last[len(last)-1].Key != keys[store.RevisionBatchSize+extra-1] {
			t.Errorf("the last batch has %d articles, %d of them its own", len(last), own)
		}
		revise(last, nil)
		if got := fmt.Sprint(drafts()); got != "[0 1]" { // the articles of the first batch can still change
			t.Errorf("batches %s have drafts", got)
		}
		if c, err := wholeCollection(ctx, db, "talks"); err != nil || c.Parsed[0].History {
			t.Fatalf("history before the revision: %v", err)
		}
		revise(articlesOf(0), nil)
		if got := fmt.Sprint(drafts()); got != "[]" {
			t.Errorf("batches %s have drafts after all are revised", got)
		}

		// The results report that they depend on the publisher's other articles.
		for range 2 { // read, and from the cache
			c, err := wholeCollection(ctx, db, "talks")
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range c.Parsed {
				if p.History != (p.Article.Publisher == "Agency") {
					t.Fatalf("article %s of %s: history %t", p.Article.ID, p.Article.Publisher, p.History)
				}
			}
		}

		// An article is parsed again: a revision of its earlier parse is not stored.
		before := articlesOf(1)
		update(t, db, func(tx *store.Tx) error {
			return tx.PutParsed(ctx, keys[store.RevisionBatchSize+1], all[store.RevisionBatchSize+1])
		})
		changed := fixture.Parsed()[0]
		revise(before[len(before)-extra+1:len(before)-extra+2], changed)
		if got := fmt.Sprint(drafts()); got != "[1]" {
			t.Errorf("batches %s have drafts after one was parsed again", got)
		}
		if p, err := db.Article(ctx, "talks", fmt.Sprint("n", store.RevisionBatchSize+1)); err != nil || len(p.Mentions) != 0 {
			t.Errorf("%d mentions, error %v", len(p.Mentions), err)
		}
		revise(articlesOf(1)[len(before)-extra+1:len(before)-extra+2], changed)
		if p, err := db.Article(ctx, "talks", fmt.Sprint("n", store.RevisionBatchSize+1)); err != nil || len(p.Mentions) != len(changed.Mentions) {
			t.Errorf("%d mentions, want %d, error %v", len(p.Mentions), len(changed.Mentions), err)
		}
		if got := fmt.Sprint(drafts()); got != "[]" {
			t.Errorf("batches %s have drafts at the end", got)
		}
	})
}

// An article that is in several collections is resolved alone: the history of a
// publisher ends at the collection.
func TestRevisionsEndAtTheCollection(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		a := fixture.Parsed()[0]
		keys := fill(t, db, "talks", []*geo.Parsed{a})
		batch := func(collection string) (b store.RevisionBatch, article store.BatchArticle) {
			t.Helper()
			batches, err := db.RevisionBatches(ctx, collection, a.Article.Publisher)
			if err != nil || len(batches) != 1 {
				t.Fatalf("%d batches of %q, error %v", len(batches), collection, err)
			}
			articles, err := db.BatchArticles(ctx, batches[0])
			if err != nil || len(articles) != 1 {
				t.Fatalf("%d articles, error %v", len(articles), err)
			}
			return batches[0], articles[0]
		}
		b, article := batch("talks")
		if !b.HasDrafts || !article.Own || !article.Draft || article.Shared || article.History {
			t.Errorf("a new article: %+v, %+v", b, article)
		}
		update(t, db, func(tx *store.Tx) error { return tx.PutRevised(ctx, article, article.Parsed, true) })
		if b, article = batch("talks"); b.HasDrafts || article.Draft || !article.History {
			t.Errorf("a revised article: %+v, %+v", b, article)
		}
		update(t, db, func(tx *store.Tx) error {
			if err := tx.PutCollection(ctx, "other", "Other", ""); err != nil {
				return err
			}
			_, err := tx.PutArticle(ctx, "other", &a.Article)
			return err
		})
		if b, article = batch("other"); !b.HasDrafts || !article.Shared {
			t.Errorf("an article of two collections: %+v, %+v", b, article)
		}
		update(t, db, func(tx *store.Tx) error {
			names, err := tx.CollectionsOf(ctx, keys[0])
			if fmt.Sprint(names) != "[other talks]" {
				t.Errorf("the collections are %v", names)
			}
			if err != nil {
				return err
			}
			return tx.PutDraft(ctx, article, a)
		})
		if b, article = batch("talks"); b.HasDrafts || !article.Draft || article.History {
			t.Errorf("an article whose draft is stored again: %+v, %+v", b, article)
		}
		if none, err := db.RevisionBatches(ctx, "nowhere", a.Article.Publisher); err != nil || len(none) != 0 {
			t.Errorf("batches of no collection: %v, error %v", none, err)
		}
	})
}
