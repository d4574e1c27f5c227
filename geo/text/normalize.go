package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normalize returns the form in which the text of an article is stored: valid UTF-8
// in Unicode NFC, with "\n" line ends and without byte order marks, soft hyphens,
// zero-width spaces, bidirectional marks, control characters and noncharacters. Bytes of windows-1252 that were read as
// Latin-1 become the characters that they stand for, as in [Clean]; U+0085 is an ellipsis only in a text with other line
// ends. A run of spaces and
// tabs becomes one space, lines lose leading and trailing space, and several empty
// lines become one. Zero-width joiners are kept because Persian and the Indic scripts
// spell with them. Normalize is idempotent.
func Normalize(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	var b strings.Builder
	b.Grow(len(s))
	spaces, lines := 0, 0 // since the last visible character
	started := false
	ellipsis := strings.ContainsAny(s, "\r\n")
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
			if r < 0xa0 && (r != '\u0085' || ellipsis) && windows1252[r-0x80] != utf8.RuneError {
				r = windows1252[r-0x80]
			}
		}
		i += size
		switch {
		case r == '\r' && i < len(s) && s[i] == '\n':
		case isLineEnd(r):
			lines++
			if r == '\u2029' || r == '\f' { // these end a paragraph
				lines++
			}
			spaces = 0
		case r == ' ' || r == '\t' || r >= utf8.RuneSelf && unicode.Is(unicode.Zs, r):
			spaces++
		case isInvisible(r):
		default:
			switch {
			case !started:
			case lines > 1:
				b.WriteString("\n\n")
			case lines == 1:
				b.WriteByte('\n')
			case spaces > 0:
				b.WriteByte(' ')
			}
			started, spaces, lines = true, 0, 0
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

func isLineEnd(r rune) bool {
	return r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029'
}

// isInvisible reports whether r is a character that readers do not see and that
// divides words for programs.
func isInvisible(r rune) bool {
	switch {
	case IsForbidden(r):
		return true
	case r == '\u00ad' || r == '\u200b' || r == '\u2060' || r == '\ufeff' || r == '\u200e' || r == '\u200f' || r == '\u061c':
		return true
	case r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069':
		return true
	}
	return false
}
