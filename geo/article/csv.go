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
// found from the header. A bad row is an error that names its line.
func readCSV(ctx context.Context, r io.Reader, o Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		b, err := slurp(ctx, r, o.maxBytes())
		if err != nil {
			yield(nil, err)
			return
		}
		source, err := decode(b, "")
		if err != nil {
			yield(nil, err)
			return
		}
		head, _, _ := strings.Cut(source, "\n")
		header := splitHeader(head)
		rows := csv.NewReader(strings.NewReader(source))
		rows.Comma, rows.FieldsPerRecord, rows.LazyQuotes = separator(head), -1, true
		_, _ = rows.Read() // the header, read above
		for {
			row, err := rows.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			at, _ := rows.FieldPos(0)
			inner := o
			inner.Name = fmt.Sprintf("%s line %d", o.Name, at)
			a, err := rowArticle(header, row, err)
			if err != nil {
				err = inner.fail(err)
			} else {
				a.Source = o.Name
				a = o.finish(a)
			}
			if !yield(a, err) {
				return
			}
		}
	}
}

func rowArticle(header, row []string, err error) (*geo.Article, error) {
	if err != nil {
		return nil, fmt.Errorf("%w: %w", geo.ErrInput, err)
	}
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
		return nil, fmt.Errorf("%w: the row has no text", geo.ErrInput)
	}
	if d, err := day(cell("published")); err == nil {
		a.Published = d
	}
	return a, nil
}
