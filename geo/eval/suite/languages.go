package suite

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

//go:embed languages.tsv
var languageTable string

// languageCases are the sentences and names of one language.
type languageCases struct {
	towns, countries                     []slot
	bare, actors, offsets, words, people []string
	features                             []feature
}

// feature is a sentence with the name of a natural feature or a region.
type feature struct {
	text       string // with the name in braces
	start, end int    // the name, in code points of the text without braces
	place      gazetteer.Ref
}

// newFeature returns the feature of a text with a name in braces.
func newFeature(text string, place gazetteer.Ref) feature {
	before, rest, _ := strings.Cut(text, "{")
	name, after, _ := strings.Cut(rest, "}")
	start := utf8.RuneCountInString(before)
	return feature{text: before + name + after, start: start, end: start + utf8.RuneCountInString(name), place: place}
}

// GenerateLanguages returns cases in eighteen languages other than English, whose kinds are a
// language and a difficulty: "ru town" is a town in a sentence, in the case that it takes, "ru
// country" a country that acts, "ru offset" a town that a distance is measured from, "it
// feature" a river, a valley, an island or another natural feature or region, "ru words" a
// sentence with no place, and "ru person" a person called like a town. No model is trained on
// them. Names that the gazetteer lacks by their ids are left out.
func GenerateLanguages(g *gazetteer.Gazetteer) []Case {
	byLanguage := map[string]*languageCases{}
	var order []string
	for _, r := range rows(languageTable)[1:] {
		l := byLanguage[r[0]]
		if l == nil {
			l = &languageCases{}
			byLanguage[r[0]] = l
			order = append(order, r[0])
		}
		l.add(g, r[1], r[2], r[3])
	}
	var cases []Case
	for _, language := range order {
		cases = append(cases, byLanguage[language].generate(language)...)
	}
	return cases
}

// add adds a row of the table.
func (l *languageCases) add(g *gazetteer.Gazetteer, kind, text, place string) {
	switch kind {
	case "town", "country":
		ref, ok := g.ByID(geo.PlaceID(place))
		if !ok {
			return
		}
		if s := (slot{text: text, place: ref, not: gazetteer.NoRef}); kind == "town" {
			l.towns = append(l.towns, s)
		} else {
			l.countries = append(l.countries, s)
		}
	case "feature":
		if ref, ok := g.ByID(geo.PlaceID(place)); ok {
			l.features = append(l.features, newFeature(text, ref))
		}
	case "city":
		l.bare = append(l.bare, text)
	case "actor":
		l.actors = append(l.actors, text)
	case "offset":
		l.offsets = append(l.offsets, text)
	case "words":
		l.words = append(l.words, text)
	case "person":
		l.people = append(l.people, text)
	}
}

// next returns a sentence with no place, so that a text has more than one sentence.
func (l *languageCases) next() string {
	if len(l.words) == 0 {
		return ""
	}
	return " " + l.words[len(l.words)-1]
}

// generate returns the cases of a language.
func (l *languageCases) generate(language string) []Case {
	var cases []Case
	add := func(kind, pattern, mark string, s *slot, anchor bool) {
		c := Case{ID: fmt.Sprintf("%s-%03d", language, len(cases)+1), Kind: language + " " + kind, Text: pattern}
		if s == nil {
			c.Text += l.next()
			c.Targets = []Target{{End: utf8.RuneCountInString(pattern), Phrase: pattern, Place: gazetteer.NoRef, Not: gazetteer.NoRef}}
		} else {
			before, after, _ := strings.Cut(pattern, mark)
			start := utf8.RuneCountInString(before)
			name, _, _ := strings.Cut(s.text, "'") // a suffix after an apostrophe is not part of the name
			c.Text = before + s.text + after + l.next()
			c.Targets = []Target{{Start: start, End: start + utf8.RuneCountInString(name), Phrase: name, Place: s.place, Not: gazetteer.NoRef, Anchor: anchor}}
		}
		cases = append(cases, c)
	}
	for i := range l.towns {
		for _, p := range l.bare {
			add("town", p, "{t}", &l.towns[i], false)
		}
		for _, p := range l.offsets {
			add("offset", p, "{t}", &l.towns[i], true)
		}
	}
	for i := range l.countries {
		for _, p := range l.actors {
			add("country", p, "{c}", &l.countries[i], false)
		}
	}
	for _, f := range l.features {
		name := string([]rune(f.text)[f.start:f.end])
		cases = append(cases, Case{
			ID: fmt.Sprintf("%s-%03d", language, len(cases)+1), Kind: language + " feature", Text: f.text + l.next(),
			Targets: []Target{{Start: f.start, End: f.end, Phrase: name, Place: f.place, Not: gazetteer.NoRef}},
		})
	}
	for _, p := range l.words {
		add("words", p, "", nil, false)
	}
	for _, p := range l.people {
		add("person", p, "", nil, false)
	}
	return cases
}
