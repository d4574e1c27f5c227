package markup

import (
	"slices"
	"strings"

	"dateline/geo"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Limits on one web page.
const (
	// maxElements is the limit on the elements of its tree.
	maxElements = 500_000
	// maxAttributes is the limit on the attributes of one element.
	maxAttributes = 1000
	// maxReadabilityWork is the limit on the work of Readability: the bytes of text
	// times the elements around them.
	maxReadabilityWork = 128 << 20
	// maxOpenElements is the nesting that the parser supports.
	maxOpenElements = 512
)

// ParseHTML parses a web page. The error wraps [geo.ErrTooLarge] for a page whose
// tree would exceed the limits.
func ParseHTML(source string) (*html.Node, error) {
	if err := checkPageSize(source); err != nil {
		return nil, err
	}
	page, err := html.Parse(strings.NewReader(source))
	if err != nil { // the only error of parsing a string is too deep nesting
		page, err = html.Parse(strings.NewReader(flatten(source)))
	}
	if err != nil {
		return nil, geo.Errorf(geo.ErrTooLarge, "its elements are nested more than %d deep", maxOpenElements)
	}
	return page, nil
}

// maxNesting is the depth to which [flatten] keeps elements.
const maxNesting = 256

// flatten returns a page without the tags of the containers that are nested too deep.
// Their contents are kept.
func flatten(source string) string {
	z := html.NewTokenizer(strings.NewReader(source))
	var out strings.Builder
	var open []atom.Atom
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return out.String()
		}
		raw := string(z.Raw())
		if kind == html.StartTagToken || kind == html.EndTagToken {
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			deep := len(open) >= maxNesting
			switch {
			case voidElements[tag]:
			case kind == html.StartTagToken:
				open = append(open, tag)
			default:
				i := len(open) - 1
				for i >= 0 && i > len(open)-maxUnclosed && open[i] != tag {
					i--
				}
				if i < 0 || open[i] != tag {
					continue // it closes nothing
				}
				open, deep = open[:i], i >= maxNesting
			}
			if deep && containers[tag] {
				out.WriteByte(' ')
				continue
			}
		}
		out.WriteString(raw)
	}
}

// containers are the elements that pages nest deeply. The zero atom is that of elements
// with names of their own.
var containers = map[atom.Atom]bool{
	0: true, atom.Div: true, atom.Span: true, atom.Section: true, atom.Center: true, atom.Font: true, atom.Blockquote: true, atom.Form: true,
	atom.B: true, atom.I: true, atom.U: true, atom.Em: true, atom.Strong: true, atom.Small: true, atom.Big: true,
	atom.Ul: true, atom.Ol: true, atom.Li: true, atom.Dl: true, atom.Dt: true, atom.Dd: true,
	atom.Table: true, atom.Tbody: true, atom.Tr: true, atom.Td: true, atom.Th: true,
}

// maxUnclosed is the number of elements that one end tag closes.
const maxUnclosed = 64

// voidElements have no end tag.
var voidElements = map[atom.Atom]bool{
	atom.Area: true, atom.Base: true, atom.Br: true, atom.Col: true, atom.Embed: true, atom.Hr: true, atom.Img: true, atom.Input: true,
	atom.Link: true, atom.Meta: true, atom.Source: true, atom.Track: true, atom.Wbr: true,
}

// checkPageSize returns an error for a page whose tree would be too large, before the
// tree is built. A tree can have many more elements than the page has tags: the
// parser reopens unclosed formatting elements in every block that follows.
func checkPageSize(source string) error {
	z := html.NewTokenizer(strings.NewReader(source))
	elements := 0
	var open openFormatting
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			return nil
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
		default:
			continue
		}
		raw := z.Raw()
		name, more := z.TagName()
		for n := 0; more; n++ {
			if _, _, more = z.TagAttr(); n > maxAttributes {
				return geo.Errorf(geo.ErrTooLarge, "an element of the page has more than %d attributes", maxAttributes)
			}
		}
		if tag := atom.Lookup(name); !formattingElements[tag] {
			elements += len(open)
		} else if kind == html.EndTagToken {
			open.end(tag)
		} else {
			open.start(tag, string(raw))
		}
		if elements++; elements > maxElements || len(open) > maxOpenElements {
			return geo.Errorf(geo.ErrTooLarge, "the page has more than %d elements", maxElements)
		}
	}
}

// withinReadability reports whether Readability can process a page in reasonable
// time: it takes minutes for much text in deeply nested elements.
func withinReadability(page *html.Node) bool {
	work, depth := 0, 0
	for n := page; n != nil && work <= maxReadabilityWork; {
		if n.Type == html.TextNode {
			work += len(n.Data) * depth
		}
		if n.FirstChild != nil {
			n = n.FirstChild
			depth++
			continue
		}
		for n != nil && n.NextSibling == nil {
			n = n.Parent
			depth--
		}
		if n != nil {
			n = n.NextSibling
		}
	}
	return work <= maxReadabilityWork
}

// formattingElements are the elements that the parser reopens in later blocks
// (HTML Living Standard, 13.2.4.3).
var formattingElements = map[atom.Atom]bool{
	atom.A: true, atom.B: true, atom.Big: true, atom.Code: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Nobr: true,
	atom.S: true, atom.Small: true, atom.Strike: true, atom.Strong: true, atom.Tt: true, atom.U: true,
}

// openFormatting is the parser's list of active formatting elements, each with its
// tag as written.
type openFormatting []struct {
	tag atom.Atom
	raw string
}

// start opens an element. The parser keeps at most three equal ones, and a link
// closes the link before it.
func (f *openFormatting) start(tag atom.Atom, raw string) {
	if tag == atom.A {
		f.end(tag)
	}
	equal := 0
	for _, e := range *f {
		if e.raw == raw {
			equal++
		}
	}
	if equal < 3 {
		*f = append(*f, struct {
			tag atom.Atom
			raw string
		}{tag, raw})
	}
}

// end closes the last element with the tag.
func (f *openFormatting) end(tag atom.Atom) {
	for i, e := range slices.Backward(*f) {
		if e.tag == tag {
			*f = slices.Delete(*f, i, i+1)
			return
		}
	}
}
