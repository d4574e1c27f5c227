package coordinates

import (
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"
)

// The letters of MGRS (NGA.STND.0037, Universal Grids and Grid Reference Systems).
// Neither I nor O is used.
const (
	bandLetters   = "CDEFGHJKLMNPQRSTUVWX" // from 80° south, 8 degrees each, X 12 degrees
	rowLetters    = "ABCDEFGHJKLMNPQRSTUV"
	columnLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
)

const (
	squareSize  = 100_000   // meters
	rowCycle    = 2_000_000 // meters after which the letters of rows repeat
	maxZone     = 60
	maxGridHalf = 5 // digits of easting or northing, 1 meter
)

// gridWords come before a grid reference: "grid 38S MB 4595 8820".
var gridWords = map[string]bool{
	"grid": true, "grids": true, "gridref": true, "mgrs": true, "usng": true, "utmref": true, "reference": true, "ref": true, "gr": true, "square": true,
}

// months are three letters of a compact date that look like a band and a square:
// "07MAR 2021 1530".
var months = map[string]bool{
	"JAN": true, "FEB": true, "MAR": true, "APR": true, "MAY": true, "JUN": true, "JUL": true, "AUG": true, "SEP": true, "OCT": true, "NOV": true, "DEC": true,
}

// hasGridWord reports whether the words before i announce a grid reference.
func hasGridWord(text string, i int) bool { return endsInWord(text, i, gridWords, 2) }

// gridText is a grid reference as it is written.
type gridText struct {
	zone              string
	letters           string // band, column and row; without the band at the poles
	east, north       string // digits
	spaced            bool   // "38S MB 4595 8820"
	end               int
	apart             bool // the square is apart from the band, which no date is
	uneven, malformed bool // as many digits of easting as of northing; too many digits
}

// splitGrid splits the grid reference at i into its parts: the digits of the zone, the
// given number of letters, and the digits.
func splitGrid(text string, i, numLetters int) (g gridText, ok bool) {
	at := skipDigits(text, i)
	g.zone = text[i:at]
	var letters [3]byte
	breaks := 0
	for k := range numLetters {
		if next := skipSpaces(text, at, 1); next > at && g.zone+string(letters[:k]) != "" {
			if breaks |= 1 << k; k == 2 {
				return g, false // "M B" is not a square
			}
			at = next
		}
		if at >= len(text) || !isUpper(text[at]) {
			return g, false
		}
		letters[k] = text[at]
		at++
	}
	g.letters = string(letters[:numLetters])
	g.end, g.apart = at, breaks&2 != 0
	if at < len(text) && isLetter(text[at]) {
		return g, false
	}
	first := skipSpaces(text, at, 1)
	end := skipDigits(text, first)
	if end == first {
		return g, true
	}
	g.spaced = g.apart && first > at
	g.end = end
	second := skipSpaces(text, end, 1)
	if stop := skipDigits(text, second); second > end && stop > second && end-first <= maxGridHalf && (first > at || end-first == stop-second) {
		g.east, g.north, g.end = text[first:end], text[second:stop], stop
		g.uneven = len(g.east) != len(g.north)
	} else {
		half := (end - first) / 2
		g.east, g.north = text[first:first+half], text[first+half:end]
		g.uneven = (end-first)%2 != 0
		g.spaced = false
	}
	g.malformed = len(g.east) > maxGridHalf || len(g.north) > maxGridHalf
	return g, endsWord(text, g.end)
}

