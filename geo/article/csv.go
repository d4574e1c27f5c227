package article

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/text"
)

// columns are the headers under which a table may hold each part of an article.
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

// isCSV wants a first line whose cells are headers, one of them that of a text.
func isCSV(head []byte, o Options) bool {
	if !isText(head, o) {
		return false
	}
	first, _, _ := bytes.Cut(bytes.TrimPrefix(head, []byte{0xef, 0xbb, 0xbf}), []byte("\n"))
	header := splitHeader(string(first))
	return len(header) > 1 && columnOf(header, "text") >= 0
}

func separator(line string) rune {
	best := ','
	for _, c := range []rune{';', '\t', '|'} {
		if strings.Count(line, string(c)) > strings.Count(line, string(best)) {
			best = c
		}
	}
	return best
}

func splitHeader(line string) []string {
	cells := strings.Split(strings.TrimSpace(line), string(separator(line)))
	for i := range cells {
		cells[i] = strings.ToLower(strings.Trim(strings.TrimSpace(cells[i]), `"`))
	}
	return cells
}

func columnOf(header []string, part string) int {
	for _, name := range columns[part] {
		if i := slices.Index(header, name); i >= 0 {
			return i
		}
	}
	return -1
}

// readCSV yields one article a row of a table with a header. The separator is
// found from the header. A bad row is an error that names its line. One of more
// than the limit on one document ends the table, which has no limit as a whole:
// a quotation mark that is never closed makes one row of all that follows.
func readCSV(ctx context.Context, r io.Reader, o Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		source, err := text.NewReader(&stopping{ctx, r}, "")
		if err != nil {
			yield(nil, err)
			return
		}
		head, _ := source.Peek(SniffBytes)
		first, _, _ := strings.Cut(string(head), "\n")
		header := splitHeader(first)
		guard := &rowGuard{r: source, separator: byte(separator(first)), limit: o.maxBytes()}
		rows := csv.NewReader(guard)
		rows.Comma, rows.FieldsPerRecord, rows.LazyQuotes, rows.ReuseRecord = separator(first), -1, true, true
		if _, _, err := nextRow(rows, header); errors.Is(err, geo.ErrTooLarge) { // the header, read above
			yield(nil, err)
			return
		}
		for {
			guard.next()
			a, line, err := nextRow(rows, header)
			if errors.Is(err, io.EOF) {
				return
			}
			failed := err
			if err != nil {
				inner := o
				inner.Name = fmt.Sprintf("%s line %d", o.Name, line)
				failed = inner.fail(err)
			} else {
				a = o.finish(a)
			}
			if !yield(a, failed) || err != nil && !errors.Is(err, geo.ErrInput) {
				return
			}
		}
	}
}

// nextRow reads a row and tells its line. Of its errors only those that wrap
// geo.ErrInput concern no more than the row.
func nextRow(rows *csv.Reader, header []string) (*geo.Article, int, error) {
	row, err := rows.Read()
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return nil, parse.StartLine, geo.Errorf(geo.ErrInput, "%w", err)
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

// maxCells bounds the cells of one row of a table.
const maxCells = 1 << 20

// rowGuard bounds each row of a table while it is read, in bytes and in cells, to
// within what is read ahead.
type rowGuard struct {
	r           io.Reader
	separator   byte
	limit       int64
	read, cells int64
}

// next begins another row.
func (g *rowGuard) next() { g.read, g.cells = 0, 0 }

func (g *rowGuard) Read(p []byte) (int, error) {
	if g.read > g.limit || g.cells > maxCells {
		return 0, geo.Errorf(geo.ErrTooLarge, "a row of more than %d MiB or %d cells; the rows after it were not read", g.limit>>20, maxCells)
	}
	n, err := g.r.Read(p)
	g.read += int64(n)
	g.cells += int64(bytes.Count(p[:n], []byte{g.separator}))
	return n, err
}

func rowArticle(header, row []string) (*geo.Article, error) {
	cell := func(part string) string {
		if i := columnOf(header, part); i >= 0 && i < len(row) {
			return NormalizeText(row[i])
		}
		return ""
	}
	a := &geo.Article{
		ID: cell("id"), Title: cell("title"), Publisher: cell("publisher"), Author: cell("author"), URL: cell("url"),
		Language: cell("language"), Text: cell("text"),
	}
	if a.Text == "" {
		return nil, geo.Errorf(geo.ErrInput, "the row has no text")
	}
	if d, err := day(cell("published")); err == nil {
		a.Published = d
	}
	return a, nil
}
