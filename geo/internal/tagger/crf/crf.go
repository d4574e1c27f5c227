// Package crf computes with linear-chain conditional random fields whose weights are in a hash table.
package crf

import "math"

// Feature is the 64-bit hash of a feature template's number and its value.
type Feature = uint64

// Label is the label that the CRF assigns to a token.
type Label = uint8

// The labels: no name, or the beginning or inside of a name of a type (BIO encoding).
const (
	LabelNone Label = iota
	BeginPlace
	InsidePlace
	BeginAdjective // adjectives, demonyms, languages
	InsideAdjective
	BeginPerson
	InsidePerson
	BeginOrganization
	InsideOrganization
	BeginOther // works, events, products
	InsideOther
	LabelCount
)

// IsInside reports whether l continues a name.
func IsInside(l Label) bool { return l != LabelNone && l%2 == 0 }

// BeginOf returns the label with which a name of l's type begins.
func BeginOf(l Label) Label {
	if IsInside(l) {
		return l - 1
	}
	return l
}

// insideOf returns the label that continues a name with label l, or LabelNone if l is no label of a name.
func insideOf(l Label) Label {
	if l == LabelNone || IsInside(l) {
		return l
	}
	return l + 1
}

// CanFollow reports whether label b may follow label a.
func CanFollow(a, b Label) bool {
	return !IsInside(b) || a == b || a == b-1
}

// Scores holds a number for each label.
type Scores = [LabelCount]float32

// CRF is a linear-chain conditional random field over the tokens of a chunk. The weights of its
// features are in a hash table.
type CRF struct {
	Table Table
	// Scale is the factor from the weights of the table to scores.
	Scale float32
	// Start and End are the scores of the labels at both ends of a chunk; Next[a][b] is that of b
	// after a.
	Start, End Scores
	Next       [LabelCount]Scores
	// ExpNext is exp(Next), 0 where a label may not follow; see UpdateTransitions.
	ExpNext [LabelCount]Scores

	expStart, expEnd Scores // exp(Start) and exp(End)
	// gain[a] is by how much a transition from a has at most a larger score than one from LabelNone to the same label.
	gain Scores
}

// UpdateTransitions computes what is derived from Start, End and Next.
func (f *CRF) UpdateTransitions() {
	for a := range f.gain {
		f.gain[a] = f.Next[a][LabelNone] - f.Next[LabelNone][LabelNone]
		for b := BeginPlace; b < LabelCount; b += 2 {
			f.gain[a] = max(f.gain[a], f.Next[a][b]-f.Next[LabelNone][b])
		}
	}
	for l := range f.Start {
		f.expStart[l], f.expEnd[l] = exp(f.Start[l]), exp(f.End[l])
	}
	for a := range f.Next {
		for b := range f.Next[a] {
			f.ExpNext[a][b] = 0
			if CanFollow(Label(a), Label(b)) {
				f.ExpNext[a][b] = float32(math.Exp(float64(f.Next[a][b])))
			}
		}
	}
}

// MaxFeatures is the largest number of features whose weights can be summed in 16 bits. A token
// has fewer.
const MaxFeatures = 256

// Score returns the sums of the weights of at most MaxFeatures features. It overwrites them if the table has a filter.
func (f *CRF) Score(features []Feature) Scores {
	var slots [MaxFeatures]uint32
	s := f.Sum(features, &slots)
	return s.Scores(f.Scale)
}

// Sum finds the slots of all features before it reads the weights, so that the processor loads them at the same time.
// It overwrites slots, and features if the table has a filter.
func (f *CRF) Sum(features []Feature, slots *[MaxFeatures]uint32) Sums {
	n := f.Table.find(slots, features[:min(len(features), MaxFeatures)])
	return f.Table.sum(slots[:n])
}

// LatticeSize is the capacity of a lattice in tokens.
const LatticeSize = 50

// Lattice is the working memory of the algorithms on one chunk.
type Lattice struct {
	// Scores are the sums of the feature weights of each token.
	Scores [LatticeSize]Scores
	// Alpha and Beta are the forward and backward probabilities, scaled to sum to one per token,
	// which Marginals computes.
	Alpha, Beta [LatticeSize]Scores
	best        [LatticeSize]Scores
	back        [LatticeSize][LabelCount]Label
}

// rounding is more than the error of the score of a sequence of labels.
const rounding = 0.1

// bestFrom returns the best score of a sequence that ends with label b after one of the given labels, without the score of
// its token, and that label.
func (f *CRF) bestFrom(before *Scores, from []Label, b Label) (top float32, best Label) {
	top = -1e30
	for _, a := range from {
		if v := before[a] + f.Next[a][b]; v > top {
			top, best = v, a
		}
	}
	return top, best
}

