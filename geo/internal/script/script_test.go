package script_test

import (
	"testing"
	"unicode"

	"dateline/geo/internal/script"
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
