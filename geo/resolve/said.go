package resolve

import (
	"strings"

	"dateline/geo"
)

// What the text says around a mention about the kind of place it names: "Khost
// province", "the city of Herat", "Aden, the capital of", "Baghlan, Ghor and
// Badghis provinces".

// wordsAfter say what the name before them names; those in the plural speak of all
// names of a list.
var wordsAfter = map[string]kindSet{
	"province": areaKinds, "region": areaKinds | kindsOf(geo.KindRegion, geo.KindCountry), "state": areaKinds | kindsOf(geo.KindCountry), "governorate": areaKinds,
	"oblast": areaKinds, "krai": areaKinds, "prefecture": areaKinds, "county": areaKinds, "department": areaKinds, "division": areaKinds, "territory": areaKinds | kindsOf(geo.KindCountry, geo.KindRegion),
	"emirate": areaKinds, "canton": areaKinds, "voivodeship": areaKinds, "raion": areaKinds, "tehsil": areaKinds, "district": areaKinds | kindsOf(geo.KindQuarter),
	"city": townKinds, "town": townKinds, "village": townKinds, "suburb": townKinds, "township": townKinds | areaKinds, "municipality": townKinds | areaKinds,
}

// townKinds are settlements alone; many a gazetteer has a city as its lowest area.
var townKinds = settlementKinds | kindsOf(geo.KindAdmin3)

// plurals are the words of wordsAfter in the plural.
var plurals = func() map[string]kindSet {
	m := make(map[string]kindSet, len(wordsAfter))
	for w, k := range wordsAfter {
		if stem, ok := strings.CutSuffix(w, "y"); ok {
			m[stem+"ies"] = k
		} else {
			m[w+"s"] = k
		}
	}
	return m
}()

// notAfter are words that take one of wordsAfter to themselves: "state media".
var notAfter = map[string]bool{
	"media": true, "television": true, "tv": true, "news": true, "radio": true, "broadcaster": true, "visit": true, "university": true, "attorney": true,
	"court": true, "judge": true, "school": true, "schools": true, "department": true, "of": true, "secrets": true, "agency": true,
}

// wordsBefore stand before "of" and a name, or right before it with a comma: "the
// provincial capital, Herat".
var wordsBefore = map[string]kindSet{
	"capital": townKinds, "port": townKinds, "mayor": townKinds, "outskirts": townKinds, "stronghold": townKinds, "hometown": townKinds, "governor": areaKinds,
}

// said is the kinds that the words around mention i name, 0 where they say
// nothing, and the word written after the name.
func (w *work) saidOf(i int) (kinds kindSet, word string) {
	m := &w.mentions[i]
	if m.Association == geo.AssociationAdjective || m.Association == geo.AssociationDemonym {
		return 0, ""
	}
	next, rest := wordAfter(w.text[m.End:])
	if k := wordsAfter[next]; k != 0 {
		if after, _ := wordAfter(rest); !notAfter[after] {
			return k, next
		}
		return 0, ""
	}
	if k := w.pluralAfter(i); k != 0 {
		return k, ""
	}
	if k := apposed(w.text[m.End:]); k != 0 {
		return k, ""
	}
	return w.saidBefore(i), ""
}

// wordAfter takes a space and the word of small letters behind it off s.
func wordAfter(s string) (word, rest string) {
	if len(s) < 2 || s[0] != ' ' {
		return "", s
	}
	n := 1
	for n < len(s) && n < 20 && (s[n] >= 'a' && s[n] <= 'z' || n == 1 && s[n] >= 'A' && s[n] <= 'Z') {
		n++
	}
	if n == 1 {
		return "", s
	}
	if s[1] < 'a' {
		return strings.ToLower(s[1:n]), s[n:]
	}
	return s[1:n], s[n:]
}

// longestList bounds the names of one list that a word speaks of.
const longestList = 12

// pluralAfter looks behind the list that mention i stands in for a word that
// speaks of all its names.
func (w *work) pluralAfter(i int) kindSet {
	for k := i; k < len(w.mentions) && k < i+longestList; k++ {
		if next, _ := wordAfter(w.text[w.mentions[k].End:]); plurals[next] != 0 {
			if k == i && (i == 0 || !lists(w.text, w.mentions[i-1].End, w.mentions[i].Start)) {
				return 0 // "Kentucky counties" lie in Kentucky
			}
			return plurals[next]
		}
		if k+1 == len(w.mentions) || !lists(w.text, w.mentions[k].End, w.mentions[k+1].Start) {
			return 0
		}
	}
	return 0
}

