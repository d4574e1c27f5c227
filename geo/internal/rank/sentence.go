package rank

import (
	"slices"

	"dateline/geo/internal/cue"
	"dateline/geo/internal/rank/feature"
)

const (
	// maxSentence is the number of mentions on each side that are considered in a
	// sentence.
	maxSentence = 10
	// maxPeers is the maximum number of clusters in a sentence context.
	maxPeers = 64
)

// sentenceFeatures computes the features of the sentences of cluster gi's mentions:
// the areas named in them, and the other names of their lists.
func (d *Document) sentenceFeatures(gi int) {
	g := &d.Clusters[gi]
	if g.From == g.To {
		return
	}
	containers, peers := d.sentenceContext(gi)
	guarded := d.hasOwnBearer(g)
	for j := g.From; j < g.To; j++ {
		c, r := &d.Candidates[j], &d.Rows[j]
		for _, h := range containers {
			in := d.probability(h, func(o *Candidate) bool { return Within(c, o) })
			if guarded && d.Clusters[h].acts() != actsNot {
				in *= actorWeight
			}
			r[feature.SentenceAdmin1] = max(r[feature.SentenceAdmin1], in)
		}
		d.listFeatures(c, r, peers)
	}
}

// listFeatures compares a candidate with the other clusters of its lists.
func (d *Document) listFeatures(c *Candidate, r *Row, peers []int) {
	if len(peers) == 0 {
		return
	}
	n := float32(len(peers))
	for _, h := range peers {
		o := &d.Candidates[d.Clusters[h].Best]
		if c.Country != 0 && c.Country == o.Country && c.Class != ClassCountry && o.Class != ClassCountry {
			r[feature.ListCountry] += o.P / n
		}
		if c.Admin1 != NoRef && c.Admin1 == o.Admin1 && c.Class != ClassAdmin1 && o.Class != ClassAdmin1 {
			r[feature.ListAdmin1] += o.P / n
		}
		if c.Class == o.Class {
			r[feature.ListClass] += o.P / n
		}
		if c.Class != ClassCountry && c.Ref != o.Ref && c.At.Chord2(o.At) < chord161 {
			r[feature.ListNear] += o.P / n
		}
	}
}

// sentenceContext returns the other clusters in the sentences of cluster gi's
// mentions that are first- or second-level areas, and those in a list with it. Both
// are valid until the next call.
func (d *Document) sentenceContext(gi int) (containers, listPeers []int) {
	g := &d.Clusters[gi]
	containers, listPeers = d.containers[:0], d.listPeers[:0]
	for _, at := range g.mentions[:min(g.Count, maxPositions)] {
		i := int(at)
		passage := d.Mentions[i].Passage
		for step := -1; step <= 1; step += 2 {
			inList := true
			for k := i + step; k >= 0 && k < len(d.Mentions) && (k-i)*step <= maxSentence && passage.Contains(d.Mentions[k].Span); k += step {
				a, b := min(k, k-step), max(k, k-step)
				inList = inList && cue.Listed(d.Text, d.Mentions[a].End, d.Mentions[b].Start)
				h := d.ClusterOf[k]
				if h == gi || !d.isEvidence(h, k) {
					continue
				}
				switch d.Candidates[d.Clusters[h].Best].Class {
				case ClassAdmin1, ClassAdmin2:
					containers = appendNew(containers, h)
				}
				if inList {
					listPeers = appendNew(listPeers, h)
				}
			}
		}
	}
	d.containers, d.listPeers = containers, listPeers // keep the buffers
	return containers, listPeers
}

// isEvidence reports whether mention k of cluster h names a place of the gazetteer and
// is neither an adjective nor a home.
func (d *Document) isEvidence(h, k int) bool {
	best := d.Clusters[h].Best
	return best >= 0 && d.Candidates[best].Match < MatchPartial && cue.IsNoun(&d.Mentions[k]) && d.Clusters[h].acts() != actsAsHome
}

// appendNew appends x if the list does not contain it and is not full.
func appendNew(list []int, x int) []int {
	if slices.Contains(list, x) {
		return list
	}
	if len(list) >= maxPeers {
		return list
	}
	return append(list, x)
}
