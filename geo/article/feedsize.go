package article

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"dateline/geo"
)

// Limits on one feed.
const (
	maxItems        = 10_000
	maxFeedElements = 200_000 // with their attributes
	maxNamespaces   = 50      // declared by one element
	// maxJoined bounds the bytes that gofeed copies when it joins the pieces of
	// text that comments and elements leave of an element's.
	maxJoined = 1 << 30
)

// boundJSON refuses a JSON Feed that would take far more memory than its bytes.
func boundJSON(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	for values := 0; ; values++ {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return geo.Errorf(geo.ErrInput, "%w", err)
		}
		if values > maxFeedElements {
			return geo.Errorf(geo.ErrTooLarge, "a feed of more than %d values", maxFeedElements)
		}
	}
}

// boundFeed refuses a feed in XML that would take far more memory or time than its
// bytes say, or whose elements stand too deep in each other. Bad syntax it leaves
// to gofeed, which stops where this does.
func boundFeed(b []byte) error {
	size := feedSize{texts: make([]int, 1, maxNesting+1)}
	err := xmlWalk(b, size.element, size.text)
	switch {
	case size.items > maxItems || size.elements > maxFeedElements || size.namespaces > maxNamespaces || size.joined > maxJoined:
		return geo.Errorf(geo.ErrTooLarge, "a feed of more than %d items or %d elements", maxItems, maxFeedElements)
	case errors.Is(err, geo.ErrTooLarge):
		return err
	}
	return nil
}

// feedSize counts what a feed in XML holds.
type feedSize struct {
	items, elements int
	namespaces      int // the most of one element
	joined          int
	texts           []int // bytes so far of the elements that are open
}

func (f *feedSize) element(e element) {
	if !e.start {
		f.texts = f.texts[:max(1, len(f.texts)-1)]
		return
	}
	f.texts = append(f.texts, 0)
	f.elements += 1 + len(e.attrs)
	if name := strings.ToLower(e.name); name == "item" || name == "entry" {
		f.items++
	}
	namespaces := 0
	for _, a := range e.attrs {
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
