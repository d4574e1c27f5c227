package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NormalizeText is the form in which a text is kept: valid UTF-8 in Unicode NFC,
// lines ended by "\n", without a byte order mark, soft hyphens, zero-width
// spaces, bidirectional marks and control characters; a run of spaces and tabs
// is one space, lines have none at their ends, and no more than one empty line
// follows another. Zero-width joiners stay: Persian and the
// Indic scripts spell with them. It is idempotent.
func NormalizeText(s string) string {
	s = strings.ToValidUTF8(s, "�")
	var b strings.Builder
	b.Grow(len(s))
	spaces, lines := 0, 0
	started := false
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		switch {
		case r == '\r' && i < len(s) && s[i] == '\n':
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f' || r == '\u0085':
			lines++
			if r == '\u2029' || r == '\f' {
				lines++
			}
			spaces = 0
		case r == ' ' || r == '\t' || r >= utf8.RuneSelf && unicode.Is(unicode.Zs, r):
			spaces++
		case dropped(r):
		default:
			if started {
				switch {
				case lines > 1:
					b.WriteString("\n\n")
				case lines == 1:
					b.WriteByte('\n')
				}
				if lines == 0 {
					for range min(spaces, 1) {
						b.WriteByte(' ')
					}
				}
			}
			started, spaces, lines = true, 0, 0
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// dropped are characters that a reader does not see and that break names apart.
func dropped(r rune) bool {
	switch {
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		return true
	case r == '\u00ad' || r == '\u200b' || r == '\u2060' || r == '\ufeff' || r == '\u200e' || r == '\u200f' || r == '\u061c':
		return true
	case r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069':
		return true
	}
	return false
}
