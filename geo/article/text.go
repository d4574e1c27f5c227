package article

import (
	"bytes"
	"context"
	"strings"

	"dateline/geo"
	"dateline/geo/text"
)

// isText reports whether a document may be text: of its first bytes none, or
// hardly any, are control characters, unless it is UTF-16 with its mark.
func isText(head []byte, _ Options) bool {
	if bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) {
		return true
	}
	strange := 0
	for _, c := range head {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b || c == 0x7f {
			strange++
		}
	}
	return strange*200 <= len(head) && !bytes.Contains(head, []byte{0, 0}) && !bytes.HasPrefix(head, []byte("%PDF-"))
}

func readText(_ context.Context, b []byte, o Options) (*geo.Article, error) {
	source, err := text.Decode(b, o.ContentType)
	if err != nil {
		return nil, err
	}
	a := &geo.Article{Text: text.Normalize(source)}
	a.Title = headline(a.Text)
	return a, nil
}

// headline guesses the title of a plain text: the first of its first paragraphs
// that is one short line of several words without a full stop. It is empty when
// none looks like one.
func headline(body string) string {
	rest := body
	for range 5 {
		line, after, found := strings.Cut(rest, "\n")
		if !found {
			break
		}
		words := len(strings.Fields(line))
		if words >= 4 && len(line) <= 150 && strings.HasPrefix(after, "\n") && !strings.ContainsAny(line[len(line)-1:], ".:;,") {
			return line
		}
		if words > 20 {
			break // the story has begun
		}
		rest = strings.TrimLeft(after, "\n")
	}
	return ""
}
