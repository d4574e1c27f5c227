package figure

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/layer"

	"github.com/paulmach/orb"
)

// layout draws title, ledger and sources, and divides the rest into the frame of the map
// and the panel of the key.
func (d *drawing) layout() {
	m, s := d.size.margin(), d.size.Text
	width := d.size.Width - 2*m
	y := m
	titleSize := 2.1 * s
	lines := serifBold.wrap(d.Title, titleSize, width)
	if len(lines) > 3 {
		lines = lines[:3]
		lines[2] = serifBold.cut(lines[2]+" …", titleSize, width)
	}
	for _, line := range lines {
		d.scene.add(&text{class: "title", text: line, at: orb.Point{m, y + ascent*titleSize}, size: titleSize, font: serifBold, color: d.colors.text})
		y += 1.15 * titleSize
	}
	y += 0.3 * s
	for _, line := range sans.wrap(d.ledgerLine(), s, width) {
		d.scene.add(&text{class: "ledger", text: line, at: orb.Point{m, y + ascent*s}, size: s, font: sans, color: d.colors.quiet})
		y += 1.3 * s
	}
	y += 0.6 * s
	bottom := d.footer(m, width)
	if d.size.Side {
		split := d.size.Width - m - 0.25*width
		d.frame = orb.Bound{Min: orb.Point{m, y}, Max: orb.Point{split - m/2, bottom}}
		d.panel = orb.Bound{Min: orb.Point{split, y}, Max: orb.Point{d.size.Width - m, bottom}}
		return
	}
	height := 11.5 * s
	d.frame = orb.Bound{Min: orb.Point{m, y}, Max: orb.Point{d.size.Width - m, bottom - height - 0.8*s}}
	d.panel = orb.Bound{Min: orb.Point{m, bottom - height}, Max: orb.Point{d.size.Width - m, bottom}}
}

// ledgerLine returns the counts and days in words.
func (d *drawing) ledgerLine() string {
	out := "Mentions: " + layer.LedgerWords(d.header.Ledger) + "."
	if d.header.Articles == 1 {
		out = "1 article. " + out
	} else if d.header.Articles > 1 {
		out = fmt.Sprintf("%d articles. %s", d.header.Articles, out)
	}
	if d.header.Selection != "" {
		out += " Selection: " + d.header.Selection + "."
	}
	return out
}

// footer draws the sources and the provenance at the bottom and returns its upper edge.
func (d *drawing) footer(m, width float64) float64 {
	var parts []string
	for _, st := range d.header.Statements() {
		if st.Label == "Edition" || st.Label == "Created" || st.Label == "Precision" || st.Label == "Made with" {
			parts = append(parts, st.Label+": "+strings.TrimSuffix(st.Text, "."))
		}
	}
	if first, last := d.days(); first != "" {
		if first != last {
			first += " to " + last
		}
		parts = append(parts, "Articles published "+first)
	}
	var sources []string
	for _, source := range d.header.Sources {
		name := source.Name
		if source.License != "" {
			name += " (" + source.License + ")"
		}
		sources = append(sources, name)
	}
	if len(sources) > 0 {
		parts = append(parts, "Places: "+strings.Join(sources, ", "))
	}
	parts = append(parts, "Base map: Natural Earth")
	size := 0.66 * d.size.Text
	lines := sans.wrap(strings.Join(parts, ". ")+".", size, width)
	bottom := d.size.Height - m*0.8
	if d.foreign {
		const words = "Names in other scripts are in Latin letters here; the SVG has them as they are."
		for _, line := range slices.Backward(sans.wrap(words, size, width)) {
			d.scene.add(&text{class: "source", text: line, at: orb.Point{m, bottom}, size: size, font: sans, color: d.colors.quiet, pixels: true})
			bottom -= 1.25 * size
		}
	}
	y := bottom - float64(len(lines)-1)*1.25*size
	top := y - 1.5*size
	for _, line := range lines {
		d.scene.add(&text{class: "source", text: line, at: orb.Point{m, y}, size: size, font: sans, color: d.colors.quiet})
		y += 1.25 * size
	}
	return top
}

// days returns the first and last day of publication.
func (d *drawing) days() (first, last string) {
	for _, p := range d.pins {
		if f := p.row.FirstPublished; f != "" && (first == "" || f < first) {
			first = f
		}
		last = max(last, p.row.LastPublished)
	}
	return first, last
}

// drawPanel draws the key, the scale and the locator, and returns the y below them.
func (d *drawing) drawPanel() float64 {
	s := d.size.Text
	x, y := d.panel.Min[0], d.panel.Min[1]
	right := d.panel.Max[0]
	line := 1.45 * s
	below := y
	if d.size.Side {
		y = d.locator(orb.Bound{Min: orb.Point{x, y}, Max: orb.Point{right, y + 9*s}}) + line
	} else {
		box := orb.Bound{Min: orb.Point{right - 15*s, y}, Max: orb.Point{right, y + 8.2*s}}
		if below = d.locator(box); below > box.Min[1] {
			right = box.Min[0] - 1.5*s
		}
	}
	y = d.scaleBar(x, y+0.6*s, (right-x)*0.5) + 1.1*line
	y = d.symbols(x, y, right) + 0.4*line
	return max(below, d.sentences(x, y, right))
}

