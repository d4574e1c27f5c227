package store_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"dateline/geo"
	"dateline/server/selection"
	"dateline/server/store"
)

// Passages of a place that is named often are in order and complete, whether a selection has most of its mentions or few, and a page of them is
// the same as the passages after as many.
func TestPassagesOfAFrequentPlace(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		kabul := geo.Place{ID: "geonames:1138958", Name: "Kabul", Kind: geo.KindSettlement, Country: "AF"}
		var all []*geo.Parsed
		for n := range 200 {
			p := &geo.Parsed{Language: "en", Article: geo.Article{
				ID: fmt.Sprint("a", n), Text: fmt.Sprint("Kabul and Kabul again, number ", n, "."), Published: fmt.Sprintf("2026-%02d-%02d", 1+n*7%12, 1+n*5%28), Publisher: fmt.Sprint("Paper ", n%30),
			}}
			p.Article.Hash = geo.HashText(p.Article.Text)
			for _, at := range []int{0, 10} {
				m := geo.Mention{Span: geo.Span{Start: at, End: at + 5}, Phrase: "Kabul", Role: geo.RoleLiteral}
				m.Passage = m.Span
				p.Mentions = append(p.Mentions, m)
				r := geo.Resolution{Outcome: geo.OutcomePlaced, Place: &kabul, Confidence: geo.ConfidenceCertain, Probability: .99}
				p.Resolutions = append(p.Resolutions, r)
				p.Ledger.Add(r.Outcome)
			}
			all = append(all, p)
		}
		fill(t, db, "news", all)
		for _, query := range []string{"", "publisher=Paper+7", "q=number", "publisher=Paper+7&publisher=Paper+8&from=2026-03-01"} {
			s, _ := selection.ParseQuery(query)
			r, err := db.Select(t.Context(), "news", s)
			if err != nil {
				t.Fatal(err)
			}
			type passage struct {
				day, article string
				start        int
			}
			of := func(m *store.MentionRow) passage {
				return passage{m.Parsed.Article.Published, m.Parsed.Article.ID, m.Mention().Start}
			}
			var want []passage
			for m, err := range r.Mentions(t.Context()) {
				if err != nil {
					t.Fatal(err)
				}
				want = append(want, of(&m))
			}
			slices.Reverse(want) // of a day, those that were added last are first
			slices.SortStableFunc(want, func(a, b passage) int { return cmp.Compare(b.day, a.day) })
			var got []passage
			after := store.Cursor{}
			for more := true; more; {
				var rows []store.MentionRow
				if rows, after, more, err = r.Passages(t.Context(), kabul.ID, after, 33); err != nil {
					t.Fatal(err)
				}
				page, err := r.PassagePage(t.Context(), kabul.ID, len(got), 33)
				if err != nil || len(page) != len(rows) {
					t.Fatalf("%q: a page of %d passages, error %v, want %d", query, len(page), err, len(rows))
				}
				for i := range rows {
					if of(&rows[i]) != of(&page[i]) || rows[i].Key != page[i].Key {
						t.Fatalf("%q: the passage %+v on the page, want %+v", query, of(&page[i]), of(&rows[i]))
					}
					got = append(got, of(&rows[i]))
				}
			}
			if len(want) == 0 || !slices.Equal(got, want) {
				t.Errorf("%q: %d passages\n%v\nwant %d\n%v", query, len(got), got, len(want), want)
			}
		}
	})
}
