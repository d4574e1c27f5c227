package recognize

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// areaOrTown are the types of places whose names the functions of this file add, extend or separate.
const areaOrTown = tagger.TypeCountry | tagger.TypeState | tagger.TypeDistrict | tagger.TypeTown

// tokensOf returns the first and the last token of a span.
func (f *nameFixer) tokensOf(s geo.Span) (first, last int32) {
	i, _ := slices.BinarySearchFunc(f.d.Tokens, s.Start, func(t tagger.Token, start int) int { return cmp.Compare(int(t.End), start+1) })
	j := i
	for j+1 < len(f.d.Tokens) && int(f.d.Tokens[j+1].Start) < s.End {
		j++
	}
	return int32(i), int32(j)
}

// spanOf returns the span of a name.
func (f *nameFixer) spanOf(n *multilingual.Name) geo.Span {
	return geo.Span{Start: int(f.d.Tokens[n.First].Start) + int(n.Skip), End: int(f.d.Tokens[n.Last].End) - int(n.Trim)}
}

// overlapping returns the range of the mentions that overlap a span.
func (f *nameFixer) overlapping(s geo.Span) (from, to int) {
	from, _ = slices.BinarySearchFunc(f.mentions, s.Start, func(m geo.Mention, start int) int { return cmp.Compare(m.End, start+1) })
	for to = from; to < len(f.mentions) && f.mentions[to].Start < s.End; to++ {
	}
	return from, to
}

// hasEntity reports whether the model labeled a part of a name as a part of a name of a person, an organization or
// something other than a place.
func (f *nameFixer) hasEntity(n *multilingual.Name) bool {
	return slices.ContainsFunc(f.d.EntitiesIn(n.First, n.Last), isOther)
}

// isOther reports whether an entity is something other than a place.
func isOther(e multilingual.Entity) bool {
	return e.Label != tagger.BeginPlace && e.Label != tagger.BeginAdjective
}

// insert inserts the mention of a name with a span before mention at.
func (f *nameFixer) insert(at int, n *multilingual.Name, s geo.Span, probability float64) {
	f.mentions = slices.Insert(f.mentions, at, geo.Mention{
		Span: s, Phrase: s.Text(f.d.Text), Role: geo.RoleLiteral, Recognized: probability,
		Passage: passage(f.d.Sentences, f.d.Tokens[n.First].Sentence),
	})
}

// extend extends mentions that are a part of a longer name of the gazetteer to that name, and joins those that are parts
// of the same name: "Calais" in "Pas-de-Calais", "Negro" in "mar Negro".
func (f *nameFixer) extend() {
	for i := range f.d.Names {
		n := &f.d.Names[i]
		if n.First == n.Last || n.Types&(areaOrTown|tagger.TypeNature) == 0 || n.Types&tagger.TypeDemonym != 0 {
			continue
		}
		s := f.spanOf(n)
		from, to := f.overlapping(s)
		if from == to || f.mentions[from].Start < s.Start && !f.isAfterArticle(n.First, f.mentions[from].Start) || f.mentions[to-1].End > s.End ||
			f.mentions[from].Span == s || f.mentions[from].Role != geo.RoleLiteral || f.isInEntity(n) {
			continue
		}
		m := &f.mentions[from]
		m.Span, m.Phrase = s, s.Text(f.d.Text)
		f.mentions = slices.Delete(f.mentions, from+1, to)
	}
}

// isAfterArticle reports whether a token follows one short word that begins at the given byte: "Le" of "Le Val-de-Marne".
func (f *nameFixer) isAfterArticle(i int32, start int) bool {
	return i > 0 && int(f.d.Tokens[i-1].Start) == start && utf8.RuneCountInString(f.d.Tokens[i-1].Text(f.d.Text)) <= maxJoint
}

