package article

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"dateline/geo"

	"github.com/saintfish/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
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
	if rest, ok := bytes.CutPrefix(b, utf8Mark); ok {
		return string(rest), nil
	}
	e, name, err := encodingOf(b, contentType)
	if err != nil || e == nil {
		return string(b), err
	}
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return "", geo.Errorf(geo.ErrInput, "it is not the %s it seems to be: %w", name, err)
	}
	return string(out), nil
}

var utf8Mark = []byte("\xef\xbb\xbf")

// encodingOf tells the encoding of a text, or of the beginning of one; it is nil
// for UTF-8.
func encodingOf(b []byte, contentType string) (e encoding.Encoding, name string, err error) {
	marked := bytes.HasPrefix(b, []byte{0xff, 0xfe}) || bytes.HasPrefix(b, []byte{0xfe, 0xff})
	if !marked && utf8.Valid(b) {
		return nil, "", nil
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
	if e, _ = charset.Lookup(name); e == nil {
		return nil, "", geo.Errorf(geo.ErrInput, "its encoding (%s) is not known; save it as UTF-8", name)
	}
	return e, name, nil
}

// decodeHead is how much of a stream tells its encoding.
const decodeHead = 1 << 20

// decodeStream is decode for a text of any length: its encoding is told from its
// first MiB.
func decodeStream(r io.Reader) (*bufio.Reader, error) {
	in := bufio.NewReaderSize(r, decodeHead)
	head, err := in.Peek(decodeHead)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if bytes.HasPrefix(head, utf8Mark) {
		_, err := in.Discard(len(utf8Mark))
		return in, err
	}
	if err == nil { // it goes on, maybe within a character
		for cut := 1; cut < utf8.UTFMax; cut++ {
			if utf8.RuneStart(head[len(head)-cut]) {
				head = head[:len(head)-cut]
				break
			}
		}
	}
	e, _, err := encodingOf(head, "")
	if err != nil || e == nil {
		return in, err
	}
	return bufio.NewReader(e.NewDecoder().Reader(in)), nil
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
