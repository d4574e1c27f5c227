package recognize

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/tagger"
)

// organizationNouns and nounJoiners have the hashes of the nouns of organizations before the name of a town, and of the words between
// nouns of places and names, by language.
var (
	organizationNouns = hashesByLanguage("organization-noun")
	nounJoiners       = hashesByLanguage("type-noun-joiner")
	bodyNouns         = hashesByLanguage("body-noun")
	bodyJoiners       = hashesByLanguage("body-joiner")
)

// organizationEnds has the hashes of the nouns of organizations after the name of a town or state by language: "पटना विश्वविद्यालय".
var organizationEnds = hashesByLanguage("organization-noun-after")

// elisions are the words between a noun and a name that are written together with the name.
var elisions = tagger.HashSet([]string{"d'", "d’", "l'", "l’", "dell'", "dell’"})

// markOrganizations makes the mentions of towns that follow or precede the noun of an organization associative: "Università di Bologna" is in
// Bologna, and the text does not speak of the town.
func (f *nameFixer) markOrganizations() {
	nouns, suffixes := organizationNouns[f.language], organizationSuffixes[f.language]
	if nouns == nil && suffixes == nil && organizationEnds[f.language] == nil {
		return
	}
	for i := range f.mentions {
		m := &f.mentions[i]
		if m.Role != geo.RoleLiteral {
			continue
		}
		first, last := f.tokensOf(m.Span)
		if nouns[f.d.Tokens[first].Lower] && first < last || f.followsOrganization(first) || f.isBody(first, last) || f.precedesOrganization(last) || f.endsOrganization(first, last) || f.precedesKatakana(m.Span) || f.beginsOrganization(m.Span, suffixes) {
			m.Role, m.Association = geo.RoleAssociative, geo.AssociationOrganization
		}
	}
}

// followsOrganization reports whether the noun of an organization precedes token i, with up to two words between them, and an adjective after it:
// "université libre de Bruxelles".
func (f *nameFixer) followsOrganization(i int32) bool {
	adjective := false
	for k := i - 1; k >= 0 && k >= i-4 && f.d.Tokens[k].Sentence == f.d.Tokens[i].Sentence; k-- {
		t := &f.d.Tokens[k]
		switch {
		case organizationNouns[f.language][t.Lower]:
			return true
		case nounJoiners[f.language][t.Lower], elisions[t.Lower]:
		case t.Class == tagger.ClassLower && k < i-1 && !adjective && !placePrepositions[f.language][t.Lower] && !isFrequent(f.d, t):
			adjective = true
		default:
			return false
		}
	}
	return false
}

// maxBody is the number of tokens from the noun of a body to the name of its town: "Tribunal Superior de Justicia de Castilla-La Mancha".
const maxBody = 7

// isBody reports whether the tokens [first, last] are the name of a body, or the end of one.
func (f *nameFixer) isBody(first, last int32) bool {
	return f.followsBody(first) || first < last && f.isBodyNoun(first)
}

// isBodyNoun reports whether token k is the capitalized noun of a body. What is in the area of a body is literal: "nel Comune di Amatrice".
func (f *nameFixer) isBodyNoun(k int32) bool {
	t := &f.d.Tokens[k]
	if !t.Cased() || !bodyNouns[f.language][t.Lower] {
		return false
	}
	return k == 0 || cue.KindsBefore(f.language, t.Text(f.d.Text)) == 0 || !containerPrepositions[f.language][f.d.Tokens[k-1].Lower]
}

// followsBody reports whether token i ends the name of a body with a capitalized noun: "Corte d'appello di Catania", "Regione Puglia".
func (f *nameFixer) followsBody(i int32) bool {
	nouns, joiners := bodyNouns[f.language], bodyJoiners[f.language]
	if nouns == nil {
		return false
	}
	tokens := f.d.Tokens
	small := 0 // the words in small letters since the last capitalized one
	for k := i - 1; k >= 0 && k >= i-maxBody && tokens[k].Sentence == tokens[i].Sentence; k-- {
		t := &tokens[k]
		switch {
		case t.Cased() && nouns[t.Lower]:
			return f.isBodyNoun(k)
		case t.Cased(), t.Class == tagger.ClassNumber:
			small = 0
		case joiners[t.Lower] || elisions[t.Lower]:
		case t.Class == tagger.ClassLower && small == 0 && k < i-1:
			small++
		default:
			return false
		}
	}
	return false
}

