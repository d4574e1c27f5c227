package store_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/store"

	"github.com/paulmach/orb"
)

func TestSearch(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		all := fixture.Parsed()
		all[1].Article.Text = "Quetta reçoit des réfugiés. Situation report."
		all[1].Article.Hash = geo.HashText(all[1].Article.Text)
		all[1].Mentions, all[1].Resolutions = nil, nil
		fill(t, db, "talks", all)
		bound := orb.Bound{Min: orb.Point{69, 34.4}, Max: orb.Point{69.2, 34.6}} // Kabul
		pacific := orb.Bound{Min: orb.Point{170, -10}, Max: orb.Point{-170, 60}}
		for name, c := range map[string]struct {
			q    store.Query
			want []string
		}{
			"a word":              {store.Query{Text: "KABUL", Limit: 10}, []string{"talks"}},
			"without accents":     {store.Query{Text: "refugies recoit", Limit: 10}, []string{"sitrep 14/a"}},
			"with accents":        {store.Query{Text: "Réfugiés", Limit: 10}, []string{"sitrep 14/a"}},
			"words together":      {store.Query{Text: `"situation report"`, Limit: 10}, []string{"sitrep 14/a"}},
			"words not together":  {store.Query{Text: `"report situation"`, Limit: 10}, nil},
			"a beginning":         {store.Query{Text: "refug*", Limit: 10}, []string{"sitrep 14/a"}},
			"in the title":        {store.Query{Text: "border date", Limit: 10}, []string{"talks"}},
			"marks of the syntax": {store.Query{Text: `kabul AND ("`, Limit: 10}, []string{"talks"}},
			"an apostrophe":       {store.Query{Text: `kabul' "'"`, Limit: 10}, []string{"talks"}},
			"another collection":  {store.Query{Collection: "other", Text: "kabul", Limit: 10}, nil},
			"a bound":             {store.Query{Bound: &bound, Limit: 10}, []string{"talks"}},
			"across the dateline": {store.Query{Bound: &pacific, Limit: 10}, nil},
		} {
			hits, more, err := db.Search(ctx, c.q)
			var got []string
			for _, h := range hits {
				got = append(got, h.Article)
			}
			if err != nil || more || !slices.Equal(got, c.want) {
				t.Errorf("%s: found %v, want %v, error %v", name, got, c.want, err)
			}
		}
		hits, _, _ := db.Search(ctx, store.Query{Text: "refugies", Limit: 1})
		if want := "Quetta reçoit des " + store.HighlightStart + "réfugiés" + store.HighlightEnd + ". Situation report."; hits[0].Excerpt != want {
			t.Errorf("excerpt %q, want %q", hits[0].Excerpt, want)
		}
		if _, _, err := db.Search(ctx, store.Query{Text: "?!"}); !errors.Is(err, geo.ErrInput) {
			t.Errorf("no word: %v", err)
		}
		if hits, more, err := db.Search(ctx, store.Query{Text: "the*", Limit: 1}); err != nil || len(hits) != 1 || !more {
			t.Errorf("the first of several: %d hits, more %v, error %v", len(hits), more, err)
		}
	})
}
