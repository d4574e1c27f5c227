package abbrev_test

import (
	"testing"

	"dateline/geo/internal/abbrev"
	"dateline/geo/internal/rank/ranktest"
)

func TestExpandCompassInitials(t *testing.T) {
	for phrase, want := range map[string]string{
		"N. Korea": "north Korea", "N.Korea": "north Korea", "S Africa": "south Africa", "W. Virginia": "west Virginia", "E.\nTimor": "east Timor",
		"U.S. Virgin Islands": "", "N. korea": "", "St. Louis": "", "N.C.": "", "S": "", "": "", "N. Y.": "", "Korea": "",
	} {
		got, ok := abbrev.Expand(phrase)
		if got != want || ok != (want != "") {
			t.Errorf("Expand(%q) = %q, %t; want %q", phrase, got, ok, want)
		}
	}
}

func TestCompass(t *testing.T) {
	for s, want := range map[string]string{"N": "north", "S.": "south", "E": "east", "W.": "west", "C.": "", "n": "", "NE": "", "": ""} {
		if got := abbrev.Compass(s); got != want {
			t.Errorf("Compass(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestLookup(t *testing.T) {
	g := ranktest.Gazetteer(t)
	for written, want := range map[string]string{"U.S.": "United States", "U.S": "United States", "Tex.": "Texas", "Zz.": "", "Zz": ""} {
		refs := abbrev.Lookup(g, nil, written)
		got := ""
		if len(refs) > 0 {
			got = g.Name(refs[0].Ref)
		}
		if got != want {
			t.Errorf("%q is %q, want %q", written, got, want)
		}
	}
}

func TestBase(t *testing.T) {
	g := ranktest.Gazetteer(t)
	for phrase, want := range map[string]string{
		"N. Korea": "North Korea", "S Africa": "South Africa", "E.\nTimor": "East Timor", "U.S": "U.S.",
		"U.S.": "", "Korea": "", "St. Louis": "", "Zz.": "", "Z": "", "": "", ".": "", "Tex.": "",
	} {
		if got := abbrev.Base(g, phrase); got != want {
			t.Errorf("Base(%q) = %q, want %q", phrase, got, want)
		}
	}
}
