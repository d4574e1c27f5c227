package inflect

import (
	"maps"
	"strings"
	"unicode"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// romanization writes the names of small places of a country, of which the gazetteer has only Latin names.
type romanization struct {
	country string
	letters []map[rune]string
	// initial are the letters that are written otherwise at the beginning of a word.
	initial map[rune]string
}

// romanizations are those of Ukraine, by the Cabinet of Ministers (2010) and the older one of BGN and PCGN, and that of Russia by
// BGN and PCGN.
var romanizations = map[string]romanization{
	"uk": {
		country: "UA",
		letters: []map[rune]string{
			latin(common, map[rune]string{'г': "h", 'ґ': "g", 'е': "e", 'и': "y", 'і': "i", 'є': "ie", 'ї': "i", 'й': "i", 'ю': "iu", 'я': "ia"}),
			latin(common, map[rune]string{'г': "h", 'ґ': "g", 'е': "e", 'и': "y", 'і': "i", 'є': "ye", 'ї': "yi", 'й': "y", 'ю': "yu", 'я': "ya"}),
		},
		initial: map[rune]string{'є': "ye", 'ї': "yi", 'й': "y", 'ю': "yu", 'я': "ya"},
	},
	"ru": {
		country: "RU",
		letters: []map[rune]string{
			latin(common, map[rune]string{'г': "g", 'е': "e", 'ё': "yo", 'и': "i", 'й': "y", 'ъ': "", 'ы': "y", 'э': "e", 'ю': "yu", 'я': "ya"}),
			latin(common, map[rune]string{'г': "g", 'е': "e", 'ё': "e", 'и': "i", 'й': "y", 'ъ': "", 'ы': "y", 'э': "e", 'ю': "yu", 'я': "ya"}),
		},
		initial: map[rune]string{'е': "ye"},
	},
}

// common are the letters that both languages write alike.
var common = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'д': "d", 'ж': "zh", 'з': "z", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s",
	'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ь': "", '’': "", '\'': "", 'ʼ': "", '-': "-",
}

// latin returns the letters of both tables.
func latin(tables ...map[rune]string) map[rune]string {
	all := map[rune]string{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}

// write returns a word in Latin letters, and false if it has another letter.
func (r *romanization) write(letters map[rune]string, word string) (string, bool) {
	var b strings.Builder
	begins := true
	for _, c := range word {
		c = unicode.ToLower(c)
		s, ok := letters[c]
		if t, first := r.initial[c]; begins && first {
			s, ok = t, true
		}
		if !ok {
			return "", false
		}
		b.WriteString(s)
		begins = c == '-'
	}
	return b.String(), true
}

// names returns the possible names in Latin letters, given the forms of their words, the likeliest first.
func (r *romanization) names(letters map[rune]string, forms [][]form) []string {
	names := []string{""}
	for _, ofWord := range forms {
		var longer []string
		for _, form := range ofWord {
			s, ok := r.write(letters, form.text)
			if !ok {
				continue
			}
			for _, before := range names {
				longer = append(longer, strings.TrimSpace(before+" "+s))
			}
		}
		names = longer
	}
	return names
}

// romanized returns the place of a language's country whose Latin name a whole phrase of up to two words is, as it is or
// inflected: "Котлиного", "Велика Новосілка".
func (f *Finder) romanized(language, phrase string) (Match, bool) {
	how, ok := romanizations[language]
	if !ok {
		return Match{}, false
	}
	words := strings.Fields(phrase)
	if len(words) == 0 || len(words) > maxRomanized {
		return Match{}, false
	}
	forms := make([][]form, len(words))
	for i, w := range words {
		forms[i] = f.rulesOf(language).appendForms(nil, w, false)
	}
	best, weight := gazetteer.NoRef, float32(-1)
	for _, letters := range how.letters {
		for k, name := range how.names(letters, forms) {
			f.names = f.gaz.Lookup(f.names[:0], gazetteer.Normalize(f.key[:0], name))
			for _, n := range f.names {
				rec := f.gaz.Record(n.Ref)
				if rec.Country != how.country || rec.Kind != geo.KindSettlement && rec.Kind != geo.KindAdmin2 && rec.Kind != geo.KindQuarter {
					continue
				}
				if w := f.weightOf(n.Ref) - 0.01*float32(k); w > weight {
					best, weight = n.Ref, w
				}
			}
		}
	}
	if best == gazetteer.NoRef {
		return Match{}, false
	}
	return Match{Base: f.gaz.Name(best), End: len(phrase), Weight: weight, Names: []gazetteer.NameRef{{Ref: best}}}, true
}

// maxRomanized is the number of words of the longest name that is written in Latin letters.
const maxRomanized = 2
