package pdf

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Whatever positions a document gives its characters, none is lost and none added.
func FuzzLogicalOrder(f *testing.F) {
	f.Add("حلب on 14 (12) شاحنة.\r\nKabul كابل.", []byte{9, 8, 7, 1, 2, 3, 200, 100})
	f.Add("لا إله 5%", []byte{})
	f.Fuzz(func(t *testing.T, text string, at []byte) {
		var page []glyph
		for i, r := range []rune(text) {
			page = append(page, glyph{string(r), float64(i)})
			if i < len(at) {
				page[i].left = float64(at[i])
			}
		}
		plain := func(s string) string {
			letters := []rune(norm.NFKC.String(strings.Map(func(r rune) rune {
				if unicode.IsLetter(r) {
					return r
				}
				return -1
			}, s)))
			slices.Sort(letters)
			return string(letters)
		}
		if got := logicalOrder(page); plain(got) != plain(text) {
			t.Errorf("%q of %q", got, text)
		}
	})
}
