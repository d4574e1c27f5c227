package spatial

import (
	"strings"

	"dateline/geo"
)

// maxModifiers is the maximum number of words and marks between the determiner of a phrase and
// its noun: "the ancient, rebel-held Syrian city of Palmyra".
const maxModifiers = 8

// phraseStart returns the first token of the phrase that ends in mention i, whose first
// token is t: of "the Ukrainian city of Kharkiv", "the Iraqi capital, Baghdad" and
// "Pakistan's port city of Karachi". It is t if the phrase is the name alone.
func (r *reader) phraseStart(ms []geo.Mention, i, t int) int {
	start := r.skipNouns(t)
	if isPossessive(r.word(start)) {
		start++
	}
	if start >= t || !r.isNoun(start) {
		return start
	}
	apposition := r.hasComma(start, t)
	name, first := i-1, start
	for range maxModifiers {
		w := r.word(first - 1)
		switch {
		case isDeterminer(w):
			return first - 1
		case name >= 0 && first > r.first && ms[name].End == r.tokens[first-1].End:
			first = r.skipNouns(max(r.first, seek(r.tokens, ms[name].Start)))
			name--
			// "south of Kabul city, Afghanistan" is south of Kabul
			if !apposition || isDeterminer(r.word(first)) {
				start = first
			}
		case isPossessive(w):
			if name >= 0 && first-2 >= r.first && ms[name].End == r.tokens[first-2].End {
				return r.skipNouns(max(r.first, seek(r.tokens, ms[name].Start)))
			}
			return start
		case w == "," || w != "" && isWord(w) && !r.lists.breaks[w]:
			first--
		default:
			hyphenated, from := r.joined(first - 1) // "rebel-held", where "held" breaks
			if from == first-1 || !isWord(hyphenated) {
				return start
			}
			first = from
		}
	}
	return start
}

// isDeterminer reports whether a token begins a noun phrase.
func isDeterminer(w string) bool {
	return w == "the" || w == "a" || w == "an" || w == "its" || w == "their"
}

// isPossessive reports whether a token is the ending of a possessive.
func isPossessive(w string) bool { return w == "'s" || w == "’s" || w == "'" || w == "’" }

// isNoun reports whether token i is a noun or adjective of a place, such as "city".
func (r *reader) isNoun(i int) bool {
	w := r.word(i)
	return r.lists.placeNouns[w] && isWord(w) && w != "the" && w != "of" && !isPossessive(w)
}

// hasComma reports whether one of the tokens [first, end) is a comma or bracket.
func (r *reader) hasComma(first, end int) bool {
	for ; first < end; first++ {
		if w := r.word(first); w == "," || w == "(" {
			return true
		}
	}
	return false
}

// skipNouns returns the first token of words such as "the border town of" that end
// before token t, or t.
func (r *reader) skipNouns(t int) int {
	if r.word(t-1) == "," && r.isNoun(t-2) { // "the capital, Baghdad"
		t--
	}
	for range 6 {
		w := r.word(t - 1)
		if w == "of" {
			// "the town of" is skipped, "north of" is an offset
			if !r.lists.placeNouns[r.word(t-2)] || r.word(t-2) == "the" {
				return t
			}
			if _, isBearing := r.lists.bearing(r.word(t - 2)); isBearing && !strings.HasSuffix(r.word(t-2), "ern") {
				return t
			}
		}
		if !r.lists.placeNouns[w] {
			return t
		}
		t--
	}
	return t
}

// phraseName returns the mention that the phrase at token t ends in, mention i or one
// after it: Belgorod for "the Russian city of Belgorod". It is -1 if the phrase has
// no mention.
func (r *reader) phraseName(ms []geo.Mention, i, t int) int {
	for ; i < len(ms); i++ {
		for r.lists.placeNouns[r.word(t)] {
			t++
		}
		if t >= r.last || r.tokens[t].Start != ms[i].Start {
			return -1
		}
		next := seek(r.tokens, ms[i].End)
		noun := next
		for noun < r.last && r.isNoun(noun) {
			noun++
		}
		if w := r.word(noun); noun == next || i+1 >= len(ms) || w != "of" && w != "," {
			return i
		}
		t = noun + 1
	}
	return -1
}
