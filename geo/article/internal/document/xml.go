package document

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

// MaxXMLDepth is the limit on the nesting of the elements of an XML document.
const MaxXMLDepth = 256

// Element is the start or the end of an XML element.
type Element struct {
	Name  string // without its namespace prefix
	Attrs []xml.Attr
	Start bool
}

// Attr returns the value of an attribute by its local name, or an empty string.
func (e Element) Attr(local string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// AttrFold is [Element.Attr] with case ignored.
func (e Element) AttrFold(local string) string {
	for _, a := range e.Attrs {
		if strings.EqualFold(a.Name.Local, local) {
			return a.Value
		}
	}
	return ""
}

// WalkXML calls visit for the start and the end of each element and characters for
// the text between. encoding/xml expands only the five entities of XML itself, so no
// document can explode. The error wraps [geo.ErrInput] or [geo.ErrTooLarge].
func WalkXML(b []byte, visit func(Element), characters func(string)) error {
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
			if depth++; depth > MaxXMLDepth {
				return geo.Errorf(geo.ErrTooLarge, "its elements are nested more than %d deep", MaxXMLDepth)
			}
			visit(Element{Name: t.Name.Local, Attrs: t.Attr, Start: true})
		case xml.EndElement:
			depth--
			visit(Element{Name: t.Name.Local})
		case xml.CharData:
			characters(string(t))
		}
	}
}

// XMLRoot returns the local name of the root element of an XML document in lower
// case, from the document's first bytes, or an empty string if it is not XML.
func XMLRoot(head []byte) string {
	start := bytes.TrimLeft(head, "\xef\xbb\xbf\xfe\xff\x00 \t\r\n") // byte order marks and space
	if !bytes.HasPrefix(start, []byte("<")) {
		return ""
	}
	_, head, _ = SplitXML(head)
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

// declaredEncoding finds the encoding in an XML declaration.
var declaredEncoding = regexp.MustCompile(`^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

// SplitXML decodes an XML document to UTF-8 and splits it into its prolog (the
// declaration, comments and document type before the root element) and the rest,
// which therefore declares no entities. The encoding is detected where the bytes are
// not of the declared one. Control characters, which XML forbids and some feeds
// contain, are removed.
func SplitXML(b []byte) (prolog string, root []byte, err error) {
	contentType := ""
	if m := declaredEncoding.FindSubmatch(b[:min(len(b), 1024)]); m != nil && !bytes.EqualFold(m[1], []byte("utf-8")) {
		contentType = "text/xml; charset=" + string(m[1])
	}
	decoded, err := text.Decode(b, contentType)
	if err != nil {
		return "", nil, err
	}
	decoded = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' {
			return -1
		}
		return r
	}, decoded)
	at := rootOffset(decoded)
	return decoded[:at], []byte(decoded[at:]), nil
}

// rootOffset returns the byte offset of the root element of an XML document, or the
// document's length if it has none.
func rootOffset(s string) int {
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

// ReadDublinCore fills in the fields of an article from Dublin Core metadata in XML.
// The dates on which a file was created and modified are not dates of publication
// and are ignored.
func ReadDublinCore(b []byte, a *geo.Article) error {
	var name string
	fields := map[string]*string{"title": &a.Title, "creator": &a.Author, "publisher": &a.Publisher, "language": &a.Language}
	published := ""
	err := WalkXML(b, func(e Element) {
		name = ""
		if e.Start {
			name = e.Name
		}
	}, func(s string) {
		s = strings.TrimSpace(s)
		if field, ok := fields[name]; ok && *field == "" {
			*field = text.Normalize(s)
		}
		if name == "issued" || name == "date" && published == "" {
			published = s
		}
	})
	if len(published) >= len(time.DateOnly) {
		if d := DateOrEmpty(published[:len(time.DateOnly)]); d != "" {
			a.Published = d
		}
	}
	return err
}
