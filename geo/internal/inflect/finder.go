package inflect

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/script"
)

// Match is a name of the gazetteer that a text inflects, or has as it is.
type Match struct {
	// Base is the base form, as the text would write it.
	Base string
	// Start and End are the bytes of the text that name the place, without particles and
	// without a suffix after an apostrophe.
	Start, End int
	// Verbatim is set if the text has the name as it is.
	Verbatim bool
	// Weight is greater the more important the place is and the plainer the inflection.
	Weight float32
	// Names are the places with the name. They are valid until the next call, and must not be changed.
	Names []gazetteer.NameRef
}

const (
	// maxWords is the number of words of the longest name that is matched.
	maxWords = 7
	// maxWord is the length in bytes of the longest word that is matched.
	maxWord = 72
	// maxForms is the number of forms of a word that are tried.
	maxForms = 48
)

// Finder finds base forms in one gazetteer. It is not safe for concurrent use.
type Finder struct {
	gaz   *gazetteer.Gazetteer
	words []word
	forms []form // scratch memory
	first []form // of the first word of the current text, those that begin a name
	// capitals is set if the first word may be an abbreviation.
	capitals bool
	chosen   [maxWords]*form
	best     found
	names    []gazetteer.NameRef
	key      []byte
	// language is the language of rules.
	language string
	rules    *rules
	memo     [1 << memoBits]memo     // of first words
	later    [1 << laterBits]memo    // of words after the first one
	absent   [1 << absentBits]uint32 // parts of the hashes of words that begin no name and are no abbreviations
	matches  [1 << memoBits]matchMemo
	named    [1 << namedBits]namedMemo
}

// memoBits is the binary logarithm of the number of first words that are memoized, laterBits that of later words, and
// absentBits that of words that begin no name.
const (
	memoBits   = 12
	laterBits  = 10
	absentBits = 14
)

// namedBits is the binary logarithm of the number of names of which the places are memoized.
const namedBits = 12

// memo has the forms of a word: of a first word those that begin a name.
type memo struct {
	hash     uint64
	forms    []form
	capitals bool
}

// matchMemo has the result for a phrase.
type matchMemo struct {
	language, phrase string
	match            Match
	ok               bool
}

// NewFinder returns a finder.
func NewFinder(g *gazetteer.Gazetteer) *Finder { return &Finder{gaz: g} }

// word is a word of the text.
type word struct{ start, end int }

// form is a possible base form of a word.
type form struct {
	normal string // normalized
	text   string // as the text would write it
	// skip and trim are the bytes of a particle before the name, and of a suffix after an
	// apostrophe.
	skip, trim int
	cost       float32
	// short is set if too few letters are left after a particle for a name of one word.
	short bool
	// named is set if the form is a name by itself, of the given weight without cost. These are set for first words only.
	named  bool
	weight float32
	// wholeWeight is the weight if the name is a whole phrase.
	wholeWeight float32
	// continues is set if a name of several words begins with the form of a first word.
	continues bool
}

// found is the best name found so far.
type found struct {
	words  int
	forms  [maxWords]*form
	weight float32
	ok     bool
}

// Base returns the base form of a whole phrase in a language, if it is an inflected name
// or, with Verbatim set, a name as it is.
func (f *Finder) Base(language, phrase string) (Match, bool) {
	if f.gaz == nil || phrase == "" {
		return Match{}, false
	}
	k := &f.matches[hashOf(language, phrase)>>(64-memoBits)]
	if k.language != language || k.phrase != phrase {
		m, ok := f.countryName(language, phrase)
		if !ok {
			m, ok = f.find(language, phrase, true)
		}
		if !ok && designators[language] != nil {
			m, ok = f.withDesignator(language, phrase)
		}
		if !ok {
			m, ok = f.romanized(language, phrase)
		}
		m.Names = append([]gazetteer.NameRef(nil), m.Names...)
		*k = matchMemo{language: strings.Clone(language), phrase: strings.Clone(phrase), match: m, ok: ok}
	}
	return k.match, k.ok
}

