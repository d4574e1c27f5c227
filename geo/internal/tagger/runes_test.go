package tagger

import (
	"testing"
	"unicode"
)

func TestRunesAgreeWithUnicode(t *testing.T) {
	for r := rune(-1); r <= 0x11000; r++ {
		if got, want := LowerRune(r), unicode.ToLower(r); got != want {
			t.Fatalf("the lower-case form of %U is %U, want %U", r, got, want)
		}
		if got, want := kindOf(r), newRuneKind(r); got != want {
			t.Fatalf("%U has kind %d, want %d", r, got, want)
		}
	}
}
