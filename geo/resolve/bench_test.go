package resolve_test

import (
	"context"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/internal/rank/ranktest"
	"dateline/geo/resolve"
)

// newsText has a mention in about 22 words.
var newsText = strings.Repeat("Officials from [Egypt] said on Monday that the port of [Alexandria] would open again next week after repairs that had taken most of the winter and had cost more than anybody had planned at the outset of the work there. "+
	"In [Cairo], ministers told reporters that ships from [Port Said] could use it free of charge until the summer, when new fees will be set by a committee that has yet to be named, and that talks with neighbors go on. ", 3) +
	"A delegation from [Paris] and [London] is expected. [a:Libyan] officials in [Tripoli] did not comment on the plan."

func BenchmarkResolve(b *testing.B) {
	r := resolve.New(ranktest.Model(b), ranktest.Gazetteer(b))
	a, rec := ranktest.Annotated(newsText)
	words := len(strings.Fields(a.Text))
	ctx := context.Background()
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := r.Resolve(ctx, a, rec); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(words), "ns/word")
}

// BenchmarkLong shows that the time is linear in the length of the article.
func BenchmarkLong(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		b.Run(map[int]string{10: "10", 100: "100", 1000: "1000"}[n], func(b *testing.B) {
			r := resolve.New(ranktest.Model(b), ranktest.Gazetteer(b))
			a, rec := ranktest.Annotated(strings.Repeat(newsText, n))
			var i int
			for j := range rec.Mentions { // many different names
				if j%3 == 0 {
					rec.Mentions[j] = geo.Mention{Span: rec.Mentions[j].Span, Phrase: strings.Repeat("x", 3+i%40) + string(rune('a'+i%26)) + string(rune('a'+i/26%26)), Role: geo.RoleLiteral}
					i++
				}
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := r.Resolve(context.Background(), a, rec); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(strings.Fields(a.Text))), "ns/word")
		})
	}
}