// countryNames has the ids of countries by language and by their short names in lower case.
var countryNames = sync.OnceValue(func() map[string]map[string]string {
	return lexicon.ByLanguage("country-name", lexicon.Values)
})

// countryName returns the country of a short name that is another word in other languages or without its marks: "Mỹ" is the United States.
func (f *Finder) countryName(language, phrase string) (Match, bool) {
	names := countryNames()[language]
	if names == nil || !unicode.IsUpper(firstRune(phrase)) {
		return Match{}, false
	}
	ref, ok := f.gaz.ByID(geo.PlaceID(names[strings.ToLower(phrase)]))
	if !ok {
		return Match{}, false
	}
	return Match{Base: f.gaz.Name(ref), End: len(phrase), Weight: f.weightOf(ref), Names: []gazetteer.NameRef{{Ref: ref, Kind: gazetteer.NameAlternate}}}, true
}

// Longest returns the longest name at the beginning of a text. A name that is inflected
// wins over the same words as they are if its place is much more important.
func (f *Finder) Longest(language, text string) (Match, bool) {
	if f.gaz == nil || text == "" {
		return Match{}, false
	}
	return f.find(language, text, false)
}

// Forms returns a phrase and the possible base forms of it, the likeliest first, of which only the last word is inflected, whether they are
// names or not: "Эль-Генейны", "Эль-Генейна".
func (f *Finder) Forms(language, phrase string) []string {
	words := splitWords(nil, phrase, maxWords)
	if len(words) == 0 {
		return nil
	}
	last := words[len(words)-1]
	var forms []string
	for _, form := range f.rulesOf(language).appendForms(nil, phrase[last.start:last.end], len(words) == 1) {
		if name := phrase[:last.start] + form.text; form.skip == 0 && !slices.Contains(forms, name) {
			forms = append(forms, name)
		}
	}
	return forms
}

func (f *Finder) find(language, text string, whole bool) (Match, bool) {
	r := f.rulesOf(language)
	first, ok := firstWord(text)
	if !ok || !f.readFirst(r, language, text[first.start:first.end]) && !whole {
		return Match{}, false
	}
	if whole || f.capitals || f.continues() {
		f.words = splitWords(f.words[:0], text, maxWords+1)
	} else {
		f.words = append(f.words[:0], first) // further words make no name
	}
	if whole && len(f.words) > maxWords {
		return Match{}, false
	}
	if f.capitals {
		if m, ok := f.abbreviation(language, text, whole); ok {
			return m, true
		}
	}
	f.words = f.words[:min(len(f.words), maxWords)]
	f.best = found{}
	f.walk(r, language, text, whole)
	if !f.best.ok {
		return Match{}, false
	}
	return f.match(text), true
}

// rulesOf returns the rules of a language, nil if it has none.
func (f *Finder) rulesOf(language string) *rules {
	if f.language != language {
		f.language, f.rules = strings.Clone(language), languageRules()[language]
	}
	return f.rules
}

// firstWord returns the first word of a text, and false if there is none.
func firstWord(text string) (word, bool) {
	var words [1]word
	if len(splitWords(words[:0], text, 1)) == 0 {
		return word{}, false
	}
	return words[0], true
}

// longestAbbreviation is the number of letters of the longest abbreviation.
const longestAbbreviation = 5

