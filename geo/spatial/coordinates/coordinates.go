// Package coordinates finds geographic coordinates in texts: degrees, grid references, geo URIs, map links and plus codes.
//
// It is strict: two numbers are coordinates only if they are written as such, with
// hemispheres, degree signs, labels or at least three decimals each. What is written as
// coordinates but not on Earth, such as a latitude of 95 degrees, is found with its
// problem and without a point; it is never corrected.
package coordinates

import (
	"math"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// Form is the notation of coordinates.
type Form string

// The forms.
const (
	FormDegrees  Form = "degrees"   // decimal degrees, degrees and minutes, degrees, minutes and seconds
	FormMGRS     Form = "MGRS"      // Military Grid Reference System, the same as USNG and UTMREF
	FormUTM      Form = "UTM"       // Universal Transverse Mercator
	FormURI      Form = "geo URI"   // RFC 5870
	FormLink     Form = "map link"  // an address of an online map
	FormPlusCode Form = "plus code" // Open Location Code
)

// Match is a span of a text that is written as coordinates.
type Match struct {
	geo.Span
	Form Form
	// Point is the position, WGS 84 longitude and latitude, and UncertaintyKM the
	// radius in kilometers around it that its digits leave open.
	Point         orb.Point
	UncertaintyKM float64
	// Problem is the reason why the coordinates are not in range, or empty: "the
	// latitude 95° is more than 90°". Point is zero then.
	Problem string
	// Partial marks what gives no position but is not a name either: a latitude
	// without a longitude, a grid reference without its zone.
	Partial bool
}

// Valid reports whether the match has a point.
func (m *Match) Valid() bool { return m.Problem == "" && !m.Partial }

// announcements are words before coordinates that are not part of them, which [Parse]
// tries because its argument lacks them.
var announcements = []string{"", "grid ", "UTM ", "plus code ", "coordinates "}

// Parse parses a string that is all coordinates, such as the phrase of a mention that
// [Annotate] has made. It reports whether it is.
func Parse(s string) (m Match, ok bool) {
	for _, words := range announcements {
		for _, m := range Find(words + s) {
			if m.Start == len(words) && m.End == len(words)+len(s) && !m.Partial {
				m.Start, m.End = 0, len(s)
				return m, true
			}
		}
	}
	return Match{}, false
}

// kmPerDegree is the length of a degree of a great circle of the mean Earth.
const kmPerDegree = math.Pi / 180 * 6371.0088

// radius returns the distance in kilometers from the middle of a cell to its corner; the
// sizes of the cell are in degrees.
func radius(p orb.Point, stepLat, stepLon float64) float64 {
	return kmPerDegree / 2 * math.Hypot(stepLat, stepLon*math.Cos(p.Lat()*math.Pi/180))
}

// inRange reports the first problem of a position.
func inRange(p orb.Point) (problem string) {
	switch {
	case !(math.Abs(p.Lat()) <= 90):
		return "the latitude " + degreesText(p.Lat()) + " is beyond 90°"
	case !(math.Abs(p.Lon()) <= 180):
		return "the longitude " + degreesText(p.Lon()) + " is beyond 180°"
	}
	return ""
}