// isInEntity reports whether the model labeled a part of a name together with words outside it, or the whole name, as something
// other than a place.
func (f *nameFixer) isInEntity(n *multilingual.Name) bool {
	return slices.ContainsFunc(f.d.EntitiesIn(n.First, n.Last), func(e multilingual.Entity) bool {
		return isOther(e) && (e.First < n.First || e.Last > n.Last || e.First == n.First && e.Last == n.Last)
	})
}

// setParts sets the base forms of mentions that consist of several names of the gazetteer and are not one themselves to the
// name of the smallest place: "乌克兰哈尔科夫" is Kharkiv, "درنة شرقي ليبيا" is Derna.
func (f *nameFixer) setParts() {
	for i := range f.mentions {
		m := &f.mentions[i]
		parts := f.partsOf(m.Span)
		if gap := slices.IndexFunc(parts, func(p namePart) bool { return p.gap }); gap > 0 {
			parts = parts[:gap] // "义乌国际商贸城"
		}
		if len(parts) < 2 || m.Role != geo.RoleLiteral || f.matcher.isName(m.Phrase, f.language) {
			continue
		}
		first, _ := f.tokensOf(m.Span)
		unspaced := isUnspaced(&f.d.Tokens[first], f.d.Text)
		smallest, single := parts[0], true
		for _, p := range parts[1:] {
			switch {
			case p.rank < smallest.rank, p.rank == smallest.rank && unspaced:
				smallest, single = p, true
			case p.rank == smallest.rank:
				single = false
			}
		}
		if name, ok := f.matcher.finder.Base(f.language, smallest.Text(f.d.Text)); ok && single {
			m.Base = name.Base
		}
	}
}

// namePart is a name within a mention.
type namePart struct {
	geo.Span
	rank uint8 // 3 for a country, 2 for a state, 1 for smaller places, 0 for those that the gazetteer lacks
	// gap reports whether, in a script without spaces, something that is no name is between it and the part before it.
	gap bool
}

// rankOf returns the rank of places of the given types.
func rankOf(types tagger.PlaceTypes) uint8 {
	switch {
	case types&tagger.TypeCountry != 0:
		return 3
	case types&tagger.TypeState != 0 && types&tagger.TypeTown == 0:
		return 2
	}
	return 1
}

// isName reports whether a phrase is a name of the gazetteer, as it is or inflected.
func (m *gazetteerMatcher) isName(phrase, language string) bool {
	_, ok := m.finder.Base(language, phrase)
	return ok
}

// typesOfPhrase returns the types of the places that a phrase means, as it is or inflected, and the size class of the largest one, or
// zeros if it is no name of the gazetteer.
func (m *gazetteerMatcher) typesOfPhrase(phrase, language string) (types tagger.PlaceTypes, size uint8) {
	found, _ := m.finder.Base(language, phrase)
	return tagger.TypesOf(m.gaz, found.Names)
}

// minPart is the size class of the smallest town that is separated: 10,000 people.
const minPart = 3

