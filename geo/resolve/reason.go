package resolve

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"dateline/geo"
)

const (
	// shownReasons is how many reasons a resolution gives.
	shownReasons = 3
	// reasonFrom is the least difference in score that is a reason.
	reasonFrom = .25
)

// ground is a reason's kind: features that say the same thing.
type ground int

const (
	groundNone ground = iota
	groundPopulation
	groundFame
	groundKind
	groundName
	groundWithin
	groundHolds
	groundCountry
	groundAdmin1
	groundNear
	groundPublisher
	groundHistory
	groundDateline
	groundOffset
	groundSame
	grounds
)

// groundOf says which ground each feature belongs to.
var groundOf = [features]ground{
	fDesignator: groundName, fPart: groundName, fInner: groundName, fInflected: groundName, fVariant: groundName, fPartialLast: groundName,
	fAlternate: groundName, fForeign: groundName, fAbbreviation: groundName, fDemonym: groundName, fFormer: groundName, fLiteralDemonym: groundName,
	fCountry: groundKind, fRegion: groundKind, fAdmin1: groundKind, fAdmin2: groundKind, fWater: groundKind, fTerrain: groundKind,
	fQuarter: groundKind, fSite: groundKind, fCapital: groundKind, fSeat: groundKind, fKindAgrees: groundKind, fSaidAgrees: groundKind, fSaidDiffers: groundKind,
	fTwinAdmin1: groundKind, fTwinAdmin2: groundKind, fTwinTown: groundKind, fDatelineArea: groundKind,
	fNamedCountry: groundCountry, fLocalCountry: groundCountry, fNamedAdmin1: groundAdmin1, fLocalAdmin1: groundAdmin1,
	fSentenceAdmin1: groundAdmin1, fListAdmin1: groundAdmin1, fListCountry: groundCountry, fListNear: groundNear, fListClass: groundKind,
	fKindDiffers:  groundKind,
	fFacilitySite: groundKind, fFacilityOther: groundKind, fAdjectiveCountry: groundKind, fAdjectiveDemonym: groundKind, fAdjectiveOther: groundKind,
	fPopSettlement: groundPopulation, fPopCountry: groundPopulation, fPopAdmin1: groundPopulation, fPopAdmin2: groundPopulation, fPopOther: groundPopulation,
	fPopMargin: groundPopulation, fPopFirst: groundPopulation, fNoPopulation: groundPopulation, fHomonyms: groundPopulation,
	fFame: groundFame, fFameMargin: groundFame, fAbroadFame: groundFame, fAbroadFameMargin: groundFame,
	fAbroadPopMargin: groundPopulation, fAbroadPopFirst: groundPopulation, fAbroadCapital: groundKind, fAbroadMany: groundKind,
	fAbroadArea: groundKind, fAbroadOther: groundCountry,
	fQualified: groundWithin, fQualifiedElsewhere: groundWithin, fWithinComma: groundWithin, fWithin: groundWithin, fWithinElsewhere: groundWithin,
	fHolds: groundHolds, fHoldsComma: groundHolds,
	fTitleCountry: groundCountry, fVoteCountry: groundCountry, fVoteCountryOfCountry: groundCountry, fMostCountry: groundCountry, fFirstCountry: groundCountry,
	fTitleAdmin1: groundAdmin1, fVoteAdmin1: groundAdmin1, fVoteAdmin1OfAdmin1: groundAdmin1, fMostAdmin1: groundAdmin1, fFirstAdmin1: groundAdmin1,
	fVoteAdmin2: groundAdmin1, fVoteAdmin2OfAdmin2: groundAdmin1,
	fNearest: groundNear, fDistance: groundNear, fShare161: groundNear, fShare50: groundNear, fFirstDistance: groundNear,
	fPublisherCountry: groundPublisher, fPublisherAbroad: groundPublisher, fPublisherNear: groundPublisher, fPublisherAdmin1: groundPublisher,
	fHistoryCountry: groundHistory, fHistoryAdmin1: groundHistory, fHistoryNear: groundHistory, fHistoryHome: groundHistory,
	fDatelineCountry: groundDateline, fDatelineAdmin1: groundDateline, fDatelineDistance: groundDateline,
	fSamePlace: groundSame, fOffset: groundOffset,
}

