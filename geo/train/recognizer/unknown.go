package recognizer

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/inflect"
	"dateline/geo/internal/tagger"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// unknownNames makes copies of sentences with names that are in no list, like the villages that no gazetteer contains, so that
// the CRF learns from the words around a name. Places get names of places of all countries, of which half are hidden from the features
// of the gazetteer, and in languages that inflect names, as all names of persons, organizations and works, invented ones with the old ending.
type unknownNames struct {
	rng *rand.Rand
	gaz *gazetteer.Gazetteer
	// pools are the names of places in a script, those in Latin by country.
	pools map[*unicode.RangeTable][][]string
	key   []byte
	refs  []gazetteer.NameRef
}

const (
	unknownShare  = 0.5 // of the names of a sentence: replaced
	unknownHidden = 0.5 // of the new names of places: hidden from the features of the gazetteer
	unknownWeight = 0.5 // of a copy against its sentence
)

// newUnknownNames returns the names of places of g.
func newUnknownNames(g *gazetteer.Gazetteer) *unknownNames {
	u := &unknownNames{rng: rand.New(rand.NewPCG(7, 13)), gaz: g, pools: map[*unicode.RangeTable][][]string{}}
	if g == nil {
		return u
	}
	u.addSettlements()
	for script, letters := range otherLetters {
		u.pools[script] = [][]string{namesIn(g, script, letters[0], letters[1])}
	}
	return u
}

// addSettlements adds the names of settlements in Latin letters by country.
func (u *unknownNames) addSettlements() {
	index := map[string]int{}
	pools := &[][]string{}
	for i := range u.gaz.Len() {
		ref := gazetteer.Ref(i)
		rec, name := u.gaz.Record(ref), u.gaz.Name(ref)
		if tagger.TypeOf(rec.Kind) != tagger.TypeTown || !isOfScript(name, unicode.Latin) {
			continue
		}
		k, ok := index[rec.Country]
		if !ok {
			k = len(*pools)
			index[rec.Country] = k
			*pools = append(*pools, nil)
		}
		(*pools)[k] = append((*pools)[k], name)
	}
	u.pools[unicode.Latin] = *pools
}

// otherLetters are the first and the last letters of scripts other than Latin, in which the gazetteer has alternate names.
var otherLetters = map[*unicode.RangeTable][2]rune{
	unicode.Cyrillic: {'а', 'ӿ'}, unicode.Arabic: {'ء', 'ے'}, unicode.Han: {'一', '鿿'}, unicode.Katakana: {'ァ', 'ヿ'},
	unicode.Hangul: {'가', '힣'}, unicode.Devanagari: {'ऄ', 'ॿ'}, unicode.Hebrew: {'א', 'ת'}, unicode.Greek: {'α', 'ω'},
}

// namesIn returns the names of g in a script that begin with a letter from first to last, with capitals if the script has any.
func namesIn(g *gazetteer.Gazetteer, script *unicode.RangeTable, first, last rune) (names []string) {
	title := cases.Title(language.Und)
	for key := range g.KeysBetween([]byte(string(first)), []byte(string(last+1))) {
		if name := title.String(string(key)); isOfScript(name, script) {
			names = append(names, name)
		}
	}
	return names
}

// scriptOf returns the script of the first letter of a name among those with names, or nil.
func scriptOf(name string) *unicode.RangeTable {
	i := strings.IndexFunc(name, unicode.IsLetter)
	if i < 0 {
		return nil
	}
	r, _ := utf8.DecodeRuneInString(name[i:])
	if unicode.Is(unicode.Latin, r) {
		return unicode.Latin
	}
	for script := range otherLetters {
		if unicode.Is(script, r) {
			return script
		}
	}
	return nil
}

// maxUnknown is the number of letters of the longest name that may replace others.
const maxUnknown = 24

// isOfScript reports whether a name may replace others: it has one to three words of letters of the script and no small first letter.
func isOfScript(name string, script *unicode.RangeTable) bool {
	if n := utf8.RuneCountInString(name); n < 2 || n > maxUnknown || strings.Count(name, " ") > 2 {
		return false
	}
	if first, _ := utf8.DecodeRuneInString(name); unicode.IsLower(first) {
		return false
	}
	for _, r := range name {
		if !unicode.Is(script, r) && !strings.ContainsRune(" -'’", r) && !unicode.IsMark(r) {
			return false
		}
	}
	return true
}

// draw returns the name of a place in a script, or "".
func (u *unknownNames) draw(script *unicode.RangeTable) string {
	pools := u.pools[script]
	if len(pools) == 0 {
		return ""
	}
	names := pools[u.rng.IntN(len(pools))]
	if len(names) == 0 {
		return ""
	}
	return names[u.rng.IntN(len(names))]
}

// Numbers of letters: of the ending that an invented word keeps, and of the shortest word that is replaced.
const (
	keptEnding  = 3
	minInvented = 5
)

// invent returns an old name with other beginnings of its longer words.
func (u *unknownNames) invent(old string, script *unicode.RangeTable) string {
	words := strings.Split(old, " ")
	for i, w := range words {
		letters := []rune(w)
		if len(letters) < minInvented || unicode.IsLower(letters[0]) {
			continue
		}
		name := []rune(u.draw(script))
		if k := slices.IndexFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }); k >= 0 {
			name = name[:k]
		}
		if len(name) >= keptEnding {
			words[i] = string(name[:min(len(name), 2+u.rng.IntN(3))]) + string(letters[len(letters)-keptEnding:])
		}
	}
	return strings.Join(words, " ")
}

// isCountry reports whether a phrase is the name of a country.
func (u *unknownNames) isCountry(phrase string) bool {
	u.key = gazetteer.Normalize(u.key[:0], phrase)
	u.refs = u.gaz.Lookup(u.refs[:0], u.key)
	return len(u.refs) > 0 && tagger.TypeOf(u.gaz.Record(u.refs[0].Ref).Kind) == tagger.TypeCountry
}

// keepsEndings reports whether the endings of names in a language and a script are part of the words. Those of Turkish follow an apostrophe.
func keepsEndings(language string, script *unicode.RangeTable) bool {
	return inflect.Inflects(language) && script != unicode.Arabic && language != "tr"
}

// replace returns a copy of a sentence in which half of the names other than those of countries are in no list; ok is false if it is the same.
func (u *unknownNames) replace(s *sentence) (out sentence, ok bool) {
	if u.gaz == nil {
		return out, false
	}
	var replacements []replacement
	for _, n := range s.names {
		if n.label == tagger.BeginAdjective || u.rng.Float64() >= unknownShare {
			continue
		}
		old := n.Text(s.text)
		script := scriptOf(old)
		if script == nil || u.isCountry(old) {
			continue
		}
		r := replacement{Span: n.Span}
		if n.label != tagger.BeginPlace || keepsEndings(s.language, script) {
			r.name = u.invent(old, script)
		} else {
			r.name = u.draw(script)
		}
		r.hidden = n.label == tagger.BeginPlace && u.rng.Float64() < unknownHidden
		if r.name != "" && r.name != old {
			replacements = append(replacements, r)
		}
	}
	if len(replacements) == 0 {
		return out, false
	}
	out = s.edited(replacements)
	out.weight *= unknownWeight
	return out, true
}

// edited returns a copy of the sentence after replacements.
func (s *sentence) edited(replacements []replacement) (out sentence) {
	e := newEdit(s.text, replacements)
	out.corpus, out.text, out.hidden = s.corpus, e.text, e.hidden()
	for _, n := range s.names {
		out.names = append(out.names, labeledName{e.move(n.Span), n.label})
	}
	return out
}
