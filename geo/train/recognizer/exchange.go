package recognizer

import (
	"math/rand/v2"
	"strings"
	"unicode/utf8"

	"dateline/geo/internal/tagger"
)

// exchanger makes copies of sentences with other names of places and persons: names that have the same word before them and
// the same last letter in other sentences of the language, so that cases and articles are mostly right.
type exchanger struct {
	rng   *rand.Rand
	names map[exchangeKey][]string
}

// exchangeKey is what a name has in common with those that may replace it.
type exchangeKey struct {
	language string
	label    tagger.Label
	before   string
	last     rune
}

// newExchanger returns an exchanger with the names of the sentences.
func newExchanger(sentences []sentence) *exchanger {
	x := &exchanger{rng: rand.New(rand.NewPCG(3, 5)), names: map[exchangeKey][]string{}}
	for i := range sentences {
		s := &sentences[i]
		for _, n := range s.names {
			if isExchanged(n.label) {
				k := keyOf(s, n)
				x.names[k] = append(x.names[k], n.Text(s.text))
			}
		}
	}
	return x
}

// isExchanged reports whether names with a label are exchanged.
func isExchanged(l tagger.Label) bool { return l == tagger.BeginPlace || l == tagger.BeginPerson }

// keyOf returns the key of a name of a sentence.
func keyOf(s *sentence, n labeledName) exchangeKey {
	before := strings.ToLower(strings.TrimRight(s.text[:n.Start], " "))
	before = before[strings.LastIndexByte(before, ' ')+1:]
	last, _ := utf8.DecodeLastRuneInString(n.Text(s.text))
	return exchangeKey{s.language, n.label, before, last}
}

// exchangeShare is the share of the names of a sentence that are exchanged.
const exchangeShare = 0.75

// exchange returns a copy of a sentence in which most names are others; ok is false if it is the same.
func (x *exchanger) exchange(s *sentence) (out sentence, ok bool) {
	var replacements []replacement
	for _, n := range s.names {
		if !isExchanged(n.label) || x.rng.Float64() >= exchangeShare {
			continue
		}
		names := x.names[keyOf(s, n)]
		if len(names) < 2 {
			continue
		}
		if name := names[x.rng.IntN(len(names))]; name != n.Text(s.text) {
			replacements = append(replacements, replacement{Span: n.Span, name: name})
		}
	}
	if len(replacements) == 0 {
		return out, false
	}
	return s.edited(replacements), true
}
