// Package markup reads web pages and Markdown documents, and renders HTML as text for other formats.
package markup

import (
	"bytes"
	"cmp"
	"context"
	"net/url"
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/text"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
)

// minArticleBytes is the length below which the extracted text is likely a caption
// or a menu, and the text of the whole page is used.
const minArticleBytes = 250

// htmlStarts are the tags that a web page begins with, in lower case.
var htmlStarts = []string{"<!doctype html", "<html", "<head", "<body", "<article", "<div", "<p>", "<h1", "<title", "<meta", "<main"}

// IsHTML reports whether a document is a web page, by its first bytes.
func IsHTML(head []byte) bool {
	if !document.IsText(head) {
		return false
	}
	start := bytes.ToLower(bytes.TrimLeft(text.TrimMark(head[:min(len(head), 4096)]), " \t\r\n"))
	for bytes.HasPrefix(start, []byte("<!--")) {
		end := bytes.Index(start, []byte("-->"))
		if end < 0 {
			break
		}
		start = bytes.TrimLeft(start[end+3:], " \t\r\n")
	}
	for _, tag := range htmlStarts {
		if bytes.HasPrefix(start, []byte(tag)) {
			return true
		}
	}
	return bytes.HasPrefix(start, []byte("<?xml")) && bytes.Contains(start, []byte("<html"))
}

// ReadHTML reads a web page: its main text, as Readability extracts it, after its
// headline. Where Readability finds next to nothing, the text is that of the whole
// page without scripts and navigation.
func ReadHTML(_ context.Context, b []byte, o document.Options) (*geo.Article, error) {
	source, err := text.Decode(b, cmp.Or(o.ContentType, "text/html"))
	if err != nil {
		return nil, err
	}
	page, err := ParseHTML(source)
	if err != nil {
		return nil, err
	}
	a := readMetadata(page)
	whole := Text(page, true)
	if address, err := url.Parse(o.URL); err == nil && withinReadability(page) {
		extractArticle(page, address, a)
	}
	if len(a.Text) < minArticleBytes && len(whole) > len(a.Text) {
		a.Text = whole
	}
	a.Text = document.PrependTitle(a.Title, a.Text)
	return a, nil
}

// extractArticle sets the fields of a that Readability finds in a page.
func extractArticle(page *html.Node, address *url.URL, a *geo.Article) {
	parser := readability.NewParser()
	found, err := parser.ParseDocument(page, address)
	if err != nil {
		return
	}
	if found.Node != nil {
		a.Text = Text(found.Node, false)
	}
	a.Title = cmp.Or(text.Normalize(found.Title()), a.Title)
	a.Publisher = cmp.Or(a.Publisher, text.Normalize(found.SiteName()))
	a.Author = cmp.Or(a.Author, text.Normalize(found.Byline()))
	a.Language = cmp.Or(a.Language, found.Language())
	if t, err := found.PublishedTime(); err == nil && a.Published == "" && !t.IsZero() {
		a.Published = t.UTC().Format(time.RFC3339)
	}
}

// Fragment returns the text of a piece of HTML or of plain text, as feeds contain
// either without a type.
func Fragment(s string) string {
	if !strings.Contains(s, "<") {
		return text.Normalize(html.UnescapeString(s))
	}
	page, err := ParseHTML(s)
	if err != nil {
		return ""
	}
	return Text(page, true)
}
