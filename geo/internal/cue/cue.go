// Package cue finds words around and in a place name that tell what kind of place it names, and whether it is a location.
package cue

import (
	"strings"

	"dateline/geo"
	"dateline/geo/internal/lexicon"
)

// Type cues are words around a mention that give the type of place it names: "Khost
// province", "the city of Herat", "Aden, the capital of", "Baghlan, Ghor and Badghis
// provinces". The lists map them to the kinds of place that agree.
var (
	// typeCues are nouns before or after a name.
	typeCues = lexiconKinds("type-cue")
	// listTypeCues are plural nouns before or after a list of names.
	listTypeCues = lexiconKinds("list-type-cue")
	// titleTypeCues are other nouns before "of" and a name: "the mayor of Herat".
	titleTypeCues = lexiconKinds("title-type-cue")
	// cueBlockers are words after a type cue that the cue belongs to: "state media".
	cueBlockers = lexicon.Set("en", "type-cue-blocker")
)

// TypeCue returns the kinds of place that agree with the words around mention i,
// 0 without a cue, and the cue right after the name, or "".
func TypeCue(text string, mentions []geo.Mention, i int) (kinds Kinds, word string) {
	m := &mentions[i]
	if !IsNoun(m) {
		return 0, ""
	}
	if k, _, after := FeatureCue(text, m); k != 0 {
		return k, after
	}
	next, rest := WordAfter(text[m.End:])
	if k := typeCues[next]; k != 0 {
		if after, _ := WordAfter(rest); !cueBlockers[after] {
			return k, next
		}
		return 0, ""
	}
	if k := listCueAfter(text, mentions, i); k != 0 {
		return k, ""
	}
	if k := appositionCue(text[m.End:]); k != 0 {
		return k, ""
	}
	return cueBefore(text, mentions, i), ""
}

// WordAfter splits a space and the word after it off s, in lower case. Only the
// first letter of the word may be upper case.
func WordAfter(s string) (word, rest string) {
	if len(s) < 2 || s[0] != ' ' {
		return "", s
	}
	n := 1
	for n < len(s) && n < 20 && (s[n] >= 'a' && s[n] <= 'z' || n == 1 && s[n] >= 'A' && s[n] <= 'Z') {
		n++
	}
	if n == 1 {
		return "", s
	}
	if s[1] < 'a' {
		return strings.ToLower(s[1:n]), s[n:]
	}
	return s[1:n], s[n:]
}

// longestList is the maximum number of names of a list that a cue applies to.
const longestList = 12

// listCueAfter returns the kinds of the cue after the list that mention i is part of.
func listCueAfter(text string, mentions []geo.Mention, i int) Kinds {
	for k := i; k < len(mentions) && k < i+longestList; k++ {
		next, _ := WordAfter(text[mentions[k].End:])
		if last := LastWord(mentions[k].Phrase); len(last) < len(mentions[k].Phrase) && listTypeCues[last] != 0 {
			next = last // "Taiz Governorates" as the last item
		}
		if listTypeCues[next] != 0 {
			if k == i && (i == 0 || !Listed(text, mentions[i-1].End, mentions[i].Start)) {
				return 0 // "Kentucky counties" are in Kentucky
			}
			return listTypeCues[next]
		}
		if k+1 == len(mentions) || !Listed(text, mentions[k].End, mentions[k+1].Start) {
			return 0
		}
	}
	return 0
}

// Listed reports whether the text between two mentions, which end and start at these
// offsets, makes them items of one list.
func Listed(text string, end, start int) bool {
	if start <= end || start-end > 6 {
		return false
	}
	switch text[end:start] {
	case ", ", " and ", ", and ", " or ", " & ", "; ", "/", " / ", ",\n":
		return true
	}
	return false
}

// appositionCue returns the kinds of the cue in an apposition after a name: ", the
// capital of …", ", a town in …".
func appositionCue(after string) Kinds {
	rest, ok := strings.CutPrefix(after, ", ")
	if !ok {
		return 0
	}
	if rest, ok = cutArticle(rest); !ok {
		return 0
	}
	for range 4 { // "the besieged provincial capital"
		var word string
		if word, rest = WordAfter(" " + rest); word == "" {
			return 0
		}
		rest = strings.TrimPrefix(rest, " ")
		switch k := typeCues[word]; {
		case k != 0:
			return k
		case word == "capital":
			return SettlementKinds
		}
	}
	return 0
}

func cutArticle(s string) (string, bool) {
	for _, article := range [...]string{"the ", "a ", "an "} {
		if rest, ok := strings.CutPrefix(s, article); ok {
			return rest, true
		}
	}
	return s, false
}

// cueBefore returns the kinds of the cue before mention i or before the list that it
// is part of: "the city of", "the capital, ".
func cueBefore(text string, mentions []geo.Mention, i int) Kinds {
	first := i
	for first > 0 && i-first < longestList && Listed(text, mentions[first-1].End, mentions[first].Start) {
		first--
	}
	before := strings.TrimSuffix(text[:mentions[first].Start], "the ")
	head, of := strings.CutSuffix(before, " of ")
	if !of {
		if head, of = strings.CutSuffix(before, ", "); !of {
			head = strings.TrimSuffix(before, " ")
		}
		// Without "of", only "capital" precedes its name, and only a single one.
		if first != i || LastWord(head) != "capital" {
			return 0
		}
		return SettlementKinds
	}
	word := LastWord(head)
	if endsInName(head[:len(head)-len(word)]) {
		return 0 // "Torkula village of Guma"
	}
	switch {
	case listTypeCues[word] != 0:
		return listTypeCues[word]
	case first != i:
		return 0
	case typeCues[word] != 0:
		return typeCues[word]
	case word == "capital": // "the capital of North Darfur": the name is the area's
		return AreaKinds | WideKinds
	}
	return titleTypeCues[word]
}

// LastWord returns the word of letters at the end of s in lower case.
func LastWord(s string) string {
	n := len(s)
	for n > 0 && len(s)-n < 20 && (s[n-1] >= 'a' && s[n-1] <= 'z' || s[n-1] >= 'A' && s[n-1] <= 'Z') {
		n--
	}
	return strings.ToLower(s[n:])
}

// endsInName reports whether s ends with a capitalized word that does not begin a
// sentence.
func endsInName(s string) bool {
	s = strings.TrimSuffix(s, " ")
	word := LastWord(s)
	at := len(s) - len(word)
	return word != "" && s[at] < 'a' && !NameJoiners[word] && at > 0 && s[at-1] == ' ' && at > 1 && s[at-2] != '.' && s[at-2] != '"'
}

// IsNoun reports whether a mention is not an adjective or demonym.
func IsNoun(m *geo.Mention) bool {
	return m.Association != geo.AssociationAdjective && m.Association != geo.AssociationDemonym
}
