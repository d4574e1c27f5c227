package source

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"dateline/geo"

	"github.com/saintfish/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// The bounds on one record that runs over several lines because a quote is open:
// beyond them the quote is a stray one.
const (
	maxRecordLines = 50
	maxRecordBytes = 1 << 18
	maxColumns     = 4096
)

// sniffed is how much of a file tells its encoding and delimiter.
const sniffed = 1 << 16

// records reads a delimited text record by record. Unlike encoding/csv alone it
// finds its feet again after a quote that is never closed, and so keeps a bad
// line from swallowing the rest of the file.
type records struct {
	l         *lines
	delimiter rune
	// queued are lines read ahead for a record that did not end.
	queued []queuedLine
	number int // line on which the current record begins
}

type queuedLine struct {
	text   string
	number int
	err    error
}

func openRecords(in *input) (*records, error) {
	rc, err := in.open()
	if err != nil {
		return nil, err
	}
	br := bufio.NewReaderSize(rc, sniffed)
	head, err := br.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, errors.Join(geo.Errorf(geo.ErrInput, "reading %s: %w", in.name, err), rc.Close())
	}
	decoded, err := decoder(br, head)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("reading %s: %w", in.name, err), rc.Close())
	}
	text := bufio.NewReaderSize(decoded, sniffed)
	head, _ = text.Peek(sniffed)
	return &records{l: &lines{in: in, r: text, closer: rc}, delimiter: delimiterOf(head)}, nil
}

// decoder turns a text of any encoding into UTF-8, as the byte order mark or
// else the bytes themselves tell.
func decoder(r io.Reader, head []byte) (io.Reader, error) {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()), nil
	case bytes.IndexByte(head, 0) >= 0:
		return nil, geo.Errorf(geo.ErrInput, "not a text")
	case validPrefix(head):
		return r, nil
	}
	label := "windows-1252"
	if best, err := chardet.NewTextDetector().DetectBest(head); err == nil && !strings.EqualFold(best.Charset, "utf-8") {
		label = best.Charset
	}
	enc, _ := charset.Lookup(label)
	if enc == nil {
		return nil, geo.Errorf(geo.ErrInput, "encoding %s is not known; save the file as UTF-8", label)
	}
	return transform.NewReader(r, enc.NewDecoder()), nil
}

// validPrefix reports whether b is UTF-8, but for a character cut at the end.
func validPrefix(b []byte) bool {
	for cut := 0; cut < utf8.UTFMax && cut <= len(b); cut++ {
		if utf8.Valid(b[:len(b)-cut]) {
			return true
		}
	}
	return false
}

// delimiterOf returns the delimiter that cuts the first lines into the most
// columns, the same number in each.
func delimiterOf(head []byte) rune {
	var texts []string
	for line := range strings.Lines(string(head)) {
		if line = strings.TrimSpace(line); line != "" {
			texts = append(texts, line)
		}
		if len(texts) == 8 {
			break
		}
	}
	best, bestScore := ',', 0
	for _, d := range [...]rune{',', ';', '\t', '|'} {
		score := 0
		for i, t := range texts {
			n := countOutsideQuotes(t, d)
			if i == 0 {
				if score = 4 * n; n == 0 {
					break
				}
			} else if n == countOutsideQuotes(texts[0], d) {
				score += 2
			}
		}
		if score > bestScore {
			best, bestScore = d, score
		}
	}
	return best
}

func countOutsideQuotes(s string, d rune) int {
	n, quoted := 0, false
	for _, r := range s {
		switch {
		case r == '"':
			quoted = !quoted
		case r == d && !quoted:
			n++
		}
	}
	return n
}

// next returns the next record that is not empty. An error other than io.EOF
// with recoverable true concerns this record only.
func (r *records) next() (fields []string, recoverable bool, err error) {
	for {
		first := r.line()
		r.number = first.number
		switch {
		case errors.Is(first.err, errLongLine):
			return nil, true, first.err
		case first.err != nil:
			return nil, false, first.err
		case strings.TrimSpace(first.text) == "":
			continue
		}
		fields, err := r.record(first)
		if err == nil && len(fields) > maxColumns {
			err = geo.Errorf(geo.ErrTooLarge, "%d columns, at most %d are read", len(fields), maxColumns)
		}
		return fields, err != nil, err
	}
}

// record completes the record that begins on a line.
func (r *records) record(first queuedLine) ([]string, error) {
	if !strings.Contains(first.text, `"`) {
		return strings.Split(first.text, string(r.delimiter)), nil
	}
	whole := first.text
	var ahead []queuedLine
	for strings.Count(whole, `"`)%2 == 1 {
		more := r.line()
		ahead = append(ahead, more)
		if more.err != nil || len(ahead) == maxRecordLines || len(whole)+len(more.text) > maxRecordBytes {
			r.queued = append(ahead, r.queued...)
			return nil, geo.Errorf(geo.ErrInput, "a quote is opened and never closed")
		}
		whole += "\n" + more.text
	}
	c := csv.NewReader(strings.NewReader(whole))
	c.Comma = r.delimiter
	c.LazyQuotes = true
	c.FieldsPerRecord = -1
	fields, err := c.Read()
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "%w", err)
	}
	return fields, nil
}

func (r *records) line() queuedLine {
	if len(r.queued) > 0 {
		q := r.queued[0]
		r.queued = r.queued[1:]
		return q
	}
	b, err := r.l.next()
	return queuedLine{text: strings.ToValidUTF8(string(b), string(utf8.RuneError)), number: r.l.number, err: err}
}

func (r *records) close() { r.l.close() }
