package geoparser_test

import (
	"context"
	"slices"
	"testing"

	"dateline/geo"
)

// TestPeoplesAndClubs checks that adjectives of states and peoples in other languages are associative, and that towns in the names of
// sports clubs are no mentions.
func TestPeoplesAndClubs(t *testing.T) {
	p := parser(t)
	for _, c := range []struct {
		text    string
		literal []string // phrases, in order
	}{
		{"Česká národní banka ve středu snížila úroky. Guvernér to oznámil novinářům v Brně.", []string{"Brně"}},
		{"Ruské jednotky obsadily tři vesnice. Ruská federace to potvrdila.", []string{"Ruská federace"}},
		{"Plzeňský pivovar koupil v pondělí palírnu v Polsku. Pivo vozí do Libereckého kraje.", []string{"Polsku", "Libereckého kraje"}},
		{"Polskie wojsko ćwiczyło wczoraj pod Gdańskiem. Prezydent Polski był obecny.", []string{"Gdańskiem", "Polski"}},
		{"Rosjanie ostrzelali w nocy Charków. Zginęły cztery osoby, a dziesięć zostało rannych.", []string{"Charków"}},
		{"Niemiec wygrał wczoraj bieg w Krakowie. Kanclerz Niemiec pogratulował mu sukcesu.", []string{"Krakowie", "Niemiec"}},
		{"Sparta Rotterdam verloor zaterdag in Utrecht van de koploper. De trainer was boos.", []string{"Utrecht"}},
		{"Energie Cottbus verlor am Samstag in München. Der Trainer war danach sehr enttäuscht.", []string{"München"}},
		{"Śląsk Wrocław przegrał w sobotę w Gdyni. Trener był po meczu bardzo zły.", []string{"Gdyni"}},
	} {
		parsed, err := p.Parse(context.Background(), geo.Article{Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		var literal []string
		for _, m := range parsed.Mentions {
			if m.Role == geo.RoleLiteral {
				literal = append(literal, m.Phrase)
			}
		}
		if !slices.Equal(literal, c.literal) {
			t.Errorf("%q\nhas the literal mentions %q, want %q", c.text, literal, c.literal)
		}
	}
}
