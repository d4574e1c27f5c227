package rank

import "dateline/geo/internal/refsum"

// applyGovernment decides a name that a state of the United States shares with a country or with other places by
// the offices and bodies that the text mentions of it.
func (d *Document) applyGovernment(g *Cluster) {
	if g.nations == 0 && g.states == 0 || g.nations > 0 && g.states > 0 {
		return
	}
	isCountry := func(c *Candidate) bool {
		return c.Class == ClassCountry && c.Match == MatchExact && c.hasOwnName()
	}
	isState := func(c *Candidate) bool {
		return c.Class == ClassAdmin1 && c.Match == MatchExact && c.hasOwnName() && c.Country == refsum.CountryCode("US")
	}
	country, state := false, false
	for j := g.From; j < g.To; j++ {
		country, state = country || isCountry(&d.Candidates[j]), state || isState(&d.Candidates[j])
	}
	switch {
	case !state || !country && g.nations > 0:
	case g.nations > 0:
		g.Governed = d.keep(g, isCountry)
	default: // "the Montana senator" is not from Montana, Bulgaria
		g.Governed = d.keep(g, isState)
	}
}
