// Package figure draws the places of an export as a figure for print and slides, in SVG, PNG and PDF: title, map with labels, key, scale, locator and sources.
package figure

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/layer"
	clean "dateline/geo/text"

	"github.com/paulmach/orb"
)

// Options are the choices for a figure.
type Options struct {
	// Size is one of [Sizes]; the zero value is A4.
	Size Size
	// Gray draws without colors.
	Gray bool
	// Title is the title; the default is that of the export.
	Title string
	// Alt is the alternative text; the default is made from the data.
	Alt string
	// Labels are what an editor chose for places, the most important first.
	Labels []Label
	// Towns yields settlements for orientation, the most important first, within a box. It
	// may be nil.
	Towns func(b orb.Bound, limit int) []Town
}

// Label is what an editor chose for a place. Every field but the place may be zero.
type Label struct {
	Place geo.PlaceID
	// Text is the text; the default is the name of the place.
	Text string
	// Side is the side of the pin where the label is tried first: n, ne, e, se, s, sw, w or nw.
	Side string
	// Number is shown before the text, and Note with it in the key.
	Number int
	Note   string
}

// Town is a settlement that is named for orientation.
type Town struct {
	Name string
	At   orb.Point
}

// clean returns the options with clean text.
func (o Options) clean() Options {
	o.Title, o.Alt = clean.Clean(o.Title), clean.Clean(o.Alt)
	o.Labels = slices.Clone(o.Labels)
	for i := range o.Labels {
		l := &o.Labels[i]
		l.Text, l.Note = clean.Clean(l.Text), clean.Clean(l.Note)
	}
	return o
}

// Figure is a drawn figure.
type Figure struct {
	Title string
	// Alt is the alternative text, Description the long description.
	Alt, Description string
	// Pins is the number of pins in the frame, Labeled of those with a label, and Outside of
	// places that are not in the frame.
	Pins, Labeled, Outside int

	scene  scene
	pixels float64 // width of the PNG
}

// pin is a site or settlement.
type pin struct {
	row    *layer.PlaceRow
	at     orb.Point // in the scene
	radius float64
	label  string
	chosen *Label // or nil
	// labeled reports that the label has a place.
	labeled bool
}

// area is an area or country with its outline.
type area struct {
	row *layer.PlaceRow
}

// drawing is a figure under construction.
type drawing struct {
	Figure
	o        Options
	size     Size
	base     *BaseMap
	header   *layer.Header
	pins     []*pin
	areas    []area
	outside  []*layer.PlaceRow
	view     viewport
	placer   placer
	colors   palette
	areaKey  int // areas in view
	unnamed  []*pin
	frame    orb.Bound
	panel    orb.Bound
	maxCount int
	// foreign reports that a text is in a script that the fonts lack.
	foreign bool
}

// Draw draws the places of an export. The labels of its places do not overlap each other
// or a pin; a place without a label is counted and, where there is room, named in the key.
func Draw(e *layer.Export, base *BaseMap, o Options) (*Figure, error) {
	e, o = e.Clean(), o.clean()
	if o.Size.Width == 0 {
		o.Size = Sizes()[0]
	}
	d := &drawing{o: o, size: o.Size, base: base, header: &e.Header, colors: colored}
	if o.Gray {
		d.colors = gray
	}
	if err := d.read(e); err != nil {
		return nil, err
	}
	d.Title = cmp.Or(o.Title, e.Header.Title, "Places in the articles")
	d.foreign = d.hasForeign()
	d.scene = scene{width: d.size.Width, height: d.size.Height}
	d.pixels = d.size.Pixels
	background := &path{paint: paint{fill: "ffffff"}, closed: true}
	d.scene.add(background)
	d.layout()
	d.frameView()
	if err := d.drawMap(); err != nil {
		return nil, err
	}
	d.fitHeight(d.drawPanel())
	background.lines = []orb.LineString{rectangle(orb.Bound{Max: orb.Point{d.scene.width, d.scene.height}})}
	d.Alt = cmp.Or(o.Alt, d.alt())
	d.Description = d.describe()
	return &d.Figure, nil
}

