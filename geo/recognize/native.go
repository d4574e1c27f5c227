package recognize

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/press"
	"dateline/geo/internal/tagger"
)

// insidePrepositions has the hashes of prepositions that precede places and hardly ever persons in Slavic languages and German: "в", "из".
var insidePrepositions = map[string]map[uint32]bool{
	"be": tagger.HashSet([]string{"ў", "у", "ва"}),
	"bg": tagger.HashSet([]string{"в", "във", "през", "край"}),
	"cs": tagger.HashSet([]string{"v", "ve"}),
	"de": tagger.HashSet([]string{"in", "aus"}),
	"mk": tagger.HashSet([]string{"во", "низ", "крај"}),
	"pl": tagger.HashSet([]string{"w", "we"}),
	"ru": tagger.HashSet([]string{"в", "во", "из"}),
	"sr": tagger.HashSet([]string{"u", "iz", "kod", "kroz", "kraj"}),
	"uk": tagger.HashSet([]string{"в", "у"}),
}

// towardPrepositions has the hashes of other prepositions of place, which precede persons too.
var towardPrepositions = map[string]map[uint32]bool{
	"be": tagger.HashSet([]string{"з", "са", "на", "да", "праз", "каля", "пад", "ля"}),
	"bg": tagger.HashSet([]string{"до", "от", "към", "за", "над", "под", "на", "покрай"}),
	"cs": tagger.HashSet([]string{"z", "ze", "do", "u", "od", "nad", "pod", "poblíž", "nedaleko", "přes"}),
	"de": tagger.HashSet([]string{"nach", "bei", "von", "zwischen", "um", "bis", "durch", "nahe", "über"}),
	"mk": tagger.HashSet([]string{"до", "од", "кон", "за", "над", "под", "на"}),
	"pl": tagger.HashSet([]string{"z", "ze", "do", "koło", "od", "pod", "spod", "przez", "niedaleko"}),
	"ru": tagger.HashSet([]string{"до", "на", "под", "через", "близ", "около", "у", "над", "возле", "вблизи"}),
	"sr": tagger.HashSet([]string{"ka", "do", "preko", "od", "oko", "za", "na", "iznad", "blizu"}),
	"uk": tagger.HashSet([]string{"до", "на", "під", "через", "біля", "над", "з", "із", "зі", "поблизу", "неподалік"}),
}

// inhabitants has the hashes of nouns of persons in Slavic languages that the name of their town follows: "жителя Хасавюрта".
var inhabitants = map[string]map[uint32]bool{
	"be": tagger.HashSet(strings.Fields("жыхар жыхара жыхары жыхароў жыхарам жыхарка жыхаркі ураджэнец ураджэнца")),
	"ru": tagger.HashSet(strings.Fields("житель жителя жителю жителем жители жителей жителям жителями жительница жительницу жительницы уроженец уроженца уроженцем уроженцы уроженцев уроженка")),
	"uk": tagger.HashSet(strings.Fields("житель жителя жителю жителем жителі жителів жителям жителька мешканець мешканця мешканцем мешканці мешканців мешканцям мешканка мешканку уродженець уродженця уродженка")),
}

const (
	// probabilityNative is the probability of a town after a preposition where the press writes in the language.
	probabilityNative = 0.8
	// minNative is the size class of the smallest town that is added after a preposition that persons have too: 2,000 people.
	minNative = 2
)

// addNative adds the names of towns after a preposition of place where the press writes in the language, or of larger ones elsewhere, that
// are no common words and no names of persons, and that the model labeled nothing or one person: "в Грайвороне", "из Хасавюрта".
func (f *nameFixer) addNative() {
	inside, toward := insidePrepositions[f.language], towardPrepositions[f.language]
	if inside == nil {
		return
	}
	for k := range f.d.Names {
		n := &f.d.Names[k]
		if n.First == 0 || n.Types&(tagger.TypeTown|tagger.TypeState|tagger.TypeCountry|tagger.TypeNature) == 0 || !f.isRareName(n) || f.language == "de" && n.Inflected {
			continue
		}
		before := &f.d.Tokens[n.First-1]
		if before.Sentence != f.d.Tokens[n.First].Sentence || !inside[before.Lower] && !toward[before.Lower] && !inhabitants[f.language][before.Lower] {
			continue
		}
		found := f.d.EntitiesIn(n.First, n.Last)
		exact := len(found) == 1 && found[0].First == n.First && found[0].Last == n.Last && found[0].Label == tagger.BeginPerson
		switch {
		case len(found) > 0 && !exact && slices.ContainsFunc(found, isOther):
			continue
		case inside[before.Lower], inhabitants[f.language][before.Lower]:
		case n.Size < minNative && n.Types&tagger.TypeNature == 0 || exact && n.Size < sizeMiddle:
			continue
		}
		if n.Size >= sizeMiddle || f.isNative(f.spanOf(n).Text(f.d.Text)) {
			f.addUnlabeled(n, probabilityNative)
		}
	}
}

