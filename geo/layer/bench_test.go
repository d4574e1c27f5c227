package layer_test

import (
	"io"
	"runtime"
	"testing"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/geo/layer/layertest"
)

// streamed returns an export of n mentions that is made while it is written.
func streamed(n int) *layer.Export {
	set := layertest.Set()
	e := set.Export()
	e.Mentions = layer.ParsedRows(func(yield func(*geo.Parsed, error) bool) {
		for left := n; left > 0; left -= len(set.Parsed[0].Mentions) {
			if !yield(set.Parsed[0], nil) {
				return
			}
		}
	})
	return e
}

// BenchmarkLines writes a mention as a line of GeoJSON.
func BenchmarkLines(b *testing.B) {
	b.ReportAllocs()
	if err := layer.WriteGeoJSONLines(io.Discard, streamed(b.N), layer.Options{Kind: layer.Mentions}); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "features/s")
}

// TestLinesNeedLittleMemory writes 200,000 mentions, about 260 MB, and checks that the
// memory in use does not grow.
func TestLinesNeedLittleMemory(t *testing.T) {
	var w heap
	if err := layer.WriteGeoJSONLines(&w, streamed(200_000), layer.Options{Kind: layer.Mentions}); err != nil {
		t.Fatal(err)
	}
	if grown := int64(w.last) - int64(w.first); grown > 4<<20 || w.written < 100<<20 {
		t.Errorf("after %d MB the heap has grown by %d kB", w.written>>20, grown>>10)
	}
}

// heap measures the heap after the first and the last 10 MB that are written to it.
type heap struct {
	written, next int
	first, last   uint64
}

func (h *heap) Write(b []byte) (int, error) {
	if h.written += len(b); h.written >= h.next {
		h.next = h.written + 10<<20
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		h.last = m.HeapAlloc
		if h.first == 0 {
			h.first = h.last
		}
	}
	return len(b), nil
}
