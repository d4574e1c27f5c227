package bundled

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo/internal/lexicon"
)

// minBareHan is the number of characters of a Chinese or Japanese name without its
// designator.
const minBareHan = 2

// bareLocalName returns the name of an area in a language without the noun for its kind:
// "خوزستان" for "استان خوزستان", "四川" for "四川省". ok is false if there is no such noun, and for names that begin with a
// letter without accents.
func bareLocalName(language, name string) (bare string, ok bool) {
	if name == "" || name[0] < utf8.RuneSelf { // names in Latin script are those in English too
		return "", false
	}
	for _, e := range lexicon.Entries(language, "type-noun-after") {
		noun, inflects := strings.CutSuffix(e.Word, "*")
		if inflects || !strings.Contains(e.Value, "areas") {
			continue
		}
		bare, ok = strings.CutSuffix(name, noun)
		if ok && isHan(bare) && utf8.RuneCountInString(bare) >= minBareHan {
			return bare, true
		}
		if bare, ok = strings.CutSuffix(bare, " "); ok && len(bare) > 2 {
			return bare, true
		}
	}
	head, rest, found := strings.Cut(name, " ")
	if !found || !slices.ContainsFunc(lexicon.Entries(language, "type-noun-before"), func(e lexicon.Entry) bool {
		return strings.Contains(e.Value, "areas") && e.Word == strings.ToLower(head)
	}) {
		return "", false
	}
	return rest, len(rest) > 2
}

// isHan reports whether a name is in Chinese characters only.
func isHan(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}
