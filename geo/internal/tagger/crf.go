package tagger

import "math"

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

// isInside reports whether l continues a name.
func isInside(l Label) bool { return l != LabelNone && l%2 == 0 }

// beginOf returns the label with which a name of l's type begins.
func beginOf(l Label) Label {
	if isInside(l) {
		return l - 1
	}
	return l
}

// CanFollow reports whether label b may follow label a.
func CanFollow(a, b Label) bool {
	return !isInside(b) || a == b || a == b-1
}

// Scores holds a number for each label.
type Scores = [LabelCount]float32

// Row is a slot of the CRF's hash table: 16 bits of the feature's hash (the fingerprint, 0 for an
// empty slot) in the top bits of high, and below them a byte for each label, its weight plus
// weightBias. A row is within one cache line, and its weights are added four at a time.
type Row struct {
	low, high uint64
}

// weightBias is added to each weight of a row, so that it is not negative.
const weightBias = 128

// NewRow returns the row of a feature with the given fingerprint and weights.
func NewRow(fingerprint uint16, weights [LabelCount]int8) Row {
	r := Row{high: uint64(fingerprint) << 48}
	for l, w := range weights {
		if v := uint64(int(w) + weightBias); l < 8 {
			r.low |= v << (8 * l)
		} else {
			r.high |= v << (8 * (l - 8))
		}
	}
	return r
}

// Fingerprint returns 16 bits of the feature's hash, or 0 for an empty slot.
func (r Row) Fingerprint() uint16 { return uint16(r.high >> 48) }

// Weight returns the weight for label l.
func (r Row) Weight(l Label) int8 {
	v := r.low >> (8 * l)
	if l >= 8 {
		v = r.high >> (8 * (l - 8))
	}
	return int8(int(v&0xff) - weightBias)
}

// CRF is a linear-chain conditional random field over the tokens of a chunk. The weights of its
// features are in a hash table with open addressing.
type CRF struct {
	Rows []Row
	// Scale is the factor from the weights of the rows to scores.
	Scale float32
	// Start and End are the scores of the labels at both ends of a chunk; Next[a][b] is that of b
	// after a.
	Start, End Scores
	Next       [LabelCount]Scores
	// ExpNext is exp(Next), 0 where a label may not follow; see UpdateTransitions.
	ExpNext [LabelCount]Scores

	expStart, expEnd Scores // exp(Start) and exp(End)
}

// UpdateTransitions computes the exponentials of Start, End and Next.
func (f *CRF) UpdateTransitions() {
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

// Slot returns the slot at which the search for a feature begins in a table of the given size, and
// the feature's fingerprint.
func Slot(f Feature, slots int) (slot uint32, fingerprint uint16) {
	fingerprint = uint16(f)
	if fingerprint == 0 {
		fingerprint = 1
	}
	return uint32((f >> 32) * uint64(slots) >> 32), fingerprint
}

// maxFeatures is the largest number of features whose weights can be summed in 16 bits. A token
// has fewer.
const maxFeatures = 256

// Score returns the sums of the weights of at most maxFeatures features.
func (f *CRF) Score(features []Feature) Scores {
	const lanes = 0x00ff00ff00ff00ff
	var even, odd, evenHigh, oddHigh uint64 // four sums of 16 bits each
	n := 0
	for _, h := range features[:min(len(features), maxFeatures)] {
		slot, fingerprint := Slot(h, len(f.Rows))
		for {
			r := f.Rows[slot]
			if r.Fingerprint() == fingerprint {
				even += r.low & lanes
				odd += r.low >> 8 & lanes
				evenHigh += r.high & 0x00ff00ff
				oddHigh += r.high >> 8 & 0x00ff
				n++
				break
			}
			if r.Fingerprint() == 0 {
				break
			}
			if slot++; int(slot) == len(f.Rows) {
				slot = 0
			}
		}
	}
	return f.scores([2][2]uint64{{even, odd}, {evenHigh, oddHigh}}, n)
}

// scores returns the scores of the sums of n rows, four sums of 16 bits each: those of the even and the odd labels from 0
// to 7, and from 8.
func (f *CRF) scores(sums [2][2]uint64, n int) (out Scores) {
	for l := range out {
		sum := int(sums[l/8][l%2]>>(l%8/2*16)&0xffff) - n*weightBias
		out[l] = float32(sum) * f.Scale
	}
	return out
}

// LatticeSize is the capacity of a lattice in tokens, more than the longest chunk.
const LatticeSize = maxChunk + 2

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

// Decode sets labels to the most likely sequence for the tokens whose scores are in l.Scores, by
// the Viterbi algorithm.
func (f *CRF) Decode(l *Lattice, labels []Label) {
	n := len(labels)
	for b := range l.best[0] {
		l.best[0][b] = l.Scores[0][b] + f.Start[b]
		if isInside(Label(b)) {
			l.best[0][b] = -1e30
		}
	}
	for i := 1; i < n; i++ {
		for b := range LabelCount {
			if isInside(b) {
				x, y := l.best[i-1][b-1]+f.Next[b-1][b], l.best[i-1][b]+f.Next[b][b]
				if x >= y {
					l.best[i][b], l.back[i][b] = x+l.Scores[i][b], b-1
				} else {
					l.best[i][b], l.back[i][b] = y+l.Scores[i][b], b
				}
				continue
			}
			top, from := float32(-1e30), Label(0)
			for a := range LabelCount {
				if v := l.best[i-1][a] + f.Next[a][b]; v > top {
					top, from = v, a
				}
			}
			l.best[i][b], l.back[i][b] = top+l.Scores[i][b], from
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
		if isInside(Label(b)) {
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
		for a := range l.Beta[i] {
			var sum float32
			for b, w := range f.ExpNext[a] {
				sum += w * right[b]
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
