package table

import (
	"bytes"
	"encoding/json"
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
