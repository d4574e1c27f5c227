package cue

import (
	"strings"
	"sync"

	"dateline/geo/internal/lexicon"
)

// nations has the codes of countries by language and adjective.
var nations = sync.OnceValue(func() map[string]map[string]string {
	return lexicon.ByLanguage("nation-adjective", lexicon.Values)
})

// afterNouns are the languages whose adjectives follow nouns: "la ville syrienne de ".
var afterNouns = map[string]bool{"ca": true, "es": true, "fr": true, "it": true, "pt": true, "ro": true}

// NationBefore returns the ISO 3166-1 code of the country whose adjective, with a common noun of places or without one, ends the text before a
// name, in a language other than English, or "": "het Franse ", "der polnischen Stadt ", "la ville syrienne de ".
func NationBefore(language, before string) string {
	adjectives, n := nations()[language], nounsByLanguage()[language]
	if adjectives == nil || n == nil {
		return ""
	}
	word, rest := cutLast(before)
	if afterNouns[language] {
		for range 2 {
			if n.joiners[word] || isElision(word) {
				word, rest = cutLast(rest)
			}
		}
		if code := adjectives[word]; code != "" {
			if noun, _ := cutLast(rest); n.before.of(noun) != 0 {
				return code
			}
		}
		return ""
	}
	if code := adjectives[word]; code != "" {
		return code
	}
	if n.before.of(word) == 0 {
		return ""
	}
	word, _ = cutLast(rest)
	return adjectives[word]
}

// cutLast returns the last word of s in small letters and what precedes it. The word is "" if anything but spaces is around it.
func cutLast(s string) (word, rest string) {
	if e, ok := elision(s); ok {
		return e, s[:len(s)-len(e)]
	}
	s, ok := strings.CutSuffix(s, " ")
	if !ok {
		return "", ""
	}
	word = trailingWord(s)
	return strings.ToLower(word), s[:len(s)-len(word)]
}

func isElision(word string) bool {
	return strings.HasSuffix(word, "'") || strings.HasSuffix(word, "’")
}

// IsNation reports whether a word is the adjective of a country that precedes nouns in its language.
func IsNation(language, word string) bool {
	return !afterNouns[language] && nations()[language][strings.ToLower(word)] != ""
}

// IsNationAfter reports whether a word is the adjective of a country that follows nouns in its language.
func IsNationAfter(language, word string) bool {
	return afterNouns[language] && nations()[language][word] != ""
}
