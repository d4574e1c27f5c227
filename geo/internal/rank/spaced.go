package rank

import (
	"strings"
	"unicode"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/cue"
)

// zeroWidthNonJoiner is between the parts of words in Persian and Urdu, where others write a space or nothing.
const zeroWidthNonJoiner = "\u200c"

// lookupSpaced looks a phrase in Arabic script up with its words written together and apart: "خان‌آباد" for "خان آباد",
// "حفرالباطن" for "حفر الباطن".
func (d *Document) lookupSpaced(g *Cluster, phrase string) {
	if d.language == "" || !strings.ContainsFunc(phrase, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
		return
	}
	apart := strings.ReplaceAll(phrase, zeroWidthNonJoiner, " ")
	for _, other := range [...]string{apart, strings.ReplaceAll(strings.ReplaceAll(phrase, zeroWidthNonJoiner, ""), " ", ""), splitArticle(apart)} {
		if d.empty(g) && other != phrase {
			d.norm2 = gazetteer.Normalize(d.norm2[:0], other)
			d.lookup(g, d.norm2, MatchExact, cue.AnyKind)
		}
	}
}

// minSplit is the number of bytes of the shortest word before an Arabic article within a word: three letters.
const minSplit = 6

// splitArticle returns a phrase with a space before an Arabic article within a word: "حفر الباطن" for "حفرالباطن".
func splitArticle(phrase string) string {
	if i := strings.Index(phrase, "ال"); i >= minSplit && phrase[i-1] != ' ' && !strings.Contains(phrase[:i], " ") {
		return phrase[:i] + " " + phrase[i:]
	}
	return phrase
}
