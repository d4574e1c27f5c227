package gazetteer

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

// hanVariants has a line for each simplified Chinese character with the traditional ones that become it. Source:
// kSimplifiedVariant of the Unicode Han Database 15.0, where a character is not also simplified itself.
//
//go:embed han.tsv
var hanVariants string

// The CJK unified ideographs of the first block.
const (
	firstHan = '\u4e00'
	lastHan  = '\u9fff'
)

// simplified has the simplified form of each character from firstHan on.
var simplified = sync.OnceValue(func() *[lastHan - firstHan + 1]rune {
	t := new([lastHan - firstHan + 1]rune)
	for i := range t {
		t[i] = firstHan + rune(i)
	}
	for line := range strings.Lines(hanVariants) {
		to, variants, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		s, _ := utf8.DecodeRuneInString(to)
		for _, r := range variants {
			t[r-firstHan] = s
		}
	}
	return t
})

// Simplified returns the simplified form of a Chinese character, and other runes as they are.
func Simplified(r rune) rune {
	if r < firstHan || r > lastHan {
		return r
	}
	return simplified()[r-firstHan]
}
