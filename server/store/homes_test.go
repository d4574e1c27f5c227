package store_test

import (
	"errors"
	"testing"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/store"
)

// The home of a feed goes before that of its collection; an article of two collections with different homes has none.
func TestHomes(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		const address = "https://news.example/rss"
		set := func(collection, feed string, home geo.PlaceID) {
			t.Helper()
			do(t, db, func(tx *store.Tx) error { return tx.SetHome(ctx, collection, feed, home) })
		}
		keys := func() (all []string) {
			t.Helper()
			stale, err := db.StaleArticles(ctx, fixture.Parsed()[0].Versions, "", 100)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range stale {
				all = append(all, s.Key)
			}
			return all
		}
		want := func(key string, home geo.PlaceID) {
			t.Helper()
			if got, err := db.ArticleHome(ctx, key); got != home || err != nil {
				t.Errorf("the home of article %s is %q, error %v, want %q", key, got, err, home)
			}
		}
		all := fill(t, db, "talks", fixture.Parsed())
		fill(t, db, "other", fixture.Parsed()[:1])
		shared, own := all[0], all[1]
		if stale := keys(); len(stale) != 0 {
			t.Fatalf("articles to parse at first: %q", stale)
		}
		want(own, "")
		set("talks", "", "geonames:1")
		if stale := keys(); len(stale) != len(all) {
			t.Errorf("articles to parse: %q, want all of the collection", stale)
		}
		if info, err := db.Info(ctx, "talks"); err != nil || info.Home != "geonames:1" {
			t.Errorf("collection %+v, error %v", info, err)
		}
		want(own, "geonames:1")
		want(shared, "") // the other collection has none
		set("other", "", "geonames:1")
		want(shared, "geonames:1")

		var fed string
		do(t, db, func(tx *store.Tx) error {
			kept, err := tx.PutArticleFrom(ctx, "talks", address, &geo.Article{ID: "fed", Title: "Fed", Text: "From a feed.", Hash: geo.HashText("From a feed.")})
			fed = kept.Key
			return errors.Join(err, tx.PutFeed(ctx, store.Feed{Collection: "talks", URL: address, Title: "News"}))
		})
		want(fed, "geonames:1")
		set("talks", address, "geonames:2")
		want(fed, "geonames:2")
		want(own, "geonames:1")
		if f, err := db.Feed(ctx, "talks", address); err != nil || f.Home != "geonames:2" {
			t.Errorf("feed %+v, error %v", f, err)
		}
		do(t, db, func(tx *store.Tx) error {
			return tx.PutFeed(ctx, store.Feed{Collection: "talks", URL: address, Title: "Polled"})
		})
		want(fed, "geonames:2") // a poll keeps the home
		set("talks", address, "")
		set("talks", "", "")
		want(fed, "")

		for name, at := range map[string][2]string{"no collection": {"nothing", ""}, "no feed": {"talks", "https://other.example/rss"}} {
			err := db.Update(ctx, func(tx *store.Tx) error { return tx.SetHome(ctx, at[0], at[1], "geonames:1") })
			if !errors.Is(err, geo.ErrNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
