package rank

import "dateline/geo"

// minSupporting is the minimum probability of a place that supports an approximate answer.
const minSupporting = .5

// Supported reports whether the text supports that what a cluster names, which the gazetteer
// lacks, is in or near its best candidate. A place that is merely mentioned nearby must be in
// the same sentence; a place whose name is part of the phrase needs other places around it.
// Neither may be across a border: another country in the same sentence, or none of the
// article's places in the candidate's country, leaves it open.
func (d *Document) Supported(gi int) bool {
	g := &d.Clusters[gi]
	best := &d.Candidates[g.Best]
	if best.Class == ClassCountry || best.Class == ClassRegion || best.Class == ClassWater || best.Country == 0 {
		return false
	}
	var s support
	for h := range d.Clusters {
		o := &d.Clusters[h]
		if h == gi || o.hash == g.hash || o.Best < 0 || o.Boilerplate == o.Count || o.inside == o.Count {
			continue
		}
		if c := &d.Candidates[o.Best]; c.P >= minSupporting && c.Match < MatchPartial && c.Country != 0 {
			s.add(best, c, o.Count, d.shareSentence(g, o))
		}
	}
	switch {
	case s.foreign || s.abroad > s.home:
		return false
	case best.Match == MatchContainer:
		return s.anchor
	}
	return s.near || s.sentence
}

// support counts the names of the article that are evidence for and against an approximate answer.
type support struct {
	home, abroad int  // mentions in and outside the country
	sentence     bool // a place in the country, or the country, is in the same sentence
	foreign      bool // a place in another country is in the same sentence
	anchor       bool // the candidate itself is in the same sentence
	near         bool // a place within 161 km or in the same first-level area is in the article
}

func (s *support) add(best, c *Candidate, mentions int, sameSentence bool) {
	if c.Country != best.Country {
		s.abroad += mentions
		s.foreign = s.foreign || sameSentence
		return
	}
	s.home += mentions
	s.sentence = s.sentence || sameSentence
	if c.Class == ClassCountry {
		return
	}
	s.anchor = s.anchor || sameSentence && c.Ref == best.Ref
	s.near = s.near || c.Admin1 != NoRef && c.Admin1 == best.Admin1 || isLocal(c.Class) && !c.Elsewhere(best)
}

// shareSentence reports whether mentions of two clusters are in one sentence. Of each cluster it
// compares the first few.
func (d *Document) shareSentence(g, o *Cluster) bool {
	for _, i := range g.mentions[:min(g.Count, maxPositions)] {
		for _, k := range o.mentions[:min(o.Count, maxPositions)] {
			if d.Mentions[i].Passage.Contains(d.Mentions[k].Span) || d.Mentions[k].Passage.Contains(d.Mentions[i].Span) {
				return true
			}
		}
	}
	return false
}

// Uncertainty returns the radius in kilometers around a candidate within which something that is
// in or near it is: about four in five of the supported answers on corpora are within it.
func (c *Candidate) Uncertainty() float64 {
	switch {
	case c.Class == ClassCountry, c.Class == ClassRegion:
		return 500
	case c.Class == ClassAdmin1:
		return 200
	case c.Class == ClassWater, c.Class == ClassTerrain:
		return 100
	case c.Class == ClassAdmin2:
		return 75
	case c.Match == MatchContainer:
		return 60
	case c.Kind == geo.KindSettlement && c.Population() >= 1_000_000:
		return 30
	}
	return 20
}
