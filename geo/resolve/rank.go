package resolve

import "math"

// rank runs the passes of the model: each sees the probabilities of the one
// before. Before the last, groups without a good candidate get places nearby.
func (w *work) rank(m *Model) {
	for pass := range m.Passes {
		w.pass(m, pass)
	}
}

func (w *work) pass(m *Model, pass int) {
	w.present(pass, pass == len(m.Passes)-1)
	for i := range w.groups {
		w.weigh(&w.groups[i], &m.Passes[pass])
	}
}

// present computes the features that a pass sees.
func (w *work) present(pass int, last bool) {
	if pass == 0 {
		for i := range w.groups {
			w.groups[i].best = -1
		}
		return
	}
	w.tally()
	if last {
		w.dropVariants()
		w.addNearby()
		w.tally()
	}
	for i := range w.groups {
		w.context(i)
	}
	w.offsets()
}

// weigh sets the probabilities of a group's candidates: a softmax over their
// scores.
func (w *work) weigh(g *group, weights *row) {
	g.best = -1
	if g.from == g.to {
		return
	}
	most := float32(math.Inf(-1))
	for j := g.from; j < g.to; j++ {
		c := &w.cands[j]
		c.score = dot(weights, &w.rows[j])
		if c.score > most {
			most, g.best = c.score, j
		}
	}
	var sum float32
	for j := g.from; j < g.to; j++ {
		c := &w.cands[j]
		c.p = float32(math.Exp(float64(c.score - most)))
		sum += c.p
	}
	for j := g.from; j < g.to; j++ {
		w.cands[j].p /= sum
	}
}

func dot(a, b *row) float32 {
	var s0, s1, s2, s3 float32
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3
}
