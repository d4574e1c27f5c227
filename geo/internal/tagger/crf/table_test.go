package crf

import (
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
		slots := rapid.IntRange(8, 80).Draw(t, "slots")
		stored := rapid.SliceOfN(rapid.Uint64(), 0, slots-1).Draw(t, "stored")
		f := CRF{Scale: 0.5, Table: NewTable(slots)}
		for i, h := range stored {
			f.Table.Add(h, [LabelCount]int8{int8(i), -int8(i), 3, int8(h), 127, -127, 10: int8(h >> 8)})
		}
		features := append(rapid.SliceOfN(rapid.Uint64(), 0, 40).Draw(t, "others"), stored...)
		if got, want := f.Score(features), slowScore(&f, features); got != want {
			t.Fatalf("scores %v, want %v", got, want)
		}
	})
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
