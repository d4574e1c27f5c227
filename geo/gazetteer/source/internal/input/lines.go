package input

import (
	"bytes"
	"errors"
	"io"

	"dateline/geo"
	"dateline/geo/gazetteer/source"
	"dateline/geo/text"
)

// maxLine is the length of the longest lines in bytes. The longest of GeoNames, with
// all the names of a large country, has about 20,000.
const maxLine = 1 << 20

// Lines reads a text line by line.
type Lines struct {
	Input  *Input
	Number int // of the current line, from 1
	r      *text.LineReader
	closer io.Closer
}

// OpenLines opens an input for reading by line.
func OpenLines(in *Input) (*Lines, error) {
	rc, err := in.Open()
	if err != nil {
		return nil, err
	}
	return &Lines{Input: in, r: text.NewLineReader(rc, maxLine), closer: rc}, nil
}

// Next returns the next line without its line end. It is valid until the next call.
// The error is io.EOF after the last line. One that wraps geo.ErrTooLarge is about a
// line that is too long, after which Next can be called again.
func (l *Lines) Next() ([]byte, error) {
	l.Number++
	line, err := l.r.Next()
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, geo.ErrTooLarge) {
		return nil, geo.Errorf(geo.ErrInput, "reading %s after line %d: %w", l.Input.Name, l.Number-1, err)
	}
	return line, err
}

// Skipped returns the error that the current line was skipped for a reason.
func (l *Lines) Skipped(reason error) error {
	return &source.EntryError{File: l.Input.Name, Line: l.Number, Err: reason}
}

// Close closes the input.
func (l *Lines) Close() { l.closer.Close() }

// EachLine calls do for every line that is neither empty nor a comment beginning
// with "#". Errors of do, and lines that are too long, are passed to report as lines
// that were skipped; if it returns false, EachLine returns ErrStopped. Errors that
// keep the input from being read are returned.
func EachLine(in *Input, do func(line []byte) error, report func(error) bool) error {
	l, err := OpenLines(in)
	if err != nil {
		return err
	}
	defer l.Close()
	for {
		line, err := l.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, geo.ErrTooLarge):
		case err != nil:
			return err
		case len(line) == 0 || line[0] == '#':
			continue
		default:
			err = do(line)
		}
		if err != nil && !report(l.Skipped(err)) {
			return ErrStopped
		}
	}
}

// Columns splits a line at tabs into dst, as far as dst is long enough, and returns
// the number of columns of the line.
func Columns(dst [][]byte, line []byte) int {
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
