package text

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"dateline/geo"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
)

const (
	utf8Mark    = "\xef\xbb\xbf"
	utf16LEMark = "\xff\xfe"
	utf16BEMark = "\xfe\xff"
)

// detectBytes is the number of bytes at the start of a stream from which its
// encoding is detected.
const detectBytes = 1 << 20

// TrimMark returns b without a leading UTF-8 byte order mark.
func TrimMark(b []byte) []byte { return bytes.TrimPrefix(b, []byte(utf8Mark)) }

// HasUTF16Mark reports whether b begins with a byte order mark of UTF-16.
func HasUTF16Mark(b []byte) bool {
	return bytes.HasPrefix(b, []byte(utf16LEMark)) || bytes.HasPrefix(b, []byte(utf16BEMark))
}

// Decode converts b to UTF-8, without its byte order mark. The encoding is that of
// the byte order mark, UTF-8 where b is valid UTF-8, otherwise the one declared by
// contentType or, for HTML, in the document, otherwise the one detected from the
// bytes. The error wraps [geo.ErrInput].
func Decode(b []byte, contentType string) (string, error) {
	if rest, ok := bytes.CutPrefix(b, []byte(utf8Mark)); ok {
		return string(rest), nil
	}
	e, name, err := detect(b, contentType)
	if err != nil || e == nil {
		return string(b), err
	}
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return "", geo.Errorf(geo.ErrInput, "the text seems to be encoded as %s but cannot be decoded (%w); save it as UTF-8", name, err)
	}
	return string(TrimMark(out)), nil
}

// NewReader returns a reader of the text in r as UTF-8, without its byte order mark.
// The encoding is found as by [Decode], from the first MiB of r.
func NewReader(r io.Reader, contentType string) (*bufio.Reader, error) {
	in := bufio.NewReaderSize(r, detectBytes)
	head, err := in.Peek(detectBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if bytes.HasPrefix(head, []byte(utf8Mark)) {
		_, err := in.Discard(len(utf8Mark))
		return in, err
	}
	if err == nil { // the stream continues after head
		head = trimPartialRune(head)
	}
	e, _, err := detect(head, contentType)
	if err != nil || e == nil {
		return in, err
	}
	decoded := bufio.NewReader(e.NewDecoder().Reader(in))
	if head, _ := decoded.Peek(len(utf8Mark)); string(head) == utf8Mark {
		_, _ = decoded.Discard(len(utf8Mark)) // it is buffered
	}
	return decoded, nil
}

// trimPartialRune returns b without a trailing character that may be incomplete.
func trimPartialRune(b []byte) []byte {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if utf8.RuneStart(b[len(b)-n]) {
			return b[:len(b)-n]
		}
	}
	return b
}

// detect returns the encoding of b and its name; the encoding of UTF-8 is nil.
func detect(b []byte, contentType string) (e encoding.Encoding, name string, err error) {
	if !HasUTF16Mark(b) && utf8.Valid(b) {
		return nil, "", nil
	}
	_, name, certain := charset.DetermineEncoding(b, contentType)
	if !certain {
		if best, err := chardet.NewTextDetector().DetectBest(b); err == nil {
			name = best.Charset
		}
	}
	if name == "GB-18030" { // chardet's spelling
		name = "gb18030"
	}
	if e, _ = charset.Lookup(name); e == nil {
		return nil, "", geo.Errorf(geo.ErrInput, "the text is encoded as %s, which is not supported; save it as UTF-8", name)
	}
	return e, name, nil
}
