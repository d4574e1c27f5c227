// Package table reads tables with an article in each row: CSV and JSON Lines.
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

// columns are the headers under which a table may have each field of an article.
var columns = map[string][]string{
	"text":      {"text", "body", "content", "article", "fulltext", "full_text", "story"},
	"id":        {"id", "article_id", "guid"},
	"title":     {"title", "headline"},
	"publisher": {"publisher", "source", "outlet"},
	"author":    {"author", "byline"},
	"published": {"published", "date", "pubdate", "published_at", "publish_date"},
	"url":       {"url", "link", "address"},
	"language":  {"language", "lang"},
}

// IsCSV reports whether a document is a table, by its first bytes: its first line is
// a header with a column of texts.
func IsCSV(head []byte) bool {
	if !document.IsText(head) {
		return false
	}
	first, _, _ := bytes.Cut(text.TrimMark(head), []byte("\n"))
	header := splitHeader(string(first))
	return len(header) > 1 && columnOf(header, "text") >= 0
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
		cells[i] = strings.ToLower(strings.Trim(strings.TrimSpace(cells[i]), `"`))
	}
	return cells
}

// columnOf returns the index of the column with a field of an article, or -1.
func columnOf(header []string, field string) int {
	for _, name := range columns[field] {
		if i := slices.Index(header, name); i >= 0 {
			return i
		}
	}
	return -1
}

// ReadCSV yields the article of each row of a table with a header, from which the
// delimiter is detected. A bad row is an error with its line. A row beyond the limit on
// one document ends the table, since an unclosed quotation mark makes one row of all
// that follows. The table as a whole has no limit.
func ReadCSV(ctx context.Context, r io.Reader, o document.Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		source, err := text.NewReader(document.ContextReader(ctx, r), "")
		if err != nil {
			yield(nil, err)
			return
		}
		head, _ := source.Peek(headerBytes)
		first, _, _ := strings.Cut(string(head), "\n")
		header, delimiter := splitHeader(first), delimiterOf(first)
		limited := &rowLimiter{r: source, delimiter: byte(delimiter), limit: o.Limit()}
		rows := csv.NewReader(limited)
		rows.Comma, rows.FieldsPerRecord, rows.LazyQuotes, rows.ReuseRecord = delimiter, -1, true, true
		if _, _, err := readRow(rows, header); errors.Is(err, geo.ErrTooLarge) { // the header itself
			yield(nil, err)
			return
		}
		for {
			limited.reset()
			a, line, err := readRow(rows, header)
			if errors.Is(err, io.EOF) {
				return
			}
			failed := err
			if err != nil {
				failed = o.FailPart("line", line, err)
			} else {
				a = o.Finish(a)
			}
			if !yield(a, failed) || err != nil && !errors.Is(err, geo.ErrInput) {
				return
			}
		}
	}
}

// readRow reads a row and returns its article and line. An error that wraps
// [geo.ErrInput] concerns only the row, any other the rest of the table.
func readRow(rows *csv.Reader, header []string) (*geo.Article, int, error) {
	row, err := rows.Read()
	if syntax, ok := errors.AsType[*csv.ParseError](err); ok {
		return nil, syntax.StartLine, geo.Errorf(geo.ErrInput, "%w", err)
	}
	line := 1
	if len(row) > 0 {
		line, _ = rows.FieldPos(0)
	}
	if err != nil {
		return nil, line, err
	}
	a, err := rowArticle(header, row)
	return a, line, err
}

// maxCells is the limit on the cells of one row.
const maxCells = 1 << 20

// rowLimiter limits the bytes and the cells of each row while it is read, give or
// take what the CSV reader buffers.
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

// rowArticle returns the article of a row. The error wraps [geo.ErrInput].
func rowArticle(header, row []string) (*geo.Article, error) {
	cell := func(field string) string {
		if i := columnOf(header, field); i >= 0 && i < len(row) {
			return text.Normalize(row[i])
		}
		return ""
	}
	a := &geo.Article{
		ID: cell("id"), Title: cell("title"), Publisher: cell("publisher"), Author: cell("author"), URL: cell("url"),
		Language: cell("language"), Text: cell("text"), Published: document.DateOrEmpty(cell("published")),
	}
	if a.Text == "" {
		return nil, geo.Errorf(geo.ErrInput, "the row has no text")
	}
	return a, nil
}
