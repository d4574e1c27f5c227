package input

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
	"dateline/geo/text"
)

// The limits of a record that spans lines because a quote is open. If a record
// exceeds them, the quote is a stray one.
const (
	maxRecordLines = 50
	maxRecordBytes = 1 << 18
	maxColumns     = 4096
)

// detectBytes is the number of bytes from which the delimiter is detected.
const detectBytes = 1 << 16

// Records reads delimited text of any encoding record by record. In contrast to
// encoding/csv it recovers after a quote that is never closed, so that one bad line
// does not swallow the rest of the file.
type Records struct {
	Input *Input
	// Line is the number of the line on which the current record begins.
	Line      int
	lines     *Lines
	delimiter rune
	queued    []queuedLine // lines read ahead for a record that did not end
}

type queuedLine struct {
	text   string
	number int
	err    error
}

// OpenRecords opens an input for reading by record.
func OpenRecords(in *Input) (*Records, error) {
	rc, err := in.Open()
	if err != nil {
		return nil, err
	}
	fail := func(err error) (*Records, error) { return nil, errors.Join(err, rc.Close()) }
	br := bufio.NewReaderSize(rc, detectBytes)
	head, err := br.Peek(detectBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return fail(geo.Errorf(geo.ErrInput, "reading %s: %w", in.Name, err))
	}
	if bytes.IndexByte(head, 0) >= 0 && !text.HasUTF16Mark(head) {
		return fail(geo.Errorf(geo.ErrInput, "reading %s: it is not a text file", in.Name))
	}
	decoded, err := text.NewReader(br, "")
	if err != nil {
		return fail(fmt.Errorf("reading %s: %w", in.Name, err))
	}
	buffered := bufio.NewReaderSize(decoded, detectBytes)
	head, _ = buffered.Peek(detectBytes)
	l := &Lines{Input: in, r: text.NewLineReader(buffered, maxLine), closer: rc}
	return &Records{Input: in, lines: l, delimiter: detectDelimiter(head)}, nil
}

// detectDelimiter returns the delimiter that divides the first lines into the most
// columns, and each into the same number.
func detectDelimiter(head []byte) rune {
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
			n := countUnquoted(t, d)
			if i == 0 {
				if score = 4 * n; n == 0 {
					break
				}
			} else if n == countUnquoted(texts[0], d) {
				score += 2
			}
		}
		if score > bestScore {
			best, bestScore = d, score
		}
	}
	return best
}

// countUnquoted counts a delimiter outside quotes.
func countUnquoted(s string, d rune) int {
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

// Next returns the next record that is not empty. If an error is recoverable, it is
// about this record only, and Next can be called again. After the last record the
// error is io.EOF.
func (r *Records) Next() (fields []string, recoverable bool, err error) {
	for {
		first := r.line()
		r.Line = first.number
		switch {
		case errors.Is(first.err, geo.ErrTooLarge):
			return nil, true, first.err
		case first.err != nil:
			return nil, false, first.err
		case strings.TrimSpace(first.text) == "":
			continue
		}
		fields, err := r.record(first)
		if err == nil && len(fields) > maxColumns {
			err = geo.Errorf(geo.ErrTooLarge, "the record has %d columns, at most %d are supported", len(fields), maxColumns)
		}
		return fields, err != nil, err
	}
}

// record completes the record that begins on a line.
func (r *Records) record(first queuedLine) ([]string, error) {
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

// line returns the next line, queued or read.
func (r *Records) line() queuedLine {
	if len(r.queued) > 0 {
		q := r.queued[0]
		r.queued = r.queued[1:]
		return q
	}
	b, err := r.lines.Next()
	return queuedLine{text: strings.ToValidUTF8(string(b), string(utf8.RuneError)), number: r.lines.Number, err: err}
}

// Close closes the input.
func (r *Records) Close() { r.lines.Close() }
