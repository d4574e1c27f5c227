package coordinates

import (
	"strings"

	"github.com/paulmach/orb"
)

// plusDigits are the digits of an Open Location Code in the order of their values
// (Open Location Code Specification, google/open-location-code).
const plusDigits = "23456789CFGHJMPQRVWX"

// The number of digits before the plus sign of a full code, and of pairs of digits;
// those after the pairs refine a grid of 5 rows and 4 columns each.
const (
	plusPrefix = 8
	plusPairs  = 10
	maxPlus    = 15
)

var plusWords = map[string]bool{"plus": true, "code": true, "pluscode": true, "olc": true, "location": true}

// plusCode parses the full plus code whose plus sign is at i.
func plusCode(text string, i, floor int) (Match, bool) {
	start := i - plusPrefix
	if start < floor || !startsWord(text, start) {
		return Match{}, false
	}
	digits, end := text[start:i], i+1
	for end < len(text) && end < i+1+maxPlus-plusPrefix && strings.IndexByte(plusDigits, text[end]) >= 0 {
		end++
	}
	digits += text[i+1 : end]
	padded := strings.TrimRight(digits[:plusPrefix], "0")
	if !endsWord(text, end) || end == i+2 {
		return Match{}, false
	}
	named := endsInWord(text, start, plusWords, 2)
	if len(padded) < plusPrefix {
		if end > i+1 || len(padded)%2 != 0 || len(padded) < 4 || !named {
			return Match{}, false
		}
		digits = padded
	}
	letters := false
	for _, c := range []byte(digits) {
		if strings.IndexByte(plusDigits, c) < 0 {
			return Match{}, false
		}
		letters = letters || isLetter(c)
	}
	if !letters && !named { // "23456789+23" may be a sum
		return Match{}, false
	}
	m := Match{Span: span(start, end), Form: FormPlusCode}
	lat, lon, stepLat, stepLon := decodePlus(digits)
	if lat >= 90 || lon >= 180 {
		if !named {
			return Match{}, false
		}
		m.Problem = "the plus code is beyond the poles or the antimeridian"
		return m, true
	}
	m.Point = orb.Point{lon + stepLon/2, lat + stepLat/2}
	m.UncertaintyKM = radius(m.Point, stepLat, stepLon)
	return m, true
}

// decodePlus returns the south-western corner and the sizes in degrees of the cell of a
// code without its plus sign.
func decodePlus(digits string) (lat, lon, stepLat, stepLon float64) {
	lat, lon = -90, -180
	stepLat, stepLon = 400, 400
	for k := 0; k < len(digits); {
		value := strings.IndexByte(plusDigits, digits[k])
		if k < plusPairs && k+1 < len(digits) {
			stepLat, stepLon = stepLat/20, stepLon/20
			lat += float64(value) * stepLat
			lon += float64(strings.IndexByte(plusDigits, digits[k+1])) * stepLon
			k += 2
			continue
		}
		stepLat, stepLon = stepLat/5, stepLon/4
		lat += float64(value/4) * stepLat
		lon += float64(value%4) * stepLon
		k++
	}
	return lat, lon, stepLat, stepLon
}
