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
	m := readMetadata(page, o.URL)
	a := m.article
	pruneBoilerplate(page)
	whole := Text(page, true)
	if address, err := url.Parse(o.URL); err == nil && withinReadability(page) {
		extractArticle(page, address, a)
	}
	if len(a.Text) < minArticleBytes && len(whole) > len(a.Text) {
		a.Text = whole
	}
	if body := m.linked.body; len(body) >= minArticleBytes && (len(a.Text) < len(body)/2 || len(a.Text) < 3*len(body) && !sharesText(a.Text, body)) {
		a.Text = body
	}
	if a.Text == "" {
		return nil, geo.Errorf(geo.ErrInput, "the page contains no article; a script may draw it in the browser")
	}
	a.Title = headline(a.Title, m)
	a.Text = document.PrependTitle(a.Title, a.Text)
	return a, nil
}

// maxCheckedParagraphs is the number of paragraphs that [sharesText] looks for.
const maxCheckedParagraphs = 20

// sharesText reports whether a text contains the beginning of some paragraph of an
// article's body.
func sharesText(s, body string) bool {
	checked := 0
	for paragraph := range strings.SplitSeq(body, "\n\n") {
		if checked++; checked > maxCheckedParagraphs {
			break
		}
		if words := strings.Fields(paragraph); len(words) >= 8 && strings.Contains(s, strings.Join(words[:8], " ")) {
			return true
		}
	}
	return false
}

// headline returns the title of a page without the name of the site, where the heading
// or the linked data give it.
func headline(title string, m metadata) string {
	for _, h := range []string{m.heading, m.linked.headline} {
		if len(h) >= 10 && strings.Contains(strings.ToLower(title), strings.ToLower(h)) {
			return h
		}
	}
	return cmp.Or(title, m.linked.headline, m.heading)
}

// extractArticle sets the fields of a that Readability finds in a page.
func extractArticle(page *html.Node, address *url.URL, a *geo.Article) {
	parser := readability.NewParser()
	found, err := parser.ParseDocument(cloneTree(page), address)
	if err != nil {
		return
	}
	if found.Node != nil {
		pruneLinks(found.Node)
		a.Text = Text(found.Node, false)
		if lead := standfirst(page, a.Text); lead != "" {
			a.Text = lead + "\n\n" + a.Text
		}
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
