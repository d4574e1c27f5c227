package store_test

import (
	"fmt"
	"testing"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/store"
)

// A publisher's articles are revised by blocks, and only those blocks in which an
// article was parsed since.
func TestBlocksOfAPublisher(t *testing.T) {
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
			blocks, err := db.RevisionBatches(ctx, "Agency")
			if err != nil || len(blocks) != 2 {
				t.Fatalf("%d blocks, error %v", len(blocks), err)
			}
			for i, b := range blocks {
				if b.HasDrafts {
					which = append(which, i)
				}
			}
			return which
		}
		company := func(block int) []store.BatchArticle {
			t.Helper()
			blocks, err := db.RevisionBatches(ctx, "Agency")
			if err != nil {
				t.Fatal(err)
			}
			found, err := db.BatchArticles(ctx, blocks[block])
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		revise := func(all []store.BatchArticle, revised *geo.Parsed) {
			t.Helper()
			update(t, db, func(tx *store.Tx) error {
				for _, r := range all {
					if err := tx.PutRevised(ctx, r, revised); err != nil {
						return err
					}
				}
				return nil
			})
		}

		if got := fmt.Sprint(drafts()); got != "[0 1]" {
			t.Errorf("blocks %s hold drafts, want both", got)
		}
		last := company(1)
		own := 0
		for _, r := range last {
			if r.Own {
				own++
			}
		}
		if len(last) != store.RevisionBatchSize || own != extra || last[len(last)-1].Key != keys[store.RevisionBatchSize+extra-1] {
			t.Errorf("the last block is %d articles, %d of them its own", len(last), own)
		}
		revise(last, nil)
		if got := fmt.Sprint(drafts()); got != "[0 1]" { // the first block's articles still may change
			t.Errorf("blocks %s hold drafts", got)
		}
		revise(company(0), nil)
		if got := fmt.Sprint(drafts()); got != "[]" {
			t.Errorf("blocks %s hold drafts when all are revised", got)
		}

		// One is parsed anew, and what was read before it does not take its place.
		before := company(1)
		update(t, db, func(tx *store.Tx) error {
			return tx.PutParsed(ctx, keys[store.RevisionBatchSize+1], all[store.RevisionBatchSize+1])
		})
		changed := fixture.Parsed()[0]
		revise(before[len(before)-extra+1:len(before)-extra+2], changed)
		if got := fmt.Sprint(drafts()); got != "[1]" {
			t.Errorf("blocks %s hold drafts after one was parsed anew", got)
		}
		if p, err := db.ParsedByKey(ctx, keys[store.RevisionBatchSize+1]); err != nil || len(p.Mentions) != 0 {
			t.Errorf("%d mentions, error %v", len(p.Mentions), err)
		}
		revise(company(1)[len(before)-extra+1:len(before)-extra+2], changed)
		if p, err := db.ParsedByKey(ctx, keys[store.RevisionBatchSize+1]); err != nil || len(p.Mentions) != len(changed.Mentions) {
			t.Errorf("%d mentions, want %d, error %v", len(p.Mentions), len(changed.Mentions), err)
		}
		if got := fmt.Sprint(drafts()); got != "[]" {
			t.Errorf("blocks %s hold drafts at the end", got)
		}
	})
}
