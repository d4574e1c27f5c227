package recognize

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// probabilityCued is the probability of names that the words beside them tell to be those of places.
const probabilityCued = 0.85

// Numbers of tokens: of the longest name that the gazetteer lacks; between a noun and its name; in parentheses between a name and
// the verb that defines it; between that verb and the noun.
const (
	maxUnknown     = 3
	maxNounJoiners = 2
	maxRemark      = 24
	maxDefinition  = 4
)

// Words that tell a place by language.
var (
	copulas      = hashesByLanguage("copula")
	betweenWords = hashesByLanguage("between")
	givenNames   = hashesByLanguage("given-name")
)

// addCued adds the names that the model did not find though the words beside them tell that they are those of places: the noun of a kind of
// place before them, "la commune de Goumoens", the definition of an article, "Horezu este un oraș", and the adjective of their country,
// "het Poolse Kwidzyn".
func (f *nameFixer) addCued() {
	tokens := f.d.Tokens
	k := 0 // of the first name that does not begin before token i
	for i := int32(0); int(i) < len(tokens); i++ {
		for k < len(f.d.Names) && f.d.Names[k].First < i {
			k++
		}
		if !tokens[i].Cased() || (f.isJoiner(i) || f.isNation(i)) && int(i)+1 < len(tokens) && tokens[i+1].Cased() {
			continue
		}
		n, known := f.nameAt(i, k)
		if n.Last < n.First {
			continue
		}
		if from, to := f.overlapping(f.spanOf(&n)); from < to || f.isPartOfLonger(&n) || f.isWord(&n, known) {
			i = n.Last
			continue
		}
		if known && f.followsNoun(&n) || (known || !f.hasEntity(&n)) && f.isBorn(&n, known) || f.isDefined(&n, known) || known && f.followsNation(&n) {
			s := f.spanOf(&n)
			at, _ := f.overlapping(s)
			f.insert(at, &n, s, probabilityCued)
		}
		i = n.Last
	}
}

// nameAt returns the name that begins with token i, and whether the gazetteer has it: name k, if that begins there, or else the run of
// capitalized words. Last is less than First if there is none.
func (f *nameFixer) nameAt(i int32, k int) (n multilingual.Name, known bool) {
	n = multilingual.Name{First: i, Last: f.runEnd(i)}
	if k < len(f.d.Names) && f.d.Names[k].First == i && f.d.Names[k].Last >= n.Last {
		return f.d.Names[k], f.d.Names[k].Types&tagger.TypeDemonym == 0
	}
	if n.Last-n.First >= maxUnknown && !strings.Contains(f.spanOf(&n).Text(f.d.Text), "-") {
		n.Last = n.First - 1
	}
	return n, false
}

// runEnd returns the last of the capitalized words from token i on, with those that hyphens join to them: "Marcel-Picot", "Bordes-de-Rivière".
func (f *nameFixer) runEnd(i int32) int32 {
	tokens := f.d.Tokens
	for {
		switch {
		case f.isInSentence(i+1, i) && tokens[i+1].Cased():
			i++
		case f.isInSentence(i+2, i) && tokens[i+1].Text(f.d.Text) == "-" && !tokens[i+1].Space && !tokens[i+2].Space && tokens[i+2].IsWord():
			i += 2
		default:
			return i
		}
	}
}

// isPartOfLonger reports whether a capitalized word other than an article precedes a name, or the model labeled a part of it together with other words as something
// other than a place.
func (f *nameFixer) isPartOfLonger(n *multilingual.Name) bool {
	if before := n.First - 1; before >= 0 && f.d.Tokens[before].Sentence == f.d.Tokens[n.First].Sentence && f.d.Tokens[before].Cased() && !f.isNation(before) && !f.isJoiner(before) {
		return true
	}
	for _, e := range f.d.EntitiesIn(n.First, n.Last) {
		if isOther(e) && (e.First < n.First && !f.isNation(e.First) || e.Last > n.Last) {
			return true
		}
	}
	return false
}

// isNation reports whether a token is the adjective of a nation before the name of a place.
func (f *nameFixer) isNation(i int32) bool {
	return cue.IsNation(f.language, f.d.Tokens[i].Text(f.d.Text))
}

