package recognizer

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"dateline/geo/internal/tagger"
	"dateline/geo/internal/tagger/crf"
)

// crfTrainer fits a CRF by stochastic gradient ascent of the log-likelihood with AdaGrad's step sizes
// (Duchi, Hazan & Singer 2011). Where a token may have several labels, the sum of their probabilities
// is maximized.
type crfTrainer struct {
	crf.CRF
	weights []tagger.Scores // by id of the feature
	squares []tagger.Scores // sums of squared gradients
	decay   float32         // L2 penalty of the weights
	lattice crf.Lattice

	// averages are the sums of the weights at the snapshots.
	averages struct {
		weights    []tagger.Scores
		next       [tagger.LabelCount]tagger.Scores
		start, end tagger.Scores
		snapshots  int
	}

	// free and bound are the probabilities of the labels of a step's tokens, among all labels and among
	// the allowed ones; kept are the ids of the features that dropout left.
	free, bound [crf.LatticeSize]tagger.Scores
	kept        [crf.LatticeSize][]uint32
}

// snapshotsPerEpoch is the number of times per epoch, from the third on, that the weights are added to
// their average, which depends less on the order of the steps (Polyak & Juditsky 1992).
const snapshotsPerEpoch = 8

// crfOptions are the hyperparameters of a CRF.
type crfOptions struct {
	epochs int
	// slots is the largest number of slots of its table, for the features with the largest weights.
	slots int
	// dropout is the share of the features that a step ignores.
	dropout float64
	// decay is the L2 penalty of the weights of the features that a step updates.
	decay float32
	// quantum is the step of the stored weights, of which a larger one makes a smaller file.
	quantum float64
}

// fitCRF trains a CRF.
func fitCRF(steps []step, features []tagger.Feature, o crfOptions) crf.CRF {
	t := &crfTrainer{decay: o.decay, weights: make([]tagger.Scores, len(features)), squares: make([]tagger.Scores, len(features))}
	t.UpdateTransitions()
	rng := rand.New(rand.NewPCG(1, 2))
	order := make([]int, len(steps))
	for i := range order {
		order[i] = i
	}
	for e := range o.epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		rate := float32(0.15) / (1 + 0.3*float32(e))
		for n, i := range order {
			t.step(&steps[i], rate, rng, o.dropout)
			if e > 1 && n%(len(order)/snapshotsPerEpoch+1) == 0 {
				t.addSnapshot()
			}
		}
	}
	t.average()
	return t.pack(features, o.slots, o.quantum)
}

// addSnapshot adds the current weights to the sums of which average computes the mean.
func (t *crfTrainer) addSnapshot() {
	a := &t.averages
	if a.weights == nil {
		a.weights = make([]tagger.Scores, len(t.weights))
	}
	a.snapshots++
	for i := range t.weights {
		for l, w := range t.weights[i] {
			a.weights[i][l] += w
		}
	}
	for from := range t.Next {
		for to, w := range t.Next[from] {
			a.next[from][to] += w
		}
	}
	for l := range t.Start {
		a.start[l] += t.Start[l]
		a.end[l] += t.End[l]
	}
}

// average sets the weights to the mean of the snapshots.
func (t *crfTrainer) average() {
	a := &t.averages
	if a.snapshots == 0 {
		return
	}
	n := float32(a.snapshots)
	for i := range t.weights {
		for l := range t.weights[i] {
			t.weights[i][l] = a.weights[i][l] / n
		}
	}
	for from := range t.Next {
		for to := range t.Next[from] {
			t.Next[from][to] = a.next[from][to] / n
		}
	}
	for l := range t.Start {
		t.Start[l], t.End[l] = a.start[l]/n, a.end[l]/n
	}
	t.UpdateTransitions()
}

// step updates the weights by the gradient of one step.
func (t *crfTrainer) step(s *step, rate float32, rng *rand.Rand, dropout float64) {
	n := len(s.ids)
	t.score(s, rng, dropout)
	free, bound := t.free[:n], t.bound[:n]
	t.Marginals(&t.lattice, free)
	freePairs := t.pairCounts(n)
	for i := range s.ids {
		for l := range t.lattice.Scores[i] {
			if !s.allowed[i].has(tagger.Label(l)) {
				t.lattice.Scores[i][l] = -1e4
			}
		}
	}
	t.Marginals(&t.lattice, bound)
	boundPairs := t.pairCounts(n)
	for a := range t.Next {
		for b := range t.Next[a] {
			if crf.CanFollow(tagger.Label(a), tagger.Label(b)) {
				t.Next[a][b] += 0.1 * rate * s.weight * (boundPairs[a][b] - freePairs[a][b])
			}
		}
	}
	for l := range t.Start {
		t.Start[l] += 0.1 * rate * s.weight * (bound[0][l] - free[0][l])
		t.End[l] += 0.1 * rate * s.weight * (bound[n-1][l] - free[n-1][l])
	}
	t.UpdateTransitions()
	for i := range s.ids {
		t.updateFeatures(i, s.weight, rate)
	}
}

