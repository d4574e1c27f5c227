package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/server/internal/postgres"
	"dateline/server/selection"
	"dateline/server/store"

	"github.com/paulmach/orb"
)

// benchPlace returns one of 5,000 places.
func benchPlace(n int) geo.Place {
	n %= 5000
	return geo.Place{
		ID: geo.PlaceID(fmt.Sprint("bench:", n)), Name: fmt.Sprint("Place ", n), Kind: geo.KindSettlement, Feature: "PPL",
		Country: "PK", CountryName: "Pakistan", Admin1: "Balochistan", Admin2: "Quetta District", Admin1ID: "geonames:1183606",
		Point: orb.Point{60 + float64(n%100)/10, 25 + float64(n/100)/10}, Population: int64(n), Codes: map[string]string{"wikidata": fmt.Sprint("Q", n)},
	}
}

// story returns an article of 300 words with ten mentions of four candidates each. A
// few names are most of the mentions, as in the news.
func story(n int) *geo.Parsed {
	r := rand.New(rand.NewPCG(uint64(n), 7))
	var text strings.Builder
	p := &geo.Parsed{Language: "en", Model: "en", Versions: geo.Versions{Gazetteer: "g", Recognizer: "r", Resolver: "s"}}
	for word := range 300 {
		if word > 0 {
			text.WriteByte(' ')
		}
		if word%30 != 7 {
			fmt.Fprintf(&text, "word%d", int(r.ExpFloat64()*400))
			continue
		}
		place := benchPlace(int(r.ExpFloat64() * 300))
		start := text.Len()
		text.WriteString(place.Name)
		m := geo.Mention{Phrase: place.Name, Role: geo.RoleLiteral, Recognized: 0.9}
		m.Start, m.End = start, text.Len()
		m.Passage = geo.Span{Start: max(0, start-60), End: text.Len()}
		res := geo.Resolution{Outcome: geo.OutcomePlaced, Place: &place, Probability: 0.93, Confidence: geo.ConfidenceLikely, Why: []string{"most people by that name", "the same country as the others"}}
		for c := range 4 {
			res.Candidates = append(res.Candidates, geo.Candidate{Place: benchPlace(int(place.Population) + c*c), Score: 4.5 - float64(c)})
		}
		p.Mentions, p.Resolutions = append(p.Mentions, m), append(p.Resolutions, res)
		p.Ledger.Mentions++
		p.Ledger.Placed++
	}
	p.Focus = []geo.Focus{{Place: *p.Resolutions[0].Place, Weight: 0.5, Mentions: 1}}
	p.Article = geo.Article{
		ID: fmt.Sprint("story-", n), Title: fmt.Sprint("Story ", n), Publisher: fmt.Sprint("Paper ", n%40), Published: "2026-11-23",
		URL: fmt.Sprint("https://news.example/", n), Language: "en", Source: "bench.jsonl", Text: text.String(),
	}
	p.Article.Hash = geo.HashText(p.Article.Text)
	return p
}

// eachBench runs a benchmark on both databases.
func eachBench(b *testing.B, bench func(b *testing.B, db *store.DB)) {
	run := func(b *testing.B, address string) {
		db, err := store.Open(context.Background(), address)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { db.Close() })
		bench(b, db)
	}
	b.Run("SQLite", func(b *testing.B) { run(b, filepath.Join(b.TempDir(), "store.db")) })
	b.Run("PostgreSQL", func(b *testing.B) { run(b, postgres.New(b)) })
}

