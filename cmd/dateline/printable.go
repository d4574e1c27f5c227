package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// printable is a writer for terminals and logs. It replaces control characters, which
// may come from titles, file names or pages and could move the cursor, set the title of
// the terminal or forge a line, by their escape sequences.
type printable struct{ w io.Writer }

// Write writes b with its control characters replaced. Line feeds and tabs are kept.
func (p *printable) Write(b []byte) (int, error) {
	if utf8.Valid(b) && !bytes.ContainsFunc(b, unsafeRune) {
		return p.w.Write(b)
	}
	var out bytes.Buffer
	for rest := b; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&out, `\x%02x`, rest[0])
		case unsafeRune(r):
			fmt.Fprintf(&out, `\u%04x`, r)
		default:
			out.Write(rest[:n])
		}
		rest = rest[n:]
	}
	if _, err := p.w.Write(out.Bytes()); err != nil {
		return 0, err
	}
	return len(b), nil
}

// unsafeRune reports whether a character controls a terminal or the direction of text.
func unsafeRune(r rune) bool {
	return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r))
}

// oneLine returns s with its line ends, tabs and other runs of white space as single
// spaces, so that a title or a file name cannot add a line to a list.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