// endsOrganization reports whether the tokens [first, last] begin with a town and end with the noun of an organization: "Düzce Hastanesi".
func (f *nameFixer) endsOrganization(first, last int32) bool {
	return first < last && organizationEnds[f.language][f.d.Tokens[last].Lower] && f.isTeamTown(f.d.Tokens[first].Text(f.d.Text))
}

// maxOrganizationPart is the number of capitalized words between a town and the noun of an organization: "Düzce Atatürk Devlet Hastanesi".
const maxOrganizationPart = 3

// precedesOrganization reports whether the noun of an organization follows token i, with up to one word between them that is part of its
// name: "झारखंड मुक्ति मोर्चा".
func (f *nameFixer) precedesOrganization(i int32) bool {
	ends := organizationEnds[f.language]
	if ends == nil {
		return false
	}
	for k := i + 1; k <= i+maxOrganizationPart+1 && int(k) < len(f.d.Tokens) && f.d.Tokens[k].Sentence == f.d.Tokens[i].Sentence; k++ {
		t := &f.d.Tokens[k]
		switch {
		case ends[t.Lower]:
			return true
		case t.Class == tagger.ClassCapital && t.Space:
		case t.Class != tagger.ClassCaseless || k > i+1 || isFrequent(f.d, t) || f.d.IsVeryFrequent(k) && !f.isEntity(k) || nounJoiners[f.language][t.Lower] || placeParticles[f.language][t.Lower] || f.isMentioned(k):
			return false
		}
	}
	return false
}

// containerPrepositions has the hashes of the prepositions between a place and the area that contains it by language.
var containerPrepositions = hashesByLanguage("container-preposition")

// isEntity reports whether the model labeled token i as part of a name.
func (f *nameFixer) isEntity(i int32) bool { return len(f.d.EntitiesIn(i, i)) > 0 }

// precedesKatakana reports whether a name in Chinese characters is the beginning of a longer one that goes on in katakana, which is that of a
// firm, club or event in Japanese: "大和ハウス". After the common noun of an area, another place may follow.
func (f *nameFixer) precedesKatakana(s geo.Span) bool {
	last, _ := utf8.DecodeLastRuneInString(f.d.Text[:s.End])
	next, _ := utf8.DecodeRuneInString(f.d.Text[s.End:])
	return f.language == "ja" && unicode.Is(unicode.Han, last) && last != '部' && !designators[string(last)] && unicode.Is(unicode.Katakana, next)
}

// organizationSuffixes are the nouns that end names of organizations after the name of a place in scripts without spaces.
var organizationSuffixes = lexicon.ByLanguage("organization-end", lexicon.Words)

// maxOrganization is the number of characters between the name of a place and the noun of the organization that is named after it.
const maxOrganization = 5

// suffixBeginnings has the first characters of these nouns by language.
var suffixBeginnings = lexicon.ByLanguage("organization-end", func(language, category string) map[rune]bool {
	firsts := map[rune]bool{}
	for _, w := range lexicon.Words(language, category) {
		r, _ := utf8.DecodeRuneInString(w)
		firsts[r] = true
	}
	return firsts
})

// betweenOrganization are the characters that no name of an organization has between that of its place and its noun.
const betweenOrganization = "的在到和与與从從去为為是有了被将將向对對来來往至一这這某两兩各多名家座所个個于於及以前后後称稱说說称表示にはがをへとでもやのら、，。；：（）()「」《》“”"

// beginsOrganization reports whether a mention is the beginning of the name of an organization: "三门峡市" in "三门峡市中心医院".
func (f *nameFixer) beginsOrganization(s geo.Span, suffixes []string) bool {
	if suffixes == nil || s.Len() < minHalf {
		return false
	}
	if name := s.Text(f.d.Text); slices.ContainsFunc(suffixes, func(suffix string) bool { return strings.HasSuffix(name, suffix) }) {
		return true
	}
	rest := f.d.Text[s.End:]
	if police := "警"; f.language == "ja" && strings.HasPrefix(rest, police) && !strings.ContainsAny(rest[:min(len(rest), 2*len(police))], "戒報備告") {
		return true // "長野県警"
	}
	firsts := suffixBeginnings[f.language]
	for n := 0; n <= maxOrganization; n++ {
		r, size := utf8.DecodeRuneInString(rest)
		if firsts[r] {
			for _, end := range suffixes {
				if strings.HasPrefix(rest, end) && (end != "大学" || !strings.HasPrefix(rest, "大学生")) {
					return true
				}
			}
		}
		if size == 0 || !unicode.IsLetter(r) || strings.ContainsRune(betweenOrganization, r) {
			return false
		}
		rest = rest[size:]
	}
	return false
}
