// Package generate makes large collections for tests and benchmarks of the store and the server: any number of articles, mentions and places, always the same.
package generate

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"dateline/geo"
	"dateline/server/store"

	"github.com/paulmach/orb"
)

// Options are the sizes of a collection.
type Options struct {
	// Collection is the name of the collection.
	Collection string
	Articles   int
	// Mentions is the number of mentions of each article.
	Mentions int
	Places   int
	// Batch is the number of articles that are stored in a transaction.
	Batch int
	// Progress is called after each batch with the number of articles so far; it may be nil.
	Progress func(articles int)
}

// Defaults returns the sizes of the largest collection that the server is measured with: a million mentions of
// 100,000 places in 100,000 articles.
func Defaults() Options {
	return Options{Collection: "large", Articles: 100_000, Mentions: 10, Places: 100_000, Batch: 200}
}

// Numbers of values.
const (
	publishers = 300
	countries  = 200
	days       = 1096
	words      = 20_000
)

var languages = []string{"en", "es", "fr", "ar", "ru", "pt", "de", "sw"}

// place returns the n-th place. Most are settlements, around 2,000 centers.
func place(n int) geo.Place {
	r := rand.New(rand.NewPCG(uint64(n), 1))
	c := rand.New(rand.NewPCG(uint64(n%2000), 2))
	country := n % countries
	code := string(rune('A'+country/26)) + string(rune('A'+country%26))
	p := geo.Place{
		ID: geo.PlaceID(fmt.Sprint("generated:", n)), Name: name(n), Kind: geo.KindSettlement, Country: code, CountryName: "Country " + code,
		Admin1: fmt.Sprint("Province ", n%2000), Admin1ID: geo.PlaceID(fmt.Sprint("generated:province-", n%2000)),
		Point: orb.Point{
			min(max(c.Float64()*360-180+r.NormFloat64(), -179.9), 179.9), min(max(c.Float64()*120-50+r.NormFloat64(), -80), 80),
		},
	}
	switch {
	case n%20 == 7:
		p.Kind = geo.KindSite
	case n%50 == 3:
		p.Kind = geo.KindAdmin1
		p.Bound = orb.Bound{Min: p.Point, Max: orb.Point{p.Point[0] + .5, p.Point[1] + .5}}
	case n < countries:
		p.Kind, p.Admin1, p.Admin1ID = geo.KindCountry, "", ""
		p.Bound = orb.Bound{Min: p.Point, Max: orb.Point{p.Point[0] + 3, p.Point[1] + 3}}
	}
	return p
}

// name returns a name of two to four syllables.
func name(n int) string {
	syllables := []string{"ka", "bul", "to", "ren", "mar", "shi", "lo", "van", "dek", "pur", "as", "hin", "gol", "ri", "ma", "sel"}
	r := rand.New(rand.NewPCG(uint64(n), 3))
	var b strings.Builder
	for range 2 + r.IntN(3) {
		b.WriteString(syllables[r.IntN(len(syllables))])
	}
	s := b.String()
	return strings.ToUpper(s[:1]) + s[1:]
}

// Article returns the n-th article of a collection. One in five has the text of the article before it.
func Article(o Options, n int) *geo.Parsed {
	seed := n
	if n%5 == 4 {
		seed--
	}
	r := rand.New(rand.NewPCG(uint64(seed), 4))
	zipf := rand.NewZipf(r, 1.1, 8, uint64(o.Places-1))
	var text strings.Builder
	p := &geo.Parsed{Language: languages[(n/7)%len(languages)], Model: "generated", Versions: geo.Versions{Gazetteer: "g", Recognizer: "r", Resolver: "s"}}
	for i := range o.Mentions {
		for range 20 {
			fmt.Fprintf(&text, "w%d ", int(words*math.Pow(r.Float64(), 4)))
		}
		q := place(int(zipf.Uint64()))
		if i == 0 {
			q = place(n % o.Places) // so that every place is named
		}
		m := geo.Mention{Phrase: q.Name, Role: geo.RoleLiteral, Recognized: .9}
		if r.IntN(100) >= 85 {
			m.Role = []geo.Role{geo.RoleAssociative, geo.RoleDateline, geo.RoleBoilerplate}[r.IntN(3)]
		}
		m.Start = text.Len()
		text.WriteString(q.Name)
		m.End = text.Len()
		text.WriteString(". ")
		m.Passage = geo.Span{Start: max(0, m.Start-60), End: m.End}
		if r.IntN(4) == 0 {
			day := date(r.IntN(days))
			m.When = &geo.DateRange{First: day, Last: day, Words: "then"}
		}
		p.Mentions = append(p.Mentions, m)
		p.Resolutions = append(p.Resolutions, resolution(r, q))
		p.Ledger.Add(p.Resolutions[len(p.Resolutions)-1].Outcome)
	}
	r = rand.New(rand.NewPCG(uint64(n), 5))
	publisher := int(publishers * math.Pow(r.Float64(), 2))
	p.Article = geo.Article{
		ID: fmt.Sprint("generated-", n), Title: fmt.Sprint("Story ", n, " of ", p.Mentions[0].Phrase), Publisher: fmt.Sprint("Paper ", publisher),
		Published: date(r.IntN(days)), URL: fmt.Sprint("https://news.example/", n), Language: p.Language, Source: "generated.jsonl", Text: text.String(),
	}
	p.Article.Hash = geo.HashText(p.Article.Text)
	return p
}

func date(n int) string { return time.Date(2023, 11, 1+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) }

// resolution resolves a mention of a place. 82 of 100 are placed.
func resolution(r *rand.Rand, q geo.Place) geo.Resolution {
	out := geo.Resolution{Outcome: geo.OutcomePlaced, Place: &q, Probability: []float64{.97, .97, .97, .7, .8}[r.IntN(5)], Why: []string{"the most populous place of this name", "the same country as its neighbors"}}
	if q.Kind == geo.KindCountry {
		out.Outcome = geo.OutcomeCountry
	}
	switch n := r.IntN(100); {
	case n >= 94:
		out = geo.Resolution{Outcome: geo.OutcomeMissing, Why: []string{"no place of this name"}}
	case n >= 82:
		out.Outcome, out.Probability = geo.OutcomeAmbiguous, .4
	}
	if out.Place != nil {
		out.Confidence = geo.ConfidenceOf(out.Probability)
		out.Candidates = []geo.Candidate{{Place: q, Score: out.Probability}}
	}
	return out
}

// Fill stores a collection.
func Fill(ctx context.Context, db *store.DB, o Options) error {
	err := db.Update(ctx, func(tx *store.Tx) error {
		return tx.PutCollection(ctx, o.Collection, "Large collection", "Generated for tests.")
	})
	for n := 0; n < o.Articles && err == nil; n += o.Batch {
		past := min(o.Articles, n+o.Batch)
		all := make([]*geo.Parsed, 0, past-n)
		for i := n; i < past; i++ {
			all = append(all, Article(o, i))
		}
		err = db.Update(ctx, func(tx *store.Tx) error {
			for _, p := range all {
				kept, err := tx.PutArticle(ctx, o.Collection, &p.Article)
				if err != nil {
					return err
				}
				if err := tx.PutParsed(ctx, kept.Key, p); err != nil {
					return err
				}
			}
			return nil
		})
		if o.Progress != nil {
			o.Progress(past)
		}
	}
	return err
}
