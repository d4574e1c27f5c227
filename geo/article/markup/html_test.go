package markup_test

import (
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"dateline/geo/article/markup"
	"strings"
	"testing"
)

var (
	readHTML     = document.Whole(markup.ReadHTML)
	readMarkdown = document.Whole(markup.ReadMarkdown)
)

func TestReadHTML(t *testing.T) {
	a := documenttest.One(t, readHTML, documenttest.Page)
	if a.Publisher != "The Frontier Post" || a.Author != "Mina Sahak" || a.URL != "https://frontier.example/border" || a.Language != "en" || a.Published != "2021-09-06T10:00:00Z" {
		t.Errorf("facts: publisher %q, author %q, url %q, language %q, published %q", a.Publisher, a.Author, a.URL, a.Language, a.Published)
	}
	if !strings.HasPrefix(a.Text, "Border reopens") || !strings.Contains(a.Text, "patience; traders put the losses") || !strings.Contains(a.Text, "Quetta") {
		t.Errorf("text %q", a.Text)
	}
	for _, furniture := range []string{"Washington", "London", "Paris", "©"} {
		if strings.Contains(a.Text, furniture) {
			t.Errorf("%q is no part of the article: %q", furniture, a.Text)
		}
	}
}

func TestReadHTMLWithoutAnArticle(t *testing.T) {
	if got := documenttest.One(t, readHTML, "<p>Fire in <b>Quetta</b>.</p><p>No one was hurt.</p>").Text; got != "Fire in Quetta.\n\nNo one was hurt." {
		t.Errorf("text %q", got)
	}
}

func FuzzHTML(f *testing.F) {
	documenttest.Fuzz(f, readHTML, documenttest.Page, "<p>Fire in <b>Quetta</b>.<table><tr><td>a<td>b</table>", "<!DOCTYPE html><svg><p><math><mi><b><p></b>x", "<meta charset=shift_jis><p>\x93\x8c\x8b\x9e", "<b a=1><b a=2><p>x<p>y", "<select><template><frameset>")
}
