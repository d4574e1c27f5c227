package coordinates

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// axis is the direction that an angle is measured in.
type axis int8

const (
	anyAxis axis = iota
	latitude
	longitude
)

// angle is a latitude or longitude as it is written.
type angle struct {
	start, end int
	degrees    float64 // negative in the south and west
	step       float64 // the value of the last digit, in degrees
	decimals   int     // of the degrees
	axis       axis    // by the hemisphere or label
	hemisphere bool    // has a hemisphere
	negative   bool    // the hemisphere is the southern or western one
	attached   bool    // the hemisphere is a letter right after the digits
	label      bool    // has a label such as "latitude"
	sign       bool    // a degree sign or the word "degrees"
	parts      int     // numbers: degrees, minutes, seconds
	signed     bool    // has a minus or plus sign
	problem    string
}

// degreesText formats an angle for people.
func degreesText(degrees float64) string {
	return strconv.FormatFloat(math.Round(degrees*1e6)/1e6, 'f', -1, 64) + "°"
}

// signs are the ways in which a unit of angle is written. The longest of a kind come
// first.
var (
	degreeSigns = []string{"°", "º", "˚", "degrees", "degree", "degs", "deg.", "deg"}
	minuteSigns = []string{"′′", "′", "'", "’", "‘", "ʹ", "´", "minutes", "minute", "mins", "min.", "min"}
	secondSigns = []string{"″", "′′", "\"", "”", "“", "''", "’’", "ʺ", "seconds", "second", "secs", "sec.", "sec"}
)

// unit returns the end of one of the signs of a unit at i, after at most one space, or
// i without one.
func unit(text string, i int, signs []string) int {
	at := skipSpaces(text, i, 1)
	for _, s := range signs {
		if len(text)-at < len(s) || !strings.EqualFold(text[at:at+len(s)], s) {
			continue
		}
		if end := at + len(s); !isLetter(s[0]) || s[len(s)-1] == '.' || endsWord(text, end) {
			return end
		}
	}
	return i
}

// decimal parses a number at i without a sign, of at most the given digits before the
// point. comma allows a decimal comma.
func decimal(text string, i, most int, comma bool) (value float64, decimals, end int, ok bool) {
	end = skipDigits(text, i)
	if end == i || end-i > most {
		return 0, 0, i, false
	}
	if end+1 < len(text) && (text[end] == '.' || comma && text[end] == ',') && isDigit(text[end+1]) {
		stop := skipDigits(text, end+1)
		if decimals = stop - end - 1; decimals > 15 {
			return 0, 0, i, false
		}
		value, err := strconv.ParseFloat(text[i:end]+"."+text[end+1:stop], 64)
		return value, decimals, stop, err == nil
	}
	return number64(text[i:end]), 0, end, true
}

// parseAngle parses the angle whose first digit is at i and that begins at or after
// floor.
func parseAngle(text string, i, floor int) (a angle, ok bool) {
	a.start, a.parts = i, 1
	minus := a.prefix(text, i, floor)
	if !a.magnitude(text, i) && !a.compact(text, i) {
		return a, false
	}
	a.suffix(text)
	if minus && a.hemisphere && !a.negative {
		a.problem = "a minus sign contradicts the hemisphere"
	}
	if minus || a.negative {
		a.degrees = -a.degrees
	}
	return a, true
}

// prefix parses what is before the first digit, at i: a sign, a hemisphere, a label. It
// reports whether the sign is a minus.
func (a *angle) prefix(text string, i, floor int) (minus bool) {
	at := i
	for _, sign := range []string{"-", "−", "–", "+"} {
		if strings.HasSuffix(text[floor:at], sign) && startsNumber(text, at-len(sign), floor) {
			at -= len(sign)
			a.start, a.signed, minus = at, true, sign != "+"
			break
		}
	}
	back := trimSpaces(text, floor, at)
	if letter := a.hemisphereBefore(text, floor, back, at); letter < at {
		at, a.start = letter, letter
		back = trimSpaces(text, floor, at)
	}
	if at-back > 4 {
		return minus
	}
	back = floor + len(strings.TrimRight(text[floor:back], "."))
	start := back
	for start > floor && isLetter(text[start-1]) && back-start < 12 {
		start--
	}
	if !startsWord(text, start) {
		return minus
	}
	word := strings.ToLower(text[start:back])
	if x, ok := labels[word]; ok && (a.axis == anyAxis || a.axis == x) {
		a.axis, a.label, a.start = x, true, start
	} else if letter, ok := hemisphereWords[word]; ok && a.axis == anyAxis && !a.signed {
		a.setHemisphere(letter)
		a.start = start
	}
	return minus
}

