package crf

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestTableKeepsItsWeights(t *testing.T) {
	weights := [LabelCount]int8{-127, 127, 0, 1, -1, 64, -64, 3, 100, -100, 7}
	for _, slot := range []int{0, 5, 15} {
		table := NewTable(16)
		table.Set(slot, 0xbeef, weights)
		for i := range table.Slots() {
			if got := table.Fingerprint(i); (got == 0xbeef) != (i == slot) {
				t.Errorf("slot %d has fingerprint %x", i, got)
			}
		}
		for l, w := range weights {
			if got := table.Weight(slot, Label(l)); got != w {
				t.Errorf("label %d has weight %d, want %d", l, got, w)
			}
		}
	}
}

// TestScoreSumsWeights compares the scores with a search of one slot after the other.
func TestScoreSumsWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slots := rapid.OneOf(rapid.IntRange(8, 80), rapid.IntRange(200, 600)).Draw(t, "slots")
		stored := drawFeatures(t, slots-1)
		f := CRF{Scale: 0.5, Table: NewTable(slots)}
		for i, h := range stored {
			f.Table.Add(h, [LabelCount]int8{int8(i), -int8(i), 3, int8(h), 127, -127, 10: int8(h >> 8)})
		}
		features := append(rapid.SliceOfN(rapid.Uint64(), 0, 40).Draw(t, "others"), stored[:min(len(stored), MaxFeatures-40)]...)
		if got, want := f.Score(features), slowScore(&f, features); got != want {
			t.Fatalf("scores %v, want %v", got, want)
		}
		f.Table.AddFilter()
		if got, want := f.Score(slices.Clone(features)), slowScore(&f, features); got != want {
			t.Fatalf("scores with a filter %v, want %v", got, want)
		}
	})
}

// TestBatchSumsWeights compares the sums of a batch, which is used twice, with those of the features of each token by itself.
func TestBatchSumsWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slots := rapid.OneOf(rapid.IntRange(8, 80), rapid.IntRange(200, 600)).Draw(t, "slots")
		stored := drawFeatures(t, slots-1)
		f := CRF{Scale: 0.5, Table: NewTable(slots)}
		for i, h := range stored {
			f.Table.Add(h, [LabelCount]int8{int8(i), -int8(i), 3, int8(h), 127, -127, 10: int8(h >> 8)})
		}
		if rapid.Bool().Draw(t, "filter") {
			f.Table.AddFilter()
		}
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 2))
		tokens := rapid.IntRange(1, LatticeSize).Draw(t, "tokens")
		var b Batch
		var sums [LatticeSize]Sums
		features := make([][]Feature, tokens)
		for range 2 {
			b.Reset()
			for i := range features {
				for range rng.IntN(20) {
					h := rng.Uint64()
					if len(stored) > 0 && rng.IntN(2) == 0 {
						h = stored[rng.IntN(len(stored))]
					}
					features[i] = append(features[i], h)
					b.Features = append(b.Features, h)
				}
				b.Close(i)
			}
			f.Table.AddSums(&sums, &b)
		}
		for i := range features {
			if got, want := sums[i].Scores(f.Scale), slowScore(&f, features[i]); got != want {
				t.Fatalf("token %d has the scores %v, want %v", i, got, want)
			}
		}
	})
}

// drawFeatures draws up to n features, of which many begin their search at the same few slots.
func drawFeatures(t *rapid.T, n int) []Feature {
	features := rapid.SliceOfN(rapid.Uint64(), 0, min(n, 30)).Draw(t, "stored")
	rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	top := rapid.Uint64().Draw(t, "top")
	for range rapid.IntRange(0, n-len(features)).Draw(t, "more") {
		features = append(features, rng.Uint64()>>32|(top+rng.Uint64()>>60)<<32)
	}
	return features
}

// slowScore is Score by its definition.
func slowScore(f *CRF, features []Feature) (out Scores) {
	for _, h := range features {
		first, fingerprint := slotOf(h, f.Table.Slots())
		for i := range f.Table.Slots() {
			slot := (int(first) + i) % f.Table.Slots()
			if f.Table.Fingerprint(slot) == fingerprint {
				for l := range out {
					out[l] += float32(f.Table.Weight(slot, Label(l))) * f.Scale
				}
				break
			}
			if f.Table.Fingerprint(slot) == 0 {
				break
			}
		}
	}
	return out
}
