package rank

import (
	"dateline/geo/gazetteer"
	"dateline/geo/internal/refsum"
)

// countryCodes is the number of codes of two letters.
const countryCodes = 26 * 26

// countryIndex returns the position of a packed code among all pairs of letters, or
// -1 for none.
func countryIndex(code uint16) int {
	a, b := int(code>>8)-'A', int(code&0xff)-'A'
	if a < 0 || a >= 26 || b < 0 || b >= 26 {
		return -1
	}
	return a*26 + b
}

// areaWeights are weights by country and by first- and second-level area.
type areaWeights struct {
	total     float32
	byCountry [countryCodes]float32
	areas     refsum.Table
}

func (w *areaWeights) reset() {
	w.total = 0
	clear(w.byCountry[:])
	w.areas.Reset()
}

// add adds weight to the country and the areas of a place. It does not change the
// total.
func (w *areaWeights) add(country uint16, admin1, admin2 gazetteer.Ref, weight float32) {
	if i := countryIndex(country); i >= 0 {
		w.byCountry[i] += weight
	}
	if admin1 != NoRef {
		w.areas.Add(admin1, weight)
	}
	if admin2 != NoRef {
		w.areas.Add(admin2, weight)
	}
}

func (w *areaWeights) addCandidate(c *Candidate, weight float32) {
	w.add(c.Country, c.Admin1, c.Admin2, weight)
}

// raise raises the weight of a candidate that is a country or first-level area to its
// probability times a factor.
func (w *areaWeights) raise(c *Candidate, factor float32) {
	p := c.P * factor
	switch i := countryIndex(c.Country); {
	case c.Class == ClassCountry && i >= 0:
		w.byCountry[i] = max(w.byCountry[i], p)
	case c.Class == ClassAdmin1 && c.Admin1 != NoRef && w.areas.Get(c.Admin1) < p:
		w.areas.Add(c.Admin1, p-w.areas.Get(c.Admin1))
	}
}

func (w *areaWeights) country(code uint16) float32 {
	if i := countryIndex(code); i >= 0 {
		return w.byCountry[i]
	}
	return 0
}

// area returns the weight of a first- or second-level area.
func (w *areaWeights) area(ref gazetteer.Ref) float32 { return w.areas.Get(ref) }

// spread returns the probability that two draws from a sum of weights are in
// different countries.
func (w *areaWeights) spread(sum float32) float32 {
	var same float32
	for _, n := range w.byCountry {
		same += n * n
	}
	return max(0, 1-same/(sum*sum))
}

// sumAreaWeights sums the present probabilities of all clusters by country and area,
// and finds the countries and areas that the article names explicitly. It also sets
// the weight of each cluster.
func (d *Document) sumAreaWeights() {
	d.areas.reset()
	d.explicit.reset()
	d.locations.reset()
	d.actors.reset()
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
		d.areas.total += g.weight
		if g.acts() == actsNot {
			d.locations.total += g.weight
		}
		for j := g.From; j < g.To; j++ {
			c := &d.Candidates[j]
			if c.P > .01 && c.Match != MatchContainer {
				evidence := g.evidenceWeight(c)
				d.areas.addCandidate(c, g.weight*c.P*evidence)
				d.explicit.raise(c, evidence)
				if evidence == 1 {
					d.locations.addCandidate(c, g.weight*c.P)
				} else {
					d.actors.peak(c)
				}
			}
		}
	}
}
