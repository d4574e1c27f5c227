package article_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/article"

	"pgregory.net/rapid"
)

func TestLongTextIsSplitAtHeadings(t *testing.T) {
	var b strings.Builder
	for i := range 12 {
		fmt.Fprintf(&b, "Chapter %d of the report\n\n%s\n\n", i, strings.Repeat("The road from Kabul to Kandahar is closed. ", 3000))
	}
	var notices []string
	var parts []*geo.Article
	o := article.Options{Name: "report.txt", Notice: func(m string) { notices = append(notices, m) }}
	for a, err := range article.Read(t.Context(), strings.NewReader(b.String()), o) {
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, a)
	}
	if len(parts) < 3 || len(notices) != 1 || !strings.Contains(notices[0], fmt.Sprintf("split into %d articles", len(parts))) {
		t.Fatalf("%d parts, notices %q", len(parts), notices)
	}
	for i, a := range parts {
		if !strings.HasPrefix(a.Text, "Chapter ") || !strings.Contains(a.Title, fmt.Sprintf("(part %d of %d)", i+1, len(parts))) {
			t.Errorf("part %d is titled %q and begins %q", i+1, a.Title, a.Text[:40])
		}
		if a.Hash != geo.HashText(a.Text) || i > 0 && a.ID == parts[i-1].ID {
			t.Errorf("part %d has the id %s and the hash %s", i+1, a.ID, a.Hash)
		}
	}
}

func TestLinesOfJSONLAreNotSplit(t *testing.T) {
	line := `{"id": "a", "text": "` + strings.Repeat("Kabul. ", 150_000) + `"}` + "\n"
	n := 0
	for a, err := range article.Read(t.Context(), strings.NewReader(line+line), article.Options{}) {
		if err != nil || a.ID != "a" {
			t.Fatal(err)
		}
		n++
	}
	if n != 2 {
		t.Errorf("%d articles, want 2", n)
	}
}

// A store needs no offsets into a JSON document: its long texts are split as well.
func TestTextsOfJSONAreSplitForAStore(t *testing.T) {
	item := `{"id": "a", "text": "` + strings.Repeat("Kabul. ", 150_000) + `"}`
	for name, document := range map[string]string{"JSON Lines": item + "\n" + `{"id": "b", "text": "Quetta."}`, "a JSON array": "[" + item + `, {"id": "b", "text": "Quetta."}]`} {
		var ids []string
		for a, err := range article.Read(t.Context(), strings.NewReader(document), article.Options{SplitJSON: true}) {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, a.ID)
		}
		if got := strings.Join(ids, " "); got != "a-1 a-2 a-3 b" {
			t.Errorf("%s: articles %s", name, got)
		}
	}
}

// The parts of a text contain all of it but white space, are not too long, and have the
// pages of the document.
func TestSplitKeepsTextAndPages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"Kabul ", "حلب ", "北京。", "\n\n", "\n", "Heading\n\n", ". ", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}), 1, 300).Draw(t, "words")
		a := &geo.Article{ID: "a", Title: "t", URL: "https://news.example/a"}
		for i, w := range words {
			if i%20 == 0 {
				a.Pages = append(a.Pages, len(a.Text))
			}
			a.Text += w
		}
		limit := rapid.IntRange(8, 400).Draw(t, "limit")
		var joined strings.Builder
		at := 0
		for _, p := range article.Split(a, limit) {
			if len(p.Text) > limit || !utf8.ValidString(p.Text) || p.Text == "" {
				t.Fatalf("a part of %d bytes, limit %d: %q", len(p.Text), limit, p.Text)
			}
			begin := at + strings.Index(a.Text[at:], p.Text)
			for i := range len(p.Text) {
				if p.Page(i) != a.Page(begin+i) {
					t.Fatalf("byte %d is on page %d, want %d", begin+i, p.Page(i), a.Page(begin+i))
				}
			}
			at = begin + len(p.Text)
			joined.WriteString(p.Text)
		}
		plain := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if plain(joined.String()) != plain(a.Text) {
			t.Fatalf("parts %q of %q", joined.String(), a.Text)
		}
	})
}
