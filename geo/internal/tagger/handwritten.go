package tagger

import "dateline/geo/internal/lexicon"

// english is the language of the word lists.
const english = "en"

// handwritten are the word lists written by hand with their categories in the lexicon.
var handwritten = []struct {
	lists    WordLists
	category string
}{
	{ListFunction, "tagger-function"},
	{ListTitle, "tagger-title"},
	{ListBeforePlace, "tagger-before-place"},
	{ListDesignator, "tagger-designator"},
	{ListSettlement, "tagger-settlement"},
	{ListOrganization, "tagger-organization"},
	{ListFacility, "tagger-facility"},
	{ListCompass, "tagger-compass"},
	{ListSpeech, "tagger-speech"},
	{ListPeople, "tagger-people"},
	{ListCalendar, "tagger-calendar"},
	{ListState, "tagger-state"},
	{ListFamily, "tagger-family"},
	{ListSport, "tagger-sport"},
	{ListConnector, "tagger-connector"},
}

// AddHandwritten adds the word lists that are written by hand.
func (x *Lexicon) AddHandwritten() {
	for _, l := range handwritten {
		for _, w := range lexicon.Words(english, l.category) {
			x.Add(HashLower(w), l.lists)
		}
	}
}

// abbreviations are written with a period that is part of the word; titleAbbreviations, with their
// period, never end a sentence, because a name follows.
var (
	abbreviations      = abbreviationSet("abbreviation", "")
	titleAbbreviations = abbreviationSet("title-abbreviation", ".")
)

// abbreviationSet returns the abbreviations of a category, with their capitals and a suffix.
func abbreviationSet(category, suffix string) map[string]bool {
	m := map[string]bool{}
	for _, e := range lexicon.Entries(english, category) {
		m[e.Value+suffix] = true
	}
	return m
}

// arabicArticles are the hashes of the forms of the Arabic article in romanized names, which are often
// in lower case before a hyphen.
var arabicArticles = HashSet(lexicon.Words("ar", "romanized-article"))

// HashSet returns the set of the hashes of words, see [HashLower].
func HashSet(words []string) map[uint32]bool {
	m := make(map[uint32]bool, len(words))
	for _, w := range words {
		m[HashLower(w)] = true
	}
	return m
}
