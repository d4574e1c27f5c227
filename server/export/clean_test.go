package export_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"dateline/geo/layer"
	"dateline/geo/layer/layertest"
	"dateline/geo/text"
	"dateline/server/export"
)

// hostile has every kind of character that HTML and XML forbid or advise against.
const hostile = "\u0097\u0085\u009f\u0081\x00\x01\x0b\x0c\x1b\x7f\ufdd0\ufffe\U0010ffff"

// taint appends hostile to every text in v.
func taint(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() {
			v.SetString(v.String() + hostile)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			taint(v.Elem())
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			taint(field)
		}
	case reflect.Slice:
		for i := range v.Len() {
			taint(v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if value := v.MapIndex(key); value.Kind() == reflect.String {
				v.SetMapIndex(key, reflect.ValueOf(value.String()+hostile))
			}
		}
	default:
	}
}

// Whatever an article, the gazetteer or an editor wrote, no file of any format contains a character that HTML or XML
// forbids, as itself or as an escape of JSON.
func TestNoFormatContainsForbiddenCharacters(t *testing.T) {
	clean := layertest.Set().Export()
	e := &layer.Export{Header: clean.Header, Outline: clean.Outline}
	e.Places = func(yield func(*layer.PlaceRow, error) bool) {
		for r, err := range clean.Places {
			row := *r
			row.Phrases = append([]string(nil), r.Phrases...)
			row.Place.Codes = map[string]string{"iso": "AF"}
			taint(reflect.ValueOf(&row).Elem())
			row.Confidence = r.Confidence
			if !yield(&row, err) {
				return
			}
		}
	}
	e.Mentions = func(yield func(*layer.MentionRow, error) bool) {
		for r, err := range clean.Mentions {
			row := *r
			if r.Place != nil {
				place := *r.Place
				place.Codes, row.Place = nil, &place
			}
			if r.Relation != nil {
				relation := *r.Relation
				row.Relation = &relation
			}
			taint(reflect.ValueOf(&row).Elem())
			row.Role, row.Association, row.Outcome, row.Confidence = r.Role, r.Association, r.Outcome, r.Confidence
			if r.Relation != nil {
				row.Relation.Kind = r.Relation.Kind
			}
			if !yield(&row, err) {
				return
			}
		}
	}
	e.Header.Sources = append(e.Header.Sources[:0:0], e.Header.Sources...)
	taint(reflect.ValueOf(&e.Header).Elem())
	e.Header.Cap = clean.Header.Cap
	for _, f := range export.Formats() {
		for _, precision := range []string{"", "district"} {
			for _, kind := range []string{"", "places", "mentions"} {
				r := export.Request{Format: f.Name, Layer: kind, Precision: precision}
				if _, err := r.Check(); err == nil {
					checkClean(t, f.Name, write(t, r, e))
				}
			}
		}
	}
}

// checkClean reports characters that are forbidden in the content of a file.
func checkClean(t *testing.T, format string, b []byte) {
	t.Helper()
	if format == "gpkg" || format == "parquet" { // these have geometries in binary
		b, all := unpacked(t, format, b), []rune(hostile)
		for i := range all[1:] {
			if pair := string(all[i : i+2]); len(pair) > 3 && bytes.Contains(b, []byte(pair)) {
				t.Errorf("%s contains %q", format, pair)
			}
		}
		return
	}
	content := strings.ReplaceAll(string(unpacked(t, format, b)), "\x1e", "") // without the record separators of text sequences
	for i, r := range content {
		if text.IsForbidden(r) {
			t.Errorf("%s contains %q: %q", format, r, content[max(0, i-60):min(len(content), i+20)])
			return
		}
	}
	for _, r := range hostile {
		quoted, _ := json.Marshal(string(r))
		for _, escape := range []string{strings.Trim(string(quoted), `"`), fmt.Sprintf("&#%d;", r), fmt.Sprintf("&#x%x;", r), fmt.Sprintf("&#x%X;", r)} {
			if strings.ContainsAny(escape, `\&`) && strings.Contains(content, escape) {
				t.Errorf("%s contains %s", format, escape)
			}
		}
	}
}