// parseGrid parses the grid reference at i, which begins with the number of its zone or,
// without one, with the letters of its square. named reports whether the words before
// it announce a grid reference: only then is an invalid one a match, and one with less
// than six digits in one word.
func parseGrid(text string, i int, named bool) (Match, bool) {
	if i >= len(text) || !isDigit(text[i]) || !startsWord(text, i) || skipDigits(text, i)-i > 2 {
		return Match{}, false
	}
	g, ok := splitGrid(text, i, 3)
	if !ok || !named && !g.apart && months[g.letters] {
		return Match{}, false
	}
	start := i
	digits := len(g.east) + len(g.north)
	m := Match{Span: span(start, g.end), Form: FormMGRS}
	if digits < 4 {
		m.Partial = true
		return m, named
	}
	if !named && !g.spaced && digits < 6 {
		return Match{}, false
	}
	m.Point, m.UncertaintyKM, m.Problem = g.position()
	if m.Problem == "" {
		return m, true
	}
	m.Point, m.UncertaintyKM = orb.Point{}, 0
	if !named {
		m.Problem, m.Partial = "", true
		return m, g.spaced && digits >= 6
	}
	return m, true
}

// squareOnly parses a grid reference without its zone whose digits begin at i: "grid MB
// 4595 8820".
func squareOnly(text string, i, floor int) (Match, bool) {
	at := len(strings.TrimRight(text[:i], " "))
	start := at - 2
	if start < floor || start < 0 || !isUpper(text[start]) || !isUpper(text[start+1]) || !startsWord(text, start) || !hasGridWord(text, start) {
		return Match{}, false
	}
	end := skipDigits(text, i)
	if second := skipSpaces(text, end, 1); second > end && skipDigits(text, second) > second {
		end = skipDigits(text, second)
	}
	return Match{Span: span(start, end), Form: FormMGRS, Partial: true}, true
}

// polarGrid parses the grid reference of a pole at i, which has no zone: "grid Z AH
// 12345 67890". It must be announced.
func polarGrid(text string, i int) (Match, bool) {
	if !hasGridWord(text, i) {
		return Match{}, false
	}
	g, ok := splitGrid(text, i, 3)
	if !ok || g.uneven || g.malformed || len(g.east) < 2 {
		return Match{}, false
	}
	m := Match{Span: span(i, g.end), Form: FormMGRS}
	m.Point, m.UncertaintyKM, m.Problem = g.polarPosition()
	return m, true
}

// cell returns the middle of the cell of the digits within its square, and its size, in
// meters.
func (g *gridText) cell() (east, north, size float64) {
	size = squareSize / math.Pow10(len(g.east))
	return number64(g.east)*size + size/2, number64(g.north)*size + size/2, size
}

// number64 returns the value of a string of digits.
func number64(digits string) (n float64) {
	for _, c := range []byte(digits) {
		n = n*10 + float64(c-'0')
	}
	return n
}

// position returns the position of a grid reference, or its problem.
func (g *gridText) position() (p orb.Point, km float64, problem string) {
	zone := int(number64(g.zone))
	band := strings.IndexByte(bandLetters, g.letters[0])
	row := strings.IndexByte(rowLetters, g.letters[2])
	// The letters of columns repeat every three zones, those of rows every two.
	column := strings.IndexByte(columnLetters, g.letters[1]) - 8*((zone+2)%3)
	switch {
	case zone < 1 || zone > maxZone:
		return p, 0, fmt.Sprintf("there is no UTM zone %s", g.zone)
	case band < 0:
		return p, 0, fmt.Sprintf("MGRS has no latitude band %c", g.letters[0])
	case row < 0:
		return p, 0, fmt.Sprintf("MGRS has no row %c", g.letters[2])
	case column < 0 || column > 7:
		return p, 0, fmt.Sprintf("the column %c is not in UTM zone %d", g.letters[1], zone)
	case g.uneven:
		return p, 0, "easting and northing have different numbers of digits"
	case g.malformed:
		return p, 0, fmt.Sprintf("easting and northing have more than %d digits", maxGridHalf)
	}
	if zone%2 == 0 {
		row = (row + 15) % 20
	}
	east, north, size := g.cell()
	east += float64(column+1) * squareSize
	north += float64(row) * squareSize
	low := float64(8*band - 80)
	high := low + 8
	if g.letters[0] == 'X' {
		high = 84
	}
	for cycle := range 5 {
		p = fromUTM(zone, band >= 10, east, north+float64(cycle)*rowCycle)
		// Squares at the edge of a band are used on both of its sides.
		if p.Lat() >= low-bandTolerance && p.Lat() <= high+bandTolerance {
			if away := math.Abs(math.Remainder(p.Lon()-centralMeridian(zone), 360)); away > zoneReach(g.letters[0], zone) {
				return orb.Point{}, 0, fmt.Sprintf("the square %s is not in zone %s%c", g.letters[1:], g.zone, g.letters[0])
			}
			return p, size * math.Sqrt2 / 2000, ""
		}
	}
	return orb.Point{}, 0, fmt.Sprintf("the square %s is not in latitude band %c of zone %d", g.letters[1:], g.letters[0], zone)
}

