package selection

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// String returns the canonical text form: the query of an address without the question mark,
// or "" for the default selection. [ParseQuery] is its inverse, except for numbers of degrees
// with more than 6 decimals.
func (s Selection) String() string {
	var b strings.Builder
	s = s.Canonical()
	for _, k := range keys() {
		for _, v := range s.Values(k.Key) {
			if b.Len() > 0 {
				b.WriteByte('&')
			}
			b.WriteString(k.Key)
			b.WriteByte('=')
			b.WriteString(escape(v))
		}
	}
	return b.String()
}

// escape escapes a value of a query; commas, colons and slashes stay as they are.
func escape(v string) string {
	return strings.NewReplacer("%2C", ",", "%3A", ":", "%2F", "/", "%2A", "*").Replace(url.QueryEscape(v))
}

// Query returns the selection as the values of a query.
func (s Selection) Query() url.Values {
	q := url.Values{}
	s = s.Canonical()
	for _, k := range keys() {
		if v := s.Values(k.Key); len(v) > 0 {
			q[k.Key] = v
		}
	}
	return q
}

// Values returns the values of a key in the text form. Codes are joined by commas into one value.
func (s *Selection) Values(key string) []string {
	switch key {
	case "q":
		return one(s.Words)
	case "article":
		return s.Articles
	case "publisher":
		return s.Publishers
	case "feed":
		return s.Feeds
	case "place":
		return texts(s.Places)
	case "in":
		return texts(s.Within)
	case "from":
		return one(s.From)
	case "to":
		return one(s.To)
	case "spoken":
		return flag(s.Spoken)
	case "bbox":
		if s.Box == nil {
			return nil
		}
		return one(formatDegrees(s.Box.Min, s.Box.Max))
	case "polygon":
		if len(s.Polygon) < 2 {
			return nil
		}
		return one(formatDegrees(s.Polygon[:len(s.Polygon)-1]...))
	case "copies":
		return one(string(s.Copies))
	case "picked":
		return flag(s.Picked)
	}
	return one(strings.Join(s.Codes(key), ","))
}

// Codes returns the values of a key of the type "codes".
func (s *Selection) Codes(key string) []string {
	switch key {
	case "lang":
		return s.Languages
	case "country":
		return s.Countries
	case "kind":
		out := make([]string, len(s.Kinds))
		for i, k := range s.Kinds {
			out[i] = k.String()
		}
		return out
	case "precision":
		out := make([]string, len(s.Precisions))
		for i, p := range s.Precisions {
			out[i] = PrecisionValue(p)
		}
		return out
	case "confidence":
		return texts(s.Confidences)
	case "outcome":
		return texts(s.Outcomes)
	case "role":
		if s.All && len(s.Roles) == 0 {
			return []string{"all"}
		}
		return texts(s.Roles)
	case "state":
		return texts(s.States)
	}
	return nil
}

func one(v string) []string {
	if v == "" {
		return nil
	}
	return []string{v}
}

func flag(on bool) []string {
	if on {
		return []string{"1"}
	}
	return nil
}

func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

func formatDegrees(points ...orb.Point) string {
	var b strings.Builder
	for i, p := range points {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(formatDegree(p[0]) + "," + formatDegree(p[1]))
	}
	return b.String()
}

func formatDegree(v float64) string {
	s := strconv.FormatFloat(v, 'f', 6, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" || s == "" {
		return "0"
	}
	return s
}
