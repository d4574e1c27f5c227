package resolve

import (
	"slices"

	"dateline/geo/gazetteer"
)

// feature names one number that the ranker sees of a candidate.
type feature int

// The features. Those before firstContext are known from the phrase, the place
// and the article's frame; the others depend on what the article's other names
// mean, and are computed anew for each pass.
const (
	fDesignator feature = iota
	fPart
	fInner
	fInflected
	fVariant
	fPartial
	fPartialLast
	fNearby
	fNearbyWeight
	fNearbyFacility
	fNearbyArea
	fNearbyRival
	fNearbyNamed

	fAlternate
	fForeign
	fAbbreviation
	fDemonym
	fFormer

	fCountry
	fRegion
	fAdmin1
	fAdmin2
	fWater
	fTerrain
	fQuarter
	fSite
	fCapital
	fSeat

	fPopSettlement
	fPopCountry
	fPopAdmin1
	fPopAdmin2
	fPopOther
	fPopMargin
	fPopFirst
	fFame
	fFameMargin
	fNoPopulation
	fOnly
	fHomonyms

	fKindAgrees
	fKindDiffers
	fSaidAgrees
	fSaidDiffers
	fTwinAdmin1
	fTwinAdmin2
	fTwinTown
	fDatelineArea
	fFacilitySite
	fFacilityOther
	fAdjectiveCountry
	fAdjectiveDemonym
	fAdjectiveOther
	fLiteralDemonym

	fQualified
	fQualifiedElsewhere
	fTitleCountry
	fTitleAdmin1
	fPublisherCountry
	fPublisherAbroad
	fPublisherNear
	fPublisherAdmin1
	fHistoryCountry
	fHistoryAdmin1
	fHistoryNear
	fHistoryHome

	fWithinComma
	fWithin
	fWithinElsewhere
	fHolds
	fHoldsComma
	fSentenceAdmin1
	fNamedCountry
	fNamedAdmin1
	fLocalCountry
	fLocalAdmin1
	fListCountry
	fListAdmin1
	fListNear
	fListClass
	fVoteCountry
	fVoteAdmin1
	fVoteAdmin2
	fVoteCountryOfCountry
	fVoteAdmin1OfAdmin1
	fVoteAdmin2OfAdmin2
	fAbroadCapital
	fAbroadArea
	fAbroadOther
	fAbroadMany
	fAbroadFame
	fAbroadFameMargin
	fAbroadPopMargin
	fAbroadPopFirst
	fMostCountry
	fMostAdmin1
	fNearest
	fDistance
	fShare161
	fShare50
	fFirstCountry
	fFirstAdmin1
	fFirstDistance
	fDatelineCountry
	fDatelineAdmin1
	fDatelineDistance
	fSamePlace
	fOffset

	features
	firstContext = fWithinComma
)

// featureNames are the names of the features in the model card and the model's
// file, which refuses a model made for others.
var featureNames = [features]string{
	fDesignator: "designator", fPart: "part", fInner: "inner", fInflected: "inflected", fVariant: "variant", fPartial: "partial", fPartialLast: "partial.last",
	fNearby: "nearby", fNearbyWeight: "nearby.weight", fNearbyFacility: "nearby.facility", fNearbyArea: "nearby.area", fNearbyRival: "nearby.rival", fNearbyNamed: "nearby.named",
	fAlternate: "name.alternate", fForeign: "name.foreign", fAbbreviation: "name.abbreviation", fDemonym: "name.demonym", fFormer: "name.former",
	fCountry: "kind.country", fRegion: "kind.region", fAdmin1: "kind.admin1", fAdmin2: "kind.admin2", fWater: "kind.water", fTerrain: "kind.terrain",
	fQuarter: "kind.quarter", fSite: "kind.site", fCapital: "kind.capital", fSeat: "kind.seat",
	fPopSettlement: "population.settlement", fPopCountry: "population.country", fPopAdmin1: "population.admin1", fPopAdmin2: "population.admin2",
	fPopOther: "population.other", fPopMargin: "population.margin", fPopFirst: "population.first", fFame: "fame", fFameMargin: "fame.margin",
	fNoPopulation: "population.unknown", fOnly: "only", fHomonyms: "homonyms",
	fKindAgrees: "designator.agrees", fKindDiffers: "designator.differs", fSaidAgrees: "said.agrees", fSaidDiffers: "said.differs",
	fTwinAdmin1: "twin.admin1", fTwinAdmin2: "twin.admin2", fTwinTown: "twin.town", fDatelineArea: "dateline.area",
	fFacilitySite: "facility.site", fFacilityOther: "facility.other",
	fAdjectiveCountry: "adjective.country", fAdjectiveDemonym: "adjective.demonym", fAdjectiveOther: "adjective.other", fLiteralDemonym: "literal.demonym",
	fQualified: "qualified", fQualifiedElsewhere: "qualified.elsewhere", fTitleCountry: "title.country", fTitleAdmin1: "title.admin1",
	fPublisherCountry: "publisher.country", fPublisherAbroad: "publisher.abroad", fPublisherNear: "publisher.near", fPublisherAdmin1: "publisher.admin1",
	fHistoryCountry: "history.country", fHistoryAdmin1: "history.admin1", fHistoryNear: "history.near", fHistoryHome: "history.home",
	fWithinComma: "within.comma", fWithin: "within", fWithinElsewhere: "within.elsewhere", fHolds: "holds", fHoldsComma: "holds.comma",
	fSentenceAdmin1: "sentence.admin1",
	fNamedCountry:   "named.country", fNamedAdmin1: "named.admin1", fLocalCountry: "local.country", fLocalAdmin1: "local.admin1",
	fListCountry: "list.country", fListAdmin1: "list.admin1", fListNear: "list.near", fListClass: "list.class",
	fVoteCountry: "vote.country", fVoteAdmin1: "vote.admin1", fVoteAdmin2: "vote.admin2", fVoteCountryOfCountry: "vote.country.itself",
	fVoteAdmin1OfAdmin1: "vote.admin1.itself", fVoteAdmin2OfAdmin2: "vote.admin2.itself", fAbroadCapital: "abroad.capital", fAbroadArea: "abroad.area", fAbroadOther: "abroad.other", fAbroadMany: "abroad.many",
	fAbroadFame: "abroad.fame", fAbroadFameMargin: "abroad.fame.margin", fAbroadPopMargin: "abroad.population.margin", fAbroadPopFirst: "abroad.population.first",
	fMostCountry: "most.country", fMostAdmin1: "most.admin1",
	fNearest: "near.nearest", fDistance: "near.distance", fShare161: "near.161", fShare50: "near.50",
	fFirstCountry: "first.country", fFirstAdmin1: "first.admin1", fFirstDistance: "first.distance",
	fDatelineCountry: "dateline.country", fDatelineAdmin1: "dateline.admin1", fDatelineDistance: "dateline.distance",
	fSamePlace: "same", fOffset: "offset",
}

