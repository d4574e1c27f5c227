package view

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/layer"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/simplify"
)

// StaticMap is a map drawn by the server, for readers without JavaScript and for
// print: the outlines of the countries and areas, and the pins with their names.
// Distances in it are units of its view box, 720 by 480.
type StaticMap struct {
	Width, Height int
	Countries     []string // the d attributes of SVG paths
	Areas         []string
	Pins          []StaticMapPin
	// Alt describes the map in words.
	Alt string
}

// StaticMapPin is a pin of a locator.
type StaticMapPin struct {
	X, Y     string
	Name     string // empty where a label would lie over another
	LabelX   string
	LabelY   string
	Left     bool // the label stands to the left of the pin
	Selected bool
	Likely   bool
}

// The size of a locator's view box.
const (
	staticMapWidth  = 720
	staticMapHeight = 480
)

// maxStaticMapPins is how many pins a locator shows, the most mentioned ones.
const maxStaticMapPins = 300

// NewStaticMap draws the places of a set, with the selected one in the middle, or
// all in view when it is nil. It returns nil when there is nothing to draw.
func NewStaticMap(set *layer.Set, places []layer.PlaceSummary, selected *layer.PlaceSummary) *StaticMap {
	view, ok := viewOf(set, places, selected)
	if !ok {
		return nil
	}
	l := &StaticMap{Width: staticMapWidth, Height: staticMapHeight}
	drawn := map[geo.PlaceID]bool{}
	outline := func(id geo.PlaceID) string {
		if set.Outline == nil || drawn[id] {
			return ""
		}
		drawn[id] = true
		return view.path(set.Outline(id))
	}
	taken := &labels{}
	for i := range places { // names keep off all pins
		if at := view.at(places[i].Place.Point); places[i].Place.Kind.Precision().IsPoint() && i < maxStaticMapPins {
			taken.boxes = append(taken.boxes, orb.Bound{Min: orb.Point{at.X() - 6, at.Y() - 6}, Max: orb.Point{at.X() + 6, at.Y() + 6}})
		}
	}
	for i := range places {
		p := &places[i].Place
		if country := p.Country; country != "" && p.Kind != geo.KindCountry {
			if d := outline(geo.PlaceID("iso:" + country)); d != "" {
				l.Countries = append(l.Countries, d)
			}
		}
		switch p.Kind.Precision() {
		case geo.PrecisionCountry:
			if p.Country != "" && drawn[geo.PlaceID("iso:"+p.Country)] {
				continue
			}
			if d := outline(p.ID); d != "" {
				l.Countries = append(l.Countries, d)
				if p.Country != "" {
					drawn[geo.PlaceID("iso:"+p.Country)] = true
				}
			}
		case geo.PrecisionArea:
			if d := outline(p.ID); d != "" {
				l.Areas = append(l.Areas, d)
			}
		default:
			if len(l.Pins) < maxStaticMapPins {
				if pin, ok := view.pin(&places[i], selected, taken); ok {
					l.Pins = append(l.Pins, pin)
				}
			}
		}
	}
	slices.Reverse(l.Pins) // the most mentioned on top
	l.Alt = "Map of " + Count(len(l.Pins), "pin", "pins")
	if selected != nil {
		l.Alt = "Map with " + selected.Place.Name
	}
	return l
}

// view turns positions into units of the view box, by the spherical Mercator
// projection.
type view struct {
	west, north float64 // of the projection, 0 to 1
	scale       float64
}

