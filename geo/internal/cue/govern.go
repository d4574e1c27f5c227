package cue

import (
	"strings"

	"dateline/geo/internal/lexicon"
)

// Governed is what the words around a name that countries and states share tell of it.
type Governed uint8

const (
	GovernedNot     Governed = iota
	GovernedCountry          // "Georgia's parliament", "the president of Georgia"
	GovernedState            // "Georgia's governor", "the Georgia legislature"
)

var (
	// countryGovernment are offices and bodies of countries.
	countryGovernment = lexicon.Set("en", "country-government")
	// stateGovernment are offices and bodies of the states of a federation.
	stateGovernment = lexicon.Set("en", "state-government")
)

// longestOffice is the largest number of words of an office: "deputy prime minister".
const longestOffice = 3

// GovernedBy returns whether an office or body of a country or of a state governs the name
// that starts and ends at these offsets.
func GovernedBy(text string, start, end int) Governed {
	rest := text[end:]
	for _, ending := range [...]string{"'s", "’s"} {
		rest = strings.TrimPrefix(rest, ending)
	}
	for range longestOffice {
		var word string
		if word, rest = WordAfter(rest); word == "" || predicates[word] {
			break
		}
		if g := governmentOf(word); g != GovernedNot {
			return g
		}
		if next, _ := WordAfter(rest); word == "state" && next == "police" {
			return GovernedState
		}
	}
	head, ok := strings.CutSuffix(strings.TrimSuffix(text[:start], "the "), " of ")
	if !ok {
		return GovernedNot
	}
	return governmentOf(LastWord(head))
}

func governmentOf(word string) Governed {
	switch {
	case countryGovernment[word]:
		return GovernedCountry
	case stateGovernment[word]:
		return GovernedState
	}
	return GovernedNot
}
