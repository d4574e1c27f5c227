package markup

import (
	"net/url"
	"slices"
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
)

// minHeaded is the length of the text outside of links below a heading, in bytes, from
// which it is an article.
const minHeaded = 600

// headedText returns the text of the smallest element around the heading of a page that
// has an article, if the extracted text is outside of it: pages contain the next articles
// too, or long conditions of delivery. Otherwise it returns the extracted text.
func headedText(page *html.Node, address *url.URL, titles []string, extracted string) string {
	part := headedPart(page, titles)
	if part == nil || shareIn(extracted, Text(part, true)) >= minShare {
		return extracted
	}
	body := &html.Node{Type: html.ElementNode, Data: "body"}
	body.AppendChild(cloneTree(part))
	document := &html.Node{Type: html.DocumentNode}
	root := &html.Node{Type: html.ElementNode, Data: "html"}
	root.AppendChild(body)
	document.AppendChild(root)
	if s := readableText(document, address); len(s) >= minHeaded && !sharesText(extracted, s) {
		return s
	}
	return extracted
}

// readableText returns the text that Readability finds in a page, or an empty string.
func readableText(page *html.Node, address *url.URL) string {
	parser := readability.NewParser()
	found, err := parser.ParseDocument(page, address)
	if err != nil || found.Node == nil {
		return ""
	}
	pruneLinks(found.Node)
	return Text(found.Node, false)
}

// headedPart returns the smallest element around the first heading with the title of the
// page that has the text of an article, or nil.
func headedPart(page *html.Node, titles []string) *html.Node {
	var heading *html.Node
	for n := range page.Descendants() {
		if n.Type == html.ElementNode && n.Data == "h1" && isTitleOf(strings.Join(strings.Fields(Text(n, false)), " "), titles) {
			heading = n
			break
		}
	}
	if heading == nil {
		return nil
	}
	all := measure(page)
	for n := heading.Parent; n != nil && n.Type == html.ElementNode && n.Data != "body" && n.Data != "html"; n = n.Parent {
		if s := all.of(n); s.text-s.linked-all.of(heading).text >= minHeaded && s.linkDensity() < maxLinkDensity {
			return n
		}
	}
	return nil
}

// isTitleOf reports whether a heading is one of the titles of a page, or is contained in
// one.
func isTitleOf(heading string, titles []string) bool {
	heading = foldTitle(heading)
	return len(heading) >= minTitle && slices.ContainsFunc(titles, func(t string) bool { return strings.Contains(foldTitle(t), heading) })
}
