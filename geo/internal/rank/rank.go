package rank

import (
	"math"

	"dateline/geo/internal/rank/feature"
)

// Rank runs the passes of a model. Each uses the probabilities of the one before.
func (d *Document) Rank(m *Model) {
	for pass := range m.Passes {
		d.RunPass(m, pass)
	}
}

// RunPass computes the features of a pass and the probabilities of all candidates.
func (d *Document) RunPass(m *Model, pass int) {
	d.PreparePass(pass)
	for i := range d.Clusters {
		d.scoreCandidates(&d.Clusters[i], &m.Passes[pass])
	}
}

// PreparePass computes the features of a pass. Before the last pass, clusters without
// strong candidates get containers as candidates.
func (d *Document) PreparePass(pass int) {
	if pass == 0 {
		for i := range d.Clusters {
			d.Clusters[i].Best = -1
		}
		return
	}
	d.sumAreaWeights()
	if pass == feature.NumPasses-1 {
		d.dropVariants()
		d.addContainers()
		d.sumAreaWeights()
	}
	d.lead, d.dateline = d.findLead()
	d.moveWide()
	for i := range d.Clusters {
		d.contextFeatures(i)
	}
	d.offsetFeatures()
}

// scoreCandidates sets the probabilities of a cluster's candidates: a softmax over
// their scores.
func (d *Document) scoreCandidates(g *Cluster, weights *Row) {
	g.Best = -1
	if g.From == g.To {
		return
	}
	most := float32(math.Inf(-1))
	for j := g.From; j < g.To; j++ {
		d.Candidates[j].score = feature.Dot(weights, &d.Rows[j])
	}
	d.addPressScores(g)
	for j := g.From; j < g.To; j++ {
		if c := &d.Candidates[j]; c.score > most {
			most, g.Best = c.score, j
		}
	}
	var sum float32
	for j := g.From; j < g.To; j++ {
		c := &d.Candidates[j]
		c.P = float32(math.Exp(float64(c.score - most)))
		sum += c.P
	}
	for j := g.From; j < g.To; j++ {
		d.Candidates[j].P /= sum
	}
}