// isJoiner reports whether a token is an article or a preposition between a noun and a name.
func (f *nameFixer) isJoiner(i int32) bool {
	t := &f.d.Tokens[i]
	return nounJoiners[f.language][t.Lower] || elisions[t.Lower]
}

// isWord reports whether the first word of a name is a frequent or common noun, and no name.
func (f *nameFixer) isWord(n *multilingual.Name, known bool) bool {
	first := &f.d.Tokens[n.First]
	if n.First < n.Last && known {
		return false
	}
	return isFrequent(f.d, first) || f.isGeneric(n) || cue.KindsBefore(f.language, first.Text(f.d.Text)) != 0 || !known && f.isCommonName(n)
}

// isCommonName reports whether the first word of a name is a common word. In Vietnamese, which writes a space after each syllable, that of
// several is no word.
func (f *nameFixer) isCommonName(n *multilingual.Name) bool {
	return f.d.IsCommon(n.First) && (!hasSyllables(f.language) || n.First == n.Last)
}

// followsNoun reports whether the common noun of a kind of place that agrees with a name of the gazetteer precedes it.
func (f *nameFixer) followsNoun(n *multilingual.Name) bool {
	tokens := f.d.Tokens
	for i := n.First - 1; i >= 0 && i >= n.First-2-maxNounJoiners && tokens[i].Sentence == tokens[n.First].Sentence; i-- {
		t := &tokens[i]
		if f.isJoiner(i) || cue.IsNationAfter(f.language, t.Text(f.d.Text)) {
			continue
		}
		if t.Class != tagger.ClassLower && f.language != "de" {
			return false
		}
		kinds := cue.KindsBefore(f.language, t.Text(f.d.Text))
		return kinds != 0 && f.agrees(n, kinds)
	}
	return false
}

// agrees reports whether a place of a name is of one of the kinds. Areas, settlements and islands often have the same names.
func (f *nameFixer) agrees(n *multilingual.Name, kinds cue.Kinds) bool {
	if n.Types&areaOrTown != 0 && kinds&(cue.AreaKinds|cue.SettlementKinds|1<<geo.KindIsland) != 0 {
		return true
	}
	found, _ := f.matcher.finder.Base(f.language, f.spanOf(n).Text(f.d.Text))
	for _, r := range found.Names {
		if r.Kind != gazetteer.NameDemonym && kinds.Has(f.matcher.gaz.Record(r.Ref).Kind) {
			return true
		}
	}
	return false
}

// isDefined reports whether a name begins a paragraph, and the text goes on with what kind of place it is: "Zoutleeuw (Frans: Léau) is een stad".
func (f *nameFixer) isDefined(n *multilingual.Name, known bool) bool {
	tokens := f.d.Tokens
	first := n.First
	for first > 0 && tokens[first].Breaks == 0 && (f.isJoiner(first-1) || cue.KindsBefore(f.language, tokens[first-1].Text(f.d.Text)) != 0) {
		first--
	}
	if first > 0 && tokens[first].Breaks == 0 {
		return false
	}
	i := int(n.Last) + 1
	if i < len(tokens) && tokens[i].Text(f.d.Text) == "(" {
		end := min(i+maxRemark, len(tokens))
		for i < end && tokens[i].Text(f.d.Text) != ")" {
			i++
		}
		i++
	}
	if i >= len(tokens) || !copulas[f.language][tokens[i].Lower] {
		return false
	}
	for end := min(i+1+maxDefinition, len(tokens)); i+1 < end; {
		i++
		t := &tokens[i]
		if t.Class == tagger.ClassPunctuation {
			return false
		}
		kinds := cue.KindsBefore(f.language, t.Text(f.d.Text))
		if kinds == 0 {
			continue
		}
		return !known || f.agrees(n, kinds) || !f.d.IsPerson(n.First)
	}
	return false
}

// followsNation reports whether the adjective of a country with a place of this name precedes it.
func (f *nameFixer) followsNation(n *multilingual.Name) bool {
	if n.Types&areaOrTown == 0 {
		return false
	}
	country := cue.NationBefore(f.language, f.d.Text[:f.d.Tokens[n.First].Start])
	return country != "" && f.isIn(f.spanOf(n).Text(f.d.Text), []string{"", country})
}

