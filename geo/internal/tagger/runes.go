package tagger

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"dateline/geo/internal/script"
)

// runeKind is what a character counts as in the class of a word.
type runeKind uint8

// The kinds of characters.
const (
	kindOther runeKind = iota
	kindUpper
	kindLower
	kindDigit
	kindCaseless // a letter without case
	kindMark     // it does not count
)

// runeInfo has the lower-case form and the kind of a character.
type runeInfo struct {
	lower uint16
	kind  runeKind
}

// runePageSize is the number of characters of a page.
const runePageSize = 256

// runePages returns the pages of the characters below U+1100, of all scripts with case and of those of India and
// Southeast Asia. A page is made when it is first used, since a table of the package unicode takes 10 times as long.
var runePages = func() (pages [0x1100 / runePageSize]func() *[runePageSize]runeInfo) {
	for i := range pages {
		pages[i] = sync.OnceValue(func() *[runePageSize]runeInfo {
			page := new([runePageSize]runeInfo)
			for k := range page {
				page[k] = newRuneInfo(rune(i*runePageSize + k))
			}
			return page
		})
	}
	return pages
}()

// infoOf returns the lower-case form and the kind of a character below U+10000.
func infoOf(r rune) runeInfo {
	switch {
	case r < 0x1100:
		return runePages[r/runePageSize]()[r%runePageSize]
	case script.IsWide(r):
		return runeInfo{uint16(r), kindCaseless}
	}
	return newRuneInfo(r)
}

func newRuneInfo(r rune) runeInfo { return runeInfo{uint16(unicode.ToLower(r)), newRuneKind(r)} }

func newRuneKind(r rune) runeKind {
	switch {
	case r < utf8.RuneSelf:
		switch {
		case r >= '0' && r <= '9':
			return kindDigit
		case isLowerASCII(byte(r)):
			return kindLower
		case isUpperASCII(byte(r)):
			return kindUpper
		}
		return kindOther
	case unicode.IsUpper(r) || unicode.IsTitle(r):
		return kindUpper
	case unicode.IsLower(r):
		return kindLower
	case unicode.IsLetter(r):
		return kindCaseless
	case unicode.IsDigit(r):
		return kindDigit
	case unicode.IsMark(r):
		return kindMark
	}
	return kindOther
}

// LowerRune is [unicode.ToLower], faster for the letters of most scripts.
func LowerRune(r rune) rune {
	switch {
	case r < 0 || r > 0xffff:
		return unicode.ToLower(r)
	case r < 0x1100 || script.IsWide(r):
		return rune(infoOf(r).lower)
	}
	return unicode.ToLower(r)
}

// kindOf returns the kind of a character.
func kindOf(r rune) runeKind {
	if r < 0 || r > 0xffff {
		return newRuneKind(r)
	}
	return infoOf(r).kind
}
