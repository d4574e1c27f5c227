package rank

import (
	"math"
	"strings"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/rank/feature"
	"dateline/geo/internal/refsum"
)

// CalibrationFeatures computes the calibration features of a cluster's best candidate.
// Candidates within 50 km of it, such as the district around a city, count as the same
// answer.
func (d *Document) CalibrationFeatures(g *Cluster) (s CalibrationRow) {
	best, r := &d.Candidates[g.Best], &d.Rows[g.Best]
	var near, second float32
	own := 0
	for j := g.From; j < g.To; j++ {
		c := &d.Candidates[j]
		if c.Match != MatchContainer {
			own++
		}
		if c.At.Chord2(best.At) < chord50 {
			near += c.P
		} else {
			second = max(second, c.P)
		}
	}
	s[feature.CalBias] = 1
	s[feature.CalLogit] = logit(near)
	s[feature.CalLogitAlone] = logit(best.P)
	s[feature.CalSecond] = second
	s[feature.CalOnly] = flag(own == 1)
	s[feature.CalHomonyms] = ln(float32(max(1, own))) / 4
	switch best.Match {
	case MatchDesignator:
		s[feature.CalDesignator] = 1
	case MatchPart:
		s[feature.CalPart] = 1
	case MatchInner:
		s[feature.CalInner] = 1
	case MatchInflected:
		s[feature.CalInflected] = 1
	case MatchVariant:
		s[feature.CalVariant] = 1
	case MatchPartial:
		s[feature.CalPartial] = 1
	case MatchContainer:
		s[feature.CalContainer], s[feature.CalContainerLogit] = 1, logit(near)
	}
	s[feature.CalForeign], s[feature.CalAlternate], s[feature.CalAbbreviation] = r[feature.Foreign], r[feature.Alternate], r[feature.Abbreviation]
	s[feature.CalCountry], s[feature.CalRegion], s[feature.CalAdmin1], s[feature.CalAdmin2] = r[feature.Country], r[feature.Region], r[feature.Admin1], r[feature.Admin2]
	s[feature.CalWater], s[feature.CalTerrain], s[feature.CalQuarter], s[feature.CalSite] = r[feature.Water], r[feature.Terrain], r[feature.Quarter], r[feature.Site]
	s[feature.CalPopulation], s[feature.CalPopulationUnknown], s[feature.CalProminence] = best.population/10, r[feature.PopulationUnknown], r[feature.Prominence]
	s[feature.CalShare161], s[feature.CalNearest], s[feature.CalCountryShare], s[feature.CalAdmin1Share] = r[feature.Share161], r[feature.Nearest], r[feature.CountryShare], r[feature.Admin1Share]
	s[feature.CalWithin] = max(r[feature.WithinComma], r[feature.Qualified], r[feature.Within])
	s[feature.CalElsewhere] = max(r[feature.WithinElsewhere], r[feature.QualifiedElsewhere])
	s[feature.CalTitle], s[feature.CalHistory], s[feature.CalPublisher] = r[feature.TitleCountry], r[feature.HistoryAdmin1], min(1, r[feature.PublisherNear])
	s[feature.CalFacility], s[feature.CalWords], s[feature.CalAlone] = flag(g.Facility), flag(g.words > 2), flag(len(d.Clusters) == 1)
	s[feature.CalCapital], s[feature.CalMargin], s[feature.CalProminenceMargin] = r[feature.Capital], max(0, r[feature.PopulationMargin]), max(0, r[feature.ProminenceMargin])
	s[feature.CalNamed], s[feature.CalLocal] = r[feature.NamedCountry], r[feature.LocalCountry]
	if len(d.Clusters) > 3 && r[feature.CountryShare] < .05 && r[feature.NamedCountry] < .3 && best.Country != 0 && best.Class != ClassCountry {
		s[feature.CalUnrelated], s[feature.CalUnrelatedProminence] = 1, r[feature.Prominence]
		s[feature.CalUnrelatedAlternate] = max(r[feature.Alternate], r[feature.Foreign], s[feature.CalVariant])
	}
	s[feature.CalOwnCountry], s[feature.CalWorld], s[feature.CalDominated], s[feature.CalRivalName], s[feature.CalRival] = r[feature.OwnCountry], r[feature.World], r[feature.UnlocatedDominated], r[feature.UnlocatedAlternate], r[feature.UnlocatedRival]
	s[feature.CalPaired], s[feature.CalWorldDistance], s[feature.CalNeighbors] = flag(g.paired), r[feature.World]*r[feature.Nearest], r[feature.Neighbors]
	s[feature.CalActor] = max(r[feature.ActorAdmin1], r[feature.ActorCountry]) * flag(best.Class == ClassSettlement)
	s[feature.CalBoilerplate] = flag(g.Boilerplate == g.Count)
	return s
}

