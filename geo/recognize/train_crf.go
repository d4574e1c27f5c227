package recognize

import (
	"math"
	"math/rand/v2"
	"sort"
)

// step is one group of tokens to learn from: the ids of each token's features
// and the set of labels each token may have.
type step struct {
	ids     [][]uint32
	allowed []uint16 // bit l: label l is allowed
	weight  float32
}

// only returns the set that holds just l.
func only(l label) uint16 { return 1 << l }

// anyLabel is the set of all labels.
const anyLabel = 1<<labelCount - 1

// allowedLabels gives, for each token, the labels that a sentence's names allow.
func allowedLabels(s *labelled, toks []token, gs []group) []uint16 {
	allowed := make([]uint16, len(toks))
	of := make([]int, len(toks)) // 1 + index of the name that covers the token
	free := only(labelNone)
	if s.placesOnly {
		free = anyLabel &^ (only(beginPlace) | only(insidePlace))
	}
	for i := range allowed {
		allowed[i] = free
	}
	j := 0
	for n, name := range s.names {
		for j < len(toks) && int(toks[j].end) <= name.Start {
			j++
		}
		for k := j; k < len(toks) && int(toks[k].start) < name.End; k++ {
			of[k] = n + 1
		}
	}
	for _, g := range gs {
		for i := g.first; i <= g.last; i++ {
			n := of[i]
			if n == 0 || s.names[n-1].label == beginOther && (i == g.first || of[i-1] != n) && (int(i)+1 >= len(toks) || of[i+1] != n) {
				if toks[i].lex&lexAdjective != 0 && !s.placesOnly {
					allowed[i] = only(beginAdjective) | only(insideAdjective)
					if i == g.first || allowed[i-1]&(only(beginAdjective)|only(insideAdjective)) == 0 {
						allowed[i] = only(beginAdjective)
					}
					continue
				}
			}
			if n == 0 {
				continue
			}
			l := s.names[n-1].label
			if i > g.first && of[i-1] == n {
				l++
			}
			allowed[i] = only(l)
		}
	}
	return allowed
}

// counter counts features roughly, in a table of saturating counts.
type counter []uint8

func (c counter) at(h feature) *uint8 { return &c[h>>(64-26)] }

// gather turns sentences into steps. Features seen fewer than least times are
// left out.
func gather(x *analysis, data []labelled, least uint8) ([]step, []feature) {
	count := make(counter, 1<<26)
	x.each(data, func(_ *labelled, _ *group, _ []uint16, fs [][]feature) {
		for _, f := range fs {
			for _, h := range f {
				if p := count.at(h); *p < 255 {
					*p++
				}
			}
		}
	})
	ids := make(map[feature]uint32)
	var features []feature
	var steps []step
	x.each(data, func(s *labelled, g *group, allowed []uint16, fs [][]feature) {
		st := step{weight: s.weight, allowed: append([]uint16(nil), allowed...), ids: make([][]uint32, len(fs))}
		for i, f := range fs {
			row := make([]uint32, 0, len(f))
			for _, h := range f {
				if *count.at(h) < least {
					continue
				}
				id, ok := ids[h]
				if !ok {
					id = uint32(len(features))
					ids[h] = id
					features = append(features, h)
				}
				row = append(row, id)
			}
			st.ids[i] = row
		}
		steps = append(steps, st)
	})
	return steps, features
}

// analysis runs the first passes over training text, the same that a parse runs.
type analysis struct {
	lex   *table
	namer *namer
}

// each calls f with every group of every sentence and its tokens' features,
// which hold only during the call.
func (a *analysis) each(data []labelled, f func(*labelled, *group, []uint16, [][]feature)) {
	var toks []token
	var gs []group
	var fs [][]feature
	x := &extractor{}
	for n := range data {
		s := &data[n]
		toks = tokenize(toks[:0], s.text)
		for i := range toks {
			toks[i].lex = a.lex.of(toks[i].lower)
		}
		recase(toks)
		gs = groups(gs[:0], toks)
		if len(gs) == 0 {
			continue
		}
		x.text, x.toks = s.text, toks
		a.namer.find(x, gs)
		x.hide(s.hidden)
		allowed := allowedLabels(s, toks, gs)
		style := styleOf(toks)
		for k := range gs {
			g := &gs[k]
			width := int(g.last - g.first + 1)
			for len(fs) < width {
				fs = append(fs, nil)
			}
			for i := g.first; i <= g.last; i++ {
				fs[i-g.first] = x.tokenFeatures(fs[i-g.first][:0], g, i, style)
			}
			f(s, g, allowed[g.first:g.last+1], fs[:width])
		}
	}
}

// trainer fits a field by stochastic gradient steps of the log-likelihood with
// AdaGrad's step sizes (Duchi, Hazan & Singer 2011). Where a token may have
// several labels, their probabilities together are what is made likely.
type trainer struct {
	field
	weights []scores
	squares []scores
	l       lattice
	// sums, nextSums, startSums and endSums add up the weights each time they are
	// noted.
	sums               []scores
	nextSums           [labelCount]scores
	startSums, endSums scores
	noted              int
	// free and bound are the probabilities of the labels of a step's tokens, by
	// the field alone and among the labels allowed; kept are the features used.
	free, bound [maxGroup + 2]scores
	kept        [maxGroup + 2][]uint32
}

