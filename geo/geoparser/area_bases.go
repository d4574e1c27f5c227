package geoparser

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/internal/inflect"
)

// areaNouns are the nouns of areas in the singular by language and by their forms in the plural: "в Новгородской и Тверской областях".
var areaNouns = map[string]map[string]string{
	"be": pluralsOf(map[string]string{"вобласць": "вобласці абласцей абласцям абласцях", "раён": "раёны раёнаў раёнам раёнах"}),
	"ru": pluralsOf(map[string]string{"область": "области областей областям областями областях", "район": "районы районов районам районами районах",
		"округ": "округов округам округами округах", "губерния": "губерний губерниям губерниями губерниях"}),
	"uk": pluralsOf(map[string]string{"область": "області областей областям областями областях", "район": "райони районів районам районами районах",
		"громада": "громади громад громадам громадами громадах"}),
}

// pluralsOf returns the nouns by each of their forms.
func pluralsOf(forms map[string]string) map[string]string {
	m := map[string]string{}
	for noun, plural := range forms {
		for form := range strings.FieldsSeq(plural) {
			m[form] = noun
		}
	}
	return m
}

// feminine are the endings of adjectives in the names of regions by language, which are regions also without the noun: "над Брянской".
var feminine = map[string][]string{"ru": {"ской", "скую", "ская", "цкой"}, "uk": {"ській", "ською", "ську", "ської", "цькій"}}

// maxAreaList is the number of bytes after an adjective in which the noun of a list of areas is.
const maxAreaList = 120

// setAreaBase sets the base form of a mention that is an adjective in a list of areas, with the noun or not, to the name of its area, and
// reports whether there is one: "Тверской областей" in "Новгородской и Тверской областей".
func setAreaBase(f *inflect.Finder, text, language string, m *geo.Mention) bool {
	nouns := areaNouns[language]
	if nouns == nil || m.Role != geo.RoleLiteral {
		return false
	}
	adjective, noun, _ := strings.Cut(m.Phrase, " ")
	if singular := nouns[noun]; noun != "" {
		return singular != "" && setArea(f, language, m, adjective+" "+singular)
	}
	if singular := nouns[nounOfList(text[m.End:min(len(text), m.End+maxAreaList)])]; singular != "" {
		return setArea(f, language, m, adjective+" "+singular)
	}
	for _, ending := range feminine[language] {
		if strings.HasSuffix(adjective, ending) && (!isWhole(f, language, m.Phrase) || strings.Contains(text[min(m.Passage.Start, m.Start):m.Start], "област")) {
			return setArea(f, language, m, adjective+" область")
		}
	}
	return false
}

// setArea sets the base form of a mention if the gazetteer has a name.
func setArea(f *inflect.Finder, language string, m *geo.Mention, name string) bool {
	found, ok := f.Base(language, name)
	if ok {
		m.Base = found.Base
	}
	return ok
}

// nounOfList returns the first word in small letters after other members of a list, which are capitalized: "районах" of ", Лесном и Намском
// районах".
func nounOfList(rest string) string {
	listed := false
	for word := range strings.FieldsSeq(rest) {
		first, _ := utf8.DecodeRuneInString(word)
		switch word = strings.TrimRight(word, ","); {
		case unicode.IsUpper(first):
			listed = true
		case word == "" || word == "и" || word == "і" || word == "та" || word == "й" || word == "а":
		default:
			if !listed {
				return ""
			}
			return strings.TrimRight(word, ".;:!?)»")
		}
	}
	return ""
}

// isWhole reports whether a phrase is a name of the gazetteer.
func isWhole(f *inflect.Finder, language, phrase string) bool {
	_, ok := f.Base(language, phrase)
	return ok
}
