package view

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/server/store"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/project"
	"github.com/paulmach/orb/simplify"
)

// StaticMap is a map rendered by the server as SVG, for browsers without JavaScript
// and for print: outlines of countries and areas, and pins with labels. Coordinates are
// units of its view box, 720 by 480.
type StaticMap struct {
	Width, Height int
	Land          []string // the d attributes of SVG paths: countries that no article mentions
	Countries     []string
	Areas         []string
	Pins          []StaticMapPin
	// Alt is the text alternative.
	Alt string
}

// StaticMapPin is a pin of a static map.
type StaticMapPin struct {
	X, Y     string
	Name     string // empty if there is no room for a label
	LabelX   string
	LabelY   string
	Left     bool   // the label is to the left of the pin
	R        string // radius
	Site     bool
	Selected bool
	Likely   bool

	x, y, r float64
}

// Diamond returns the path of the symbol of a site.
func (p StaticMapPin) Diamond() string {
	return "M" + formatUnit(p.x) + " " + formatUnit(p.y-p.r) + "L" + formatUnit(p.x+p.r) + " " + formatUnit(p.y) + "L" + formatUnit(p.x) + " " + formatUnit(p.y+p.r) + "L" + formatUnit(p.x-p.r) + " " + formatUnit(p.y) + "Z"
}

// RingRadius returns the radius of the ring around the selected symbol.
func (p StaticMapPin) RingRadius() string { return formatUnit(p.r + 3) }

// The size of a static map's view box.
const (
	staticMapWidth  = 720
	staticMapHeight = 480
)

// maxStaticMapPins is the maximum number of pins; the most mentioned places are shown.
const maxStaticMapPins = 300

// Outlines returns the outline of an area or country by its id, nil if it has none.
type Outlines func(geo.PlaceID) orb.MultiPolygon

// NewStaticMap draws places, which are in the order of their mentions, centered on the
// selected one, or framed as the first view of the map if it is nil. It returns nil if
// there is nothing to draw. outlines may be nil.
func NewStaticMap(places []store.PlaceRow, outlines Outlines, selected *store.PlaceRow) *StaticMap {
	bound, ok := extent(places, outlines, selected)
	if !ok {
		return nil
	}
	d := drawing{
		out: &StaticMap{Width: staticMapWidth, Height: staticMapHeight}, outlines: outlines, viewport: newViewport(bound), outlined: map[geo.PlaceID]bool{},
	}
	for i := range places { // labels must not cover any pin
		if i < maxStaticMapPins && places[i].Precision.IsPoint() {
			at := d.viewport.project(places[i].Point)
			d.labels = append(d.labels, orb.Bound{Min: at, Max: at}.Pad(6))
		}
	}
	for i := range places {
		d.largest = max(d.largest, places[i].Mentions)
	}
	for i := range places {
		d.addPlace(&places[i], selected)
	}
	slices.Reverse(d.out.Pins) // so that the most mentioned one is on top
	d.out.Alt = "Map of " + Count(len(d.out.Pins), "pin", "pins")
	if selected != nil {
		d.out.Alt = "Map with " + selected.Name
	}
	return d.out
}

// extent returns the bound of the selected place, or the first view of all.
func extent(places []store.PlaceRow, outlines Outlines, selected *store.PlaceRow) (orb.Bound, bool) {
	if selected == nil {
		bound, _, ok := Frame(places)
		return bound, ok
	}
	if selected.Precision.IsPoint() {
		return orb.Bound{Min: selected.Point, Max: selected.Point}, true
	}
	if outlines == nil {
		return orb.Bound{}, false
	}
	area := outlines(selected.ID)
	return area.Bound(), len(area) > 0
}

// drawing is a static map under construction.
type drawing struct {
	out      *StaticMap
	outlines Outlines
	viewport viewport
	outlined map[geo.PlaceID]bool
	// largest is the highest number of mentions of a place.
	largest int
	labels  []orb.Bound // boxes of pins and labels
}

// addPlace draws a place: a pin for a point, else its outline. The country of a place
// is outlined, too.
func (d *drawing) addPlace(p, selected *store.PlaceRow) {
	country := geo.PlaceID("iso:" + p.Country)
	if p.Country != "" && p.Kind != geo.KindCountry {
		d.out.Countries = append(d.out.Countries, d.outline(country)...)
	}
	switch p.Precision {
	case geo.PrecisionCountry:
		if p.Country != "" && d.outlined[country] {
			return
		}
		paths := d.outline(p.ID)
		d.out.Countries = append(d.out.Countries, paths...)
		if p.Country != "" && len(paths) > 0 {
			d.outlined[country] = true
		}
	case geo.PrecisionArea:
		d.out.Areas = append(d.out.Areas, d.outline(p.ID)...)
	case geo.PrecisionSite, geo.PrecisionSettlement:
		if len(d.out.Pins) < maxStaticMapPins {
			d.addPin(p, selected)
		}
	}
}

// outline returns the path of a place's area unless it was drawn before; empty if
// nothing of it is in view.
func (d *drawing) outline(id geo.PlaceID) []string {
	if d.outlines == nil || d.outlined[id] {
		return nil
	}
	d.outlined[id] = true
	if path := d.viewport.path(d.outlines(id)); path != "" {
		return []string{path}
	}
	return nil
}

