package cue

import "strings"

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
