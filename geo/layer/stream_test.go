package layer_test

import (
	"fmt"
	"io"
	"runtime"
	"testing"

	"dateline/geo"
	"dateline/geo/layer"

	"github.com/paulmach/orb"
)

// many is a set of n articles with a mention each, all of one country with an
// outline that is computed at each call.
func many(n int) *layer.Set {
	text := "Talks were held in Kabul."
	span := geo.Span{Start: 19, End: 24}
	place := geo.Place{ID: "test:x", Name: "X", Kind: geo.KindSettlement, Point: orb.Point{1, 2}}
	s := &layer.Set{Parsed: make([]*geo.Parsed, n)}
	for i := range s.Parsed {
		s.Parsed[i] = &geo.Parsed{
			Article:     geo.Article{ID: fmt.Sprint(i), Text: text, Hash: fmt.Sprint(i)},
			Mentions:    []geo.Mention{{Span: span, Phrase: "Kabul", Passage: geo.Span{End: len(text)}}},
			Resolutions: []geo.Resolution{{Outcome: geo.OutcomePlaced, Place: &place}},
		}
	}
	return s
}

// peak is an io.Writer that records the maximum size of the heap.
type peak struct {
	writes int
	bytes  int64
	heap   uint64
}

func (p *peak) Write(b []byte) (int, error) {
	p.bytes += int64(len(b))
	if p.writes++; p.writes%64 == 0 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		p.heap = max(p.heap, m.HeapAlloc)
	}
	return len(b), nil
}

func TestLayersAreStreamed(t *testing.T) {
	s := many(50_000)
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	for name, write := range map[string]func(io.Writer) error{"mentions": s.WriteMentions, "csv": s.WriteMentionsCSV} {
		var p peak
		if err := write(&p); err != nil {
			t.Fatal(err)
		}
		if grown := int64(p.heap) - int64(m.HeapAlloc); grown > p.bytes/2 || p.bytes < 5<<20 {
			t.Errorf("%s: the heap grew by %d bytes while %d were written", name, grown, p.bytes)
		}
	}
}

func BenchmarkWriteMentions(b *testing.B) {
	s := many(10_000)
	for b.Loop() {
		if err := s.WriteMentions(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/10_000, "ns/mention")
}
