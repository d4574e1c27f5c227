package source

import (
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// naming collects the names of one entry, each text once.
type naming struct {
	entry *gazetteer.Entry
	// named says that Place.Name is already the one that people use.
	named bool
	// seen is used from manyNames on; a shorter list is searched.
	seen map[string]struct{}
}

const manyNames = 16

func newNaming(e *gazetteer.Entry) *naming { return &naming{entry: e} }

func (n *naming) has(text string) bool {
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

// add adds a name unless its text is one already.
func (n *naming) add(name gazetteer.Name) {
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

// addUntagged adds a name out of the column "alternatenames", where codes stand
// among the names without being marked.
func (n *naming) addUntagged(text string) {
	text = strings.TrimSpace(text)
	kind := gazetteer.NameAlternate
	if looksLikeCode(text) {
		kind = gazetteer.NameCode
		if k := n.entry.Place.Kind; k == geo.KindCountry || k == geo.KindAdmin1 {
			kind = gazetteer.NameAbbreviation // "UAE", "USA"
		}
	}
	n.add(gazetteer.Name{Text: text, Kind: kind})
}

// looksLikeCode reports whether a text is two to five capital letters of ASCII,
// as IATA, ICAO and UN/LOCODE codes are.
func looksLikeCode(text string) bool {
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

// finish leaves out the place's own name, which is no further name.
func (n *naming) finish() {
	names := n.entry.Names
	for i := range names {
		if names[i].Text == n.entry.Place.Name && names[i].Language == "" && names[i].Kind <= gazetteer.NameAlternate {
			n.entry.Names = slices.Delete(names, i, i+1)
			return
		}
	}
}
