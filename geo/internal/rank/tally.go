package rank

import "dateline/geo/internal/refsum"

// addWeight adds weight to the country and areas of a candidate.
func addWeight(w *refsum.Areas, c *Candidate, weight float32) {
	w.Add(c.Country, c.Admin1, c.Admin2, weight)
}

// raiseWeight raises the weight of a candidate that is a country or first-level area to its
// probability times a factor.
func raiseWeight(w *refsum.Areas, c *Candidate, factor float32) {
	switch c.Class {
	case ClassCountry:
		w.RaiseCountry(c.Country, c.P*factor)
	case ClassAdmin1:
		w.RaiseArea(c.Admin1, c.P*factor)
	}
}

// raiseWeights raises the weights of a candidate's country and first-level area to its probability.
func raiseWeights(w *refsum.Areas, c *Candidate) {
	w.RaiseCountry(c.Country, c.P)
	w.RaiseArea(c.Admin1, c.P)
}

// sumAreaWeights sums the present probabilities of all clusters by country and area,
// and finds the countries and areas that the article names explicitly. It also sets
// the weight of each cluster.
func (d *Document) sumAreaWeights() {
	d.areas.Reset()
	d.explicit.Reset()
	d.locations.Reset()
	d.actors.Reset()
	for i := range d.Clusters {
		g := &d.Clusters[i]
		g.weight = 0
		if g.To == g.From {
			continue
		}
		g.weight = sqrt(float32(g.Count))
		if g.Boilerplate == g.Count {
			g.weight /= 4
		}
		if g.Best < 0 {
			continue
		}
		d.areas.Total += g.weight
		if g.acts() == actsNot {
			d.locations.Total += g.weight
		}
		for j := g.From; j < g.To; j++ {
			c := &d.Candidates[j]
			if c.P > .01 && c.Match != MatchContainer {
				evidence := g.evidenceWeight(c)
				addWeight(&d.areas, c, g.weight*c.P*evidence)
				raiseWeight(&d.explicit, c, evidence)
				if evidence == 1 {
					addWeight(&d.locations, c, g.weight*c.P)
				} else {
					raiseWeights(&d.actors, c)
				}
			}
		}
	}
}
