package recognize

import (
	"slices"
	"strings"
	"sync"

	"dateline/geo"
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// nounEndings are the endings that the common nouns of places have in Slavic languages, by language. They tell "реки" from "рекорд".
var nounEndings = map[string][]string{
	"be": strings.Fields("а я у ю е э і ы о ў й ь ом ам ем ям ай яй ой ей аў яў ою аю ах ях амі ямі"),
	"bg": strings.Fields("а я о е и та то те ят ът ите ове овете ата ето ия ията ищата"),
	"mk": strings.Fields("а о е и та то те от ите ови ата"),
	"ru": strings.Fields("а я у ю е и ы о ё й ь ом ем ём ой ей ью ов ев ам ям ах ях ами ями"),
	"sr": strings.Fields("а е и о у ом ем ама има a e i o u om em ama ima"),
	"uk": strings.Fields("а я у ю е и і ї о й ь ом ем єм ой ою ею єю ей ів їв ам ям ах ях ами ями ові еві"),
}

// nounsBefore and nounsAfter have the hashes of the forms of the nouns that precede names and of those that follow them, by language: "село",
// "область".
var (
	nounsBefore = sync.OnceValue(func() map[string]map[uint32]bool { return formsOf("type-noun-before", "designation-before") })
	nounsAfter  = sync.OnceValue(func() map[string]map[uint32]bool { return formsOf("type-noun-after", "designation-after") })
)

// formsOf returns the hashes of the forms of the nouns of categories in Slavic languages, without those of countries: "страны" is hardly
// before a name.
func formsOf(categories ...string) map[string]map[uint32]bool {
	all := map[string]map[uint32]bool{}
	for language, endings := range nounEndings {
		forms := map[uint32]bool{}
		for _, category := range categories {
			for _, w := range lexicon.Entries(language, category) {
				if w.Value != "country" {
					addForms(forms, w.Word, endings)
				}
			}
		}
		all[language] = forms
	}
	return all
}

// addForms adds the hashes of a word, or those of a stem, which ends with "*", with each ending.
func addForms(forms map[uint32]bool, word string, endings []string) {
	stem, inflected := strings.CutSuffix(word, "*")
	forms[tagger.HashLower(stem)] = true
	for _, ending := range endings {
		if inflected {
			forms[tagger.HashLower(stem+ending)] = true
		}
	}
}

// adjectiveForms are the endings of adjectives in the names of places, by language.
var adjectiveForms = map[string][]string{
	"be": strings.Fields("ы і ага яга аму яму ым ім ая яя ай яй ую юю ое ае яе ыя ія ых іх"),
	"bg": strings.Fields("ски ска ско ния на но ни"),
	"ru": strings.Fields("ый ий ой ого его ому ему ым им ом ем ая яя ей ую юю ое ее ые ие ых их"),
	"sr": strings.Fields("ски ска ско ског ском ској ску ски ske ski ska sko skog skom skoj sku"),
	"uk": strings.Fields("ий ій ого ього ому ьому им ім а я ої ьої у ю е є і ї их іх ою ньою"),
}

// relationalParts are within adjectives that are made of names, which have a capital at the beginning of a sentence only as names.
var relationalParts = []string{"ск", "цк", "ськ", "цьк", "sk"}

// isAdjectival reports whether token i ends as an adjective.
func (f *nameFixer) isAdjectival(i int32) bool {
	word := strings.ToLower(f.d.Tokens[i].Text(f.d.Text))
	return slices.ContainsFunc(adjectiveForms[f.language], func(ending string) bool {
		return len(word) > len(ending)+minAdjective && strings.HasSuffix(word, ending)
	})
}

// minAdjective is the number of bytes of the shortest stem of an adjective.
const minAdjective = 4

// probabilityDesignated is the probability of a name with the common noun of its kind of place.
const probabilityDesignated = 0.85

// addDesignated adds the names that follow the common noun of a place and have no mention, which models take for persons where they are
// rare: "селения Эрпели", "приток Цильмы", "у селі Верхній Ясенів". After a noun in the plural or a colon, there may be a list of them.
func (f *nameFixer) addDesignated() {
	nouns := nounsBefore()[f.language]
	if nouns == nil {
		return
	}
	tokens := f.d.Tokens
	for i := range int32(max(len(tokens)-1, 0)) {
		t := &tokens[i]
		if !nouns[t.Lower] || t.Class != tagger.ClassLower && (t.Class != tagger.ClassCapital || !f.isInitial(i)) {
			continue
		}
		first := i + 1
		colon := tokens[first].Text(f.d.Text) == ":"
		if colon {
			first++
		}
		last, ok := f.addAfterNoun(i, first)
		for ok && (colon || f.isPlural(i)) {
			next := last + 1
			for int(next) < len(tokens) && next <= last+2 && !tokens[next].Cased() {
				next++
			}
			if int(next) >= len(tokens) || !f.isList(last+1, next, false) {
				break
			}
			last, ok = f.addAfterNoun(i, next)
		}
	}
}

// addAfterNoun adds the name that begins with token first and belongs to the noun that is token i, unless it has a mention. It returns the
// last token of the name, and false if there is none.
func (f *nameFixer) addAfterNoun(i, first int32) (last int32, ok bool) {
	if int(first) >= len(f.d.Tokens) || f.d.Tokens[first].Class != tagger.ClassCapital || f.d.Tokens[first].Sentence != f.d.Tokens[i].Sentence {
		return 0, false
	}
	t := &f.d.Tokens[first]
	if from, to := f.overlapping(geo.Span{Start: int(t.Start), End: int(t.End)}); from < to {
		_, last = f.tokensOf(f.mentions[from].Span)
		return last, true
	}
	n, ok := f.designated(i, first)
	if ok {
		f.addUnlabeled(&n, probabilityDesignated)
	}
	return n.Last, ok
}

// pluralEndings are the endings of common nouns that only the plural has, by language.
var pluralEndings = map[string][]string{
	"be": {"ах", "ях", "ам", "ям", "амі", "ямі", "аў", "ы", "і"}, "bg": {"ата", "ите", "ища", "ове", "овете", "еве"}, "mk": {"ата", "ите"},
	"ru": {"ах", "ях", "ам", "ям", "ами", "ями", "ов", "ев"}, "sr": {"има", "ама", "ima", "ama"}, "uk": {"ах", "ях", "ам", "ям", "ами", "ями", "ів", "їв"},
}

// isPlural reports whether token i, a common noun, is in the plural.
func (f *nameFixer) isPlural(i int32) bool {
	word := strings.ToLower(f.d.Tokens[i].Text(f.d.Text))
	return word == "сёла" || slices.ContainsFunc(pluralEndings[f.language], func(ending string) bool { return strings.HasSuffix(word, ending) })
}

// designated returns the name that begins with token first and belongs to the common noun that is token i.
func (f *nameFixer) designated(i, first int32) (n multilingual.Name, ok bool) {
	n, known := f.longestAt(first)
	if !known {
		n = multilingual.Name{First: first, Last: f.lastPart(first)}
		if next := n.Last + 1; f.isAdjectival(n.Last) && f.isNextCapital(n.Last) && !f.isMentioned(next) && !f.isBeforeAreaNoun(next) {
			n.Last = f.lastPart(next)
		}
	}
	for _, e := range f.d.EntitiesIn(n.First, n.Last) {
		beyond := e.Last > n.Last && !f.isBeforeAreaNoun(e.Last)
		if isOther(e) && (e.First < i || beyond) {
			return n, false
		}
	}
	if f.d.IsPerson(first) && (!known || n.Size < sizeLarge) {
		return n, false
	}
	if !known {
		return n, !f.isOffice(i-1, i) && (!f.isNextCapital(n.Last) || f.isBeforeAreaNoun(n.Last+1) || f.isMentioned(n.Last+1))
	}
	return n, true
}

// longestAt returns the longest name of a place in the gazetteer that begins with token i.
func (f *nameFixer) longestAt(i int32) (n multilingual.Name, ok bool) {
	n.First, n.Last = i, i
	for n.Last-i < maxFeature-1 && int(n.Last)+1 < len(f.d.Tokens) && f.d.Tokens[n.Last+1].Sentence == f.d.Tokens[i].Sentence {
		n.Last++
	}
	start := int(f.d.Tokens[i].Start)
	found, ok := f.matcher.finder.Longest(f.language, f.d.Text[start:f.d.Tokens[n.Last].End])
	if !ok || found.Start != 0 {
		return n, false
	}
	for n.Last > i && int(f.d.Tokens[n.Last].Start) >= start+found.End {
		n.Last--
	}
	n.Types, n.Size = tagger.TypesOf(f.matcher.gaz, found.Names)
	return n, n.Types&(areaOrTown|tagger.TypeNature) != 0 && n.Types&tagger.TypeDemonym == 0
}

// isNextCapital reports whether a capitalized word follows token i in its sentence.
func (f *nameFixer) isNextCapital(i int32) bool {
	next := int(i) + 1
	return next < len(f.d.Tokens) && f.d.Tokens[next].Sentence == f.d.Tokens[i].Sentence && f.d.Tokens[next].Space && f.d.Tokens[next].Cased()
}

// isBeforeAreaNoun reports whether token i is an adjective before the common noun of an area: "Шебекинского" of "Шебекинского округа".
func (f *nameFixer) isBeforeAreaNoun(i int32) bool {
	next := int(i) + 1
	if next >= len(f.d.Tokens) || f.d.Tokens[next].Sentence != f.d.Tokens[i].Sentence || !f.isAdjectival(i) {
		return false
	}
	return nounsAfter()[f.language][f.d.Tokens[next].Lower]
}

// offices has the beginnings of the nouns of offices by language, after which and the noun of a place the name of a person may follow:
// "глава района Иванов".
var offices = lexicon.ByLanguage("office", lexicon.Words)

// isOffice reports whether token i, before token next, is the noun of an office.
func (f *nameFixer) isOffice(i, next int32) bool {
	if i < 0 || f.d.Tokens[i].Sentence != f.d.Tokens[next].Sentence {
		return false
	}
	word := strings.ToLower(f.d.Tokens[i].Text(f.d.Text))
	return slices.ContainsFunc(offices[f.language], func(stem string) bool { return strings.HasPrefix(word, stem) })
}

// areaQualifiers has the hashes of the adjectives in small letters between the name of an area and its noun by language:
// "Ненецкий автономный округ".
var areaQualifiers = sync.OnceValue(func() map[string]map[uint32]bool {
	all := map[string]map[uint32]bool{}
	for _, language := range lexicon.Languages("area-qualifier") {
		all[language] = map[uint32]bool{}
		for _, w := range lexicon.Words(language, "area-qualifier") {
			addForms(all[language], w, adjectiveForms[language])
		}
	}
	return all
})

// addAreas adds the adjectives with the common noun of an area after them that have no mention: "Тиманского кряжа", "в Горном и Намском
// районах".
func (f *nameFixer) addAreas() {
	nouns := nounsAfter()[f.language]
	if nouns == nil {
		return
	}
	tokens := f.d.Tokens
	for i := range int32(len(tokens)) {
		if i == 0 || tokens[i].Class != tagger.ClassLower || !nouns[tokens[i].Lower] {
			continue
		}
		last := i - 1
		if areaQualifiers()[f.language][tokens[last].Lower] && last > 0 {
			last--
		}
		for end := i; last >= 0 && tokens[last].Sentence == tokens[i].Sentence && tokens[last].Cased() && f.isAdjectival(last); {
			n := multilingual.Name{First: f.firstPart(last), Last: end}
			if !f.addArea(&n) {
				break
			}
			last = n.First - 2
			if last < 0 || !f.isList(last+1, n.First, false) {
				break
			}
			end = last
		}
	}
}

// addArea adds an area, unless it has a mention. It reports whether it has one then.
func (f *nameFixer) addArea(n *multilingual.Name) bool {
	s := f.spanOf(n)
	at, to := f.overlapping(s)
	if at != to {
		if m := &f.mentions[at]; to == at+1 && m.Start == s.Start && m.End < s.End && m.Role == geo.RoleLiteral && m.End == int(f.d.Tokens[n.Last-1].End) {
			m.Span, m.Phrase = s, s.Text(f.d.Text)
		}
		return true
	}
	if f.isInitial(n.First) && !f.isRelational(n.First) {
		return false // "Каждый район"
	}
	for _, e := range f.d.EntitiesIn(n.First, n.Last) {
		if isOther(e) && e.Label != tagger.BeginPerson && (e.First < n.First || e.Last > n.Last) {
			return false
		}
	}
	f.insert(at, n, s, probabilityDesignated)
	return true
}

// isRelational reports whether token i is an adjective that is made of a name other than that of a country or people.
func (f *nameFixer) isRelational(i int32) bool {
	word := strings.ToLower(f.d.Tokens[i].Text(f.d.Text))
	return slices.ContainsFunc(relationalParts, func(part string) bool { return strings.Contains(word, part) }) && f.typesOf(i)&tagger.TypeDemonym == 0
}

// firstPart returns the first token of a word with hyphens that ends with token i: "Усть-Илимском".
func (f *nameFixer) firstPart(i int32) int32 {
	for i >= 2 && !f.d.Tokens[i].Space && !f.d.Tokens[i-1].Space && f.d.Tokens[i-1].Text(f.d.Text) == "-" && f.d.Tokens[i-2].Cased() {
		i -= 2
	}
	return i
}
