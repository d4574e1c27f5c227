package recognize

import "math"

// label is what the field calls a token.
type label = uint8

// The labels: nothing, or the beginning or inside of a name of some type.
const (
	labelNone label = iota
	beginPlace
	insidePlace
	beginAdjective // adjectives, demonyms, languages
	insideAdjective
	beginPerson
	insidePerson
	beginOrg
	insideOrg
	beginOther // works, events, products
	insideOther
	labelCount
)

// inside reports whether l continues a name.
func inside(l label) bool { return l != labelNone && l%2 == 0 }

// begin returns the label with which a name of l's type begins.
func begin(l label) label {
	if inside(l) {
		return l - 1
	}
	return l
}

// follows reports whether label b may stand after label a.
func follows(a, b label) bool {
	return !inside(b) || a == b || a == b-1
}

// scores holds one number for each label.
type scores = [labelCount]float32

// row is a feature's slot in the field's hash table: its weight for each label,
// with bias added so that it is a byte, eight bytes in low and the others in high,
// and in the top 16 bits of high those of the feature's hash, 0 for an empty slot.
// A row lies within one cache line, and its weights are added up four at a time.
type row struct {
	low, high uint64
}

// bias is added to each weight of a row.
const bias = 128

func newRow(check uint16, weights [labelCount]int8) row {
	r := row{high: uint64(check) << 48}
	for l, w := range weights {
		if v := uint64(int(w) + bias); l < 8 {
			r.low |= v << (8 * l)
		} else {
			r.high |= v << (8 * (l - 8))
		}
	}
	return r
}

// check returns the bits of the feature's hash, 0 for an empty slot.
func (r row) check() uint16 { return uint16(r.high >> 48) }

// weight returns the weight for label l.
func (r row) weight(l label) int8 {
	v := r.low >> (8 * l)
	if l >= 8 {
		v = r.high >> (8 * (l - 8))
	}
	return int8(int(v&0xff) - bias)
}

// field is a linear-chain conditional random field over groups of tokens. Its
// feature weights lie in a hash table with open addressing.
type field struct {
	rows  []row
	scale float32
	start scores
	end   scores
	next  [labelCount]scores // next[a][b]: b after a
	// expNext is exp(next), 0 where b may not follow a.
	expNext [labelCount]scores
}

// prepare fills in what follows from the transition weights.
func (f *field) prepare() {
	for a := range f.next {
		for b := range f.next[a] {
			f.expNext[a][b] = 0
			if follows(label(a), label(b)) {
				f.expNext[a][b] = float32(math.Exp(float64(f.next[a][b])))
			}
		}
	}
}

// slotOf returns where a feature's search begins and its check.
func slotOf(h feature, slots int) (slot uint32, check uint16) {
	check = uint16(h)
	if check == 0 {
		check = 1
	}
	return uint32((h >> 32) * uint64(slots) >> 32), check
}

// mostFeatures is the number of features whose weights can be added up in 16
// bits; a token has fewer.
const mostFeatures = 256

// score adds up the weights of at most mostFeatures features.
func (f *field) score(features []feature) (out scores) {
	const lanes = 0x00ff00ff00ff00ff
	var even, odd, evenHigh, oddHigh uint64 // sums of four weights each, by 16 bits
	n := int32(0)
	for _, h := range features[:min(len(features), mostFeatures)] {
		slot, check := slotOf(h, len(f.rows))
		for {
			r := f.rows[slot]
			if r.check() == check {
				even += r.low & lanes
				odd += r.low >> 8 & lanes
				evenHigh += r.high & 0x00ff00ff
				oddHigh += r.high >> 8 & 0x00ff
				n++
				break
			}
			if r.check() == 0 {
				break
			}
			if slot++; int(slot) == len(f.rows) {
				slot = 0
			}
		}
	}
	for l := range out {
		sums := [2][2]uint64{{even, odd}, {evenHigh, oddHigh}}[l/8][l%2]
		sum := int32(sums>>(l%8/2*16)&0xffff) - n*bias
		out[l] = float32(sum) * f.scale
	}
	return out
}

