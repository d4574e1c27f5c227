package text

import (
	"io"
	"strings"
	"unicode/utf8"
)

// windows1252 has the characters that windows-1252 assigns to the bytes 0x80 to 0x9f, and U+FFFD where it assigns
// none (Encoding Standard, WHATWG, index windows-1252).
var windows1252 = [32]rune{
	'€', '\ufffd', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\ufffd', 'Ž', '\ufffd',
	'\ufffd', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\ufffd', 'ž', 'Ÿ',
}

// Clean returns s without the characters that HTML and XML forbid or advise against: control characters other than tab
// and line ends, noncharacters and invalid UTF-8. Each is replaced by one character, so that offsets in code points stay
// valid: U+0080 to U+009F, which are bytes of windows-1252 that were read as Latin-1, by the character that windows-1252
// assigns, vertical tab and form feed by "\n", all others by U+FFFD. Clean is idempotent.
func Clean(s string) string {
	at := forbiddenIndex(s)
	if at < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 2)
	for at >= 0 {
		b.WriteString(s[:at])
		r, size := utf8.DecodeRuneInString(s[at:])
		b.WriteRune(replacement(r))
		s = s[at+size:]
		at = forbiddenIndex(s)
	}
	b.WriteString(s)
	return b.String()
}

// forbiddenIndex returns the index of the first character of s that Clean replaces, or -1.
func forbiddenIndex(s string) int {
	for i := 0; i < len(s); {
		if c := s[i]; c >= ' ' && c < 0x7f { // the usual case
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if IsForbidden(r) || r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// IsForbidden reports whether [Clean] replaces a character.
func IsForbidden(r rune) bool {
	switch {
	case r < ' ':
		return r != '\n' && r != '\t' && r != '\r'
	case r < 0xa0:
		return r >= 0x7f
	}
	return r >= 0xfdd0 && r <= 0xfdef || r&0xfffe == 0xfffe // noncharacters
}

// replacement returns the character that replaces one that is forbidden.
func replacement(r rune) rune {
	switch {
	case r >= 0x80 && r < 0xa0:
		return windows1252[r-0x80]
	case r == '\v' || r == '\f':
		return '\n'
	}
	return utf8.RuneError
}

// WriteClean calls write with a writer that cleans the text as [Clean] does and writes it to w. It returns the first
// error.
func WriteClean(w io.Writer, write func(io.Writer) error) error {
	c := &cleaner{w: w}
	if err := write(c); err != nil {
		return err
	}
	if len(c.rest) == 0 {
		return nil
	}
	_, err := io.WriteString(w, Clean(string(c.rest)))
	return err
}

// cleaner writes clean text. Rest is a character whose bytes have not all been written.
type cleaner struct {
	w    io.Writer
	rest []byte
}

// Write writes b without the bytes of an incomplete character at its end.
func (c *cleaner) Write(b []byte) (int, error) {
	if len(c.rest) == 0 && isPlainASCII(b) { // the usual case, without a copy
		return c.w.Write(b)
	}
	s := string(c.rest) + string(b)
	whole := len(s)
	for n := 1; n < utf8.UTFMax && n <= len(s); n++ {
		if first := s[len(s)-n]; utf8.RuneStart(first) {
			if !utf8.FullRuneInString(s[len(s)-n:]) {
				whole -= n
			}
			break
		}
	}
	c.rest = append(c.rest[:0], s[whole:]...)
	if _, err := io.WriteString(c.w, Clean(s[:whole])); err != nil {
		return 0, err
	}
	return len(b), nil
}

// isPlainASCII reports whether b has only ASCII characters that are not forbidden.
func isPlainASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x7f || c < ' ' && c != '\n' && c != '\t' && c != '\r' {
			return false
		}
	}
	return true
}
