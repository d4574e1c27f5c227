package cue

import (
	"strings"

	"dateline/geo"
	"dateline/geo/internal/lexicon"
)

// FeatureCue returns the kinds of the cue of a body of water, or of a mountain, next to
// mention i: "the Congo river", "lake Chad", "the river Jordan". before is the cue before
// the name, after the one behind it, or "".
func FeatureCue(text string, m *geo.Mention) (kinds Kinds, before, after string) {
	if next, _ := WordAfter(text[m.End:]); featureCues[next] != 0 {
		return featureCues[next], "", next
	}
	if !strings.HasSuffix(text[:m.Start], " ") {
		return 0, "", ""
	}
	word := LastWord(text[:m.Start-1])
	if k := featureCuesBefore[word]; k != 0 {
		return k, word, ""
	}
	if head, ok := strings.CutSuffix(text[:m.Start], " of the "); ok && riverParts[LastWord(head)] {
		return featureCuesBefore["river"], "", ""
	}
	return 0, "", ""
}

var (
	// featureCues are nouns of natural features after a name.
	featureCues = lexiconKinds("feature-cue")
	// featureCuesBefore are those before a name.
	featureCuesBefore = lexiconKinds("feature-cue-before")
	// riverParts are nouns of the parts of rivers before "of the" and the name of the river.
	riverParts = lexicon.Set("en", "river-part")
)

var (
	// predicates are words after a name that do not make it an attribute.
	predicates = lexicon.Set("en", "predicate")
	// personNouns are nouns of persons before "from" and their home.
	personNouns = lexicon.Set("en", "person-noun")
)

// IsAttribute reports whether a noun follows a name: "Kentucky church".
func IsAttribute(after string) bool {
	word, _ := WordAfter(after)
	return word != "" && after[1] >= 'a' && !predicates[word] && typeCues[word] == 0 && listTypeCues[word] == 0 && !strings.HasSuffix(word, "ly")
}

// IsOffice reports whether a text ends with an office and "of": "the mayor of ".
func IsOffice(before string) bool {
	head, ok := strings.CutSuffix(strings.TrimSuffix(before, "the "), " of ")
	return ok && titleTypeCues[LastWord(head)] != 0
}

// FollowsName reports whether a text ends with a capitalized word, or with one and "of": "Saint ",
// "the University of ".
func FollowsName(before string) bool {
	head := strings.TrimSuffix(before, " ")
	if of, ok := strings.CutSuffix(strings.TrimSuffix(before, "the "), " of "); ok {
		head = of
	}
	word := LastWord(head)
	return head != before && word != "" && head[len(head)-len(word)] < 'a'
}

// IsHome reports whether a text ends with a noun of persons and "from".
func IsHome(before string) bool {
	head, ok := strings.CutSuffix(strings.TrimSuffix(before, "the "), " from ")
	if !ok {
		return false
	}
	word := LastWord(head)
	return word != "" && head[len(head)-len(word)] >= 'a' && personNouns[word]
}
