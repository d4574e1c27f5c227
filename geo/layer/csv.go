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

// WriteMentionsCSV writes the mentions layer as a table, UTF-8 with a header,
// with the same columns as the GeoJSON. A text that a spreadsheet would take for
// a formula begins with an apostrophe; numbers are left as they are.
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

// cell writes one value; a value that GeoJSON would leave out is an empty cell.
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
	return harmless(v.String())
}

// harmless keeps a spreadsheet from running a text as a formula. (OWASP, "CSV
// Injection": an equals sign, plus, minus, at sign, tab or return begins one, in
// some programs in its full-width form too.)
func harmless(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	if text != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + text
	}
	return text
}
