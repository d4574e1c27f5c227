package spatial

import (
	"strconv"
	"strings"
	"sync"

	"dateline/geo/internal/lexicon"
)

// lists are the word lists of a language.
type lists struct {
	// bearings are degrees clockwise from north, by the names of directions
	// without hyphens, spaces and "ern".
	bearings map[string]float64
	// units are the lengths of units in kilometers.
	units map[string]float64
	// numbers are exact, vagueNumbers approximate; hedges make a number approximate.
	numbers, vagueNumbers map[string]float64
	hedges                map[string]bool
	// placeNouns may occur between an offset and the name: "north of the border
	// town of Chaman".
	placeNouns map[string]bool
	// near contains words for an unspecified short distance, roads the nouns of
	// ways between two places.
	near, roads map[string]bool
	// fillers may occur between a name and the offset that locates it: "Bagram,
	// which lies about 50 km north of Kabul". subjects are nouns of what an offset
	// can locate: "a village".
	fillers, subjects map[string]bool
	// breaks contains words that are not part of a noun phrase: prepositions,
	// conjunctions, verbs.
	breaks map[string]bool
	// designators are the common nouns of places ("province"), parts words before a
	// name that select a part ("northern"), blockers words after a designator that show
	// that it does not belong to the name ("state media").
	designators, parts, blockers map[string]bool
}

// english returns the lists of English.
var english = sync.OnceValue(func() *lists {
	const en = "en"
	return &lists{
		bearings: lexicon.Numbers(en, "bearing"), units: lexicon.Numbers(en, "length"),
		numbers: lexicon.Numbers(en, "number"), vagueNumbers: lexicon.Numbers(en, "vague-number"), hedges: lexicon.Set(en, "hedge"),
		placeNouns: lexicon.Set(en, "place-noun"), near: lexicon.Set(en, "near"), roads: lexicon.Set(en, "road"),
		fillers: lexicon.Set(en, "offset-filler"), subjects: lexicon.Set(en, "offset-subject"),
		breaks: lexicon.Set(en, "predicate"), designators: designatorNouns(en),
		parts: lexicon.Set(en, "name-part"), blockers: lexicon.Set(en, "type-cue-blocker"),
	}
})

// nauticalMile is the international nautical mile in kilometers.
const nauticalMile = 1.852

// Travel speeds in kilometers per hour, for "two hours' drive from". They are
// approximate, so such a distance has a wide uncertainty.
const (
	driveKMH = 60
	walkKMH  = 5
)

// bearing returns the direction that a word names, such as "north",
// "south-eastern" and "NNW", in degrees clockwise from north.
func (l *lists) bearing(word string) (degrees float64, ok bool) {
	if word == "" || !strings.ContainsAny(word[:1], "nsew") {
		return 0, false
	}
	word = strings.ReplaceAll(word, "-", "")
	word = strings.ReplaceAll(word, "ern", "")
	degrees, ok = l.bearings[word]
	return degrees, ok
}

// number parses a number in figures or words: "50", "1,200", "2.5", "30-40" (its
// middle), "twenty-five".
func (l *lists) number(word string) (n float64, vague, ok bool) {
	if word == "" {
		return 0, false, false
	}
	if v, found := l.numbers[word]; found {
		return v, false, true
	}
	if v, found := l.vagueNumbers[word]; found {
		return v, true, true
	}
	if low, high, ranged := strings.Cut(strings.ReplaceAll(word, "–", "-"), "-"); ranged {
		a, _, okA := l.number(low)
		b, _, okB := l.number(high)
		switch {
		case !okA || !okB:
			return 0, false, false
		case word[0] < '0' || word[0] > '9':
			return a + b, false, true // "twenty-five"
		}
		return (a + b) / 2, true, b > a
	}
	if word[0] < '0' || word[0] > '9' {
		return 0, false, false
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(word, ",", ""), 64)
	return n, false, err == nil && n < 20_040 // half the Earth's circumference
}