func (d *drawing) addPin(p, selected *store.PlaceRow) {
	at := d.viewport.project(p.Point)
	if at.X() < 0 || at.Y() < 0 || at.X() > staticMapWidth || at.Y() > staticMapHeight {
		return
	}
	pin := StaticMapPin{
		X: formatUnit(at.X()), Y: formatUnit(at.Y()), LabelY: formatUnit(at.Y() + 4.5), Likely: p.Certain == 0,
		Site: p.Precision == geo.PrecisionSite, Selected: selected != nil && p.ID == selected.ID,
	}
	r := symbolRadius(p.Mentions, d.largest)
	pin.R, pin.x, pin.y, pin.r = formatUnit(r), at.X(), at.Y(), r
	const halfHeight = 8
	gap := r + 4
	width := float64(7 * len([]rune(p.Name)))
	right := orb.Bound{Min: orb.Point{at.X() + gap, at.Y() - halfHeight}, Max: orb.Point{at.X() + gap + width, at.Y() + halfHeight}}
	left := orb.Bound{Min: orb.Point{at.X() - gap - width, at.Y() - halfHeight}, Max: orb.Point{at.X() - gap, at.Y() + halfHeight}}
	switch {
	case right.Right() < staticMapWidth && d.reserve(right):
		pin.Name, pin.LabelX = p.Name, formatUnit(at.X()+gap)
	case left.Left() > 0 && d.reserve(left):
		pin.Name, pin.LabelX, pin.Left = p.Name, formatUnit(at.X()-gap), true
	}
	d.out.Pins = append(d.out.Pins, pin)
}

// reserve adds the box of a label if it overlaps no other.
func (d *drawing) reserve(b orb.Bound) bool {
	if slices.ContainsFunc(d.labels, b.Intersects) {
		return false
	}
	d.labels = append(d.labels, b)
	return true
}

// viewport maps positions to units of the view box in the spherical Mercator
// projection.
type viewport struct {
	west, north float64 // Mercator meters
	scale       float64 // units per meter
}

// minWidth is the smallest width of the map in Mercator meters: a province or two.
const minWidth = 1e6

// newViewport returns a viewport with the bound in its middle.
func newViewport(b orb.Bound) viewport {
	minimum, maximum := mercator(b.Min), mercator(b.Max)
	width := max((maximum.X()-minimum.X())*1.25, (maximum.Y()-minimum.Y())*1.25*staticMapWidth/staticMapHeight, minWidth)
	return viewport{
		west:  (minimum.X()+maximum.X())/2 - width/2,
		north: (minimum.Y()+maximum.Y())/2 + width*staticMapHeight/staticMapWidth/2,
		scale: staticMapWidth / width,
	}
}

// mercator projects a position, with latitudes limited to ±85°.
func mercator(p orb.Point) orb.Point {
	return project.Point(orb.Point{p.Lon(), min(max(p.Lat(), -85), 85)}, project.WGS84.ToMercator)
}

func (v viewport) project(p orb.Point) orb.Point {
	m := mercator(p)
	return orb.Point{(m.X() - v.west) * v.scale, (v.north - m.Y()) * v.scale}
}

// path returns an area as the d attribute of an SVG path, clipped and simplified to
// half a unit; empty if nothing is in view.
func (v viewport) path(area orb.MultiPolygon) string {
	// The picture may be wider or higher than the view box.
	frame := orb.Bound{Min: orb.Point{-staticMapWidth, -staticMapHeight}, Max: orb.Point{2 * staticMapWidth, 2 * staticMapHeight}}
	var d strings.Builder
	for _, polygon := range area {
		for _, ring := range polygon {
			projected := make(orb.Ring, len(ring))
			for i, p := range ring {
				projected[i] = v.project(p)
			}
			if projected = clip.Ring(frame, projected); projected != nil {
				appendRing(&d, simplify.DouglasPeucker(.5).Ring(projected))
			}
		}
	}
	return d.String()
}

// appendRing appends a closed ring to the d attribute of an SVG path.
func appendRing(d *strings.Builder, ring orb.Ring) {
	if len(ring) < 4 {
		return
	}
	for i, p := range ring[:len(ring)-1] {
		d.WriteByte("ML"[min(i, 1)])
		d.WriteString(formatUnit(p.X()))
		d.WriteByte(' ')
		d.WriteString(formatUnit(p.Y()))
	}
	d.WriteByte('Z')
}

func formatUnit(x float64) string { return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64) }

// The radii of symbols in pixels.
const (
	minRadius = 4
	maxRadius = 16
)

// symbolRadius returns the radius of a symbol: its area is proportional to its number of
// mentions, and that of the largest is maxRadius, or less if it has few. symbolRadius in
// static/src/map/symbols.ts is the same.
func symbolRadius(mentions, largest int) float64 {
	top := math.Min(maxRadius, minRadius+2*math.Sqrt(float64(max(largest, 1))))
	return math.Max(minRadius, top*math.Sqrt(float64(mentions)/float64(max(largest, 1))))
}
