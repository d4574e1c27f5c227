package recognize

import (
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/internal/tagger"
)

// The hashes of common nouns in small letters right before names of persons, of ships, and of firms, papers and other bodies, by language.
var (
	personTitles = hashesByLanguage("person-title")
	shipNouns    = hashesByLanguage("ship-noun")
	namedBodies  = hashesByLanguage("named-body")
	// titlesAfter are words for persons right after their given names: "Aydın Bey".
	titlesAfter = hashesByLanguage("person-title-after")
)

// capitalTitles are the languages that write the words before names of persons and ships with capitals: "Bu Siti", "KM Sinabung".
var capitalTitles = map[string]bool{"id": true, "ms": true, "sw": true, "vi": true}

// hasTitleAfter reports whether a word for persons follows a name of one word, or ends a name.
func (f *nameFixer) hasTitleAfter(s geo.Span) bool {
	first, last := f.tokensOf(s)
	titles, next := titlesAfter[f.language], last+1
	if first == last && int(next) < len(f.d.Tokens) && f.isInSentence(next, first) && f.d.Tokens[next].Space {
		return titles[f.d.Tokens[next].Lower]
	}
	return first < last && titles[f.d.Tokens[last].Lower] && !f.matcher.isName(s.Text(f.d.Text), f.language)
}

// dropAppositions drops the mentions of towns and areas that are names of persons or ships by the noun right before them, and makes those
// associative that are names of bodies: "el ministro Córdoba", "la fragata Navarra", "el diario La Prensa". Articles of titles, abbreviations
// of agencies in datelines and models of cars are dropped too.
func (f *nameFixer) dropAppositions() {
	if personTitles[f.language] == nil && titlesAfter[f.language] == nil {
		return
	}
	f.mentions = slices.DeleteFunc(f.mentions, func(m geo.Mention) bool {
		if m.Role == geo.RoleLiteral && (f.isArticle(m.Span) || f.isAgencyMark(m.Span) || f.isModel(m.Span) || f.hasTitleAfter(m.Span)) {
			return true
		}
		noun, ok := f.nounRightBefore(m.Span)
		if m.Role != geo.RoleLiteral || !ok {
			return false
		}
		return shipNouns[f.language][noun] || personTitles[f.language][noun] && f.isTeamTown(m.Phrase)
	})
	for i := range f.mentions {
		m := &f.mentions[i]
		if noun, ok := f.nounRightBefore(m.Span); ok && m.Role == geo.RoleLiteral && namedBodies[f.language][noun] {
			m.Role, m.Association = geo.RoleAssociative, geo.AssociationOrganization
		}
	}
}

// isArticle reports whether a span is one article or preposition with a capital: "El" of a title.
func (f *nameFixer) isArticle(s geo.Span) bool {
	first, last := f.tokensOf(s)
	return first == last && f.d.Tokens[first].Class == tagger.ClassCapital && nounJoiners[f.language][f.d.Tokens[first].Lower]
}

// isAgencyMark reports whether a span is the abbreviation of an agency in parentheses at the end of a dateline: "Sucre, 3 sep (ABI).-".
func (f *nameFixer) isAgencyMark(s geo.Span) bool {
	first, last := f.tokensOf(s)
	if first != last || first == 0 || f.d.Tokens[first].Class != tagger.ClassUpper || f.d.Text[s.Start-1] != '(' {
		return false
	}
	rest, ok := strings.CutPrefix(f.d.Text[s.End:], ")")
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "."), " ")
	return ok && (strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, "—"))
}

// carMakes are makes of cars, of which many models are called after places.
var carMakes = tagger.HashSet([]string{
	"alfa", "chevrolet", "chrysler", "citroën", "cupra", "dacia", "fiat", "ford", "honda", "hyundai", "jeep", "kia", "lancia", "mazda", "nissan", "opel", "peugeot", "renault", "seat", "skoda", "toyota", "volkswagen", "vw",
})

// isModel reports whether a span is the name of a model of a car, with its make or after it: "Seat León".
func (f *nameFixer) isModel(s geo.Span) bool {
	first, last := f.tokensOf(s)
	if first < last && carMakes[f.d.Tokens[first].Lower] {
		return true
	}
	return first > 0 && f.isInSentence(first-1, first) && f.d.Tokens[first-1].Cased() && carMakes[f.d.Tokens[first-1].Lower]
}

// nounRightBefore returns the hash of the word in small letters right before a span, or before the quotation mark at it.
func (f *nameFixer) nounRightBefore(s geo.Span) (hash uint32, ok bool) {
	first, _ := f.tokensOf(s)
	before := first - 1
	if before > 0 && isQuotation(f.d.Tokens[before].Text(f.d.Text)) {
		before--
	}
	if before < 0 || !f.isInSentence(before, first) || f.d.Tokens[before].Class != tagger.ClassLower && (!capitalTitles[f.language] || !f.d.Tokens[before].Cased()) {
		return 0, false
	}
	return f.d.Tokens[before].Lower, true
}

// isQuotation reports whether a mark opens a quotation.
func isQuotation(mark string) bool {
	return mark == "\"" || mark == "“" || mark == "«" || mark == "'"
}
