package coordinates

import (
	"math"
	"net/url"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// minZoom is the zoom of a map view from which on its middle is a position. Views of
// larger areas show regions.
const minZoom = 10

// address parses the geo URI or map link that contains the byte at i, a colon or slash.
// It returns a match without a form for other addresses, whose digits are no
// coordinates either.
func address(text string, i, floor int) (Match, bool) {
	start := i
	for start > floor && !isAddressEnd(text[start-1]) {
		start--
	}
	end := i
	for end < len(text) && !isAddressEnd(text[end]) {
		end++
	}
	end = start + len(strings.TrimRight(text[start:end], ".,;:!?'*_"))
	for _, scheme := range []string{"https://", "http://", "geo:"} {
		if k := strings.LastIndex(strings.ToLower(text[start:end]), scheme); k > 0 {
			start += k
		}
	}
	if end <= i {
		return Match{}, false
	}
	whole := text[start:end]
	if len(whole) > 4 && strings.EqualFold(whole[:4], "geo:") {
		return geoURI(whole, start)
	}
	scheme, rest, ok := strings.Cut(whole, "://")
	if !ok {
		scheme, rest = "", whole
	}
	host, _, _ := strings.Cut(rest, "/")
	host, _, _ = strings.Cut(host, "?")
	read, known := mapOf(strings.ToLower(host))
	m := Match{Span: span(start, end)}
	if !known {
		return m, scheme != ""
	}
	u, err := url.Parse("https://" + rest)
	if err != nil {
		return m, true
	}
	v := read(u)
	if !v.found {
		return m, true
	}
	m.Form = FormLink
	m.Point = orb.Point{v.lon.degrees, v.lat.degrees}
	if m.Problem = inRange(m.Point); m.Problem != "" {
		m.Point = orb.Point{}
		return m, true
	}
	if v.view && v.zoom > 0 && v.zoom < minZoom {
		m.Point, m.Partial = orb.Point{}, true
		return m, true
	}
	m.UncertaintyKM = radius(m.Point, v.lat.step, v.lon.step)
	if v.view && v.zoom > 0 {
		// half the width of the tile in the middle of the view
		m.UncertaintyKM = math.Max(m.UncertaintyKM, 180*kmPerDegree*math.Cos(m.Point.Lat()*math.Pi/180)/math.Exp2(v.zoom))
	}
	return m, true
}

// isAddressEnd reports whether c separates an address from the text.
func isAddressEnd(c byte) bool { return c <= ' ' || strings.IndexByte("<>\"()[]{}|\\^`", c) >= 0 }

// geoURI parses a geo URI (RFC 5870), which begins at offset start of the text. Its
// uncertainty is that of its parameter u, in meters, or of its digits. The point of an
// address with the name of a place, "geo:0,0?q=34.99,-106.61(Treasure)", is in its query.
func geoURI(uri string, start int) (Match, bool) {
	m := Match{Span: span(start, start+len(uri)), Form: FormURI}
	body, query, _ := strings.Cut(uri[len("geo:"):], "?")
	parts := strings.Split(body, ";")
	if q, ok := strings.CutPrefix(query, "q="); ok {
		parts = []string{q}
	}
	var v view
	if !v.set(parts[0], ",", false) {
		return Match{}, false
	}
	m.Point = orb.Point{v.lon.degrees, v.lat.degrees}
	meters := math.NaN()
	for _, parameter := range parts[1:] {
		name, value, _ := strings.Cut(strings.ToLower(parameter), "=")
		switch n, err := strconv.ParseFloat(value, 64); {
		case name == "crs" && value != "wgs84":
			m.Point, m.Problem = orb.Point{}, "the reference system is not WGS 84"
			return m, true
		case name == "u" && err == nil && n >= 0:
			meters = n
		}
	}
	if m.Problem = inRange(m.Point); m.Problem != "" {
		m.Point = orb.Point{}
		return m, true
	}
	m.UncertaintyKM = radius(m.Point, v.lat.step, v.lon.step)
	if !math.IsNaN(meters) {
		m.UncertaintyKM = math.Max(meters/1000, 0.001)
	}
	return m, true
}

// view is the position of a map link.
type view struct {
	lat, lon angle
	found    bool
	// view reports that the position is the middle of the map, not a mark on it; zoom
	// is the level of a web map, or 0 if unknown.
	view bool
	zoom float64
}

// set parses two decimal numbers with a separator between them, and reports whether
// they are a position. swapped reports that the longitude comes first.
func (v *view) set(s, separator string, swapped bool) bool {
	s = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(s), "loc:"), "point.")
	parts := strings.Split(s, separator)
	if len(parts) < 2 {
		return false
	}
	a, okA := signedNumber(parts[0])
	b, okB := signedNumber(parts[1])
	if !okA || !okB {
		return false
	}
	if swapped {
		a, b = b, a
	}
	v.lat, v.lon, v.found = a, b, true
	return true
}

