package rank

import (
	"strings"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/cue"
)

// resolvePair decides a name that the text itself qualifies: of "X, Y", "X (Y)", "X YY"
// and "X in Y" it keeps the candidates of X, mention i, that are in some candidate of Y,
// and with a comma those of Y that contain one of X. It depends on no probability, so
// that no other evidence can overrule it.
func (d *Document) resolvePair(i int) {
	if i+1 >= len(d.Mentions) || d.ClusterOf[i] == d.ClusterOf[i+1] {
		return
	}
	g, o := &d.Clusters[d.ClusterOf[i]], &d.Clusters[d.ClusterOf[i+1]]
	kind := d.pairJoin(i)
	if kind != cue.JoinComma && kind != cue.JoinIn || kind == cue.JoinComma && d.mayBeList(i) {
		return
	}
	if !d.keep(g, func(c *Candidate) bool { return c.Match == MatchExact && d.isInAny(c, o) }) {
		country, _ := d.ownAreas(d.ClusterOf[i+1])
		g.elsewhere = g.elsewhere || country && cue.JoinOf(d.Text, d.Mentions[i].End, d.Mentions[i+1].Start) == cue.JoinIn
		return
	}
	g.paired = true
	if kind == cue.JoinComma && g.cueKinds == 0 && g.designatorKinds == 0 && d.isArea(o) {
		// "Ross, Ohio" is the town, not the county.
		d.keep(g, func(c *Candidate) bool { return c.Class == ClassSettlement })
	}
	if kind == cue.JoinComma {
		d.keep(o, func(c *Candidate) bool { return d.containsAny(c, g) })
	}
}

// isArea reports whether a cluster means a first-level area and no country.
func (d *Document) isArea(o *Cluster) bool {
	area := false
	for k := o.From; k < o.To; k++ {
		switch c := &d.Candidates[k]; {
		case c.Match != MatchExact:
		case c.Class == ClassCountry && c.hasOwnName():
			return false
		case c.Class == ClassAdmin1:
			area = true
		}
	}
	return area
}

// pairJoin returns the join of mention i and the next, where a code after a name counts as
// a comma, and so does ", the" before a country after a name that is no country's.
func (d *Document) pairJoin(i int) cue.Join {
	end, start := d.Mentions[i].End, d.Mentions[i+1].Start
	switch kind := cue.JoinOf(d.Text, end, start); {
	case kind == cue.JoinPossessive && d.isAreaCode(i+1):
		return cue.JoinComma
	case kind == cue.JoinNone && start > end && (d.Text[end:start] == ", the " || d.Text[end:start] == " (the "):
		inner, _ := d.ownAreas(d.ClusterOf[i])
		if outer, _ := d.ownAreas(d.ClusterOf[i+1]); outer && !inner {
			return cue.JoinComma
		}
		return cue.JoinNone
	case kind == cue.JoinNone && d.language != "":
		if country, _ := d.ownAreas(d.ClusterOf[i]); country || cue.FollowsOrigin(d.language, d.Text, d.Mentions[i].Start) {
			return cue.JoinNone // "Rusia en Ucrania"
		}
		return cue.JoinOfLanguage(d.language, d.Text, end, start)
	default:
		return kind
	}
}

// keep drops the candidates of a cluster that are not wanted, unless none is. It reports
// whether any is.
func (d *Document) keep(g *Cluster, wanted func(*Candidate) bool) bool {
	found := false
	for j := g.From; j < g.To && !found; j++ {
		found = wanted(&d.Candidates[j])
	}
	if !found {
		return false
	}
	to := g.From
	for j := g.From; j < g.To; j++ {
		if c := d.Candidates[j]; wanted(&c) {
			d.Candidates[to] = c
			to++
		}
	}
	g.Narrowed = g.Narrowed || to < g.To
	g.To = to
	return true
}

// keepUnnarrowed is keep for defaults, which are no evidence of the text: it does not set Narrowed.
func (d *Document) keepUnnarrowed(g *Cluster, wanted func(*Candidate) bool) {
	narrowed := g.Narrowed
	d.keep(g, wanted)
	g.Narrowed = narrowed
}

// isInAny reports whether a candidate is in a country or first-level area that cluster o
// may mean.
func (d *Document) isInAny(c *Candidate, o *Cluster) bool {
	for k := o.From; k < o.To; k++ {
		if a := &d.Candidates[k]; isContainer(a) && Within(c, a) {
			return true
		}
	}
	return false
}

// containsAny reports whether a candidate is a country or first-level area that contains
// a candidate of cluster g.
func (d *Document) containsAny(a *Candidate, g *Cluster) bool {
	if !isContainer(a) {
		return false
	}
	for j := g.From; j < g.To; j++ {
		if Within(&d.Candidates[j], a) {
			return true
		}
	}
	return false
}

// isContainer reports whether a candidate is a country or first-level area by a name in
// the text's language.
func isContainer(c *Candidate) bool {
	return (c.Class == ClassCountry || c.Class == ClassAdmin1) && c.Match <= MatchDesignator && !c.foreign && c.Name != gazetteer.NameDemonym
}

// isAreaCode reports whether mention i is a code of two or three capitals that may mean a
// country or first-level area.
func (d *Document) isAreaCode(i int) bool {
	phrase := d.Mentions[i].Phrase
	if len(phrase) < 2 || len(phrase) > 3 || strings.ToUpper(phrase) != phrase {
		return false
	}
	g := &d.Clusters[d.ClusterOf[i]]
	for k := g.From; k < g.To; k++ {
		if c := &d.Candidates[k]; isContainer(c) && c.Match == MatchExact {
			return true
		}
	}
	return false
}

// mayBeList reports whether mention i and the next may be items of a list of areas
// instead of a place and its container: "Georgia, Armenia and Turkey", "Delaware, Ohio
// and Maryland".
func (d *Document) mayBeList(i int) bool {
	if i+2 < len(d.Mentions) && d.Clusters[d.ClusterOf[i]].hash == d.Clusters[d.ClusterOf[i+2]].hash ||
		i > 1 && d.Clusters[d.ClusterOf[i]].hash == d.Clusters[d.ClusterOf[i-2]].hash {
		return false // "Moscow, Idaho, and Moscow, Russia"
	}
	country, area := d.ownAreas(d.ClusterOf[i])
	if !country && !area {
		return false
	}
	if next, _ := d.ownAreas(d.ClusterOf[i+1]); country && next {
		return true
	}
	if d.Text[d.Mentions[i].End:d.Mentions[i+1].Start] == " (" {
		return false
	}
	return d.listsArea(i+1, i+2) || i > 0 && d.listsArea(i, i-1)
}

// listsArea reports whether mention i and its neighbor k are items of a list and k may
// be a country or first-level area.
func (d *Document) listsArea(i, k int) bool {
	if k >= len(d.Mentions) {
		return false
	}
	a, b := min(i, k), max(i, k)
	country, area := d.ownAreas(d.ClusterOf[k])
	return (country || area) && cue.Listed(d.Text, d.Mentions[a].End, d.Mentions[b].Start)
}

// ownAreas reports whether a cluster may mean a country, or a first-level area, by its
// own name.
func (d *Document) ownAreas(gi int) (country, area bool) {
	g := &d.Clusters[gi]
	for j := g.From; j < g.To; j++ {
		if c := &d.Candidates[j]; c.Match == MatchExact && c.hasOwnName() {
			country = country || c.Class == ClassCountry
			area = area || c.Class == ClassAdmin1
		}
	}
	return country, area
}
