package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"dateline/geo"
	"dateline/geo/article/internal/document"
)

// Limits on one feed.
const (
	maxItems      = 10_000
	maxElements   = 200_000 // with their attributes
	maxNamespaces = 50      // declarations of one element
	// maxJoined is the limit on the bytes that gofeed copies when it joins the pieces
	// of an element's text, which comments and child elements divide.
	maxJoined = 1 << 30
)

// checkJSONSize returns an error for a JSON Feed that would take far more memory than
// its length.
func checkJSONSize(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	for values := 0; ; values++ {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return geo.Errorf(geo.ErrInput, "%w", err)
		}
		if values > maxElements {
			return geo.Errorf(geo.ErrTooLarge, "the feed has more than %d values", maxElements)
		}
	}
}

// checkXMLSize returns an error for an XML feed that would take far more memory or time
// than its length, or whose elements are nested too deep. It ignores bad syntax, which
// gofeed reports.
func checkXMLSize(b []byte) error {
	size := feedSize{texts: make([]int, 1, document.MaxXMLDepth+1)}
	err := document.WalkXML(b, size.element, size.text)
	switch {
	case size.items > maxItems || size.elements > maxElements || size.namespaces > maxNamespaces || size.joined > maxJoined:
		return geo.Errorf(geo.ErrTooLarge, "the feed has more than %d items or %d elements", maxItems, maxElements)
	case errors.Is(err, geo.ErrTooLarge):
		return err
	}
	return nil
}

// feedSize counts the contents of an XML feed.
type feedSize struct {
	items, elements int
	namespaces      int   // the largest number of declarations of one element
	joined          int   // bytes copied by joining text
	texts           []int // bytes of text in each open element
}

func (f *feedSize) element(e document.Element) {
	if !e.Start {
		f.texts = f.texts[:max(1, len(f.texts)-1)]
		return
	}
	f.texts = append(f.texts, 0)
	f.elements += 1 + len(e.Attrs)
	if name := strings.ToLower(e.Name); name == "item" || name == "entry" {
		f.items++
	}
	namespaces := 0
	for _, a := range e.Attrs {
		if a.Name.Space == "xmlns" {
			namespaces++
		}
	}
	f.namespaces = max(f.namespaces, namespaces)
}

func (f *feedSize) text(s string) {
	open := &f.texts[len(f.texts)-1]
	*open += len(s)
	f.joined += *open
}
