package recognize

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestRowKeepsItsWeights(t *testing.T) {
	weights := [labelCount]int8{-127, 127, 0, 1, -1, 64, -64, 3, 100, -100, 7}
	r := newRow(0xbeef, weights)
	if r.check() != 0xbeef {
		t.Errorf("check %x", r.check())
	}
	for l, w := range weights {
		if got := r.weight(label(l)); got != w {
			t.Errorf("label %d has weight %d, want %d", l, got, w)
		}
	}
}

func TestScoreAddsUpWeights(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	f := &field{rows: make([]row, 101), scale: 0.5}
	var features []feature
	var want scores
	for range 60 {
		h := rng.Uint64()
		slot, check := slotOf(h, len(f.rows))
		for f.rows[slot].check() != 0 {
			slot = (slot + 1) % uint32(len(f.rows))
		}
		var weights [labelCount]int8
		for l := range weights {
			weights[l] = int8(rng.IntN(255) - 127)
			want[l] += float32(weights[l]) / 2
		}
		f.rows[slot] = newRow(check, weights)
		features = append(features, h)
	}
	for range 40 { // features that the field does not know
		features = append(features, rng.Uint64())
	}
	if got := f.score(features); got != want {
		t.Errorf("scores %v, want %v", got, want)
	}
}

// TestDecodingAgreesWithTrying compares the lattice's answers with those of trying
// every sequence of labels.
func TestDecodingAgreesWithTrying(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 9))
	f := &field{}
	for a := range f.next {
		f.start[a], f.end[a] = rng.Float32(), rng.Float32()
		for b := range f.next[a] {
			f.next[a][b] = 2*rng.Float32() - 1
		}
	}
	f.prepare()
	const n = 4
	l := &lattice{}
	for i := range n {
		for b := range l.scores[i] {
			l.scores[i][b] = 4*rng.Float32() - 2
		}
	}
	var sums [n][labelCount]float64
	var best [n]label
	top, all := math.Inf(-1), 0.0
	var try func(seq []label, sum float64)
	try = func(seq []label, sum float64) {
		if len(seq) == n {
			sum += float64(f.end[seq[n-1]])
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
		for b := range labelCount {
			s := sum + float64(l.scores[len(seq)][b])
			switch {
			case len(seq) == 0 && inside(b), len(seq) > 0 && !follows(seq[len(seq)-1], b):
				continue
			case len(seq) == 0:
				s += float64(f.start[b])
			default:
				s += float64(f.next[seq[len(seq)-1]][b])
			}
			try(append(seq[:len(seq):len(seq)], b), s)
		}
	}
	try(nil, 0)
	labels := make([]label, n)
	f.decode(l, labels)
	for i := range labels {
		if labels[i] != best[i] {
			t.Fatalf("decoded %v, want %v", labels, best)
		}
	}
	out := make([]scores, n)
	f.marginals(l, out)
	for i := range out {
		for b, p := range out[i] {
			if want := sums[i][b] / all; math.Abs(float64(p)-want) > 1e-4 {
				t.Errorf("token %d has label %d with probability %g, want %g", i, b, p, want)
			}
		}
	}
}
