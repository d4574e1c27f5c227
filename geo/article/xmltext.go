package article

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"dateline/geo"

	"golang.org/x/net/html/charset"
)

// maxNesting bounds how deep elements of an XML document may stand in each other.
const maxNesting = 256

// element is what xmlWalk tells of: a start with its attributes, or an end.
type element struct {
	name  string // local name
	attrs []xml.Attr
	start bool
}

func (e element) attr(local string) string {
	for _, a := range e.attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// xmlWalk calls visit for each element's start and end and text for the
// characters between. encoding/xml expands no entities but the five of XML, so
// that none can explode.
func xmlWalk(b []byte, visit func(element), text func(string)) error {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	d.CharsetReader = charset.NewReaderLabel
	for depth := 0; ; {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %w", geo.ErrInput, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > maxNesting {
				return fmt.Errorf("%w: elements more than %d deep", geo.ErrTooLarge, maxNesting)
			}
			visit(element{name: t.Name.Local, attrs: t.Attr, start: true})
		case xml.EndElement:
			depth--
			visit(element{name: t.Name.Local})
		case xml.CharData:
			text(string(t))
		}
	}
}

// properties reads the Dublin Core metadata of a document. The day on which a
// file was made or changed is not the day of publication, and is left alone.
func properties(b []byte, a *geo.Article) error {
	var name string
	values := map[string]*string{"title": &a.Title, "creator": &a.Author, "publisher": &a.Publisher, "language": &a.Language}
	published := ""
	err := xmlWalk(b, func(e element) {
		name = ""
		if e.start {
			name = e.name
		}
	}, func(s string) {
		s = strings.TrimSpace(s)
		if v, ok := values[name]; ok && *v == "" {
			*v = NormalizeText(s)
		}
		if name == "issued" || name == "date" && published == "" {
			published = s
		}
	})
	if len(published) >= len(time.DateOnly) {
		if d, err := day(published[:len(time.DateOnly)]); err == nil {
			a.Published = d
		}
	}
	return err
}
