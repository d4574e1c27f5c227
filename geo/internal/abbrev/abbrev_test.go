package abbrev_test

import (
	"testing"

	"dateline/geo/internal/abbrev"
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
