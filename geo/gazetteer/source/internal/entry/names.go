// Package entry has helpers that build entries from the data of several publishers.
package entry

import (
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
)

// Names collects the further names of an entry, each text once.
type Names struct {
	entry *source.Entry
	// CommonName means that Place.Name is already the name in common use.
	CommonName bool
	seen       map[string]struct{} // used from manyNames on
}

// manyNames is the number of names from which on a map is faster than a search.
const manyNames = 16

// NewNames returns a Names that adds to e.Names.
func NewNames(e *source.Entry) *Names { return &Names{entry: e} }

func (n *Names) has(text string) bool {
	names := n.entry.Names
	if n.seen != nil {
		_, ok := n.seen[text]
		return ok
	}
	for i := range names {
		if names[i].Text == text {
			return true
		}
	}
	return false
}

// Add adds a name, unless the entry has one with the same text.
func (n *Names) Add(name source.Name) {
	if name.Text == "" || n.has(name.Text) {
		return
	}
	n.entry.Names = append(n.entry.Names, name)
	switch {
	case n.seen != nil:
		n.seen[name.Text] = struct{}{}
	case len(n.entry.Names) == manyNames:
		n.seen = make(map[string]struct{}, 4*manyNames)
		for _, known := range n.entry.Names {
			n.seen[known.Text] = struct{}{}
		}
	}
}

// AddUntagged adds a name from a list that contains codes without marking them.
func (n *Names) AddUntagged(text string) {
	text = strings.TrimSpace(text)
	kind := gazetteer.NameAlternate
	if LooksLikeCode(text) {
		kind = gazetteer.NameCode
		if k := n.entry.Place.Kind; k == geo.KindCountry || k == geo.KindAdmin1 {
			kind = gazetteer.NameAbbreviation // "UAE", "USA"
		}
	}
	n.Add(source.Name{Text: text, Kind: kind})
}

// LooksLikeCode reports whether a text is two to five ASCII capital letters, like
// codes of IATA, ICAO and UN/LOCODE.
func LooksLikeCode(text string) bool {
	if len(text) < 2 || len(text) > 5 {
		return false
	}
	for i := range len(text) {
		if text[i] < 'A' || text[i] > 'Z' {
			return false
		}
	}
	return true
}

// Finish removes Place.Name from the further names.
func (n *Names) Finish() {
	names := n.entry.Names
	for i := range names {
		if names[i].Text == n.entry.Place.Name && names[i].Language == "" && names[i].Kind <= gazetteer.NameAlternate {
			n.entry.Names = slices.Delete(names, i, i+1)
			return
		}
	}
}

// SetCode sets a code of a place unless it has one of the same scheme.
func SetCode(p *geo.Place, scheme, code string) {
	if p.Codes == nil {
		p.Codes = make(map[string]string, 2)
	}
	if p.Codes[scheme] == "" {
		p.Codes[scheme] = code
	}
}

// GeoNamesID returns the id of a place of GeoNames with a number.
func GeoNamesID(number string) geo.PlaceID { return geo.PlaceID("geonames:" + number) }

// IsNumber reports whether b consists of digits.
func IsNumber[T string | []byte](b T) bool {
	for i := range len(b) {
		if b[i] < '0' || b[i] > '9' {
			return false
		}
	}
	return len(b) > 0
}