// reasons says in plain words what put a group's answer before the runner-up:
// the grounds with the largest sums of weight times difference.
func (w *work) reasons(g *group, weights *row) []string {
	best := &w.cands[g.best]
	next, elsewhere := -1, false
	own := 0
	for j := g.from; j < g.to; j++ {
		c := &w.cands[j]
		if c.level == levelNearby {
			continue
		}
		own++
		// A place elsewhere is a better foil than the district around the town.
		far := c.at.chord2(best.at) >= chord161
		if j != g.best && (next < 0 || far && !elsewhere || far == elsewhere && c.p > w.cands[next].p) {
			next, elsewhere = j, far
		}
	}
	if next < 0 {
		reasons := []string{"the only place of that name in the gazetteer"}
		if s := w.countryReason(g, best); s != "" {
			reasons = append(reasons, s)
		}
		return reasons
	}
	var sums [grounds]float32
	for f := range features {
		if k := groundOf[f]; k != groundNone {
			sums[k] += weights[f] * (w.rows[g.best][f] - w.rows[next][f])
		}
	}
	order := make([]ground, 0, grounds)
	for k := groundNone + 1; k < grounds; k++ {
		if sums[k] >= reasonFrom {
			order = append(order, k)
		}
	}
	slices.SortStableFunc(order, func(a, b ground) int { return cmp.Compare(sums[b], sums[a]) })
	var reasons []string
	for _, k := range order {
		if s := w.reason(k, g, best, &w.cands[next]); s != "" && len(reasons) < shownReasons {
			reasons = append(reasons, s)
		}
	}
	if len(reasons) == 0 {
		reasons = []string{fmt.Sprintf("the likeliest of the %s", count(own, "place of that name", "places of that name"))}
	}
	return reasons
}

// reason puts one ground into words, or returns "" where there is nothing to
// say.
func (w *work) reason(k ground, g *group, best, next *candidate) string {
	switch k {
	case groundPopulation:
		return populationReason(people(best), people(next))
	case groundFame:
		return "the best known place of that name"
	case groundKind:
		return w.kindReason(g, best, next)
	case groundName:
		return nameReason(best, next)
	case groundWithin:
		return w.withinReason(g, best)
	case groundHolds:
		for _, l := range g.inner.all() {
			if o := &w.groups[l.group]; o.best >= 0 && within(&w.cands[o.best], best) {
				return fmt.Sprintf("%s, written beside it, lies in it", o.phrase)
			}
		}
	case groundCountry:
		return w.countryReason(g, best)
	case groundAdmin1:
		if best.admin1 != noRef && best.class != classAdmin1 {
			return fmt.Sprintf("in %s, like other places that the article names", w.gaz.Name(best.admin1))
		}
		return "other places that the article names lie in it"
	case groundNear:
		return w.nearReason(g, best)
	case groundPublisher:
		return "where the article's publisher is at home"
	case groundHistory:
		return "where other articles of this publisher play"
	case groundDateline:
		if w.dateline != nil {
			return fmt.Sprintf("close to %s, where the article is datelined", w.gaz.Name(w.dateline.ref))
		}
	case groundOffset:
		return "at about the distance that the text gives"
	case groundSame:
		return "the article names the same place by another name too"
	}
	return ""
}

func people(c *candidate) float64 { return math.Round((math.Exp(float64(c.pop)) - 1) * 300) }

func populationReason(best, next float64) string {
	switch {
	case best < 1 || best <= next:
		return ""
	case next < 1:
		return "the most populous place of that name"
	}
	if times := best / next; times >= 2 {
		return fmt.Sprintf("%.0f times as many people as the next of that name", times)
	}
	return "more people than the next of that name"
}

