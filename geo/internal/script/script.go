// Package script classifies characters as the package unicode does, faster for common ones.
package script

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// IsWide reports whether r is a common Chinese character, a syllable of Korean, or a letter of Hiragana or Katakana. They
// are letters without case.
func IsWide(r rune) bool {
	return r >= '\u4e00' && r <= '\u9fff' || r >= '\uac00' && r <= '\ud7a3' || r >= '\u3041' && r <= '\u3096' || r >= '\u30a1' && r <= '\u30fa'
}

// IsWord reports whether r is a letter, a digit or a mark.
func IsWord(r rune) bool {
	switch {
	case r < 0:
		return false
	case r < utf8.RuneSelf:
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	case r < tableEnd:
		return words()[r]
	}
	return IsWide(r) || isWord(r)
}

// tableEnd is the end of the characters in the table of words: the scripts with case and those of India and Southeast Asia.
const tableEnd = 0x1100

// words has the letters, digits and marks among the characters before tableEnd.
var words = sync.OnceValue(func() *[tableEnd]bool {
	t := new([tableEnd]bool)
	for r := range rune(tableEnd) {
		t[r] = isWord(r)
	}
	return t
})

// IsComposed reports whether all characters of s are as they are in Unicode's composed form (NFC) and join none before them, so that
// it leaves s as it is. There are texts in that form with other characters.
func IsComposed(s string) bool {
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		if r < composedEnd && !composed()[r] || r >= composedEnd && !IsWide(r) && !isComposed(r) {
			return false
		}
	}
	return true
}

// composedEnd is the end of the characters in the table of IsComposed: those before Chinese.
const composedEnd = 0x3200

// composed has the characters for which isComposed.
var composed = sync.OnceValue(func() *[composedEnd]bool {
	t := new([composedEnd]bool)
	for r := range rune(composedEnd) {
		t[r] = isComposed(r)
	}
	return t
})

func isComposed(r rune) bool {
	if r == utf8.RuneError {
		return false
	}
	s := string(r)
	return norm.NFC.PropertiesString(s).BoundaryBefore() && norm.NFC.IsNormalString(s)
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// serbianLatin are the Latin letters of the Cyrillic letters of Serbian.
var serbianLatin = strings.NewReplacer("љ", "lj", "њ", "nj", "џ", "dž", "а", "a", "б", "b", "ц", "c", "ч", "č", "ћ", "ć", "д", "d", "ђ", "đ",
	"е", "e", "ф", "f", "г", "g", "х", "h", "и", "i", "ј", "j", "к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s",
	"ш", "š", "т", "t", "у", "u", "в", "v", "з", "z", "ж", "ž", "Љ", "Lj", "Њ", "Nj", "Џ", "Dž", "А", "A", "Б", "B", "Ц", "C", "Ч", "Č", "Ћ", "Ć",
	"Д", "D", "Ђ", "Đ", "Е", "E", "Ф", "F", "Г", "G", "Х", "H", "И", "I", "Ј", "J", "К", "K", "Л", "L", "М", "M", "Н", "N", "О", "O", "П", "P",
	"Р", "R", "С", "S", "Ш", "Š", "Т", "T", "У", "U", "В", "V", "З", "Z", "Ж", "Ž")

// SerbianLatin returns a Serbian word in Cyrillic letters in Latin ones, and others as they are.
func SerbianLatin(word string) string { return serbianLatin.Replace(word) }
