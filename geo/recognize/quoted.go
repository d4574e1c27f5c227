package recognize

import (
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// maxTitle is the number of words of the longest title in quotation marks whose places are dropped.
const maxTitle = 6

// dropQuoted drops the mentions in Slavic texts that are a name in quotation marks, or part of a short title in them: «Дністер» is a bank,
// «Поезд на Варшаву» a film. Names after the common noun of a place are kept, and quotations of what somebody said.
func (f *nameFixer) dropQuoted() {
	if nounEndings[f.language] == nil {
		return
	}
	f.mentions = slices.DeleteFunc(f.mentions, func(m geo.Mention) bool {
		if m.Role != geo.RoleLiteral {
			return false
		}
		first, last := f.tokensOf(m.Span)
		from, to, ok := f.quotation(first, last)
		if !ok || from > 0 && f.isPlaceNoun(from-1) {
			return false
		}
		return from+1 == first && to-1 == last || f.isTitle(from, to)
	})
}

// quotation returns the quotation marks around tokens [first, last], with up to maxTitle words and no other marks but hyphens within.
func (f *nameFixer) quotation(first, last int32) (from, to int32, ok bool) {
	from, to = first-1, last+1
	for from >= 0 && first-from <= maxTitle && f.isInTitle(from) {
		from--
	}
	for int(to) < len(f.d.Tokens) && to-last <= maxTitle && f.isInTitle(to) {
		to++
	}
	return from, to, from >= 0 && int(to) < len(f.d.Tokens) && to-from-1 <= maxTitle && f.isQuote(from) && f.isQuote(to) && !f.d.Tokens[to].Space
}

// isInTitle reports whether a token may be within a title.
func (f *nameFixer) isInTitle(i int32) bool {
	t := &f.d.Tokens[i]
	return t.IsWord() || t.Class == tagger.ClassNumber || t.Text(f.d.Text) == "-" && !t.Space
}

func (f *nameFixer) isQuote(i int32) bool {
	return strings.ContainsAny(f.d.Tokens[i].Text(f.d.Text), "«»“”„\"")
}

// isTitle reports whether the words between two quotation marks begin as a title, which neither a colon precedes nor, after a comma, a dash
// follows.
func (f *nameFixer) isTitle(from, to int32) bool {
	tokens := f.d.Tokens
	if !tokens[from+1].Cased() {
		return false
	}
	if from > 0 && tokens[from-1].Text(f.d.Text) == ":" {
		return false
	}
	if int(to)+2 < len(tokens) && tokens[to+1].Text(f.d.Text) == "," && isDash(tokens[to+2].Text(f.d.Text)) {
		return false
	}
	return true
}

// isPlaceNoun reports whether token i is a common noun of places.
func (f *nameFixer) isPlaceNoun(i int32) bool {
	return nounsBefore()[f.language][f.d.Tokens[i].Lower]
}

// addBracketed adds the names of towns in parentheses after a name in quotation marks or a mention, where the model found nothing:
// «Вікторія» (Суми).
func (f *nameFixer) addBracketed() {
	if nounEndings[f.language] == nil {
		return
	}
	tokens := f.d.Tokens
	for k := range f.d.Names {
		n := &f.d.Names[k]
		next := int(n.Last) + 1
		if n.First < 2 || next >= len(tokens) || n.Types&areaOrTown == 0 || tokens[n.First-1].Text(f.d.Text) != "(" || f.isMentioned(n.First) || !f.isRareName(n) {
			continue
		}
		closed := tokens[next].Text(f.d.Text) == ")" || tokens[next].Text(f.d.Text) == ","
		if closed && (f.isQuote(n.First-2) || f.isMentioned(n.First-2)) && !f.hasWiderEntity(n) {
			f.addUnlabeled(n, probabilityNative)
		}
	}
}

// hasWiderEntity reports whether the model labeled a name together with a word beside it as something other than a place.
func (f *nameFixer) hasWiderEntity(n *multilingual.Name) bool {
	return slices.ContainsFunc(f.d.EntitiesIn(n.First, n.Last), func(e multilingual.Entity) bool { return isOther(e) && (e.First < n.First || e.Last > n.Last) })
}

// maxDefined is the number of tokens between the name that a text defines and the common noun of its kind.
const maxDefined = 3

// addDefined adds the name that begins a paragraph, and after a dash the common noun of a place as what it is, without or with a note in
// parentheses between them: "Тобыш (в верховьях Лозовый Тобыш) - река".
func (f *nameFixer) addDefined() {
	nouns := nounsBefore()[f.language]
	if nouns == nil {
		return
	}
	tokens := f.d.Tokens
	for i := range int32(len(tokens)) {
		if i > 0 && tokens[i].Breaks == 0 || !tokens[i].Cased() || f.isMentioned(i) {
			continue
		}
		last := f.lastPart(i)
		for f.isNextCapital(last) && last-i < maxFeature {
			last = f.lastPart(last + 1)
		}
		k := last + 1
		if int(k) < len(tokens) && tokens[k].Text(f.d.Text) == "(" {
			for int(k) < len(tokens) && tokens[k].Breaks == 0 && tokens[k].Text(f.d.Text) != ")" {
				k++
			}
			k++
		}
		if int(k) >= len(tokens) || tokens[k].Breaks > 0 || !isDash(tokens[k].Text(f.d.Text)) && !isCopula(tokens[k].Text(f.d.Text)) {
			continue
		}
		n := multilingual.Name{First: i, Last: last}
		if !f.hasWiderEntity(&n) && f.isDefinition(k+1) {
			f.addUnlabeled(&n, probabilityDesignated)
		}
	}
}

// isCopula reports whether a word is "is" in South Slavic.
func isCopula(word string) bool { return word == "е" || word == "је" || word == "je" }

// isDefinition reports whether the common noun of a place is token i or follows it after adjectives.
func (f *nameFixer) isDefinition(i int32) bool {
	for k := i; k < i+maxDefined && int(k) < len(f.d.Tokens) && f.d.Tokens[k].Breaks == 0 && f.d.Tokens[k].Class == tagger.ClassLower; k++ {
		if f.isPlaceNoun(k) {
			return true
		}
		if !f.isAdjectival(k) {
			return false
		}
	}
	return false
}
