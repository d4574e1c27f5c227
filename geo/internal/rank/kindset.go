package rank

import (
	"fmt"
	"strings"

	"dateline/geo"
	"dateline/geo/internal/lexicon"
)

// kindSet is a set of kinds of place. The zero value is empty.
type kindSet uint32

// kindsOf returns the set of the given kinds.
func kindsOf(kinds ...geo.Kind) kindSet {
	var s kindSet
	for _, k := range kinds {
		s |= 1 << k
	}
	return s
}

func (s kindSet) has(k geo.Kind) bool { return s&(1<<k) != 0 }

const anyKind = ^kindSet(0)

var (
	areaKinds = kindsOf(geo.KindAdmin1, geo.KindAdmin2, geo.KindAdmin3)
	wideKinds = kindsOf(geo.KindContinent, geo.KindRegion, geo.KindCountry)
	// settlementKinds include the lowest areas, because many gazetteers have a
	// city as such an area only.
	settlementKinds = kindsOf(geo.KindSettlement, geo.KindQuarter, geo.KindAdmin3)
	waterKinds      = kindsOf(geo.KindSea, geo.KindLake, geo.KindRiver)
	terrainKinds    = kindsOf(geo.KindRange, geo.KindDesert, geo.KindPeninsula, geo.KindIsland, geo.KindPark, geo.KindPeak, geo.KindPass)
)

// parseKinds parses the value of a category of the lexicon: names of kinds and of
// the sets "areas", "regions" and "settlements", separated by "|".
func parseKinds(value string) (kindSet, error) {
	var s kindSet
	for name := range strings.SplitSeq(value, "|") {
		switch name {
		case "areas":
			s |= areaKinds
		case "regions":
			s |= wideKinds
		case "settlements":
			s |= settlementKinds
		default:
			k, ok := geo.ParseKind(name)
			if !ok {
				return 0, fmt.Errorf("%q is not a kind of place", name)
			}
			s |= kindsOf(k)
		}
	}
	return s, nil
}

// lexiconKinds returns the English words of a category of the lexicon with their
// kinds of place. It panics if a value is not valid, which TestLexicon rules out.
func lexiconKinds(category string) map[string]kindSet {
	entries := lexicon.Entries("en", category)
	m := make(map[string]kindSet, len(entries))
	for _, e := range entries {
		kinds, err := parseKinds(e.Value)
		if err != nil {
			panic(fmt.Sprintf("lexicon: %s of %q: %v", category, e.Word, err))
		}
		m[e.Word] = kinds
	}
	return m
}