// isBorn reports whether a name is one of those of the places of birth and death in parentheses after a person, before the dates:
// "(Middelburg, 14 februari 1641 – Colombo, 2 juni 1699)".
func (f *nameFixer) isBorn(n *multilingual.Name, known bool) bool {
	tokens := f.d.Tokens
	i := int(n.Last) + 1
	if n.First == 0 || i+1 >= len(tokens) || tokens[i].Text(f.d.Text) != "," {
		return false
	}
	switch before := tokens[n.First-1].Text(f.d.Text); {
	case before == "(":
	case isDash(before) && known:
	default:
		return false
	}
	for i++; i < len(tokens) && tokens[i].Breaks == 0 && i < int(n.Last)+maxBornDate; i++ {
		t := &tokens[i]
		switch {
		case t.Class == tagger.ClassNumber && t.End-t.Start == 4:
			return true
		case t.Class == tagger.ClassPunctuation && t.Text(f.d.Text) != ".":
			return false
		}
	}
	return false
}

// maxBornDate is the number of tokens from a name of such a place within which the year is.
const maxBornDate = 8

// addDatelines adds the names at the beginning of paragraphs that a news agency or a date and a dash follow, as datelines:
// "SANTA CRUZ DE TENERIFE (AP) -".
func (f *nameFixer) addDatelines() {
	for k := range f.d.Names {
		n := &f.d.Names[k]
		first := &f.d.Tokens[n.First]
		if first.Breaks == 0 || n.Types&areaOrTown == 0 || utf8.RuneCountInString(f.spanOf(n).Text(f.d.Text)) < 3 || !f.beginsDateline(n.Last+1) && !f.isDated(n.Last+1) {
			continue
		}
		s := f.spanOf(n)
		if at, to := f.overlapping(s); at == to {
			f.insert(at, n, s, probabilityCertain)
			f.mentions[at].Role = geo.RoleDateline
		}
	}
}

// dropAgencies drops the mentions that are the news agency in the parentheses of a dateline: "DÜSSELDORF (DPA) -". Areas and towns are kept:
// "MILANO (Italia) -".
func (f *nameFixer) dropAgencies() {
	tokens := f.d.Tokens
	f.mentions = slices.DeleteFunc(f.mentions, func(m geo.Mention) bool {
		first, last := f.tokensOf(m.Span)
		if first == 0 || int(last)+2 >= len(tokens) || tokens[first-1].Text(f.d.Text) != "(" || tokens[last+1].Text(f.d.Text) != ")" || !isDash(tokens[last+2].Text(f.d.Text)) {
			return false
		}
		begin, _ := lineOf(tokens, first, maxDateline)
		if tokens[begin].Breaks == 0 || !f.isMentioned(begin) && !f.beginsDateline(first-1) {
			return false
		}
		types, size := f.matcher.typesOfPhrase(m.Phrase, f.language)
		return types&(tagger.TypeCountry|tagger.TypeState) == 0 && size < minPart
	})
}

// maxDatelineRest is the number of tokens of the longest rest of a dateline after its place: ", 21 octombrie (Rompres)".
const maxDatelineRest = 9

// beginsDateline reports whether token i and those after it are the rest of a dateline: a date in numbers and small letters, an agency in
// parentheses, one of them at least, and a dash after a space or a period.
func (f *nameFixer) beginsDateline(i int32) bool {
	inside, remark, date, afterPeriod := false, false, false, false
	for end := min(int(i)+maxDatelineRest, len(f.d.Tokens)); int(i) < end; i++ {
		t := &f.d.Tokens[i]
		if t.Breaks > 0 {
			return false
		}
		mark := t.Text(f.d.Text)
		switch {
		case mark == "(":
			inside, remark = true, true
		case mark == ")":
			inside = false
		case inside, mark == ",", mark == ".", strings.HasPrefix(mark, ")"):
		case isDash(mark):
			return (t.Space || afterPeriod) && (remark || date)
		case t.Class == tagger.ClassNumber:
			date = true
		case t.Class == tagger.ClassLower && date:
		default:
			return false
		}
		afterPeriod = mark == "."
	}
	return false
}