// abbreviation returns the country or union of an abbreviation at the beginning of a text:
// "ABD" of "ABD'de". One of two letters depends on the language: "VS" is the United States in
// Dutch.
func (f *Finder) abbreviation(language, text string, whole bool) (Match, bool) {
	w := f.words[0]
	end := w.start
	capitals := 0
	for end < w.end {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !unicode.IsLetter(r) {
			break
		}
		if unicode.IsUpper(r) {
			capitals++
		}
		end += size
	}
	word, suffix := text[w.start:end], text[end:w.end]
	n := utf8.RuneCountInString(word)
	if n < 2 || n > longestAbbreviation || capitals < 2 || whole && len(f.words) > 1 || suffix != "" && !isApostrophe(firstRune(suffix)) {
		return Match{}, false
	}
	m := Match{Base: word, Start: w.start, End: end, Verbatim: suffix == ""}
	if n == 2 { // "VS", but not "Vs"
		ref, ok := f.gaz.ByID(geo.PlaceID(abbreviations()[language][strings.ToLower(word)]))
		if !ok {
			return Match{}, false
		}
		f.names = append(f.names[:0], gazetteer.NameRef{Ref: ref, Kind: gazetteer.NameAbbreviation})
		m.Base, m.Verbatim = f.gaz.Name(ref), false
	} else {
		f.names = f.gaz.LookupVerbatim(f.names[:0], word)
		f.names = slices.DeleteFunc(f.names, func(n gazetteer.NameRef) bool { return f.weightOf(n.Ref) < 7 })
	}
	if len(f.names) == 0 {
		return Match{}, false
	}
	if capitals < n { // "BiH"
		m.Base, m.Verbatim = f.gaz.Name(f.names[0].Ref), false
	}
	m.Weight, m.Names = f.weightOf(f.names[0].Ref), f.names
	return m, true
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// continues reports whether a name of several words begins with a form of the first word.
func (f *Finder) continues() bool {
	for k := range f.first {
		if f.first[k].continues {
			return true
		}
	}
	return false
}

// walk considers the names that begin with each form of the first word.
func (f *Finder) walk(r *rules, language, text string, whole bool) {
	for k := range f.first {
		n := &f.first[k]
		f.chosen[0] = n
		if !whole || len(f.words) == 1 {
			f.consider(nil, language, 1, n.cost, whole)
		}
		if len(f.words) == 1 || n.trim > 0 || !n.continues { // a suffix after an apostrophe ends the name
			continue
		}
		if c, ok := f.step(f.gaz.Start(), n.normal); ok {
			f.extend(r, language, text, 1, &c, n.cost, whole)
		}
	}
}

// extend extends the forms chosen for the words before i by each form of word i.
func (f *Finder) extend(r *rules, language, text string, i int, c *gazetteer.Cursor, cost float32, whole bool) {
	w := f.words[i]
	forms := f.laterForms(r, language, text[w.start:w.end])
	for k := range forms {
		n := &forms[k]
		next, ok := f.step(*c, n.normal)
		if !ok {
			continue
		}
		f.chosen[i] = n
		sum := cost + n.cost
		if last := i+1 == len(f.words); !whole || last {
			f.consider(&next, language, i+1, sum, whole)
		}
		if i+1 < len(f.words) && n.trim == 0 && next.Continues() {
			f.extend(r, language, text, i+1, &next, sum, whole)
		}
	}
}

// step adds the words of a normalized form to a cursor.
func (f *Finder) step(c gazetteer.Cursor, normal string) (gazetteer.Cursor, bool) {
	for {
		first, rest, more := strings.Cut(normal, " ")
		f.key = append(f.key[:0], first...)
		var ok bool
		if c, ok = c.Step(f.key); !ok || !more {
			return c, ok
		}
		normal = rest
	}
}

// minShort is the weight of the smallest place whose name has few letters after a particle.
const minShort = 4

// consider makes the name at a cursor, or the first word by itself, the best one if it is longer, or as long and
// more important. A short one after a particle is only a whole phrase, and that of a large place.
func (f *Finder) consider(c *gazetteer.Cursor, language string, words int, cost float32, whole bool) {
	short := words == 1 && f.chosen[0].short
	if f.best.ok && words < f.best.words || short && !whole {
		return
	}
	weight, ok := f.chosen[0].weight, f.chosen[0].named
	switch {
	case words > 1:
		weight, ok = f.weigh(language, c, whole)
	case whole:
		weight = f.chosen[0].wholeWeight
	}
	weight -= cost
	if !ok || short && weight < minShort || f.best.ok && words == f.best.words && weight <= f.best.weight {
		return
	}
	f.best = found{words: words, forms: f.chosen, weight: weight, ok: true}
}

// match returns the best name.
func (f *Finder) match(text string) Match {
	var base strings.Builder
	c := f.gaz.Start()
	m := Match{Verbatim: true, Weight: f.best.weight}
	for i := range f.best.words {
		n, w := f.best.forms[i], f.words[i]
		if i > 0 {
			base.WriteString(text[f.words[i-1].end:w.start])
		} else {
			m.Start = w.start + n.skip
		}
		if f.best.words > 1 {
			base.WriteString(n.text)
		}
		m.End = w.end - n.trim
		m.Verbatim = m.Verbatim && n.cost == 0 && n.text == text[w.start:w.end]
		c, _ = f.step(c, n.normal)
	}
	m.Base, m.Names = f.best.forms[0].text, f.namesAt(&c)
	if f.best.words > 1 {
		m.Base = base.String()
	}
	return m
}

// readFirst sets f.first and f.capitals to the forms of a word that begin a name of the gazetteer, and to whether it has two
// capitals. It reports whether either may begin a name.
func (f *Finder) readFirst(r *rules, language, w string) bool {
	f.first, f.capitals = nil, false
	hash := hashOf(language, w)
	absent := &f.absent[hash>>(64-absentBits)]
	if *absent == uint32(hash) {
		return false
	}
	k := &f.memo[hash>>(64-memoBits)]
	if k.hash != hash {
		forms, capitals := f.firstForms(r, language, w), hasCapitals(w)
		if len(forms) == 0 && !capitals {
			*absent = uint32(hash)
			return false
		}
		*k = memo{hash, slices.Clone(forms), capitals}
	}
	f.first, f.capitals = k.forms, k.capitals
	return true
}

// hasCapitals reports whether a word has two capitals, as an abbreviation has.
func hasCapitals(w string) bool {
	n := 0
	for _, c := range w {
		if c >= utf8.RuneSelf && unicode.IsUpper(c) || c >= 'A' && c <= 'Z' {
			n++
		}
	}
	return n >= 2
}

// firstForms returns the forms of a word that begin a name of the gazetteer. They are valid until the next call.
func (f *Finder) firstForms(r *rules, language, w string) []form {
	if len(w) > maxWord {
		return nil
	}
	f.forms = r.appendForms(f.forms[:0], w, true)
	begins := f.forms[:0]
	for _, n := range f.forms {
		c, ok := f.step(f.gaz.Start(), n.normal)
		if !ok {
			continue
		}
		n.continues = c.Continues()
		n.text = strings.Clone(n.text) // it may be a part of the text of an article
		n.weight, n.named = f.weigh(language, &c, false)
		if n.named {
			n.wholeWeight, _ = f.weigh(language, &c, true)
		}
		begins = append(begins, n)
	}
	return begins
}

// laterForms returns the forms of a word that is not the first one of a name.
func (f *Finder) laterForms(r *rules, language, w string) []form {
	if len(w) > maxWord {
		return nil
	}
	hash := hashOf(language, w)
	k := &f.later[hash>>(64-laterBits)]
	if k.hash != hash {
		f.forms = r.appendForms(f.forms[:0], strings.Clone(w), false)
		k.hash, k.forms = hash, slices.Clone(f.forms)
	}
	return k.forms
}

func hashOf(language, s string) uint64 {
	const prime = 0x100000001b3
	h := uint64(0xcbf29ce484222325)
	for i := range len(language) {
		h = (h ^ uint64(language[i])) * prime
	}
	h = (h ^ 0xff) * prime
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * prime
	}
	h ^= h >> 32
	return h * 0x9e3779b97f4a7c15
}

// splitWords appends the words of a text to dst: letters, digits, and the marks, periods
// and apostrophes in them. It stops when dst has limit words.
func splitWords(dst []word, text string, limit int) []word {
	start, end := -1, 0
	for i, r := range text {
		switch {
		case script.IsWord(r):
			if start < 0 {
				if len(dst) == limit {
					return dst
				}
				start = i
			}
			end = i + utf8.RuneLen(r)
			continue
		case start >= 0 && (isApostrophe(r) || r == '.' || r == '\u200c' || r == '\u200d' || r == '\u00ad'):
			continue
		}
		if start >= 0 {
			dst = append(dst, word{start, end})
			start = -1
		}
	}
	if start >= 0 {
		dst = append(dst, word{start, end})
	}
	return dst
}

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', 'ʼ', '‘', '`', '´', '′':
		return true
	}
	return false
}