// fit runs epochs over the steps and returns the field with at most slots
// features, the weightiest, in its table.
func fit(steps []step, features []feature, epochs, slots int, drop float64) field {
	t := &trainer{weights: make([]scores, len(features)), squares: make([]scores, len(features))}
	t.prepare()
	rng := rand.New(rand.NewPCG(1, 2))
	order := make([]int, len(steps))
	for i := range order {
		order[i] = i
	}
	for e := range epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		rate := float32(0.15) / (1 + 0.3*float32(e))
		for n, i := range order {
			t.step(&steps[i], rate, rng, drop)
			if e > 1 && n%(len(order)/averages+1) == 0 {
				t.note()
			}
		}
	}
	t.average()
	return t.pack(features, slots)
}

// averages is how many times an epoch the weights are noted; the field that comes
// out is their mean, which depends less on the order of the steps (Polyak & Juditsky
// 1992).
const averages = 8

// note adds the weights of now to the sums that average takes the mean of.
func (t *trainer) note() {
	if t.sums == nil {
		t.sums = make([]scores, len(t.weights))
	}
	t.noted++
	for i := range t.weights {
		for l, w := range t.weights[i] {
			t.sums[i][l] += w
		}
	}
	for a := range t.next {
		for b, w := range t.next[a] {
			t.nextSums[a][b] += w
		}
	}
	for l := range t.start {
		t.startSums[l] += t.start[l]
		t.endSums[l] += t.end[l]
	}
}

// average sets the weights to the mean of those that were noted.
func (t *trainer) average() {
	if t.noted == 0 {
		return
	}
	n := float32(t.noted)
	for i := range t.weights {
		for l := range t.weights[i] {
			t.weights[i][l] = t.sums[i][l] / n
		}
	}
	for a := range t.next {
		for b := range t.next[a] {
			t.next[a][b] = t.nextSums[a][b] / n
		}
	}
	for l := range t.start {
		t.start[l], t.end[l] = t.startSums[l]/n, t.endSums[l]/n
	}
	t.prepare()
}

func (t *trainer) step(s *step, rate float32, rng *rand.Rand, drop float64) {
	n := len(s.ids)
	for i, ids := range s.ids {
		keep := t.kept[i][:0]
		var sum scores
		for _, id := range ids {
			if drop > 0 && rng.Float64() < drop {
				continue
			}
			keep = append(keep, id)
			w := &t.weights[id]
			for l := range sum {
				sum[l] += w[l]
			}
		}
		t.kept[i] = keep
		t.l.scores[i] = sum
	}
	f, b := t.free[:n], t.bound[:n]
	t.marginals(&t.l, f)
	alphaF := t.pairs(n)
	for i := range s.ids {
		for l := range t.l.scores[i] {
			if s.allowed[i]&only(label(l)) == 0 {
				t.l.scores[i][l] = -1e4
			}
		}
	}
	t.marginals(&t.l, b)
	alphaB := t.pairs(n)
	for a := range t.next {
		for c := range t.next[a] {
			if follows(label(a), label(c)) {
				t.next[a][c] += 0.1 * rate * s.weight * (alphaB[a][c] - alphaF[a][c])
			}
		}
	}
	for l := range t.start {
		t.start[l] += 0.1 * rate * s.weight * (b[0][l] - f[0][l])
		t.end[l] += 0.1 * rate * s.weight * (b[n-1][l] - f[n-1][l])
	}
	t.prepare()
	for i := range s.ids {
		var g scores
		big := false
		for l := range g {
			g[l] = s.weight * (b[i][l] - f[i][l])
			if g[l] > 1e-4 || g[l] < -1e-4 {
				big = true
			}
		}
		if !big {
			continue
		}
		for _, id := range t.kept[i] {
			w, q := &t.weights[id], &t.squares[id]
			for l, d := range g {
				if d != 0 {
					q[l] += d * d
					w[l] += rate * d / (0.3 + float32(math.Sqrt(float64(q[l]))))
				}
			}
		}
	}
}

// pairs returns the expected number of each pair of neighbouring labels, from the
// lattice that marginals left.
func (t *trainer) pairs(n int) (out [labelCount]scores) {
	for i := 1; i < n; i++ {
		var sum float32
		var p [labelCount]scores
		top := t.l.scores[i][0]
		for _, v := range t.l.scores[i][1:] {
			top = max(top, v)
		}
		var right scores
		for b := range right {
			right[b] = exp(t.l.scores[i][b]-top) * t.l.beta[i][b]
		}
		for a, x := range t.l.alpha[i-1] {
			for b, w := range t.expNext[a] {
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

// pack quantises the weights to 8 bits and lays the weightiest features out in a
// hash table of the given number of slots.
func (t *trainer) pack(features []feature, slots int) field {
	type ranked struct {
		id   int
		norm float32
	}
	all := make([]ranked, 0, len(features))
	var peak float32
	for id := range features {
		var lo, hi float32
		for _, w := range t.weights[id] {
			lo, hi = min(lo, w), max(hi, w)
		}
		peak = max(peak, hi, -lo)
		if hi-lo > 0.02 {
			all = append(all, ranked{id, hi - lo})
		}
	}
	sort.Slice(all, func(i, j int) bool {
		if all[i].norm != all[j].norm {
			return all[i].norm > all[j].norm
		}
		return features[all[i].id] < features[all[j].id]
	})
	if most := slots * 4 / 5; len(all) > most {
		all = all[:most]
	}
	slots = max(len(all)*5/4, 16)
	f := t.field
	f.rows = make([]row, slots)
	f.scale = min(peak, 4) / 127
	for _, r := range all {
		slot, check := slotOf(features[r.id], slots)
		for f.rows[slot].check() != 0 {
			slot = (slot + 1) % uint32(slots)
		}
		var weights [labelCount]int8
		for l, w := range t.weights[r.id] {
			q := math.Round(float64(w / f.scale))
			weights[l] = int8(max(-127, min(127, q)))
		}
		f.rows[slot] = newRow(check, weights)
	}
	return f
}
