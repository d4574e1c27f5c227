package inflect

import (
	"cmp"
	"embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/lexicon"
)

//go:embed tables/*.tsv
var files embed.FS

// rule exchanges the end of a word, or its beginning, for that of the base form.
type rule struct {
	// from is what the base form lacks, to what it has instead, as they are written.
	from, to string
	// normal is the normalized form of to.
	normal string
	// accented is set if from ends with one of the accented letters of inflected endings.
	accented bool
	// order is the number of the rule among those of its language.
	order int
}

// rules are the rules of a language.
type rules struct {
	// endings are by the normalized form of what they remove, particles by the particle in
	// lower case with straight apostrophes.
	endings, particles map[string][]rule
	// longestEnding and longestParticle are the lengths of the longest keys in bytes.
	longestEnding, longestParticle int
	// apostrophe is set if suffixes are written after an apostrophe.
	apostrophe bool
	// minName is the number of letters of a name before which a particle is removed.
	minName int
	count   int
	// plene is set if the language writes vowel letters once or twice.
	plene bool
}

// none stands for an empty ending in the tables.
const none = "-"

// apostropheLanguages write case suffixes of names after an apostrophe.
var apostropheLanguages = []string{"tr", "az", "et", "pl", "uz", "tk"}

// languageRules returns the rules of all languages. It reads the tables at its first
// call.
var languageRules = sync.OnceValue(func() map[string]*rules {
	all := map[string]*rules{}
	for _, name := range []string{"slavic", "baltic_finnic", "indic", "particles"} {
		table, err := files.ReadFile("tables/" + name + ".tsv")
		if err != nil {
			panic(err)
		}
		readTable(all, string(table), name == "particles")
	}
	for _, language := range apostropheLanguages {
		rulesOf(all, language).apostrophe = true
	}
	for language, r := range all {
		r.minName = 4
		if language == "he" || language == "am" {
			r.minName = 3
		}
		r.plene = language == "he"
	}
	addSerbianCyrillic(rulesOf(all, "sr"))
	return all
})

// rulesOf returns the rules of a language, which it adds if there are none.
func rulesOf(all map[string]*rules, language string) *rules {
	r := all[language]
	if r == nil {
		r = &rules{endings: map[string][]rule{}, particles: map[string][]rule{}}
		all[language] = r
	}
	return r
}

// readTable adds the rules of a table. A row with the name of a set in braces instead of
// an ending defines the set, for the rows of its language below it.
func readTable(all map[string]*rules, table string, particles bool) {
	sets := map[string][]string{} // by language and name
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(cells) < 3 || strings.HasPrefix(line, "#") {
			continue
		}
		forms := strings.Fields(cells[2])
		for language := range strings.SplitSeq(cells[0], ",") {
			if strings.HasPrefix(cells[1], "{") {
				sets[language+cells[1]] = forms
				continue
			}
			r := rulesOf(all, language)
			for _, form := range forms {
				for _, from := range expand(form, language, sets) {
					r.add(from, strings.TrimPrefix(cells[1], none), particles)
				}
			}
		}
	}
}

// expand returns the endings of a cell, which may end with a set: "ngi{c}".
func expand(form, language string, sets map[string][]string) []string {
	stem, _, ok := strings.Cut(form, "{")
	if !ok {
		return []string{strings.TrimPrefix(form, none)}
	}
	var endings []string
	for _, ending := range sets[language+form[len(stem):]] {
		endings = append(endings, stem+ending)
	}
	return endings
}

// fold returns the normalized form of a part of a word.
func fold(part string) string {
	return string(gazetteer.Normalize(nil, "x"+part)[1:]) // "st" is the word "saint", "xst" is not
}

// add adds a rule, unless there is one with the same effect.
func (r *rules) add(from, to string, particle bool) {
	r.count++
	n := rule{from: from, to: to, normal: fold(to), order: r.count}
	if particle {
		r.particles[from] = append(r.particles[from], n)
		r.longestParticle = max(r.longestParticle, len(from))
		return
	}
	n.accented = strings.HasSuffix(from, "ę") || strings.HasSuffix(from, "ą") && to != ""
	key := fold(from)
	for _, other := range r.endings[key] {
		if other.normal == n.normal {
			return
		}
	}
	r.endings[key] = append(r.endings[key], n)
	r.longestEnding = max(r.longestEnding, len(key))
}

// serbianLetters are the Cyrillic letters of the Latin letters of Serbian, in the order in
// which they are replaced.
var serbianLetters = strings.NewReplacer("lj", "љ", "nj", "њ", "dž", "џ", "a", "а", "b", "б", "c", "ц", "č", "ч", "ć", "ћ", "d", "д", "đ", "ђ",
	"e", "е", "f", "ф", "g", "г", "h", "х", "i", "и", "j", "ј", "k", "к", "l", "л", "m", "м", "n", "н", "o", "о", "p", "п", "r", "р", "s", "с",
	"š", "ш", "t", "т", "u", "у", "v", "в", "z", "з", "ž", "ж")

// addSerbianCyrillic adds the rules of Serbian in Cyrillic script.
func addSerbianCyrillic(r *rules) {
	latin := make([]rule, 0, len(r.endings))
	for _, rules := range r.endings {
		latin = append(latin, rules...)
	}
	slices.SortFunc(latin, func(a, b rule) int { return cmp.Compare(a.order, b.order) })
	for _, l := range latin {
		if l.from != "" {
			r.add(serbianLetters.Replace(l.from), serbianLetters.Replace(l.to), false)
		}
	}
}

// abbreviations has the ids of places by language and abbreviation in lower case.
var abbreviations = sync.OnceValue(func() map[string]map[string]string {
	return lexicon.ByLanguage("country-abbreviation", lexicon.Values)
})

// Inflects reports whether there are rules or abbreviations for a language.
func Inflects(language string) bool {
	return languageRules()[language] != nil || abbreviations()[language] != nil
}

// minStem is the number of letters that a rule leaves of a word at least.
const minStem = 2

// longEnough reports whether a stem has the number of letters that a rule must leave.
func longEnough(stem []byte) bool { return utf8.RuneCount(stem) >= minStem }
