package answer

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The first elements are those of the sorted list.
func TestFirstSorted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfNDistinct(rapid.IntRange(0, 1000), 0, 100, rapid.ID).Draw(t, "all")
		offset, limit := rapid.IntRange(-1, 120).Draw(t, "offset"), rapid.IntRange(-1, 40).Draw(t, "limit")
		want := slices.Sorted(slices.Values(all))
		want = want[min(max(0, offset), len(want)):]
		want = want[:min(len(want), max(0, limit))]
		if got := firstSorted(all, func(a, b *int) int { return *a - *b }, offset, limit); !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}
