package crf

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestDecodingAgreesWithTrying compares the lattice's answers with those of trying
// every sequence of labels.
func TestDecodingAgreesWithTrying(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 9))
	f := &CRF{}
	for a := range f.Next {
		f.Start[a], f.End[a] = rng.Float32(), rng.Float32()
		for b := range f.Next[a] {
			f.Next[a][b] = 2*rng.Float32() - 1
		}
	}
	f.UpdateTransitions()
	const n = 4
	l := &Lattice{}
	for i := range n {
		for b := range l.Scores[i] {
			l.Scores[i][b] = 4*rng.Float32() - 2
		}
	}
	var sums [n][LabelCount]float64
	var best [n]Label
	top, all := math.Inf(-1), 0.0
	var try func(seq []Label, sum float64)
	try = func(seq []Label, sum float64) {
		if len(seq) == n {
			sum += float64(f.End[seq[n-1]])
			if sum > top {
				top = sum
				copy(best[:], seq)
			}
			p := math.Exp(sum)
			all += p
			for i, b := range seq {
				sums[i][b] += p
			}
			return
		}
		for b := range LabelCount {
			s := sum + float64(l.Scores[len(seq)][b])
			switch {
			case len(seq) == 0 && IsInside(b), len(seq) > 0 && !CanFollow(seq[len(seq)-1], b):
				continue
			case len(seq) == 0:
				s += float64(f.Start[b])
			default:
				s += float64(f.Next[seq[len(seq)-1]][b])
			}
			try(append(slices.Clip(seq), b), s)
		}
	}
	try(nil, 0)
	labels := make([]Label, n)
	f.Decode(l, labels)
	for i := range labels {
		if labels[i] != best[i] {
			t.Fatalf("decoded %v, want %v", labels, best)
		}
	}
	out := make([]Scores, n)
	f.Marginals(l, out)
	for i := range out {
		for b, p := range out[i] {
			if want := sums[i][b] / all; math.Abs(float64(p)-want) > 1e-4 {
				t.Errorf("token %d has label %d with probability %g, want %g", i, b, p, want)
			}
		}
	}
}

// TestDecodingAgreesWithAllTransitions compares the labels of long sequences, of which most tokens are no names, with those
// of a search through all transitions.
func TestDecodingAgreesWithAllTransitions(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	f, l := &CRF{}, &Lattice{}
	for a := range f.Next {
		f.Start[a], f.End[a] = 2*rng.Float32(), 2*rng.Float32()
		for b := range f.Next[a] {
			f.Next[a][b] = 8*rng.Float32() - 4
		}
	}
	f.UpdateTransitions()
	for range 300 {
		n := 1 + rng.IntN(LatticeSize)
		for i := range n {
			for b := range l.Scores[i] {
				l.Scores[i][b] = 12*rng.Float32() - 6
			}
			l.Scores[i][LabelNone] += 6 * rng.Float32()
		}
		labels := make([]Label, n)
		f.Decode(l, labels)
		if want := decodeSlowly(f, l, n); !slices.Equal(labels, want) {
			t.Fatalf("decoded %v, want %v", labels, want)
		}
	}
}

// decodeSlowly is Decode by its definition.
func decodeSlowly(f *CRF, l *Lattice, n int) []Label {
	best := make([]Scores, n)
	back := make([][LabelCount]Label, n)
	for i := range n {
		for b := range LabelCount {
			best[i][b] = -1e30
			if i == 0 && !IsInside(b) {
				best[i][b] = l.Scores[i][b] + f.Start[b]
			}
			for a := range LabelCount {
				if i > 0 && CanFollow(a, b) && best[i-1][a]+f.Next[a][b]+l.Scores[i][b] > best[i][b] {
					best[i][b], back[i][b] = best[i-1][a]+f.Next[a][b]+l.Scores[i][b], a
				}
			}
		}
	}
	last := Label(0)
	for a := range LabelCount {
		if best[n-1][a]+f.End[a] > best[n-1][last]+f.End[last] {
			last = a
		}
	}
	labels := make([]Label, n)
	for i := n - 1; i >= 0; i-- {
		labels[i] = last
		last = back[i][last]
	}
	return labels
}
