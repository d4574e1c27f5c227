package script_test

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"dateline/geo/internal/script"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestCharactersAreAsInUnicode(t *testing.T) {
	for r := rune(-1); r <= unicode.MaxRune+1; r++ {
		letter := unicode.IsLetter(r)
		if got, want := script.IsWord(r), letter || unicode.IsDigit(r) || unicode.Is(unicode.M, r); got != want {
			t.Errorf("%U is a letter, digit or mark: %t, want %t", r, got, want)
		}
		if script.IsWide(r) && (!letter || unicode.ToLower(r) != r || unicode.ToUpper(r) != r || unicode.IsDigit(r) || unicode.IsSpace(r)) {
			t.Errorf("%U is no letter without case", r)
		}
	}
}

func TestComposedTextsStay(t *testing.T) {
	for r := range rune(unicode.MaxRune) {
		if utf8.ValidRune(r) && script.IsComposed(string(r)) && !norm.NFC.IsNormalString("e"+string(r)) {
			t.Errorf("%U is taken for composed", r)
		}
	}
	letters := []rune("aéé́Ж़राऑଡ଼ড়়ががㄱ가각\u1100\u1161\u11a8\u0300\u0327 ،ی\u200c中ﬁ①…")
	rapid.Check(t, func(t *rapid.T) {
		s := string(rapid.SliceOf(rapid.OneOf(rapid.SampledFrom(letters), rapid.Rune())).Draw(t, "text"))
		if script.IsComposed(s) && norm.NFC.String(s) != s {
			t.Errorf("%+q is taken for composed", s)
		}
	})
}
