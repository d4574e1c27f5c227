package tagger

import (
	"testing"

	"pgregory.net/rapid"
)

// TestScoreWith checks that both ways of scoring give the same sums.
func TestScoreWith(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		features := rapid.SliceOfN(rapid.Uint64(), 0, 60).Draw(t, "features")
		f := CRF{Scale: 0.5, Rows: make([]Row, 64)}
		for i, h := range features {
			if i%2 == 0 && i < 40 {
				slot, fingerprint := Slot(h, len(f.Rows))
				for f.Rows[slot].Fingerprint() != 0 {
					slot = (slot + 1) % uint32(len(f.Rows))
				}
				f.Rows[slot] = NewRow(fingerprint, [LabelCount]int8{int8(i), -int8(i), 3, int8(h)})
			}
		}
		if got, want := f.ScoreWith(NewFingerprints(&f), features), f.Score(features); got != want {
			t.Fatalf("scores %v, want %v", got, want)
		}
	})
}
