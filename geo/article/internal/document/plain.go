package document

import (
	"bytes"
	"strings"

	"dateline/geo/text"
)

// IsText reports whether the first bytes of a document look like text: UTF-16 with
// its mark, or hardly any control characters.
func IsText(head []byte) bool {
	if text.HasUTF16Mark(head) {
		return true
	}
	control := 0
	for _, c := range head {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b || c == 0x7f {
			control++
		}
	}
	return control*200 <= len(head) && !bytes.Contains(head, []byte{0, 0}) && !bytes.HasPrefix(head, []byte("%PDF-"))
}

// GuessTitle returns the title of a plain text: the first of its leading paragraphs
// that is one short line of several words without closing punctuation. It is empty
// where there is none.
func GuessTitle(body string) string {
	for range 5 {
		line, rest, found := strings.Cut(body, "\n")
		if !found {
			break
		}
		words := len(strings.Fields(line))
		if words >= 4 && len(line) <= 150 && strings.HasPrefix(rest, "\n") && !strings.ContainsAny(line[len(line)-1:], ".:;,") {
			return line
		}
		if words > 20 {
			break // the story has begun
		}
		body = strings.TrimLeft(rest, "\n")
	}
	return ""
}

// PrependTitle returns the text with its title as the first paragraph, unless the
// title is near the beginning already.
func PrependTitle(title, body string) string {
	if title == "" || body == "" || strings.Contains(body[:min(len(body), 2*len(title)+200)], title) {
		return body
	}
	return title + "\n\n" + body
}
