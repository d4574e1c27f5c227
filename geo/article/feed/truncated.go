package feed

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strings"
)

// completeItems returns an XML feed that ends after the last complete item, if the
// document ends before the feed does and has such an item.
func completeItems(b []byte) ([]byte, bool) {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	var open, around []string // elements; those around the last complete item
	end := int64(0)
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
				return nil, false // it is malformed, not cut short
			}
			open = open[:len(open)-1]
			if name := strings.ToLower(t.Name.Local); name == "item" || name == "entry" {
				end, around = d.InputOffset(), append(around[:0], open...)
			}
		}
	}
	if end == 0 || len(open) == 0 || len(around) > maxAround {
		return nil, false
	}
	whole := bytes.Clone(b[:end])
	for _, a := range slices.Backward(around) {
		whole = append(whole, "</"+a+">"...)
	}
	return whole, true
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
