package tagger

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo/internal/abbrev"
	"dateline/geo/internal/script"

	"github.com/clipperhouse/uax29/v2/words"
)

// Class is the orthographic class of a token.
type Class uint8

// The orthographic classes, with examples.
const (
	ClassLower       Class = iota // afghan
	ClassCapital                  // Kabul
	ClassUpper                    // KABUL
	ClassMixed                    // McDonald, iPhone
	ClassInitials                 // U.S., D.C., a single capital with or without its period
	ClassNumber                   // 50, 1,000, 3.5, 1990s
	ClassAlnum                    // M25, F16
	ClassPunctuation              // one punctuation mark or symbol
	ClassCaseless                 // letters of a script without case
)

// Token is a word, number or punctuation mark of a text.
type Token struct {
	// Start and End are byte offsets in the text, half-open.
	Start, End uint32
	// Lower is the hash of the token's lower-case form, see [HashLower].
	Lower uint32
	// Lists are the word lists that contain the token.
	Lists    WordLists
	Sentence uint32 // index of the token's sentence
	Class    Class
	// Space reports whether white space or the start of the text precedes the token.
	Space bool
	// Breaks is 1 where a line break precedes the token, 2 where a paragraph break does.
	Breaks uint8
}

// Cased reports whether the token begins with a capital letter.
func (t *Token) Cased() bool { return t.Class >= ClassCapital && t.Class <= ClassInitials }

// IsWord reports whether the token contains letters or digits.
func (t *Token) IsWord() bool { return t.Class != ClassPunctuation }

// Text returns the token's part of text.
func (t *Token) Text(text string) string { return text[t.Start:t.End] }

// hashSeed and hashPrime are the constants of the 32-bit FNV-1a hash.
const (
	hashSeed  = 2166136261
	hashPrime = 16777619
)

