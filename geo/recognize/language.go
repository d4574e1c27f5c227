package recognize

import (
	"dateline/geo/internal/langid"
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/tagger"
)

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
