package recognize

import (
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/internal/tagger"
)

// clubs are the words of the names of sports clubs.
var clubs = listsOf("club")

// isClub reports whether token i is a word of the name of a club that precedes its town. A word of clubs of other languages
// may not be a common word.
func (f *nameFixer) isClub(i int32) bool {
	t := &f.d.Tokens[i]
	if !t.Cased() {
		return false
	}
	word := strings.ToLower(t.Text(f.d.Text))
	return clubs()[f.language].has(word) || !f.d.IsCommon(i) && clubs()[""].has(word)
}

// isOfClub reports whether a short word in small letters and, before it, a word of clubs that is no common word precede token i:
// "Talleres de Córdoba", "Ferroviário da Beira".
func (f *nameFixer) isOfClub(i int32) bool {
	if i < 2 || f.d.Tokens[i-2].Sentence != f.d.Tokens[i].Sentence || f.d.Tokens[i].Class == tagger.ClassLower || f.d.IsCommon(i-2) {
		return false
	}
	joint := &f.d.Tokens[i-1]
	return joint.Class == tagger.ClassLower && clubJoints[joint.Text(f.d.Text)] && f.isClub(i-2)
}

// clubJoints are the words between a word of clubs and its town.
var clubJoints = map[string]bool{"da": true, "de": true, "di": true, "do": true}

// dropClubs drops the mentions of towns that are part of the name of a sports club, and those of its first word: "Sparta Rotterdam",
// "FC St. Pauli", "Śląsk Wrocław", "Talleres de Córdoba".
func (f *nameFixer) dropClubs() {
	var names []geo.Span
	for i := range f.mentions {
		m := &f.mentions[i]
		if m.Role != geo.RoleLiteral {
			continue
		}
		first, last := f.tokensOf(m.Span)
		switch {
		case first > 0 && f.d.Tokens[first-1].Sentence == f.d.Tokens[first].Sentence && f.d.Tokens[first].Class != tagger.ClassLower && f.isClub(first-1):
			first--
		case f.isOfClub(first):
			first -= 2
		case first == last || !f.isClub(first):
			continue
		}
		names = append(names, geo.Span{Start: int(f.d.Tokens[first].Start), End: m.End})
	}
	if names == nil {
		return
	}
	f.mentions = slices.DeleteFunc(f.mentions, func(m geo.Mention) bool {
		return slices.ContainsFunc(names, func(c geo.Span) bool { return m.Start < c.End && c.Start < m.End })
	})
}
