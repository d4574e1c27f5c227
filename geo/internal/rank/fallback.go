package rank

import (
	"cmp"
	"slices"
)

// containerCandidates is the number of places of the article that a cluster without
// strong candidates gets as candidates.
const containerCandidates = 3

// strongPopulation is the Candidate.population of 15,000 people: a cluster with an
// exact candidate of that size needs no containers.
const strongPopulation = 3.93

// lacksStrongCandidate reports whether no candidate of a cluster has the name and a
// plausible type and size.
func (d *Document) lacksStrongCandidate(g *Cluster) bool {
	if g.Decided || g.paired || g.Adjectival > g.Count/2 {
		return false
	}
	for _, c := range d.Candidates[g.From:g.To] {
		if c.Match > MatchPart {
			continue
		}
		if g.Facility && c.Class != ClassSite && c.Class != ClassTerrain {
			continue
		}
		switch c.Class {
		case ClassSettlement, ClassAdmin2, ClassQuarter:
			if c.population >= strongPopulation {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// minVariantShare is the minimum share of the article's other places in a country for
// names in it that are merely similar to the phrase.
const minVariantShare = .08

// dropVariants drops candidates that are spelled differently from the phrase from
// clusters in whose countries nothing else of the article is: "Mambasa" in Congo is not
// Mombasa in Kenya.
func (d *Document) dropVariants() {
	for gi := range d.Clusters {
		g := &d.Clusters[gi]
		if g.From == g.To || d.Candidates[g.From].Match != MatchVariant {
			continue
		}
		rest := d.areas.Total - g.weight
		if rest < .01 {
			continue
		}
		keep := g.From
		for j := g.From; j < g.To; j++ {
			c := d.Candidates[j]
			own := float32(0)
			for k := g.From; k < g.To; k++ {
				if d.Candidates[k].Country == c.Country {
					own += g.weight * d.Candidates[k].P
				}
			}
			if d.areas.Country(c.Country)-own < minVariantShare*rest {
				continue
			}
			d.Candidates[keep] = c
			keep++
		}
		if keep < g.To {
			g.To, g.Best = keep, -1
			d.staticFeatures(g)
		}
	}
}

// addContainers adds the places with the largest weights around clusters that lack
// strong candidates to their candidates: what is named may be in or near one of them.
func (d *Document) addContainers() {
	for gi := range d.Clusters {
		g := &d.Clusters[gi]
		if !d.lacksStrongCandidate(g) {
			continue
		}
		near, _ := d.findNeighbors(gi)
		if near, total := mergeNeighbors(near); len(near) > 0 {
			d.addContainerCandidates(gi, near[:min(len(near), containerCandidates)], total)
		}
	}
}

// mergeNeighbors adds up the weights of neighbors that are the same place, and returns
// them by falling weight, with the sum of the weights. It reuses the slice.
func mergeNeighbors(near []neighbor) (merged []neighbor, total float32) {
	merged = near[:0]
	for _, o := range near {
		if o.c.Class == ClassAdmin1 {
			o.weight *= .6 // in addition to the half of addNeighbor
		}
		total += o.weight
		if i := slices.IndexFunc(merged, func(m neighbor) bool { return m.c.Ref == o.c.Ref }); i >= 0 {
			merged[i].weight += o.weight
			continue
		}
		merged = append(merged, o)
	}
	slices.SortStableFunc(merged, func(a, b neighbor) int { return cmp.Compare(b.weight, a.weight) })
	return merged, total
}

// addContainerCandidates moves a cluster's candidates to the end and appends the
// places that are not among them. total is the sum of the weights of all places around
// the cluster.
func (d *Document) addContainerCandidates(gi int, places []neighbor, total float32) {
	g := &d.Clusters[gi]
	g.ownStrength, g.namedShare = 0, d.namedShare(g)
	for _, c := range d.Candidates[g.From:g.To] {
		g.ownStrength = max(g.ownStrength, flag(c.Match == MatchExact)*(.3+c.population/6))
	}
	from := len(d.Candidates)
	d.Candidates = append(d.Candidates, d.Candidates[g.From:g.To]...)
	for _, o := range places {
		if d.hasCandidate(g, o.c) || g.Qualifier != NoRef && d.language != "" && !d.IsIn(o.c, g.Qualifier) {
			continue
		}
		c := *o.c
		c.Match, c.P, c.weight = MatchContainer, 0, o.weight/total
		d.Candidates = append(d.Candidates, c)
	}
	if g.Best >= 0 {
		g.Best += from - g.From
	}
	g.From, g.To = from, len(d.Candidates)
	d.Rows = resize(d.Rows, len(d.Candidates))
	d.staticFeatures(g)
	d.neighborFeatures(gi)
}

// namedShare returns one over the number of the cluster's own candidates in countries
// that the article names, or 0.
func (d *Document) namedShare(g *Cluster) float32 {
	n := 0
	for j := g.From; j < g.To; j++ {
		c := &d.Candidates[j]
		if c.Match == MatchExact && c.Class != ClassCountry && c.Country != 0 && d.explicit.Country(c.Country) > .3 {
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return 1 / float32(n)
}

// hasCandidate reports whether a place is a candidate of the cluster already.
func (d *Document) hasCandidate(g *Cluster, c *Candidate) bool {
	for j := g.From; j < g.To; j++ {
		if d.Candidates[j].Ref == c.Ref {
			return true
		}
	}
	return false
}
