package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/neardup"
	"dateline/server/selection"
	"dateline/server/store"
)

// noCopy relates no texts.
func noCopy(_, _ string) (store.CopyRelation, float64, float64) { return store.CopyNone, 0, 0 }

// relate relates texts as the importer does.
func relate(c *neardup.Comparer) store.CompareTexts {
	return func(text, other string) (store.CopyRelation, float64, float64) {
		r, share, otherShare := c.Relate(text, other)
		return []store.CopyRelation{store.CopyNone, store.CopyNear, store.CopyContains, store.CopyContained}[r], share, otherShare
	}
}

// invented returns a text of a number of words that has nothing in common with that of another seed, with two mentions
// of a place.
func invented(id string, seed, words int, more ...string) *geo.Parsed {
	var b strings.Builder
	for i := range words {
		fmt.Fprintf(&b, "w%dx%d ", seed, i*i%977+i)
	}
	text := strings.Join(append([]string{b.String()}, more...), "\n\n")
	text = strings.TrimSpace(text) + " Kabul."
	place := geo.Place{ID: "t:kabul", Name: "Kabul", Kind: geo.KindSettlement, Country: "AF", CountryName: "Afghanistan"}
	m := geo.Mention{Phrase: "Kabul", Role: geo.RoleLiteral, Span: geo.Span{Start: len(text) - 6, End: len(text) - 1}}
	m.Passage = m.Span
	p := &geo.Parsed{
		Article: geo.Article{ID: id, Title: "Title " + id, Text: text, Hash: geo.HashText(text)}, Language: "en", Mentions: []geo.Mention{m},
		Resolutions: []geo.Resolution{{Outcome: geo.OutcomePlaced, Place: &place, Probability: .97, Confidence: geo.ConfidenceCertain}},
	}
	p.Ledger.Add(geo.OutcomePlaced)
	return p
}

// compareAll compares the articles of a collection as the importer does.
func compareAll(t *testing.T, db *store.DB, collection string) {
	t.Helper()
	keys, err := db.Uncompared(t.Context(), collection, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var comparer neardup.Comparer
	update(t, db, func(tx *store.Tx) error {
		for _, key := range keys {
			a, err := db.ArticleByKey(context.Background(), key)
			if err != nil {
				return err
			}
			if err := tx.PutBands(context.Background(), collection, key, append(neardup.NewSignature(a.Text).Bands(), neardup.PassageKeys(a.Text)...), relate(&comparer)); err != nil {
				return err
			}
		}
		return nil
	})
}

func countsOf(t *testing.T, db *store.DB, collection string, s selection.Selection) store.Counts {
	t.Helper()
	r, err := db.Select(t.Context(), collection, s)
	if err != nil {
		t.Fatal(err)
	}
	return r.Counts
}

// A round-up of two stories joins neither with the other, and is no text of its own. Articles of other collections have no
// effect.
func TestRoundUp(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		a, b := invented("a", 1, 200), invented("b", 2, 220)
		roundup := invented("roundup", 3, 20, a.Article.Text, b.Article.Text)
		agency := invented("agency", 4, 5, a.Article.Text) // the first story with an agency's line
		fill(t, db, "talks", []*geo.Parsed{a, b, roundup})
		compareAll(t, db, "talks")
		want := store.Counts{Places: 1, Mentions: 3, Articles: 3, Texts: 2}
		if got := countsOf(t, db, "talks", selection.Selection{}); got != want {
			t.Errorf("counts %+v, want %+v", got, want)
		}
		version, _ := db.Info(t.Context(), "talks")
		fill(t, db, "more", []*geo.Parsed{agency, invented("c", 5, 100, a.Article.Text), invented("d", 6, 10, b.Article.Text)})
		compareAll(t, db, "more")
		if got := countsOf(t, db, "talks", selection.Selection{}); got != want {
			t.Errorf("counts %+v after articles of another collection, want %+v", got, want)
		}
		if now, _ := db.Info(t.Context(), "talks"); now != version {
			t.Errorf("the version of a collection changed with another collection: %v, %v", version, now)
		}
		relations := func(id string, want ...string) {
			t.Helper()
			copies, err := db.Copies(t.Context(), "talks", id)
			var got []string
			for _, c := range copies {
				got = append(got, string(c.Relation)+" "+c.ID)
			}
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%s has the copies %v, error %v, want %v", id, got, err, want)
			}
		}
		relations("a", "contained roundup")
		relations("b", "contained roundup")
		relations("roundup", "contains a", "contains b")
		fill(t, db, "talks", []*geo.Parsed{agency})
		compareAll(t, db, "talks")
		want = store.Counts{Places: 1, Mentions: 4, Articles: 4, Texts: 2}
		if got := countsOf(t, db, "talks", selection.Selection{}); got != want {
			t.Errorf("counts %+v with a copy, want %+v", got, want)
		}
		relations("a", "near agency", "contained roundup")
		for query, want := range map[string]store.Counts{
			"copies=one":                            {Places: 1, Mentions: 2, Articles: 2, Texts: 2},
			"article=roundup":                       {Places: 1, Mentions: 1, Articles: 1, Texts: 1},
			"article=roundup&article=a":             {Places: 1, Mentions: 2, Articles: 2, Texts: 2},
			"article=agency&article=a":              {Places: 1, Mentions: 2, Articles: 2, Texts: 1},
			"article=agency&article=b":              {Places: 1, Mentions: 2, Articles: 2, Texts: 2},
			"article=agency&copies=one":             {Places: 1, Mentions: 1, Articles: 1, Texts: 1},
			"article=roundup&country=AF":            {Places: 1, Mentions: 1, Articles: 1, Texts: 1},
			"article=a&article=b&country=AF":        {Places: 1, Mentions: 2, Articles: 2, Texts: 2},
			"article=a&article=b&confidence=likely": {},
		} {
			s, _ := selection.ParseQuery(query)
			if got := countsOf(t, db, "talks", s); got != want {
				t.Errorf("%s: counts %+v, want %+v", query, got, want)
			}
		}
		r, err := db.Select(t.Context(), "talks", selection.Selection{})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := r.Places(t.Context(), store.OrderTexts, 0, 10)
		if err != nil || len(rows) != 1 || rows[0].Texts != 2 {
			t.Errorf("places %+v, error %v", rows, err)
		}
		articles, err := r.Articles(t.Context(), store.OrderOldest, 0, 10)
		if err != nil || len(articles) != 4 || articles[3].CopyOf == nil || articles[3].CopyOf.ID != "a" || articles[2].CopyOf != nil {
			t.Errorf("articles %+v, error %v", articles, err)
		}
	})
}