// lattice is the scratch memory of decoding one group.
type lattice struct {
	scores [maxGroup + 2]scores
	best   [maxGroup + 2]scores
	back   [maxGroup + 2][labelCount]label
	alpha  [maxGroup + 2]scores
	beta   [maxGroup + 2]scores
}

// decode sets labels to the likeliest labels of the n tokens whose scores are in
// l.scores.
func (f *field) decode(l *lattice, labels []label) {
	n := len(labels)
	for b := range l.best[0] {
		l.best[0][b] = l.scores[0][b] + f.start[b]
		if inside(label(b)) {
			l.best[0][b] = -1e30
		}
	}
	for i := 1; i < n; i++ {
		for b := label(0); b < labelCount; b++ {
			if inside(b) {
				x, y := l.best[i-1][b-1]+f.next[b-1][b], l.best[i-1][b]+f.next[b][b]
				if x >= y {
					l.best[i][b], l.back[i][b] = x+l.scores[i][b], b-1
				} else {
					l.best[i][b], l.back[i][b] = y+l.scores[i][b], b
				}
				continue
			}
			top, from := float32(-1e30), label(0)
			for a := label(0); a < labelCount; a++ {
				if v := l.best[i-1][a] + f.next[a][b]; v > top {
					top, from = v, a
				}
			}
			l.best[i][b], l.back[i][b] = top+l.scores[i][b], from
		}
	}
	top, last := float32(-1e30), label(0)
	for a := label(0); a < labelCount; a++ {
		if v := l.best[n-1][a] + f.end[a]; v > top {
			top, last = v, a
		}
	}
	for i := n - 1; i >= 0; i-- {
		labels[i] = last
		last = l.back[i][last]
	}
}

// marginals sets out[i] to the probability of each label of token i. The
// arithmetic is that of probabilities, rescaled at each token.
func (f *field) marginals(l *lattice, out []scores) {
	n := len(out)
	for i := range out {
		top := l.scores[i][0]
		for _, v := range l.scores[i][1:] {
			top = max(top, v)
		}
		for b, v := range l.scores[i] {
			out[i][b] = exp(v - top)
		}
	}
	for b := range l.alpha[0] {
		l.alpha[0][b] = out[0][b] * exp(f.start[b])
		if inside(label(b)) {
			l.alpha[0][b] = 0
		}
	}
	rescale(&l.alpha[0])
	for i := 1; i < n; i++ {
		var sum scores
		for a, p := range l.alpha[i-1] {
			if p < 1e-9 {
				continue
			}
			for b, w := range f.expNext[a] {
				sum[b] += p * w
			}
		}
		for b := range sum {
			sum[b] *= out[i][b]
		}
		rescale(&sum)
		l.alpha[i] = sum
	}
	for a := range l.beta[n-1] {
		l.beta[n-1][a] = exp(f.end[a])
	}
	for i := n - 2; i >= 0; i-- {
		var right scores
		for b := range right {
			right[b] = l.beta[i+1][b] * out[i+1][b]
		}
		for a := range l.beta[i] {
			var sum float32
			for b, w := range f.expNext[a] {
				sum += w * right[b]
			}
			l.beta[i][a] = sum
		}
		rescale(&l.beta[i])
	}
	for i := range out {
		for b := range out[i] {
			out[i][b] = l.alpha[i][b] * l.beta[i][b]
		}
		rescale(&out[i])
	}
}

// rescale makes the numbers sum to one.
func rescale(s *scores) {
	var sum float32
	for _, v := range s {
		sum += v
	}
	if sum > 0 {
		inv := 1 / sum
		for i := range s {
			s[i] *= inv
		}
	}
}

func exp(x float32) float32 { return float32(math.Exp(float64(x))) }
