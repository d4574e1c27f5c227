package markup

import (
	"regexp"
	"strings"

	"dateline/geo/text"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// credit matches who took or owns a picture, to the end of its caption.
var credit = regexp.MustCompile(`(?i)[\s(\[|–—-]*(?:(?:photo(?:graph)?s?|foto(?:graf[íi]a|s)?|bild(?:er|nachweis|quelle)?|images?|pictures?|credits?|crédits?|crédito|quelle|source|fuente|fonte|archivfoto|symbolbild|photograph)` +
	`(?: ?(?:by|credit|courtesy(?: of)?|de|von|par|di))?\s*[:©/|]|(?:photo|photograph|picture|image|foto|bild) (?:by|courtesy of|von|de|par) |(?:©|\(c\)|copyright\b)).*$`)

// agency matches the name of an agency in brackets or after a slash at the end of a
// caption.
var agency = regexp.MustCompile(`\s*(?:[(\[][^()\[\]]{0,80}(?:/|AFP|AP|EPA|EFE|ANSA|dpa|Reuters|REUTERS|Getty|Agency|Images|Photo|Foto|via )[^()\[\]]{0,60}[)\]]|(?:^|[.!?]\s)\pL[^.!?]{0,60}/[^.!?]{2,60}\.?)\s*$`)

// creditClasses are words of the classes of elements with a credit in a caption.
var creditClasses = set("credit", "credits", "copyright", "copyrights", "author", "photographer", "byline", "source", "attribution", "fotograf", "quelle", "rights", "agency")

const (
	// minCaptionWords is the number of words of a caption that is a sentence.
	minCaptionWords = 3
	maxCaption      = 400 // bytes
)

// captionKey is the attribute of an empty element after a figure with the caption of the
// figure, which Readability does not see.
const captionKey = "data-dateline-caption"

// markCaptions adds an element with its caption after each figure of a page, without the
// credit. A caption that is not a sentence is left out.
func markCaptions(page *html.Node) {
	var captions []*html.Node
	for n := range page.Descendants() {
		if n.Type == html.ElementNode && n.Data == "figcaption" {
			captions = append(captions, n)
		}
	}
	for _, n := range captions {
		s := captionText(n)
		figure := n.Parent
		for figure != nil && figure.Data != "figure" {
			figure = figure.Parent
		}
		if s == "" || figure == nil || figure.Parent == nil {
			continue
		}
		mark := &html.Node{Type: html.ElementNode, Data: "span", DataAtom: atom.Span, Attr: []html.Attribute{{Key: captionKey, Val: s}}}
		figure.Parent.InsertBefore(mark, figure.NextSibling)
	}
}

// withCaptions returns the text of an article with the captions of the figures of its page
// that are between its heading and its last paragraph.
func withCaptions(page *html.Node, article string) string {
	paragraphs := strings.Split(article, "\n\n")
	index := map[string]int{} // of the first lines of paragraphs
	for i, p := range paragraphs {
		line, _, _ := strings.Cut(p, "\n")
		if _, known := index[line]; !known {
			index[line] = i
		}
	}
	const unknown = -2
	at := unknown // the paragraph before; -1 is the heading
	captions := map[int][]string{}
	var pending []string // after at, if a paragraph follows
	for n := page; n != nil; {
		next := following(n, page)
		switch {
		case n.Type != html.ElementNode:
		case hiddenElements[n.Data]:
			next = followingSibling(n, page)
		case n.Data == "h1":
			if at == unknown {
				at, pending = -1, nil
			}
			next = followingSibling(n, page)
		case attribute(n, captionKey) != "":
			if s := attribute(n, captionKey); at != unknown && !strings.Contains(article, s) {
				pending = append(pending, s)
			}
		case !inlineElements[n.Data] && !hasBlockChild(n):
			line, _, _ := strings.Cut(Text(n, false), "\n")
			if i, ok := index[line]; ok && i > at {
				captions[at] = append(captions[at], pending...)
				at, pending = i, nil
			}
		}
		n = next
	}
	if len(captions) == 0 {
		return article
	}
	var out []string
	for i := -1; i < len(paragraphs); i++ {
		if i >= 0 {
			out = append(out, paragraphs[i])
		}
		out = append(out, captions[i]...)
	}
	return strings.Join(out, "\n\n")
}

// captionText returns the text of a caption without its credit, or an empty string if that
// is not a sentence.
func captionText(caption *html.Node) string {
	var b strings.Builder
	for n := caption; n != nil; {
		next := following(n, caption)
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data + " ")
		case n.Type == html.ElementNode && n != caption && hasClassWord(n, creditClasses) || n.Type == html.ElementNode && hiddenElements[n.Data]:
			next = followingSibling(n, caption)
		}
		n = next
	}
	s := text.Normalize(strings.Join(strings.Fields(b.String()), " "))
	s = strings.TrimSpace(credit.ReplaceAllString(s, ""))
	if at := agency.FindStringIndex(s); at != nil {
		end := at[0]
		if strings.ContainsAny(s[end:min(end+1, len(s))], ".!?") {
			end++
		}
		s = strings.TrimSpace(s[:end])
	}
	if len(s) > maxCaption || len(strings.Fields(s)) < minCaptionWords || !strings.ContainsAny(s[len(s)-1:], ".!?") {
		return ""
	}
	return s
}
