package article

import (
	"slices"
	"strings"

	"dateline/geo"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Limits on one web page.
const (
	// maxElements bounds the elements of its tree.
	maxElements = 500_000
	// maxAttributes bounds the attributes of one element.
	maxAttributes = 1000
	// maxReadable bounds what Readability has to go through: the bytes of text
	// times the elements around them, which it collects for each.
	maxReadable = 128 << 20
	// maxOpen is how deep the parser lets elements stand in each other.
	maxOpen = 512
)

// parseHTML parses a web page whose tree stays within bounds.
func parseHTML(source string) (*html.Node, error) {
	if err := boundHTML(source); err != nil {
		return nil, err
	}
	doc, err := html.Parse(strings.NewReader(source))
	if err != nil { // of a string only this one
		return nil, geo.Errorf(geo.ErrTooLarge, "%w", err)
	}
	return doc, nil
}

// boundHTML refuses a page whose tree would be too large, before it is made. A
// tree can have many more elements than the page has tags: formatting elements
// that are not closed are opened anew in every block after them.
func boundHTML(source string) error {
	z := html.NewTokenizer(strings.NewReader(source))
	elements := 0
	var open formatting
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
				return geo.Errorf(geo.ErrTooLarge, "an element of more than %d attributes", maxAttributes)
			}
		}
		if tag := atom.Lookup(name); !formatted[tag] {
			elements += len(open)
		} else if kind == html.EndTagToken {
			open.end(tag)
		} else {
			open.start(tag, string(raw))
		}
		if elements++; elements > maxElements || len(open) > maxOpen {
			return geo.Errorf(geo.ErrTooLarge, "a page of more than %d elements", maxElements)
		}
	}
}

// readable reports whether Readability can be given a page: it takes minutes for
// one whose text stands deep within elements.
func readable(doc *html.Node) bool {
	work, depth := 0, 0
	for n := doc; n != nil && work <= maxReadable; {
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
	return work <= maxReadable
}

// formatted are the formatting elements of HTML (section 13.2.4.3 of its
// standard), which go on beyond the block that they were opened in.
var formatted = map[atom.Atom]bool{
	atom.A: true, atom.B: true, atom.Big: true, atom.Code: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Nobr: true,
	atom.S: true, atom.Small: true, atom.Strike: true, atom.Strong: true, atom.Tt: true, atom.U: true,
}

// formatting is the list of formatting elements that are open, each with its tag
// as written.
type formatting []struct {
	tag atom.Atom
	raw string
}

// start opens an element. Of those that are alike the parser keeps three, and one
// link ends another.
func (f *formatting) start(tag atom.Atom, raw string) {
	if tag == atom.A {
		f.end(tag)
	}
	alike := 0
	for _, e := range *f {
		if e.raw == raw {
			alike++
		}
	}
	if alike < 3 {
		*f = append(*f, struct {
			tag atom.Atom
			raw string
		}{tag, raw})
	}
}

// end closes the last element of the name.
func (f *formatting) end(tag atom.Atom) {
	for i, e := range slices.Backward(*f) {
		if e.tag == tag {
			*f = slices.Delete(*f, i, i+1)
			return
		}
	}
}