// signedNumber parses the decimal number that a string is, or begins with before a
// bracket.
func signedNumber(s string) (a angle, ok bool) {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "(")
	digits := strings.TrimLeft(s, "+-")
	if len(s)-len(digits) > 1 || len(digits) > 24 {
		return a, false
	}
	value, decimals, end, ok := decimal(digits, 0, 3, false)
	if !ok || end != len(digits) {
		return a, false
	}
	if strings.HasPrefix(s, "-") {
		value = -value
	}
	return angle{degrees: value, step: math.Pow10(-decimals)}, true
}

// setZoom sets the zoom of a view.
func (v *view) setZoom(s string) {
	if z, err := strconv.ParseFloat(s, 64); err == nil && z >= 0 && z < 30 {
		v.zoom = z
	}
}

// mapOf returns the function that reads the links of an online map by its host.
func mapOf(host string) (read func(*url.URL) view, ok bool) {
	host = strings.TrimPrefix(host, "www.")
	switch {
	case strings.HasPrefix(host, "google.") || strings.HasPrefix(host, "maps.google.") || strings.HasPrefix(host, "earth.google."):
		return google, true
	case host == "openstreetmap.org" || host == "osm.org" || strings.HasSuffix(host, ".openstreetmap.org"):
		return openStreetMap, true
	case host == "maps.apple.com", host == "waze.com", strings.HasSuffix(host, ".waze.com"):
		return queried("coordinate", "ll", "q", "daddr", "latlng", "center", "near", "sll"), true
	case host == "bing.com":
		return bing, true
	case strings.HasPrefix(host, "yandex.") || strings.HasPrefix(host, "maps.yandex."):
		return yandex, true
	case host == "wikimapia.org", host == "wego.here.com", host == "share.here.com":
		return fragments, true
	case host == "geohack.toolforge.org", host == "tools.wmflabs.org":
		return geohack, true
	}
	return nil, false
}

// queried returns a function that reads the first of the parameters that is a position.
func queried(names ...string) func(*url.URL) view {
	return func(u *url.URL) (v view) {
		values := u.Query()
		for _, name := range names {
			if v.set(values.Get(name), ",", false) {
				break
			}
		}
		return v
	}
}

// google reads links of Google Maps and Google Earth: the mark in the data
// ("!3d34.5!4d69.1"), the query, or the middle of the view ("@34.5,69.1,17z").
func google(u *url.URL) (v view) {
	if _, data, ok := strings.Cut(u.Path, "!3d"); ok {
		if lat, lon, ok := strings.Cut(data, "!4d"); ok {
			lon, _, _ = strings.Cut(lon, "!")
			lon, _, _ = strings.Cut(lon, "/")
			if v.set(lat+","+lon, ",", false) {
				return v
			}
		}
	}
	if v = queried("q", "query", "ll", "destination", "daddr", "center", "viewpoint", "cbll", "sll")(u); v.found {
		return v
	}
	for part := range strings.SplitSeq(u.Path, "/") {
		at, isView := strings.CutPrefix(part, "@")
		if !v.set(strings.ReplaceAll(at, "+", ""), ",", false) && !v.degrees(part) {
			continue
		}
		v.view = isView
		if pieces := strings.Split(at, ","); isView && len(pieces) > 2 {
			v.setZoom(strings.TrimSuffix(pieces[2], "z"))
		}
		if !isView {
			return v
		}
	}
	return v
}

