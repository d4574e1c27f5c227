package table

import (
	"errors"
	"io"
	"strings"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/text"
)

// Limits on the first rows, by which the columns are chosen.
const (
	sampleRows  = 50
	sampleBytes = 1 << 20
)

// row is one row of a table.
type row struct {
	cells  []string
	number int // line or row, from 1
	// err is the reason why it cannot be read. One that wraps [geo.ErrInput] concerns
	// only the row; any other, and [io.EOF], ends the table.
	err error
}

func (r row) last() bool { return r.err != nil && !errors.Is(r.err, geo.ErrInput) }

// source is a table of any format.
type source struct {
	next  func() row
	part  string // what a row is called in errors: "line"
	exact bool   // texts are not normalized
}

// errNoTexts is the error of a table without a column of texts.
var errNoTexts = geo.Errorf(geo.ErrInput, `no column of the table contains texts; name the column "text"`)

// articles yields the article of each row and reports whether more are wanted. The
// first row is the header.
func (s source) articles(o document.Options, yield func(*geo.Article, error) bool) bool {
	header := s.next()
	if header.err != nil {
		return errors.Is(header.err, io.EOF) || yield(nil, header.err)
	}
	first, cells := s.sample()
	l := newLayout(header.cells, cells)
	if _, ok := l.column["text"]; !ok {
		return yield(nil, errNoTexts)
	}
	if !l.usual() {
		o.Notify("one article a row, %s", l)
	}
	empty, read := 0, 0 // rows
	for i := 0; ; i++ {
		var r row
		if i < len(first) {
			r, first[i] = first[i], row{}
		} else {
			r = s.next()
		}
		if errors.Is(r.err, io.EOF) {
			return s.finish(o, empty, read, yield)
		}
		if i == 0 && r.err == nil && isTags(r.cells) {
			continue
		}
		var a *geo.Article
		err := r.err
		if err == nil {
			a = l.article(r.cells, s.exact)
		}
		switch {
		case err != nil:
			a, err = nil, o.FailPart(s.part, r.number, err)
		case a == nil:
			empty++
			continue
		default:
			read++
			a = o.Finish(a)
		}
		if !yield(a, err) {
			return false
		}
		if r.last() {
			return read == 0 || s.finish(o, empty, read, yield)
		}
	}
}

// finish ends a table with a notice of the rows without a text, or an error if no row has
// one. It reports whether more articles are wanted.
func (s source) finish(o document.Options, empty, read int, yield func(*geo.Article, error) bool) bool {
	switch {
	case empty == 0:
	case read == 0:
		return yield(nil, geo.Errorf(geo.ErrInput, "the table has %d rows, and none has a text", empty))
	case empty == 1:
		o.Notify("1 row without a text was left out")
	default:
		o.Notify("%d rows without a text were left out", empty)
	}
	return true
}

// sample returns the first rows of the table, and the cells of those that can be read.
func (s source) sample() (rows []row, cells [][]string) {
	for size := 0; len(rows) < sampleRows && size < sampleBytes; {
		r := s.next()
		rows = append(rows, r)
		if r.last() {
			break
		}
		if r.err == nil && !isTags(r.cells) {
			cells = append(cells, r.cells)
		}
		for _, c := range r.cells {
			size += len(c)
		}
	}
	return rows, cells
}

// isTags reports whether a row consists of tags of the Humanitarian Exchange Language,
// which follow the header in many tables of aid organizations: "#date", "#adm1+name".
func isTags(cells []string) bool {
	tags := 0
	for _, c := range cells {
		switch c = strings.TrimSpace(c); {
		case strings.HasPrefix(c, "#") && !strings.Contains(c, " "):
			tags++
		case c != "":
			return false
		}
	}
	return tags > 0
}

// article returns the article of a row, or nil if it has no text.
func (l layout) article(row []string, exact bool) *geo.Article {
	raw := func(field string) string {
		if i, ok := l.column[field]; ok && i < len(row) {
			return row[i]
		}
		return ""
	}
	cell := func(field string) string { return text.Normalize(raw(field)) }
	a := &geo.Article{
		ID: cell("id"), Title: cell("title"), Publisher: cell("publisher"), Author: cell("author"), URL: cell("url"),
		Language: cell("language"), Text: cell("text"), Published: document.FindDate(cell("published")),
	}
	if a.Text == "" {
		return nil
	}
	if exact {
		a.Text = text.Clean(raw("text"))
	}
	return a
}
