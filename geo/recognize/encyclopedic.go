package recognize

import (
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// definitionNouns are the nouns of places in the case of definitions, or the ends of compounds with "*" before them, by language.
var definitionNouns = endingsOf("definition-noun")

// placeVerbs have the hashes of verbs whose subject is a river or another place: "entspringt".
var placeVerbs = hashesByLanguage("place-verb")

// endings are words in small letters, and ends of compounds.
type endings struct {
	exact map[string]bool
	ends  []string
}

// endingsOf returns the words of a category by language, of which those that begin with "*" are ends of words.
func endingsOf(category string) map[string]*endings {
	m := map[string]*endings{}
	for _, language := range lexicon.Languages(category) {
		e := &endings{exact: map[string]bool{}}
		for _, w := range lexicon.Words(language, category) {
			if end, ok := strings.CutPrefix(w, "*"); ok {
				e.ends = append(e.ends, end)
			}
			e.exact[strings.TrimPrefix(w, "*")] = true
		}
		m[language] = e
	}
	return m
}

// has reports whether a word is one of e, or a compound with one of its ends.
func (e *endings) has(word string) bool {
	word = strings.ToLower(word)
	if e.exact[word] {
		return true
	}
	for _, end := range e.ends {
		if strings.HasSuffix(word, end) {
			return true
		}
	}
	return false
}

// The lengths in tokens of the longest name that is defined, of what is in parentheses after it, and of what is before the noun of its
// definition.
const (
	maxDefinedName       = 5
	maxDefinedBrackets   = 40
	maxDefinitionModifer = 5
)

// probabilityDefined is the probability of a name that its paragraph defines as a place.
const probabilityDefined = 0.9

// addEncyclopedic adds the names that begin a paragraph and are defined as places by it, as encyclopedias do: "Die Ilz ist ein linker Nebenfluss",
// "Gorce – pasmo górskie", "Gruža je vesnice".
func (f *nameFixer) addEncyclopedic() {
	nouns := definitionNouns[f.language]
	if nouns == nil {
		return
	}
	for i := range f.d.Tokens {
		if i > 0 && f.d.Tokens[i].Breaks == 0 {
			continue
		}
		n, ok := f.definedAt(int32(i), nouns)
		if !ok {
			continue
		}
		s := f.spanOf(&n)
		at, to := f.overlapping(s)
		if to-at == 1 && f.mentions[at].Span == s || to > at && (f.mentions[at].Start < s.Start || f.mentions[to-1].End > s.End) {
			continue
		}
		f.mentions = append(f.mentions[:at], f.mentions[to:]...)
		f.insert(at, &n, s, probabilityDefined)
	}
}

// definedAt returns the name that begins with token i, or after an article there, and that the sentence defines as a place.
func (f *nameFixer) definedAt(i int32, nouns *endings) (n multilingual.Name, ok bool) {
	tokens := f.d.Tokens
	if definiteArticles[tokens[i].Lower] && f.language == "de" {
		i++
	}
	if int(i) >= len(tokens) {
		return n, false
	}
	if isFrequent(f.d, &tokens[i]) || placePrepositions[f.language][tokens[i].Lower] {
		return n, false
	}
	n.First = i
	end := i
	for int(end) < len(tokens) && end-i < maxDefinedName && f.isNameOrJoint(end, i) && !copulas[f.language][tokens[end].Lower] && !placeVerbs[f.language][tokens[end].Lower] {
		if tokens[end].Cased() || f.language != "de" {
			n.Last = end // "Moravský kras"
		}
		end++
	}
	if end == i || n.Last != end-1 || n.Last < n.First {
		return n, false
	}
	if end = f.afterBrackets(end); int(end) >= len(tokens) || tokens[end].Breaks > 0 {
		return n, false
	}
	if placeVerbs[f.language][tokens[end].Lower] {
		return n, true
	}
	if !copulas[f.language][tokens[end].Lower] {
		return n, false
	}
	if f.language == "de" && (int(end)+1 >= len(tokens) || !definiteArticles[tokens[end+1].Lower] && !indefiniteArticles[tokens[end+1].Lower]) {
		return n, false
	}
	return n, f.isPlaceNounIn(end+1, nouns)
}

// isNameOrJoint reports whether token i is a capitalized word, a hyphen between two of them or, after the first token, a short word.
func (f *nameFixer) isNameOrJoint(i, first int32) bool {
	t := &f.d.Tokens[i]
	if i > first && t.Breaks > 0 {
		return false
	}
	if t.Class == tagger.ClassCapital || t.Class == tagger.ClassMixed {
		return true
	}
	text := t.Text(f.d.Text)
	joint := t.Class == tagger.ClassLower && (f.language != "de" || utf8.RuneCountInString(text) <= maxJoint)
	return i > first && (joint || !t.Space && text == "-")
}

// afterBrackets returns the token after the parentheses that begin with token i, or i.
func (f *nameFixer) afterBrackets(i int32) int32 {
	tokens := f.d.Tokens
	if int(i) >= len(tokens) || tokens[i].Text(f.d.Text) != "(" {
		return i
	}
	for k := i + 1; int(k) < len(tokens) && k-i < maxDefinedBrackets && tokens[k].Breaks == 0; k++ {
		if tokens[k].Text(f.d.Text) == ")" {
			return k + 1
		}
	}
	return i
}

// isPlaceNounIn reports whether the head of the definition that begins with token i is the noun of a place: the first noun in German, where
// it has a capital, and otherwise the first word that is one, before any capital and mark.
func (f *nameFixer) isPlaceNounIn(i int32, nouns *endings) bool {
	for k := i; int(k) < len(f.d.Tokens) && k-i <= maxDefinitionModifer; k++ {
		t := &f.d.Tokens[k]
		text := t.Text(f.d.Text)
		switch {
		case t.Breaks > 0 || t.Class == tagger.ClassPunctuation && text != "-" && text != ",":
			return false
		case t.Cased() && f.language == "de", t.Class == tagger.ClassLower && f.language != "de":
			if nouns.has(text) {
				return true
			}
			if t.Cased() && !strings.HasSuffix(text, "er") {
				return false
			}
		case t.Cased():
			return false
		}
	}
	return false
}

// listNouns have the plural nouns of places before a list of names by language, also with a colon between them.
var listNouns = hashesByLanguage("list-noun")

// listIntroducers have the words after such a noun and a comma: "darunter".
var listIntroducers = hashesByLanguage("list-introducer")

// designating are the languages in which only names have a capital after a common noun of places.
var designating = map[string]bool{"cs": true, "pl": true, "sk": true, "sv": true}

// addPlural adds the names after common nouns of places where the model found nothing: "ve vesnici Slupčane", "w dystrykcie Buner", and
// those of a list after a plural one: "Sąsiednie gminy: Nielisz, Sułów", "die Orte Istiea und Limni".
func (f *nameFixer) addPlural() {
	lists := listNouns[f.language]
	if lists == nil && !designating[f.language] {
		return
	}
	tokens := f.d.Tokens
	for i := range int32(max(len(tokens)-1, 0)) {
		t := &tokens[i]
		if t.Class != tagger.ClassLower && (f.language != "de" || !t.Cased()) {
			continue
		}
		switch {
		case lists[t.Lower]:
			f.addListAfter(f.afterIntroducer(i + 1))
		case designating[f.language] && tokens[i+1].Class == tagger.ClassCapital && tokens[i+1].Sentence == t.Sentence && cue.KindsBefore(f.language, t.Text(f.d.Text))&designatedKinds != 0:
			if n, ok := f.newNameAt(i + 1); ok {
				f.addUnlabeled(&n, probabilityDesignated)
			}
		}
	}
}

// designatedKinds are the kinds of places whose common noun is right before a name.
var designatedKinds = cue.SettlementKinds | cue.AreaKinds | cue.WaterKinds | cue.TerrainKinds | cue.KindsOf(geo.KindCrossing, geo.KindSite)

// afterIntroducer returns the token after a colon, or after a comma and an introducing word, that is token i, or i.
func (f *nameFixer) afterIntroducer(i int32) int32 {
	tokens := f.d.Tokens
	if int(i)+2 >= len(tokens) || tokens[i].Class != tagger.ClassPunctuation {
		return i
	}
	switch tokens[i].Text(f.d.Text) {
	case ":":
		return i + 1
	case ",":
		if listIntroducers[f.language][tokens[i+1].Lower] {
			return i + 2
		}
	}
	return i
}

// maxListNames is the number of names of the longest list that is examined.
const maxListNames = 40

// addListAfter adds the names of the list that begins with token i, if it has two names at least. Those that the gazetteer lacks are no common
// words.
func (f *nameFixer) addListAfter(i int32) {
	if names, _, _ := f.listAt(i); len(names) > 1 {
		f.addNew(names)
	}
}

// listAt returns the names of the list that begins with token i, of which those that have a mention have no first token, their number, and the
// last token of the list.
func (f *nameFixer) listAt(i int32) (names []multilingual.Name, mentioned int, last int32) {
	tokens := f.d.Tokens
	last = i
	for len(names) < maxListNames && int(i) < len(tokens) && tokens[i].Class == tagger.ClassCapital {
		n, ok := f.newNameAt(i)
		if !ok {
			from, to := f.overlapping(geo.Span{Start: int(tokens[i].Start), End: int(tokens[i].End)})
			if from == to {
				break
			}
			_, n.Last = f.tokensOf(f.mentions[from].Span)
			n.First = -1
			mentioned++
		}
		names, last = append(names, n), n.Last
		next := f.afterBrackets(n.Last + 1)
		if int(next)+1 >= len(tokens) || tokens[next].Breaks > 0 || tokens[next].Text(f.d.Text) != "," && !conjunctions[f.language][tokens[next].Lower] {
			break
		}
		i = next + 1
	}
	return names, mentioned, last
}

// addNew adds the names that have a first token.
func (f *nameFixer) addNew(names []multilingual.Name) {
	for k := range names {
		if names[k].First >= 0 {
			f.addUnlabeled(&names[k], probabilityDesignated)
		}
	}
}

// addLongNative adds the names of several words of districts and natural features in German that the model labeled nothing, which hardly mean
// anything else: "Alb-Donau-Kreis", "Schwäbische Alb".
func (f *nameFixer) addLongNative() {
	if f.language != "de" {
		return
	}
	for k := range f.d.Names {
		n := &f.d.Names[k]
		if n.First == n.Last || n.Inflected || n.Types&(tagger.TypeDistrict|tagger.TypeNature) == 0 || n.Types&tagger.TypeDemonym != 0 || !f.d.Tokens[n.Last].Cased() {
			continue
		}
		if !isFrequent(f.d, &f.d.Tokens[n.First]) && len(f.d.EntitiesIn(n.First, n.Last)) == 0 && f.isNative(f.spanOf(n).Text(f.d.Text)) {
			f.addUnlabeled(n, probabilityCertain)
		}
	}
}

// situating are the words between the name of a town and that of the water or range at which it is, by language.
var situating = map[string][]string{
	"cs": {" nad ", " pod ", " u "}, "de": {" am ", " an der ", " bei ", " im ", " in "}, "pl": {" nad ", " pod ", " koło "}, "sk": {" nad ", " pod "},
}

// setSituated sets the base forms of mentions that the gazetteer lacks to the name of the town in them before the water or range at which it is,
// if there is only one place of that name: "Gmunden am Traunsee".
func (f *nameFixer) setSituated() {
	words := situating[f.language]
	if words == nil {
		return
	}
	for i := range f.mentions {
		m := &f.mentions[i]
		if m.Base != "" || f.matcher.isName(m.Phrase, f.language) {
			continue
		}
		for _, w := range words {
			town, _, ok := strings.Cut(m.Phrase, w)
			if name, known := f.matcher.finder.Base(f.language, town); ok && known && len(name.Names) == 1 {
				m.Base = name.Base
				break
			}
		}
	}
}

// minMentioned is the number of mentions of a German list by which its other members are names of places too.
const minMentioned = 2

// addToLists adds the rare words of German lists of which two members are mentions, and half of them at least: "zu Singen gehören Bohlingen,
// Friedingen und Schlatt".
func (f *nameFixer) addToLists() {
	if f.language != "de" {
		return
	}
	tokens := f.d.Tokens
	for i := int32(0); int(i) < len(tokens); i++ {
		if tokens[i].Class != tagger.ClassCapital {
			continue
		}
		names, mentioned, last := f.listAt(i)
		if mentioned >= minMentioned && len(names) > mentioned && len(names) <= 2*mentioned {
			f.addNew(names)
		}
		i = max(i, last)
	}
}

// probabilityNature is the probability of the name of a natural feature after an article.
const probabilityNature = 0.8

// addNature adds the names of rivers and other natural features in German that follow an article, are no towns and no common words, and that
// the model labeled nothing: "mündet in die Alz".
func (f *nameFixer) addNature() {
	if f.language != "de" {
		return
	}
	tokens := f.d.Tokens
	for k := range f.d.Names {
		n := &f.d.Names[k]
		if n.First == 0 || n.Types != tagger.TypeNature || !definiteArticles[tokens[n.First-1].Lower] || tokens[n.First-1].Sentence != tokens[n.First].Sentence {
			continue
		}
		if f.isRareName(n) && len(f.d.EntitiesIn(n.First, n.Last)) == 0 && f.isNative(f.spanOf(n).Text(f.d.Text)) {
			f.addUnlabeled(n, probabilityNature)
		}
	}
}

// maxNewName is the number of words of the longest name that is added after a common noun.
const maxNewName = 3

// newNameAt returns the name of capitalized words that begins with token i, of which the model labeled none, and which are no common
// words. Only the gazetteer knows where it ends in German.
func (f *nameFixer) newNameAt(i int32) (n multilingual.Name, ok bool) {
	tokens := f.d.Tokens
	if f.d.IsCommon(i) {
		return n, false
	}
	n.First, n.Last = i, f.lastPart(i)
	for words := 1; words < maxNewName && f.language != "de" && int(n.Last)+1 < len(tokens); words++ {
		next := &tokens[n.Last+1]
		if next.Class != tagger.ClassCapital || next.Sentence != tokens[i].Sentence {
			break
		}
		n.Last = f.lastPart(n.Last + 1)
	}
	s := f.spanOf(&n)
	if from, to := f.overlapping(s); from < to || len(f.d.EntitiesIn(n.First, n.Last)) > 0 {
		return n, false
	}
	return n, true
}
