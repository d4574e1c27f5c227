package resolver

import (
	"math"

	"dateline/geo/internal/rank"
	"dateline/geo/internal/rank/feature"
)

// rankingSet is the training set of one pass.
type rankingSet struct {
	rows    []rank.Row
	targets []float32
	lists   []rankingList
}

// rankingList is the candidates of one cluster.
type rankingList struct {
	corpus   string
	from, to int // in rankingSet.rows
	weight   float64
}

// add adds cluster gi of a document, unless all or none of its candidates are correct.
func (s *rankingSet) add(d *rank.Document, gi int, e *Example) {
	g := &d.Clusters[gi]
	targets, known := targetsOf(d, gi, e)
	correct, wrong := false, false
	for _, t := range targets {
		correct, wrong = correct || t > 0, wrong || t < 1
	}
	if !correct || !wrong {
		return
	}
	from := len(s.rows)
	s.rows = append(s.rows, d.Rows[g.From:g.To]...)
	s.targets = append(s.targets, targets...)
	s.lists = append(s.lists, rankingList{e.Corpus, from, len(s.rows), math.Sqrt(float64(known))})
}

// fit finds the weights with Adam (Kingma and Ba 2015) on the whole set.
func (s *rankingSet) fit(out *rank.Row, o *Options, pass int) {
	total := s.balance(o.corpusWeight)
	frozen := frozenFeatures(o.Ablate, pass)
	var gradient, first, second weights
	x := priorMean
	for f := range x {
		if frozen[f] {
			x[f] = 0
		}
	}
	var probabilities []float64
	for step := 1; step <= o.Steps; step++ {
		for f := range x {
			gradient[f] = 2 * o.L2 * (x[f] - priorMean[f])
			out[f] = float32(x[f])
		}
		for _, f := range strongPrior {
			gradient[f] *= strongPriorScale
		}
		for _, l := range s.lists {
			probabilities = s.addGradient(l, out, probabilities, &gradient, total)
		}
		rate := .08 * (1 - .9*float64(step)/float64(o.Steps))
		for f := range x {
			if frozen[f] {
				continue
			}
			first[f] = .9*first[f] + .1*gradient[f]
			second[f] = .999*second[f] + .001*gradient[f]*gradient[f]
			a := first[f] / (1 - math.Pow(.9, float64(step)))
			b := second[f] / (1 - math.Pow(.999, float64(step)))
			x[f] -= rate * a / (math.Sqrt(b) + 1e-8)
		}
		for _, f := range nonNegative {
			x[f] = max(0, x[f])
		}
	}
	for f := range x {
		out[f] = float32(x[f])
	}
}

// balance multiplies the weights of the lists by a factor of their corpus, and divides
// them by the square root of the corpus's size, so that a large corpus does not
// dominate. It returns the sum of the weights.
func (s *rankingSet) balance(factor func(corpus string) float64) (total float64) {
	sums := map[string]float64{}
	for _, l := range s.lists {
		sums[l.corpus] += l.weight
	}
	for i := range s.lists {
		l := &s.lists[i]
		l.weight *= factor(l.corpus) / math.Sqrt(sums[l.corpus])
		total += l.weight
	}
	return total
}

// addGradient adds the gradient of one list's loss. p is a buffer, which it returns.
func (s *rankingSet) addGradient(l rankingList, w *rank.Row, p []float64, gradient *weights, total float64) []float64 {
	p = p[:0]
	most := math.Inf(-1)
	for i := l.from; i < l.to; i++ {
		p = append(p, float64(feature.Dot(w, &s.rows[i])))
		most = math.Max(most, p[i-l.from])
	}
	var sum, correct float64
	for i := range p {
		p[i] = math.Exp(p[i] - most)
		sum += p[i]
		correct += p[i] * float64(s.targets[l.from+i])
	}
	for i := range p {
		d := p[i]/sum - p[i]*float64(s.targets[l.from+i])/math.Max(correct, 1e-12)
		d *= l.weight / total
		if d > -1e-9 && d < 1e-9 {
			continue
		}
		r := &s.rows[l.from+i]
		for f := range r {
			gradient[f] += d * float64(r[f])
		}
	}
	return p
}
