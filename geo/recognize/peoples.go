package recognize

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// adjectiveEndings are the endings of adjectives of places that the names of states do not have, by language.
var adjectiveEndings = lexicon.ByLanguage("adjective-ending", lexicon.Words)

// initialAdjectiveEndings are the endings that adjectives of places have, and names of states in a case that no sentence begins with.
var initialAdjectiveEndings = lexicon.ByLanguage("initial-adjective-ending", lexicon.Words)

// peoples are words for persons by their state or town, and initialPeoples those that are also names of states in a case
// that no sentence begins with.
var (
	peoples        = listsOf("people")
	initialPeoples = listsOf("initial-people")
	// articlePeoples are names of areas that are also those of their people after an article.
	articlePeoples = listsOf("article-people")
)

// beforePeoples are words that make the name of a state or an island after them that of a language or a people.
var beforePeoples = listsOf("before-people")

// markPeoples makes the mentions of one word associative that are adjectives of a place or a people, which have a capital as the name of
// a people, because they begin a sentence, or in the name of an organization: "Rosjanie", "Ruské jednotky", "Česká televize". So are
// names after a word for languages or peoples: "bahasa Spanyol".
func (f *nameFixer) markPeoples() {
	if adjectiveEndings[f.language] == nil && peoples()[f.language] == nil && beforePeoples()[f.language] == nil && peopleNouns()[f.language] == nil {
		return
	}
	for i := range f.mentions {
		m := &f.mentions[i]
		if m.Role != geo.RoleLiteral {
			continue
		}
		if first, last := f.tokensOf(m.Span); f.isAfterPeople(first) || f.isStateOfPeople(m) || first == last && (f.isPeople(first) || f.isAdjective(first)) {
			m.Role, m.Association = geo.RoleAssociative, geo.AssociationAdjective
		}
	}
}

// isAfterPeople reports whether the word before token i makes it the name of a language or a people.
func (f *nameFixer) isAfterPeople(i int32) bool {
	if i == 0 || f.d.Tokens[i-1].Sentence != f.d.Tokens[i].Sentence {
		return false
	}
	return beforePeoples()[f.language].has(strings.ToLower(f.d.Tokens[i-1].Text(f.d.Text)))
}

// isStateOfPeople reports whether a mention is the name of a state before a noun of peoples in a script without spaces: "法国人".
func (f *nameFixer) isStateOfPeople(m *geo.Mention) bool {
	if !f.isPeopleAt(m.End) {
		return false
	}
	types, _ := f.matcher.typesOfPhrase(m.Phrase, f.language)
	return types&tagger.TypeCountry != 0
}

// isPeople reports whether a word that was recognized as the name of a place names persons.
func (f *nameFixer) isPeople(i int32) bool {
	word := strings.ToLower(f.d.Tokens[i].Text(f.d.Text))
	return peoples()[f.language].has(word) || initialPeoples()[f.language].has(word) && f.isInitial(i) && !f.isAlone(i) ||
		articlePeoples()[f.language].has(word) && f.followsPlural(i)
}

// followsPlural reports whether the definite article of a plural, which the names of areas do not have, precedes token i in German: "die Hessen".
func (f *nameFixer) followsPlural(i int32) bool {
	if i == 0 || f.d.Tokens[i-1].Sentence != f.d.Tokens[i].Sentence {
		return false
	}
	article := strings.ToLower(f.d.Tokens[i-1].Text(f.d.Text))
	return article == "die" || article == "den"
}

// maxAbbreviation is the number of letters of an abbreviation with a period after which a name is not taken for the beginning of a
// sentence: "ul. Paprocańskiej".
const maxAbbreviation = 3

// isInitial reports whether token i begins a sentence.
func (f *nameFixer) isInitial(i int32) bool {
	if !beginsSentence(f.d, &multilingual.Name{First: i, Last: i}) {
		return false
	}
	before, ok := strings.CutSuffix(strings.TrimRight(f.d.Text[:f.d.Tokens[i].Start], " "), ".")
	if !ok {
		return true
	}
	word := before[strings.LastIndexFunc(before, func(r rune) bool { return !unicode.IsLetter(r) })+1:]
	return word == "" || utf8.RuneCountInString(word) > maxAbbreviation || strings.ToLower(word) != word
}

// isAlone reports whether no word follows token i in its sentence.
func (f *nameFixer) isAlone(i int32) bool {
	next := int(i) + 1
	return next >= len(f.d.Tokens) || f.d.Tokens[next].Sentence != f.d.Tokens[i].Sentence || !f.d.Tokens[next].IsWord()
}

// isAdjective reports whether a word that was recognized as the name of a place is an adjective. It is if its ending is one of
// adjectives and it is that of a state, or if it begins a sentence and is that of a province, or a word in small letters follows and
// no place has it as its name.
func (f *nameFixer) isAdjective(i int32) bool {
	text := f.d.Tokens[i].Text(f.d.Text)
	word := strings.ToLower(text)
	isEnding := func(ending string) bool { return strings.HasSuffix(word, ending) }
	initial := f.isInitial(i)
	if !slices.ContainsFunc(adjectiveEndings[f.language], isEnding) && (!initial || !slices.ContainsFunc(initialAdjectiveEndings[f.language], isEnding)) || f.isAlone(i) {
		return false
	}
	next := &f.d.Tokens[i+1]
	if _, ok := f.matcher.finder.Base(f.language, f.d.Text[f.d.Tokens[i].Start:next.End]); ok || f.isBeforeNoun(i) {
		return false // "Ruská federace"
	}
	if types := f.typesOf(i); types&tagger.TypeCountry != 0 || types&tagger.TypeState != 0 && initial {
		return true // "Plzeňský" is a region too
	}
	if !initial || next.Class != tagger.ClassLower {
		return false
	}
	found, ok := f.matcher.finder.Base(f.language, text)
	return !ok || !found.Verbatim
}

// isBeforeNoun reports whether the first or second word after token i is a common noun that ends the names of places: "Německá
// demokratická republika".
func (f *nameFixer) isBeforeNoun(i int32) bool {
	for k := i + 1; k <= i+2 && int(k) < len(f.d.Tokens) && f.d.Tokens[k].Sentence == f.d.Tokens[i].Sentence; k++ {
		if cue.IsNounAfter(f.language, f.d.Tokens[k].Text(f.d.Text)) {
			return true
		}
	}
	return false
}

// typesOf returns the types of the places with the name of token i alone.
func (f *nameFixer) typesOf(i int32) tagger.PlaceTypes {
	for k := range f.d.Names {
		if n := &f.d.Names[k]; n.First == i && n.Last == i {
			return n.Types
		}
	}
	return 0
}
