package view

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"unicode"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/text"
	"dateline/server/selection"
	"dateline/server/store"
)

// maxLocalNames is the maximum number of places whose names in a language are kept, of about 300 bytes each.
const maxLocalNames = 8192

// localNames are the names of places in a language that were looked up.
type localNames struct {
	mu    sync.Mutex
	known map[geo.PlaceID]localPlace
}

// localPlace has the names of a place and of the areas that contain it in a language. It is not found if the gazetteer does not have the
// place; Name is empty if it has no name there.
type localPlace struct {
	found                              bool
	name, country, admin1, whereabouts string
}

// get returns the names of a place, by look if they are not known.
func (n *localNames) get(id geo.PlaceID, look func() localPlace) localPlace {
	n.mu.Lock()
	p, ok := n.known[id]
	n.mu.Unlock()
	if ok {
		return p
	}
	p = look()
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.known == nil || len(n.known) >= maxLocalNames {
		n.known = map[geo.PlaceID]localPlace{}
	}
	n.known[id] = p
	return p
}

// UseNames sets the gazetteer that has the names of places in the languages of the pages. It is called before the first page is rendered; a
// nil gazetteer, like English, has the stored names.
func (r *Renderer) UseNames(g *gazetteer.Gazetteer) {
	for _, l := range r.Languages[1:] {
		l.gazetteer = g
	}
}

// RefName returns the name of a place of a gazetteer in the language, or its display name.
func (l *Language) RefName(ref gazetteer.Ref, g *gazetteer.Gazetteer) string {
	if l == nil || l.gazetteer == nil {
		return g.Name(ref)
	}
	return g.LocalName(ref, l.Tag).Text
}

// PlaceName returns the name of a place in the language, or the stored name if the gazetteer does not have the place or its name there.
func (l *Language) PlaceName(id geo.PlaceID, stored string) string {
	if l == nil || l.gazetteer == nil {
		return stored
	}
	return cmp.Or(l.localPlace(id).name, stored)
}

// CountryName returns the name of the country with an ISO 3166-1 code in the language, or the stored name.
func (l *Language) CountryName(code, stored string) string {
	if code == "" {
		return stored
	}
	return l.PlaceName(geo.PlaceID("iso:"+code), stored)
}

// localPlace returns the names of a place and of the areas that contain it.
func (l *Language) localPlace(id geo.PlaceID) localPlace {
	return l.places.get(id, func() localPlace {
		g := l.gazetteer
		ref, ok := g.ByID(id)
		if !ok {
			return localPlace{}
		}
		rec, own := g.Record(ref), g.Name(ref)
		area := func(r gazetteer.Ref) string {
			if r == gazetteer.NoRef || r == ref || g.Name(r) == own {
				return ""
			}
			return g.LocalName(r, l.Tag).Text
		}
		out := localPlace{found: true, country: area(rec.CountryRef), admin1: area(rec.Admin1)}
		if name := g.LocalName(ref, l.Tag); name.Language != "" {
			out.name = name.Text
		}
		p := geo.Place{Name: cmp.Or(out.name, own), CountryName: out.country, Admin1: out.admin1, Admin2: area(rec.Admin2)}
		if p.CountryName != "" && !sameScript(p.Admin2, p.CountryName) { // the names of second-level areas are those of the sources
			p.Admin2 = ""
		}
		out.whereabouts = joinAreas(&p, l.Words(", "))
		return out
	})
}

// Where describes in the language where a place is: its areas and its country. It is the stored description if the gazetteer does not have
// the place.
func (l *Language) Where(id geo.PlaceID, stored string) string {
	if stored == "" || l == nil || l.gazetteer == nil {
		return stored
	}
	return cmp.Or(l.localPlace(id).whereabouts, stored)
}

// localRow returns a place of a list with its names in the language.
func (l *Language) localRow(p *store.PlaceRow) store.PlaceRow {
	row := *p
	if l == nil || l.gazetteer == nil {
		return row
	}
	local := l.localPlace(p.ID)
	row.Name = cmp.Or(local.name, row.Name)
	if row.CountryName != "" {
		row.CountryName = cmp.Or(local.country, l.CountryName(p.Country, p.CountryName))
	}
	if row.Admin1 != "" {
		row.Admin1 = cmp.Or(local.admin1, row.Admin1)
	}
	row.Where = l.Where(p.ID, row.Where)
	return row
}

