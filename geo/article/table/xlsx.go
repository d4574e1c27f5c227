package table

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/zipfile"

	"github.com/xuri/excelize/v2"
)

// IsXLSX reports whether an archive is an Excel workbook.
func IsXLSX(z *zipfile.Archive) bool { return z.Has("xl/workbook.xml") }

// maxPartInMemory is the size of the parts of a workbook, in bytes, over which they are unpacked to temporary files.
const maxPartInMemory = 16 << 20

// ReadXLSX yields the article of each row of a workbook (ECMA-376) whose sheets are
// tables as CSV files are. A sheet of one column without a header has an article in each
// row. Notices name the sheets without texts.
func ReadXLSX(z *zipfile.Archive, o document.Options, yield func(*geo.Article, error) bool) {
	w, err := openWorkbook(z, o.Limit())
	if err != nil {
		yield(nil, err)
		return
	}
	defer w.file.Close()
	read := 0
	for i, name := range w.file.GetSheetList() {
		rows, err := w.rows(name)
		if err != nil {
			if !yield(nil, o.FailPart("sheet", i+1, err)) {
				return
			}
			read++
			continue
		}
		if !hasTexts(rows) {
			o.Notify("the sheet %q is left out: it has no column of texts", name)
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
	file  *excelize.File
	cells int
	bytes int64 // of the texts of all cells, in which a shared string counts each time
	limit int64
}

// openWorkbook opens a workbook whose cells may have limit bytes of text. The error wraps [geo.ErrInput] or
// [geo.ErrTooLarge].
func openWorkbook(z *zipfile.Archive, limit int64) (w *workbook, err error) {
	b, size, err := z.Claim()
	if err != nil {
		return nil, err
	}
	defer recoverDamage(&err)
	f, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: max(size, maxPartInMemory), UnzipXMLSizeLimit: maxPartInMemory,
	})
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "the Excel workbook cannot be read: %w; save it again, or as CSV", err)
	}
	return &workbook{file: f, limit: limit}, nil
}

// recoverDamage sets err if the library panics, which damaged workbooks may cause.
func recoverDamage(err *error) {
	if r := recover(); r != nil {
		*err = geo.Errorf(geo.ErrInput, "the Excel workbook is damaged: %s", fmt.Sprint(r))
	}
}

// rows returns the rows of a sheet that are not empty. The error wraps [geo.ErrInput] or [geo.ErrTooLarge].
func (w *workbook) rows(sheet string) (rows []row, err error) {
	defer recoverDamage(&err)
	all, err := w.file.Rows(sheet)
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "the sheet cannot be read: %w", err)
	}
	defer all.Close()
	for n := 1; all.Next(); n++ {
		cells, err := all.Columns()
		if err != nil {
			return nil, geo.Errorf(geo.ErrInput, "its row %d cannot be read: %w", n, err)
		}
		for i, c := range cells {
			if strings.HasPrefix(c, "#") && errorValues[c] {
				cells[i] = ""
			}
			w.bytes += int64(len(c))
		}
		for len(cells) > 0 && cells[len(cells)-1] == "" {
			cells = cells[:len(cells)-1]
		}
		if len(cells) == 0 {
			continue
		}
		w.cells += len(cells)
		if w.cells > maxCells || w.bytes > w.limit {
			return nil, geo.Errorf(geo.ErrTooLarge, "the workbook has more than %d cells or more text than the limit on one document; split it", maxCells)
		}
		rows = append(rows, row{cells: cells, number: n})
	}
	if err := all.Error(); err != nil {
		return nil, geo.Errorf(geo.ErrInput, "the sheet cannot be read: %w", err)
	}
	if len(rows) > 1 {
		w.daysToDates(rows)
	}
	return rows, nil
}

// errorValues are the values of cells whose formula failed.
var errorValues = map[string]bool{"#DIV/0!": true, "#N/A": true, "#NAME?": true, "#NULL!": true, "#NUM!": true, "#REF!": true, "#VALUE!": true}

// daysToDates writes the days of the column with dates, which are numbers in the system of dates of the workbook, as
// dates.
func (w *workbook) daysToDates(rows []row) {
	column, ok := newLayout(rows[0].cells, nil).column["published"]
	if !ok {
		return
	}
	since1904 := w.file.WorkBook != nil && w.file.WorkBook.WorkbookPr != nil && w.file.WorkBook.WorkbookPr.Date1904
	for _, r := range rows[1:] {
		if column >= len(r.cells) {
			continue
		}
		days, err := strconv.ParseFloat(r.cells[column], 64)
		if err != nil || days <= 20_000 || days >= 80_000 {
			continue
		}
		if at, err := excelize.ExcelDateToTime(days, since1904); err == nil {
			r.cells[column] = at.Format(time.DateOnly)
		}
	}
}
