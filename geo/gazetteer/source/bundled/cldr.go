package bundled

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
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

// regionCodes has the places of the supplement that CLDR has, by their code of UN M49.
var regionCodes = map[string]string{
	"002": "africa", "003": "north-america", "005": "south-america", "009": "oceania", "011": "west-africa", "013": "central-america", "014": "east-africa",
	"015": "north-africa", "017": "central-africa", "029": "caribbean", "030": "east-asia", "034": "south-asia", "035": "southeast-asia",
	"039": "southern-europe", "054": "melanesia", "061": "polynesia", "142": "asia", "143": "central-asia", "145": "western-asia", "150": "europe",
	"151": "eastern-europe", "154": "northern-europe", "155": "western-europe", "202": "sub-saharan-africa", "419": "latin-america", "EU": "european-union",
}

// nationCodes has the GeoNames codes of the nations of the United Kingdom by their codes
// in CLDR.
var nationCodes = map[string]string{"gbeng": "GB.ENG", "gbsct": "GB.SCT", "gbwls": "GB.WLS", "gbnir": "GB.NIR"}

// territoryNames returns the names of countries and territories in the languages of
// CLDR, by their two-letter codes. "Myanmar (Burma)" is two names.
func (d folder) territoryNames() (map[string][]source.Name, error) {
	names := map[string][]source.Name{}
	err := d.eachLocale(func(_, language string, territories map[string]string) error {
		for _, key := range slices.Sorted(maps.Keys(territories)) {
			code, _, _ := strings.Cut(key, "-")
			if len(code) != 2 || code == "EU" || code == "EZ" || code == "UN" {
				continue
			}
			for _, text := range territoryForms(territories[key]) {
				if text != territories[key] && namesOther(territories, code, text) {
					continue // the United Kingdom in "Virgin Islands (United Kingdom)"
				}
				n := source.Name{Text: text, Kind: gazetteer.NameAlternate, Language: language}
				if usableTerritory(text, language) && !slices.Contains(names[code], n) {
					names[code] = append(names[code], n)
				}
			}
		}
		return nil
	})
	return names, err
}

// eachLocale calls do with each locale of CLDR that has names of territories, its language and these names by the codes
// of CLDR, until do returns an error.
func (d folder) eachLocale(do func(locale, language string, territories map[string]string) error) error {
	for _, locale := range territoryLocales {
		territories, err := d.territories(locale)
		if err != nil {
			return err
		}
		language, _, _ := strings.Cut(locale, "-")
		if err := do(locale, language, territories); err != nil {
			return err
		}
	}
	return nil
}

// namesOther reports whether a text is the name of another territory than that of a code.
func namesOther(territories map[string]string, code, text string) bool {
	for key, name := range territories {
		if name == text && !strings.HasPrefix(key, code) {
			return true
		}
	}
	return code == "VG" || code == "VI" // the Virgin Islands are told apart by the states that they belong to
}

// territories returns the names of a locale by the codes of CLDR, nil if the version of CLDR
// does not have it.
func (d folder) territories(locale string) (map[string]string, error) {
	var file struct {
		Main map[string]struct {
			LocaleDisplayNames struct {
				Territories map[string]string `json:"territories"`
			} `json:"localeDisplayNames"`
		} `json:"main"`
	}
	err := readJSON(d.file("cldr-localenames-full", "main", locale, "territories.json"), &file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, d.installed("cldr-localenames-full")
	}
	return file.Main[locale].LocaleDisplayNames.Territories, err
}

// installed returns an error if a data package is not installed. A version of a package
// may lack the file of a locale, but must not be missing whole.
func (d folder) installed(name string) error {
	if _, err := os.Stat(d.file(name, "package.json")); err != nil {
		return geo.Errorf(geo.ErrNotFound, "the data package %s is not installed; run npm ci --prefix data: %w", name, err)
	}
	return nil
}

// regionNames returns the names of the regions of regionCodes and the nations of
// nationCodes in the languages of CLDR, by the ids there.
func (d folder) regionNames() (map[string][]source.Name, error) {
	names := map[string][]source.Name{}
	err := d.eachLocale(func(locale, language string, territories map[string]string) error {
		for _, code := range slices.Sorted(maps.Keys(regionCodes)) {
			if text := territories[code]; text != "" {
				names[regionCodes[code]] = append(names[regionCodes[code]], source.Name{Text: text, Kind: gazetteer.NameAlternate, Language: language})
			}
		}
		return d.addNations(names, locale)
	})
	return names, err
}

// addNations adds the names of the nations of the United Kingdom in a locale.
func (d folder) addNations(names map[string][]source.Name, locale string) error {
	var file struct {
		Subdivisions struct {
			LocaleDisplayNames struct {
				Subdivisions map[string]string `json:"subdivisions"`
			} `json:"localeDisplayNames"`
		} `json:"subdivisions"`
	}
	err := readJSON(d.file("cldr-subdivisions-full", "subdivisions", locale, locale+".json"), &file)
	if errors.Is(err, fs.ErrNotExist) {
		return d.installed("cldr-subdivisions-full")
	}
	language, _, _ := strings.Cut(locale, "-")
	subdivisions := file.Subdivisions.LocaleDisplayNames.Subdivisions
	for _, key := range slices.Sorted(maps.Keys(subdivisions)) {
		if code := nationCodes[key]; code != "" {
			names[code] = append(names[code], source.Name{Text: subdivisions[key], Kind: gazetteer.NameAlternate, Language: language})
		}
	}
	return err
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