// pairedProbability is the least probability of a name that the text qualifies and that
// has only one place there: 97 of 100 such answers are correct in the behavioral suite.
const pairedProbability = .96

// homonymProbability is the largest probability of a place that is far from one of the same
// name which the publisher may be named after, or which is in the publisher's country: of such
// answers on LGL 69 of 100 are correct, on GeoWebNews-dev and TR-News all of 24.
const homonymProbability = .65

// hasHomonymAtHome reports whether the publisher may be a local paper of a place with the cluster's
// name that is far from the best candidate, or of one near such a place, and neither the text nor the publisher's
// other articles tell that the best is meant: "Paris" in parisbeacon.com, "London" in lfpress.ca, "Dublin"
// in columbuslocalnews.com.
func (d *Document) hasHomonymAtHome(g *Cluster) bool {
	l := d.locale
	best, r := &d.Candidates[g.Best], &d.Rows[g.Best]
	if l == nil || r[feature.HistoryNear] > .2 || best.Class != ClassCountry && max(r[feature.NamedAdmin1], r[feature.SentenceAdmin1]) > .5 {
		return false
	}
	named := l.Name != "" && string(gazetteer.Normalize(d.norm[:0], bare(g.Phrase))) == l.Name
	home := refsum.CountryCode(l.Country)
	abroad := home != 0 && best.Country != home && best.Class != ClassCountry && r[feature.NamedCountry] <= .5
	near, _ := l.Near(best.At, best.Admin1)
	local := near == 0 && best.Class == ClassSettlement && r[feature.NamedCountry] <= .5
	if !named && !abroad && !local {
		return false
	}
	for j := g.From; j < g.To; j++ {
		c := &d.Candidates[j]
		if j == g.Best || c.Match != MatchExact || !c.hasOwnName() || !c.Elsewhere(best) || c.Class != ClassSettlement && c.Class != ClassAdmin2 {
			continue
		}
		if named && c.population > 0 || abroad && c.Country == home && c.population > homonymPopulation {
			return true
		}
		if local && c.population > homonymPopulation {
			if near, _ := l.Near(c.At, NoRef); near > 0 {
				return true
			}
		}
	}
	return false
}

// isAtHomeOfActor reports whether the best candidate shares its name with a country or world city and
// is near the publisher's home, as a user gave it, in an area that the article names as the
// origin of an actor.
func (d *Document) isAtHomeOfActor(g *Cluster) bool {
	r := &d.Rows[g.Best]
	return d.locale != nil && d.locale.Given && r[feature.Rival]+r[feature.Dominated] > 0 && r[feature.ActorAdmin1] > .2
}

// namesake returns the cluster of the name of a city without the words for its government, "Norfolk" for "the City of
// Norfolk" and "Dublin" for "Dublin City", if both mean the same place; the longer name is no more certain. It returns nil
// if there is none.
func (d *Document) namesake(g *Cluster) *Cluster {
	phrase := bare(g.Phrase)
	name, ok := strings.CutPrefix(phrase, "City of ")
	if !ok {
		name, ok = strings.CutSuffix(phrase, " City")
	}
	if !ok {
		return nil
	}
	for i := range d.Clusters {
		if o := &d.Clusters[i]; o.Best >= 0 && bare(o.Phrase) == name && d.Candidates[o.Best].At.Chord2(d.Candidates[g.Best].At) < chord50 {
			return o
		}
	}
	return nil
}

// elsewhereProbability is the largest probability of a town that is not in the country that the text puts it in: the
// gazetteer lacks the village of Solhan in Burkina Faso and has one in Türkiye.
const elsewhereProbability = .5

// adjectiveProbability is the largest probability of a small town whose name the text uses only as an adjective.
const adjectiveProbability = .5

// isAdjectiveOnly reports whether the text uses the name of a cluster only as an adjective, and the best candidate is
// a town that is not known abroad: "Arab leaders" are not from Arab, Alabama.
func (d *Document) isAdjectiveOnly(g *Cluster) bool {
	best := &d.Candidates[g.Best]
	return !g.paired && g.Adjectival > 0 && g.Literal == 0 && best.Class == ClassSettlement && best.Match == MatchExact && best.hasOwnName() &&
		best.population < knownPopulation && d.Rows[g.Best][feature.PublisherNear]+d.Rows[g.Best][feature.HistoryNear] == 0
}

