package article_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/article"
	"dateline/geo/text"

	"pgregory.net/rapid"
)

// An article that is written as JSON Lines is read as the same article.
func TestWriteJSONLRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		clean := rapid.Map(rapid.String(), text.Clean) // as all readers make it
		a := &geo.Article{
			ID: rapid.StringN(1, 20, -1).Draw(t, "id"), Title: clean.Draw(t, "title"), Publisher: clean.Draw(t, "publisher"),
			Author: clean.Draw(t, "author"), Published: rapid.SampledFrom([]string{"", "2021-09-06", "2021-09-06T14:00:00Z"}).Draw(t, "published"),
			URL: rapid.SampledFrom([]string{"", "https://news.example/a?b=<c>"}).Draw(t, "url"), Text: rapid.Map(rapid.StringN(1, 200, -1), text.Clean).Draw(t, "text"), Source: "-",
		}
		a.Hash = geo.HashText(a.Text)
		var b bytes.Buffer
		if err := article.WriteJSONL(&b, a); err != nil {
			t.Fatal(err)
		}
		n := 0
		for got, err := range article.Read(t.Context(), &b, article.Options{Name: "-"}) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; !reflect.DeepEqual(got, a) {
				t.Fatalf("read %+v, want %+v", got, a)
			}
		}
		if n != 1 {
			t.Fatalf("%d articles", n)
		}
	})
}

func TestWriteText(t *testing.T) {
	var b strings.Builder
	if err := article.WriteText(&b, &geo.Article{ID: "1", Title: "Talks", Published: "2021-09-06", Text: "One.\n\nTwo."}); err != nil {
		t.Fatal(err)
	}
	if want := "id         1\ntitle      Talks\npublished  2021-09-06\n\nOne.\n\nTwo.\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}
