package recognize

import (
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// attachedConjunctions are the letters for "and" that are written on the next word, by language.
var attachedConjunctions = map[string]string{"ar": "و", "he": "ו"}

// caselessNouns are the common nouns right before the name of a place, which may be one that the gazetteer lacks, and definingNouns those
// right after a name at the beginning of a paragraph that define it, by language.
var (
	caselessNouns = lexicon.ByLanguage("caseless-noun", lexicon.Set)
	definingNouns = lexicon.ByLanguage("defining-noun", lexicon.Set)
)

// wordEndings are the endings of plurals, verbs and pronouns in Arabic and Hebrew, with which few names end.
var wordEndings = map[string][]string{
	"ar": {"ها", "هم", "هما", "وا", "نا", "ين", "ون", "ات", "ه"},
	"he": {"ים", "ות", "יו", "ינו", "יהם", "יה"},
}

// minCaseless is the number of letters of the shortest name that the gazetteer lacks.
const minCaseless = 3

// addCaseless adds the names of texts in Arabic and Hebrew that the model did not find though the words beside them tell that they are those
// of places: "غيغلو ودويكوي" after a mention, "بلدة سنعفي" after a noun, "أزمور مدينة مغربية" at the beginning of an article.
func (f *nameFixer) addCaseless() {
	if attachedConjunctions[f.language] == "" {
		return
	}
	f.dropDescribed()
	f.addCaselessHeads()
	f.addAttached()
	tokens := f.d.Tokens
	for i := range int32(len(tokens)) {
		t := &tokens[i]
		if t.Class != tagger.ClassCaseless {
			continue
		}
		if caselessNouns[f.language][t.Text(f.d.Text)] && f.isInSentence(i+1, i) && tokens[i+1].Breaks == 0 && !f.isModifier(i+1) {
			f.addUnknown(i+1, i+1, probabilityCued)
		}
		if f.isBirthplace(i) {
			f.addUnknown(i, i, probabilityCued)
		}
		if i > 0 && t.Breaks == 0 {
			continue
		}
		for last := i; last < i+maxHeadword && f.isInSentence(last+1, i) && tokens[last].Class == tagger.ClassCaseless; last++ {
			if f.isDefiningNoun(last+1) || f.beginsDateline(last+1) {
				f.addUnknown(i, last, probabilityCued)
				break
			}
		}
	}
}

// isDefiningNoun reports whether token i is a noun that defines the name before it, and not one before another name: "شيعت مدينة حلحول".
func (f *nameFixer) isDefiningNoun(i int32) bool {
	if !definingNouns[f.language][f.d.Tokens[i].Text(f.d.Text)] || !f.isInSentence(i+1, i) {
		return false
	}
	next := &f.d.Tokens[i+1]
	from, to := f.overlapping(geo.Span{Start: int(next.Start), End: int(next.End)})
	return from == to
}

// isBirthplace reports whether token i follows a verb for being born, with a subject or not, and a preposition: "ولد الكاتب في دولاتس".
func (f *nameFixer) isBirthplace(i int32) bool {
	tokens := f.d.Tokens
	if i < 2 || !placePrepositions[f.language][tokens[i-1].Lower] {
		return false
	}
	for k := i - 2; k >= 0 && k >= i-2-maxSubject && tokens[k].Sentence == tokens[i].Sentence && tokens[k].Class == tagger.ClassCaseless; k-- {
		if birthWords[f.language][tokens[k].Lower] {
			return true
		}
		if placePrepositions[f.language][tokens[k].Lower] {
			return false
		}
	}
	return false
}

// maxSubject is the number of words of the longest subject of such a verb.
const maxSubject = 3

// birthWords have the hashes of the verbs for being born by language.
var birthWords = map[string]map[uint32]bool{"ar": tagger.HashSet([]string{"ولد", "ولدت", "وولد", "وولدت", "المولود", "المولودة"})}

// addCaselessHeads adds towns at the beginning of a paragraph that a colon or the dash of a dateline follows.
func (f *nameFixer) addCaselessHeads() {
	for k := range f.d.Names {
		n := &f.d.Names[k]
		first := &f.d.Tokens[n.First]
		if n.First > 0 && first.Breaks == 0 || first.Class != tagger.ClassCaseless || n.Types&tagger.TypeTown == 0 || n.Types&tagger.TypeDemonym != 0 || n.Size < minHeaded {
			continue
		}
		if (!f.hasEntity(n) && !f.d.IsFrequent(n.First) || n.Size >= sizeLarge) && f.isHeading(n.Last+1) {
			f.addUnlabeled(n, probabilityHeaded)
		}
	}
}

// dropDescribed drops the mentions that consist of the noun of a place and an adjective: "بحيرة عذبة".
func (f *nameFixer) dropDescribed() {
	if f.language != "ar" {
		return
	}
	kept := f.mentions[:0]
	for i := range f.mentions {
		m := &f.mentions[i]
		first, last := f.tokensOf(m.Span)
		noun := &f.d.Tokens[first]
		described := last == first+1 && (caselessNouns["ar"][noun.Text(f.d.Text)] || cue.IsGeneric("ar", gazetteer.Normalize(nil, noun.Text(f.d.Text)))) && f.isModifier(last) && f.isCommonAdjective(last) && !f.matcher.isName(m.Phrase, "ar")
		if !described {
			kept = append(kept, *m)
		}
	}
	f.mentions = kept
}

// isCommonAdjective reports whether token i is a common word, or one with the ending of feminine adjectives from nouns.
func (f *nameFixer) isCommonAdjective(i int32) bool {
	return f.d.IsCommon(i) || strings.HasSuffix(f.d.Tokens[i].Text(f.d.Text), "ية")
}

// maxHeadword is the number of words of the longest name at the beginning of a paragraph.
const maxHeadword = 2

// isModifier reports whether token i may be an adjective that agrees with the noun without an article before it.
func (f *nameFixer) isModifier(i int32) bool {
	word, noun := f.d.Tokens[i].Text(f.d.Text), f.d.Tokens[i-1].Text(f.d.Text)
	if f.language != "ar" {
		return hasEnding(word, hebrewModifiers) && !f.isTownName(word)
	}
	ending := "ي"
	if strings.HasSuffix(noun, "ة") {
		ending = "ة"
	}
	return !strings.HasPrefix(word, "ال") && strings.HasSuffix(word, ending) && !f.isTownName(word)
}

// hebrewModifiers are the endings of adjectives and verbs after nouns in Hebrew.
var hebrewModifiers = []string{"ים", "ות", "ת", "י", "ה"}

// hasEnding reports whether a word has one of the endings after two letters or more.
func hasEnding(word string, endings []string) bool {
	for _, ending := range endings {
		if rest, ok := strings.CutSuffix(word, ending); ok && utf8.RuneCountInString(rest) >= minCaseless-1 {
			return true
		}
	}
	return false
}

// isTownName reports whether a word is the name of a town or an area.
func (f *nameFixer) isTownName(word string) bool {
	types, _ := f.matcher.typesOfPhrase(word, f.language)
	return types&areaOrTown != 0
}

// addUnknown adds the name of the tokens [first, last], which are no common words, and of which the model labeled none.
func (f *nameFixer) addUnknown(first, last int32, probability float64) {
	for i := first; i <= last; i++ {
		if t := &f.d.Tokens[i]; t.Class != tagger.ClassCaseless || utf8.RuneCountInString(t.Text(f.d.Text)) < minCaseless || f.d.IsCommon(i) || f.isCommonAttached(t.Text(f.d.Text)) {
			return
		}
	}
	n := multilingual.Name{First: first, Last: last}
	if len(f.d.EntitiesIn(first, last)) == 0 && !f.isGeneric(&n) && cue.KindsBefore(f.language, f.d.Tokens[first].Text(f.d.Text)) == 0 {
		f.addUnlabeled(&n, probability)
	}
}

// isCommonAttached reports whether a word is a common one with a particle of one letter written on.
func (f *nameFixer) isCommonAttached(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return strings.ContainsRune(wordParticles[f.language], r) && f.d.IsCommonWord(word[size:])
}

// wordParticles are the letters that are written on words as conjunctions, prepositions and the article.
var wordParticles = map[string]string{"ar": "وبلكفس", "he": "ובלמכשה"}

// addAttached adds the names that a conjunction written on them joins to a mention right before them.
func (f *nameFixer) addAttached() {
	conjunction := attachedConjunctions[f.language]
	for i := 0; i < len(f.mentions); i++ {
		m := &f.mentions[i]
		_, last := f.tokensOf(m.Span)
		next := last + 1
		if m.End != int(f.d.Tokens[last].End) || !f.isInSentence(next, last) || f.d.Tokens[next].Class != tagger.ClassCaseless || len(f.d.EntitiesIn(next, next)) > 0 {
			continue
		}
		rest, ok := strings.CutPrefix(f.d.Tokens[next].Text(f.d.Text), conjunction)
		if !ok || !f.isAttachedName(rest, next) {
			continue
		}
		n := multilingual.Name{First: next, Last: next}
		n.Skip = uint8(len(conjunction))
		if s := f.spanOf(&n); i+1 == len(f.mentions) || f.mentions[i+1].Start >= s.End {
			f.insert(i+1, &n, s, probabilityListed)
		}
	}
}

// isAttachedName reports whether the rest of token i is a name: one of the gazetteer, or a rare word that ends its phrase and does not
// look like another word.
func (f *nameFixer) isAttachedName(rest string, i int32) bool {
	if utf8.RuneCountInString(rest) < minCaseless {
		return false
	}
	types, size := f.matcher.typesOfPhrase(rest, f.language)
	common := f.d.IsCommonWord(rest) || f.d.IsCommon(i)
	if types&areaOrTown != 0 && types&tagger.TypeDemonym == 0 {
		return !common && !f.d.IsPerson(i) || size >= sizeLarge && !f.d.IsFrequent(i) && f.endsAttached(i)
	}
	return !common && !f.d.IsPerson(i) && !strings.HasPrefix(rest, "ال") && !hasEnding(rest, wordEndings[f.language]) && !f.isCommonAttached(rest) && f.endsAttached(i)
}

// phraseStarts has the hashes of frequent words that begin a phrase and hardly ever follow a verb.
var phraseStarts = tagger.HashSet([]string{"حيث", "بعد", "قبل", "خلال", "منذ", "التي", "الذي", "ثم", "أو", "بينما", "أمس", "اليوم", "الآن", "לאחר", "אחרי", "לפני", "כדי"})

// endsAttached reports whether a mark, a word that begins a phrase or another conjunction follows token i.
func (f *nameFixer) endsAttached(i int32) bool {
	if !f.isInSentence(i+1, i) {
		return true
	}
	next := &f.d.Tokens[i+1]
	return next.Class == tagger.ClassPunctuation || phraseStarts[next.Lower] || strings.HasPrefix(next.Text(f.d.Text), attachedConjunctions[f.language])
}

// isCaselessGiven reports whether token i is a given name in Arabic or Hebrew, with a conjunction or without it, after no noun of a place:
// "שמעון אופקים", but not "شارع محمد علي".
func (f *nameFixer) isCaselessGiven(i int32) bool {
	if i > 0 && f.isInSentence(i, i-1) && (caselessNouns[f.language][f.d.Tokens[i-1].Text(f.d.Text)] || cue.IsGeneric(f.language, gazetteer.Normalize(nil, f.d.Tokens[i-1].Text(f.d.Text)))) {
		return false
	}
	given := givenNames[f.language]
	word := f.d.Tokens[i].Text(f.d.Text)
	rest, attached := strings.CutPrefix(word, attachedConjunctions[f.language])
	return given[f.d.Tokens[i].Lower] || attached && given[tagger.HashLower(rest)]
}
