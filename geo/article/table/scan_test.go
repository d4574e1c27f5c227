package table

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestScanArticleAgreesWithEncodingJSON decodes objects, valid and damaged ones, made of
// pieces of JSON.
func TestScanArticleAgreesWithEncodingJSON(t *testing.T) {
	pieces := rapid.SampledFrom([]string{
		"{", "}", ",", ":", " ", "\t", `"`, `\`, `\n`, `\"`, `\\`, `\/`, `\b\f\r\t`, `\u00e9`, `\x`, "\x01", "\xff", "é", "\u2028", "Kabul",
		`"id"`, `"text"`, `"Text"`, `"title"`, `"other"`, `"id":7`, `"id": "a\nb"`, `"title" : "T"`, `"text":"in Kabul\n"`, `"text":null`, `"url":""`, `,"language":"en"`, `"author":"A",`,
		`"toponyms":[{"start":0,"lat":-3.5e2}]`, "[", "]", `{"a":`, "true", "null", "-1.5", `[1,"x",{}]`, `\ud83d\ude00`, `\ud83d`, `\u00E9`, `\u12`, "-", "01", `"other":`,
	})
	rapid.Check(t, func(t *rapid.T) {
		b := bytes.TrimSpace([]byte("{" + strings.Join(rapid.SliceOfN(pieces, 0, 12).Draw(t, "pieces"), "") + rapid.SampledFrom([]string{"}", "", "}}", `"}`}).Draw(t, "end")))
		checkScan(t, b)
	})
}

func TestScanArticleDecodesUsualLines(t *testing.T) {
	for _, line := range []string{
		`{"id": "a", "title": "T", "publisher": "P", "author": "A", "published": "2021-09-06", "url": "u", "language": "en", "text": "He \"left\"\\\n\tKabul\/é"}`,
		`{"id":"a","text":"Z\u00fcrich \ud83d\ude00 \ud83d","toponyms":[{"start":0,"end":7,"lat":47.4,"lon":-8.5e0,"tags":[]},{}],"n":null,"b":true}`,
		`{"text":""}`, "{ \"text\" :\t\"x\" , \"id\" : \"\" }",
	} {
		if !checkScan(t, []byte(line)) {
			t.Errorf("%s was left to encoding/json", line)
		}
	}
}

// TestScanValuesAgreesWithEncodingJSON decodes the values of objects made of pieces.
func TestScanValuesAgreesWithEncodingJSON(t *testing.T) {
	pieces := rapid.SampledFrom([]string{
		"{", "}", ",", ":", " ", `"`, `\`, "\xff", "é", `"a"`, `"b":"x",`, `"b":7,`, `"a" : null,`, `"c":[1,{"d":"e"}],`, `"a":-1.5e3`, `"a":"\ud83d"`, `"e":true,`, `"b":01`, `"":""`, "[]",
	})
	rapid.Check(t, func(t *rapid.T) {
		b := []byte("{" + strings.Join(rapid.SliceOfN(pieces, 0, 8).Draw(t, "pieces"), "") + "}")
		got, ok := scanValues(b)
		if !ok {
			return
		}
		var all map[string]any
		d := json.NewDecoder(bytes.NewReader(b))
		d.UseNumber()
		if err := d.Decode(&all); err != nil || d.More() {
			t.Fatalf("%q is decoded as %v, but is invalid: %v", b, got, err)
		}
		want := map[string]string{}
		for key, value := range all {
			switch v := value.(type) {
			case string:
				want[key] = v
			case json.Number:
				want[key] = string(v)
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%q is decoded as %v, by encoding/json as %v", b, got, want)
		}
	})
}

// TestItemReaderAgreesWithEncodingJSON reads arrays piece by piece.
func TestItemReaderAgreesWithEncodingJSON(t *testing.T) {
	values := rapid.SampledFrom([]string{`{}`, `{"a":"]"}`, `[1,[2]]`, `"a\"],"`, "7", "null", "-1.5", ` {"a": {"b": "\\"}} `, `""`})
	rapid.Check(t, func(t *rapid.T) {
		source := "[" + strings.Join(rapid.SliceOfN(values, 0, 6).Draw(t, "values"), rapid.SampledFrom([]string{",", " ,\n"}).Draw(t, "comma")) + "]"
		var want []json.RawMessage
		if err := json.Unmarshal([]byte(source), &want); err != nil {
			t.Fatal(err)
		}
		cut := rapid.IntRange(0, len(source)).Draw(t, "cut")
		for _, s := range []string{source, source[:cut]} {
			r := itemReader{r: bufio.NewReader(strings.NewReader(s)), limit: 1 << 20}
			n := 0
			item, err := r.next()
			for ; err == nil; item, err = r.next() {
				if n >= len(want) || string(item) != string(want[n]) {
					t.Fatalf("%q: item %d is %q", s, n, item)
				}
				n++
			}
			if s == source && (n != len(want) || !errors.Is(err, io.EOF)) || len(s) < len(source) && !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatalf("%q: %d items, then %v", s, n, err)
			}
		}
	})
}

// checkScan reports whether scanArticle decodes b, and fails if encoding/json decodes
// another article.
func checkScan(t rapid.TB, b []byte) bool {
	got, ok := scanArticle(b)
	if !ok {
		return false
	}
	var want jsonArticle
	if err := json.Unmarshal(b, &want); err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("%q is decoded as %+v, by encoding/json as %+v, %v", b, got, want, err)
	}
	return true
}