func (w *work) kindReason(g *group, best, next *candidate) string {
	switch {
	case g.said != 0 && g.said.has(best.kind) && !g.said.has(next.kind):
		return "the text says what kind of place it is: " + kindWord(best.kind)
	case g.kinds != 0 && g.kinds.has(best.kind) && !g.kinds.has(next.kind):
		return "the name says what kind of place it is: " + kindWord(best.kind)
	case best.class == next.class && best.capital && !next.capital:
		return "a country's capital"
	case best.class == next.class && best.seat && !next.seat:
		return "the seat of a first-level area"
	case best.class == next.class:
		return ""
	}
	return fmt.Sprintf("the name stands more often for the %s than for the %s", kindWord(best.kind), kindWord(next.kind))
}

// kindWord is a kind in words.
func kindWord(k geo.Kind) string {
	switch k {
	case geo.KindAdmin1:
		return "state or province"
	case geo.KindAdmin2:
		return "county or district"
	case geo.KindAdmin3:
		return "local area"
	case geo.KindSettlement:
		return "town or city"
	case geo.KindQuarter:
		return "part of a town"
	}
	return k.String()
}

func nameReason(best, next *candidate) string {
	switch {
	case best.level == next.level && best.name == next.name:
		return ""
	case best.level == levelExact && best.name <= nameASCIIKind:
		return "the place's own name"
	case best.level == levelExact && best.name == nameDemonym:
		return "what its people are called"
	case best.level == levelExact && best.name == nameAbbreviation:
		return "an abbreviation of its name"
	case best.level == levelExact:
		return "one of the place's names"
	}
	return ""
}

func (w *work) withinReason(g *group, best *candidate) string {
	if g.qualifier != noRef && w.isIn(best, g.qualifier) {
		return fmt.Sprintf("the text says that it is in %s", w.gaz.Name(g.qualifier))
	}
	for _, l := range g.outer.all() {
		if o := &w.groups[l.group]; o.best >= 0 && within(best, &w.cands[o.best]) {
			return fmt.Sprintf("written together with %s, in which it lies", o.phrase)
		}
	}
	return ""
}

// countryReason says that the article is about the candidate's country.
func (w *work) countryReason(g *group, best *candidate) string {
	if best.country == 0 {
		return ""
	}
	named, others := 0, 0
	for i := range w.groups {
		o := &w.groups[i]
		if o == g || o.best < 0 || w.cands[o.best].country != best.country {
			continue
		}
		if w.cands[o.best].class == classCountry {
			named += o.count
		} else {
			others += o.count
		}
	}
	country := w.gaz.Name(w.gaz.Record(best.ref).CountryRef)
	switch {
	case best.class == classCountry && others > 0:
		return fmt.Sprintf("the article names %s in it", count(others, "other place", "other places"))
	case best.class == classCountry:
		return ""
	case w.onlyIn(g, best) && named > 0:
		return fmt.Sprintf("the only place of that name in %s, which the article names %s", country, times(named))
	case named > 0:
		return fmt.Sprintf("in %s, which the article names %s", country, times(named))
	case others > 0:
		return fmt.Sprintf("in %s, like %s of the article", country, count(others, "other place", "other places"))
	}
	return ""
}

// onlyIn reports whether a group has no other candidate in the country.
func (w *work) onlyIn(g *group, best *candidate) bool {
	for j := g.from; j < g.to; j++ {
		if c := &w.cands[j]; c.ref != best.ref && c.country == best.country && c.level != levelNearby {
			return false
		}
	}
	return true
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

// nearReason names the nearest of the article's other places.
func (w *work) nearReason(g *group, best *candidate) string {
	nearest, name := float32(1000), ""
	for i := range w.groups {
		o := &w.groups[i]
		if o == g || o.best < 0 || i > 200 {
			continue
		}
		c := &w.cands[o.best]
		if c.ref == best.ref || c.p < .5 || c.level >= levelPartial || c.class == classCountry || c.class == classRegion || c.class == classAdmin1 {
			continue
		}
		if km := c.at.km(best.at); km < nearest {
			nearest, name = km, o.phrase
		}
	}
	switch {
	case name == "":
		return ""
	case nearest < 2:
		return fmt.Sprintf("right beside %s, which the article names", name)
	}
	return fmt.Sprintf("%.0f km from %s, which the article names", nearest, name)
}
