package rank

import (
	"dateline/geo"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/rank/feature"
)

// actorWeight is the weight of a name that acts as evidence of where an article is set,
// compared with one that is a location: a nationality, an origin or a government implies
// little about the place of an event.
const actorWeight = .2

// acting is the way in which a name acts instead of being a location.
type acting uint8

const (
	actsNot    acting = iota
	actsAsArea        // "Kentucky church", "Afghan", "Moscow said": applies to countries and first-level areas
	actsAsHome        // "a man from Ohio": applies to all places
)

// actingOf returns the way in which mention i acts.
func (d *Document) actingOf(i int) acting {
	m := &d.Mentions[i]
	if i > 0 && qualifies(d.Text, d.Mentions[i-1].End, m.Start) {
		return actsNot // ", Ohio", "(Ohio)" and " OH" qualify the name before them
	}
	switch {
	case cue.IsHome(d.Text[:m.Start]):
		return actsAsHome
	case m.Role == geo.RoleAssociative, cue.IsAttribute(d.Text[m.End:]):
		return actsAsArea
	}
	return actsNot
}

// qualifies reports whether the mention that starts at start follows the mention that
// ends at end as its qualifier.
func qualifies(text string, end, start int) bool {
	if start <= end || start-end > 3 {
		return false
	}
	switch text[end:start] {
	case ", ", " (", ",\n", " ", "\n":
		return true
	}
	return false
}

// acts returns the way in which a cluster acts: that of its mentions if all of them do.
func (g *Cluster) acts() acting {
	switch {
	case g.paired:
		return actsNot
	case g.homes == g.Count:
		return actsAsHome
	case g.homes+g.actors == g.Count:
		return actsAsArea
	}
	return actsNot
}

// evidenceWeight returns the factor of a cluster's candidate as evidence for others.
func (g *Cluster) evidenceWeight(c *Candidate) float32 {
	switch g.acts() {
	case actsAsHome:
		return actorWeight
	case actsAsArea:
		if c.Class == ClassCountry || c.Class == ClassAdmin1 {
			return actorWeight
		}
	}
	return 1
}

// roleFeatures computes the shares of the article's other names that are locations in
// the candidates' countries and areas, the probability that acting names are there, and
// the conjunctions of the prior features with a lack of locations.
func (d *Document) roleFeatures(g *Cluster) {
	w := &d.locations
	rest := w.Total
	if g.Best >= 0 && g.acts() == actsNot {
		rest -= g.weight
	}
	d.addOwnLocations(g, -1)
	defer d.addOwnLocations(g, 1)
	for j := g.From; j < g.To; j++ {
		c, r := &d.Candidates[j], &d.Rows[j]
		var country, admin1 float32
		if rest > .01 {
			// A single other name must not count as a share of one: shrink by its weight.
			country, admin1 = max(0, w.Country(c.Country)/(rest+.5)), max(0, w.Area(c.Admin1)/(rest+.5))
		}
		if c.Class != ClassCountry {
			r[feature.LocationCountry], r[feature.ActorCountry] = country, d.actors.Country(c.Country)
		}
		if c.Class != ClassAdmin1 && c.Class != ClassCountry {
			r[feature.LocationAdmin1], r[feature.ActorAdmin1] = admin1, d.actors.Area(c.Admin1)
		}
		d.weakenHome(c, r)
		located := min(1, 2*admin1)
		if g.paired || r[feature.Qualified] > 0 {
			located = 1
		}
		located = max(located, min(1, r[feature.HistoryNear]+r[feature.PublisherNear]))
		r[feature.UnlocatedRival], r[feature.UnlocatedDominated], r[feature.UnlocatedAlternate] = (1-located)*r[feature.Rival], (1-located)*r[feature.Dominated], (1-located)*r[feature.RivalName]
		inCountry := min(1, 2*country)
		r[feature.UnlocatedRivalArea] = (1 - max(located, inCountry)) * r[feature.RivalArea]
		r[feature.UnlocatedWorld] = (1 - inCountry) * r[feature.World]
	}
}

// weakenHome reduces the features of the publisher's home where the article names it only as
// the origin of an actor, and the name is also a country's or a world city's: "A man from Ohio
// was arrested in London" is no news from London, Ohio.
func (d *Document) weakenHome(c *Candidate, r *Row) {
	if d.locale == nil || !d.locale.Given || r[feature.Rival]+r[feature.Dominated] == 0 {
		return
	}
	d.publisherFeatures(c, r)
	for _, f := range [...]Feature{feature.PublisherCountry, feature.PublisherNear, feature.PublisherAdmin1} {
		r[f] *= max(0, 1-2*r[feature.ActorAdmin1])
	}
}

// addOwnLocations adds a cluster's own weights, multiplied by sign, to the weights of
// locations.
func (d *Document) addOwnLocations(g *Cluster, sign float32) {
	if g.Best < 0 {
		return
	}
	for j := g.From; j < g.To; j++ {
		if c := &d.Candidates[j]; c.P > .01 && c.Match != MatchContainer && g.evidenceWeight(c) == 1 {
			addWeight(&d.locations, c, sign*g.weight*c.P)
		}
	}
}