// symbols draws the key of the symbols that are on the map, in rows, and returns the next
// y.
func (d *drawing) symbols(x, y, right float64) float64 {
	s := d.size.Text
	left := x
	entry := func(words string, draw func(at orb.Point), width float64) {
		w := width + 0.6*s + sans.width(words, s) + 1.4*s
		if x+w > right && x > left {
			x, y = left, y+1.9*s
		}
		draw(orb.Point{x + width/2, y})
		d.scene.add(&text{class: "key", text: words, at: orb.Point{x + width + 0.6*s, y + 0.32*s}, size: s, font: sans, color: d.colors.text})
		x += w
	}
	has := func(f func(*layer.PlaceRow) bool) bool {
		return slices.ContainsFunc(d.pins, func(p *pin) bool { return f(p.row) })
	}
	r := 0.45 * s
	for _, e := range []struct {
		words      string
		precision  geo.Precision
		confidence geo.Confidence
		shown      bool
	}{
		{"settlement", geo.PrecisionSettlement, geo.ConfidenceCertain, has(func(p *layer.PlaceRow) bool { return p.Place.Kind.Precision() == geo.PrecisionSettlement })},
		{"site", geo.PrecisionSite, geo.ConfidenceCertain, has(func(p *layer.PlaceRow) bool { return p.Place.Kind.Precision() == geo.PrecisionSite })},
		{"likely", geo.PrecisionSettlement, geo.ConfidenceLikely, has(func(p *layer.PlaceRow) bool { return p.Confidence != geo.ConfidenceCertain })},
	} {
		if e.shown {
			entry(e.words, func(at orb.Point) { d.add(at, r, e.precision, e.confidence, "key-symbol", "") }, 2*r)
		}
	}
	if d.areaKey > 0 {
		entry("area", func(at orb.Point) {
			d.scene.add(&path{paint: paint{fill: d.colors.area, opacity: 0.10, stroke: d.colors.areaEdge, width: 0.7}, class: "key-symbol", closed: true,
				lines: []orb.LineString{rectangle(orb.Bound{Min: orb.Point{at[0] - 0.7*s, at[1] - r}, Max: orb.Point{at[0] + 0.7*s, at[1] + r}})}})
		}, 1.4*s)
	}
	if d.maxCount > 3 {
		for _, n := range []int{1, max(2, d.maxCount/4), d.maxCount} {
			words := fmt.Sprintf("%d mentions", n)
			if n == 1 {
				words = "1 mention"
			}
			radius := d.size.radius(n, d.maxCount, len(d.pins))
			entry(words, func(at orb.Point) {
				d.add(at, radius, geo.PrecisionSettlement, geo.ConfidenceCertain, "key-symbol", "")
			}, 2*radius)
		}
	}
	return y + 1.5*s
}

// sentences writes which places have no label, and which are outside the frame, and returns the y below them.
func (d *drawing) sentences(x, y, right float64) float64 {
	s := 0.9 * d.size.Text
	lines := max(1, int((d.panel.Max[1]-y)/(1.3*s)))
	var all []string
	for _, p := range d.pins {
		if p.chosen == nil || p.chosen.Note == "" {
			continue
		}
		if note := sans.wrap(p.label+": "+p.chosen.Note, s, right-x); len(all)+len(note) <= lines-2 {
			all = append(all, note...)
		}
	}
	notes := len(all)
	lines -= notes
	if len(d.unnamed) > 0 {
		names := make([]string, len(d.unnamed))
		for i, p := range d.unnamed {
			names[i] = p.label
		}
		share := lines
		if len(d.outside) > 0 {
			share = max(1, lines-1)
		}
		all = append(all, d.list(fmt.Sprintf("%s without a label: ", counted(len(names), "place")), names, s, right-x, share)...)
	}
	if len(d.outside) > 0 {
		names := make([]string, len(d.outside))
		for i, r := range d.outside {
			names[i] = fmt.Sprintf("%s (%d)", r.Place.Name, r.Mentions)
		}
		all = append(all, d.list(fmt.Sprintf("%s outside the map: ", counted(len(names), "place")), names, s, right-x, max(1, notes+lines-len(all)))...)
	}
	for _, line := range all {
		d.scene.add(&text{class: "count", text: line, at: orb.Point{x, y}, size: s, font: sans, color: d.colors.text})
		y += 1.3 * s
	}
	return y
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// list returns a sentence with as many names as fit into a number of lines.
func (d *drawing) list(head string, names []string, size, width float64, lines int) []string {
	for n := len(names); n > 0; n-- {
		words := head + strings.Join(names[:n], ", ")
		if n < len(names) {
			words += fmt.Sprintf(" and %d more", len(names)-n)
		}
		if out := sans.wrap(words+".", size, width); len(out) <= lines {
			return out
		}
	}
	return sans.wrap(strings.TrimSuffix(head, ": ")+".", size, width)
}

// scaleBar draws a bar of a round length in kilometers and returns its y.
func (d *drawing) scaleBar(x, y, width float64) float64 {
	s := d.size.Text
	center := orb.Point{d.view.center[0] * 180 / math.Pi, math.Atan(math.Sinh(d.view.center[1])) * 180 / math.Pi}
	where := "in the middle of the map"
	if _, ok := d.view.projection.(equalEarth); ok {
		center, where = orb.Point{0, 0}, "approximate"
	}
	perKM := d.view.scaleP / d.view.scale(center)
	length := 1.0
	for _, step := range []float64{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000} {
		if step*perKM <= min(width, 12*s) {
			length = step
		}
	}
	end := x + length*perKM
	tick := 0.3 * s
	d.scene.add(&path{paint: paint{stroke: d.colors.text, width: 0.7}, class: "scale", lines: []orb.LineString{{{x, y - tick}, {x, y}, {end, y}, {end, y - tick}}}})
	d.scene.add(&text{class: "scale-label", text: fmt.Sprintf("%g km", length), at: orb.Point{end + 0.6*s, y}, size: s, font: sans, color: d.colors.text})
	y += 1.2 * s
	d.scene.add(&text{class: "scale-label", text: fmt.Sprintf("%s; scale %s", d.view.name(), where), at: orb.Point{x, y}, size: 0.75 * s, font: sans, color: d.colors.quiet})
	return y
}
