package inflect

import (
	"slices"
	"strings"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/script"
)

// designators are the common nouns that names of areas and towns end with, or not, by language, those of larger areas first.
var designators = map[string][]string{
	"zh": {"自治州", "地区", "省", "州", "邦", "市", "县", "區", "区", "镇"},
	"ja": {"都", "府", "県", "州", "省", "市", "区", "郡", "町", "村", "島"},
	"ko": {"특별자치도", "광역시", "특별시", "도", "주", "현", "성", "시", "군", "구", "읍", "면"},
}

// minDesignated is the number of bytes of the shortest name that has a designator added or removed: two characters.
const minDesignated = 6

// withDesignator returns the name that a phrase is without its last common noun, or with one: "亚齐省" of the name "亚齐",
// "驻马店" of "驻马店市".
func (f *Finder) withDesignator(language, phrase string) (Match, bool) {
	for _, d := range designators[language] {
		if name, ok := strings.CutSuffix(phrase, d); ok && len(name) >= minDesignated {
			if m, ok := f.find(language, name, true); ok {
				m.End, m.Verbatim = len(phrase), false
				return m, true
			}
		}
	}
	if len(phrase) < minDesignated {
		return Match{}, false
	}
	if m, ok := f.withoutPeoples(language, phrase); ok {
		return m, true
	}
	var best Match
	wide := f.rulesOf(language) == nil && !strings.ContainsFunc(phrase, func(r rune) bool { return !script.IsWide(r) })
	for _, d := range designators[language] {
		if wide && !f.beginsWith(phrase, d) {
			continue
		}
		m, ok := f.find(language, phrase+d, true)
		if !ok || best.Names != nil && m.Weight <= best.Weight {
			continue
		}
		m.End, m.Verbatim = len(phrase), false
		m.Names = append(best.Names[:0:0], m.Names...)
		best = m
	}
	return best, best.Names != nil
}

// beginsWith reports whether a name of the gazetteer begins with the word that two parts make. Characters for which
// [script.IsWide] are normalized one by one.
func (f *Finder) beginsWith(first, second string) bool {
	f.key = gazetteer.Normalize(f.key[:0], first)
	f.key = gazetteer.Normalize(f.key, second)
	_, ok := f.gaz.Start().Step(f.key)
	return ok
}

// withoutPeoples returns the name at the beginning of that of an autonomous area of Chinese peoples: "恩施" in "恩施土家族苗族自治州".
func (f *Finder) withoutPeoples(language, phrase string) (Match, bool) {
	at := strings.Index(phrase, "族自治")
	if language != "zh" || at < 0 || at+len("族自治州") != len(phrase) {
		return Match{}, false
	}
	for n := min(at-3, 12); n >= minDesignated; n -= 3 { // bytes of two to four characters
		if slices.Contains(designators["zh"], phrase[n-3:n]) || slices.Contains(designators["zh"], phrase[n:n+3]) {
			return Match{}, false // a province before the name
		}
		for _, name := range [...]string{phrase[:n], phrase[:n] + "市", phrase[:n] + "县"} {
			if m, ok := f.find(language, name, true); ok {
				m.End, m.Verbatim = len(phrase), false
				return m, true
			}
		}
	}
	return Match{}, false
}
