package view

import (
	"cmp"
	"fmt"
	"slices"
	"unicode"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/server/selection"
	"dateline/server/store"

	"golang.org/x/text/collate"
)

// UseNames sets the gazetteer that has the names of places in the languages of the pages. It is called before the first page is rendered; a
// nil gazetteer, like English, has the stored names.
func (r *Renderer) UseNames(g *gazetteer.Gazetteer) {
	for _, l := range r.Languages[1:] {
		l.gazetteer = g
	}
}

// local returns the name of a place of the gazetteer in the language, and false if it has none.
func (l *Language) local(ref gazetteer.Ref) (string, bool) {
	name := l.gazetteer.LocalName(ref, l.Tag)
	return name.Text, name.Language != ""
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
	if ref, ok := l.gazetteer.ByID(id); ok {
		if name, ok := l.local(ref); ok {
			return name
		}
	}
	return stored
}

// CountryName returns the name of the country with an ISO 3166-1 code in the language, or the stored name.
func (l *Language) CountryName(code, stored string) string {
	if code == "" {
		return stored
	}
	return l.PlaceName(geo.PlaceID("iso:"+code), stored)
}

// localPlace returns a place with its name and those of the areas that contain it in the language; ok is false if the gazetteer does not
// have the place.
func (l *Language) localPlace(id geo.PlaceID, stored string) (p geo.Place, ok bool) {
	if l == nil || l.gazetteer == nil {
		return p, false
	}
	ref, ok := l.gazetteer.ByID(id)
	if !ok {
		return p, false
	}
	g, rec := l.gazetteer, l.gazetteer.Record(ref)
	own := g.Name(ref)
	name := func(area gazetteer.Ref) string {
		if area == gazetteer.NoRef || area == ref || g.Name(area) == own {
			return ""
		}
		return g.LocalName(area, l.Tag).Text
	}
	p = geo.Place{ID: id, Name: stored, Kind: rec.Kind, Country: rec.Country, CountryName: name(rec.CountryRef), Admin1: name(rec.Admin1), Admin2: name(rec.Admin2)}
	if local, ok := l.local(ref); ok {
		p.Name = local
	}
	if p.CountryName != "" && !sameScript(p.Admin2, p.CountryName) { // the names of second-level areas are those of the sources
		p.Admin2 = ""
	}
	return p, true
}

// Where describes in the language where a place is: its areas and its country. It is the stored description if the gazetteer does not have
// the place.
func (l *Language) Where(id geo.PlaceID, stored string) string {
	if stored == "" {
		return ""
	}
	p, ok := l.localPlace(id, "")
	if !ok {
		return stored
	}
	return cmp.Or(l.where(&p), stored)
}

// where joins the areas of a place and its country by the comma of the language.
func (l *Language) where(p *geo.Place) string { return joinAreas(p, l.Words(", ")) }

// localRow returns a place of a list with its names in the language.
func (l *Language) localRow(p *store.PlaceRow) store.PlaceRow {
	row := *p
	local, ok := l.localPlace(p.ID, p.Name)
	if !ok {
		if row.CountryName != "" {
			row.CountryName = l.CountryName(p.Country, p.CountryName)
		}
		return row
	}
	row.Name = local.Name
	if row.CountryName != "" {
		row.CountryName = cmp.Or(local.CountryName, l.CountryName(p.Country, p.CountryName))
	}
	if row.Admin1 != "" {
		row.Admin1 = cmp.Or(local.Admin1, row.Admin1)
	}
	if row.Where != "" {
		row.Where = cmp.Or(l.where(&local), row.Where)
	}
	return row
}

// localRows returns the places of a list with their names in the language. All places of an answer are sorted again, because the names are
// part of every order.
func (l *Language) localRows(rows []store.PlaceRow, complete bool, order store.PlaceOrder) []store.PlaceRow {
	if l == nil || l.gazetteer == nil {
		return rows
	}
	out := make([]store.PlaceRow, len(rows))
	for i := range rows {
		out[i] = l.localRow(&rows[i])
	}
	if complete {
		sortPlaces(out, order, l.nameCompare(out))
	}
	return out
}

// nameCompare returns how places are compared by their names in the order of the language (Unicode Collation Algorithm with the rules of
// CLDR), and those of the same name by their ids.
func (l *Language) nameCompare(rows []store.PlaceRow) func(a, b *store.PlaceRow) int {
	c := collate.New(l.tag, collate.Loose)
	var buffer collate.Buffer
	keys := make(map[string]string, len(rows))
	for i := range rows {
		keys[rows[i].Name] = string(c.KeyFromString(&buffer, rows[i].Name))
		buffer.Reset()
	}
	return func(a, b *store.PlaceRow) int {
		return cmp.Or(cmp.Compare(keys[a.Name], keys[b.Name]), cmp.Compare(a.ID, b.ID))
	}
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
