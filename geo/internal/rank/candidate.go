package rank

import (
	"math"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/geometry"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/refsum"
)

// NoRef is the reference to no place.
const NoRef = gazetteer.NoRef

// Match is how a candidate was found for a phrase, from the closest.
type Match uint8

// The ways of matching.
const (
	MatchExact      Match = iota
	MatchDesignator       // "Helmand" for "Helmand province", "Butler County" for "Butler"
	MatchPart             // "Helmand" for "southern Helmand"
	MatchInner            // "Paris" for "Paris, Texas"
	MatchInflected        // "Afghan" for "Afghans"
	MatchVariant          // another transliteration
	MatchPartial          // "Kabul" for "Kabul Medical School"
	// MatchContainer is not by name: the article names a place that may contain
	// what the phrase names, or be near it.
	MatchContainer
)

// Class groups kinds of place that the model treats alike.
type Class uint8

// The classes.
const (
	ClassSettlement Class = iota
	ClassCountry
	ClassRegion
	ClassAdmin1
	ClassAdmin2
	ClassWater
	ClassTerrain
	ClassQuarter
	ClassSite
)

// ClassOf returns the class of a kind.
func ClassOf(k geo.Kind) Class {
	switch {
	case k == geo.KindSettlement:
		return ClassSettlement
	case k == geo.KindCountry:
		return ClassCountry
	case k == geo.KindContinent || k == geo.KindRegion:
		return ClassRegion
	case k == geo.KindAdmin1:
		return ClassAdmin1
	case k == geo.KindAdmin2 || k == geo.KindAdmin3:
		return ClassAdmin2
	case cue.WaterKinds.Has(k):
		return ClassWater
	case cue.TerrainKinds.Has(k):
		return ClassTerrain
	case k == geo.KindQuarter:
		return ClassQuarter
	}
	return ClassSite
}

// Candidate is a place that the mentions of a cluster may mean.
type Candidate struct {
	Ref     gazetteer.Ref
	Kind    geo.Kind
	Class   Class
	Match   Match
	Name    gazetteer.NameKind // of the name that matched
	Country uint16             // see countryCode
	Admin1  gazetteer.Ref      // itself if it is a first-level area
	Admin2  gazetteer.Ref      // itself if it is a second-level area
	At      geometry.Vector
	Capital bool
	// Admin1Capital is set for the capital of a first-level area.
	Admin1Capital bool
	// P is the probability after the last pass.
	P float32
	// Inside is the place of the article within the extent of a river, another water or mountains, in whose country
	// the candidate counts, see moveWide; NoRef for none.
	Inside gazetteer.Ref

	foreign    bool    // the name that matched is in a language other than English
	translated bool    // the name that matched is an alternate one in the text's language, see addNames
	last       bool    // of MatchPartial: the name ends the phrase
	population float32 // ln((population+300)/300)
	prominence float32 // ln(1+number of names)
	weight     float32 // of MatchContainer: the place's weight in the context
	score      float32
}

// candidate returns the candidate of a place.
func (d *Document) candidate(ref gazetteer.Ref) Candidate {
	r := d.gaz.Record(ref)
	c := Candidate{
		Ref: ref, Kind: r.Kind, Class: ClassOf(r.Kind), Country: refsum.CountryCode(r.Country),
		Admin1: r.Admin1, Admin2: r.Admin2, Inside: NoRef, At: geometry.NewVector(r.Point[0], r.Point[1]),
		Capital: r.Feature == "PPLC", Admin1Capital: r.Feature == "PPLA",
		population: float32(math.Log(float64(r.Population+300) / 300)),
		prominence: float32(math.Log(float64(r.NameCount + 1))),
	}
	switch r.Kind {
	case geo.KindAdmin1:
		c.Admin1 = ref
	case geo.KindAdmin2:
		c.Admin2 = ref
	}
	return c
}

// Population returns the number of people, rounded.
func (c *Candidate) Population() float64 {
	return math.Round((math.Exp(float64(c.population)) - 1) * 300)
}

// OwnName reports whether the name that matched is the place's official name or its
// ASCII form.
func (c *Candidate) OwnName() bool { return c.Name <= gazetteer.NameASCII && !c.translated }

// nameRank orders the names of one place: the lower, the plainer.
func nameRank(k gazetteer.NameKind, foreign bool) int {
	if foreign {
		return 10
	}
	return int(k)
}

// Elsewhere reports whether a candidate is more than 161 km away from another.
func (c *Candidate) Elsewhere(o *Candidate) bool { return c.At.Chord2(o.At) >= chord161 }