// trimSpaces returns the end of text[floor:end] without spaces, colons and equals signs.
func trimSpaces(text string, floor, end int) int {
	return floor + len(strings.TrimRight(text[floor:end], " \u00a0:="))
}

// hemisphereBefore parses the letter of a hemisphere, with or without its period, that
// ends at back, before the number at i. It returns its offset, or i without one.
func (a *angle) hemisphereBefore(text string, floor, back, i int) int {
	if back > floor && text[back-1] == '.' && back < i {
		back--
	}
	if a.signed || i-back > 3 || back <= floor || !isHemisphere(text[back-1]) || !startsWord(text, back-1) {
		return i
	}
	a.setHemisphere(text[back-1])
	return back - 1
}

// startsNumber reports whether a sign at i may be that of a number.
func startsNumber(text string, i, floor int) bool {
	if i == floor {
		return i == 0 || !isDigit(text[i-1])
	}
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return strings.ContainsRune(" \u00a0\t\n([{,;:=/|", r)
}

var labels = map[string]axis{
	"latitude": latitude, "lat": latitude, "longitude": longitude, "long": longitude, "lon": longitude, "lng": longitude,
}

var hemisphereWords = map[string]byte{"north": 'N', "south": 'S', "east": 'E', "west": 'W'}

// setHemisphere sets the axis of a hemisphere.
func (a *angle) setHemisphere(letter byte) {
	a.hemisphere = true
	a.negative = letter == 'S' || letter == 'W'
	a.axis = longitude
	if letter == 'N' || letter == 'S' {
		a.axis = latitude
	}
}

// magnitude parses the numbers at i.
func (a *angle) magnitude(text string, i int) bool {
	value, decimals, end, ok := decimal(text, i, 3, false)
	if !ok {
		return false
	}
	a.decimals, a.end, a.step = decimals, end, math.Pow10(-decimals)
	if at := unit(text, end, degreeSigns); at > end {
		a.sign, a.end = true, at
	} else if value2, decimals2, end2, ok := decimal(text, i, 3, true); ok && decimals2 >= 2 && decimals == 0 {
		if at := unit(text, end2, degreeSigns); at > end2 { // "48,8584° N"
			value, a.decimals, a.step = value2, decimals2, math.Pow10(-decimals2)
			a.sign, a.end = true, at
		}
	}
	a.degrees = value
	if a.decimals == 0 {
		a.minutes(text)
	}
	return true
}

// minutes parses the minutes and seconds after degrees without decimals.
func (a *angle) minutes(text string) {
	at := skipSpaces(text, a.end, 1)
	separator := byte(0)
	if !a.sign {
		switch {
		case a.end < len(text) && (text[a.end] == ':' || text[a.end] == '-'):
			separator, at = text[a.end], a.end+1
		case at > a.end:
			separator = ' '
		default:
			return
		}
	} else if at == a.end && at < len(text) && text[at] == '-' { // "34°-31.5'N"
		at++
	}
	value, decimals, end, ok := decimal(text, at, 2, a.sign)
	if !ok {
		return
	}
	b := *a
	b.parts, b.end, b.step = 2, end, math.Pow10(-decimals)/60
	b.degrees += value / 60
	if value >= 60 {
		b.problem = fmt.Sprintf("the minutes %s are not below 60", strconv.FormatFloat(value, 'f', -1, 64))
	}
	marked := false
	if mark := unit(text, end, minuteSigns); mark > end {
		marked, b.end = true, mark
	}
	if decimals == 0 {
		marked = b.seconds(text, separator, marked) || marked
	}
	// Without signs, only a hemisphere makes the numbers minutes.
	if marked && a.sign || a.hemisphere && (a.sign || b.parts == 3 || decimals > 0) || b.hemisphereFollows(text) && (a.sign || b.parts == 3 || decimals > 0) {
		*a = b
	}
}

// seconds parses the seconds after minutes. It reports whether they are marked.
func (a *angle) seconds(text string, separator byte, marked bool) bool {
	at := skipSpaces(text, a.end, 1)
	switch {
	case marked:
	case separator == ' ' && at == a.end, separator == 0 && at == a.end:
		return false
	case separator == ':' || separator == '-':
		if a.end >= len(text) || text[a.end] != separator {
			return false
		}
		at = a.end + 1
	}
	value, decimals, end, ok := decimal(text, at, 2, a.sign)
	if !ok {
		return false
	}
	mark := unit(text, end, secondSigns)
	b := *a
	b.parts, b.end, b.step = 3, mark, math.Pow10(-decimals)/3600
	b.degrees += value / 3600
	if value >= 60 && b.problem == "" {
		b.problem = fmt.Sprintf("the seconds %s are not below 60", strconv.FormatFloat(value, 'f', -1, 64))
	}
	if mark == end && !a.hemisphere && !b.hemisphereFollows(text) {
		return false
	}
	*a = b
	return mark > end
}

