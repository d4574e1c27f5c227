package translit

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// Index finds places by names in other scripts. The places of a country are grouped when it is first searched. It is safe for concurrent use.
type Index struct {
	gaz       *gazetteer.Gazetteer
	mu        sync.Mutex
	countries map[string][]keyed
}

// New returns an index of the places of g.
func New(g *gazetteer.Gazetteer) *Index { return &Index{gaz: g} }

// Supports reports whether names in a language can be found.
func Supports(language string) bool {
	switch language {
	case "ar", "fa", "prs", "ur", "he", "hi", "ne", "bn", "or", "te":
		return true
	}
	return IsCyrillic(language)
}

// IsCyrillic reports whether a language is written in Cyrillic script and names in it can be found.
func IsCyrillic(language string) bool {
	switch language {
	case "be", "bg", "mk", "ru", "sr", "uk":
		return true
	}
	return false
}

// Match is a place whose Latin name is written as a name in another script, and how much the letters differ: 0 for names whose
// letters all are written in the usual way.
type Match struct {
	Ref  gazetteer.Ref
	Cost float32
}

const (
	// maxCost is the largest cost of a match, and perLetter that for each letter of the name.
	maxCost   = 0.4
	perLetter = 0.06
	// perCyrillic and minCyrillic are the cost for each letter and the least number of letters in Cyrillic script, which writes vowels.
	perCyrillic = 0.045
	minCyrillic = 4
	// minConsonants is the least number of consonants of a name.
	minConsonants = 2
	// maxName is the length in bytes of the longest name, which bounds the time.
	maxName = 144
	// better is by how much the cost of the best match must be less than that of a larger place.
	better = 0.15
)

// Find returns the place in one of the countries (ISO 3166-1 alpha-2 codes) whose Latin name is most like a name in Arabic, Devanagari,
// Cyrillic or Hebrew script, the largest of those alike, and false if there is none.
func (x *Index) Find(name string, countries []string) (Match, bool) {
	if len(name) > maxName {
		return Match{}, false
	}
	best, found := x.find(letterRunes(name), countries)
	if strings.ContainsAny(name, "צץ") && !found { // "ts" in Latin letters
		best, found = x.find(letterRunes(tsade.Replace(hebrewMarks.Replace(name))), countries)
	}
	return best, found
}

// hebrewArticles replaces hyphens, and the Arabic article within names, by spaces.
var hebrewArticles = strings.NewReplacer(" אל-", " ", " א-", " ", "-", " ")

// tsade writes a letter of Hebrew as the two that its sound consists of.
var tsade = strings.NewReplacer("צ", "טס", "ץ", "טס")

// find is Find for the letters of a name.
func (x *Index) find(word []rune, countries []string) (Match, bool) {
	keys := keysOf(word)
	if len(keys) == 0 || len(keys[0]) < minConsonants {
		return Match{}, false
	}
	limit := min(maxCost, perLetter*float32(len(word)))
	if unicode.Is(unicode.Cyrillic, word[0]) {
		if len(word) < minCyrillic {
			return Match{}, false
		}
		limit = min(maxCost, perCyrillic*float32(len(word)))
	}
	best, found := Match{Cost: never}, false
	var size int64
	for _, country := range countries {
		places := x.places(country)
		for _, key := range keys {
			for _, p := range withKey(places, hashOfKey(key)) {
				ref := p.ref
				cost := distance(word, latinLetters(x.gaz.Name(ref)))
				if cost > limit {
					continue
				}
				population := x.gaz.Record(ref).Population
				if !found || cost < best.Cost-better || cost < best.Cost+better && population > size {
					best, size, found = Match{ref, cost}, population, true
				}
			}
		}
	}
	return best, found
}

// keyed is a place with the hash of its key.
type keyed struct {
	key uint32
	ref gazetteer.Ref
}

