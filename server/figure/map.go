package figure

import (
	"math"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/geometry"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/simplify"
)

// maxLabels is the maximum number of pins that a label is tried for.
const maxLabels = 400

// drawMap draws the base map, the areas, the pins and the labels.
func (d *drawing) drawMap() error {
	d.scene.add(&path{paint: paint{fill: d.colors.sea}, class: "sea", lines: []orb.LineString{rectangle(d.frame)}, closed: true})
	box, zoom := d.box(), d.view.zoom()
	f, err := d.base.within(box, zoom)
	if err != nil {
		return err
	}
	d.rings(f.land, paint{fill: d.colors.land}, "land")
	d.countries()
	d.rings(f.water, paint{fill: d.colors.water}, "water")
	d.lines(f.rivers, paint{stroke: d.colors.water, width: 0.6}, "river")
	d.lines(f.admin, paint{stroke: d.colors.admin, width: 0.45}, "admin")
	d.lines(f.borders, paint{stroke: d.colors.border, width: 0.7}, "border")
	d.lines(f.disputed, paint{stroke: d.colors.disputed, width: 0.7, dash: 2}, "border")
	areas := d.drawAreas()

	in := d.visible()
	for i, p := range in {
		d.placer.addPin(i, p.at, p.radius)
	}
	var leaders, labels []shape
	for i, p := range in {
		if i < maxLabels {
			labels = append(labels, d.label(i, p, &leaders)...)
		}
		if !p.labeled {
			d.unnamed = append(d.unnamed, p)
		}
	}
	d.labelAreas(areas)
	d.labelBase(zoom)
	for _, l := range leaders {
		d.scene.add(l)
	}
	for _, p := range in { // small ones are drawn over large ones
		d.symbol(p, "pin")
	}
	for _, l := range labels {
		d.scene.add(l)
	}
	d.scene.add(&path{paint: paint{stroke: d.colors.border, width: 0.5}, lines: []orb.LineString{rectangle(d.frame)}, closed: true})
	return nil
}

// box returns the longitudes and latitudes that may be in the frame.
func (d *drawing) box() orb.Bound {
	if _, ok := d.view.projection.(mercator); !ok {
		return orb.Bound{Min: orb.Point{-180, -85}, Max: orb.Point{180, 85}}
	}
	corner := func(x, y float64) orb.Point {
		c := d.view.frame.Center()
		px, py := d.view.center[0]+(x-c[0])/d.view.scaleP, d.view.center[1]-(y-c[1])/d.view.scaleP
		return orb.Point{px * 180 / math.Pi, math.Atan(math.Sinh(py)) * 180 / math.Pi}
	}
	return orb.Bound{Min: corner(d.frame.Min[0], d.frame.Max[1]), Max: corner(d.frame.Max[0], d.frame.Min[1])}
}

// projected returns a line in the scene, shifted as a whole to the longitudes of the view.
func (d *drawing) projected(line orb.LineString) orb.LineString {
	shift := 0.0
	if m, ok := d.view.projection.(mercator); ok && len(line) > 0 {
		shift = math.Round((m.center-line.Bound().Center()[0])/360) * 360
	}
	out := make(orb.LineString, len(line))
	for i, p := range line {
		out[i] = d.view.at(orb.Point{p[0] + shift, p[1]})
	}
	return out
}

// tolerance is the simplification of outlines in points.
const tolerance = 0.25

// clipRings returns rings in the frame.
func (d *drawing) clipRings(rings []orb.LineString) []orb.LineString {
	var out []orb.LineString
	for _, ring := range rings {
		r := orb.Ring(d.projected(ring))
		if len(r) > 0 && r[0] != r[len(r)-1] {
			r = append(r, r[0])
		}
		if r = clip.Ring(d.frame, r); len(r) >= 4 {
			r = simplify.DouglasPeucker(tolerance).Ring(r)
			if len(r) >= 4 {
				out = append(out, orb.LineString(r))
			}
		}
	}
	return out
}

func (d *drawing) rings(rings []orb.LineString, p paint, class string) {
	if all := d.clipRings(rings); len(all) > 0 {
		d.scene.add(&path{paint: p, class: class, lines: all, closed: true})
	}
}

func (d *drawing) lines(lines []orb.LineString, p paint, class string) {
	if all := d.clipLines(lines); len(all) > 0 {
		d.scene.add(&path{paint: p, class: class, lines: all})
	}
}

func (d *drawing) clipLines(lines []orb.LineString) []orb.LineString {
	var all []orb.LineString
	for _, line := range lines {
		for _, part := range clip.LineString(d.frame, d.projected(line)) {
			if part = simplify.DouglasPeucker(tolerance).LineString(part); len(part) > 1 {
				all = append(all, part)
			}
		}
	}
	return all
}

// ringsOf returns the rings of an area.
func ringsOf(g orb.Geometry) []orb.LineString {
	var out []orb.LineString
	switch g := g.(type) {
	case orb.Polygon:
		for _, r := range g {
			out = append(out, orb.LineString(r))
		}
	case orb.MultiPolygon:
		for _, p := range g {
			out = append(out, ringsOf(p)...)
		}
	}
	return out
}

// countries tints the countries that are mentioned.
func (d *drawing) countries() {
	for _, a := range d.areas {
		if a.row.Place.Kind == geo.KindCountry {
			d.rings(ringsOf(a.row.Geometry), paint{fill: d.colors.country}, "country")
		}
	}
}