// compact parses degrees, minutes and seconds without marks, which a hemisphere
// follows: "343141N" and "0691020E".
func (a *angle) compact(text string, i int) bool {
	end := skipDigits(text, i)
	n := end - i
	if n < 4 || n > 7 || a.signed {
		return false
	}
	digits := text[i:end]
	a.end = end
	decimals := 0
	if end+1 < len(text) && text[end] == '.' && isDigit(text[end+1]) {
		a.end = skipDigits(text, end+1)
		decimals = a.end - end - 1
	}
	if a.end >= len(text) || !isHemisphere(text[a.end]) || !endsWord(text, a.end+1) {
		return false
	}
	isLat := text[a.end] == 'N' || text[a.end] == 'S'
	if isLat != (n%2 == 0) { // two digits of latitude, three of longitude
		return false
	}
	whole := 2 + n%2
	last, err := strconv.ParseFloat(text[i+n-2:a.end], 64)
	if err != nil || decimals > 6 {
		return false
	}
	a.degrees, a.parts = number64(digits[:whole]), 2
	minutes := last
	a.step = math.Pow10(-decimals) / 60
	if n >= 6 {
		minutes, a.parts = number64(digits[whole:whole+2]), 3
		a.degrees += last / 3600
		a.step = math.Pow10(-decimals) / 3600
		if last >= 60 {
			a.problem = fmt.Sprintf("the seconds %s are not below 60", strconv.FormatFloat(last, 'f', -1, 64))
		}
	}
	if a.degrees += minutes / 60; minutes >= 60 {
		a.problem = fmt.Sprintf("the minutes %s are not below 60", strconv.FormatFloat(minutes, 'f', -1, 64))
	}
	return true
}

// hemisphereFollows reports whether a hemisphere follows the angle.
func (a *angle) hemisphereFollows(text string) bool {
	at := skipSpaces(text, a.end, 1)
	return at < len(text) && isHemisphere(text[at]) && endsWord(text, at+1)
}

// suffix parses the hemisphere and the label after the numbers.
func (a *angle) suffix(text string) {
	if !a.hemisphere {
		a.hemisphereAfter(text)
	}
	// "34.5 degrees north latitude"
	at := skipSpaces(text, a.end, 1)
	if at == a.end {
		return
	}
	for _, word := range []string{"latitude", "longitude", "lat", "long", "lon"} {
		if end := at + len(word); end <= len(text) && strings.EqualFold(text[at:end], word) && endsWord(text, end) && !a.label {
			if x := labels[word]; (a.axis == x || a.axis == anyAxis && a.sign) && !angleFollows(text, end) {
				a.axis, a.label, a.end = x, true, end
			}
			return
		}
	}
}

// angleFollows reports whether a word at the end of one angle is the label of the next.
func angleFollows(text string, i int) bool {
	i = skipSpaces(text, i, 2)
	return i < len(text) && (isDigit(text[i]) || text[i] == ':' || text[i] == '=' || text[i] == '-')
}

// hemisphereAfter parses the hemisphere after the numbers.
func (a *angle) hemisphereAfter(text string) {
	at := skipSpaces(text, a.end, 1)
	if at >= len(text) {
		return
	}
	letter, end := text[at], at+1
	switch {
	case isHemisphere(letter) && endsWord(text, end):
		a.attached = at == a.end
		if end < len(text) && text[end] == '.' && endsWord(text, end+1) && skipSpaces(text, end+1, 1) > end+1 && a.sign && continues(text, end+1) {
			end++ // "34° N. 69° E."
		}
	default:
		stop := at
		for stop < len(text) && isLetter(text[stop]) && stop-at < 6 {
			stop++
		}
		h, ok := hemisphereWords[strings.ToLower(text[at:stop])]
		if !ok || !endsWord(text, stop) || !a.sign && !a.label {
			return
		}
		letter, end = h, stop
	}
	before := *a
	a.setHemisphere(letter)
	if before.axis != anyAxis && a.axis != before.axis {
		*a = before // "latitude 34.5 E"
		return
	}
	a.end = end
}

// continues reports whether a number or letter of a hemisphere follows at i.
func continues(text string, i int) bool {
	i = skipSpaces(text, i, 2)
	return i < len(text) && (isDigit(text[i]) || isHemisphere(text[i]))
}
