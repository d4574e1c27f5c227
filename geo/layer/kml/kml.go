// Package kml writes layers as KML 2.2 and KMZ: folders by precision, styled placemarks, and the fields and passages as extended data.
package kml

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"dateline/geo"
	"dateline/geo/layer"

	"github.com/paulmach/orb"
)

// passagesPerPlace is the maximum number of passages of a placemark of the places layer.
const passagesPerPlace = 20

// folders are the folders of a document by precision; the last one has what has none.
var folders = []struct {
	precision geo.Precision
	name      string
	style     string
}{
	{geo.PrecisionSite, "Sites", "site"},
	{geo.PrecisionSettlement, "Settlements", "settlement"},
	{geo.PrecisionArea, "Areas", "area"},
	{geo.PrecisionCountry, "Countries and regions", "country"},
	{"", "Not placed", "settlement"},
}

// styles are the shared styles. Colors are alpha, blue, green, red.
const styles = `<Style id="site"><IconStyle><color>ff2b2bb3</color><scale>0.9</scale><Icon><href>https://maps.google.com/mapfiles/kml/shapes/placemark_square.png</href></Icon></IconStyle></Style>
<Style id="settlement"><IconStyle><color>ff2b2bb3</color><scale>0.9</scale><Icon><href>https://maps.google.com/mapfiles/kml/shapes/placemark_circle.png</href></Icon></IconStyle></Style>
<Style id="area"><LineStyle><color>ff2b2bb3</color><width>1.5</width></LineStyle><PolyStyle><color>332b2bb3</color></PolyStyle></Style>
<Style id="country"><LineStyle><color>ff7f6b5a</color><width>1.5</width></LineStyle><PolyStyle><color>1a7f6b5a</color></PolyStyle></Style>
`

// Write writes a layer as KML.
func Write(w io.Writer, e *layer.Export, o layer.Options) error {
	l := e.Layer(o.Kind, o.Shapes)
	d := document{w: bufio.NewWriterSize(w, 64<<10), l: l}
	if o.Kind == layer.Places {
		var err error
		if d.passages, err = e.Passages(passagesPerPlace); err != nil {
			return err
		}
	}
	d.begin()
	for i := range folders {
		if err := d.folder(i); err != nil {
			return err
		}
	}
	d.raw("</Document>\n</kml>\n")
	return d.w.Flush()
}

// WriteKMZ writes a layer as KMZ, a ZIP file with the KML.
func WriteKMZ(w io.Writer, e *layer.Export, o layer.Options) error {
	z := zip.NewWriter(w)
	f, err := z.Create("doc.kml")
	if err != nil {
		return err
	}
	if err := Write(f, e, o); err != nil {
		return err
	}
	return z.Close()
}

// document is a KML document that is being written. The buffered writer keeps the first
// error until Flush.
type document struct {
	w        *bufio.Writer
	l        *layer.Layer
	passages map[geo.PlaceID][]layer.Passage
}

func (d *document) raw(s string) { _, _ = d.w.WriteString(s) }

func (d *document) text(s string) { _ = xml.EscapeText(d.w, []byte(s)) }

// element writes an element with a text, or nothing if the text is empty.
func (d *document) element(name, text string) {
	if text == "" {
		return
	}
	d.raw("<" + name + ">")
	d.text(text)
	d.raw("</" + name + ">")
}

func (d *document) begin() {
	d.raw(xml.Header + `<kml xmlns="http://www.opengis.net/kml/2.2"><Document>` + "\n")
	title := d.l.Header.Title
	if title == "" {
		title = "Dateline: " + d.l.Kind.String()
	}
	d.element("name", title)
	var about strings.Builder
	for _, s := range d.l.Header.Statements() {
		fmt.Fprintf(&about, "%s: %s\n", s.Label, s.Text)
	}
	d.element("description", about.String())
	d.raw("\n" + styles)
	d.raw("<ExtendedData>")
	for _, s := range d.l.Header.Statements() {
		d.raw(`<Data name="`)
		d.text(s.Label)
		d.raw(`">`)
		d.element("value", s.Text)
		d.raw("</Data>")
	}
	d.raw("</ExtendedData>\n")
	d.raw(`<Schema name="` + d.l.Kind.String() + `" id="` + d.l.Kind.String() + `">`)
	for i := range d.l.Fields {
		d.field(d.l.Fields[i].Name, map[layer.Type]string{layer.Text: "string", layer.Integer: "int", layer.Number: "double", layer.Boolean: "bool"}[d.l.Fields[i].Type])
	}
	if d.passages != nil {
		d.field("passages", "string")
	}
	d.raw("</Schema>\n")
}