// read reads the places. Rows may be reused by the export, so they are copied.
func (d *drawing) read(e *layer.Export) error {
	for r, err := range e.Places {
		if err != nil {
			return err
		}
		row := *r
		switch row.Geometry.(type) {
		case orb.Point:
			d.pins = append(d.pins, &pin{row: &row})
			d.maxCount = max(d.maxCount, row.Mentions)
		case orb.Polygon, orb.MultiPolygon:
			d.areas = append(d.areas, area{&row})
		}
	}
	rank := map[geo.PlaceID]int{}
	for i := range d.o.Labels {
		rank[d.o.Labels[i].Place] = i + 1
	}
	for _, p := range d.pins {
		if i := rank[p.row.Place.ID]; i > 0 {
			p.chosen = &d.o.Labels[i-1]
		}
	}
	slices.SortStableFunc(d.pins, func(a, b *pin) int {
		return cmp.Or(cmp.Compare(order(a, rank), order(b, rank)), cmp.Compare(b.row.Mentions, a.row.Mentions))
	})
	d.name()
	return nil
}

// order returns the position of a pin among those with a chosen label, or one after them.
func order(p *pin, rank map[geo.PlaceID]int) int {
	if i := rank[p.row.Place.ID]; i > 0 {
		return i
	}
	return len(rank) + 1
}

// name gives each pin its label: the name of the place, with its province or country where
// two places have the same name.
func (d *drawing) name() {
	count := map[string]int{}
	for _, p := range d.pins {
		count[p.row.Place.Name]++
	}
	for _, p := range d.pins {
		p.label = p.row.Place.Name
		if count[p.label] > 1 {
			if part := cmp.Or(p.row.Place.Admin1, p.row.Place.CountryName); part != "" && part != p.label {
				p.label += ", " + part
			}
		}
		if c := p.chosen; c != nil {
			p.label = cmp.Or(c.Text, p.label)
			if c.Number > 0 {
				p.label = strconv.Itoa(c.Number) + " " + p.label
			}
		}
		p.label = strings.ToValidUTF8(p.label, "")
	}
}

// hasForeign reports whether the title, the selection or a label is in a script that the fonts lack.
func (d *drawing) hasForeign() bool {
	return !sans.has(d.Title+d.header.Selection) || slices.ContainsFunc(d.pins, func(p *pin) bool { return !sans.has(p.label) || p.chosen != nil && !sans.has(p.chosen.Note) })
}

// frameView chooses the part of the Earth in the frame.
func (d *drawing) frameView() {
	all := make([]weighted, 0, len(d.pins))
	for _, p := range d.pins {
		weight := float64(p.row.Mentions)
		if p.row.Focus > 0.1 {
			weight *= 3
		}
		all = append(all, weighted{p.row.Place.Point, weight})
	}
	if len(all) == 0 {
		for _, a := range d.areas {
			b := a.row.Geometry.Bound()
			for _, corner := range []orb.Point{b.Min, b.Max} {
				all = append(all, weighted{corner, float64(a.row.Mentions)})
			}
		}
	}
	center := centerLongitude(all)
	for i := range all {
		all[i].at[0] = around(all[i].at[0], center)
	}
	margin := min(d.frame.Max[0]-d.frame.Min[0], d.frame.Max[1]-d.frame.Min[1]) * 0.1
	aspect := (d.frame.Max[0] - d.frame.Min[0]) / (d.frame.Max[1] - d.frame.Min[1])
	var p projection = mercator{center}
	points := core(all, p, aspect)
	if len(points) == 0 {
		points = []orb.Point{{-170, -50}, {170, 75}}
	}
	west, east := points[0].Lon(), points[0].Lon()
	for _, q := range points {
		west, east = min(west, q.Lon()), max(east, q.Lon())
	}
	if east-west > 100 {
		p = equalEarth{0}
		for i := range points {
			points[i][0] = around(points[i][0], 0)
		}
		d.lower()
	}
	d.view = fit(p, d.frame, margin, 300, points)
	if _, ok := p.(equalEarth); ok {
		d.cutOceans(points)
	}
	d.placer.frame = d.frame
}

