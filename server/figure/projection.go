package figure

import (
	"math"

	"github.com/paulmach/orb"
)

// projection maps longitude and latitude in degrees to the plane; y is northward. The
// unit is the Earth's radius.
type projection interface {
	project(p orb.Point) orb.Point
	// scale returns the length of a unit of the plane in kilometers at a position.
	scale(p orb.Point) float64
	// name is the name of the projection for readers.
	name() string
}

// earthRadiusKM is the mean radius of the Earth.
const earthRadiusKM = 6371.0088

// around returns the longitude within 180 degrees of a center.
func around(lon, center float64) float64 {
	return center + math.Mod(math.Mod(lon-center+180, 360)+360, 360) - 180
}

// mercator is the spherical Mercator projection, centered on a longitude.
type mercator struct{ center float64 }

const maxMercatorLat = 85

func (m mercator) project(p orb.Point) orb.Point {
	lat := min(max(p.Lat(), -maxMercatorLat), maxMercatorLat) * math.Pi / 180
	return orb.Point{p.Lon() * math.Pi / 180, math.Asinh(math.Tan(lat))}
}

func (m mercator) scale(p orb.Point) float64 {
	return earthRadiusKM * math.Cos(p.Lat()*math.Pi/180)
}

func (m mercator) name() string { return "Mercator projection" }

// equalEarth is the Equal Earth projection (Šavrič, Patterson and Jenny 2018), centered on
// a longitude.
type equalEarth struct{ center float64 }

// The coefficients of the polynomial.
const (
	a1 = 1.340264
	a2 = -0.081106
	a3 = 0.000893
	a4 = 0.003796
)

func (e equalEarth) project(p orb.Point) orb.Point {
	theta := math.Asin(math.Sqrt(3) / 2 * math.Sin(p.Lat()*math.Pi/180))
	t2 := theta * theta
	t6 := t2 * t2 * t2
	lon := (p.Lon() - e.center) * math.Pi / 180
	x := 2 * math.Sqrt(3) * lon * math.Cos(theta) / (3 * (9*a4*t6*t2 + 7*a3*t6 + 3*a2*t2 + a1))
	return orb.Point{x, theta * (a4*t6*t2 + a3*t6 + a2*t2 + a1)}
}

func (e equalEarth) scale(orb.Point) float64 { return earthRadiusKM }

func (e equalEarth) name() string { return "Equal Earth projection" }

// viewport maps positions to the points of a frame of the scene.
type viewport struct {
	projection
	frame  orb.Bound // in the scene
	center orb.Point // in the plane
	scaleP float64   // points of the scene per unit of the plane
}

// fit returns the viewport that shows the positions in a frame with a margin, but not less
// than minKM kilometers across.
func fit(p projection, frame orb.Bound, margin, minKM float64, positions []orb.Point) viewport {
	b := orb.Bound{Min: p.project(positions[0]), Max: p.project(positions[0])}
	for _, at := range positions[1:] {
		b = b.Extend(p.project(at))
	}
	w, h := frame.Max[0]-frame.Min[0]-2*margin, frame.Max[1]-frame.Min[1]-2*margin
	least := minKM / p.scale(positions[len(positions)/2])
	scale := min(w/max(b.Max[0]-b.Min[0], least), h/max(b.Max[1]-b.Min[1], least*h/w))
	return viewport{p, frame, b.Center(), scale}
}

// at returns the position in the scene.
func (v *viewport) at(p orb.Point) orb.Point { return v.place(v.project(p)) }

// place returns the position of a point of the plane in the scene.
func (v *viewport) place(q orb.Point) orb.Point {
	c := v.frame.Center()
	return orb.Point{c[0] + (q[0]-v.center[0])*v.scaleP, c[1] - (q[1]-v.center[1])*v.scaleP}
}

// zoom returns the zoom of a web map of the same scale, with 256 pixels of 0.75 points per
// tile at zoom 0.
func (v *viewport) zoom() float64 { return math.Log2(v.scaleP * 2 * math.Pi / 192) }