// sizeMiddle is the size class of towns of 50,000 people.
const sizeMiddle = 4

// isRareName reports whether a capitalized name is no common word, no name of a person and no beginning of a longer name.
func (f *nameFixer) isRareName(n *multilingual.Name) bool {
	first := &f.d.Tokens[n.First]
	if n.Types&tagger.TypeDemonym != 0 || first.Class != tagger.ClassCapital || f.isNextCapital(n.Last) || f.isGeneric(n) {
		return false
	}
	if n.First < n.Last {
		return true
	}
	return !f.isPlainWord(n) && !f.d.IsPerson(n.First) && utf8.RuneCountInString(first.Text(f.d.Text)) >= minSupported-1
}

// isPlainWord reports whether a name of one word is a common word. The names of towns of 10,000 people where the press writes in the language
// are common without being other words, unless they are very frequent.
func (f *nameFixer) isPlainWord(n *multilingual.Name) bool {
	if !f.d.IsCommon(n.First) {
		return false
	}
	return f.d.IsFrequent(n.First) || n.Size < minPart || !f.isNative(f.spanOf(n).Text(f.d.Text))
}

// isNative reports whether a place with a name is where the press writes in the language of the text.
func (f *nameFixer) isNative(name string) bool {
	found, _ := f.matcher.finder.Base(f.language, name)
	return slices.ContainsFunc(found.Names, func(n gazetteer.NameRef) bool {
		return n.Kind != gazetteer.NameDemonym && press.In(f.language, f.matcher.gaz.Record(n.Ref).Country)
	})
}

// addPairs adds pairs of names of towns with a dash between them, which models take for persons or clubs, unless a result of a match
// follows: "Кинешма - Юрьевец".
func (f *nameFixer) addPairs() {
	if nounEndings[f.language] == nil {
		return
	}
	for k := range len(f.d.Names) - 1 {
		a, b := &f.d.Names[k], &f.d.Names[k+1]
		if b.First != a.Last+2 {
			continue
		}
		dash := &f.d.Tokens[a.Last+1]
		if !dash.Space || !isDash(dash.Text(f.d.Text)) || f.d.Tokens[b.First].Sentence != f.d.Tokens[a.First].Sentence {
			continue
		}
		if a.Types&tagger.TypeTown == 0 || b.Types&tagger.TypeTown == 0 || !f.isRareName(a) || !f.isRareName(b) || f.isResult(b.Last+1) {
			continue
		}
		if !slices.ContainsFunc(f.d.EntitiesIn(a.First, b.Last), func(e multilingual.Entity) bool { return isOther(e) && (e.First < a.First || e.Last > b.Last) }) {
			f.addUnlabeled(a, probabilityNative)
			f.addUnlabeled(b, probabilityNative)
		}
	}
}

// isResult reports whether the result of a match begins with token i: "2:1".
func (f *nameFixer) isResult(i int32) bool {
	if int(i) >= len(f.d.Tokens) {
		return false
	}
	if isDash(f.d.Tokens[i].Text(f.d.Text)) {
		i++
	}
	return int(i) < len(f.d.Tokens) && f.d.Tokens[i].Class == tagger.ClassNumber
}

// minHeads is the number of short items of news in a text of which each begins with its town.
const minHeads = 2

// addHeads adds the names of towns with a colon after them at the beginning of sentences, where a text has several such or mentions the
// same one: "Тында: пожар в депо потушен. Урай: ...".
func (f *nameFixer) addHeads() {
	var heads []*multilingual.Name
	count := 0
	for k := range f.d.Names {
		n := &f.d.Names[k]
		after := int(n.Last) + 1
		if after >= len(f.d.Tokens) || f.d.Tokens[after].Text(f.d.Text) != ":" || n.Types&areaOrTown == 0 || !beginsSentence(f.d, n) {
			continue
		}
		if s := f.spanOf(n); f.isMentioned(n.First) {
			count++
		} else if f.isRareName(n) && (n.Size >= minPart || f.isNative(s.Text(f.d.Text))) {
			count++
			heads = append(heads, n)
		}
	}
	if count < minHeads {
		return
	}
	for _, n := range heads {
		f.addUnlabeled(n, probabilityNative)
	}
}

