package gazetteer

import (
	"slices"
	"strings"

	"dateline/geo"
)

// maxQualified is the greatest number of words, and maxQualifiedBytes the greatest size
// in bytes, of a text that qualified divides.
const (
	maxQualified      = 12
	maxQualifiedBytes = 200
)

// commas separate a name from the areas that contain the place.
const commas = ",،，、"

// qualified returns the places of a text that has the name of a place followed by the
// areas that contain it: "Lagos, Nigeria", "lagos nigeria", "Portland, ME, USA". A text
// with a comma is divided there, another between any two words. The most prominent
// places come first.
func (g *Gazetteer) qualified(text string) []Ref {
	if len(text) > maxQualifiedBytes || len(strings.Fields(text)) > maxQualified {
		return nil
	}
	for name, area := range divisions(text) {
		areas := g.areas(area)
		if len(areas) == 0 {
			continue
		}
		found := g.named(name)
		if len(found) == 0 {
			found = g.qualified(name)
		}
		found = slices.DeleteFunc(found, func(r Ref) bool { return !g.isIn(r, areas) })
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// divisions iterates over the divisions of a text into a name and the area after it, of
// which the last word is the shortest. A text with commas is divided at the last one.
func divisions(text string) func(yield func(name, area string) bool) {
	return func(yield func(name, area string) bool) {
		text = strings.TrimSpace(text)
		if at := strings.LastIndexAny(text, commas); at >= 0 {
			yield(text[:at], strings.TrimLeft(text[at:], commas+" "))
			return
		}
		for at := strings.LastIndexByte(text, ' '); at > 0; at = strings.LastIndexByte(text[:at], ' ') {
			if !yield(text[:at], text[at+1:]) {
				return
			}
		}
	}
}

// named returns the places with a name or, if there are none, with a variant spelling of
// it, the most prominent first.
func (g *Gazetteer) named(name string) []Ref {
	key := Normalize(nil, name)
	names := g.Lookup(nil, key)
	if len(names) == 0 {
		names = g.LookupVariants(nil, key)
	}
	return distinct(names)
}

// areas returns the places with a name, an abbreviation or an ISO 3166-1 code in any case,
// as in "portland me" and "lagos ng".
func (g *Gazetteer) areas(text string) []Ref {
	text = strings.TrimSpace(text)
	upper := strings.ToUpper(text)
	names := g.Lookup(nil, Normalize(nil, text))
	names = g.LookupVerbatim(names, text)
	if upper != text {
		names = g.LookupVerbatim(names, upper)
	}
	found := distinct(names)
	if r, ok := g.ByID(geo.PlaceID("iso:" + upper)); ok && !slices.Contains(found, r) {
		found = append(found, r)
	}
	return found
}

// distinct returns the places of names, each once.
func distinct(names []NameRef) []Ref {
	refs := make([]Ref, 0, len(names))
	for _, n := range names {
		if !slices.Contains(refs, n.Ref) {
			refs = append(refs, n.Ref)
		}
	}
	return refs
}

// isIn reports whether one of the areas is the country, the first-level or the
// second-level area of a place.
func (g *Gazetteer) isIn(r Ref, areas []Ref) bool {
	rec := g.Record(r)
	return slices.ContainsFunc(areas, func(area Ref) bool {
		return area != r && area != NoRef && (area == rec.CountryRef || area == rec.Admin1 || area == rec.Admin2)
	})
}