// lists reports whether what stands between two mentions makes them items of one
// list.
func lists(text string, end, start int) bool {
	if start <= end || start-end > 6 {
		return false
	}
	switch text[end:start] {
	case ", ", " and ", ", and ", " or ", " & ", "; ", "/", " / ", ",\n":
		return true
	}
	return false
}

// apposed reads ", the capital of …" and ", a town in …" behind a name.
func apposed(after string) kindSet {
	rest, ok := strings.CutPrefix(after, ", ")
	if !ok {
		return 0
	}
	if rest, ok = cutArticle(rest); !ok {
		return 0
	}
	for range 4 { // "the besieged provincial capital"
		var word string
		if word, rest = wordAfter(" " + rest); word == "" {
			return 0
		}
		rest = strings.TrimPrefix(rest, " ")
		switch k := wordsAfter[word]; {
		case k != 0:
			return k
		case word == "capital":
			return townKinds
		}
	}
	return 0
}

func cutArticle(s string) (string, bool) {
	for _, article := range [...]string{"the ", "a ", "an "} {
		if rest, ok := strings.CutPrefix(s, article); ok {
			return rest, true
		}
	}
	return s, false
}

// saidBefore reads "the city of", "the capital, " before mention i or before the
// list that it stands in.
func (w *work) saidBefore(i int) kindSet {
	first := i
	for first > 0 && i-first < longestList && lists(w.text, w.mentions[first-1].End, w.mentions[first].Start) {
		first--
	}
	before := strings.TrimSuffix(w.text[:w.mentions[first].Start], "the ")
	head, of := strings.CutSuffix(before, " of ")
	if !of {
		if head, of = strings.CutSuffix(before, ", "); !of {
			head = strings.TrimSuffix(before, " ")
		}
		// Without "of" only a capital stands before its name, and only one name.
		if first != i || lastWord(head) != "capital" {
			return 0
		}
		return townKinds
	}
	word := lastWord(head)
	if named(head[:len(head)-len(word)]) {
		return 0 // "Torkula village of Guma"
	}
	switch {
	case plurals[word] != 0:
		return plurals[word]
	case first != i:
		return 0
	case wordsAfter[word] != 0:
		return wordsAfter[word]
	case word == "capital": // "the capital of North Darfur" names the area
		return areaKinds | wideKinds
	}
	return wordsBefore[word]
}

// lastWord is the word of letters that s ends with, in small letters.
func lastWord(s string) string {
	n := len(s)
	for n > 0 && len(s)-n < 20 && (s[n-1] >= 'a' && s[n-1] <= 'z' || s[n-1] >= 'A' && s[n-1] <= 'Z') {
		n--
	}
	return strings.ToLower(s[n:])
}

// named reports whether s ends with a name: a word with a capital that does not
// begin a sentence.
func named(s string) bool {
	s = strings.TrimSuffix(s, " ")
	word := lastWord(s)
	at := len(s) - len(word)
	return word != "" && s[at] < 'a' && !joiner(word) && at > 0 && s[at-1] == ' ' && at > 1 && s[at-2] != '.' && s[at-2] != '"'
}

// settle forgets what was said of a group where it speaks of something else: the
// town of "a South Carolina town" is not called so, nor is the county of "a U.S.
// county".
func (w *work) settle(g *group) {
	if g.said == 0 {
		return
	}
	agrees, holder, country := false, false, false
	cands := w.cands[g.from:g.to]
	for i := range cands {
		c := &cands[i]
		agrees = agrees || g.said.has(c.kind)
		country = country || c.class == classCountry
		if c.class == classCountry || c.class == classAdmin1 {
			holder = holder || !w.twinned(g, c)
		}
	}
	switch {
	case !agrees, g.kinds != 0:
		g.said = 0
	case holder && !g.said.has(geo.KindAdmin1) && g.saidWord != "":
		g.said = 0
	case country && !g.said.has(geo.KindCountry) && g.saidWord == "county":
		g.said = 0
	}
}

// twinned reports whether a town of the group's name lies in the area c.
func (w *work) twinned(g *group, c *candidate) bool {
	for i := g.from; i < g.to; i++ {
		if t := &w.cands[i]; t.class == classSettlement && t.level == levelExact && t.admin1 == c.ref {
			return true
		}
	}
	return false
}
