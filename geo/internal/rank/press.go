package rank

import (
	"slices"
	"strings"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/press"
	"dateline/geo/internal/rank/feature"
	"dateline/geo/internal/refsum"
)

// setPress sets the codes of the countries of the press in the text's language, see refsum.CountryCode.
func (d *Document) setPress() {
	d.press = d.press[:0]
	for code := range press.Countries(d.language) {
		d.press = append(d.press, refsum.CountryCode(code))
	}
}

// The scores that are taken from the smaller places outside the countries of the press in the text's language, and from the
// smallest in its other countries if the language has a main country, where the name is also that of a place in a country of the press.
// A German text names Linden in Germany rather than that in New Jersey.
const (
	abroadScore   = 1.5
	neighborScore = .55
	// otherScore is that of places of any size abroad by a name that is not known to be one in the text's language: "Kuito" is not Quito.
	otherScore = 2.5
	// wrongScore is that of places abroad that are called otherwise in the text's language, where a town in a country of the press has the name:
	// "Vitória" is not Victoria in Australia.
	wrongScore = 8
)

// addPressScores lowers the scores of the candidates of a cluster that the press in the text's language hardly means, unless
// the publisher's country is known.
func (d *Document) addPressScores(g *Cluster) {
	if len(d.press) == 0 || d.locale != nil && d.locale.Country != "" {
		return
	}
	home, named := d.pressPopulations(g)
	if home < 0 {
		return
	}
	main := refsum.CountryCode(press.Main(d.language))
	for j := g.From; j < g.To; j++ {
		c := &d.Candidates[j]
		switch abroad := !slices.Contains(d.press, c.Country); {
		case abroad && named >= namedPopulation && c.Match != MatchContainer && c.prominence < eminentProminence && !c.OwnName() && d.hasAnotherName(c):
			c.score -= wrongScore
		case abroad && d.isOtherName(c):
			c.score -= otherScore
		case abroad && (isMinor(c) || c.Class == ClassSettlement && !c.Capital && c.Match != MatchContainer && c.population < named):
			c.score -= abroadScore
		case !abroad && isMinor(c) && main != 0 && c.Country != main && c.population < strongPopulation:
			c.score -= neighborScore
		}
	}
}

// isOtherName reports whether a candidate is a town or smaller place and has a name that is not known to be one in the text's language.
func (d *Document) isOtherName(c *Candidate) bool {
	return isLocal(c.Class) && c.Class != ClassWater && c.Class != ClassTerrain && c.Name == gazetteer.NameAlternate && !c.translated
}

// hasAnotherName reports whether a candidate is known to have a name in the text's language other than the phrase.
func (d *Document) hasAnotherName(c *Candidate) bool {
	return d.gaz.LocalName(c.Ref, d.language).Text != "" && !d.isLocalName(c)
}

// namedPopulation is the Candidate.population of 10,000 people.
const namedPopulation = 3.54

// pressPopulations returns the largest population value of the towns and smaller places among the candidates of a cluster that are in the
// countries of the press, and that of the towns there that have exactly the name, -1 if there are none.
func (d *Document) pressPopulations(g *Cluster) (largest, named float32) {
	largest, named = -1, -1
	for j := g.From; j < g.To; j++ {
		if c := &d.Candidates[j]; isLocal(c.Class) && c.Match != MatchContainer && slices.Contains(d.press, c.Country) {
			largest = max(largest, c.population)
			if c.Match == MatchExact && c.Class == ClassSettlement {
				named = max(named, c.population)
			}
		}
	}
	return largest, named
}

// isMinor reports whether a candidate is a small province, a town, a district or a smaller place that is not known everywhere.
func isMinor(c *Candidate) bool {
	return (isLocal(c.Class) || c.Class == ClassAdmin1) && c.Match != MatchContainer && !c.Capital && c.population < worldCityPopulation && c.prominence < eminentProminence
}

// unrelatedProbability is the largest probability of a small place abroad to which nothing in the text leads.
const unrelatedProbability = .5

// isUnrelated reports whether the best candidate of a cluster is a small place outside the countries of the press in the text's language,
// and the text names neither its country nor anything else in it: "Rüppur" in a German text is not Ruppur in Bangladesh. A text without
// other names, and places that were added because they are in the news, are exempt.
func (d *Document) isUnrelated(g *Cluster) bool {
	best := &d.Candidates[g.Best]
	return d.isAlone(g) && len(d.Clusters) > 1 && !slices.Contains(d.press, best.Country) && best.Class != ClassWater && best.Class != ClassTerrain &&
		best.population < strongPopulation && !strings.HasPrefix(string(d.gaz.ID(best.Ref)), "dateline:")
}

// isAlone reports whether the best candidate of a cluster in another language than English is a place that is not known everywhere, and the
// text names neither its country nor anything else in it.
func (d *Document) isAlone(g *Cluster) bool {
	r := &d.Rows[g.Best]
	return len(d.press) > 0 && d.locale == nil && !g.paired && isMinor(&d.Candidates[g.Best]) &&
		r[feature.NamedCountry] == 0 && r[feature.CountryShare] < .05 && r[feature.Qualified] == 0
}

// isSetElsewhere reports whether the best candidate of a cluster is a place of less than 100,000 people, the text names neither its country
// nor anything else in it, and the sentence names another country or one of its first-level areas as the place of what happens: the village
// of Solhan in Burkina Faso, which the gazetteer lacks, is not Solhan in Türkiye.
func (d *Document) isSetElsewhere(g *Cluster) bool {
	best := &d.Candidates[g.Best]
	if best.population >= knownPopulation || !d.isAlone(g) {
		return false
	}
	for h := range d.Clusters {
		o := &d.Clusters[h]
		if o.hash == g.hash || o.Best < 0 || o.acts() != actsNot {
			continue
		}
		if c := &d.Candidates[o.Best]; (c.Class == ClassCountry || c.Class == ClassAdmin1) && c.P >= minSupporting && c.Country != best.Country && c.Match < MatchPartial && d.shareSentence(g, o) {
			return true
		}
	}
	return false
}

// isOfLongerName reports whether the best candidate of a cluster is abroad, the text names neither its country nor anything else in it, and the common
// noun of a natural feature or quarter precedes each mention: "رم" of "وادي رم" is not Rome.
func (d *Document) isOfLongerName(g *Cluster) bool {
	best, r := &d.Candidates[g.Best], &d.Rows[g.Best]
	if len(d.press) == 0 || g.paired || slices.Contains(d.press, best.Country) || best.Class == ClassRegion || best.Class == ClassCountry || best.Class == ClassSite || r[feature.NamedCountry] > 0 || r[feature.CountryShare] >= .05 || best.Match >= MatchPartial {
		return false
	}
	for _, i := range g.mentions[:min(g.Count, maxPositions)] {
		m := &d.Mentions[i]
		if !cue.FollowsOtherNoun(d.language, d.Text[:m.Start], best.Kind) {
			return false
		}
	}
	return true
}