// isInAreaOfActor reports whether the best candidate of a cluster is a settlement in the area that an actor is from, and
// nothing else supports it against a larger one of the same name: "A Maryland couple was robbed in Cambridge."
func (d *Document) isInAreaOfActor(g *Cluster) bool {
	best, r := &d.Candidates[g.Best], &d.Rows[g.Best]
	return best.Class == ClassSettlement && r[feature.ActorAdmin1] > .2 && r[feature.LocationAdmin1] < .05 && r[feature.HistoryNear]+r[feature.PublisherNear]+r[feature.Neighbors] == 0 &&
		r[feature.Qualified] == 0 && d.isDwarfed(g)
}

// isDwarfed reports whether another settlement whose own name is that of a cluster's best candidate has more than ten
// times its people.
func (d *Document) isDwarfed(g *Cluster) bool {
	for j := g.From; j < g.To; j++ {
		if c := &d.Candidates[j]; c.Class == ClassSettlement && c.Match == MatchExact && c.hasOwnName() && c.population-d.Candidates[g.Best].population > actorMargin {
			return true
		}
	}
	return false
}

// actorMargin is the difference of Candidate.population of places of which the smaller is in doubt.
const actorMargin = 1.6

// homonymPopulation is the Candidate.population of 5,000 people.
const homonymPopulation = 2.87

// soleProbability is the least probability of the only place with a name, in a country that
// most of the article is about.
const soleProbability = .6499

// isSole reports whether the best candidate of a cluster is the only one, has the name itself, and is in the
// country of most other places in the article.
func (d *Document) isSole(g *Cluster) bool {
	best, r := &d.Candidates[g.Best], &d.Rows[g.Best]
	return best.Match == MatchExact && best.hasOwnName() && best.Class == ClassSettlement && r[feature.CountryShare] > soleShare && len(d.Clusters) >= soleClusters && d.isOnePlace(g) && !g.Facility
}

// isWorldAmongCountries reports whether the best candidate of a cluster is a world city, its namesakes are unlikely, and the
// article names nothing else but countries, whose envoys may meet anywhere: "Envoys from the U.S., China and Russia met in Geneva."
func (d *Document) isWorldAmongCountries(g *Cluster) bool {
	if d.Rows[g.Best][feature.World] == 0 || d.locale != nil || d.profile != nil {
		return false
	}
	for j := g.From; j < g.To; j++ {
		if c := &d.Candidates[j]; j != g.Best && c.P > maxNamesake && c.At.Chord2(d.Candidates[g.Best].At) >= chord50 {
			return false
		}
	}
	for i := range d.Clusters {
		if o := &d.Clusters[i]; o.hash != g.hash && (o.Best < 0 || d.Candidates[o.Best].Class != ClassCountry) {
			return false
		}
	}
	return len(d.Clusters) > 1
}

// maxNamesake is the largest probability of the namesakes.
const maxNamesake = .2

const (
	// soleShare is the least share of the article's places that are in the country.
	soleShare = .5
	// soleClusters is the least number of names in the article.
	soleClusters = 5
)

// isOnePlace reports whether all candidates of a cluster are within 50 km of the best.
func (d *Document) isOnePlace(g *Cluster) bool {
	for j := g.From; j < g.To; j++ {
		if d.Candidates[j].Match != MatchContainer && d.Candidates[j].At.Chord2(d.Candidates[g.Best].At) >= chord50 {
			return false
		}
	}
	return true
}

// Probability returns the calibrated probability that a cluster's best candidate is
// correct.
func (d *Document) Probability(g *Cluster, weights *CalibrationRow) float64 {
	s := d.CalibrationFeatures(g)
	var z float64
	for i := range s {
		z += float64(s[i]) * float64(weights[i])
	}
	p := 1 / (1 + math.Exp(-z))
	best := &d.Candidates[g.Best]
	switch {
	case g.paired && d.isOnePlace(g):
		return max(p, pairedProbability)
	case p < soleProbability && d.isSole(g):
		return soleProbability
	case p < soleProbability && d.isWorldAmongCountries(g):
		return soleProbability
	case p > elsewhereProbability && g.elsewhere && best.Class == ClassSettlement && !best.Capital && d.Rows[g.Best][feature.World] == 0:
		return elsewhereProbability
	case p > adjectiveProbability && d.isAdjectiveOnly(g):
		return adjectiveProbability
	case p > unrelatedProbability && (d.isUnrelated(g) || d.isSetElsewhere(g) || d.isOfLongerName(g)):
		return unrelatedProbability
	case p > homonymProbability && !g.paired && (d.hasHomonymAtHome(g) || d.isAtHomeOfActor(g) || d.isInAreaOfActor(g)):
		return homonymProbability
	case !g.paired:
		if o := d.namesake(g); o != nil {
			return min(p, d.Probability(o, weights))
		}
	}
	return p
}
