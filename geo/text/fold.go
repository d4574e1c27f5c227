package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s in lower case, its Latin, Greek and Cyrillic letters without
// diacritics, in Unicode NFC. Two strings that differ in case or accents only have
// the same folding: it is the form in which search terms and filters are compared.
// Other scripts keep their marks, which distinguish words there. Fold is idempotent.
//
// The viewer's TypeScript has the same function; testdata/fold.tsv holds the cases
// that both must pass. Names of places are looked up by the gazetteer's own
// normalization, which folds more.
func Fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	var base rune // the letter that marks are attached to
	for _, r := range norm.NFD.String(s) {
		if unicode.Is(unicode.Mn, r) && unicode.In(base, unicode.Latin, unicode.Greek, unicode.Cyrillic) {
			continue
		}
		if !unicode.Is(unicode.Mn, r) {
			base = r
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return norm.NFC.String(b.String())
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
