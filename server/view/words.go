package view

import (
	"strconv"
	"strings"
	"time"

	"dateline/geo"
)

// outcomeWords are how a ledger calls the outcomes, for one and for several.
var outcomeWords = map[geo.Outcome][2]string{
	geo.OutcomePlaced:      {"placed", "placed"},
	geo.OutcomeCountry:     {"country", "countries"},
	geo.OutcomeAmbiguous:   {"ambiguous", "ambiguous"},
	geo.OutcomeApproximate: {"approximate", "approximate"},
	geo.OutcomeMissing:     {"not in the gazetteer", "not in the gazetteer"},
}

// outcomeNotes say what an outcome means.
var outcomeNotes = map[geo.Outcome]string{
	geo.OutcomePlaced:      "A site, a settlement or an area, certain or likely. Sites and settlements are pins, areas are drawn as areas.",
	geo.OutcomeCountry:     "A country, a continent or a region. They are listed and outlined, and are never pins.",
	geo.OutcomeAmbiguous:   "More than one place may be meant. The best guess, where there is one, is named here and not drawn.",
	geo.OutcomeApproximate: "The thing named is not in the gazetteer, but it lies in or near a place that is. It is not drawn.",
	geo.OutcomeMissing:     "Not in the gazetteer, and nothing in the text says where it is. It is not drawn.",
}

// kindWords are the kinds of place whose name in files is no plain word.
var kindWords = map[geo.Kind]string{
	geo.KindUnknown:  "place",
	geo.KindAdmin1:   "first-level area",
	geo.KindAdmin2:   "second-level area",
	geo.KindAdmin3:   "local area",
	geo.KindQuarter:  "part of a settlement",
	geo.KindBase:     "military base",
	geo.KindCrossing: "border crossing",
	geo.KindPass:     "pass or valley",
	geo.KindRange:    "mountains or plateau",
}

func kindWord(k geo.Kind) string {
	if w, ok := kindWords[k]; ok {
		return w
	}
	return k.String()
}

func roleWords(m *geo.Mention) string {
	switch m.Role {
	case geo.RoleAssociative:
		if m.Association != geo.AssociationNone {
			return "associative: " + string(m.Association)
		}
	case geo.RoleDateline:
		return "dateline of the article"
	}
	return string(m.Role)
}

// where is the areas that hold a place: "Texas, United States".
func where(p *geo.Place) string {
	parts := make([]string, 0, 3)
	for _, part := range []string{p.Admin2, p.Admin1, p.CountryName} {
		if part != "" && part != p.Name && (len(parts) == 0 || parts[len(parts)-1] != part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// day writes a publication time as a reader does: "6 September 2021". What is no
// such time is returned as it is.
func day(published string) string {
	if len(published) >= len(time.DateOnly) {
		if t, err := time.Parse(time.DateOnly, published[:len(time.DateOnly)]); err == nil {
			return t.Format("2 January 2006")
		}
	}
	return published
}

// FormatNumber writes n with thin spaces between thousands.
func FormatNumber(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

// Count is a number with its noun: "1 passage", "17 passages".
func Count(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return FormatNumber(n) + " " + several
}
