package translit

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestCodesAreThoseOfReplacement compares appendCodes with the replacement of the ligatures from left to right.
func TestCodesAreThoseOfReplacement(t *testing.T) {
	replacer := strings.NewReplacer(ligatures[:]...)
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-z]{0,6}([bcdgjkpstz]?[chjkx]?h?(oo|ou|ee|x)?){0,5}`).Draw(t, "word")
		if got, want := string(appendCodes(nil, word)), replacer.Replace(word); got != want {
			t.Errorf("%q is %q, want %q", word, got, want)
		}
	})
}

func TestArticlesAreShort(t *testing.T) {
	for _, a := range articles {
		if len(a) > maxArticle {
			t.Errorf("the article %q has more than %d letters", a, maxArticle)
		}
	}
}
