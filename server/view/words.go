package view

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
)

// outcomeLabels has the words for an outcome: for one mention, for several, and for
// what it means.
var outcomeLabels = map[geo.Outcome]struct{ one, many, note string }{
	geo.OutcomePlaced: {"on the map", "on the map",
		"Placed: a site, town or area, certain or likely. Sites and towns are pins, areas are drawn as areas."},
	geo.OutcomeCountry: {"country", "countries",
		"A country, continent or region. These are listed and outlined but never pinned."},
	geo.OutcomeAmbiguous: {"unclear which", "unclear which",
		"Ambiguous: the name could mean several places. The best guess, if there is one, is named here but not on the map."},
	geo.OutcomeApproximate: {"area only", "area only",
		"Approximate: the place itself is not in the gazetteer, but it is in or near one that is. It is not on the map."},
	geo.OutcomeMissing: {"not found", "not found",
		"Not in the gazetteer, and the text does not say where it is. It is not on the map."},
}

// associationLabels has the words for how a mention uses the name of a place.
var associationLabels = map[geo.Association]string{
	geo.AssociationMetonym:      "stands for a government or team",
	geo.AssociationAdjective:    "adjective, as in “Turkish”",
	geo.AssociationOrganization: "part of a name",
	geo.AssociationDemonym:      "people of the place",
}

// roleLabels has the words for the other roles.
var roleLabels = map[geo.Role]string{
	geo.RoleLiteral:     "the place itself",
	geo.RoleAssociative: "something named after the place",
	geo.RoleDateline:    "dateline",
	geo.RoleBoilerplate: "outside the story, such as a caption or footer",
	geo.RoleCoordinates: "coordinates",
}

func roleWords(m *geo.Mention) string {
	if words, ok := associationLabels[m.Association]; ok && m.Role == geo.RoleAssociative {
		return words
	}
	if words, ok := roleLabels[m.Role]; ok {
		return words
	}
	return string(m.Role)
}

// where returns the areas that contain a place: "Texas, United States".
func where(p *geo.Place) string { return joinAreas(p, ", ") }

// joinAreas joins the names of the areas that contain a place and of its country.
func joinAreas(p *geo.Place, comma string) string {
	parts := make([]string, 0, 3)
	for _, part := range []string{p.Admin2, p.Admin1, p.CountryName} {
		if part != "" && part != p.Name && (len(parts) == 0 || parts[len(parts)-1] != part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, comma)
}

// kindAndPrecision returns the label of a place's kind, after its precision if that
// adds something: "site · border crossing".
func kindAndPrecision(k geo.Kind) string {
	precision, kind := k.Precision(), k.Label()
	if precision == geo.PrecisionCountry || kind == string(precision) {
		return kind
	}
	return string(precision) + " · " + kind
}

// day formats a publication time as a day: "6 September 2021". A string in another
// format is returned unchanged.
func day(published string) string {
	if len(published) >= len(time.DateOnly) {
		if t, err := time.Parse(time.DateOnly, published[:len(time.DateOnly)]); err == nil {
			return t.Format("2 January 2006")
		}
	}
	return published
}

// FormatNumber formats n with commas between thousands: "14,039".
func FormatNumber(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Count formats a number with its noun: "1 passage", "17 passages".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return FormatNumber(n) + " " + many
}

// capitalize returns s with its first letter in upper case.
func capitalize(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}