// localRows returns the places of a list with their names in the language. All places of an answer that are sorted by name are sorted again.
func (l *Language) localRows(rows []store.PlaceRow, complete bool, order store.PlaceOrder) []store.PlaceRow {
	if l == nil || l.gazetteer == nil {
		return rows
	}
	out := make([]store.PlaceRow, len(rows))
	for i := range rows {
		out[i] = l.localRow(&rows[i])
	}
	if complete && order == store.OrderName {
		sortByName(out)
	}
	return out
}

// OrderNames returns the names by which a list in an order is sorted before it is paged; nil for the stored names. Other orders have the
// stored names for equal places, because the names of all places of a large collection take a second to look up.
func (l *Language) OrderNames(order store.PlaceOrder) *store.PlaceNames {
	if l == nil || l.gazetteer == nil || order != store.OrderName {
		return nil
	}
	return &store.PlaceNames{Language: l.Tag, Name: func(id geo.PlaceID, stored string) string {
		if ref, ok := l.gazetteer.ByID(id); ok {
			if name := l.gazetteer.LocalName(ref, l.Tag); name.Language != "" {
				return name.Text
			}
		}
		return stored
	}}
}

// sortByName sorts places by their names without case and diacritics, as the store does, and those of the same name by their ids.
func sortByName(rows []store.PlaceRow) {
	keys := make(map[string]string, len(rows))
	for i := range rows {
		keys[rows[i].Name] = text.Fold(rows[i].Name)
	}
	slices.SortFunc(rows, func(a, b store.PlaceRow) int {
		return cmp.Or(cmp.Compare(keys[a.Name], keys[b.Name]), cmp.Compare(a.ID, b.ID))
	})
}

// names returns the names of the values of a selection in the language.
func (l *Language) names(stored selection.Names) selection.Names {
	if l == nil || l.gazetteer == nil || stored == nil {
		return stored
	}
	return func(key, value string) string {
		name := stored(key, value)
		switch key {
		case "place", "in":
			return l.PlaceName(geo.PlaceID(value), name)
		case "country":
			return l.CountryName(value, name)
		}
		return name
	}
}

// Original is a name in the script of a text.
type Original struct {
	Text string
	// Language is the language of the text, or empty.
	Language string
}

// Original returns the first phrase of the place in the texts that is in another script than the name that is shown; nil if there is none.
func (p Place) Original(shown string) *Original {
	for i := range p.Mentions {
		if m := &p.Mentions[i]; !sameScript(m.Phrase, shown) {
			return &Original{m.Phrase, m.Language}
		}
	}
	return nil
}

// StoredName returns the stored name of a place if the name that is shown is in another script, so that both are shown.
func (l *Language) StoredName(id geo.PlaceID, stored string) string {
	if shown := l.PlaceName(id, stored); sameScript(shown, stored) {
		return ""
	}
	return stored
}

// placeID returns an id of a template as an id of a place.
func placeID(id any) geo.PlaceID { return geo.PlaceID(fmt.Sprint(id)) }

// scripts are those in which places are named. Chinese and Japanese characters and syllables are one script here.
var scripts = [][]*unicode.RangeTable{
	{unicode.Latin}, {unicode.Arabic}, {unicode.Cyrillic}, {unicode.Han, unicode.Hiragana, unicode.Katakana}, {unicode.Hangul}, {unicode.Devanagari},
	{unicode.Greek}, {unicode.Hebrew}, {unicode.Thai}, {unicode.Bengali}, {unicode.Georgian}, {unicode.Armenian}, {unicode.Ethiopic}, {unicode.Tamil},
}

// scriptOf returns the number of the script of the first letter of a text, -1 for another script and for none.
func scriptOf(text string) int {
	for _, r := range text {
		if unicode.IsLetter(r) {
			return slices.IndexFunc(scripts, func(tables []*unicode.RangeTable) bool { return unicode.IsOneOf(tables, r) })
		}
	}
	return -1
}

// sameScript reports whether two texts are in the same script.
func sameScript(a, b string) bool { return scriptOf(a) == scriptOf(b) }