// score sets the scores of the lattice to the sums of the weights of the features that dropout leaves.
func (t *crfTrainer) score(s *step, rng *rand.Rand, dropout float64) {
	for i, ids := range s.ids {
		kept := t.kept[i][:0]
		var sum tagger.Scores
		for _, id := range ids {
			if dropout > 0 && rng.Float64() < dropout {
				continue
			}
			kept = append(kept, id)
			w := &t.weights[id]
			for l := range sum {
				sum[l] += w[l]
			}
		}
		t.kept[i] = kept
		t.lattice.Scores[i] = sum
	}
}

// minGradient is the least gradient of a label for which a token's features are updated.
const minGradient = 1e-4

// updateFeatures updates the weights of the features of token i.
func (t *crfTrainer) updateFeatures(i int, weight, rate float32) {
	var gradient tagger.Scores
	large := false
	for l := range gradient {
		gradient[l] = weight * (t.bound[i][l] - t.free[i][l])
		large = large || gradient[l] > minGradient || gradient[l] < -minGradient
	}
	if !large {
		return
	}
	for _, id := range t.kept[i] {
		w, q := &t.weights[id], &t.squares[id]
		for l, d := range gradient {
			if d != 0 {
				q[l] += d * d
				w[l] += rate * (d - t.decay*w[l]) / (0.3 + float32(math.Sqrt(float64(q[l]))))
			}
		}
	}
}

// pairCounts returns the expected number of each pair of adjacent labels among n tokens, from the
// lattice as Marginals leaves it.
func (t *crfTrainer) pairCounts(n int) (out [tagger.LabelCount]tagger.Scores) {
	l := &t.lattice
	for i := 1; i < n; i++ {
		var sum float32
		var p [tagger.LabelCount]tagger.Scores
		top := slices.Max(l.Scores[i][:])
		var right tagger.Scores
		for b := range right {
			right[b] = exp(l.Scores[i][b]-top) * l.Beta[i][b]
		}
		for a, x := range l.Alpha[i-1] {
			for b, w := range t.ExpNext[a] {
				p[a][b] = x * w * right[b]
				sum += p[a][b]
			}
		}
		if sum > 0 {
			for a := range p {
				for b := range p[a] {
					out[a][b] += p[a][b] / sum
				}
			}
		}
	}
	return out
}

func exp(x float32) float32 { return float32(math.Exp(float64(x))) }

// rankedFeature is a feature with the range of its weights.
type rankedFeature struct {
	id    int
	width float32
}

// minWidth is the least range of weights of a feature that is stored; maxWeight is the weight at which
// larger ones are clipped.
const (
	minWidth  = 0.02
	maxWeight = 4
)

// pack returns the CRF with weights quantized to 8 bits. At most 4/5 of the slots are used, for the
// features with the largest range of weights. The weights are multiples of quantum.
func (t *crfTrainer) pack(features []tagger.Feature, slots int, quantum float64) crf.CRF {
	all := make([]rankedFeature, 0, len(features))
	var peak float32
	for id := range features {
		var low, high float32
		for _, w := range t.weights[id] {
			low, high = min(low, w), max(high, w)
		}
		peak = max(peak, high, -low)
		if high-low > minWidth {
			all = append(all, rankedFeature{id, high - low})
		}
	}
	slices.SortFunc(all, func(a, b rankedFeature) int {
		return cmp.Or(cmp.Compare(b.width, a.width), cmp.Compare(features[a.id], features[b.id]))
	})
	all = all[:min(len(all), slots*4/5)]
	slots = max(len(all)*5/4, 16)
	f := t.CRF
	f.Table = crf.NewTable(slots)
	f.Scale = min(peak, maxWeight) / 127
	for _, r := range all {
		var weights [tagger.LabelCount]int8
		for l, w := range t.weights[r.id] {
			q := math.Round(float64(w/f.Scale)/quantum) * quantum
			weights[l] = int8(max(-127, min(127, q)))
		}
		f.Table.Add(features[r.id], weights)
	}
	return f
}
