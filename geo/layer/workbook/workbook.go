// Package workbook writes both layers and their provenance as an Office Open XML workbook (XLSX) without formulas.
package workbook

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"dateline/geo/layer"
)

// Limits of Excel.
const (
	maxRows      = 1 << 20
	maxCellUnits = 32767 // UTF-16 code units
)

// The numbers of cell styles in stylesXML.
const (
	plainStyle  = 0
	headStyle   = 1 // bold
	quotedStyle = 2 // begins with a character of formulas, but is text
)

const stylesXML = xml.Header + `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs></styleSheet>`

// Write writes a workbook with the sheets Places, Mentions and About. A layer with more
// rows than a sheet can have continues on another sheet.
func Write(w io.Writer, e *layer.Export, o layer.Options) error {
	b := book{zip: zip.NewWriter(w)}
	for _, k := range []layer.Kind{layer.Places, layer.Mentions} {
		if err := b.layer(e.Layer(k, o.Shapes)); err != nil {
			return err
		}
	}
	if err := b.about(&e.Header); err != nil {
		return err
	}
	return b.close()
}

// book is a workbook that is being written.
type book struct {
	zip    *zip.Writer
	sheets []string // names
	// out is the open sheet, row the number of its last row.
	out *bufio.Writer
	row int
}

func (b *book) layer(l *layer.Layer) error {
	name := strings.ToUpper(l.Kind.String()[:1]) + l.Kind.String()[1:]
	if err := b.begin(name, l.Fields); err != nil {
		return err
	}
	for f, err := range l.Features {
		if err != nil {
			return err
		}
		if b.row == maxRows {
			if err := b.end(); err != nil {
				return err
			}
			if err := b.begin(fmt.Sprintf("%s %d", name, len(b.sheets)+1), l.Fields); err != nil {
				return err
			}
		}
		b.beginRow()
		for i, v := range f.Values {
			b.value(i, v)
		}
		b.raw("</row>\n")
	}
	return b.end()
}

// begin opens a sheet and writes the names of the fields as its first row.
func (b *book) begin(name string, fields []layer.Field) error {
	b.sheets = append(b.sheets, name)
	f, err := b.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(b.sheets)))
	if err != nil {
		return err
	}
	b.out, b.row = bufio.NewWriterSize(f, 64<<10), 0
	b.raw(xml.Header + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>` + "\n")
	if len(fields) > 0 {
		b.beginRow()
		for i := range fields {
			b.cell(i, fields[i].Name, headStyle)
		}
		b.raw("</row>\n")
	}
	return nil
}

func (b *book) end() error {
	b.raw("</sheetData></worksheet>")
	return b.out.Flush()
}

// about writes the header.
func (b *book) about(h *layer.Header) error {
	if err := b.begin("About", nil); err != nil {
		return err
	}
	for _, s := range append([]layer.Statement{{Label: "Title", Text: h.Title}}, h.Statements()...) {
		b.beginRow()
		b.cell(0, s.Label, headStyle)
		b.cell(1, s.Text, plainStyle)
		b.raw("</row>\n")
	}
	for _, f := range layer.AllFields() {
		b.beginRow()
		b.cell(0, "Field "+f.Name, headStyle)
		b.cell(1, f.Words, plainStyle)
		b.raw("</row>\n")
	}
	return b.end()
}

// close writes the parts that list the sheets.
func (b *book) close() error {
	var types, rels, sheets strings.Builder
	for i, name := range b.sheets {
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, name, i+1, i+1)
	}
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` + sheets.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels.String() + `<Relationship Id="rIdStyles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`},
		{"xl/styles.xml", strings.TrimPrefix(stylesXML, xml.Header)},
	} {
		f, err := b.zip.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, xml.Header+part.text); err != nil {
			return err
		}
	}
	return b.zip.Close()
}

func (b *book) raw(s string) { _, _ = b.out.WriteString(s) } // the writer keeps the error until Flush

func (b *book) beginRow() {
	b.row++
	b.raw(fmt.Sprintf(`<row r="%d">`, b.row))
}

func (b *book) value(column int, v layer.Value) {
	switch {
	case !v.Present:
	case v.Type == layer.Text:
		style := plainStyle
		if layer.Cell(v) != v.Text() {
			style = quotedStyle
		}
		b.cell(column, v.Text(), style)
	case v.Type == layer.Boolean:
		b.raw(`<c r="` + b.address(column) + `" t="b"><v>1</v></c>`)
	default:
		b.raw(`<c r="` + b.address(column) + `"><v>` + v.Text() + `</v></c>`)
	}
}

// cell writes a cell with a text.
func (b *book) cell(column int, text string, style int) {
	b.raw(fmt.Sprintf(`<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">`, b.address(column), style))
	_ = xml.EscapeText(b.out, []byte(shorten(text)))
	b.raw(`</t></is></c>`)
}

// address returns the address of a cell of the current row: "AB12".
func (b *book) address(column int) string {
	letters := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return fmt.Sprint(letters, b.row)
}

// shorten cuts a text to what a cell can contain.
func shorten(text string) string {
	if len(text) <= maxCellUnits {
		return text
	}
	n := 0
	for i, r := range text {
		if n += utf16.RuneLen(r); n > maxCellUnits-1 {
			return text[:i] + "…"
		}
	}
	return text
}