// bandTolerance is the distance in degrees of latitude from its band within which a
// reference is accepted: GPS receivers and maps keep the band of the square.
const bandTolerance = 0.5

// zoneReach returns the greatest distance in degrees of longitude of a reference from
// the central meridian of its zone. The zones of Norway and Svalbard are wider.
func zoneReach(band byte, zone int) float64 {
	if band == 'V' && zone == 32 || band == 'X' && zone >= 31 && zone <= 37 {
		return 7
	}
	return 4
}

// The letters of the columns of the western and of the eastern half at the poles.
const (
	westColumns = "JKLPQRSTUXYZ"
	eastColumns = "ABCFGHJKLPQR"
)

// polarPosition returns the position of a reference at a pole.
func (g *gridText) polarPosition() (p orb.Point, km float64, problem string) {
	north := g.letters[0] >= 'Y'
	east, nor, size := g.cell()
	rows, firstRow := columnLetters, 8 // 800 km
	if north {
		rows, firstRow = "ABCDEFGHJKLMNP", 13
	}
	columns, firstColumn := eastColumns, 0 // from the meridian
	if g.letters[0] == 'A' || g.letters[0] == 'Y' {
		columns, firstColumn = westColumns, -len(westColumns)
	}
	column, row := strings.IndexByte(columns, g.letters[1]), strings.IndexByte(rows, g.letters[2])
	if row < 0 || column < 0 {
		return p, 0, fmt.Sprintf("the square %s is not in the polar band %c", g.letters[1:], g.letters[0])
	}
	east += upsOrigin + float64(firstColumn+column)*squareSize
	nor += float64(firstRow+row) * squareSize
	p = fromUPS(north, east, nor)
	if limit := 83.5; north && p.Lat() < limit || !north && p.Lat() > -79.5 {
		return orb.Point{}, 0, fmt.Sprintf("the square %s is not in the polar band %c", g.letters[1:], g.letters[0])
	}
	return p, size * math.Sqrt2 / 2000, ""
}

// utmWords come before a UTM coordinate.
var utmWords = map[string]bool{"utm": true, "zone": true}

// parseUTM parses the UTM coordinate at i: "38S 445950 3688200", "38 N 445950 mE
// 3688200 mN". The letter is a latitude band, or N or S for the hemisphere.
func parseUTM(text string, i int) (Match, bool) {
	if !startsWord(text, i) {
		return Match{}, false
	}
	at := skipDigits(text, i)
	zoneText := text[i:at]
	if len(zoneText) > 2 {
		return Match{}, false
	}
	at = skipSpaces(text, at, 1)
	if at >= len(text) || !isUpper(text[at]) {
		return Match{}, false
	}
	letter := text[at]
	at++
	spelled := false
	for _, hemisphere := range []string{"North", "South"} {
		if strings.HasPrefix(text[at-1:], hemisphere) {
			at += len(hemisphere) - 1
			spelled = true
		}
	}
	if !endsWord(text, at) {
		return Match{}, false
	}
	named := endsInWord(text, i, utmWords, 2)
	east, eastDecimals, eastMarked, at, ok := meters(text, at, 'E')
	if !ok {
		return Match{}, false
	}
	north, northDecimals, northMarked, at, ok := meters(text, at, 'N')
	if !ok || !endsWord(text, at) {
		return Match{}, false
	}
	if !named && (!eastMarked || !northMarked) && (east < 100_000 || north < 1_000_000) {
		return Match{}, false
	}
	m := Match{Span: span(i, at), Form: FormUTM}
	m.Point, m.Problem = utmPosition(int(number64(zoneText)), letter, spelled, east, north)
	if m.Problem != "" {
		m.Point = orb.Point{}
		if !named && (!eastMarked || !northMarked) {
			m.Problem, m.Partial = "", true
		}
		return m, true
	}
	m.UncertaintyKM = math.Pow10(-min(eastDecimals, northDecimals)) * math.Sqrt2 / 2000
	return m, true
}

