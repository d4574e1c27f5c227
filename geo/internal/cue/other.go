package cue

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/internal/lexicon"
)

// nouns are the common nouns of places of a language other than English.
type nouns struct {
	before, after nounTable
	joiners       map[string]bool
}

// nounTable has the kinds of places that agree with nouns, and with the stems of inflected
// nouns, the longest first.
type nounTable struct {
	exact map[string]Kinds
	stems []stem
}

type stem struct {
	text  string
	kinds Kinds
}

// maxEnding is the number of letters that an inflected noun may have after its stem.
const maxEnding = 4

// of returns the kinds of places that agree with a word in lower case, or 0.
func (t *nounTable) of(word string) Kinds {
	if k := t.exact[word]; k != 0 {
		return k
	}
	for _, s := range t.stems {
		if rest, ok := strings.CutPrefix(word, s.text); ok && utf8.RuneCountInString(rest) <= maxEnding {
			return s.kinds
		}
	}
	return 0
}

// nounsByLanguage returns the nouns of all languages, which it reads at its first call.
var nounsByLanguage = sync.OnceValue(func() map[string]*nouns {
	all := map[string]*nouns{}
	for _, category := range []string{"type-noun-before", "type-noun-after", "type-noun-joiner"} {
		for _, language := range lexicon.Languages(category) {
			if all[language] == nil {
				all[language] = &nouns{}
			}
		}
	}
	for language, n := range all {
		n.before, n.after = newNounTable(language, "type-noun-before"), newNounTable(language, "type-noun-after")
		n.joiners = lexicon.Set(language, "type-noun-joiner")
	}
	return all
})

func newNounTable(language, category string) nounTable {
	t := nounTable{exact: map[string]Kinds{}}
	for _, e := range lexicon.Entries(language, category) {
		kinds, err := parseKinds(e.Value)
		if err != nil {
			panic(fmt.Sprintf("lexicon: %s of %q: %v", category, e.Word, err))
		}
		if text, ok := strings.CutSuffix(e.Word, "*"); ok {
			t.stems = append(t.stems, stem{text, kinds})
		} else {
			t.exact[e.Word] = kinds
		}
	}
	if language == "ar" {
		t.addParticles()
	}
	slices.SortStableFunc(t.stems, func(a, b stem) int { return cmp.Compare(len(b.text), len(a.text)) })
	return t
}

// addParticles adds the nouns with the conjunctions and prepositions that Arabic writes on: "ومدينة", "لدولة".
func (t *nounTable) addParticles() {
	for word, kinds := range maps.Clone(t.exact) {
		for _, particle := range arabicParticles {
			for _, form := range [...]string{particle + word, "و" + particle + word} {
				if t.exact[form] == 0 {
					t.exact[form] = kinds
				}
			}
		}
	}
}

// TypeCueIn returns the kinds of places that agree with the common noun before or after
// mention i in a language other than English, or in it, or 0: "provincia de Santa Fe",
// "Харьковская область", "四川省".
func TypeCueIn(language, text string, mentions []geo.Mention, i int) Kinds {
	n := nounsByLanguage()[language]
	m := &mentions[i]
	if n == nil || !IsNoun(m) {
		return 0
	}
	if k, end := n.nounAfter(text, m.End); k != 0 && (i+1 == len(mentions) || end <= mentions[i+1].Start) {
		return k
	}
	if k := n.inName(m.Phrase); k != 0 {
		return k
	}
	start := 0
	if i > 0 {
		start = mentions[i-1].End
	}
	k, _ := n.nounBefore(text, start, m.Start)
	return k
}

// IsNounAfter reports whether a word is a common noun of places that follows their names in a
// language other than English.
func IsNounAfter(language, word string) bool {
	n := nounsByLanguage()[language]
	return n != nil && n.after.of(strings.ToLower(word)) != 0
}

// KindsBefore returns the kinds of places that agree with a word that precedes their names as a common noun in a language other
// than English, or 0.
func KindsBefore(language, word string) Kinds {
	n := nounsByLanguage()[language]
	if n == nil {
		return 0
	}
	return n.before.of(strings.ToLower(word))
}

// FollowsOtherNoun reports whether a text in a language other than English ends with a common noun of places that does not agree with a
// kind of place: "وادي " before a settlement. Nouns of settlements, areas, states and airports agree with all.
func FollowsOtherNoun(language, before string, kind geo.Kind) bool {
	rest, ok := strings.CutSuffix(before, " ")
	if !ok {
		return false
	}
	kinds := KindsBefore(language, trailingWord(rest))
	return kinds != 0 && !kinds.Has(kind) && !kinds.Has(geo.KindSettlement) && !kinds.Has(geo.KindAdmin1) && !kinds.Has(geo.KindAdmin2) && !kinds.Has(geo.KindCountry) && !kinds.Has(geo.KindAirport)
}

