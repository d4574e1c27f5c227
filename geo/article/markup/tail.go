package markup

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

const (
	// maxTailDensity is the link density of a paragraph at the end of an article.
	maxTailDensity = 0.4
	// maxTailShare is the share of the text of an article that its tail may have.
	maxTailShare = 0.1
	// maxHeadBlock is the length of a block before an article, in bytes.
	maxHeadBlock = 60
	// minSentence is the length, in characters, from which a block is a paragraph without
	// punctuation at its end too.
	minSentence = 80
)

// pruneTail removes the blocks at the end of an article that are no sentences: links,
// keywords, names and contact details. An article whose tail is long is a list, and is
// left as it is.
func pruneTail(article *html.Node) {
	all := measure(article)
	left := int(maxTailShare * float64(all.of(article).text))
	var tail []*html.Node
	blocks := leafBlocks(article)
	for _, n := range slices.Backward(blocks) {
		s := all.of(n)
		if s.text > 0 && isParagraph(n, s) {
			break
		}
		if left -= s.text; left < 0 {
			return
		}
		tail = append(tail, n)
	}
	if len(tail) == len(blocks) {
		return
	}
	for _, n := range tail {
		n.Parent.RemoveChild(n)
	}
}

// pruneHead removes the short blocks before the first paragraph of an article that are
// neither sentences nor headings: times, counts, sections and names of buttons. A line
// that ends with a dash is a dateline.
func pruneHead(article *html.Node) {
	all := measure(article)
	left := int(maxTailShare * float64(all.of(article).text))
	var head []*html.Node
	for _, n := range leafBlocks(article) {
		s := all.of(n)
		if s.text > maxHeadBlock || s.text > 0 && isParagraph(n, s) {
			for _, h := range head {
				h.Parent.RemoveChild(h)
			}
			return
		}
		if left -= s.text; left < 0 {
			return
		}
		if !isSubheading(n.Data) && !isDash(shortText(n)) {
			head = append(head, n)
		}
	}
}

// isDash reports whether a text ends with a dash.
func isDash(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune("-–—", last)
}

// leafBlocks returns the blocks of an article that contain no others, in order.
func leafBlocks(article *html.Node) []*html.Node {
	var blocks []*html.Node
	for n := article.FirstChild; n != nil; {
		next := following(n, article)
		if n.Type == html.ElementNode && !inlineElements[n.Data] && !hasBlockChild(n) {
			if !hiddenElements[n.Data] {
				blocks = append(blocks, n)
			}
			next = followingSibling(n, article)
		}
		n = next
	}
	return blocks
}

// isParagraph reports whether a block has a sentence, or is part of a list or a table,
// and is not mostly a link.
func isParagraph(n *html.Node, s *stats) bool {
	if s.linkDensity() > maxTailDensity || isSubheading(n.Data) {
		return false
	}
	switch n.Data {
	case "td", "th", "li", "dt", "dd", "pre":
		return true
	}
	t := Text(n, false)
	last, _ := utf8.DecodeLastRuneInString(t)
	return utf8.RuneCountInString(t) >= minSentence || strings.ContainsRune(sentenceEnds, last)
}

// sentenceEnds are the characters that sentences end with in many scripts.
const sentenceEnds = ".?!…»«”“\"’)。！？」।۔؟"