// isDated reports whether the rest of a dateline without a dash begins with token i: a comma, a day and a month, and a mark that ends
// it, such as the parenthesis before an agency.
func (f *nameFixer) isDated(i int32) bool {
	tokens, text := f.d.Tokens, f.d.Text
	at := func(k int32) string {
		if int(k) >= len(tokens) || tokens[k].Breaks > 0 {
			return ""
		}
		return tokens[k].Text(text)
	}
	if at(i) != "," || int(i)+2 >= len(tokens) || tokens[i+1].Class != tagger.ClassNumber || tokens[i+1].End-tokens[i+1].Start > 2 {
		return false
	}
	if i += 2; at(i) == "." {
		i++
	}
	if at(i) == "" || !tokens[i].IsWord() {
		return false
	}
	switch mark := at(i + 1); mark {
	case "(", ".", "/", ":":
		return true
	default:
		return isDash(mark)
	}
}

// maxLifeRemark is the number of tokens of the longest remark with the dates and places of a life.
const maxLifeRemark = 48

// addLives adds the names of places after years in a remark in parentheses that begins with a date, which models take for persons:
// "(1871, Кунгур — 3 июня 1938 года, Магадан)".
func (f *nameFixer) addLives() {
	if insidePrepositions[f.language] == nil {
		return
	}
	tokens := f.d.Tokens
	for i := range int32(len(tokens)) {
		if tokens[i].Text(f.d.Text) != "(" || int(i)+1 >= len(tokens) || tokens[i+1].Class != tagger.ClassNumber {
			continue
		}
		year := false // whether the words before token k end a date
		for k := i + 1; int(k)+1 < len(tokens) && k < i+maxLifeRemark && tokens[k].Breaks == 0 && tokens[k].Text(f.d.Text) != ")"; k++ {
			switch t := &tokens[k]; {
			case t.Class == tagger.ClassNumber:
				year = t.End-t.Start == 4
			case year && t.Text(f.d.Text) == "," && tokens[k+1].Class == tagger.ClassCapital:
				f.addLife(k + 1)
				year = false
			case t.Class != tagger.ClassLower && t.Text(f.d.Text) != ".":
				year = false
			}
		}
	}
}

// addLife adds the place whose name begins with token i and ends before a comma, a dash or the end of the remark.
func (f *nameFixer) addLife(i int32) {
	n, known := f.longestAt(i)
	if !known {
		n = multilingual.Name{First: i, Last: f.lastPart(i)}
		for f.isNextCapital(n.Last) && n.Last-i < maxFeature {
			n.Last = f.lastPart(n.Last + 1)
		}
	}
	next := int(n.Last) + 1
	if f.isMentioned(i) || next >= len(f.d.Tokens) {
		return
	}
	if mark := f.d.Tokens[next].Text(f.d.Text); mark == "," || mark == ")" || mark == ";" || isDash(mark) {
		f.addUnlabeled(&n, probabilityNative)
	}
}

// locativeEndings are the endings of names of places after insidePrepositions that names of persons do not have there, in languages in
// which such a preposition also means "with": "у Ядлівці", but "у Петренка".
var locativeEndings = map[string][]string{"uk": {"і", "ї", "ах", "ях", "ому", "ій"}, "be": {"е", "ы", "і", "ах", "ях", "ай"}}

// addInside adds the names that the gazetteer lacks after a preposition that persons do not have, where the model found a person:
// "из Ардаматы".
func (f *nameFixer) addInside() {
	inside := insidePrepositions[f.language]
	if inside == nil {
		return
	}
	for _, e := range f.d.Entities() {
		if e.Label != tagger.BeginPerson || e.First == 0 || e.Last != f.lastPart(e.First) || f.d.Tokens[e.First].Class != tagger.ClassCapital {
			continue
		}
		before := &f.d.Tokens[e.First-1]
		if !inside[before.Lower] || before.Sentence != f.d.Tokens[e.First].Sentence || f.isNextCapital(e.Last) || f.d.IsPerson(e.First) || f.d.IsCommon(e.First) {
			continue
		}
		word := f.d.Text[f.d.Tokens[e.First].Start:f.d.Tokens[e.Last].End]
		if endings := locativeEndings[f.language]; endings != nil && !slices.ContainsFunc(endings, func(ending string) bool { return strings.HasSuffix(word, ending) }) {
			continue
		}
		f.addUnlabeled(&multilingual.Name{First: e.First, Last: e.Last}, probabilitySupported)
	}
}
