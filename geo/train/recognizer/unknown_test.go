package recognizer

import (
	"strings"
	"testing"
	"unicode"

	"dateline/data/datatest"
	"dateline/geo/internal/tagger"
)

func TestUnknownNames(t *testing.T) {
	u := newUnknownNames(datatest.Gazetteer(t))
	german := marked("de", "Brand in [Hamburg], sagte [Frankreich]")
	russian := marked("ru", "пожар в [Хабаровске]")
	person := marked("de", "sagte [Schneider]")
	person.names[0].label = tagger.BeginPerson
	places, hidden := map[string]bool{}, 0
	for range 200 {
		if s, ok := u.replace(&german); ok {
			if s.names[1].Text(s.text) != "Frankreich" {
				t.Fatalf("the name of a country was replaced: %q", s.text)
			}
			if s.weight != unknownWeight || s.language != "de" || !strings.HasPrefix(s.text, "Brand in ") {
				t.Fatalf("the copy is %+v", s)
			}
			places[s.names[0].Text(s.text)] = true
			hidden += len(s.hidden)
		}
		if s, ok := u.replace(&russian); ok {
			if name := s.names[0].Text(s.text); !strings.HasSuffix(name, "ске") || !unicode.Is(unicode.Cyrillic, []rune(name)[0]) {
				t.Errorf("%q does not have the ending and the script of the old name", name)
			}
		}
		if s, ok := u.replace(&person); ok && !strings.HasSuffix(s.text, "der") {
			t.Errorf("the name of a person lost its ending: %q", s.text)
		}
	}
	if len(places) < 50 {
		t.Errorf("%d names replace a town", len(places))
	}
	if hidden < 20 || hidden > 80 {
		t.Errorf("%d of about 100 new names are hidden", hidden)
	}
}

func TestNamesOfScripts(t *testing.T) {
	u := newUnknownNames(datatest.Gazetteer(t))
	for script := range otherLetters {
		for range 20 {
			if name := u.draw(script); name != "" && scriptOf(name) != script {
				t.Errorf("%q is in another script", name)
			}
		}
	}
	for name, want := range map[string]bool{"Kabul": true, "New York City": true, "A B C D E": false, "kabul": false, "Москва": false, "X": false, "St. Gallen": false} {
		if got := isOfScript(name, unicode.Latin); got != want {
			t.Errorf("isOfScript(%q) is %t", name, got)
		}
	}
}