// cutOceans moves a map of the world so that it shows little north and south of the inhabited land, 58° S to 82° N, and of
// the positions. Where that is lower than the frame, the frame becomes lower too, unless the format is fixed.
func (d *drawing) cutOceans(positions []orb.Point) {
	low, high := d.view.project(orb.Point{0, -58})[1], d.view.project(orb.Point{0, 82})[1]
	for _, p := range positions {
		y := d.view.project(p)[1]
		low, high = min(low, y), max(high, y)
	}
	frame, inhabited := d.frame.Max[1]-d.frame.Min[1], (high-low)*d.view.scaleP
	half := frame / d.view.scaleP / 2
	switch {
	case inhabited >= frame:
		d.view.center[1] = max(low+half, min(high-half, d.view.center[1]))
	default:
		d.view.center[1] = (low + high) / 2
		if !d.size.Side && !d.size.Fixed {
			d.frame.Max[1] -= frame - inhabited
			d.panel.Min[1] -= frame - inhabited
			d.view.frame = d.frame
		}
	}
}

// lower limits the height of the frame of a map of the world to a share of its width and gives the rest to the key below
// it. In a tall format of fixed height the frame is a square.
func (d *drawing) lower() {
	share := 0.62
	if d.size.Fixed && d.size.Height > d.size.Width {
		share = 1
	}
	bottom := d.frame.Min[1] + share*(d.frame.Max[0]-d.frame.Min[0])
	if d.size.Side || bottom >= d.frame.Max[1] {
		return
	}
	d.panel.Min[1] -= d.frame.Max[1] - bottom
	d.frame.Max[1] = bottom
}

// fitHeight ends the figure below its key, which ends at y: the sources move up, so that no part of the page is empty.
func (d *drawing) fitHeight(y float64) {
	empty := d.panel.Max[1] - y
	if d.size.Fixed || empty <= 0 {
		return
	}
	for _, x := range d.scene.shapes {
		if t, ok := x.(*text); ok && t.class == "source" {
			t.at[1] -= empty
		}
	}
	d.scene.height -= empty
}

// normalized returns a position with a longitude near the center of the view.
func (d *drawing) normalized(p orb.Point) orb.Point {
	if m, ok := d.view.projection.(mercator); ok {
		p[0] = around(p[0], m.center)
	}
	return p
}

// visible returns the pins in the frame, and sets those outside.
func (d *drawing) visible() []*pin {
	var in []*pin
	for _, p := range d.pins {
		p.at = d.view.at(d.normalized(p.row.Place.Point))
		p.radius = d.size.radius(p.row.Mentions, d.maxCount, len(d.pins))
		if d.frame.Pad(-p.radius).Contains(p.at) {
			in = append(in, p)
		} else {
			d.outside = append(d.outside, p.row)
		}
	}
	d.Pins, d.Outside = len(in), len(d.outside)
	return in
}

// symbol adds the shape of a pin: a disc for a settlement, a diamond for a site. A likely
// one is lighter with a dashed edge.
func (d *drawing) symbol(p *pin, class string) {
	d.add(p.at, p.radius, p.row.Place.Kind.Precision(), p.row.Confidence, class, string(p.row.Place.ID))
}

func (d *drawing) add(at orb.Point, radius float64, precision geo.Precision, confidence geo.Confidence, class, id string) {
	style := paint{fill: d.colors.pin, stroke: "ffffff", width: 0.7}
	if confidence != geo.ConfidenceCertain {
		style = paint{fill: d.colors.likely, stroke: d.colors.pin, width: 0.8, dash: 1.6}
	}
	if precision != geo.PrecisionSite {
		d.scene.add(&circle{paint: style, class: class, id: id, center: at, radius: radius})
		return
	}
	r := radius
	d.scene.add(&path{paint: style, class: class, closed: true, lines: []orb.LineString{{{at[0], at[1] - r}, {at[0] + r, at[1]}, {at[0], at[1] + r}, {at[0] - r, at[1]}, {at[0], at[1] - r}}}})
}