// partsOf returns the names of which a span consists, nil if it has others.
func (f *nameFixer) partsOf(s geo.Span) (parts []namePart) {
	first, last := f.tokensOf(s)
	if first == last {
		return nil
	}
	unspaced := isUnspaced(&f.d.Tokens[first], f.d.Text)
	k, _ := slices.BinarySearchFunc(f.d.Names, first, func(n multilingual.Name, first int32) int { return cmp.Compare(n.First, first) })
	extendable := false // whether the last name is that of a town without a common noun
	joined := true      // whether something is between the last name and token i
	gap := false
	for i := first; i <= last; i++ {
		for k < len(f.d.Names) && f.d.Names[k].First < i {
			k++
		}
		switch {
		case k < len(f.d.Names) && f.d.Names[k].First == i && !f.isGeneric(&f.d.Names[k]):
			n := &f.d.Names[k]
			area := n.Types&(tagger.TypeCountry|tagger.TypeState) != 0
			if n.Types&tagger.TypeDemonym != 0 || !area && (n.Types&areaOrTown == 0 || n.Size < minPart && !unspaced || !joined && !unspaced) {
				return nil
			}
			p := namePart{f.spanOf(n), rankOf(n.Types), gap && len(parts) > 0}
			gap = false
			i, joined = n.Last, false
			if end, ok := f.designator(i+1, last); ok && unspaced {
				p.End, i = int(f.d.Tokens[end].End), end
			}
			parts = append(parts, p)
			extendable = !area && i == n.Last
		case unspaced:
			p, end := f.unknownPart(i, last, k)
			switch {
			case p.End == 0:
				gap = !f.isGenericWord(f.d.Text[f.d.Tokens[i].Start:f.d.Tokens[end].End])
			case extendable && utf8.RuneCountInString(p.Text(f.d.Text)) == 2: // "积石山县" with the name "积石"
				parts[len(parts)-1].End = p.End
			default:
				parts = append(parts, namePart{Span: p})
			}
			i, extendable = end, false
		case !f.isJoint(i):
			return nil
		default:
			joined = true
		}
	}
	return parts
}

// isGeneric reports whether a name is a common noun or a direction: "首都" is a capital, not Santiago.
func (f *nameFixer) isGeneric(n *multilingual.Name) bool {
	return f.isGenericWord(f.spanOf(n).Text(f.d.Text))
}

// designators are the common nouns that end names of areas and towns in Chinese and Japanese.
var designators = map[string]bool{
	"省": true, "市": true, "县": true, "縣": true, "県": true, "区": true, "區": true, "州": true, "邦": true, "郡": true, "町": true, "村": true,
	"镇": true, "鎮": true, "乡": true, "鄉": true, "府": true, "半岛": true, "半島": true, "自治区": true, "自治區": true,
}

// designator returns the last token of the common noun that begins with token i, in a script without spaces.
func (f *nameFixer) designator(i, last int32) (end int32, ok bool) {
	for end = min(i+2, last); end >= i; end-- {
		if designators[f.d.Text[f.d.Tokens[i].Start:f.d.Tokens[end].End]] {
			return end, true
		}
	}
	return 0, false
}

// unknownPart returns the part of a mention in a script without spaces that begins with token i, where the gazetteer has no
// name, and its last token. The part is empty if no common noun of places ends it: "积石山县".
func (f *nameFixer) unknownPart(i, last int32, k int) (p geo.Span, end int32) {
	end = last
	for ; k < len(f.d.Names) && f.d.Names[k].First <= last; k++ {
		if f.d.Names[k].First > i {
			end = f.d.Names[k].First - 1
			break
		}
	}
	for j := i + 1; j <= end; j++ {
		if last, ok := f.designator(j, end); ok {
			return geo.Span{Start: int(f.d.Tokens[i].Start), End: int(f.d.Tokens[last].End)}, last
		}
	}
	return p, end
}

// maxJoint is the number of letters of the longest word in small letters between two names of one mention.
const maxJoint = 3

// isJoint reports whether a token may be between two names: a mark, a direction, a short word or an ending after an
// apostrophe.
func (f *nameFixer) isJoint(i int32) bool {
	t := &f.d.Tokens[i]
	text := t.Text(f.d.Text)
	switch {
	case text == ",", text == "،", text == "(", text == ")", text[0] == '\'', len(text) > 3 && text[:3] == "’":
		return true
	case t.Class == tagger.ClassLower:
		return utf8.RuneCountInString(text) <= maxJoint
	}
	return directions[f.language][t.Lower]
}

// directions has the hashes of directions by language.
var directions = hashesByLanguage("direction")

// conjunctions has the hashes of the words between the last two names of a list by language.
var conjunctions = hashesByLanguage("conjunction")

// maxRounds is the number of times that addListed goes through the names.
const maxRounds = 3

