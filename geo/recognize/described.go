package recognize

import (
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// probabilityDescribed is the probability of a name that no list has and that the words around it make a place's.
const probabilityDescribed = 0.8

// maxDescribed is the number of words of the longest name that no list has.
const maxDescribed = 3

// inhabitedKinds are the kinds of places whose common nouns precede names of which the gazetteer has few.
const inhabitedKinds = 1<<geo.KindSettlement | 1<<geo.KindAdmin1 | 1<<geo.KindAdmin2 | 1<<geo.KindAdmin3

// addDescribed adds the capitalized names after common nouns of towns and areas that are no mentions and in no list: "das Dorf Khwazi",
// "aldea de Mutefu". Slavic languages in Cyrillic have [nameFixer.addDesignated].
func (f *nameFixer) addDescribed() {
	if nounEndings[f.language] != nil {
		return
	}
	for i := int32(1); int(i) < len(f.d.Tokens); i++ {
		if !f.beginsRare(i) {
			continue
		}
		start := int(f.d.Tokens[i].Start)
		sentence := f.d.Sentences[f.d.Tokens[i].Sentence]
		if cue.NounBefore(f.language, f.d.Text, sentence.Start, start)&inhabitedKinds == 0 {
			continue
		}
		isJoined := cue.KindsBefore(f.language, f.d.Tokens[i-1].Text(f.d.Text)) == 0
		i = f.addRare(i, isJoined)
	}
}

// addContained adds the capitalized names between a preposition of place and the area in parentheses or after a comma that contains
// them, which are no mentions and in no list: "in Khwazi (Afghanistan)".
func (f *nameFixer) addContained() {
	prepositions := containerPrepositions[f.language]
	if prepositions == nil {
		return
	}
	for i := int32(1); int(i) < len(f.d.Tokens); i++ {
		if !prepositions[f.d.Tokens[i-1].Lower] || f.d.Tokens[i-1].Class != tagger.ClassLower || !f.beginsRare(i) {
			continue
		}
		if last := f.lastRare(i); f.isBeforeArea(last) {
			i = f.addRare(i, true)
		}
	}
}

// isBeforeArea reports whether a mention in parentheses follows token i.
func (f *nameFixer) isBeforeArea(i int32) bool {
	tokens, text := f.d.Tokens, f.d.Text
	if int(i)+2 >= len(tokens) || tokens[i+1].Text(text) != "(" || tokens[i+2].Sentence != tokens[i].Sentence {
		return false
	}
	from, to := f.overlapping(geo.Span{Start: int(tokens[i+2].Start), End: int(tokens[i+2].End)})
	return from < to && f.mentions[from].Start == int(tokens[i+2].Start) && strings.HasPrefix(text[f.mentions[from].End:], ")")
}

// beginsRare reports whether token i is a capitalized rare word within a sentence, which is no part of a mention.
func (f *nameFixer) beginsRare(i int32) bool {
	t := &f.d.Tokens[i]
	return t.Class == tagger.ClassCapital && t.Space && t.Sentence == f.d.Tokens[i-1].Sentence && !f.isMentioned(i) &&
		(!f.d.IsCommon(i) || hasSyllables(f.language) && f.isNextCapital(i))
}

// hasSyllables reports whether a language is written with a space after each syllable, so that a frequent word may be a part of a name.
func hasSyllables(language string) bool { return language == "vi" }

// lastRare returns the last token of the name that begins with token i.
func (f *nameFixer) lastRare(i int32) int32 {
	last := f.lastPart(i)
	for words := 1; words < maxDescribed && int(last)+1 < len(f.d.Tokens); words++ {
		next := &f.d.Tokens[last+1]
		if next.Class != tagger.ClassCapital || !next.Space || next.Breaks > 0 || next.Sentence != f.d.Tokens[i].Sentence || f.d.IsCommon(last+1) && !hasSyllables(f.language) || f.isMentioned(last+1) {
			break
		}
		last = f.lastPart(last + 1)
	}
	return last
}

// addRare adds the name that begins with token i and returns its last token. It adds none that begins within a name of something else
// nor, unless a preposition governs it, one that the model labeled as something else: "prezydent miasta Jan Kowalski".
func (f *nameFixer) addRare(i int32, governed bool) int32 {
	n := multilingual.Name{First: i, Last: f.lastRare(i)}
	s := f.spanOf(&n)
	isElse := slices.ContainsFunc(f.d.EntitiesIn(n.First, n.Last), func(e multilingual.Entity) bool { return isOther(e) && (!governed || e.First < i) })
	if at, to := f.overlapping(s); at == to && !isElse && (governed || hasSyllables(f.language) || !f.d.IsPerson(i)) {
		f.insert(at, &n, s, probabilityDescribed)
	}
	return n.Last
}