func (d *document) field(name, kind string) {
	d.raw(`<SimpleField type="` + kind + `" name="` + name + `"/>`)
}

// folder writes the features of the i-th folder, or nothing if there are none.
func (d *document) folder(i int) error {
	open := false
	for f, err := range d.l.Features {
		if err != nil {
			return err
		}
		if geo.Precision(d.l.Value(f, "precision").Text()) != folders[i].precision {
			continue
		}
		if !open {
			open = true
			d.raw("<Folder>")
			d.element("name", folders[i].name)
			d.raw("\n")
		}
		d.placemark(f, folders[i].style)
	}
	if open {
		d.raw("</Folder>\n")
	}
	return nil
}

func (d *document) placemark(f *layer.Feature, style string) {
	d.raw("<Placemark>")
	name := d.l.Value(f, "name").Text()
	if d.l.Kind == layer.Mentions && name == "" {
		name = d.l.Value(f, "phrase").Text()
	}
	d.element("name", name)
	passages := d.describe(f)
	d.raw("<styleUrl>#" + style + "</styleUrl>")
	d.raw(`<ExtendedData><SchemaData schemaUrl="#` + d.l.Kind.String() + `">`)
	for i, v := range f.Values {
		if v.Present {
			d.data(d.l.Fields[i].Name, v.Text())
		}
	}
	if passages != "" {
		d.data("passages", passages)
	}
	d.raw("</SchemaData></ExtendedData>")
	d.geometry(f.Geometry)
	d.raw("</Placemark>\n")
}

// describe writes the description of a placemark: the passages with their sources. It
// returns the passages of a place.
func (d *document) describe(f *layer.Feature) string {
	if d.l.Kind == layer.Mentions {
		source := d.l.Value(f, "title").Text()
		if source == "" {
			source = d.l.Value(f, "article").Text()
		}
		d.description([]layer.Passage{{Text: d.l.Value(f, "passage").Text(), Source: source, URL: d.l.Value(f, "url").Text()}})
		return ""
	}
	all := d.passages[geo.PlaceID(d.l.Value(f, "place").Text())]
	d.description(all)
	var out strings.Builder
	for _, p := range all {
		fmt.Fprintf(&out, "%s (%s)\n", p.Text, p.Source)
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// description writes passages as HTML, which viewers show in a balloon. The texts are
// escaped twice: for the HTML and for the XML.
func (d *document) description(all []layer.Passage) {
	if len(all) == 0 {
		return
	}
	escape := func(s string) string {
		var b strings.Builder
		_ = xml.EscapeText(&b, []byte(s))
		return b.String()
	}
	var b strings.Builder
	for _, p := range all {
		b.WriteString("<p>" + escape(p.Text) + "<br>")
		if p.URL == "" {
			b.WriteString(escape(p.Source))
		} else {
			b.WriteString(`<a href="` + escape(p.URL) + `">` + escape(p.Source) + "</a>")
		}
		b.WriteString("</p>")
	}
	d.element("description", b.String())
}

func (d *document) data(name, value string) {
	d.raw(`<SimpleData name="` + name + `">`)
	d.text(value)
	d.raw("</SimpleData>")
}

func (d *document) geometry(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		d.raw("<Point><coordinates>")
		d.position(g)
		d.raw("</coordinates></Point>")
	case orb.Polygon:
		d.polygon(g)
	case orb.MultiPolygon:
		d.raw("<MultiGeometry>")
		for _, p := range g {
			d.polygon(p)
		}
		d.raw("</MultiGeometry>")
	}
}

func (d *document) polygon(p orb.Polygon) {
	d.raw("<Polygon>")
	for i, ring := range p {
		side := "innerBoundaryIs"
		if i == 0 {
			side = "outerBoundaryIs"
		}
		d.raw("<" + side + "><LinearRing><coordinates>")
		for j, at := range ring {
			if j > 0 {
				d.raw(" ")
			}
			d.position(at)
		}
		d.raw("</coordinates></LinearRing></" + side + ">")
	}
	d.raw("</Polygon>")
}

func (d *document) position(p orb.Point) { d.raw(layer.Decimal(p[0]) + "," + layer.Decimal(p[1])) }
