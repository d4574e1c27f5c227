package source

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// maxLine bounds one line, in bytes. The longest of GeoNames, all the names of a
// large country, has about 20,000.
const maxLine = 1 << 20

// errLongLine says that a line is beyond maxLine.
var errLongLine = geo.Errorf(geo.ErrTooLarge, "line of more than %d bytes", maxLine)

// lines reads a text line by line, without line ends and byte order mark.
type lines struct {
	in     *input
	r      *bufio.Reader
	closer io.Closer
	number int
	long   []byte
}

func openLines(in *input) (*lines, error) {
	rc, err := in.open()
	if err != nil {
		return nil, err
	}
	return &lines{in: in, r: bufio.NewReaderSize(rc, 1<<16), closer: rc}, nil
}

// next returns the next line, valid until the call after. After the last line
// the error is io.EOF; of a line that is too long it is errLongLine, and the line
// after it can be read.
func (l *lines) next() ([]byte, error) {
	l.number++
	line, err := l.r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		l.long = append(l.long[:0], line...)
		for errors.Is(err, bufio.ErrBufferFull) {
			line, err = l.r.ReadSlice('\n')
			if len(l.long) <= maxLine {
				l.long = append(l.long, line...)
			}
		}
		line = l.long
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, geo.Errorf(geo.ErrInput, "reading %s after line %d: %w", l.in.name, l.number-1, err)
	}
	if len(line) == 0 {
		return nil, io.EOF
	}
	if len(line) > maxLine {
		return nil, errLongLine
	}
	line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
	if l.number == 1 {
		line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
	}
	return line, nil
}

// bad reports the current line as left out.
func (l *lines) bad(reason error) error {
	return &gazetteer.EntryError{File: l.in.name, Line: l.number, Err: reason}
}

func (l *lines) close() { l.closer.Close() }

// each calls do for every line that is neither empty nor a comment until do or
// report says stop. What do returns, and lines that are too long, go to report
// as left-out lines; what keeps the file from being read is returned. stopped
// says that report asked to stop.
func (in *input) each(do func(line []byte) error, report func(error) bool) (stopped bool, err error) {
	l, err := openLines(in)
	if err != nil {
		return false, err
	}
	defer l.close()
	for {
		line, err := l.next()
		switch {
		case errors.Is(err, io.EOF):
			return false, nil
		case errors.Is(err, errLongLine):
		case err != nil:
			return false, err
		case len(line) == 0 || line[0] == '#':
			continue
		default:
			err = do(line)
		}
		if err != nil && !report(l.bad(err)) {
			return true, nil
		}
	}
}

// columns splits a line at tabs into dst, whose length is the most columns
// wanted, and returns how many columns the line has.
func columns(dst [][]byte, line []byte) int {
	n := 0
	for {
		i := bytes.IndexByte(line, '\t')
		if i < 0 {
			break
		}
		if n < len(dst) {
			dst[n] = line[:i]
		}
		n++
		line = line[i+1:]
	}
	if n < len(dst) {
		dst[n] = line
	}
	return n + 1
}
