package rank

import (
	"dateline/geo/gazetteer"
)

// WithChecksum returns the model file with a body.
func WithChecksum(body string) []byte { return []byte(body + checksumLine([]byte(body)) + "\n") }

// Locale returns the country and the number of places of a publisher's locale.
func Locale(g *gazetteer.Gazetteer, publisher string) (country string, places int) {
	l := findLocale(g, publisher)
	if l == nil {
		return "", 0
	}
	if l.country != 0 {
		country = string([]byte{byte(l.country >> 8), byte(l.country)})
	}
	return country, len(l.places)
}
