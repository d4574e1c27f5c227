package layer

import (
	"encoding/csv"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// WriteMentionsCSV writes the mentions layer as CSV in UTF-8 with a header. The
// columns are the properties of the GeoJSON. Text that a spreadsheet would
// evaluate as a formula is prefixed with an apostrophe; numbers are not.
func (s *Set) WriteMentionsCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	t := reflect.TypeFor[mentionProperties]()
	row := make([]string, t.NumField())
	for i := range row {
		row[i], _, _ = strings.Cut(t.Field(i).Tag.Get("json"), ",")
	}
	if err := out.Write(row); err != nil {
		return err
	}
	for m := range s.mentions() {
		v := reflect.ValueOf(m.mentionProperties)
		for i := range row {
			row[i] = cell(v.Field(i), strings.HasSuffix(t.Field(i).Tag.Get("json"), ",omitempty"))
		}
		if err := out.Write(row); err != nil {
			return fmt.Errorf("writing mention %s: %w", m.Mention, err)
		}
	}
	out.Flush()
	return out.Error()
}

// cell formats a value. A value that GeoJSON omits is an empty cell.
func cell(v reflect.Value, omitEmpty bool) string {
	if omitEmpty && v.IsZero() {
		return ""
	}
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Int, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	}
	return escapeFormula(v.String())
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