// HashLower returns the FNV-1a hash of the lower-case form of s, with every digit replaced by 0
// and periods removed, so that "U.S." and "us" have the same hash.
func HashLower(s string) uint32 {
	h := uint32(hashSeed)
	for i := 0; i < len(s); {
		b := s[i]
		if b < utf8.RuneSelf {
			i++
			switch {
			case b == '.':
				continue
			case b >= 'A' && b <= 'Z':
				b += 'a' - 'A'
			case b >= '0' && b <= '9':
				b = '0'
			}
			h = (h ^ uint32(b)) * hashPrime
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if r == '’' {
			r = '\''
		}
		h = hashRune(h, LowerRune(r))
	}
	return h
}

func hashRune(h uint32, r rune) uint32 {
	if r < utf8.RuneSelf {
		return (h ^ uint32(r)) * hashPrime
	}
	for r != 0 {
		h = (h ^ uint32(r&0xff)) * hashPrime
		r >>= 8
	}
	return h
}

// Tokenize appends the tokens of text to dst. It follows Unicode's word boundaries (UAX 29) with
// three exceptions that names need: a possessive "'s" is a separate token, the period of an
// abbreviation or of initials is part of it, and two words joined by a period or colon without
// a space are separate tokens.
func Tokenize(dst []Token, text string) []Token {
	it := words.FromString(text)
	space, breaks := true, 2
	for it.Next() {
		s, start := it.Value(), it.Start()
		if blank, lines := whiteSpace(s); blank {
			space = true
			breaks += lines
			continue
		}
		n := len(dst)
		dst = appendWord(dst, text, start, start+len(s))
		if len(dst) > n { // a period may have been added to the preceding token instead
			dst[n].Space = space
			dst[n].Breaks = uint8(min(breaks, 2))
		}
		space, breaks = false, 0
	}
	return dst
}

// whiteSpace reports whether s is white space, and the number of line breaks in it.
func whiteSpace(s string) (blank bool, lines int) {
	for i := 0; i < len(s); {
		b := s[i]
		if b < utf8.RuneSelf {
			i++
			switch b {
			case '\n':
				lines++
			case ' ', '\t', '\r', '\v', '\f', 0:
			default:
				return false, 0
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if script.IsWide(r) || !unicode.IsSpace(r) && r != '\u200b' && r != '\ufeff' {
			return false, 0
		}
		if r == '\u2028' || r == '\u2029' || r == '\u0085' {
			lines++
		}
	}
	return true, lines
}

// appendWord appends the tokens of one word of the Unicode segmentation to dst.
func appendWord(dst []Token, text string, start, end int) []Token {
	s := text[start:end]
	if len(s) == 1 && s[0] == '.' && len(dst) > 0 {
		if last := &dst[len(dst)-1]; int(last.End) == start && takesPeriod(last.Text(text), text, end) {
			last.End = uint32(end)
			last.Lower = HashLower(last.Text(text))
			switch {
			case last.Class == ClassUpper && placeAbbreviations[last.Text(text)]:
				last.Class = ClassCapital
			case last.Class == ClassUpper && last.End-last.Start <= 3:
				last.Class = ClassInitials
			}
			return dst
		}
	}
	if len(s) > 4 && abbrev.Compass(s[:2]) != "" && isUpperASCII(s[2]) && isLowerASCII(s[3]) { // "S.Korea"
		dst = appendToken(dst, text, start, start+2)
		start, s = start+2, s[2:]
	}
	for i := 1; i+1 < len(s); i++ {
		if (s[i] == '.' || s[i] == ':') && missesSpace(s[:i], s[i:]) {
			dst = appendToken(dst, text, start, start+i)
			dst = appendToken(dst, text, start+i, start+i+1)
			start += i + 1
			s, i = s[i+1:], 0
		}
	}
	if n := possessiveLen(s); n > 0 {
		dst = appendToken(dst, text, start, end-n)
		return appendToken(dst, text, end-n, end)
	}
	return appendToken(dst, text, start, end)
}

// placeAbbreviations are words of names of places in capitals: "ST. LOUIS".
var placeAbbreviations = map[string]bool{"ST.": true, "FT.": true, "MT.": true}

// possessiveLen returns the length in bytes of a final "'s" of s, or 0.
func possessiveLen(s string) int {
	n := len(s)
	if n < 3 || s[n-1] != 's' && s[n-1] != 'S' {
		return 0
	}
	if s[n-2] == '\'' {
		return 2
	}
	if n > 4 && s[n-4:n-1] == "’" {
		return 4
	}
	return 0
}

// missesSpace reports whether a and rest, which begins with a period or colon, are two words
// without the space between them, as in "border.The" or "Kabul:Police". It returns false for
// initials and host names.
func missesSpace(a, rest string) bool {
	b := rest[1:]
	if rest[0] == ':' {
		return true
	}
	return len(a) > 2 && len(b) > 1 && isLowerASCII(a[len(a)-1]) && isUpperASCII(b[0]) && isLowerASCII(b[1])
}

func isLowerASCII(b byte) bool { return b >= 'a' && b <= 'z' }
func isUpperASCII(b byte) bool { return b >= 'A' && b <= 'Z' }

func appendToken(dst []Token, text string, start, end int) []Token {
	t := Token{Start: uint32(start), End: uint32(end)}
	t.Describe(text)
	return append(dst, t)
}

// classOf returns the orthographic class of s.
func classOf(s string) Class {
	var counts [kindMark + 1]int
	for _, r := range s {
		counts[kindOf(r)]++
	}
	return classOfCounts(s, counts[kindUpper], counts[kindLower], counts[kindDigit], counts[kindCaseless], counts[kindOther])
}

// classOfCounts returns the orthographic class of s, which has the given numbers of characters.
func classOfCounts(s string, upper, lower, digits, caseless, other int) Class {
	letters := upper + lower + caseless
	switch {
	case letters == 0 && digits == 0:
		return ClassPunctuation
	case letters == 0:
		return ClassNumber
	case digits > 0 && upper == 0:
		return ClassNumber
	case digits > 0:
		return ClassAlnum
	case caseless > 0:
		return ClassCaseless
	case upper == 0:
		return ClassLower
	case lower == 0 && (letters == 1 || other > 0 && isInitials(s)):
		return ClassInitials
	case lower == 0:
		return ClassUpper
	case upper == 1 && beginsUpper(s):
		return ClassCapital
	}
	return ClassMixed
}

// beginsUpper reports whether s begins with an upper-case or title-case letter.
func beginsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

// isInitials reports whether s is single bytes with periods between them.
func isInitials(s string) bool {
	for i := 0; i < len(s); i++ {
		if (i%2 == 1) != (s[i] == '.') {
			return false
		}
	}
	return len(s) > 1
}

// takesPeriod reports whether a period after word, which ends at byte offset next of text, is
// part of the word, as in initials and abbreviations.
func takesPeriod(word, text string, next int) bool {
	if len(word) == 1 {
		// A single capital is an initial, unless the line ends ("Plan B.").
		return isUpperASCII(word[0]) && next < len(text) && text[next] != '\n'
	}
	if isInitials(word) {
		return true
	}
	if len(word) > longestAbbreviation || word[len(word)-1] == '.' {
		return false
	}
	return abbreviations[word] || isUpperASCII(word[1]) && next < len(text) && text[next] == ' ' && abbreviations[word[:1]+strings.ToLower(word[1:])]
}

// longestAbbreviation is the length in bytes of the longest entry of abbreviations.
const longestAbbreviation = 6

// Describe sets the hash and class of a token whose span was changed.
func (t *Token) Describe(text string) {
	s := t.Text(text)
	if hash, counts, ok := scanASCII(s); ok {
		t.Lower, t.Class = hash, classOfCounts(s, int(counts>>16&0xff), int(counts>>8&0xff), int(counts>>24&0xff), 0, int(counts&0xff))
		return
	}
	if len(s) == wideSize {
		if r, _ := utf8.DecodeRuneInString(s); script.IsWide(r) {
			t.Lower, t.Class = hashRune(hashSeed, r), ClassCaseless
			return
		}
	}
	t.Lower, t.Class = HashLower(s), classOf(s)
}

// wideSize is the size in bytes of a character for which [script.IsWide].
const wideSize = 3

// asciiByte describes a byte of ASCII text: what HashLower hashes, and 1 in the lane of 8 bits of its kind, other, lower,
// upper or digit.
type asciiByte struct {
	lower uint8
	lane  uint32
}

// asciiBytes has the bytes of ASCII.
var asciiBytes = func() (table [utf8.RuneSelf]asciiByte) {
	for i := range table {
		switch b := byte(i); {
		case isLowerASCII(b):
			table[i] = asciiByte{b, 1 << 8}
		case isUpperASCII(b):
			table[i] = asciiByte{b + 'a' - 'A', 1 << 16}
		case b >= '0' && b <= '9':
			table[i] = asciiByte{'0', 1 << 24}
		default:
			table[i] = asciiByte{b, 1}
		}
	}
	return table
}()

// scanASCII returns HashLower(s) and the numbers of its bytes by kind, in one pass. ok is false if s has other characters
// or more than 255.
func scanASCII(s string) (hash, counts uint32, ok bool) {
	if len(s) > 255 {
		return 0, 0, false
	}
	hash = hashSeed
	for i := range len(s) {
		b := s[i]
		if b >= utf8.RuneSelf {
			return 0, 0, false
		}
		kind := asciiBytes[b]
		counts += kind.lane
		if b != '.' {
			hash = (hash ^ uint32(kind.lower)) * hashPrime
		}
	}
	return hash, counts, true
}
