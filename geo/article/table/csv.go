// Package table reads tables with an article in each row: CSV, Excel workbooks, JSON arrays and JSON Lines.
package table

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/text"
)

// headerBytes is the number of bytes in which the header of a table is looked for.
const headerBytes = 64 << 10

// IsCSV reports whether a document is a table, by its first bytes: its first line is
// a header with a column of texts, or it is followed by rows of as many cells.
func IsCSV(head []byte) bool {
	if !document.IsText(head) {
		return false
	}
	s := string(text.TrimMark(head))
	if text.HasUTF16Mark(head) {
		s, _ = text.Decode(head[:len(head)&^1], "")
	}
	first, rest, _ := strings.Cut(s, "\n")
	header, delimiter := splitHeader(first), delimiterOf(first)
	if len(header) < 2 {
		return false
	}
	if slices.ContainsFunc(header, func(h string) bool { return slices.Contains(primaryText, headerKey(h)) }) {
		return true
	}
	l := newLayout(header, sampleOf(rest, delimiter, len(head) >= headerBytes))
	_, ok := l.column["text"]
	return ok && isHeader(header) && l.fits(sampleOf(rest, delimiter, len(head) >= headerBytes), delimiter, strings.Contains(first, string(delimiter)+" "))
}

// maxHeader is the length of a cell of a header, in bytes.
const maxHeader = 80

// isHeader reports whether the cells of a line may be names of columns.
func isHeader(cells []string) bool {
	seen := map[string]bool{}
	for _, c := range cells {
		key := headerKey(c)
		if key == "" || seen[key] || len(c) > maxHeader || strings.ContainsAny(c[len(c)-1:], ".!:;") || strings.Contains(c, ". ") {
			return false
		}
		seen[key] = true
	}
	return true
}

// fits reports whether the first rows have the columns of the header, so that a text
// with delimiters in it is not taken for a table. spaced is set if spaces follow the
// delimiters in the header, as they do in prose.
func (l layout) fits(rows [][]string, delimiter rune, spaced bool) bool {
	if spaced && !l.named {
		return false
	}
	equal := 0
	for _, r := range rows {
		if !slices.ContainsFunc(r, func(c string) bool { return strings.Trim(c, "-: ") != "" }) {
			return false // the line below the header of a table in Markdown
		}
		if len(r) == len(l.header) {
			equal++
		}
	}
	if equal == 0 || equal*10 < len(rows)*9 {
		return false
	}
	return slices.ContainsFunc(l.header, known) || equal > 1 && (len(l.header) > 2 || delimiter != ',')
}

// sampleOf returns the first rows below the header; the last one is left out if it may
// be incomplete.
func sampleOf(s string, delimiter rune, cut bool) (rows [][]string) {
	r := newCSV(strings.NewReader(s), delimiter)
	for len(rows) < sampleRows {
		cells, err := r.Read()
		if err != nil {
			if cut && len(rows) > 1 {
				rows = rows[:len(rows)-1]
			}
			break
		}
		rows = append(rows, cells)
	}
	return rows
}

func newCSV(r io.Reader, delimiter rune) *csv.Reader {
	rows := csv.NewReader(r)
	rows.Comma, rows.FieldsPerRecord, rows.LazyQuotes = delimiter, -1, true
	return rows
}

// delimiterOf returns the most frequent delimiter in a header, a comma if in doubt.
func delimiterOf(header string) rune {
	best := ','
	for _, c := range []rune{';', '\t', '|'} {
		if strings.Count(header, string(c)) > strings.Count(header, string(best)) {
			best = c
		}
	}
	return best
}

func splitHeader(line string) []string {
	cells := strings.Split(strings.TrimSpace(line), string(delimiterOf(line)))
	for i := range cells {
		cells[i] = strings.Trim(strings.TrimSpace(cells[i]), `"`)
	}
	return cells
}

// ReadCSV yields the article of each row of a table with a header, from which the
// delimiter is detected. A bad row is an error with its line. A row beyond the limit on
// one document ends the table, since an unclosed quotation mark makes one row of all
// that follows. The table as a whole has no limit.
func ReadCSV(ctx context.Context, r io.Reader, o document.Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		in, err := text.NewReader(document.ContextReader(ctx, r), "")
		if err != nil {
			yield(nil, err)
			return
		}
		head, _ := in.Peek(headerBytes)
		first, _, _ := strings.Cut(string(head), "\n")
		delimiter := delimiterOf(first)
		limited := &rowLimiter{r: in, delimiter: byte(delimiter), limit: o.Limit()}
		rows := newCSV(limited, delimiter)
		source{part: "line", next: func() row {
			limited.reset()
			return readRow(rows)
		}}.articles(o, yield)
	}
}

// readRow reads a row with its line.
func readRow(rows *csv.Reader) row {
	cells, err := rows.Read()
	if syntax, ok := errors.AsType[*csv.ParseError](err); ok {
		return row{number: syntax.StartLine, err: geo.Errorf(geo.ErrInput, "%w", err)}
	}
	line := 1
	if len(cells) > 0 {
		line, _ = rows.FieldPos(0)
	}
	return row{cells: cells, number: line, err: err}
}

// maxCells is the limit on the cells of one row.
const maxCells = 1 << 20

// rowLimiter limits the bytes and the cells of each row while it is read, give or
// take what the reader of the format buffers.
type rowLimiter struct {
	r            io.Reader
	delimiter    byte
	limit        int64
	bytes, cells int64 // since reset
}

// reset begins a row.
func (l *rowLimiter) reset() { l.bytes, l.cells = 0, 0 }

func (l *rowLimiter) Read(p []byte) (int, error) {
	if l.bytes > l.limit || l.cells > maxCells {
		return 0, geo.Errorf(geo.ErrTooLarge, "the row is larger than %s or has more than %d cells; the remaining rows were not read", text.FormatBytes(l.limit), maxCells)
	}
	n, err := l.r.Read(p)
	l.bytes += int64(n)
	l.cells += int64(bytes.Count(p[:n], []byte{l.delimiter}))
	return n, err
}
