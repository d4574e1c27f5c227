package text

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"dateline/geo"
)

// LineReader reads a stream line by line with a limit on each line.
type LineReader struct {
	r       *bufio.Reader
	limit   int64 // on one line, in bytes
	line    []byte
	started bool
}

// NewLineReader returns a reader of the lines of r, each of at most limit bytes with
// its line end.
func NewLineReader(r io.Reader, limit int64) *LineReader {
	return &LineReader{r: bufio.NewReaderSize(r, 64<<10), limit: limit}
}

// Next returns the next line without its line end, and the first without a UTF-8
// byte order mark. The line is valid until the next call. The error is io.EOF after
// the last line, one that wraps [geo.ErrTooLarge] for a line beyond the limit, after
// which Next continues with the line that follows, or that of the stream.
func (l *LineReader) Next() ([]byte, error) {
	line, err := l.read()
	if !l.started && line != nil {
		l.started = true
		line = TrimMark(line)
	}
	return line, err
}

func (l *LineReader) read() ([]byte, error) {
	part, err := l.r.ReadSlice('\n')
	if err == nil && int64(len(part)) <= l.limit { // the usual case, without a copy
		return trimLineEnd(part), nil
	}
	l.line = l.line[:0]
	tooLong := false
	for {
		if tooLong = tooLong || int64(len(l.line)+len(part)) > l.limit; !tooLong {
			l.line = append(l.line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			break
		}
		part, err = l.r.ReadSlice('\n')
	}
	switch {
	case err != nil && (!errors.Is(err, io.EOF) || len(l.line) == 0 && !tooLong):
		return nil, err
	case tooLong:
		return nil, geo.Errorf(geo.ErrTooLarge, "the line is longer than %s", FormatBytes(l.limit))
	}
	return trimLineEnd(l.line), nil
}

func trimLineEnd(line []byte) []byte { return bytes.TrimRight(line, "\r\n") }
