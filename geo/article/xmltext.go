package article

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/text"

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

// attrFold is attr for documents that do not agree on the case of its name.
func (e element) attrFold(local string) string {
	for _, a := range e.attrs {
		if strings.EqualFold(a.Name.Local, local) {
			return a.Value
		}
	}
	return ""
}

// xmlWalk calls visit for each element's start and end and text for the
// characters between. encoding/xml expands no entities but the five of XML, so
// that none can explode.
func xmlWalk(b []byte, visit func(element), characters func(string)) error {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	d.CharsetReader = charset.NewReaderLabel
	for depth := 0; ; {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return geo.Errorf(geo.ErrInput, "%w", err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > maxNesting {
				return geo.Errorf(geo.ErrTooLarge, "elements more than %d deep", maxNesting)
			}
			visit(element{name: t.Name.Local, attrs: t.Attr, start: true})
		case xml.EndElement:
			depth--
			visit(element{name: t.Name.Local})
		case xml.CharData:
			characters(string(t))
		}
	}
}

// xmlRoot is the name of the first element of an XML document, in lower case, or
// empty for what is none.
func xmlRoot(head []byte) string {
	start := bytes.TrimLeft(head, "\xef\xbb\xbf\xfe\xff\x00 \t\r\n") // marks of all encodings, and space
	if !bytes.HasPrefix(start, []byte("<")) {
		return ""
	}
	head, _ = xmlSource(head)
	name, _, _ := strings.Cut(string(head[:min(len(head), 200)]), ">")
	name = strings.TrimLeft(name, "<")
	if end := strings.IndexAny(name, "/ \t\r\n"); end >= 0 {
		name = name[:end]
	}
	_, local, prefixed := strings.Cut(name, ":")
	if !prefixed {
		local = name
	}
	return strings.ToLower(local)
}

// declared finds the encoding that an XML declaration names.
var declared = regexp.MustCompile(`^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

// xmlSource is an XML document in UTF-8 from its first element on: without its
// declaration, comments and document type, and so without any entity that it may
// declare.
func xmlSource(b []byte) ([]byte, error) {
	_, source, err := xmlParts(b)
	return source, err
}

// xmlParts are what stands before the first element of an XML document, and the rest,
// in UTF-8. Bytes that are not of the encoding it claims are decoded by their look.
func xmlParts(b []byte) (prolog string, source []byte, err error) {
	contentType := ""
	if m := declared.FindSubmatch(b[:min(len(b), 1024)]); m != nil && !bytes.EqualFold(m[1], []byte("utf-8")) {
		contentType = "text/xml; charset=" + string(m[1])
	}
	decoded, err := text.Decode(b, contentType)
	if err != nil {
		return "", nil, err
	}
	decoded = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' {
			return -1 // none may stand in XML, and some feeds hold them all the same
		}
		return r
	}, decoded)
	root := rootAt(decoded)
	return decoded[:root], []byte(decoded[root:]), nil
}

// rootAt is where the first element of an XML document begins, or its end.
func rootAt(s string) int {
	d := xml.NewDecoder(strings.NewReader(s))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for {
		at := d.InputOffset()
		t, err := d.RawToken()
		if _, ok := t.(xml.StartElement); ok {
			return int(at)
		}
		if err != nil {
			return len(s)
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
