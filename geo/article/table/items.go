package table

import (
	"bufio"
	"errors"
	"io"

	"dateline/geo"
	"dateline/geo/text"
)

// maxKeptItem is the size in bytes of a buffer that is kept for the next item.
const maxKeptItem = 1 << 20

// itemReader reads the items of a JSON array one after another. It holds one of them in
// memory.
type itemReader struct {
	r     *bufio.Reader
	limit int64 // on one item, in bytes
	begun bool
	item  []byte
}

// errNoItem is the error of what is between the items of an array and is no comma.
var errNoItem = errors.New("the items of the array are not divided by commas")

// next returns the next item, which is valid until the next call and may be invalid JSON.
// The error is io.EOF at the end of the array, io.ErrUnexpectedEOF if the array is cut
// short, or wraps [geo.ErrTooLarge].
func (r *itemReader) next() ([]byte, error) {
	c, err := r.afterSpace()
	switch {
	case err != nil:
		return nil, unexpected(err)
	case c == ']' && r.begun:
		return nil, io.EOF
	case !r.begun && c != '[', r.begun && c != ',':
		return nil, errNoItem
	}
	if c, err = r.afterSpace(); err != nil {
		return nil, unexpected(err)
	}
	if c == ']' {
		return nil, io.EOF
	}
	r.begun = true
	if cap(r.item) > maxKeptItem {
		r.item = nil
	}
	r.item = append(r.item[:0], c)
	return r.item, unexpected(r.rest(c))
}

// rest reads the rest of the item that begins with a character.
func (r *itemReader) rest(first byte) error {
	depth, inString, escaped, cells := 0, first == '"', false, 0
	if first == '{' || first == '[' {
		depth = 1
	}
	for scalar := depth == 0 && !inString; ; {
		c, err := r.r.ReadByte()
		if err != nil {
			return err
		}
		if scalar && (c == ',' || c == ']' || isJSONSpace(c)) {
			return r.r.UnreadByte()
		}
		r.item = append(r.item, c)
		switch {
		case escaped:
			escaped = false
		case inString:
			escaped, inString = c == '\\', c != '"'
		case c == '"':
			inString = true
		case c == '{', c == '[':
			depth++
		case c == '}', c == ']':
			depth--
		case c == ',':
			cells++
		}
		if depth <= 0 && !inString && !scalar {
			return nil
		}
		if int64(len(r.item)) > r.limit || cells > maxCells {
			return geo.Errorf(geo.ErrTooLarge, "the item is larger than %s or has more than %d values; the remaining items were not read", text.FormatBytes(r.limit), maxCells)
		}
	}
}

// afterSpace reads the next character that is not white space.
func (r *itemReader) afterSpace() (byte, error) {
	for {
		c, err := r.r.ReadByte()
		if err != nil || !isJSONSpace(c) {
			return c, err
		}
	}
}

func isJSONSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// unexpected returns the error of an array that ends before its last item does.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
