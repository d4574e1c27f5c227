package recognize

import (
	"dateline/geo/internal/langid"
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/tagger"
)

// countryAbbreviations has the hashes of each language's abbreviations of states with two letters.
var countryAbbreviations = func() map[string]map[uint32]bool {
	m := map[string]map[uint32]bool{}
	for _, code := range lexicon.Languages("country-abbreviation") {
		m[code] = tagger.HashSet(lexicon.Words(code, "country-abbreviation"))
	}
	return m
}()

// German articles, which precede common nouns. The definite ones also precede names of some
// countries, but not of towns.
var (
	indefiniteArticles = tagger.HashSet(lexicon.Words("de", "indefinite-article"))
	definiteArticles   = tagger.HashSet(lexicon.Words("de", "definite-article"))
)

// The codes of the language of the classifiers and of a language that could not be identified.
const (
	english      = "en"
	undetermined = langid.Undetermined
)
