package store_test

import (
	"errors"
	"testing"
	"time"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/selection"
	"dateline/server/store"
)

// do runs a change of a collection.
func do(t *testing.T, db *store.DB, f func(tx *store.Tx) error) {
	t.Helper()
	update(t, db, f)
}

// What was deleted is not shown, can be restored as it was, and is purged after 30 days. Other collections with the article do not change.
func TestTrash(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		fill(t, db, "talks", fixture.Parsed())
		fill(t, db, "other", fixture.Parsed()[:1])
		before, other := stateOf(t, db, "talks"), stateOf(t, db, "other")
		do(t, db, func(tx *store.Tx) error { return tx.Trash(ctx, "talks", "talks") })
		if _, err := db.Article(ctx, "talks", "talks"); !errors.Is(err, geo.ErrNotFound) {
			t.Errorf("a deleted article: %v", err)
		}
		if got := countsOf(t, db, "talks", selection.Selection{}); got.Articles != 3 {
			t.Errorf("counts %+v", got)
		}
		if got := stateOf(t, db, "other"); got != other {
			t.Errorf("another collection changed:\n%s", got)
		}
		if _, a, err := db.Mention(ctx, mention(0)); err != nil || a != "talks" {
			t.Errorf("the mention is only in the other collection: %s, %v", a, err)
		}
		items, err := db.TrashList(ctx)
		if err != nil || len(items) != 1 || items[0].Article != "talks" || items[0].Expires.Sub(items[0].Deleted) != store.TrashDays*24*time.Hour {
			t.Fatalf("trash %+v, error %v", items, err)
		}
		do(t, db, func(tx *store.Tx) error { return tx.Restore(ctx, "talks", "talks") })
		if got := stateOf(t, db, "talks"); got != before {
			t.Errorf("restored:\n%s\nwant\n%s", got, before)
		}
		do(t, db, func(tx *store.Tx) error { return tx.Trash(ctx, "talks", "") })
		if _, err := db.Info(ctx, "talks"); !errors.Is(err, geo.ErrNotFound) {
			t.Errorf("a deleted collection: %v", err)
		}
		do(t, db, func(tx *store.Tx) error { return tx.Restore(ctx, "talks", "") })
		if got := stateOf(t, db, "talks"); got != before {
			t.Errorf("the collection restored:\n%s\nwant\n%s", got, before)
		}
		do(t, db, func(tx *store.Tx) error {
			return errors.Join(tx.Trash(ctx, "talks", "hostile"), tx.Trash(ctx, "other", ""))
		})
		if n, err := db.PurgeExpired(ctx, time.Now()); err != nil || n != 0 {
			t.Errorf("%d purged at once, error %v", n, err)
		}
		if n, err := db.PurgeExpired(ctx, time.Now().AddDate(0, 0, store.TrashDays+1)); err != nil || n != 2 {
			t.Errorf("%d purged, error %v", n, err)
		}
		if r, err := db.Check(ctx); err != nil || len(r.Faults) > 0 || r.Articles != 3 || r.Collections != 1 {
			t.Errorf("check %+v, error %v", r, err)
		}
		if items, err := db.TrashList(ctx); err != nil || len(items) != 0 {
			t.Errorf("trash %+v, error %v", items, err)
		}
	})
}

// An article is shown as it was edited, in this collection alone, and moves with its decisions.
func TestEditAndMove(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		fill(t, db, "talks", fixture.Parsed())
		fill(t, db, "other", fixture.Parsed()[:1])
		fill(t, db, "archive", nil)
		other := stateOf(t, db, "other")
		title, publisher, day, wrong := "Edited", "Desk", "2023-01-02", "soon"
		do(t, db, func(tx *store.Tx) error {
			return errors.Join(tx.RenameCollection(ctx, "talks", "Renamed"), tx.DescribeCollection(ctx, "talks", ""),
				tx.EditArticle(ctx, "talks", "talks", store.ArticleEdit{Title: &title, Publisher: &publisher, Published: &day}))
		})
		if info, err := db.Info(ctx, "talks"); err != nil || info.Title != "Renamed" || info.Description != "" {
			t.Errorf("collection %+v, error %v", info, err)
		}
		if err := db.Update(ctx, func(tx *store.Tx) error {
			return tx.EditArticle(ctx, "talks", "talks", store.ArticleEdit{Published: &wrong})
		}); !errors.Is(err, geo.ErrInput) {
			t.Errorf("a day that is none: %v", err)
		}
		s, _ := selection.ParseQuery("publisher=Desk&from=2023-01-01")
		if got := countsOf(t, db, "talks", s); got.Articles != 1 || got.Mentions != 17 {
			t.Errorf("counts %+v", got)
		}
		if got := stateOf(t, db, "other"); got != other {
			t.Errorf("another collection changed:\n%s", got)
		}
		decide(t, db, store.Decision{Scope: store.ScopeArticle, Collection: "talks", Article: "talks", Phrase: "Kabul", Choice: store.ChoicePlace, Place: mashhad}, store.Effect{Mentions: 4, Articles: 1})
		var id string
		do(t, db, func(tx *store.Tx) (err error) {
			id, err = tx.MoveArticle(ctx, "talks", "talks", "archive")
			return err
		})
		p, err := db.Article(ctx, "archive", id)
		if err != nil || p.Article.Title != "Edited" || p.Article.Published != day {
			t.Fatalf("moved %+v, error %v", p, err)
		}
		if got := outcomeAt(t, db, "archive", id, "Kabul"); got != "placed geonames:124665" {
			t.Errorf("moved without its decision: %s", got)
		}
		if got := countsOf(t, db, "talks", selection.Selection{}); got.Articles != 3 {
			t.Errorf("counts %+v after the move", got)
		}
		empty := ""
		do(t, db, func(tx *store.Tx) error { return tx.EditArticle(ctx, "archive", id, store.ArticleEdit{Title: &empty}) })
		if p, err := db.Article(ctx, "archive", id); err != nil || p.Article.Title != fixture.Parsed()[0].Article.Title {
			t.Errorf("the edit removed: %+v, error %v", p.Article, err)
		}
		for what, f := range map[string]func(tx *store.Tx) error{
			"rename": func(tx *store.Tx) error { return tx.RenameCollection(ctx, "none", "x") }, "edit": func(tx *store.Tx) error { return tx.EditArticle(ctx, "talks", "none", store.ArticleEdit{}) },
			"trash": func(tx *store.Tx) error { return tx.Trash(ctx, "talks", "none") }, "purge": func(tx *store.Tx) error { return tx.Purge(ctx, "none", "") },
			"move": func(tx *store.Tx) error { _, err := tx.MoveArticle(ctx, "archive", id, "none"); return err },
		} {
			if err := db.Update(ctx, f); !errors.Is(err, geo.ErrNotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}