// Decode sets labels to the most likely sequence for the tokens whose scores are in l.Scores, by
// the Viterbi algorithm.
func (f *CRF) Decode(l *Lattice, labels []Label) {
	n := len(labels)
	for b := range l.best[0] {
		l.best[0][b] = l.Scores[0][b] + f.Start[b]
		if IsInside(Label(b)) {
			l.best[0][b] = -1e30
		}
	}
	for i := 1; i < n; i++ {
		before, best, back, scores := &l.best[i-1], &l.best[i], &l.back[i], &l.Scores[i]
		var from [LabelCount]Label // the labels from which a name may begin or none may follow
		count := 0
		least := before[LabelNone] - rounding
		for a, v := range before {
			from[count] = Label(a)
			count += int(flag(v+f.gain[a] >= least))
		}
		candidates := from[:count]
		best[LabelNone], back[LabelNone] = f.bestFrom(before, candidates, LabelNone)
		best[LabelNone] += scores[LabelNone]
		for b := BeginPlace; b < LabelCount; b += 2 {
			if count == 1 { // LabelNone
				best[b], back[b] = before[LabelNone]+f.Next[LabelNone][b], LabelNone
			} else {
				best[b], back[b] = f.bestFrom(before, candidates, b)
			}
			x, y := before[b]+f.Next[b][b+1], before[b+1]+f.Next[b+1][b+1]
			if x >= y {
				best[b+1], back[b+1] = x, b
			} else {
				best[b+1], back[b+1] = y, b+1
			}
			best[b] += scores[b]
			best[b+1] += scores[b+1]
		}
	}
	top, last := float32(-1e30), Label(0)
	for a := range LabelCount {
		if v := l.best[n-1][a] + f.End[a]; v > top {
			top, last = v, a
		}
	}
	for i := n - 1; i >= 0; i-- {
		labels[i] = last
		last = l.back[i][last]
	}
}

// Marginals sets out[i] to the probability of each label of token i, by the forward-backward
// algorithm on probabilities that are scaled at each token.
func (f *CRF) Marginals(l *Lattice, out []Scores) {
	for i := range out {
		top := l.Scores[i][0]
		for _, v := range l.Scores[i][1:] {
			top = max(top, v)
		}
		for b, v := range l.Scores[i] {
			out[i][b] = exp(v - top)
		}
	}
	f.forward(l, out)
	f.backward(l, out)
	for i := range out {
		for b := range out[i] {
			out[i][b] = l.Alpha[i][b] * l.Beta[i][b]
		}
		normalize(&out[i])
	}
}

// minForward is the least forward probability of a label that is not ignored.
const minForward = 1e-9

// forward sets l.Alpha from the exponentials of the scores.
func (f *CRF) forward(l *Lattice, exps []Scores) {
	for b := range l.Alpha[0] {
		l.Alpha[0][b] = exps[0][b] * f.expStart[b]
		if IsInside(Label(b)) {
			l.Alpha[0][b] = 0
		}
	}
	normalize(&l.Alpha[0])
	for i := 1; i < len(exps); i++ {
		var sum Scores
		for a, p := range l.Alpha[i-1] {
			if p < minForward {
				continue
			}
			for b, w := range f.ExpNext[a] {
				sum[b] += p * w
			}
		}
		for b := range sum {
			sum[b] *= exps[i][b]
		}
		normalize(&sum)
		l.Alpha[i] = sum
	}
}

// backward sets l.Beta from the exponentials of the scores.
func (f *CRF) backward(l *Lattice, exps []Scores) {
	n := len(exps)
	l.Beta[n-1] = f.expEnd
	for i := n - 2; i >= 0; i-- {
		var right Scores
		for b := range right {
			right[b] = l.Beta[i+1][b] * exps[i+1][b]
		}
		for a := range LabelCount {
			next := &f.ExpNext[a]
			inside := insideOf(a)
			sum := next[LabelNone] * right[LabelNone]
			for b := BeginPlace; b < LabelCount; b += 2 {
				sum += next[b] * right[b]
				if b+1 == inside {
					sum += next[b+1] * right[b+1]
				}
			}
			l.Beta[i][a] = sum
		}
		normalize(&l.Beta[i])
	}
}

// normalize scales the numbers to sum to one.
func normalize(s *Scores) {
	var sum float32
	for _, v := range s {
		sum += v
	}
	if sum > 0 {
		inverse := 1 / sum
		for i := range s {
			s[i] *= inverse
		}
	}
}

func exp(x float32) float32 { return float32(math.Exp(float64(x))) }