// places returns the places of a country in the order of the hashes of their keys.
func (x *Index) places(country string) []keyed {
	x.mu.Lock()
	defer x.mu.Unlock()
	places, ok := x.countries[country]
	if ok {
		return places
	}
	for ref := range x.gaz.InCountry(country) {
		if x.gaz.Record(ref).Kind == geo.KindCountry {
			continue
		}
		if key, n := hashOf(latinLetters(x.gaz.Name(ref))); n >= minConsonants {
			places = append(places, keyed{key, ref})
		}
	}
	slices.SortFunc(places, func(a, b keyed) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.ref, b.ref)) })
	if x.countries == nil {
		x.countries = map[string][]keyed{}
	}
	x.countries[country] = places
	return places
}

// withKey returns the places with the hash of a key.
func withKey(places []keyed, key uint32) []keyed {
	from, _ := slices.BinarySearchFunc(places, key, func(p keyed, key uint32) int { return cmp.Compare(p.key, key) })
	to := from
	for to < len(places) && places[to].key == key {
		to++
	}
	return places[from:to]
}

// articles are the forms of the Arabic article in Latin names.
var articles = []string{"al", "el", "ad", "ed", "ar", "er", "as", "es", "at", "et", "an", "en", "az", "ez", "ash", "ech", "esh", "ath", "adh", "l"}

// nouns are the common nouns at the end of English names of areas, which names in other scripts do not have there.
var nouns = []string{"state", "district", "province", "governorate", "region", "county", "division", "tehsil", "camp"}

// aspirates are the letters of Urdu with an aspiration, and the letters of Arabic script that are written alike in Latin letters.
var aspirates = strings.NewReplacer("تھ", "ث", "کھ", "خ", "گھ", "غ", "دھ", "ذ", "ھ", "")

// latinLetters returns the letters of a Latin name in lower case without accents, articles and double letters. Two letters for one
// sound have one code.
func latinLetters(name string) []byte {
	if strings.IndexFunc(name, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		name = norm.NFD.String(name)
	}
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return unicode.IsSpace(r) || r == '-' || r == '–' })
	if len(words) > 1 && slices.Contains(nouns, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	out := make([]byte, 0, len(name)+2)
	for _, word := range words {
		word = strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' {
				return r
			}
			return -1
		}, word)
		if (len(out) == 0 || len(word) <= 2) && len(word) <= maxArticle && slices.Contains(articles, word) {
			continue
		}
		out = appendCodes(out, withoutArticle(word))
	}
	return slices.Compact(out)
}

// maxArticle is the length of the longest of the articles.
const maxArticle = 3

// withoutArticle returns a word without an article that is written on: "errachidia" is "rachidia".
func withoutArticle(word string) string {
	if len(word) > 4 && (word[0] == 'e' || word[0] == 'a') && word[1] == word[2] && strings.IndexByte("sztdnr", word[1]) >= 0 {
		return word[2:]
	}
	return word
}

// letterRunes returns the letters of a name in Arabic, Devanagari, Cyrillic or Hebrew script without articles and vowel signs.
func letterRunes(name string) []rune {
	var out []rune
	if r, _ := utf8.DecodeRuneInString(name); unicode.Is(unicode.Cyrillic, r) {
		return cyrillicRunes(name)
	}
	if strings.Contains(name, "\xd7") { // the first byte of the letters of Hebrew in UTF-8
		name = hebrewMarks.Replace(hebrewArticles.Replace(name))
	}
	for word := range strings.FieldsSeq(aspirates.Replace(norm.NFC.String(name))) {
		word = strings.TrimPrefix(word, "ـ")
		if strings.HasPrefix(word, "ال") && utf8.RuneCountInString(word) > 4 {
			word = strings.TrimPrefix(word, "ال")
		}
		for _, r := range word {
			switch {
			case r == '-' || r >= 0x064b && r <= 0x0652:
			default:
				out = append(out, devanagari(r))
			}
		}
	}
	return out
}