func viewOf(set *layer.Set, places []layer.PlaceSummary, selected *layer.PlaceSummary) (view, bool) {
	var b orb.Bound
	found := false
	add := func(bound orb.Bound) {
		if !found {
			b, found = bound, true
		} else {
			b = b.Union(bound)
		}
	}
	area := func(p *geo.Place) {
		if set.Outline != nil {
			if area := set.Outline(p.ID); len(area) > 0 {
				add(area.Bound())
			}
		}
	}
	point := func(p *geo.Place) { add(orb.Bound{Min: p.Point, Max: p.Point}) }
	if selected != nil {
		if selected.Place.Kind.Precision().IsPoint() {
			point(&selected.Place)
		} else {
			area(&selected.Place)
		}
	} else {
		for i := range places {
			if places[i].Place.Kind.Precision().IsPoint() {
				point(&places[i].Place)
			}
		}
		if !found {
			for i := range places {
				area(&places[i].Place)
			}
		}
	}
	if !found {
		return view{}, false
	}
	west, south := mercator(b.Min)
	east, north := mercator(b.Max)
	const closest = 1.0 / 40 // of the world's width: a province or two
	width := max((east-west)*1.25, (south-north)*1.25*staticMapWidth/staticMapHeight, closest)
	v := view{scale: staticMapWidth / width}
	v.west = (west+east)/2 - width/2
	v.north = (north+south)/2 - width*staticMapHeight/staticMapWidth/2
	return v, true
}

// mercator projects a position to the unit square, north up at 0.
func mercator(p orb.Point) (x, y float64) {
	lat := min(max(p.Lat(), -85), 85) * math.Pi / 180
	return p.Lon()/360 + .5, .5 - math.Asinh(math.Tan(lat))/(2*math.Pi)
}

func (v view) at(p orb.Point) orb.Point {
	x, y := mercator(p)
	return orb.Point{(x - v.west) * v.scale, (y - v.north) * v.scale}
}

// path is an area as the d attribute of an SVG path, clipped to the view and
// simplified to what can be seen, or empty when nothing is in view.
func (v view) path(area orb.MultiPolygon) string {
	var d strings.Builder
	// The picture may be wider or higher than the view box.
	frame := orb.Bound{Min: orb.Point{-staticMapWidth, -staticMapHeight}, Max: orb.Point{2 * staticMapWidth, 2 * staticMapHeight}}
	for _, polygon := range area {
		for _, ring := range polygon {
			projected := make(orb.Ring, len(ring))
			for i, p := range ring {
				projected[i] = v.at(p)
			}
			projected = clip.Ring(frame, projected)
			if projected == nil {
				continue
			}
			projected = simplify.DouglasPeucker(.5).Ring(projected)
			if len(projected) < 4 {
				continue
			}
			for i, p := range projected[:len(projected)-1] {
				d.WriteByte("ML"[min(i, 1)])
				d.WriteString(unit(p.X()))
				d.WriteByte(' ')
				d.WriteString(unit(p.Y()))
			}
			d.WriteByte('Z')
		}
	}
	return d.String()
}

func unit(x float64) string { return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64) }

func (v view) pin(p, selected *layer.PlaceSummary, taken *labels) (StaticMapPin, bool) {
	at := v.at(p.Place.Point)
	if at.X() < 0 || at.Y() < 0 || at.X() > staticMapWidth || at.Y() > staticMapHeight {
		return StaticMapPin{}, false
	}
	pin := StaticMapPin{
		X: unit(at.X()), Y: unit(at.Y()), LabelY: unit(at.Y() + 4.5), Likely: p.Confidence == geo.ConfidenceLikely,
		Selected: selected != nil && p.Place.ID == selected.Place.ID,
	}
	width := float64(7 * len([]rune(p.Place.Name)))
	right := orb.Bound{Min: orb.Point{at.X() + 9, at.Y() - 8}, Max: orb.Point{at.X() + 9 + width, at.Y() + 8}}
	left := orb.Bound{Min: orb.Point{at.X() - 9 - width, at.Y() - 8}, Max: orb.Point{at.X() - 9, at.Y() + 8}}
	switch {
	case right.Right() < staticMapWidth && taken.take(right):
		pin.Name, pin.LabelX = p.Place.Name, unit(at.X()+9)
	case left.Left() > 0 && taken.take(left):
		pin.Name, pin.LabelX, pin.Left = p.Place.Name, unit(at.X()-9), true
	}
	return pin, true
}

// labels are the boxes that labels have taken.
type labels struct{ boxes []orb.Bound }

func (l *labels) take(b orb.Bound) bool {
	for _, other := range l.boxes {
		if other.Intersects(b) {
			return false
		}
	}
	l.boxes = append(l.boxes, b)
	return true
}
