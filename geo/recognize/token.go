package recognize

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// class is what a token looks like.
type class uint8

// The classes of token.
const (
	classLower    class = iota // afghan
	classCapital               // Kabul
	classUpper                 // KABUL
	classMixed                 // McDonald, iPhone
	classInitials              // U.S., D.C., a single capital with or without its stop
	classNumber                // 50, 1,000, 3.5, 1990s
	classAlnum                 // M25, F16
	classPunct                 // any one mark
	classCaseless              // letters of a script without case
)

// token is one word, number or mark, with what later passes ask of it.
type token struct {
	start, end uint32
	// lower is a hash of the token in lower case, with every digit a zero.
	lower uint32
	// lex holds what the word lists say of the token.
	lex      lexicon
	sentence uint32
	class    class
	// space says that white space, or the start of the text, comes before.
	space bool
	// breaks says that a line ends before the token: 1 a line, 2 a paragraph.
	breaks uint8
}

// cased reports whether the token begins with a capital.
func (t *token) cased() bool { return t.class >= classCapital && t.class <= classInitials }

// word reports whether the token has letters or digits.
func (t *token) word() bool { return t.class != classPunct }

// hashSeed and hashPrime are those of the 32-bit FNV-1a hash.
const (
	hashSeed  = 2166136261
	hashPrime = 16777619
)

// hashLower is FNV-1a over the lower-case form of s, every digit taken as 0 and
// stops left out, so that "U.S." and "US" are one word.
func hashLower(s string) uint32 {
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
		h = hashRune(h, unicode.ToLower(r))
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

// tokenize appends the tokens of text to dst. It follows Unicode's word
// boundaries (UAX 29) and departs from them where names need it: a possessive
// "'s" stands alone, the stop of an abbreviation or of initials belongs to it,
// and two words run together at a stop or colon are two.
func tokenize(dst []token, text string) []token {
	it := words.FromString(text)
	space, breaks := true, 2
	for it.Next() {
		s, start := it.Value(), it.Start()
		if blank, lines := blanks(s); blank {
			space = true
			breaks += lines
			continue
		}
		n := len(dst)
		dst = appendWord(dst, text, start, start+len(s))
		if len(dst) > n { // a stop may have joined the token before it
			dst[n].space = space
			dst[n].breaks = uint8(min(breaks, 2))
		}
		space, breaks = false, 0
	}
	return dst
}

// blanks reports whether s is white space, and how many line ends it holds.
func blanks(s string) (blank bool, lines int) {
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
		if !unicode.IsSpace(r) && r != '\u200b' && r != '\ufeff' {
			return false, 0
		}
		if r == '\u2028' || r == '\u2029' || r == '\u0085' {
			lines++
		}
	}
	return true, lines
}

// appendWord appends the one or more tokens of a word that Unicode's rules see.
func appendWord(dst []token, text string, start, end int) []token {
	s := text[start:end]
	if len(s) == 1 && s[0] == '.' && len(dst) > 0 {
		// A stop right after a word may belong to it.
		if last := &dst[len(dst)-1]; int(last.end) == start && takesStop(text[last.start:last.end], text, end) {
			last.end = uint32(end)
			last.lower = hashLower(text[last.start:end])
			if last.class == classUpper && last.end-last.start <= 3 {
				last.class = classInitials
			}
			return dst
		}
	}
	for i := 1; i+1 < len(s); i++ {
		if (s[i] == '.' || s[i] == ':') && runTogether(s[:i], s[i:]) {
			dst = appendToken(dst, text, start, start+i)
			dst = appendToken(dst, text, start+i, start+i+1)
			start += i + 1
			s, i = s[i+1:], 0
		}
	}
	if n := possessive(s); n > 0 {
		dst = appendToken(dst, text, start, end-n)
		return appendToken(dst, text, end-n, end)
	}
	return appendToken(dst, text, start, end)
}

// possessive returns the length of a final "'s", or 0.
func possessive(s string) int {
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

// runTogether reports whether a and b are two words with a mark between them,
// as in "border.The" or "Kabul:Police", and not initials or an address.
func runTogether(a, rest string) bool {
	b := rest[1:]
	if rest[0] == ':' {
		return true
	}
	return len(a) > 2 && len(b) > 1 && isLowerASCII(a[len(a)-1]) && isUpperASCII(b[0]) && isLowerASCII(b[1])
}

func isLowerASCII(b byte) bool { return b >= 'a' && b <= 'z' }
func isUpperASCII(b byte) bool { return b >= 'A' && b <= 'Z' }

func appendToken(dst []token, text string, start, end int) []token {
	s := text[start:end]
	return append(dst, token{start: uint32(start), end: uint32(end), lower: hashLower(s), class: classOf(s)})
}

// classOf tells what s looks like.
func classOf(s string) class {
	var upper, lower, digits, caseless, other, letters int
	first := classPunct
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r < utf8.RuneSelf && isLowerASCII(byte(r)):
			lower++
			letters++
		case r < utf8.RuneSelf && isUpperASCII(byte(r)):
			upper++
			letters++
			if i == 0 {
				first = classCapital
			}
		case r < utf8.RuneSelf:
			other++
		case unicode.IsUpper(r) || unicode.IsTitle(r):
			upper++
			letters++
			if i == 0 {
				first = classCapital
			}
		case unicode.IsLower(r):
			lower++
			letters++
		case unicode.IsLetter(r):
			caseless++
			letters++
		case unicode.IsDigit(r):
			digits++
		case unicode.IsMark(r):
		default:
			other++
		}
	}
	switch {
	case letters == 0 && digits == 0:
		return classPunct
	case letters == 0:
		return classNumber
	case digits > 0 && upper == 0:
		return classNumber
	case digits > 0:
		return classAlnum
	case caseless > 0:
		return classCaseless
	case upper == 0:
		return classLower
	case lower == 0 && (letters == 1 || other > 0 && initials(s)):
		return classInitials
	case lower == 0:
		return classUpper
	case first == classCapital && upper == 1:
		return classCapital
	}
	return classMixed
}

// initials reports whether s is single letters with stops between them.
func initials(s string) bool {
	for i := 0; i < len(s); i++ {
		if (i%2 == 1) != (s[i] == '.') {
			return false
		}
	}
	return len(s) > 1
}

// takesStop reports whether a stop that follows word belongs to it: initials and
// abbreviations do; next is where the text goes on.
func takesStop(word, text string, next int) bool {
	if len(word) == 1 {
		// A single letter: initials, unless the sentence plainly ends ("Plan B.").
		return isUpperASCII(word[0]) && next < len(text) && text[next] != '\n'
	}
	if initials(word) {
		return true
	}
	if len(word) > 6 || word[len(word)-1] == '.' {
		return false
	}
	return abbreviations[word]
}
