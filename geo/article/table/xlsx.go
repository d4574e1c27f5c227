package table

import (
	"io"
	"strconv"
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/zipfile"
)

// IsXLSX reports whether an archive is an Excel workbook.
func IsXLSX(z *zipfile.Archive) bool { return z.Has("xl/workbook.xml") }

// ReadXLSX yields the article of each row of a workbook (ECMA-376) whose sheets are
// tables as CSV files are. A sheet of one column without a header has an article in each
// row. Notices name the sheets without texts.
func ReadXLSX(z *zipfile.Archive, o document.Options, yield func(*geo.Article, error) bool) {
	w := workbook{limit: o.Limit()}
	if z.Has("xl/sharedStrings.xml") {
		b, err := z.ReadFile("xl/sharedStrings.xml")
		if err == nil {
			err = w.readStrings(b)
		}
		if err != nil {
			yield(nil, err)
			return
		}
	}
	read := 0
	for i, name := range z.Numbered("xl/worksheets/sheet", ".xml") {
		b, err := z.ReadFile(name)
		var rows []row
		if err == nil {
			rows, err = w.readSheet(b)
		}
		if err != nil {
			if !yield(nil, o.FailPart("sheet", i+1, err)) || z.Spent() {
				return
			}
			read++
			continue
		}
		if !hasTexts(rows) {
			o.Notify("sheet %d is left out: it has no column of texts", i+1)
			continue
		}
		read++
		if singleColumn(rows) {
			rows = append([]row{{cells: []string{"text"}}}, rows...)
		}
		next := func() row {
			if len(rows) == 0 {
				return row{err: io.EOF}
			}
			r := rows[0]
			rows = rows[1:]
			return r
		}
		if !(source{next: next, part: "sheet " + strconv.Itoa(i+1) + " row"}).articles(o, yield) {
			return
		}
	}
	if read == 0 {
		yield(nil, geo.Errorf(geo.ErrInput, `no sheet of the Excel workbook has a column of texts; name the column "text", or save the sheet as CSV`))
	}
}

// hasTexts reports whether the rows of a sheet are a table with a column of texts.
func hasTexts(rows []row) bool {
	if singleColumn(rows) {
		return true
	}
	if len(rows) < 2 {
		return false
	}
	var cells [][]string
	for _, r := range rows[1:min(len(rows), sampleRows)] {
		cells = append(cells, r.cells)
	}
	_, ok := newLayout(rows[0].cells, cells).column["text"]
	return ok
}

// singleColumn reports whether the rows have one cell each, without a header.
func singleColumn(rows []row) bool {
	for _, r := range rows {
		if len(r.cells) != 1 {
			return false
		}
	}
	return len(rows) > 0 && !known(rows[0].cells[0])
}

// workbook is an Excel workbook that is being read.
type workbook struct {
	strings []string // shared by the sheets
	cells   int
	bytes   int64 // of the texts of all cells, in which a shared string counts each time
	limit   int64
}

// readStrings reads the shared strings. Phonetic guides are left out.
func (w *workbook) readStrings(b []byte) error {
	var s strings.Builder
	inText, phonetic := false, false
	return document.WalkXML(b, func(e document.Element) {
		switch e.Name {
		case "t":
			inText = e.Start
		case "rPh":
			phonetic = e.Start
		case "si":
			if !e.Start {
				w.strings = append(w.strings, s.String())
			}
			s.Reset()
		}
	}, func(text string) {
		if inText && !phonetic {
			s.WriteString(text)
		}
	})
}

// maxColumns is the number of columns that a sheet may have (ECMA-376).
const maxColumns = 16_384

// readSheet returns the rows of a sheet that are not empty. The error wraps
// [geo.ErrInput] or [geo.ErrTooLarge].
func (w *workbook) readSheet(b []byte) ([]row, error) {
	var rows []row
	var current row
	var value strings.Builder
	var kind string
	inValue, column, tooLarge := false, 0, false
	err := document.WalkXML(b, func(e document.Element) {
		switch {
		case tooLarge:
		case e.Name == "row" && e.Start:
			current = row{number: len(rows) + 1}
			if n, err := strconv.Atoi(e.Attr("r")); err == nil {
				current.number = n
			}
		case e.Name == "row":
			if len(current.cells) > 0 {
				rows = append(rows, current)
			}
		case e.Name == "c" && e.Start:
			kind, column = e.Attr("t"), columnIndex(e.Attr("r"), len(current.cells))
			value.Reset()
		case e.Name == "c" && column < maxColumns:
			cell := w.cell(kind, value.String())
			if cell == "" {
				return
			}
			w.cells += max(1, column+1-len(current.cells))
			w.bytes += int64(len(cell))
			if tooLarge = w.cells > maxCells || w.bytes > w.limit; tooLarge {
				return
			}
			for len(current.cells) <= column {
				current.cells = append(current.cells, "")
			}
			current.cells[column] = cell
		case e.Name == "v", e.Name == "t":
			inValue = e.Start
		}
	}, func(s string) {
		if inValue {
			value.WriteString(s)
		}
	})
	if tooLarge {
		return nil, geo.Errorf(geo.ErrTooLarge, "the workbook has more than %d cells or more text than the limit on one document; split it", maxCells)
	}
	if len(rows) > 1 {
		daysToDates(rows)
	}
	return rows, err
}

// cell returns the text of a cell of a kind.
func (w *workbook) cell(kind, value string) string {
	switch kind {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && i >= 0 && i < len(w.strings) {
			return w.strings[i]
		}
		return ""
	case "e": // an error
		return ""
	}
	return value
}

// columnIndex returns the column of a cell by its reference ("C7" is 2), or next if it
// has none.
func columnIndex(reference string, next int) int {
	n := 0
	for _, c := range reference {
		if c < 'A' || c > 'Z' || n > maxColumns {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	if n == 0 {
		return next
	}
	return n - 1
}

// daysToDates writes the days of the column with dates, which Excel has as numbers
// since the end of 1899, as dates.
func daysToDates(rows []row) {
	column, ok := newLayout(rows[0].cells, nil).column["published"]
	if !ok {
		return
	}
	for _, r := range rows[1:] {
		if column >= len(r.cells) {
			continue
		}
		if days, err := strconv.ParseFloat(r.cells[column], 64); err == nil && days > 20_000 && days < 80_000 {
			r.cells[column] = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(days)).Format(time.DateOnly)
		}
	}
}
