package bundled

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
)

// territoryLocales are the locales of CLDR whose names of countries are read: the
// languages of states and others with many speakers, and the variants in other scripts
// or with other names.
var territoryLocales = strings.Fields(`af am ar as az be bg bn bs ca ceb ckb cs cv cy da de el en es et eu fa fi fil fr ga gl gu ha he hi hr hu hy id ig is
	it ja jv ka kk km kn ko ku ky ln lo lt lv mg mk ml mn mr ms mt my nb ne nl nn or pa pl ps pt pt-PT ro ru sd si sk sl so sq sr sr-Latn sv sw ta te tg th
	ti tk tr tt ug uk ur uz uz-Cyrl vi xh yo zh zh-Hant zh-Hant-HK zu`)

// shortNameLocales are the languages whose names of countries may have three Latin
// letters, such as "Çad". In others they are words or syllables more often.
var shortNameLocales = strings.Fields("cs de en es et fi fr hr hu it nl pl pt sk sv tr")

// notTerritories are names of CLDR that are words, names of persons, or adjectives in
// widely used languages.
var notTerritories = strings.Fields(`argentino bangladeshi columbia dominik end filipina frans gene gris helena israeli kata malt maurice pakistani polan pole
	sin sina siri suis swede swiss toga yemeni`)

// territoryNames returns the names of countries and territories in the languages of
// CLDR, by their two-letter codes. "Myanmar (Burma)" is two names.
func (d folder) territoryNames() (map[string][]source.Name, error) {
	names := map[string][]source.Name{}
	for _, locale := range territoryLocales {
		var file struct {
			Main map[string]struct {
				LocaleDisplayNames struct {
					Territories map[string]string `json:"territories"`
				} `json:"localeDisplayNames"`
			} `json:"main"`
		}
		if err := readJSON(d.file("cldr-localenames-full", "main", locale, "territories.json"), &file); errors.Is(err, fs.ErrNotExist) {
			continue // another version of CLDR has other locales
		} else if err != nil {
			return nil, err
		}
		language, _, _ := strings.Cut(locale, "-")
		territories := file.Main[locale].LocaleDisplayNames.Territories
		for _, key := range slices.Sorted(maps.Keys(territories)) {
			code, _, _ := strings.Cut(key, "-")
			if len(code) != 2 || code == "EU" || code == "EZ" || code == "UN" {
				continue
			}
			for _, text := range territoryForms(territories[key]) {
				n := source.Name{Text: text, Kind: gazetteer.NameAlternate, Language: language}
				if usableTerritory(text, language) && !slices.Contains(names[code], n) {
					names[code] = append(names[code], n)
				}
			}
		}
	}
	return names, nil
}

// territoryForms returns a name of CLDR, and its parts if it has one in brackets that
// is a name too, such as "Burma" and not "DRC".
func territoryForms(text string) []string {
	before, rest, ok := strings.Cut(text, " (")
	inside, after, closed := strings.Cut(rest, ")")
	if !ok || !closed || after != "" {
		return []string{text}
	}
	switch {
	case strings.HasPrefix(text, "Congo"), strings.HasPrefix(text, "Kongo"), strings.HasPrefix(text, "Конго"):
		return []string{text} // which of two is told by the brackets only
	case strings.Contains(inside, " "):
		return []string{before}
	}
	return []string{before, inside}
}

// usableTerritory reports whether a name of CLDR is no abbreviation, whose spelling would
// have to be exact, and not one of the words of notTerritories.
func usableTerritory(text, language string) bool {
	letters, upper, latin := 0, true, true
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			upper = upper && unicode.IsUpper(r)
			latin = latin && unicode.Is(unicode.Latin, r)
		}
	}
	switch {
	case letters < 2, upper && letters <= 5 && !strings.Contains(text, " "):
		return false
	case latin && letters <= 3 && !slices.Contains(shortNameLocales, language), latin && utf8.RuneCountInString(text) < 3:
		return false
	}
	return !slices.Contains(notTerritories, string(gazetteer.Normalize(nil, text)))
}