// degrees parses degrees, minutes and seconds in the path of an address.
func (v *view) degrees(part string) bool {
	if !strings.Contains(part, "°") {
		return false
	}
	part = strings.ReplaceAll(part, "+", " ")
	for i := range len(part) {
		if !isDigit(part[i]) {
			continue
		}
		first, ok := parseAngle(part, i, 0)
		if !ok {
			return false
		}
		second, _, ok := nextAngle(part, first.end)
		if !ok || first.axis != latitude || second.axis != longitude || first.problem+second.problem != "" {
			return false
		}
		v.lat, v.lon, v.found = first, second, true
		return true
	}
	return false
}

// openStreetMap reads links of OpenStreetMap: a mark or the middle of the view.
func openStreetMap(u *url.URL) (v view) {
	values := u.Query()
	for _, names := range [][2]string{{"mlat", "mlon"}, {"lat", "lon"}} {
		if v.set(values.Get(names[0])+","+values.Get(names[1]), ",", false) {
			v.view = names[0] == "lat"
			v.setZoom(values.Get("zoom"))
			return v
		}
	}
	fragment, err := url.ParseQuery(u.Fragment)
	if err != nil {
		return v
	}
	if zoom, at, ok := strings.Cut(fragment.Get("map"), "/"); ok && v.set(at, "/", false) {
		v.view = true
		v.setZoom(zoom)
	}
	return v
}

// bing reads links of Bing Maps: a mark ("sp=point.34.5_69.1_Name") or the middle of the
// view ("cp=34.5~69.1").
func bing(u *url.URL) (v view) {
	values := u.Query()
	if v.set(values.Get("sp"), "_", false) {
		return v
	}
	if v.set(values.Get("cp"), "~", false) {
		v.view = true
		v.setZoom(values.Get("lvl"))
	}
	return v
}

// yandex reads links of Yandex Maps, where the longitude comes first.
func yandex(u *url.URL) (v view) {
	values := u.Query()
	for _, name := range []string{"pt", "whatshere[point]"} {
		if v.set(values.Get(name), ",", true) {
			return v
		}
	}
	if v.set(values.Get("ll"), ",", true) {
		v.view = true
		v.setZoom(values.Get("z"))
	}
	return v
}

// fragments reads links of Wikimapia and HERE, whose view is in the fragment or query.
func fragments(u *url.URL) (v view) {
	values, err := url.ParseQuery(u.Fragment)
	if err != nil || len(values) == 0 {
		values = u.Query()
	}
	if v.set(values.Get("map"), ",", false) {
		v.view = true
		if pieces := strings.Split(values.Get("map"), ","); len(pieces) > 2 {
			v.setZoom(pieces[2])
		}
	} else if v.set(values.Get("lat")+","+values.Get("lon"), ",", false) {
		v.view = true
		v.setZoom(values.Get("z"))
	}
	return v
}

// geohack reads the links of Wikipedia's coordinates: "params=34_31_41_N_69_10_20_E".
func geohack(u *url.URL) (v view) {
	params := strings.ReplaceAll(u.Query().Get("params"), "_", " ")
	for i := range len(params) {
		if !isDigit(params[i]) {
			continue
		}
		first, ok := parseAngle(params, i, 0)
		if !ok {
			return v
		}
		second, _, ok := nextAngle(params, first.end)
		if ok && first.axis == latitude && second.axis == longitude && first.problem+second.problem == "" {
			v.lat, v.lon, v.found = first, second, true
		}
		return v
	}
	return v
}