// row is the features of one candidate.
type row [features]float32

func flag(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// static computes the features of a group's candidates that no other group
// changes.
func (w *work) static(g *group) {
	cands, rows := w.cands[g.from:g.to], w.rows[g.from:g.to]
	pop1, pop2, fame1, fame2 := float32(-1), float32(-1), float32(-1), float32(-1)
	own := 0
	for i := range cands {
		if cands[i].level == levelNearby {
			continue
		}
		own++
		pop1, pop2 = top2(pop1, pop2, cands[i].pop)
		fame1, fame2 = top2(fame1, fame2, cands[i].fame)
	}
	adjectival := g.adjectival > 0 && g.literal == 0
	for i := range cands {
		c, r := &cands[i], &rows[i]
		*r = row{}
		w.staticName(g, c, r, adjectival)
		staticKind(c, r)
		w.staticFrame(c, r)
		r[fDatelineArea] = flag(g.dateline && (c.class == classAdmin1 || c.class == classAdmin2))
		if c.level == levelNearby {
			continue
		}
		pop := c.pop / 10
		switch c.class {
		case classSettlement:
			r[fPopSettlement] = pop
		case classCountry:
			r[fPopCountry] = pop
		case classAdmin1:
			r[fPopAdmin1] = pop
		case classAdmin2:
			r[fPopAdmin2] = pop
		default:
			r[fPopOther] = pop
		}
		r[fPopMargin] = margin(c.pop, pop1, pop2) / 5
		r[fPopFirst] = flag(c.pop >= pop1)
		r[fFame] = c.fame / 5
		r[fFameMargin] = margin(c.fame, fame1, fame2) / 3
		r[fNoPopulation] = flag(c.pop == 0)
		r[fOnly] = flag(own == 1)
		r[fHomonyms] = ln(float32(own)) / 4 * flag(c.pop < pop1)

		if g.qualifier != noRef {
			in := c.ref == g.qualifier || c.admin1 == g.qualifier || w.isIn(c, g.qualifier)
			r[fQualified] = flag(in && c.ref != g.qualifier)
			r[fQualifiedElsewhere] = flag(!in)
		}
	}
	if g.said == 0 && g.kinds == 0 && !slices.ContainsFunc(cands, func(c candidate) bool { return c.class == classCountry && c.level == levelExact }) {
		w.twins(g)
	}
}

// twins marks the areas that are called like a town in them, and those towns,
// where nothing says which of them is meant. They leave out what people call "New
// York City" to tell it from its state: there the bare name is either.
func (w *work) twins(g *group) {
	cands, rows := w.cands[g.from:g.to], w.rows[g.from:g.to]
	for i := range cands {
		area := &cands[i]
		if area.class != classAdmin1 && area.class != classAdmin2 || area.level > levelDesignator {
			continue
		}
		for j := range cands {
			town := &cands[j]
			if town.class != classSettlement || town.level != levelExact || town.admin1 != area.ref && town.admin2 != area.ref {
				continue
			}
			switch {
			case area.class == classAdmin2:
				rows[i][fTwinAdmin2] = 1
			case area.pop > town.pop+cityShare && w.calledCity(g, town):
				continue
			default:
				rows[i][fTwinAdmin1] = 1
			}
			rows[j][fTwinTown] = 1
			sameName(&rows[i], &rows[j])
		}
	}
}

// cityShare is ln 2: an area of more than twice the town's people has others too.
const cityShare = .69

// calledCity reports whether a town is also known by the group's name with "City".
func (w *work) calledCity(g *group, town *candidate) bool {
	w.norm2 = append(gazetteer.Normalize(w.norm2[:0], g.phrase), " city"...)
	w.names = w.gaz.Lookup(w.names[:0], w.norm2)
	return slices.ContainsFunc(w.names, func(n gazetteer.NameRef) bool { return n.Ref == town.ref && !w.foreign(n) })
}

// sameName lets neither of two twins gain by how the gazetteer writes their one
// name: "Ḩamāh" the town is as much Hama as the province is.
func sameName(a, b *row) {
	for _, f := range [...]feature{fAlternate, fForeign} {
		least := min(a[f], b[f])
		a[f], b[f] = least, least
	}
}

func (w *work) staticName(g *group, c *candidate, r *row, adjectival bool) {
	switch c.level {
	case levelDesignator:
		r[fDesignator] = 1
	case levelPart:
		r[fPart] = 1
	case levelInner:
		r[fInner] = 1
	case levelInflected:
		r[fInflected] = 1
	case levelVariant:
		r[fVariant] = 1
	case levelPartial:
		r[fPartial], r[fPartialLast] = 1, flag(c.last)
	case levelNearby:
		r[fNearby] = 1
		r[fNearbyWeight] = c.nearness
		r[fNearbyFacility] = flag(g.facility)
		r[fNearbyArea] = flag(c.class == classAdmin1)
		r[fNearbyRival], r[fNearbyNamed] = g.rival, g.named
	}
	switch {
	case c.foreign:
		r[fForeign] = 1
	case c.name == nameAlternate:
		r[fAlternate] = 1
	case c.name == nameAbbreviation:
		r[fAbbreviation] = 1
	case c.name == nameDemonym:
		r[fDemonym] = 1
		r[fLiteralDemonym] = flag(!adjectival)
	case c.name == nameFormer:
		r[fFormer] = 1
	}
	if adjectival {
		switch {
		case c.name == nameDemonym:
			r[fAdjectiveDemonym] = 1
		case c.class == classCountry:
			r[fAdjectiveCountry] = 1
		default:
			r[fAdjectiveOther] = 1
		}
	}
	if g.kinds != 0 && c.level != levelNearby {
		r[fKindAgrees] = flag(g.kinds.has(c.kind))
		r[fKindDiffers] = flag(!g.kinds.has(c.kind))
	}
	if g.said != 0 && c.level != levelNearby {
		r[fSaidAgrees] = flag(g.said.has(c.kind))
		r[fSaidDiffers] = flag(!g.said.has(c.kind))
	}
	if g.facility && c.level != levelNearby {
		r[fFacilitySite] = flag(c.class == classSite)
		r[fFacilityOther] = flag(c.class != classSite)
	}
}

func staticKind(c *candidate, r *row) {
	switch c.class {
	case classCountry:
		r[fCountry] = 1
	case classRegion:
		r[fRegion] = 1
	case classAdmin1:
		r[fAdmin1] = 1
	case classAdmin2:
		r[fAdmin2] = 1
	case classWater:
		r[fWater] = 1
	case classTerrain:
		r[fTerrain] = 1
	case classQuarter:
		r[fQuarter] = 1
	case classSite:
		r[fSite] = 1
	}
	r[fCapital], r[fSeat] = flag(c.capital), flag(c.seat)
}

// staticFrame computes what the rest of the text, the publisher and its earlier
// articles say for a candidate.
func (w *work) staticFrame(c *candidate, r *row) {
	r[fTitleCountry] = w.title.country(c.country)
	r[fTitleAdmin1] = w.title.admin1(c.admin1)
	if home := w.home; home != nil {
		if home.country != 0 && c.country != 0 && c.class != classCountry {
			r[fPublisherCountry] = flag(c.country == home.country)
			r[fPublisherAbroad] = flag(c.country != home.country)
		}
		r[fPublisherNear], r[fPublisherAdmin1] = home.near(c)
	}
	if w.past != nil {
		r[fHistoryCountry], r[fHistoryAdmin1], r[fHistoryNear] = w.past.shares(c)
		r[fHistoryHome] = r[fHistoryNear] * w.past.home
	}
}

// top2 keeps the two largest numbers.
func top2(first, second, x float32) (float32, float32) {
	switch {
	case x > first:
		return x, first
	case x > second:
		return first, x
	}
	return first, second
}

// margin is how far x is above the largest of the others, given the two largest
// of all.
func margin(x, first, second float32) float32 {
	if x < first {
		return x - first
	}
	if second < 0 {
		return 0
	}
	return x - second
}
