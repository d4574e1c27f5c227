package article

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"dateline/geo"

	"github.com/saintfish/chardet"
	"golang.org/x/net/html/charset"
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
	text, err := decode(b, o.ContentType)
	if err != nil {
		return nil, err
	}
	a := &geo.Article{Text: NormalizeText(text)}
	a.Title = headline(a.Text)
	return a, nil
}

// decode turns bytes of any encoding into UTF-8: by byte order mark, as UTF-8 if
// it is valid, by the declared content type, and by its letters last.
func decode(b []byte, contentType string) (string, error) {
	if bytes.HasPrefix(b, []byte{0xef, 0xbb, 0xbf}) {
		return string(b[3:]), nil
	}
	marked := bytes.HasPrefix(b, []byte{0xff, 0xfe}) || bytes.HasPrefix(b, []byte{0xfe, 0xff})
	if !marked && utf8.Valid(b) {
		return string(b), nil
	}
	_, name, certain := charset.DetermineEncoding(b, contentType)
	if !certain {
		if best, err := chardet.NewTextDetector().DetectBest(b); err == nil {
			name = best.Charset
		}
	}
	if name == "GB-18030" {
		name = "gb18030"
	}
	e, _ := charset.Lookup(name)
	if e == nil {
		return "", fmt.Errorf("%w: its encoding (%s) is not known; save it as UTF-8", geo.ErrInput, name)
	}
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return "", fmt.Errorf("%w: it is not the %s it seems to be: %w", geo.ErrInput, name, err)
	}
	return string(out), nil
}

// headline guesses the title of a plain text: the first of its first paragraphs
// that is one short line of several words without a full stop. It is empty when
// none looks like one.
func headline(text string) string {
	rest := text
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
