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

// setLatinBases sets the base forms of names in Arabic, Hebrew, Indian, Cyrillic and Chinese script that the gazetteer does not have to the Latin name of a
// place in a country of which the text names another place: "غرانيج" beside Deir ez-Zor is Gharanij.
func setLatinBases(g *gazetteer.Gazetteer, f *inflect.Finder, latin *translit.Index, rec *geo.Recognition) {
	var unknown []*geo.Mention
	counts := map[string]int{}
	areas := map[gazetteer.Ref]bool{} // first-level areas of China
	for i := range rec.Mentions {
		m := &rec.Mentions[i]
		language := rec.LanguageAt(m.Start)
		if !translit.Supports(language) && language != "zh" || m.Role == geo.RoleCoordinates {
			continue
		}
		name := m.Phrase
		if m.Base != "" {
			name = m.Base
		}
		if found, ok := f.Base(language, name); ok {
			r := g.MostImportant(found.Names)
			if r.Country != "" {
				counts[r.Country]++
			}
			if r.Country == china && r.Admin1 != gazetteer.NoRef {
				areas[r.Admin1] = true
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
		if language := rec.LanguageAt(m.Start); language == "zh" {
			setPinyinBase(g, m, countries, areas)
		} else if translit.IsCyrillic(language) {
			setInflectedLatinBase(g, f, latin, language, m, countries)
		} else {
			setLatinBase(g, latin, language, m, countries)
		}
	}
}

// areaEnds are the common nouns that end the names of the areas with which a Chinese mention of a smaller place begins: "鹤壁市浚县".
const areaEnds = "省市州盟"

// setPinyinBase sets the base form of a mention to the Pinyin of its name, or of the last of its names, if a place in one of the countries
// is so called, in one of the given first-level areas of China if there are any.
func setPinyinBase(g *gazetteer.Gazetteer, m *geo.Mention, countries []string, areas map[gazetteer.Ref]bool) {
	last := m.Phrase
	if at := strings.LastIndexAny(strings.TrimRightFunc(m.Phrase, func(r rune) bool { return strings.ContainsRune(areaEnds, r) }), areaEnds); at >= 0 {
		_, size := utf8.DecodeRuneInString(last[at:])
		last = last[at+size:]
	}
	for _, name := range [...]string{m.Phrase, last} {
		for _, form := range translit.Pinyin(name) {
			refs := g.Lookup(nil, gazetteer.Normalize(nil, form))
			if slices.ContainsFunc(refs, func(n gazetteer.NameRef) bool {
				r := g.Record(n.Ref)
				return slices.Contains(countries, r.Country) && (r.Country != china || len(areas) == 0 || areas[r.Admin1])
			}) {
				m.Base = form
				return
			}
		}
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
	if r, size := utf8.DecodeRuneInString(m.Phrase); !ok && strings.ContainsRune(particles[language], r) {
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

// setInflectedLatinBase sets the base form of a mention in Cyrillic letters to the Latin name of a place in one of the countries. Those of
// Russia in Russian and of Ukraine in Ukrainian are left to [inflect.Finder]. An inflected form must be more like the name than the phrase is.
func setInflectedLatinBase(g *gazetteer.Gazetteer, f *inflect.Finder, latin *translit.Index, language string, m *geo.Mention, countries []string) {
	abroad := slices.DeleteFunc(slices.Clone(countries), func(c string) bool { return language == strings.ToLower(c) || language == "uk" && c == "UA" })
	best, found := translit.Match{}, false
	for i, form := range f.Forms(language, m.Phrase) {
		match, ok := latin.Find(form, abroad)
		if i > 0 {
			match.Cost += inflectedCost
		}
		if ok && (!found || match.Cost < best.Cost) {
			best, found = match, true
		}
	}
	if found {
		m.Base = g.Name(best.Ref)
	}
}

// inflectedCost is added to the cost of a match with an inflected form.
const inflectedCost = 0.05

// particles are the letters that a language writes on names as conjunctions and prepositions.
var particles = map[string]string{"ar": "وبلكف", "he": "ובלמכש"}

// china is the code of China.
const china = "CN"