// addUnknownListed adds the words that the gazetteer lacks in a list of which other members are mentions, where the model found nothing:
// "Ploërdut, Locmalo et Lignol". They are between two of them, or at the end of a list of two or more. It reports whether there are any.
func (f *nameFixer) addUnknownListed() (added bool) {
	if f.language == "de" {
		return false // other nouns have capitals too
	}
	tokens := f.d.Tokens
	for i := int32(1); int(i) < len(tokens); i++ {
		t := &tokens[i]
		if t.Class != tagger.ClassCapital || t.End-t.Start < minUnknown && f.language != "vi" || tokens[i-1].Sentence != t.Sentence || tokens[i-1].Cased() {
			continue
		}
		n := multilingual.Name{First: i, Last: i}
		for int(n.Last)+1 < len(tokens) && tokens[n.Last+1].Cased() && tokens[n.Last+1].Sentence == t.Sentence {
			n.Last++
		}
		if n.Last-n.First >= maxListed(f.language) || f.isCommonName(&n) || f.d.IsPerson(i) || f.isWord(&n, false) || f.isLabeled(&n) {
			continue
		}
		s := f.spanOf(&n)
		at, to := f.overlapping(s)
		if at < to {
			continue
		}
		before, after := f.isJoined(at-1, at, &n), f.isJoinedTo(&n, at)
		if before && (after || at > 1 && f.areJoined(at-2) || f.isBetween(at-1)) || after && (at+1 < len(f.mentions) && f.areJoined(at) || f.followsTown(i)) {
			f.insert(at, &n, s, probabilityListed)
			added = true
		}
	}
	return added
}

// maxListed returns the number of words of the longest name that the gazetteer lacks in a list: Vietnamese ones are of several.
func maxListed(language string) int32 {
	if language == "vi" || language == "id" || language == "ms" {
		return maxUnknown
	}
	return 1
}

// followsTown reports whether the name of a town and a comma precede token i.
func (f *nameFixer) followsTown(i int32) bool {
	if i < 2 || f.d.Tokens[i-1].Text(f.d.Text) != "," || f.d.IsPerson(i-2) || f.d.IsCommon(i-2) {
		return false
	}
	return f.typesOf(i-2)&tagger.TypeTown != 0
}

// isLabeled reports whether the model labeled a word as something other than a place, or probably as that.
func (f *nameFixer) isLabeled(n *multilingual.Name) bool {
	return slices.ContainsFunc(f.d.EntitiesIn(n.First, n.Last), func(e multilingual.Entity) bool {
		return isOther(e) && (e.First < n.First || e.Last > n.Last || e.P == 0 || e.P >= maxDoubtful)
	})
}

// isBetween reports whether a word for "between" precedes mention i.
func (f *nameFixer) isBetween(i int) bool {
	first, _ := f.tokensOf(f.mentions[i].Span)
	return first > 0 && betweenWords[f.language][f.d.Tokens[first-1].Lower]
}

// minUnknown is the number of bytes of the shortest name that the gazetteer lacks in a list.
const minUnknown = 4

// isJoined reports whether a list joins the mention i to a name after it, before mention next.
func (f *nameFixer) isJoined(i, next int, n *multilingual.Name) bool {
	if i < 0 || f.mentions[i].Role != geo.RoleLiteral || next < i {
		return false
	}
	_, last := f.tokensOf(f.mentions[i].Span)
	return f.d.Tokens[last].Sentence == f.d.Tokens[n.First].Sentence && last+1 < n.First && f.isList(last+1, n.First, false)
}

// isJoinedTo reports whether a list joins a name to mention i after it.
func (f *nameFixer) isJoinedTo(n *multilingual.Name, i int) bool {
	if i >= len(f.mentions) || f.mentions[i].Role != geo.RoleLiteral {
		return false
	}
	first, _ := f.tokensOf(f.mentions[i].Span)
	return f.d.Tokens[first].Sentence == f.d.Tokens[n.Last].Sentence && n.Last+1 < first && f.isList(n.Last+1, first, false)
}

// areJoined reports whether a list joins the mentions i and i+1.
func (f *nameFixer) areJoined(i int) bool {
	_, last := f.tokensOf(f.mentions[i].Span)
	return f.isJoinedTo(&multilingual.Name{First: last, Last: last}, i+1)
}

