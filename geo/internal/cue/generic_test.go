package cue

import (
	"testing"

	"dateline/geo/gazetteer"
)

func TestIsGeneric(t *testing.T) {
	for _, c := range []struct {
		language, word string
		want           bool
	}{
		{"ar", "جامعة", true}, {"ar", "مدينة", true}, {"ar", "جنوب", true}, {"ar", "بغداد", false}, {"ar", "بجامعة", true}, {"ar", "وبمدينة", true},
		{"ar", "بيروت", false}, {"id", "Universitas", true},
		{"id", "Jakarta", false}, {"ru", "области", true}, {"en", "university", false}, {"de", "Norden", true}, {"de", "Hauptbahnhof", true}, {"de", "Bremen", false},
	} {
		if got := IsGeneric(c.language, gazetteer.Normalize(nil, c.word)); got != c.want {
			t.Errorf("%s %q is generic: %t, want %t", c.language, c.word, got, c.want)
		}
	}
}
