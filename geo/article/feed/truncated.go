package feed

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strings"
)

// completeItems returns an XML feed that ends after the last complete item, if the
// document ends before the feed does. If not even the first item is complete, the feed
// ends after the last complete element of that item, and complete is false.
func completeItems(b []byte) (whole []byte, complete, ok bool) {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	var open []string
	var item, part cut
	for {
		t, err := d.RawToken()
		if err != nil {
			break
		}
		switch t := t.(type) {
		case xml.StartElement:
			open = append(open, rawName(t.Name))
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1] != rawName(t.Name) {
				return nil, false, false // it is malformed, not cut short
			}
			open = open[:len(open)-1]
			if isItem(t.Name.Local) {
				item.set(d.InputOffset(), open)
			} else if len(open) > 0 && isItem(open[len(open)-1]) {
				part.set(d.InputOffset(), open)
			}
		}
	}
	complete = item.end > 0
	if !complete {
		item = part
	}
	if item.end == 0 || len(open) == 0 || len(item.around) > maxAround {
		return nil, false, false
	}
	whole = bytes.Clone(b[:item.end])
	for _, a := range slices.Backward(item.around) {
		whole = append(whole, "</"+a+">"...)
	}
	return whole, complete, true
}

// cut is where a feed is cut off.
type cut struct {
	end    int64    // byte offset
	around []string // the elements that are open there
}

func (c *cut) set(end int64, open []string) { c.end, c.around = end, append(c.around[:0], open...) }

// isItem reports whether an element with a name is an item of a feed.
func isItem(name string) bool {
	_, local, prefixed := strings.Cut(name, ":")
	if !prefixed {
		local = name
	}
	return strings.EqualFold(local, "item") || strings.EqualFold(local, "entry")
}

// maxAround is the number of elements that may be around the items of a feed.
const maxAround = 8

// rawName returns a name as it is written, with its prefix.
func rawName(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}
