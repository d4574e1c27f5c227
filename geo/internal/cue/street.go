package cue

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dateline/geo/internal/lexicon"
)

// streetNouns has where the nouns of streets are by language and noun.
var streetNouns = sync.OnceValue(func() map[string]map[string]string {
	return lexicon.ByLanguage("street-noun", lexicon.Values)
})

// InStreet reports whether the name at [start, end) of a text in a language other than English is part of the name of a street, or that of a
// street: "rue de Rome", "corso Buenos Aires", "Bağdat Caddesi", "شارع القدس".
func InStreet(language, text string, start, end int) bool {
	nouns := streetNouns()[language]
	if nouns == nil {
		return false
	}
	phrase := text[start:end]
	if first, rest := cutWord(phrase); rest != "" {
		last := phrase[strings.LastIndexByte(phrase, ' ')+1:]
		if where := nouns[strings.ToLower(first)]; where == "of" || where == "next" {
			return true
		}
		if nouns[strings.ToLower(last)] == "after" && strings.Count(phrase, " ") == 1 {
			return true
		}
	}
	return followsStreet(language, nouns, text[:start]) || !strings.Contains(phrase, " ") && precedesStreet(nouns, text[end:])
}

// followsStreet reports whether a text ends with the noun of a street, or with that and the words between it and the name.
func followsStreet(language string, nouns map[string]string, before string) bool {
	joined := false
	for range 3 {
		if word, ok := elision(before); ok {
			before, joined = before[:len(before)-len(word)], true
			continue
		}
		rest, ok := strings.CutSuffix(before, " ")
		if !ok {
			return false
		}
		word := trailingWord(strings.TrimSuffix(rest, "."))
		if strings.HasSuffix(rest, ".") {
			word += "."
		}
		lower := strings.ToLower(word)
		if where, ok := nouns[lower]; ok {
			return where == "of" || !joined && (where == "next" || where == "in" && followsIn(rest[:len(rest)-len(word)]))
		}
		n := nounsByLanguage()[language]
		if word == "" || n == nil || !n.joiners[lower] {
			return false
		}
		before, joined = rest[:len(rest)-len(word)], true
	}
	return false
}

// followsIn reports whether a text ends with an Italian preposition after which "via" is a street: "in via Roma", but "giunti via Adré".
func followsIn(before string) bool {
	switch trailingWord(strings.TrimSuffix(before, " ")) {
	case "in", "di", "da", "tra", "dalla", "della", "alla", "sulla":
		return true
	}
	return false
}

// precedesStreet reports whether a text begins with the noun of a street, which has a capital where letters have.
func precedesStreet(nouns map[string]string, after string) bool {
	if r, _ := utf8.DecodeRuneInString(after); unicode.Is(unicode.Han, r) {
		for noun := range nouns {
			if strings.HasPrefix(after, noun) {
				return true
			}
		}
		return false
	}
	rest, ok := strings.CutPrefix(after, " ")
	word := leadingWord(rest)
	if r, _ := utf8.DecodeRuneInString(word); !ok || unicode.IsLower(r) {
		return false
	}
	return nouns[strings.ToLower(word)] == "after"
}
