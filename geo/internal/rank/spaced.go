package rank

import (
	"strings"
	"unicode"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/cue"
)

// zeroWidthNonJoiner is between the parts of words in Persian and Urdu, where others write a space or nothing.
const zeroWidthNonJoiner = "\u200c"

// lookupSpaced looks a phrase in Arabic script up with its words written together and apart: "خان‌آباد" for "خان آباد".
func (d *Document) lookupSpaced(g *Cluster, phrase string) {
	if d.language == "" || !strings.Contains(phrase, zeroWidthNonJoiner) && !strings.Contains(phrase, " ") || !strings.ContainsFunc(phrase, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
		return
	}
	for _, other := range [...]string{strings.ReplaceAll(phrase, zeroWidthNonJoiner, " "), strings.ReplaceAll(strings.ReplaceAll(phrase, zeroWidthNonJoiner, ""), " ", "")} {
		if d.empty(g) && other != phrase {
			d.norm2 = gazetteer.Normalize(d.norm2[:0], other)
			d.lookup(g, d.norm2, MatchExact, cue.AnyKind)
		}
	}
}