// NounSpan returns the span around a name at [start, end) that includes the common noun
// before or after it, in a language other than English, and the same span if there is none.
// It begins at least at the offset from.
func NounSpan(language, text string, from int, name geo.Span) geo.Span {
	n := nounsByLanguage()[language]
	if n == nil {
		return name
	}
	if k, end := n.nounAfter(text, name.End); k != 0 {
		return geo.Span{Start: name.Start, End: end}
	}
	if k, start := n.nounBefore(text, from, name.Start); k != 0 {
		return geo.Span{Start: start, End: name.End}
	}
	return name
}

// NounBefore returns the kinds of places that agree with the common noun before a name that begins at the offset start of a text in a
// language other than English, with the words that join them, or 0. It reads no text before the offset from.
func NounBefore(language, text string, from, start int) Kinds {
	n := nounsByLanguage()[language]
	if n == nil {
		return 0
	}
	kinds, _ := n.nounBefore(text, from, start)
	return kinds
}

// CutNoun returns the span of the name in a phrase at the offset at that begins or ends with
// a common noun: "Santa Fe" in "provincia de Santa Fe". ok is false if there is none.
func CutNoun(language, phrase string, at int) (name geo.Span, ok bool) {
	n := nounsByLanguage()[language]
	if n == nil {
		return geo.Span{}, false
	}
	first, rest := cutWord(phrase)
	if n.before.of(strings.ToLower(first)) != 0 && rest != "" {
		for range 2 {
			if word, more := cutWord(rest); more != "" && n.joiners[strings.ToLower(word)] {
				rest = more
			}
		}
		return geo.Span{Start: at + len(phrase) - len(rest), End: at + len(phrase)}, true
	}
	if space := strings.LastIndexByte(phrase, ' '); space > 0 && n.after.of(strings.ToLower(phrase[space+1:])) != 0 {
		return geo.Span{Start: at, End: at + space}, true
	}
	return geo.Span{}, false
}

// cutWord returns the first word of s and what follows the space after it.
func cutWord(s string) (word, rest string) {
	word, rest, _ = strings.Cut(s, " ")
	return word, rest
}

// inName returns the kinds of places that agree with the first or the last word of a name.
func (n *nouns) inName(phrase string) Kinds {
	if first, rest := cutWord(phrase); rest != "" {
		if k := n.before.of(strings.ToLower(first)); k != 0 {
			return k
		}
		if k := n.after.of(strings.ToLower(phrase[strings.LastIndexByte(phrase, ' ')+1:])); k != 0 {
			return k
		}
	}
	if k, noun := n.hanSuffix(phrase); k != 0 && utf8.RuneCountInString(phrase) > utf8.RuneCountInString(noun)+1 {
		return k
	}
	return 0
}

// hanSuffix returns the noun that a name in Chinese characters ends with.
func (n *nouns) hanSuffix(phrase string) (Kinds, string) {
	r, _ := utf8.DecodeLastRuneInString(phrase)
	if !unicode.Is(unicode.Han, r) {
		return 0, ""
	}
	for noun, k := range n.after.exact {
		if len(noun) == utf8.RuneLen(r) && strings.HasSuffix(phrase, noun) {
			return k, noun
		}
	}
	return 0, ""
}

// nounAfter returns the kinds of the noun that follows the offset end of a text, and where
// it ends.
func (n *nouns) nounAfter(text string, end int) (Kinds, int) {
	rest := text[end:]
	if r, size := utf8.DecodeRuneInString(rest); unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hangul, r) {
		return n.after.exact[rest[:size]], end + size
	}
	if !strings.HasPrefix(rest, " ") {
		return 0, end
	}
	word := leadingWord(rest[1:])
	if word == "" {
		return 0, end
	}
	return n.after.of(strings.ToLower(word)), end + 1 + len(word)
}

// nounBefore returns the kinds of the noun between the offsets from and start of a text,
// which ends at start but for joiners, and where it begins.
func (n *nouns) nounBefore(text string, from, start int) (Kinds, int) {
	for range 3 {
		before := text[min(from, start):start]
		if word, ok := elision(before); ok {
			start -= len(word)
			continue
		}
		before, ok := strings.CutSuffix(before, " ")
		if !ok {
			return 0, start
		}
		word := trailingWord(before)
		at := start - 1 - len(word)
		lower := strings.ToLower(word)
		if k := n.before.of(lower); k != 0 {
			return k, at
		}
		if word == "" || !n.joiners[lower] {
			return 0, start
		}
		start = at
	}
	return 0, start
}

// elision returns the article or preposition that s ends with, written together with the next
// word: "d'".
func elision(s string) (string, bool) {
	for _, e := range []string{"d'", "d’", "l'", "l’", "dell'", "dell’"} {
		if strings.HasSuffix(s, e) {
			return e, true
		}
	}
	return "", false
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.Is(unicode.M, r) || r == '\u200c' || r == '’' || r == '\''
}

// leadingWord returns the word that s begins with.
func leadingWord(s string) string {
	if i := strings.IndexFunc(s, func(r rune) bool { return !isWordRune(r) }); i >= 0 {
		return s[:i]
	}
	return s
}

// trailingWord returns the word that s ends with.
func trailingWord(s string) string {
	at := len(s)
	for at > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:at])
		if !isWordRune(r) {
			break
		}
		at -= size
	}
	return s[at:]
}