// addListed adds the names of the gazetteer that are in a list with a mention, where the model found nothing:
// "Saída, Tyr et Nabatieh".
func (f *nameFixer) addListed() {
	for range maxRounds {
		added := false
		for i := range f.d.Names {
			n := &f.d.Names[i]
			s := f.spanOf(n)
			at, to := f.overlapping(s)
			if at != to || (!f.isListed(n, at) || !f.isListable(n, at)) && !f.isListedCommon(n, at) {
				continue
			}
			f.insert(at, n, s, probabilityListed)
			added = true
		}
		if !added {
			return
		}
	}
}

// probabilityListed is the probability of names in a list with a mention.
const probabilityListed = 0.8

// isListable reports whether a name may be added because of its place before mention next or in a list: that of a state, province
// or town that is no frequent word, of which the model labeled nothing, or that is near the mention and not the name of a person.
func (f *nameFixer) isListable(n *multilingual.Name, next int) bool {
	first := &f.d.Tokens[n.First]
	if n.Types&areaOrTown == 0 || n.Types&tagger.TypeDemonym != 0 || first.Class == tagger.ClassUpper {
		return false
	}
	letters := utf8.RuneCountInString(f.d.Text[first.Start:f.d.Tokens[n.Last].End]) - int(n.Trim)
	switch {
	case letters < min(longEnough(f.d.Text[first.Start:]), 3), isFrequent(f.d, first), f.isGeneric(n), n.First == n.Last && f.d.IsPerson(n.First) && n.Size < sizeLarge:
		return false
	case !first.Cased():
		if first.Class != tagger.ClassCaseless || n.Types&(tagger.TypeCountry|tagger.TypeState) == 0 && n.Size < minPart || n.First == n.Last && f.d.IsCommon(n.First) {
			return false
		}
	case n.First == n.Last && f.d.IsCommon(n.First) && n.Size < sizeLarge && (beginsSentence(f.d, n) || !afterPreposition(f.d, n, f.language)):
		return false
	}
	return !f.hasEntity(n) || n.Size >= minPart && (!f.d.IsPerson(n.First) && next < len(f.mentions) && f.isNearMention(n, next) || f.isDoubtful(n) || f.isLikeOrganization(n)) || f.isRareInCountry(n)
}

// isLikeOrganization reports whether the model labeled exactly the name of a town, and not one of a person, as an organization.
func (f *nameFixer) isLikeOrganization(n *multilingual.Name) bool {
	found := f.d.EntitiesIn(n.First, n.Last)
	return len(found) == 1 && found[0].Label == tagger.BeginOrganization && found[0].First == n.First && found[0].Last == n.Last &&
		!f.d.IsPerson(n.First) && !beginsSentence(f.d, n) && f.endsPhrase(n.Last)
}

// endsPhrase reports whether a mark or the end of the sentence follows token i.
func (f *nameFixer) endsPhrase(i int32) bool {
	next := int(i) + 1
	return next >= len(f.d.Tokens) || f.d.Tokens[next].Sentence != f.d.Tokens[i].Sentence || !f.d.Tokens[next].IsWord()
}

// isRareInCountry reports whether the model labeled exactly a name as something other than a place that is neither a frequent word nor the
// name of a person, and whose country has other mentions: "Veganzones" in a list with other villages.
func (f *nameFixer) isRareInCountry(n *multilingual.Name) bool {
	first := &f.d.Tokens[n.First]
	if !first.Cased() || f.d.IsCommon(n.First) || f.d.IsPerson(n.First) || f.isSport(n.First) {
		return false
	}
	found := f.d.EntitiesIn(n.First, n.Last)
	return len(found) == 1 && found[0].First == n.First && found[0].Last == n.Last && f.isIn(f.spanOf(n).Text(f.d.Text), f.countries())
}