// cyrillicArticles are Arabic articles in names in Cyrillic script.
var cyrillicArticles = strings.Fields("аль эль ель ал ел ас эс ес аш эш еш ан эн ен ар эр ер ад эд ед аз эз ез ат эт ет")

// cyrillicSounds are the letters of Cyrillic script for two sounds, and two letters for one.
var cyrillicSounds = strings.NewReplacer("дж", "џ", "я", "йа", "ю", "йу", "є", "йе", "ї", "йі", "ё", "йо", "щ", "шч", "ц", "тс", "љ", "лй", "њ", "нй")

// cyrillicRunes returns the letters of a name in Cyrillic script without Arabic articles.
func cyrillicRunes(name string) []rune {
	var out []rune
	for word := range strings.FieldsFuncSeq(strings.ToLower(norm.NFC.String(name)), func(r rune) bool { return unicode.IsSpace(r) || r == '-' }) {
		if !slices.Contains(cyrillicArticles, word) {
			out = append(out, []rune(cyrillicSounds.Replace(word))...)
		}
	}
	return slices.Compact(out)
}

// devanagari returns the letter of Devanagari for one of another script of India. Their blocks in Unicode have the same order, that of
// ISCII (IS 13194:1991).
func devanagari(r rune) rune {
	const first, block, last = 0x0980, 0x80, 0x0d7f
	if r < first || r > last {
		return r
	}
	return 0x0900 + r%block
}

// hashOf returns the hash of the key of a Latin name, which has the classes of its consonants, and the length of the key.
func hashOf(latin []byte) (hash uint32, n int) {
	hash = emptyHash
	for _, c := range latin {
		if k := classes[c]; k != 0 {
			hash = withClass(hash, k)
			n++
		}
	}
	return hash, n
}

// hashOfKey returns the hash of a key.
func hashOfKey(key string) uint32 {
	hash := uint32(emptyHash)
	for i := range len(key) {
		hash = withClass(hash, key[i])
	}
	return hash
}

// emptyHash is the hash of the empty key by FNV-1a.
const emptyHash = 2166136261

func withClass(hash uint32, class byte) uint32 { return (hash ^ uint32(class)) * 0x01000193 }

// keysOf returns the possible keys of a name in another script, nil if it has a letter of neither script.
func keysOf(word []rune) []string {
	keys := []string{""}
	for _, r := range word {
		l, ok := letters[r]
		if !ok {
			return nil
		}
		var of []byte // the classes of the letter, 0 for none
		for _, reading := range l.readings {
			if k := classes[reading.latin]; !slices.Contains(of, k) {
				of = append(of, k)
			}
		}
		if l.omission < never && !slices.Contains(of, 0) {
			of = append(of, 0)
		}
		if len(keys)*len(of) > maxKeys {
			of = of[:1]
		}
		longer := make([]string, 0, len(keys)*len(of))
		for _, k := range of {
			for _, key := range keys {
				if k != 0 {
					key += string(rune(k))
				}
				longer = append(longer, key)
			}
		}
		keys = longer
	}
	return keys
}

// maxKeys is the largest number of keys of a name.
const maxKeys = 64

// distance returns the least cost of writing a name in Latin letters.
func distance(word []rune, latin []byte) float32 {
	const longest = 48
	if len(latin) > longest || len(word) > longest {
		return never
	}
	var rows [2][longest + 1]float32
	before, row := &rows[0], &rows[1]
	for j := range len(latin) {
		before[j+1] = min(before[j]+insertion(latin[j]), never)
	}
	for _, r := range word {
		l := letters[r]
		row[0] = min(before[0]+l.omission, never)
		for j := range len(latin) {
			cost := min(before[j+1]+l.omission, row[j]+insertion(latin[j]))
			for _, reading := range l.readings {
				if reading.latin == latin[j] {
					cost = min(cost, before[j]+reading.cost)
				}
			}
			row[j+1] = min(cost, never)
		}
		before, row = row, before
	}
	return before[len(latin)]
}