// drawAreas draws the provinces and other areas that are mentioned and returns those in
// the frame. One that covers most of the frame has an edge but no fill.
func (d *drawing) drawAreas() []area {
	var in []area
	frame := d.frame.Max[0] - d.frame.Min[0]
	for _, a := range d.areas {
		if a.row.Place.Kind.Precision() != geo.PrecisionArea {
			continue
		}
		rings := d.clipRings(ringsOf(a.row.Geometry))
		if len(rings) == 0 {
			continue
		}
		bound := rings[0].Bound()
		for _, r := range rings[1:] {
			bound = bound.Union(r.Bound())
		}
		if bound.Max[0]-bound.Min[0] < 0.6*frame {
			d.scene.add(&path{paint: paint{fill: d.colors.area, opacity: 0.10}, class: "area", lines: rings, closed: true})
		}
		// The edge is drawn as lines, so that it is not along the frame.
		d.lines(closedRings(ringsOf(a.row.Geometry)), paint{stroke: d.colors.areaEdge, width: 0.7}, "area-edge")
		in = append(in, a)
	}
	d.areaKey = len(in)
	return in
}

func closedRings(rings []orb.LineString) []orb.LineString {
	for i, r := range rings {
		if len(r) > 0 && r[0] != r[len(r)-1] {
			rings[i] = append(slices.Clip(r), r[0])
		}
	}
	return rings
}

// label places the label of a pin and returns its shapes.
func (d *drawing) label(i int, p *pin, leaders *[]shape) []shape {
	t := &text{class: "label", text: p.label, size: d.size.Text, font: sans, color: d.colors.text, halo: "ffffff"}
	switch {
	case i < 3 && p.row.Mentions > 1:
		t.font = sansBold
	case i >= 12:
		t.size *= 0.88
	}
	width := t.font.width(t.text, t.size)
	side := ""
	if p.chosen != nil {
		side = p.chosen.Side
	}
	box, line, ok := d.placer.place(i, p.at, p.radius, width, (ascent+descent)*t.size, side)
	if !ok {
		return nil
	}
	p.labeled = true
	d.Labeled++
	t.at = orb.Point{box.Min[0], box.Max[1] - descent*t.size}
	if line != nil {
		*leaders = append(*leaders, &path{paint: paint{stroke: d.colors.text, width: 0.45}, class: "leader", lines: []orb.LineString{line[:]}})
	}
	return []shape{t}
}

// labelAreas labels areas where there is room.
func (d *drawing) labelAreas(areas []area) {
	for _, a := range areas {
		m, ok := a.row.Geometry.(orb.MultiPolygon)
		if p, isOne := a.row.Geometry.(orb.Polygon); isOne {
			m, ok = orb.MultiPolygon{p}, true
		}
		if !ok {
			continue
		}
		at := d.view.at(d.normalized(geometry.PointOnSurface(m)))
		d.baseLabel(at, strings.ToUpper(a.row.Place.Name), 0.8*d.size.Text, d.colors.areaEdge, d.colors.land, "area-label")
	}
}

// labelBase adds the names of countries, seas and towns where there is room.
func (d *drawing) labelBase(zoom float64) {
	taken := map[string]bool{}
	for _, p := range d.pins {
		taken[p.row.Place.Name] = true
	}
	for _, l := range d.base.world.Countries {
		if l.minZoom <= zoom+0.8 {
			name, class := countryLabel(l.name)
			d.baseLabel(d.view.at(d.normalized(l.at)), name, 0.74*d.size.Text, d.colors.quiet, d.colors.land, class)
		}
	}
	for _, l := range d.base.world.Seas {
		if l.minZoom <= zoom+0.5 {
			d.baseLabel(d.view.at(d.normalized(l.at)), strings.Join(strings.Fields(l.name), " "), 0.74*d.size.Text, d.colors.quiet, d.colors.sea, "sea-label")
		}
	}
	if d.o.Towns == nil || zoom < 3.5 {
		return
	}
	n := 0
	for _, town := range d.o.Towns(d.box(), 120) {
		at := d.view.at(d.normalized(town.At))
		if taken[town.Name] || n >= 24 {
			continue
		}
		size := 0.8 * d.size.Text
		w := sans.width(town.Name, size)
		center := orb.Point{at[0] + w/2 + 3, at[1]}
		// The name and its dot keep away from pins.
		if !d.placer.free(orb.Bound{Min: orb.Point{at[0] - 2, at[1] - size}, Max: orb.Point{at[0] + w + 4, at[1] + size}}.Pad(0.5*size), -1) || !d.placer.reserve(center, w, size, 0) {
			continue
		}
		n++
		taken[town.Name] = true
		d.scene.add(&circle{paint: paint{fill: d.colors.quiet}, class: "town", center: at, radius: 0.12 * d.size.Text})
		d.scene.add(&text{class: "town-label", text: town.Name, at: orb.Point{at[0] + 3, at[1] + 0.3*size}, size: size, font: sans, color: d.colors.quiet, halo: d.colors.land})
	}
}

// baseLabel adds a label around a position, if there is room.
func (d *drawing) baseLabel(at orb.Point, name string, size float64, color, halo, class string) {
	if !sans.has(name) {
		return
	}
	if d.placer.reserve(at, sans.width(name, size), (ascent+descent)*size, 0.35*size) {
		baseline := at[1] + (ascent-descent)/2*size
		d.scene.add(&text{class: class, text: name, at: orb.Point{at[0], baseline}, size: size, anchor: middle, font: sans, color: color, halo: halo})
	}
}