// isListedCommon reports whether a conjunction joins the name of a town or state in a script without capitals that is also one of the frequent
// words, but none of the most frequent ones, to mention next or the one before it, and its country has other mentions: "موصل اور تل عفر".
func (f *nameFixer) isListedCommon(n *multilingual.Name, next int) bool {
	t := &f.d.Tokens[n.First]
	if n.First != n.Last || t.Class != tagger.ClassCaseless || isUnspaced(t, f.d.Text) || n.Types&areaOrTown == 0 || n.Types&tagger.TypeDemonym != 0 || n.Size < minPart+1 {
		return false
	}
	if f.d.IsFrequent(n.First) || f.hasEntity(n) || f.isGeneric(n) || !f.isConjoined(n, next) {
		return false
	}
	return f.isIn(f.spanOf(n).Text(f.d.Text), f.countries())
}

// isConjoined reports whether a conjunction is all between a name and mention next or the mention before that.
func (f *nameFixer) isConjoined(n *multilingual.Name, next int) bool {
	if i := n.Last + 1; next < len(f.mentions) && int(i)+1 < len(f.d.Tokens) && conjunctions[f.language][f.d.Tokens[i].Lower] {
		if first, _ := f.tokensOf(f.mentions[next].Span); first == i+1 && f.mentions[next].Role == geo.RoleLiteral {
			return true
		}
	}
	if i := n.First - 1; next > 0 && i > 0 && conjunctions[f.language][f.d.Tokens[i].Lower] {
		_, last := f.tokensOf(f.mentions[next-1].Span)
		return last == i-1 && f.mentions[next-1].Role == geo.RoleLiteral
	}
	return false
}

// maxDoubtful is the largest probability of an entity that may be a place instead.
const maxDoubtful = .5

// isDoubtful reports whether the model labeled exactly a name as something other than a place, with little probability, and its country has
// other mentions. At the beginning of a sentence it may be a club that acts.
func (f *nameFixer) isDoubtful(n *multilingual.Name) bool {
	found := f.d.EntitiesIn(n.First, n.Last)
	if len(found) != 1 || found[0].First != n.First || found[0].Last != n.Last || found[0].P == 0 || found[0].P >= maxDoubtful {
		return false
	}
	return !f.d.IsPerson(n.First) && !beginsSentence(f.d, n) && f.isIn(f.spanOf(n).Text(f.d.Text), f.countries())
}

// isNearMention reports whether the text places a name near the mention after it.
func (f *nameFixer) isNearMention(n *multilingual.Name, next int) bool {
	first, _ := f.tokensOf(f.mentions[next].Span)
	return f.d.Tokens[first].Sentence == f.d.Tokens[n.First].Sentence && f.isNear(n.Last+1, first)
}

// isListed reports whether a list joins a name to the mention before it or the one after it, which is mention next.
func (f *nameFixer) isListed(n *multilingual.Name, next int) bool {
	tokens := f.d.Tokens
	sentence := tokens[n.First].Sentence
	if before := n.First - 1; n.Skip == 0 && before >= 0 && tokens[before].Sentence == sentence && isNamePart(&tokens[before]) && !f.isMentioned(before) {
		return false
	}
	if after := n.Last + 1; int(after) < len(tokens) && tokens[after].Sentence == sentence && tokens[after].Cased() {
		return false
	}
	if next > 0 && f.mentions[next-1].Role == geo.RoleLiteral {
		_, last := f.tokensOf(f.mentions[next-1].Span)
		if tokens[last].Sentence == sentence && f.isList(last+1, n.First, n.Skip > 0) {
			return true
		}
	}
	if next < len(f.mentions) && f.mentions[next].Role == geo.RoleLiteral {
		first, _ := f.tokensOf(f.mentions[next].Span)
		attached := f.mentions[next].Start > int(tokens[first].Start)
		return tokens[first].Sentence == sentence && (f.isList(n.Last+1, first, attached) || f.isNear(n.Last+1, first))
	}
	return false
}

