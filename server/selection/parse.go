package selection

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// Limits on a selection.
const (
	maxWords   = 400 // bytes
	maxValues  = 200 // of one key
	maxPolygon = 500 // points
)

// Reason is why a part of a selection has no effect.
type Reason string

// The reasons.
const (
	ReasonUnknownKey Reason = "unknown key"
	ReasonMalformed  Reason = "malformed"
	ReasonTooLong    Reason = "too long"
	// ReasonMissing: the collection has nothing with this id or value.
	ReasonMissing Reason = "missing"
)

// Notice names a part of a selection that has no effect, or an id that does not exist.
type Notice struct {
	Key    string `json:"key"`
	Value  string `json:"value,omitempty"`
	Reason Reason `json:"reason"`
}

// Parse returns the selection of a query. Unknown keys and malformed values are ignored
// and named in notices. The keys in other belong to the caller and are ignored without
// a notice.
func Parse(q url.Values, other ...string) (Selection, []Notice) {
	p := parser{}
	for _, k := range keys() {
		if values, ok := q[k.Key]; ok {
			p.parse(k, values)
		}
	}
	var unknown []string
	for name := range q {
		if _, ok := findKey(name); !ok && !slices.Contains(other, name) {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	for _, name := range unknown {
		p.notices = append(p.notices, Notice{Key: name, Value: q.Get(name), Reason: ReasonUnknownKey})
	}
	p.checkDays()
	return p.selection.Canonical(), p.notices
}

// ParseQuery is Parse for an encoded query such as "country=SD&from=2026-10-01". A leading
// question mark is ignored.
func ParseQuery(query string) (Selection, []Notice) {
	q, err := url.ParseQuery(strings.TrimPrefix(query, "?"))
	s, notices := Parse(q)
	if err != nil {
		notices = append(notices, Notice{Value: query, Reason: ReasonMalformed})
	}
	return s, notices
}

type parser struct {
	selection Selection
	notices   []Notice
}

func (p *parser) malformed(key, value string) {
	p.notices = append(p.notices, Notice{Key: key, Value: value, Reason: ReasonMalformed})
}

// parse parses the values of a key. Empty values, which a form sends for empty fields, are
// ignored.
func (p *parser) parse(k Key, values []string) {
	if k.Type == "codes" {
		values = strings.Split(strings.Join(values, ","), ",")
	}
	n := 0
	for _, v := range values {
		if k.Type != "list" && k.Type != "ids" {
			v = strings.TrimSpace(v)
		}
		if v == "" {
			continue
		}
		if n++; n > maxValues || k.Key == "q" && len(v) > maxWords {
			p.notices = append(p.notices, Notice{Key: k.Key, Value: v, Reason: ReasonTooLong})
			return
		}
		if !utf8.ValidString(v) || strings.ContainsRune(v, 0) || !p.set(k, v) {
			p.malformed(k.Key, v)
		}
	}
}

// set adds a value to the selection and reports whether it is well formed.
func (p *parser) set(k Key, v string) bool {
	s := &p.selection
	switch k.Key {
	case "q":
		s.Words = strings.TrimSpace(s.Words + " " + v)
	case "article":
		s.Articles = append(s.Articles, v)
	case "publisher":
		s.Publishers = append(s.Publishers, v)
	case "lang":
		s.Languages = append(s.Languages, v)
	case "feed":
		s.Feeds = append(s.Feeds, v)
	case "place":
		s.Places = append(s.Places, geo.PlaceID(v))
	case "in":
		s.Within = append(s.Within, geo.PlaceID(v))
	case "country":
		if len(v) != 2 {
			return false
		}
		s.Countries = append(s.Countries, strings.ToUpper(v))
	case "from", "to":
		return p.setDay(k.Key, v)
	case "bbox":
		return p.setBox(v)
	case "polygon":
		return p.setPolygon(v)
	case "spoken", "picked":
		return p.setFlag(k.Key, v)
	default:
		return p.setCode(k, v)
	}
	return true
}

// setCode adds one of the values that the table lists.
func (p *parser) setCode(k Key, v string) bool {
	s := &p.selection
	if k.All != "" && v == k.All {
		s.All = true
		return true
	}
	if !slices.ContainsFunc(k.Values, func(known Value) bool { return known.Value == v }) {
		return false
	}
	switch k.Key {
	case "kind":
		kind, _ := geo.ParseKind(v)
		s.Kinds = append(s.Kinds, kind)
	case "precision":
		s.Precisions = append(s.Precisions, precisionOf(v))
	case "confidence":
		s.Confidences = append(s.Confidences, geo.Confidence(v))
	case "outcome":
		s.Outcomes = append(s.Outcomes, geo.Outcome(v))
	case "role":
		s.Roles = append(s.Roles, geo.Role(v))
	case "state":
		s.States = append(s.States, State(v))
	case "copies":
		s.Copies = Copies(v)
	}
	return true
}

func (p *parser) setFlag(key, v string) bool {
	on := v == "1" || v == "true"
	if !on && v != "0" && v != "false" {
		return false
	}
	if key == "spoken" {
		p.selection.Spoken = on
	} else {
		p.selection.Picked = on
	}
	return true
}

func (p *parser) setDay(key, v string) bool {
	if _, err := time.Parse(time.DateOnly, v); err != nil {
		return false
	}
	if key == "from" {
		p.selection.From = v
	} else {
		p.selection.To = v
	}
	return true
}

// checkDays drops the last day if it is before the first one.
func (p *parser) checkDays() {
	if s := &p.selection; s.From != "" && s.To != "" && s.To < s.From {
		p.malformed("to", s.To)
		s.To = ""
	}
}

func (p *parser) setBox(v string) bool {
	n, ok := degrees(v)
	if !ok || len(n) != 4 || n[1] > n[3] {
		return false
	}
	p.selection.Box = &orb.Bound{Min: orb.Point{n[0], n[1]}, Max: orb.Point{n[2], n[3]}}
	return true
}

func (p *parser) setPolygon(v string) bool {
	n, ok := degrees(v)
	if !ok || len(n)%2 != 0 || len(n) < 6 || len(n) > 2*maxPolygon {
		return false
	}
	var ring orb.Ring
	for i := 0; i < len(n); i += 2 {
		ring = append(ring, orb.Point{n[i], n[i+1]})
	}
	if ring[0] != ring[len(ring)-1] {
		ring = append(ring, ring[0])
	}
	if len(ring) < 4 {
		return false
	}
	p.selection.Polygon = ring
	return true
}

// degrees parses pairs of longitude and latitude that are joined by commas.
func degrees(v string) (out []float64, ok bool) {
	for i, part := range strings.Split(v, ",") {
		n, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		limit := 180.0
		if i%2 == 1 {
			limit = 90
		}
		if err != nil || math.IsNaN(n) || math.Abs(n) > limit {
			return nil, false
		}
		out = append(out, math.Round(n*1e6)/1e6+0)
	}
	return out, true
}

// countryPrecision is the value for [geo.PrecisionCountry].
const countryPrecision = "country"

func precisionOf(v string) geo.Precision {
	if v == countryPrecision {
		return geo.PrecisionCountry
	}
	return geo.Precision(v)
}

// PrecisionValue returns the value of the key "precision" for a precision.
func PrecisionValue(p geo.Precision) string {
	if p == geo.PrecisionCountry {
		return countryPrecision
	}
	return string(p)
}

// canonicalWords returns words with single spaces.
func canonicalWords(words string) string { return strings.Join(strings.Fields(words), " ") }