// meters parses an easting or northing at i: "445950", "445950.5 mE", "E 445950". mark
// is its letter; marked reports whether it is there.
func meters(text string, i int, mark byte) (value float64, decimals int, marked bool, end int, ok bool) {
	at := skipSpaces(text, i, 2)
	for at < len(text) && (text[at] == ',' || text[at] == ';' || text[at] == ':') {
		at = skipSpaces(text, at+1, 2)
	}
	if at < len(text) && text[at] == mark {
		marked = true
		at = skipSpaces(text, at+1, 1)
		if at < len(text) && (text[at] == ':' || text[at] == '=') {
			at = skipSpaces(text, at+1, 1)
		}
	}
	if at == i {
		return 0, 0, false, i, false
	}
	end = skipDigits(text, at)
	if n := end - at; n < 5 || n > 8 {
		return 0, 0, false, i, false
	}
	value = number64(text[at:end])
	if end+1 < len(text) && text[end] == '.' && isDigit(text[end+1]) {
		stop := skipDigits(text, end+1)
		decimals = stop - end - 1
		value += number64(text[end+1:stop]) / math.Pow10(decimals)
		end = stop
	}
	if marked {
		return value, decimals, marked, end, true
	}
	unit := skipSpaces(text, end, 1)
	if unit < len(text) && text[unit] == 'm' {
		unit = skipSpaces(text, unit+1, 1)
		if endsWord(text, unit) {
			end = unit
		}
	}
	if unit < len(text) && text[unit] == mark && endsWord(text, unit+1) {
		return value, decimals, true, unit + 1, true
	}
	return value, decimals, false, end, true
}

// utmPosition returns the position of a UTM coordinate, or its problem. A letter
// that may be a band or a hemisphere, N or S, is a band where the northing is in it and
// the hemisphere is not spelled out.
func utmPosition(zone int, letter byte, spelled bool, east, north float64) (p orb.Point, problem string) {
	band := strings.IndexByte(bandLetters, letter)
	switch {
	case zone < 1 || zone > maxZone:
		return p, fmt.Sprintf("there is no UTM zone %d", zone)
	case band < 0:
		return p, fmt.Sprintf("UTM has no latitude band %c", letter)
	case east < 100_000 || east >= 900_000:
		return p, "the easting is not between 100 and 900 kilometers"
	case north > utmNorthing:
		return p, "the northing is more than 10,000 kilometers"
	}
	p = fromUTM(zone, band >= 10, east, north)
	low := float64(8*band - 80)
	high := low + 8
	if letter == 'X' {
		high = 84
	}
	if !spelled && p.Lat() >= low-bandTolerance && p.Lat() <= high+bandTolerance {
		return p, ""
	}
	switch letter {
	case 'S':
		p = fromUTM(zone, false, east, north)
	case 'N':
	default:
		return orb.Point{}, fmt.Sprintf("the northing is not in latitude band %c", letter)
	}
	if p.Lat() > 84.5 || p.Lat() < -80.5 {
		return orb.Point{}, "the northing is beyond the limits of UTM"
	}
	return p, ""
}