// isMentioned reports whether a token is part of a mention.
func (f *nameFixer) isMentioned(i int32) bool {
	t := &f.d.Tokens[i]
	from, to := f.overlapping(geo.Span{Start: int(t.Start), End: int(t.End)})
	return from < to
}

// nearWords has the hashes of the words for an unspecified short distance by language.
var nearWords = hashesByLanguage("near")

// isNear reports whether the tokens [from, to) between a name and a mention after it place the name near it: "Вишневе біля Києва",
// "Sake près de Goma".
func (f *nameFixer) isNear(from, to int32) bool {
	if to-from != 1 && (to-from != 2 || !f.isJoint(from+1)) {
		return false
	}
	t := &f.d.Tokens[from]
	return t.Class != tagger.ClassCapital && nearWords[f.language][t.Lower]
}

// isList reports whether the tokens [from, to) between two names join them in a list: a comma, a conjunction, or both, and the
// preposition and the article of the second name. A remark in parentheses may follow the first one.
// attached reports whether the second name has a particle written on, such as the Arabic conjunction.
func (f *nameFixer) isList(from, to int32, attached bool) bool {
	if from == to {
		return attached
	}
	i := f.afterRemark(from, to)
	figure := f.skipFigure(i, to)
	counted := figure > i
	i = figure
	from = i
	if i == to {
		return false
	}
	if to-from == 1 && f.isRoute(i) {
		return true
	}
	if text := f.d.Tokens[i].Text(f.d.Text); text == "," || text == "،" || text == "、" || text == "，" || counted && text == ";" {
		i++
	}
	if i < to && conjunctions[f.language][f.d.Tokens[i].Lower] {
		i++
	}
	if i == from || to-i > maxListJoiners || to < i {
		return false
	}
	for ; i < to; i++ {
		if t := &f.d.Tokens[i]; !placePrepositions[f.language][t.Lower] && !nounJoiners[f.language][t.Lower] && !elisions[t.Lower] {
			return false
		}
	}
	return true
}

// afterRemark returns the token after a remark in parentheses that begins with token i, at most to, or i if there is none.
func (f *nameFixer) afterRemark(i, to int32) int32 {
	if f.d.Tokens[i].Text(f.d.Text) != "(" {
		return i
	}
	for k := i + 1; k < to; k++ {
		if f.d.Tokens[k].Text(f.d.Text) == ")" {
			return k + 1
		}
	}
	return i
}

// maxFigure is the number of tokens of the longest figure after a name in a list: "(1.250)", "-3 / 12".
const maxFigure = 4

// minCounted is the number of names of the shortest list with figures by which they are known to be places.
const minCounted = 3

// addCounted adds the names of the gazetteer in a list with a figure after each, whose countries have other mentions in the text: "Fallecidos
// por municipio: Tocoa 3, Sonaguera 2, Omoa 1". Tables of sports are left out.
func (f *nameFixer) addCounted() {
	if sportWords[f.language] == nil {
		return
	}
	names := f.d.Names
	for i := 0; i < len(names); {
		j := i
		for j+1 < len(names) && f.isCounted(&names[j]) && f.isList(names[j].Last+1, names[j+1].First, false) {
			j++
		}
		if j-i+1 >= minCounted && f.isCounted(&names[j]) && !f.isSport(names[i].First) {
			f.addChain(names[i : j+1])
		}
		i = j + 1
	}
}

// isCounted reports whether a figure follows a name of a town or an area.
func (f *nameFixer) isCounted(n *multilingual.Name) bool {
	return n.Types&areaOrTown != 0 && n.Types&tagger.TypeDemonym == 0 && f.d.Tokens[n.First].Cased() && f.skipFigure(n.Last+1, n.Last+1+maxFigure+1) > n.Last+1
}

