package geoparser

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/inflect"
	"dateline/geo/internal/translit"
)

// maxCountries is the number of countries of a text, the most frequent ones, in which places are searched by their Latin names.
const maxCountries = 6

// setLatinBases sets the base forms of names in Arabic and Devanagari script that the gazetteer does not have to the Latin name of a place
// in a country of which the text names another place: "غرانيج" beside Deir ez-Zor is Gharanij.
func setLatinBases(g *gazetteer.Gazetteer, f *inflect.Finder, latin *translit.Index, rec *geo.Recognition) {
	var unknown []*geo.Mention
	counts := map[string]int{}
	for i := range rec.Mentions {
		m := &rec.Mentions[i]
		language := rec.LanguageAt(m.Start)
		if !translit.Supports(language) || m.Role == geo.RoleCoordinates {
			continue
		}
		name := m.Phrase
		if m.Base != "" {
			name = m.Base
		}
		if found, ok := f.Base(language, name); ok {
			if country := countryOf(g, found.Names); country != "" {
				counts[country]++
			}
		} else if m.Base == "" && m.Association != geo.AssociationAdjective {
			unknown = append(unknown, m)
		}
	}
	if len(unknown) == 0 || len(counts) == 0 {
		return
	}
	countries := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(counts[b]-counts[a], strings.Compare(a, b)) })
	countries = countries[:min(len(countries), maxCountries)]
	for _, m := range unknown {
		setLatinBase(g, latin, rec.LanguageAt(m.Start), m, countries)
	}
}

// setLatinBase sets the base form of a mention to the Latin name of a place in one of the countries, that of the whole phrase, that
// without its common noun or that without a particle.
func setLatinBase(g *gazetteer.Gazetteer, latin *translit.Index, language string, m *geo.Mention, countries []string) {
	span := m.Span
	best, ok := latin.Find(m.Phrase, countries)
	if name, cut := cue.CutNoun(language, m.Phrase, m.Start); !ok && cut {
		span = name
		best, ok = latin.Find(m.Phrase[name.Start-m.Start:name.End-m.Start], countries)
	}
	if r, size := utf8.DecodeRuneInString(m.Phrase); !ok && language == "ar" && strings.ContainsRune(arabicParticles, r) {
		span = geo.Span{Start: m.Start + size, End: m.End}
		best, ok = latin.Find(m.Phrase[size:], countries)
	}
	if !ok {
		return
	}
	if span != m.Span {
		m.Wide = m.Span
	}
	m.Phrase = m.Phrase[span.Start-m.Start : span.End-m.Start]
	m.Span, m.Base = span, g.Name(best.Ref)
}

// arabicParticles are the letters that Arabic writes on names as conjunctions and prepositions.
const arabicParticles = "وبلكف"

// countryOf returns the country of the most important place of the names.
func countryOf(g *gazetteer.Gazetteer, names []gazetteer.NameRef) (country string) {
	largest := int64(-1)
	for _, n := range names {
		r := g.Record(n.Ref)
		if r.Kind == geo.KindCountry {
			return r.Country
		}
		if r.Population > largest {
			country, largest = r.Country, r.Population
		}
	}
	return country
}
