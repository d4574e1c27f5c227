package layer

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb/encoding/wkt"
)

// provenanceColumn is the last column of a CSV, which has the header as JSON in its first
// row only.
const provenanceColumn = "provenance"

// WriteCSV writes a layer as CSV in UTF-8. The columns are the fields, with
// Options.WKT the geometry ("wkt"), and "provenance", which has the header as JSON in the
// first row. Text that a spreadsheet would evaluate as a formula is prefixed with an
// apostrophe; numbers are not.
func WriteCSV(w io.Writer, e *Export, o Options) error {
	l := e.Layer(o.Kind, o.Shapes)
	head, err := l.Header.JSON()
	if err != nil {
		return fmt.Errorf("writing the header of a table: %w", err)
	}
	if o.ByteOrderMark {
		if _, err := io.WriteString(w, "\uFEFF"); err != nil {
			return err
		}
	}
	out := csv.NewWriter(w)
	row := make([]string, 0, len(l.Fields)+2)
	for i := range l.Fields {
		row = append(row, l.Fields[i].Name)
	}
	if o.WKT {
		row = append(row, "wkt")
	}
	if err := out.Write(append(row, provenanceColumn)); err != nil {
		return err
	}
	for f, err := range l.Features {
		if err != nil {
			return err
		}
		row = row[:0]
		for _, v := range f.Values {
			row = append(row, Cell(v))
		}
		if o.WKT {
			text := ""
			if f.Geometry != nil {
				text = wkt.MarshalString(f.Geometry)
			}
			row = append(row, text)
		}
		if err := out.Write(append(row, string(head))); err != nil {
			return fmt.Errorf("writing %s %s: %w", l.Kind, f.ID, err)
		}
		head = nil
	}
	out.Flush()
	return out.Error()
}

// WriteMentionsCSV writes the mentions layer as CSV; see [WriteCSV].
func (s *Set) WriteMentionsCSV(w io.Writer) error {
	return WriteCSV(w, s.Export(), Options{Kind: Mentions})
}

// Cell formats a value for a spreadsheet. An absent value is an empty cell.
func Cell(v Value) string {
	if v.Type == Text {
		return escapeFormula(v.text)
	}
	return v.Text()
}

// escapeFormula prefixes text that a spreadsheet would evaluate as a formula with an
// apostrophe. A formula begins with an equals sign, plus, minus, at sign, tab or
// line end; some programs also accept full-width forms. (OWASP, "CSV Injection".)
func escapeFormula(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	if text != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + text
	}
	return text
}