// addChain adds those of the names that have no mention and are in a country with other mentions.
func (f *nameFixer) addChain(names []multilingual.Name) {
	countries := f.countries()
	for i := range names {
		s := f.spanOf(&names[i])
		if at, to := f.overlapping(s); at == to && f.isIn(s.Text(f.d.Text), countries) {
			f.insert(at, &names[i], s, probabilityListed)
		}
	}
}

// isFigureMark reports whether a mark is part of a figure.
func isFigureMark(mark string) bool {
	switch mark {
	case "(", ")", "-", "–", "−", "/", "%", "+":
		return true
	}
	return false
}

// skipFigure returns the token after the figure that begins with token i and ends before token to, or i if there is none: "Tocoa 3, Omoa 1",
// "Dili (12), Baucau (7)", "Gresik 8 ribu, Tuban 11 ribu".
func (f *nameFixer) skipFigure(i, to int32) int32 {
	number, unit := false, false
	for k := i; k < to && k <= i+maxFigure && int(k) < len(f.d.Tokens) && f.isInSentence(k, i-1); k++ {
		switch t := &f.d.Tokens[k]; {
		case t.Class == tagger.ClassNumber:
			number = true
		case t.Class == tagger.ClassPunctuation && isFigureMark(t.Text(f.d.Text)):
		case number && !unit && t.Class == tagger.ClassLower && int(k)+1 < len(f.d.Tokens) && f.d.Tokens[k+1].Class == tagger.ClassPunctuation:
			unit = true
		case number:
			return k
		default:
			return i
		}
	}
	if number {
		return min(to, i+maxFigure+1)
	}
	return i
}

// maxListJoiners is the number of prepositions and articles that are repeated before a name of a list: "à Ans et à Seraing".
const maxListJoiners = 2

// isRoute reports whether token i is a dash between two places: "Merak–Bakauheni". In most languages a hyphen joins the parts of one name,
// and a dash with spaces those of a sentence.
func (f *nameFixer) isRoute(i int32) bool {
	mark := f.d.Tokens[i].Text(f.d.Text)
	return isDash(mark) && (hyphenRoutes[f.language] || mark != "-" && !f.isSpaced(i))
}

// isSpaced reports whether a token has spaces on both sides.
func (f *nameFixer) isSpaced(i int32) bool {
	return f.d.Tokens[i].Space && int(i)+1 < len(f.d.Tokens) && f.d.Tokens[i+1].Space
}

// hyphenRoutes are the languages whose names of places have no hyphens.
var hyphenRoutes = map[string]bool{"az": true, "id": true, "ms": true, "sw": true, "tr": true, "vi": true}

// treaties has the hashes of the words before a preposition and the town of a treaty by language.
var treaties = hashesByLanguage("before-treaty")

// maxTreatyJoint is the number of words in small letters between such a word and the town: "tratatul de la Lisabona".
const maxTreatyJoint = 2

// dropTreaties drops the mentions of towns that are part of the name of a treaty: "l'accord de Paris".
func (f *nameFixer) dropTreaties() {
	words := treaties[f.language]
	if words == nil {
		return
	}
	f.mentions = slices.DeleteFunc(f.mentions, func(m geo.Mention) bool {
		first, _ := f.tokensOf(m.Span)
		for n := int32(1); n <= maxTreatyJoint+1 && first-n >= 0; n++ {
			t := &f.d.Tokens[first-n]
			if t.Sentence != f.d.Tokens[first].Sentence {
				return false
			}
			if n > 1 && words[t.Lower] {
				return f.isTown(m.Phrase)
			}
			if !f.isJoint(first-n) || t.Class == tagger.ClassPunctuation || conjunctions[f.language][t.Lower] {
				return false
			}
		}
		return false
	})
}

// isTown reports whether a phrase is the name of a town and not that of a country: the peace of Ukraine is no treaty of that name.
func (f *nameFixer) isTown(phrase string) bool {
	types, _ := f.matcher.typesOfPhrase(phrase, f.language)
	return types&tagger.TypeTown != 0 && types&tagger.TypeCountry == 0
}
