package rank

import (
	"math"

	"dateline/geo/gazetteer"
)

// CalibrationFeature identifies a feature of the best candidate of a cluster from
// which the probability that it is correct is computed.
type CalibrationFeature int

// The calibration features.
const (
	cBias       CalibrationFeature = iota
	cLogit                         // of the probability of the best candidate and those near it
	cLogitAlone                    // of the best candidate alone
	cSecond                        // probability of the next candidate elsewhere
	cOnly
	cHomonyms
	cDesignator
	cPart
	cInner
	cInflected
	cVariant
	cPartial
	cContainer
	cContainerLogit
	cForeign
	cAlternate
	cAbbreviation
	cCountry
	cRegion
	cAdmin1
	cAdmin2
	cWater
	cTerrain
	cQuarter
	cSite
	cPopulation
	cPopulationUnknown
	cProminence
	cShare161
	cNearest
	cCountryShare
	cAdmin1Share
	cWithin
	cElsewhere
	cTitle
	cHistory
	cPublisher
	cFacility
	cWords
	cAlone // the article names no other place
	cBoilerplate
	cNamed // the article names the candidate's country
	cLocal
	cUnrelated // the article names other places, but not the candidate's country or one in it
	cUnrelatedAlternate
	cUnrelatedProminence
	cCapital
	cMargin // of the population over the next of its name
	cProminenceMargin
	cOwnCountry
	cWorld
	cDominated
	cRivalName
	cRival
	cPaired
	cWorldDistance // to the nearest other place, of a world city
	cNeighbors
	cActor

	// NumCalibrationFeatures is the number of calibration features.
	NumCalibrationFeatures
)

// calibrationNames are the names of the calibration features in the model file. Like
// those of the features, they keep an older vocabulary: stranger for unrelated.
var calibrationNames = [NumCalibrationFeatures]string{
	"bias", "logit", "logit.alone", "second", "only", "homonyms", "designator", "part", "inner", "inflected", "variant", "partial", "nearby", "nearby.logit",
	"name.foreign", "name.alternate", "name.abbreviation", "kind.country", "kind.region", "kind.admin1", "kind.admin2", "kind.water", "kind.terrain",
	"kind.quarter", "kind.site", "population", "population.unknown", "fame", "near.161", "near.nearest", "vote.country", "vote.admin1", "within", "elsewhere",
	"title", "history", "publisher", "facility", "words", "alone", "boilerplate", "named", "local", "stranger", "stranger.alternate", "stranger.fame", "capital", "margin", "fame.margin",
	"prior.country", "prior.world", "unlocated.dominated", "unlocated.alternate", "unlocated.rival", "paired", "world.distance", "neighbors", "actor",
}

// String returns the feature's name in the model file.
func (f CalibrationFeature) String() string { return calibrationNames[f] }

