package resolve

import "math"

// sign names one number that the confidence of a group's answer is judged by.
type sign int

const (
	sBias       sign = iota
	sLogit           // of the probability of the best and its like nearby
	sLogitAlone      // of the best alone
	sSecond          // probability of the next elsewhere
	sOnly
	sHomonyms
	sDesignator
	sPart
	sInner
	sInflected
	sVariant
	sPartial
	sNearby
	sNearbyLogit
	sForeign
	sAlternate
	sAbbreviation
	sCountry
	sRegion
	sAdmin1
	sAdmin2
	sWater
	sTerrain
	sQuarter
	sSite
	sPopulation
	sNoPopulation
	sFame
	sShare161
	sNearest
	sVoteCountry
	sVoteAdmin1
	sWithin
	sElsewhere
	sTitle
	sHistory
	sPublisher
	sFacility
	sWords
	sAlone // the article names no other place
	sBoilerplate
	sNamed // the article names its country
	sLocal
	sStranger // the article names other places, but neither its country nor one in it
	sStrangerAlternate
	sStrangerFame
	sCapital
	sMargin // over the next largest of its name
	sFameMargin

	signs
)

// signNames are the names of the signs in the model's file.
var signNames = [signs]string{
	"bias", "logit", "logit.alone", "second", "only", "homonyms", "designator", "part", "inner", "inflected", "variant", "partial", "nearby", "nearby.logit",
	"name.foreign", "name.alternate", "name.abbreviation", "kind.country", "kind.region", "kind.admin1", "kind.admin2", "kind.water", "kind.terrain",
	"kind.quarter", "kind.site", "population", "population.unknown", "fame", "near.161", "near.nearest", "vote.country", "vote.admin1", "within", "elsewhere",
	"title", "history", "publisher", "facility", "words", "alone", "boilerplate", "named", "local", "stranger", "stranger.alternate", "stranger.fame", "capital", "margin", "fame.margin",
}

// signRow is what the confidence of one answer is judged by.
type signRow [signs]float32

// read computes the signs of a group's best answer. Candidates within 50 km of
// one another are the same answer for most purposes: a city and the district
// around it.
func (w *work) read(g *group) (s signRow) {
	best, r := &w.cands[g.best], &w.rows[g.best]
	var like, second float32
	own := 0
	for j := g.from; j < g.to; j++ {
		c := &w.cands[j]
		if c.level != levelNearby {
			own++
		}
		if c.at.chord2(best.at) < chord50 {
			like += c.p
		} else {
			second = max(second, c.p)
		}
	}
	s[sBias] = 1
	s[sLogit] = logit(like)
	s[sLogitAlone] = logit(best.p)
	s[sSecond] = second
	s[sOnly] = flag(own == 1)
	s[sHomonyms] = ln(float32(max(1, own))) / 4
	switch best.level {
	case levelDesignator:
		s[sDesignator] = 1
	case levelPart:
		s[sPart] = 1
	case levelInner:
		s[sInner] = 1
	case levelInflected:
		s[sInflected] = 1
	case levelVariant:
		s[sVariant] = 1
	case levelPartial:
		s[sPartial] = 1
	case levelNearby:
		s[sNearby], s[sNearbyLogit] = 1, logit(like)
	}
	s[sForeign], s[sAlternate], s[sAbbreviation] = r[fForeign], r[fAlternate], r[fAbbreviation]
	s[sCountry], s[sRegion], s[sAdmin1], s[sAdmin2] = r[fCountry], r[fRegion], r[fAdmin1], r[fAdmin2]
	s[sWater], s[sTerrain], s[sQuarter], s[sSite] = r[fWater], r[fTerrain], r[fQuarter], r[fSite]
	s[sPopulation], s[sNoPopulation], s[sFame] = best.pop/10, r[fNoPopulation], r[fFame]
	s[sShare161], s[sNearest], s[sVoteCountry], s[sVoteAdmin1] = r[fShare161], r[fNearest], r[fVoteCountry], r[fVoteAdmin1]
	s[sWithin] = max(r[fWithinComma], r[fQualified], r[fWithin])
	s[sElsewhere] = max(r[fWithinElsewhere], r[fQualifiedElsewhere])
	s[sTitle], s[sHistory], s[sPublisher] = r[fTitleCountry], r[fHistoryAdmin1], r[fPublisherNear]
	s[sFacility], s[sWords], s[sAlone] = flag(g.facility), flag(g.words > 2), flag(len(w.groups) == 1)
	s[sCapital], s[sMargin], s[sFameMargin] = r[fCapital], max(0, r[fPopMargin]), max(0, r[fFameMargin])
	s[sNamed], s[sLocal] = r[fNamedCountry], r[fLocalCountry]
	if len(w.groups) > 3 && r[fVoteCountry] < .05 && r[fNamedCountry] < .3 && best.country != 0 && best.class != classCountry {
		s[sStranger], s[sStrangerFame] = 1, r[fFame]
		s[sStrangerAlternate] = max(r[fAlternate], r[fForeign], s[sVariant])
	}
	s[sBoilerplate] = flag(g.boilerplate == g.count)
	return s
}

// logit is ln(p/(1-p)), bounded to ±7.
func logit(p float32) float32 {
	const least = 9.1e-4
	p = min(max(p, least), 1-least)
	return ln(p / (1 - p))
}

// probability is how likely a group's best answer is right.
func (w *work) probability(g *group, weights *signRow) float64 {
	s := w.read(g)
	var z float64
	for i := range s {
		z += float64(s[i]) * float64(weights[i])
	}
	return 1 / (1 + math.Exp(-z))
}
