package article

import (
	"bytes"
	"context"
	"net/url"
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/text"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
)

// minArticle is the length in bytes below which what was found is taken for a
// caption or a menu, and the text of the whole page is kept instead.
const minArticle = 250

func isHTML(head []byte, o Options) bool {
	if !isText(head, o) {
		return false
	}
	start := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head[:min(len(head), 4096)], []byte{0xef, 0xbb, 0xbf}), " \t\r\n"))
	for strings.HasPrefix(string(start), "<!--") {
		end := bytes.Index(start, []byte("-->"))
		if end < 0 {
			break
		}
		start = bytes.TrimLeft(start[end+3:], " \t\r\n")
	}
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<article", "<div", "<p>", "<h1", "<title", "<meta", "<main"} {
		if bytes.HasPrefix(start, []byte(tag)) {
			return true
		}
	}
	return bytes.HasPrefix(start, []byte("<?xml")) && bytes.Contains(start, []byte("<html"))
}

// readHTML keeps the main text of a web page with its headline before it. The
// text is found by Readability; where that finds next to nothing, the page's
// whole text without scripts and navigation is kept.
func readHTML(_ context.Context, b []byte, o Options) (*geo.Article, error) {
	source, err := text.Decode(b, first(o.ContentType, "text/html"))
	if err != nil {
		return nil, err
	}
	doc, err := parseHTML(source)
	if err != nil {
		return nil, err
	}
	a := pageFacts(doc)
	plain := blockText(doc, true)
	if address, err := url.Parse(o.URL); err == nil && readable(doc) {
		mainPart(doc, address, a)
	}
	if len(a.Text) < minArticle && len(plain) > len(a.Text) {
		a.Text = plain
	}
	a.Text = withTitle(a.Title, a.Text)
	return a, nil
}

// mainPart fills in what Readability finds.
func mainPart(doc *html.Node, address *url.URL, a *geo.Article) {
	parser := readability.NewParser()
	found, err := parser.ParseDocument(doc, address)
	if err != nil {
		return
	}
	a.Text = mainText(found)
	a.Title = first(NormalizeText(found.Title()), a.Title)
	a.Publisher = first(a.Publisher, NormalizeText(found.SiteName()))
	a.Author = first(a.Author, NormalizeText(found.Byline()))
	a.Language = first(a.Language, found.Language())
	if t, err := found.PublishedTime(); err == nil && a.Published == "" && !t.IsZero() {
		a.Published = t.UTC().Format(time.RFC3339)
	}
}

// withTitle puts a title before a text that does not begin with it.
func withTitle(title, text string) string {
	if title == "" || text == "" || strings.Contains(text[:min(len(text), 2*len(title)+200)], title) {
		return text
	}
	return title + "\n\n" + text
}

func mainText(found readability.Article) string {
	if found.Node == nil {
		return ""
	}
	return blockText(found.Node, false)
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// pageFacts reads what the head of a page says of it.
func pageFacts(doc *html.Node) *geo.Article {
	a := &geo.Article{}
	meta := map[string]string{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "html":
			a.Language = attribute(n, "lang")
		case "title":
			if n.FirstChild != nil && a.Title == "" {
				a.Title = NormalizeText(n.FirstChild.Data)
			}
		case "link":
			if attribute(n, "rel") == "canonical" && a.URL == "" {
				if u, err := url.Parse(attribute(n, "href")); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
					a.URL = u.String()
				}
			}
		case "meta":
			key := strings.ToLower(first(attribute(n, "property"), attribute(n, "name"), attribute(n, "itemprop")))
			if _, known := meta[key]; !known && key != "" {
				meta[key] = NormalizeText(attribute(n, "content"))
			}
		case "time":
			if v := attribute(n, "datetime"); v != "" && meta["time"] == "" {
				meta["time"] = v
			}
		}
	}
	a.Publisher = first(meta["og:site_name"], meta["application-name"], meta["dc.publisher"], meta["publisher"])
	a.Author = first(meta["author"], meta["article:author"], meta["dc.creator"])
	if strings.HasPrefix(a.Author, "http") {
		a.Author = ""
	}
	for _, key := range []string{"article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "pubdate", "parsely-pub-date", "time"} {
		if v, err := day(meta[key]); err == nil && v != "" {
			a.Published = v
			break
		}
	}
	return a
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// hidden elements hold no text for a reader; furniture is what surrounds an
// article.
var (
	hidden = map[string]bool{
		"script": true, "style": true, "noscript": true, "template": true, "iframe": true, "object": true, "svg": true,
		"math": true, "canvas": true, "select": true, "button": true, "textarea": true, "head": true, "audio": true, "video": true,
	}
	furniture = map[string]bool{"nav": true, "footer": true, "aside": true, "form": true}
	inline    = map[string]bool{
		"a": true, "abbr": true, "b": true, "bdi": true, "cite": true, "code": true, "data": true, "dfn": true, "em": true, "font": true,
		"i": true, "kbd": true, "mark": true, "q": true, "s": true, "samp": true, "small": true, "span": true, "strong": true,
		"sub": true, "sup": true, "time": true, "u": true, "var": true, "wbr": true, "ins": true, "del": true, "img": true,
	}
)

// blockText is the text below n with blocks apart as paragraphs.
func blockText(n *html.Node, skipFurniture bool) string {
	var b strings.Builder
	for at, depth := n, 0; at != nil; {
		skip := false
		switch at.Type {
		case html.TextNode:
			b.WriteString(strings.Map(oneLine, at.Data))
		case html.ElementNode:
			skip = hidden[at.Data] || skipFurniture && furniture[at.Data]
			switch {
			case at.Data == "br":
				b.WriteByte('\n')
			case at.Data == "li" || at.Data == "tr":
				b.WriteByte('\n')
			case at.Data == "td" || at.Data == "th":
				b.WriteString(" ")
			case !inline[at.Data]:
				b.WriteString("\n\n")
			}
		}
		if !skip && at.FirstChild != nil {
			at = at.FirstChild
			depth++
			continue
		}
		for at != nil && at.NextSibling == nil && depth > 0 {
			at = at.Parent
			depth--
			if at.Type == html.ElementNode && !inline[at.Data] && at.Data != "li" && at.Data != "tr" && at.Data != "td" && at.Data != "th" {
				b.WriteString("\n\n")
			}
		}
		if depth == 0 {
			break
		}
		at = at.NextSibling
	}
	return NormalizeText(b.String())
}

func oneLine(r rune) rune {
	if r == '\n' || r == '\r' || r == '\t' {
		return ' '
	}
	return r
}
