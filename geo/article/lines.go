package article

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"dateline/geo"
)

// boundedLines reads a stream line by line, each bounded.
type boundedLines struct {
	r     *bufio.Reader
	limit int64 // on one line, in bytes
	line  bytes.Buffer
}

// next returns the next line without its end, valid until the one after it is
// asked for; one of more than the limit is passed over and an error that wraps
// geo.ErrTooLarge. It returns io.EOF after the last.
func (l *boundedLines) next() ([]byte, error) {
	l.line.Reset()
	long := false
	for {
		part, err := l.r.ReadSlice('\n')
		if long = long || int64(l.line.Len()+len(part)) > l.limit; !long {
			l.line.Write(part)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && (!errors.Is(err, io.EOF) || l.line.Len() == 0 && !long):
			return nil, err
		case long:
			return nil, geo.Errorf(geo.ErrTooLarge, "a line of more than %d MiB", l.limit>>20)
		}
		return bytes.TrimRight(l.line.Bytes(), "\r\n"), nil
	}
}
