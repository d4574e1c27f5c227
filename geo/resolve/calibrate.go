package resolve

import (
	"math"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/geometry"

	"github.com/paulmach/orb"
)

// judgement is an answer's signs and whether it was right.
type judgement struct {
	signs  signRow
	right  bool
	weight float64
}

// judge appends the answers of a model to examples that it was not trained on.
func (t *trainer) judge(all []judgement, m *Model, examples []*Example) []judgement {
	for i, e := range examples {
		w := t.begin(i, e)
		w.rank(m)
		for gi := range w.groups {
			g := &w.groups[gi]
			if g.best < 0 {
				continue
			}
			right, known := 0, 0
			for k, of := range w.of {
				if of == gi && e.Truth[k].Known {
					known++
					if e.Truth[k].Right(w.gaz, w.cands[g.best].ref) {
						right++
					}
				}
			}
			s, weight := w.read(g), t.share[e.Corpus]
			if right > 0 {
				all = append(all, judgement{s, true, weight * float64(right)})
			}
			if known > right {
				all = append(all, judgement{s, false, weight * float64(known-right)})
			}
		}
		t.resolver.end(w)
	}
	return all
}

// madeJudged is what made-up reports weigh in the confidence, as a factor: they have
// none of what makes answers doubtful in life.
const madeJudged = .2

// shares is what one known mention of each corpus weighs, so that they all weigh
// the same together: how sure an answer can be differs by kind of text more than
// which answer is best.
func (o *TrainOptions) shares(examples []Example) map[string]float64 {
	known := map[string]float64{}
	total := 0.0
	for i := range examples {
		for _, t := range examples[i].Truth {
			if t.Known {
				known[examples[i].Corpus]++
				total++
			}
		}
	}
	share := make(map[string]float64, len(known))
	for corpus, n := range known {
		share[corpus] = o.weight(corpus) * total / n / float64(len(known))
		if corpus == MadeCorpus {
			share[corpus] *= madeJudged
		}
	}
	return share
}

// covers reports whether a region, sea or other wide area without a government
// holds a point: sources agree on what "Asia" is, but not on where its middle is.
func covers(g *gazetteer.Gazetteer, ref gazetteer.Ref, p orb.Point) bool {
	switch classOf(g.Record(ref).Kind) {
	case classRegion, classWater, classTerrain:
		b := g.Bound(ref)
		return !b.IsZero() && b.Contains(p)
	}
	return false
}

// Right reports whether a place answers for what gold says: it is within 161 km,
// or the very place, or a wide area around gold's point, or in the country or
// first-level area that gold means.
func (t *Truth) Right(g *gazetteer.Gazetteer, ref gazetteer.Ref) bool {
	r := g.Record(ref)
	if geometry.Distance(r.Point, t.Point) <= hitKM || covers(g, ref, t.Point) {
		return true
	}
	gold, ok := g.ByID(t.ID)
	if t.ID == "" || !ok {
		return false
	}
	if gold == ref {
		return true
	}
	switch area := g.Record(gold); area.Kind {
	case geo.KindCountry:
		return r.Country == area.Country
	case geo.KindAdmin1:
		return r.Admin1 == gold
	}
	return false
}

// drawn are the weights that signs are drawn to: that one of two Londons in the
// corpora is in Ontario must not make all capitals doubtful.
var drawn = [signs]float64{sCapital: 1}

// firmRidge is how hard these are drawn to theirs; others are drawn to 0 by 1.
const firmRidge = 200.0

// fitConfidence fits the logistic model by Newton's method with a small ridge.
func fitConfidence(judged []judgement) signRow {
	x := drawn
	for range 25 {
		var gradient [signs]float64
		var hessian [signs][signs]float64
		for s := range signs {
			ridge := 1.0
			if drawn[s] != 0 {
				ridge = firmRidge
			}
			gradient[s] = -ridge * (x[s] - drawn[s])
			hessian[s][s] = ridge
		}
		for i := range judged {
			j := &judged[i]
			var z float64
			for s := range signs {
				z += x[s] * float64(j.signs[s])
			}
			p := 1 / (1 + math.Exp(-z))
			d := -p
			if j.right {
				d = 1 - p
			}
			h := j.weight * p * (1 - p)
			for a := range signs {
				if j.signs[a] == 0 {
					continue
				}
				gradient[a] += j.weight * d * float64(j.signs[a])
				for b := range signs {
					hessian[a][b] += h * float64(j.signs[a]) * float64(j.signs[b])
				}
			}
		}
		change := solve(&hessian, &gradient)
		for s := range signs {
			x[s] += change[s]
		}
	}
	var out signRow
	for s := range signs {
		out[s] = float32(x[s])
	}
	return out
}

// solve solves the symmetric positive definite system a·x = b by Gaussian
// elimination, which overwrites both.
func solve(a *[signs][signs]float64, b *[signs]float64) (x [signs]float64) {
	n := int(signs)
	for i := range n {
		for k := i + 1; k < n; k++ {
			f := a[k][i] / a[i][i]
			if f == 0 {
				continue
			}
			for j := i; j < n; j++ {
				a[k][j] -= f * a[i][j]
			}
			b[k] -= f * b[i]
		}
	}
	for i := n - 1; i >= 0; i-- {
		sum := b[i]
		for j := i + 1; j < n; j++ {
			sum -= a[i][j] * x[j]
		}
		x[i] = sum / a[i][i]
	}
	return x
}
