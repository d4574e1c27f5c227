package cue

import (
	"strings"
	"sync"

	"dateline/geo/internal/lexicon"
)

// Join is how the text connects two consecutive mentions.
type Join uint8

const (
	JoinNone       Join = iota
	JoinComma           // "Paris, Texas", "Paris (Texas)"
	JoinIn              // "Paris in Texas"
	JoinPossessive      // "Nangarhar's Torkham"
)

// longestJoin is the maximum distance between two mentions that are joined, in bytes.
const longestJoin = 40

// JoinOf returns the join of the mentions that end and start at these offsets.
func JoinOf(text string, end, start int) Join {
	if start <= end || start-end > longestJoin {
		return JoinNone
	}
	between := text[end:start]
	switch between {
	case ", ", " (", ",\n", ",":
		return JoinComma
	case "'s ", "’s ", " ":
		return JoinPossessive
	}
	rest, comma := strings.CutPrefix(between, ", ")
	if !comma {
		rest, comma = strings.CutPrefix(between, " (")
	}
	if !comma {
		rest = strings.TrimPrefix(between, " ")
	}
	rest, in := strings.CutPrefix(rest, "in ")
	if !in && !comma {
		rest, in = strings.CutPrefix(rest, "of ")
	}
	switch {
	case in && (rest == "" || rest == "the " || modifiesContainer(rest)):
		return JoinIn
	case comma && !in && modifiesContainer(rest):
		return JoinComma
	}
	return JoinNone
}

// modifiesContainer reports whether s only selects a part of the place that follows
// or gives its type: "the northern ", "the district of ". An article alone does not:
// "to Mexico, the US and Canada".
func modifiesContainer(s string) bool {
	modifies := false
	for word := range strings.FieldsSeq(s) {
		switch {
		case PartWords[word], ContainerModifiers[word], Designators[word] != 0:
			modifies = true
		case !NameJoiners[word]:
			return false
		}
	}
	return modifies && s[len(s)-1] == ' '
}

// setsOf returns a function that returns the words of a category of the lexicon by language, which it reads at its first call.
func setsOf(category string) func() map[string]map[string]bool {
	return sync.OnceValue(func() map[string]map[string]bool { return lexicon.ByLanguage(category, lexicon.Set) })
}

// containerPrepositions has the prepositions between a place and its container by language.
var containerPrepositions = setsOf("container-preposition")

// definiteArticles has the definite articles by language.
var definiteArticles = setsOf("definite-article")

// originPrepositions has the prepositions of origin by language.
var originPrepositions = setsOf("origin-preposition")

// FollowsOrigin reports whether the word before a mention at an offset is a preposition of origin in a language other than English, so
// that a preposition after the mention is one of direction: "из Норильска в Китай".
func FollowsOrigin(language, text string, start int) bool {
	before, ok := strings.CutSuffix(text[:start], " ")
	return ok && originPrepositions()[language][strings.ToLower(trailingWord(before))]
}

// stateCodes has the abbreviations of states after the names of their towns by language.
var stateCodes = setsOf("state-abbreviation")

// isStateCode reports whether s begins with the abbreviation of a state in two capitals.
func isStateCode(language, s string) bool {
	if len(s) < 2 || s[0] < 'A' || s[0] > 'Z' || s[1] < 'A' || s[1] > 'Z' || len(s) > 2 && s[2] >= 'A' {
		return false
	}
	return stateCodes()[language][strings.ToLower(s[:2])]
}

// JoinOfLanguage returns the join of the mentions that end and start at these offsets in a language other than English: JoinIn for
// a preposition between a place and its container, with or without a comma, "Цхинвали в Южной Осетии", "Tyrus im Libanon".
func JoinOfLanguage(language, text string, end, start int) Join {
	kind := JoinOf(text, end, start)
	prepositions := containerPrepositions()[language]
	if kind != JoinNone || prepositions == nil || start <= end || start-end > longestJoin {
		return kind
	}
	between := text[end:start]
	switch between {
	case "/", "-", " - ", " – ":
		if isStateCode(language, text[start:]) {
			return JoinComma // "Juiz de Fora/MG"
		}
	}
	for _, mark := range [...]string{",", "،"} {
		between = strings.TrimPrefix(between, mark)
	}
	if between == " " {
		return JoinComma
	}
	if !strings.HasPrefix(between, " ") || !strings.HasSuffix(between, " ") {
		return JoinNone
	}
	first, article, _ := strings.Cut(strings.Trim(between, " "), " ")
	if prepositions[first] && (article == "" || definiteArticles()[language][article]) {
		return JoinIn
	}
	return JoinNone
}
