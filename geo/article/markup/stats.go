package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// stats are figures of an element and all that is in it.
type stats struct {
	text           int // bytes of visible text
	linked         int // bytes of text inside links
	longParagraphs int
	headings1      int // of the first level
	headings2      int // of the second
	paragraphs     int
	images         int
	tables         int
}

// linkDensity returns the share of the text that is inside links.
func (s *stats) linkDensity() float64 {
	if s.text == 0 {
		return 0
	}
	return float64(s.linked) / float64(s.text)
}

// isArticleLike reports whether an element contains several long paragraphs.
func (s *stats) isArticleLike() bool { return s.longParagraphs >= minLongParagraphs }

// add adds the figures of a child.
func (s *stats) add(c *stats) {
	s.text += c.text
	s.linked += c.linked
	s.longParagraphs += c.longParagraphs
	s.headings1 += c.headings1
	s.headings2 += c.headings2
	s.paragraphs += c.paragraphs
	s.images += c.images
	s.tables += c.tables
}

// measurements are the figures of the elements of a tree.
type measurements map[*html.Node]*stats

// of returns the figures of a node, zero for those of hidden elements.
func (m measurements) of(n *html.Node) *stats {
	if s := m[n]; s != nil {
		return s
	}
	return &stats{}
}

// measure returns the figures of all elements below root, and of root.
func measure(root *html.Node) measurements {
	all := measurements{}
	var visit func(n *html.Node, inLink bool) *stats
	visit = func(n *html.Node, inLink bool) *stats {
		s := &stats{}
		if n.Type == html.TextNode {
			s.text = len(strings.TrimSpace(n.Data))
			if inLink {
				s.linked = s.text
			}
			return s
		}
		all[n] = s
		if n.Type == html.ElementNode && hiddenElements[n.Data] {
			return s
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			s.add(visit(c, inLink || n.Data == "a"))
		}
		switch n.Data {
		case "p":
			s.paragraphs++
			if s.text >= longParagraph {
				s.longParagraphs++
			}
		case "h1":
			s.headings1++
		case "h2":
			s.headings2++
		case "img":
			s.images++
		case "table":
			s.tables++
		}
		return s
	}
	visit(root, false)
	return all
}