// put stores the stories from first up to past in a collection: the articles in one
// transaction and their mentions in another, as the importer does.
func put(b *testing.B, db *store.DB, first, past int) {
	ctx := context.Background()
	stories := make([]*geo.Parsed, 0, past-first)
	for n := first; n < past; n++ {
		stories = append(stories, story(n))
	}
	b.StartTimer()
	defer b.StopTimer()
	keys := make([]string, 0, len(stories))
	err := db.Update(ctx, func(tx *store.Tx) error {
		keys = keys[:0]
		for _, p := range stories {
			kept, err := tx.PutArticle(ctx, "bench", &p.Article)
			if err != nil {
				return err
			}
			keys = append(keys, kept.Key)
		}
		return nil
	})
	if err == nil {
		err = db.Update(ctx, func(tx *store.Tx) error {
			for i, p := range stories {
				if err := tx.PutParsed(ctx, keys[i], p); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		b.Fatal(err)
	}
}

func benchCollection(b *testing.B, db *store.DB) {
	err := db.Update(context.Background(), func(tx *store.Tx) error {
		return tx.PutCollection(context.Background(), "bench", "Bench", "")
	})
	if err != nil {
		b.Fatal(err)
	}
}

// batch is the number of articles in a transaction.
const batch = 48

// BenchmarkPut stores articles and their mentions; an operation is one article. Run it
// with -benchtime 10000x.
func BenchmarkPut(b *testing.B) {
	eachBench(b, func(b *testing.B, db *store.DB) {
		b.StopTimer()
		b.ReportAllocs()
		benchCollection(b, db)
		b.ResetTimer()
		for n := 0; n < b.N; n += batch {
			put(b, db, n, min(b.N, n+batch))
		}
	})
}

// BenchmarkRead reads a collection of 10,000 articles.
func BenchmarkRead(b *testing.B) {
	const size = 10_000
	eachBench(b, func(b *testing.B, db *store.DB) {
		ctx := context.Background()
		b.StopTimer()
		benchCollection(b, db)
		for n := 0; n < size; n += batch {
			put(b, db, n, min(size, n+batch))
		}
		run := func(name string, f func(i int) error) {
			b.Run(name, func(b *testing.B) {
				b.ReportAllocs()
				for i := range b.N {
					if err := f(i); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		run("summaries", func(int) error { _, err := db.Collections(ctx); return err })
		run("selection", func(int) error { _, err := db.Select(ctx, "bench", selection.Selection{}); return err })
		run("selection after one change", func(i int) error {
			p := story(i % size)
			if err := db.Update(ctx, func(tx *store.Tx) error { return tx.PutParsed(ctx, store.ArticleKey(&p.Article), p) }); err != nil {
				return err
			}
			_, err := db.Select(ctx, "bench", selection.Selection{})
			return err
		})
		run("article", func(i int) error { _, err := db.Article(ctx, "bench", fmt.Sprint("story-", i%size)); return err })
		run("mention", func(i int) error {
			p := story(i % size)
			_, _, err := db.Mention(ctx, geo.MentionID(&p.Article, p.Mentions[3].Span))
			return err
		})
		bound := orb.Bound{Min: orb.Point{64, 28}, Max: orb.Point{65, 29}}
		run("search", func(int) error {
			_, _, err := db.Search(ctx, store.Query{Collection: "bench", Text: "word12 word900", Limit: 20})
			return err
		})
		run("search within", func(int) error {
			_, _, err := db.Search(ctx, store.Query{Collection: "bench", Bound: &bound, Limit: 20})
			return err
		})
	})
}

// BenchmarkPutBands compares articles whose texts have nothing in common; an operation is
// one article. Run it with -benchtime 10000x.
func BenchmarkPutBands(b *testing.B) {
	const inTransaction, bandsOfText = 64, 50
	eachBench(b, func(b *testing.B, db *store.DB) {
		ctx := context.Background()
		b.StopTimer()
		b.ReportAllocs()
		benchCollection(b, db)
		for n := 0; n < b.N; n += batch {
			put(b, db, n, min(b.N, n+batch))
		}
		keys, err := db.Uncompared(ctx, "bench", b.N)
		if err != nil || len(keys) != b.N {
			b.Fatal(len(keys), err)
		}
		random := rand.New(rand.NewPCG(1, 2))
		b.ResetTimer()
		b.StartTimer()
		for some := range slices.Chunk(keys, inTransaction) {
			err := db.Update(ctx, func(tx *store.Tx) error {
				for _, key := range some {
					bands := make([]uint64, bandsOfText)
					for i := range bands {
						bands[i] = random.Uint64()
					}
					if err := tx.PutBands(ctx, "bench", key, bands, noCopy); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}
