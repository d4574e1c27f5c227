package rank

import (
	"dateline/geo"
	"dateline/geo/internal/cue"
)

// typeCue returns the kinds that agree with the type cues around mention i, and the cue right
// after an English name or "".
func (d *Document) typeCue(i int) (kinds cue.Kinds, word string) {
	if d.language != "" {
		return cue.TypeCueIn(d.language, d.Text, d.Mentions, i), ""
	}
	return cue.TypeCue(d.Text, d.Mentions, i)
}

// dropMisleadingCue removes the type cue of a cluster if it describes another place:
// the town of "a South Carolina town" has another name, and so has the county of "a
// U.S. county".
func (d *Document) dropMisleadingCue(g *Cluster) {
	if g.cueKinds == 0 {
		return
	}
	if k, _, _ := cue.FeatureCue(d.Text, &d.Mentions[g.First]); k != 0 {
		// The Congo river is not a country, even if the gazetteer lacks it.
		if !d.keep(g, func(c *Candidate) bool { return k.Has(c.Kind) }) {
			g.To = g.From
		}
		return
	}
	agrees, container, country := false, false, false
	cands := d.Candidates[g.From:g.To]
	for i := range cands {
		c := &cands[i]
		agrees = agrees || g.cueKinds.Has(c.Kind)
		country = country || c.Class == ClassCountry
		if c.Class == ClassCountry || c.Class == ClassAdmin1 {
			container = container || !d.hasHomonymTown(g, c)
		}
	}
	switch {
	case !agrees, g.designatorKinds != 0, d.language != "" && g.words > 1 && hasCountry(cands): // "Puerto Rico" is no port
		g.cueKinds = 0
	case container && !g.cueKinds.Has(geo.KindAdmin1) && g.cueWord != "":
		g.cueKinds = 0
	case country && !g.cueKinds.Has(geo.KindCountry) && g.cueWord == "county":
		g.cueKinds = 0
	}
}

// hasHomonymTown reports whether a town of the cluster's name is in area c.
func (d *Document) hasHomonymTown(g *Cluster, c *Candidate) bool {
	for i := g.From; i < g.To; i++ {
		if t := &d.Candidates[i]; t.Class == ClassSettlement && t.Match == MatchExact && t.Admin1 == c.Ref {
			return true
		}
	}
	return false
}