// The groups of copies do not depend on the order in which they are compared.
func TestCopiesInAnyOrder(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		var all []*geo.Parsed
		for n := range 12 {
			story := n % 3
			all = append(all, invented(fmt.Sprint("n", n), story, 100, fmt.Sprintf("more%d words%d", n/3, n/3)))
		}
		var want []string
		for i, order := range []string{"forward", "backward"} {
			name := fmt.Sprint("order-", order)
			keys := fill(t, db, name, all)
			if i == 1 {
				slices.Reverse(keys)
			}
			for _, key := range keys {
				a, err := db.ArticleByKey(t.Context(), key)
				if err != nil {
					t.Fatal(err)
				}
				update(t, db, func(tx *store.Tx) error {
					return tx.PutBands(t.Context(), name, key, neardup.PassageKeys(a.Text), relate(new(neardup.Comparer)))
				})
			}
			r, err := db.Select(t.Context(), name, selection.Selection{})
			if err != nil {
				t.Fatal(err)
			}
			rows, err := r.Articles(t.Context(), store.OrderTitle, 0, 100)
			var got []string
			for _, row := range rows {
				of := ""
				if row.CopyOf != nil {
					of = row.CopyOf.ID
				}
				got = append(got, row.ID+" of "+of)
			}
			if want == nil {
				want = got
			}
			if err != nil || r.Counts.Texts != 3 || !slices.Equal(got, want) {
				t.Errorf("%s: %d texts, %v, want %v, error %v", order, r.Counts.Texts, got, want, err)
			}
		}
	})
}

// An article is compared with few of the articles that have the same boilerplate, and its copies are still found.
func TestBandsAreLimited(t *testing.T) {
	const articles = 60
	each(t, func(t *testing.T, db *store.DB) {
		var all []*geo.Parsed
		for i := range articles {
			p := invented(fmt.Sprint("n", i), i/2, 30) // each text comes twice
			p.Article.Title = fmt.Sprint("Title ", i)
			all = append(all, p)
		}
		most := 0
		for _, key := range fill(t, db, "talks", all) {
			compared := 0
			update(t, db, func(tx *store.Tx) error {
				return tx.PutBands(t.Context(), "talks", key, []uint64{7}, func(_, _ string) (store.CopyRelation, float64, float64) {
					compared++
					return store.CopyNone, 0, 0
				})
			})
			most = max(most, compared)
		}
		if most >= articles*3/4 {
			t.Errorf("one article was compared with %d others", most)
		}
		if got := countsOf(t, db, "talks", selection.Selection{}); got.Texts != articles/2 {
			t.Errorf("%d texts, want %d", got.Texts, articles/2)
		}
	})
}
