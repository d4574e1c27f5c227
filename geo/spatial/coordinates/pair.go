package coordinates

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"
)

// maxGap is the maximum number of bytes between the angles of a pair.
const maxGap = 32

// pair parses the latitude and longitude, the first of whose digits is at i.
func pair(text string, i, floor int) (Match, bool) {
	first, ok := parseAngle(text, i, floor)
	if !ok || !startsWord(text, first.start) {
		return Match{}, false
	}
	bare := !first.sign && !first.hemisphere && !first.label
	if bare && first.decimals < 2 {
		return Match{}, false
	}
	second, gap, ok := nextAngle(text, first.end)
	if ok && complementary(&first, &second) && (first.axis == anyAxis || second.axis != first.axis) {
		if m, ok := join(text, &first, &second, gap); ok {
			return m, true
		}
	}
	if !bare && (first.hemisphere || first.label) && (first.sign || first.parts > 1) {
		// Half of a position; two on one axis are an extent.
		end := first.end
		if ok && second.axis == first.axis {
			end = second.end
		}
		return Match{Span: span(first.start, end), Form: FormDegrees, Partial: true}, true
	}
	return Match{}, false
}

// nextAngle parses the second angle of a pair, after the first one that ends at i. gap
// is the text between them.
func nextAngle(text string, i int) (a angle, gap string, ok bool) {
	for at := i; at < len(text) && at-i <= maxGap; at++ {
		if !isDigit(text[at]) {
			continue
		}
		a, ok = parseAngle(text, at, i)
		if !ok {
			return a, "", false
		}
		return a, text[i:a.start], true
	}
	return a, "", false
}

// complementary reports whether two angles may be a latitude and a longitude.
func complementary(a, b *angle) bool {
	if a.axis == anyAxis && b.axis == anyAxis {
		return true
	}
	return a.axis != b.axis && (a.axis != anyAxis && b.axis != anyAxis)
}

// coordinateWords come before coordinates.
var coordinateWords = map[string]bool{
	"coordinates": true, "coordinate": true, "coords": true, "coord": true, "gps": true, "latlong": true, "latlon": true, "latlng": true,
	"position": true, "location": true, "geolocation": true, "geolocated": true, "lat": true, "long": true, "lon": true, "lng": true, "longitude": true, "wgs84": true,
	"координаты": true, "coordonnées": true, "coordenadas": true, "koordinaten": true,
}

// otherWords come before numbers that are not coordinates.
var otherWords = map[string]bool{
	"version": true, "versions": true, "v": true, "usd": true, "eur": true, "gbp": true, "jpy": true, "rate": true, "rates": true, "price": true, "prices": true,
	"priced": true, "points": true, "index": true, "score": true, "scores": true, "scored": true, "ratio": true, "ratios": true, "average": true, "averages": true,
	"averaging": true, "mean": true, "p": true, "r": true, "values": true, "isbn": true, "doi": true, "times": true, "clocked": true, "weighing": true, "weighed": true,
	"euro": true, "euros": true, "dollars": true, "costs": true, "cost": true, "percentage": true, "percentages": true, "batting": true, "odds": true, "correlation": true,
	"correlations": true, "coefficient": true, "coefficients": true, "loss": true, "accuracy": true, "population": true, "populations": true, "yields": true, "yield": true,
}

// join returns the pair of two angles with the text between them, if they are written
// as a position.
func join(text string, a, b *angle, gap string) (Match, bool) {
	if !endsNumber(text, b) {
		return Match{}, false
	}
	marked := a.sign || a.hemisphere || a.label
	separator := strings.TrimSpace(strings.TrimRight(gap, " :="))
	named := endsInWord(text, a.start, coordinateWords, 2)
	switch separator {
	case ",", ";", "/", "|", "·", "•":
		if separator != "," && separator != ";" && !marked && !named {
			return Match{}, false
		}
	case "":
		if !marked && !named || gap == "" && !a.hemisphere {
			return Match{}, false
		}
	case "and", "by", "-", "–", "—", "x", "×", ", and", "&":
		if !marked {
			return Match{}, false
		}
	default:
		return Match{}, false
	}
	if strings.Count(gap, "\n") > 1 || strings.Contains(gap, "\n") && !marked {
		return Match{}, false
	}
	if !written(text, a, b, named) {
		return Match{}, false
	}
	lat, lon := a, b
	if a.axis == longitude {
		lat, lon = b, a
	}
	m := Match{Span: span(a.start, b.end), Form: FormDegrees}
	m.Point = orb.Point{lon.degrees, lat.degrees}
	switch {
	case lat.problem != "":
		m.Problem = lat.problem
	case lon.problem != "":
		m.Problem = lon.problem
	default:
		m.Problem = inRange(m.Point)
	}
	if m.Problem != "" {
		m.Point = orb.Point{}
		// Numbers without marks that can't be degrees are other numbers.
		return m, marked || named || a.decimals >= 4 && b.decimals >= 4 && math.Abs(a.degrees) <= 180 && math.Abs(b.degrees) <= 360
	}
	m.UncertaintyKM = radius(m.Point, lat.step, lon.step)
	return m, true
}

