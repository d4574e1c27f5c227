// Package georss writes layers as an Atom feed with GeoRSS: an entry for each placed mention with its passage, or for each place.
package georss

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/layer"

	"github.com/paulmach/orb"
)

// Write writes a feed. The mentions layer has an entry for each mention that was resolved
// to a place.
func Write(w io.Writer, e *layer.Export, o layer.Options) error {
	updated, err := e.Updated()
	if err != nil {
		return err
	}
	head, err := e.Header.JSON()
	if err != nil {
		return err
	}
	f := feed{w: bufio.NewWriterSize(w, 64<<10), l: e.Layer(o.Kind, o.Shapes), updated: updated}
	f.raw(xml.Header + `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:georss="http://www.georss.org/georss">` + "\n")
	f.element("id", "urn:dateline:feed:"+geo.ContentID("feed", o.Kind.String(), string(head)))
	title := e.Header.Title
	if title == "" {
		title = "Dateline: " + o.Kind.String()
	}
	f.element("title", title)
	f.element("updated", updated.Format(time.RFC3339))
	f.raw("<author><name>Dateline</name></author><generator>Dateline</generator>\n")
	var about, rights []string
	for _, s := range e.Header.Statements() {
		about = append(about, s.Label+": "+s.Text)
	}
	for _, s := range e.Header.Sources {
		rights = append(rights, layer.SourceWords(s))
	}
	f.element("subtitle", strings.Join(about, "; "))
	if len(rights) > 0 {
		f.element("rights", strings.Join(rights, "; "))
	}
	f.raw("\n")
	for feature, err := range f.l.Features {
		if err != nil {
			return err
		}
		f.entry(feature)
	}
	f.raw("</feed>\n")
	return f.w.Flush()
}

// feed is a feed that is being written. The writer keeps the first error until Flush.
type feed struct {
	w       *bufio.Writer
	l       *layer.Layer
	updated time.Time
}

func (f *feed) raw(s string) { _, _ = f.w.WriteString(s) }

func (f *feed) element(name, text string) {
	f.raw("<" + name + ">")
	_ = xml.EscapeText(f.w, []byte(text))
	f.raw("</" + name + ">")
}

func (f *feed) entry(feature *layer.Feature) {
	text := func(name string) string { return f.l.Value(feature, name).Text() }
	title, date := text("where"), text("last_published")
	var content string
	switch {
	case f.l.Kind == layer.Places:
		content = fmt.Sprintf("%s, %s mentions in %s articles: %s", text("precision"), text("mentions"), text("articles"), text("phrases"))
	case text("outcome") != string(geo.OutcomePlaced) && text("outcome") != string(geo.OutcomeCountry):
		return
	default:
		content, date = text("passage"), text("published")
	}
	updated := f.updated
	if t, ok := layer.Timestamp(date); ok {
		updated = t
	}
	f.raw("<entry>")
	f.element("id", "urn:dateline:"+strings.TrimSuffix(f.l.Kind.String(), "s")+":"+escapeURN(feature.ID))
	f.element("title", title)
	f.element("updated", updated.Format(time.RFC3339))
	if address := text("url"); address != "" {
		f.raw(`<link rel="alternate" href="`)
		_ = xml.EscapeText(f.w, []byte(address))
		f.raw(`"/>`)
	}
	for _, category := range []string{"precision", "confidence", "country"} {
		if v := text(category); v != "" {
			f.raw(`<category scheme="urn:dateline:` + category + `" term="`)
			_ = xml.EscapeText(f.w, []byte(v))
			f.raw(`"/>`)
		}
	}
	f.raw(`<content type="text">`)
	_ = xml.EscapeText(f.w, []byte(content))
	f.raw(`</content>`)
	f.geometry(feature.Geometry)
	f.raw("</entry>\n")
}

// escapeURN percent-encodes what an identifier may not contain.
func escapeURN(id string) string {
	var b strings.Builder
	for _, c := range []byte(id) {
		if c == ':' || c == '-' || c == '.' || c == ',' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// geometry writes a geometry as GeoRSS Simple. That has no polygons of several parts or
// with holes: they have their bounding box, or none if they are on both sides of the
// antimeridian.
func (f *feed) geometry(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		f.element("georss:point", layer.Decimal(g.Lat())+" "+layer.Decimal(g.Lon()))
	case orb.Polygon:
		if len(g) > 1 {
			f.box(g.Bound())
			return
		}
		f.raw("<georss:polygon>")
		f.ring(g[0])
		f.raw("</georss:polygon>")
	case orb.MultiPolygon:
		f.box(g.Bound())
	}
}

func (f *feed) box(b orb.Bound) {
	if b.Right()-b.Left() >= 180 {
		return
	}
	f.raw("<georss:box>")
	f.ring(orb.Ring{b.Min, b.Max})
	f.raw("</georss:box>")
}

func (f *feed) ring(r orb.Ring) {
	for i, p := range r {
		if i > 0 {
			f.raw(" ")
		}
		f.raw(layer.Decimal(p.Lat()) + " " + layer.Decimal(p.Lon()))
	}
}
