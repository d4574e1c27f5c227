package cue

import (
	"fmt"
	"strings"

	"dateline/geo"
	"dateline/geo/internal/lexicon"
)

// Kinds is a set of kinds of place. The zero value is empty.
type Kinds uint32

// KindsOf returns the set of the given kinds.
func KindsOf(kinds ...geo.Kind) Kinds {
	var s Kinds
	for _, k := range kinds {
		s |= 1 << k
	}
	return s
}

func (s Kinds) Has(k geo.Kind) bool { return s&(1<<k) != 0 }

const AnyKind = ^Kinds(0)

var (
	AreaKinds = KindsOf(geo.KindAdmin1, geo.KindAdmin2, geo.KindAdmin3)
	WideKinds = KindsOf(geo.KindContinent, geo.KindRegion, geo.KindCountry)
	// SettlementKinds include the lowest areas, because many gazetteers have a
	// city as such an area only.
	SettlementKinds = KindsOf(geo.KindSettlement, geo.KindQuarter, geo.KindAdmin3)
	WaterKinds      = KindsOf(geo.KindSea, geo.KindLake, geo.KindRiver)
	TerrainKinds    = KindsOf(geo.KindRange, geo.KindDesert, geo.KindPeninsula, geo.KindIsland, geo.KindPark, geo.KindPeak, geo.KindPass)
)

// parseKinds parses the value of a category of the lexicon: names of kinds and of
// the sets "areas", "regions" and "settlements", separated by "|".
func parseKinds(value string) (Kinds, error) {
	var s Kinds
	for name := range strings.SplitSeq(value, "|") {
		switch name {
		case "areas":
			s |= AreaKinds
		case "regions":
			s |= WideKinds
		case "settlements":
			s |= SettlementKinds
		default:
			k, ok := geo.ParseKind(name)
			if !ok {
				return 0, fmt.Errorf("%q is not a kind of place", name)
			}
			s |= KindsOf(k)
		}
	}
	return s, nil
}

// lexiconKinds returns the English words of a category of the lexicon with their
// kinds of place. It panics if a value is not valid, which TestLexicon rules out.
func lexiconKinds(category string) map[string]Kinds {
	entries := lexicon.Entries("en", category)
	m := make(map[string]Kinds, len(entries))
	for _, e := range entries {
		kinds, err := parseKinds(e.Value)
		if err != nil {
			panic(fmt.Sprintf("lexicon: %s of %q: %v", category, e.Word, err))
		}
		m[e.Word] = kinds
	}
	return m
}
