package refsum_test

import (
	"testing"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/refsum"

	"pgregory.net/rapid"
)

// The hash table holds the same sums as a map.
func TestRefWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var table refsum.Table
		table.Reset()
		want := map[gazetteer.Ref]float32{}
		for _, k := range rapid.SliceOf(rapid.Uint32Range(0, 300)).Draw(t, "refs") {
			table.Add(gazetteer.Ref(k), 1)
			want[gazetteer.Ref(k)]++
		}
		for ref := range gazetteer.Ref(301) {
			if got := table.Get(ref); got != want[ref] {
				t.Errorf("place %d has the weight %v, not %v", ref, got, want[ref])
			}
		}
		table.Reset()
		for ref := range want {
			if got := table.Get(ref); got != 0 {
				t.Errorf("place %d has the weight %v after a reset", ref, got)
			}
		}
	})
}