// written reports whether two angles are written as a position: with hemispheres,
// labels or degree signs, or three and more decimals each.
func written(text string, a, b *angle, named bool) bool {
	switch {
	case a.hemisphere != b.hemisphere && (!a.label || !b.label):
		return false
	case a.label && b.label:
		return true
	case a.sign && b.sign:
		// without hemispheres, two angles with one decimal may be temperatures
		return a.hemisphere || (a.parts > 1 || a.decimals >= 2) && (b.parts > 1 || b.decimals >= 2)
	case a.sign != b.sign:
		return a.hemisphere && (a.parts > 1 || a.decimals > 0) && (b.parts > 1 || b.decimals > 0)
	case a.hemisphere:
		if a.parts > 1 && b.parts > 1 || a.decimals > 0 && b.decimals > 0 {
			return true
		}
		// "25N 71W"
		return a.attached && b.attached && a.parts == 1 && b.parts == 1 && a.decimals == 0 && b.decimals == 0 && math.Abs(a.degrees) >= 10 && math.Abs(b.degrees) >= 10
	case named:
		return a.decimals >= 2 && b.decimals >= 2
	}
	return bare(text, a, b)
}

// bare reports whether two numbers without marks are a position.
func bare(text string, a, b *angle) bool {
	fewest := min(a.decimals, b.decimals)
	largest := math.Max(math.Abs(a.degrees), math.Abs(b.degrees))
	if fewest < 3 || largest < 2 && fewest < 5 || math.Abs(a.degrees) > 180 || math.Abs(b.degrees) > 360 {
		return false
	}
	before := strings.TrimRight(text[:a.start], " \t\u00a0")
	if r, _ := utf8.DecodeLastRuneInString(before); before != "" && strings.ContainsRune("$€£¥₹₽#%+=<>×*/-–", r) {
		return false
	}
	if n := len(before); n > 1 && (before[n-1] == ',' || before[n-1] == ';') && isDigit(before[n-2]) {
		return false // a list of numbers
	}
	if endsInWord(text, a.start, otherWords, 3) {
		return false
	}
	after := text[skipSpaces(text, b.end, 2):]
	if r, _ := utf8.DecodeRuneInString(after); after != "" && strings.ContainsRune("%$€£¥°‰+*/=<>×", r) {
		return false
	}
	list := strings.TrimPrefix(strings.TrimLeft(after, ",; "), "and ")
	if len(list) < len(after) && list != "" && isDigit(list[0]) {
		return false
	}
	end := 0
	for end < len(after) && isLetter(after[end]) {
		end++
	}
	return !quantities[strings.ToLower(after[:end])]
}

// quantities follow numbers that are not coordinates.
var quantities = map[string]bool{
	"percent": true, "per": true, "km": true, "kg": true, "m": true, "cm": true, "mm": true, "ms": true, "s": true, "g": true, "mg": true, "million": true, "billion": true,
	"thousand": true, "trillion": true, "points": true, "seconds": true, "minutes": true, "hours": true, "meters": true, "metres": true, "miles": true, "feet": true, //nolint:misspell // British texts
	"dollars": true, "euros": true, "pounds": true, "people": true, "tons": true, "tonnes": true, "liters": true, "litres": true, "barrels": true, "usd": true, "eur": true, //nolint:misspell // British texts
	"times": true, "respectively": true, "votes": true, "shares": true, "units": true, "hz": true, "khz": true, "mhz": true, "ghz": true, "mb": true, "gb": true, "kb": true,
}

// endsNumber reports whether no number or word continues after an angle.
func endsNumber(text string, a *angle) bool {
	if !endsWord(text, a.end) {
		return false
	}
	if a.hemisphere || a.sign || a.label {
		return true
	}
	if a.end+1 < len(text) && strings.IndexByte(".:/-,", text[a.end]) >= 0 && isDigit(text[a.end+1]) {
		return false
	}
	return true
}