// CalibrationRow is the calibration features of one answer, or a weight for each.
type CalibrationRow [NumCalibrationFeatures]float32

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
	s[cBias] = 1
	s[cLogit] = logit(near)
	s[cLogitAlone] = logit(best.P)
	s[cSecond] = second
	s[cOnly] = flag(own == 1)
	s[cHomonyms] = ln(float32(max(1, own))) / 4
	switch best.Match {
	case MatchDesignator:
		s[cDesignator] = 1
	case MatchPart:
		s[cPart] = 1
	case MatchInner:
		s[cInner] = 1
	case MatchInflected:
		s[cInflected] = 1
	case MatchVariant:
		s[cVariant] = 1
	case MatchPartial:
		s[cPartial] = 1
	case MatchContainer:
		s[cContainer], s[cContainerLogit] = 1, logit(near)
	}
	s[cForeign], s[cAlternate], s[cAbbreviation] = r[fForeign], r[fAlternate], r[fAbbreviation]
	s[cCountry], s[cRegion], s[cAdmin1], s[cAdmin2] = r[fCountry], r[fRegion], r[fAdmin1], r[fAdmin2]
	s[cWater], s[cTerrain], s[cQuarter], s[cSite] = r[fWater], r[fTerrain], r[fQuarter], r[fSite]
	s[cPopulation], s[cPopulationUnknown], s[cProminence] = best.population/10, r[fPopulationUnknown], r[fProminence]
	s[cShare161], s[cNearest], s[cCountryShare], s[cAdmin1Share] = r[fShare161], r[fNearest], r[fCountryShare], r[fAdmin1Share]
	s[cWithin] = max(r[fWithinComma], r[fQualified], r[fWithin])
	s[cElsewhere] = max(r[fWithinElsewhere], r[fQualifiedElsewhere])
	s[cTitle], s[cHistory], s[cPublisher] = r[fTitleCountry], r[fHistoryAdmin1], min(1, r[fPublisherNear])
	s[cFacility], s[cWords], s[cAlone] = flag(g.Facility), flag(g.words > 2), flag(len(d.Clusters) == 1)
	s[cCapital], s[cMargin], s[cProminenceMargin] = r[fCapital], max(0, r[fPopulationMargin]), max(0, r[fProminenceMargin])
	s[cNamed], s[cLocal] = r[fNamedCountry], r[fLocalCountry]
	if len(d.Clusters) > 3 && r[fCountryShare] < .05 && r[fNamedCountry] < .3 && best.Country != 0 && best.Class != ClassCountry {
		s[cUnrelated], s[cUnrelatedProminence] = 1, r[fProminence]
		s[cUnrelatedAlternate] = max(r[fAlternate], r[fForeign], s[cVariant])
	}
	s[cOwnCountry], s[cWorld], s[cDominated], s[cRivalName], s[cRival] = r[fOwnCountry], r[fWorld], r[fUnlocatedDominated], r[fUnlocatedAlternate], r[fUnlocatedRival]
	s[cPaired], s[cWorldDistance], s[cNeighbors] = flag(g.paired), r[fWorld]*r[fNearest], r[fNeighbors]
	s[cActor] = max(r[fActorAdmin1], r[fActorCountry]) * flag(best.Class == ClassSettlement)
	s[cBoilerplate] = flag(g.Boilerplate == g.Count)
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
	if l == nil || r[fHistoryNear] > .2 || best.Class != ClassCountry && max(r[fNamedAdmin1], r[fSentenceAdmin1]) > .5 {
		return false
	}
	named := l.Name != "" && string(gazetteer.Normalize(d.norm[:0], bare(g.Phrase))) == l.Name
	home := countryCode(l.Country)
	abroad := home != 0 && best.Country != home && best.Class != ClassCountry && r[fNamedCountry] <= .5
	near, _ := l.Near(best.At, best.Admin1)
	local := near == 0 && best.Class == ClassSettlement && r[fNamedCountry] <= .5
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
	return d.locale != nil && d.locale.Given && r[fRival]+r[fDominated] > 0 && r[fActorAdmin1] > .2
}

// adjectiveProbability is the largest probability of a small town whose name the text uses only as an adjective.
const adjectiveProbability = .5

// isAdjectiveOnly reports whether the text uses the name of a cluster only as an adjective, and the best candidate is
// a town that is not known abroad: "Arab leaders" are not from Arab, Alabama.
func (d *Document) isAdjectiveOnly(g *Cluster) bool {
	best := &d.Candidates[g.Best]
	return !g.paired && g.Adjectival > 0 && g.Literal == 0 && best.Class == ClassSettlement && best.Match == MatchExact && best.hasOwnName() &&
		best.population < knownPopulation && d.Rows[g.Best][fPublisherNear]+d.Rows[g.Best][fHistoryNear] == 0
}

// homonymPopulation is the Candidate.population of 5,000 people.
const homonymPopulation = 2.87

// soleProbability is the least probability of the only place with a name, in a country that
// most of the article is about.
const soleProbability = .6499

// isSole reports whether the best candidate of a cluster is the only one, has the name itself, and is in the
// country of most other places in the article.
func (d *Document) isSole(g *Cluster) bool {
	best, r := &d.Candidates[g.Best], &d.Rows[g.Best]
	return best.Match == MatchExact && best.hasOwnName() && best.Class == ClassSettlement && r[fCountryShare] > soleShare && len(d.Clusters) >= soleClusters && d.isOnePlace(g) && !g.Facility
}

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
	switch {
	case g.paired && d.isOnePlace(g):
		return max(p, pairedProbability)
	case p < soleProbability && d.isSole(g):
		return soleProbability
	case p > adjectiveProbability && d.isAdjectiveOnly(g):
		return adjectiveProbability
	case p > homonymProbability && !g.paired && (d.hasHomonymAtHome(g) || d.isAtHomeOfActor(g)):
		return homonymProbability
	}
	return p
}
