package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// Limits on the blocks between the heading of a page and its article.
const (
	minStandfirst  = 50 // bytes of one block
	maxStandfirst  = 1500
	maxLeadBlocks  = 40
	maxLeadDensity = 0.3
)

// standfirst returns the paragraphs between the heading of a page and the first
// paragraph of its article, which introduce the article and are often outside the
// element that contains it.
func standfirst(page *html.Node, article string) string {
	first := firstLong(article)
	if first == "" {
		return ""
	}
	all := measure(page)
	var lead []string
	afterHeading, blocks := false, 0
	for n := page; n != nil; {
		next := following(n, page)
		if n.Type == html.ElementNode {
			switch {
			case hiddenElements[n.Data]:
				next = followingSibling(n, page)
			case n.Data == "h1":
				afterHeading, blocks, lead = true, 0, nil
				next = followingSibling(n, page)
			case afterHeading && !inlineElements[n.Data] && !hasBlockChild(n):
				s := Text(n, false)
				if strings.HasPrefix(s, first) {
					return joinLead(lead, article)
				}
				if blocks++; blocks > maxLeadBlocks {
					afterHeading = false
				}
				if len(s) >= minStandfirst && all.of(n).linkDensity() < maxLeadDensity && !creditStart.MatchString(s) && !promptStart.MatchString(s) {
					lead = append(lead, s)
				}
				next = followingSibling(n, page)
			}
		}
		n = next
	}
	return ""
}

// firstLong returns the beginning of the first long paragraph of a text.
func firstLong(article string) string {
	for paragraph := range strings.SplitSeq(article, "\n\n") {
		if len(paragraph) >= minStandfirst {
			line, _, _ := strings.Cut(paragraph, "\n")
			return line
		}
	}
	return ""
}

// joinLead returns the paragraphs of a lead that an article does not contain.
func joinLead(lead []string, article string) string {
	var kept []string
	length := 0
	for _, s := range lead {
		if !strings.Contains(article, s) {
			kept = append(kept, s)
			length += len(s)
		}
	}
	if length > maxStandfirst {
		return ""
	}
	return strings.Join(kept, "\n\n")
}

// hasBlockChild reports whether an element contains a block.
func hasBlockChild(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && !inlineElements[c.Data] && !hiddenElements[c.Data] && c.Data != "br" {
			return true
		}
	}
	return false
}
