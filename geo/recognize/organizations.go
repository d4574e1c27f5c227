package recognize

import (
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/internal/tagger"
)

// organizationNouns and nounJoiners have the hashes of the nouns of organizations before the name of a town, and of the words between
// nouns of places and names, by language.
var (
	organizationNouns = hashesByLanguage("organization-noun")
	nounJoiners       = hashesByLanguage("type-noun-joiner")
)

// elisions are the words between a noun and a name that are written together with the name.
var elisions = tagger.HashSet([]string{"d'", "d’", "l'", "l’", "dell'", "dell’"})

// markOrganizations makes the mentions of towns that follow the noun of an organization associative: "Università di Bologna" is in Bologna,
// and the text does not speak of the town.
func (f *nameFixer) markOrganizations() {
	nouns := organizationNouns[f.language]
	if nouns == nil && f.language != "ja" {
		return
	}
	for i := range f.mentions {
		m := &f.mentions[i]
		if m.Role != geo.RoleLiteral {
			continue
		}
		first, last := f.tokensOf(m.Span)
		if nouns[f.d.Tokens[first].Lower] && first < last || f.followsOrganization(first) || f.precedesKatakana(m.Span) {
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

// precedesKatakana reports whether a name in Chinese characters is the beginning of a longer one that goes on in katakana, which is that of a
// firm, club or event in Japanese: "大和ハウス". After the common noun of an area, another place may follow.
func (f *nameFixer) precedesKatakana(s geo.Span) bool {
	last, _ := utf8.DecodeLastRuneInString(f.d.Text[:s.End])
	next, _ := utf8.DecodeRuneInString(f.d.Text[s.End:])
	return f.language == "ja" && unicode.Is(unicode.Han, last) && last != '部' && !designators[string(last)] && unicode.Is(unicode.Katakana, next)
}
