package cue

import (
	"strings"
	"sync"
	"unicode/utf8"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/lexicon"
)

// generics are the words of a language, normalized as names of the gazetteer are, that name no place by themselves.
type generics struct {
	exact map[string]bool
	stems []string
}

// genericsByLanguage returns the generic words of all languages, which it reads at its first call.
var genericsByLanguage = sync.OnceValue(func() map[string]*generics {
	all := map[string]*generics{}
	for _, category := range []string{"type-noun-before", "type-noun-after", "direction", "generic-noun"} {
		for _, language := range lexicon.Languages(category) {
			g := all[language]
			if g == nil {
				g = &generics{exact: map[string]bool{}}
				all[language] = g
			}
			for _, e := range lexicon.Entries(language, category) {
				if text, ok := strings.CutSuffix(e.Word, "*"); ok {
					g.stems = append(g.stems, string(gazetteer.Normalize(nil, text)))
				} else {
					g.exact[string(gazetteer.Normalize(nil, e.Word))] = true
				}
			}
		}
	}
	return all
})

// IsGeneric reports whether a word, normalized by [gazetteer.Normalize], is a common noun of places, buildings or
// bodies or a direction in a language other than English: "university" is not the town of Djamaa in Arabic.
func IsGeneric(language string, word []byte) bool {
	g := genericsByLanguage()[language]
	if g == nil {
		return false
	}
	if g.exact[string(word)] || language == "ar" && g.isGenericWithParticle(string(word)) {
		return true
	}
	for _, stem := range g.stems {
		if rest, ok := strings.CutPrefix(string(word), stem); ok && utf8.RuneCountInString(rest) <= maxEnding {
			return true
		}
	}
	return false
}

// arabicParticles are the conjunctions and prepositions that Arabic writes on a word.
var arabicParticles = [...]string{"و", "ف", "ب", "ل", "ك"}

// isGenericWithParticle reports whether an Arabic word is generic without particles at its beginning: "بجامعة", "ولدولة".
func (g *generics) isGenericWithParticle(word string) bool {
	for range 2 {
		for _, particle := range arabicParticles {
			rest, ok := strings.CutPrefix(word, particle)
			if !ok || utf8.RuneCountInString(rest) < minGeneric {
				continue
			}
			if word = rest; g.exact[word] {
				return true
			}
			break
		}
	}
	return false
}

// minGeneric is the number of letters of the shortest generic word after a particle.
const minGeneric = 3
