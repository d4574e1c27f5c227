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
	"golang.org/x/net/html/atom"
)

// minArticleBytes is the length below which the extracted text is likely a caption
// or a menu, and the text of the whole page is used.
const minArticleBytes = 250

// htmlStarts are the tags that a web page begins with, in lower case. Pages that lost their
// beginning start with an element of the head or the body.
var htmlStarts = []string{
	"<!doctype html", "<html", "<head", "<body", "<article", "<div", "<p>", "<p ", "<h1", "<h2", "<title", "<meta", "<main",
	"<script", "<style", "<link", "<noscript", "<section", "<header", "<table", "<center", "<font", "<span", "<ul>",
}

// IsHTML reports whether a document is a web page, by its first bytes.
func IsHTML(head []byte) bool {
	if !text.HasUTF16Mark(head) { // browsers ignore NULs too
		head = bytes.ReplaceAll(head, []byte{0}, nil)
	}
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
	if !text.HasUTF16Mark(b) && bytes.IndexByte(b, 0) >= 0 {
		b = bytes.ReplaceAll(b, []byte{0}, nil)
	}
	decoded, err := text.Decode(b, cmp.Or(o.ContentType, "text/html"))
	if err != nil {
		return nil, err
	}
	page, err := ParseHTML(decoded)
	if err != nil {
		return nil, err
	}
	m := readMetadata(page, o.URL)
	a := m.article
	showNoscript(page)
	markCaptions(page)
	pruneBoilerplate(page)
	if address, err := url.Parse(o.URL); err == nil && withinReadability(page) {
		extractArticle(page, address, a)
		a.Text = headedText(page, address, []string{a.Title, m.sharedTitle, m.linked.headline}, a.Text)
	}
	extracted, whole := preferMainPart(page, a.Text)
	a.Text = extracted
	if len(a.Text) < minArticleBytes && len(whole) > len(a.Text) {
		a.Text = whole
	}
	aboutPublisher := isImprint(a.Text)
	if aboutPublisher {
		a.Text = afterHeading(page)
	}
	if body := m.linked.body; body != "" && (a.Text == "" || aboutPublisher || len(body) >= minArticleBytes && (len(a.Text) < len(body)/2 || len(a.Text) < 3*len(body) && !sharesText(a.Text, body))) {
		a.Text = body
	} else if body == "" && (aboutPublisher || len(a.Text) < maxShellBytes) {
		useScriptData(page, &m, aboutPublisher, o)
	}
	if a.Text == "" {
		return nil, geo.Errorf(geo.ErrInput, "the page contains no article; a script may draw it in the browser")
	}
	a.Title = headline(trimSite(a.Title, a.Publisher), m)
	a.Text = withCaptions(page, a.Text)
	if a.Published == "" {
		a.Published = datelineDate(a.Text)
	}
	a.Text = document.PrependTitle(a.Title, a.Text)
	return a, nil
}

// maxShellBytes is the length in bytes of the text of a page from which the data for its
// script is not searched for the article.
const maxShellBytes = 2000

// useScriptData takes the text of a page whose article is drawn by a script from the data
// for the script. aboutPublisher is set if the text of the page is about its publisher.
func useScriptData(page *html.Node, m *metadata, aboutPublisher bool, o document.Options) {
	a := m.article
	story, ok := readScriptData(page, append([]string{a.Title, m.sharedTitle}, m.headings...))
	if !ok {
		return
	}
	switch {
	case a.Text == "" || aboutPublisher:
	case !story.hasTitle && len(m.headings) > 0:
		return
	case len(a.Text) >= minArticleBytes && (!story.hasTitle || 3*len(a.Text) > len(story.body) || sharesText(a.Text, story.body)):
		return
	}
	a.Text = story.body
	a.Published = cmp.Or(a.Published, story.published)
	m.linked.headline = cmp.Or(m.linked.headline, story.title)
	o.Notify("the page is drawn by a script; the text was taken from the data for it (%s)", story.name)
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

// extractArticle sets the fields of a that Readability finds in a page.
func extractArticle(page *html.Node, address *url.URL, a *geo.Article) {
	parser := readability.NewParser()
	found, err := parser.ParseDocument(cloneTree(page), address)
	if err != nil {
		return
	}
	if found.Node != nil {
		a.Published = cmp.Or(a.Published, lineDate(found.Node))
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

// minNoscript is the length of the text of a page, in bytes, from which it is shown to
// browsers without scripts.
const minNoscript = 1000

// showNoscript makes a part for browsers without scripts visible that contains more text
// than the rest of the page, and not only a request to turn scripts on. The parser leaves
// such parts unparsed.
func showNoscript(page *html.Node) {
	visible := 0
	for n := range page.Descendants() {
		if n.Type != html.ElementNode || n.Data != "noscript" || n.FirstChild == nil || len(n.FirstChild.Data) < minNoscript {
			continue
		}
		if visible == 0 {
			visible = max(minNoscript, measure(page).of(page).text)
		}
		part, err := ParseHTML(n.FirstChild.Data)
		if err != nil {
			continue
		}
		if s := measure(part).of(part); s.text > visible && s.linkDensity() < maxPromptDensity {
			n.RemoveChild(n.FirstChild)
			n.AppendChild(part)
			n.Data, n.DataAtom = "div", atom.Div
			part.Type, part.Data, part.DataAtom = html.ElementNode, "div", atom.Div
			return
		}
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