// addLocal adds the names of small towns after a preposition of place, in a country that the text names otherwise, in a language without a model.
func (f *nameFixer) addLocal() {
	var countries []string
	for k := range f.d.Names {
		n := &f.d.Names[k]
		i := n.First - 1
		if n.Types&areaOrTown == 0 || !f.d.Tokens[n.First].Cased() || i < 0 || f.d.Tokens[i].Sentence != f.d.Tokens[n.First].Sentence || f.isWord(n, true) ||
			f.isPartOfLonger(n) || int(n.Last)+1 < len(f.d.Tokens) && f.d.Tokens[n.Last+1].Cased() && f.d.Tokens[n.Last+1].Sentence == f.d.Tokens[n.Last].Sentence {
			continue
		}
		for i > 0 && f.isJoiner(i) && !placePrepositions[f.language][f.d.Tokens[i].Lower] {
			i--
		}
		if !placePrepositions[f.language][f.d.Tokens[i].Lower] {
			continue
		}
		s := f.spanOf(n)
		at, to := f.overlapping(s)
		if at != to {
			continue
		}
		if countries == nil {
			countries = f.countries()
		}
		if f.isIn(s.Text(f.d.Text), countries) {
			f.insert(at, n, s, probabilitySupported)
		}
	}
}

// dropPersons drops the mentions of towns that are surnames: right after a given name, the abbreviation of a title or the particle of Dutch surnames,
// "Marieke Tilburg", "Mme Payerne", "Van Lynden", and those after a given name and a preposition, "Lodewijk van Nassau".
func (f *nameFixer) dropPersons() {
	f.mentions = slices.DeleteFunc(f.mentions, func(m geo.Mention) bool {
		first, last := f.tokensOf(m.Span)
		caseless := first > 0 && attachedConjunctions[f.language] != "" && f.d.Tokens[first].Class == tagger.ClassCaseless
		if m.Role != geo.RoleLiteral || first != last || first == 0 || f.d.Tokens[first].Class != tagger.ClassCapital && !caseless || f.d.Tokens[first-1].Sentence != f.d.Tokens[first].Sentence {
			return false
		}
		if caseless {
			return m.Start == int(f.d.Tokens[first].Start) && f.isCaselessGiven(first-1) && f.isTown(m.Phrase)
		}
		return (f.isGivenBefore(first-1) || titleAbbreviations[f.language][f.d.Tokens[first-1].Text(f.d.Text)]) && f.isTown(m.Phrase)
	})
}

// isGivenBefore reports whether token i makes the word after it a surname: a given name, one and a preposition, or the particle of a surname.
func (f *nameFixer) isGivenBefore(i int32) bool {
	t := &f.d.Tokens[i]
	initial := i == 0 || !f.d.Tokens[i-1].IsWord() || f.d.Tokens[i-1].Sentence != t.Sentence
	if t.Class != tagger.ClassCapital {
		return !initial && surnameJoiners[f.language][t.Text(f.d.Text)] && f.d.Tokens[i-1].Class == tagger.ClassCapital && givenNames[f.language][f.d.Tokens[i-1].Lower]
	}
	if surnameParticles[f.language][t.Text(f.d.Text)] {
		return !initial
	}
	if given := givenNames[f.language][t.Lower]; !given && (!f.d.IsGiven(i) || initial && f.d.IsCommon(i)) || isFrequent(f.d, t) || placePrepositions[f.language][t.Lower] {
		return false
	}
	return !slices.ContainsFunc(f.d.EntitiesIn(i, i), func(e multilingual.Entity) bool { return e.Label == tagger.BeginPlace && e.Last == i })
}

// titleAbbreviations are the abbreviations of titles by language.
var titleAbbreviations = map[string]map[string]bool{
	"fr": {"M.": true, "MM.": true, "Me": true, "Mgr": true, "Mlle": true, "Mme": true},
}

// surnameJoiners are the prepositions between a given name and a town that is part of the name of a person by language.
var surnameJoiners = map[string]map[string]bool{"fr": {"d'": true, "d’": true, "de": true}, "nl": {"van": true}}

// surnameParticles are the capitalized particles of surnames of the Low Countries by language.
var surnameParticles = map[string]map[string]bool{"fr": {"Van": true}, "nl": {"Van": true}}
