package geoparser_test

import (
	"testing"

	"dateline/geo"
)

// TestCuedNames recognizes names by the words beside them: nouns of places, definitions, dates of birth, adjectives of countries, datelines and lists.
func TestCuedNames(t *testing.T) {
	p := parser(t)
	for _, c := range []struct{ text, want string }{
		{"Het bedrijf sluit de fabriek in Utrecht en verhuist naar het Poolse Kwidzyn en het Franse Dreux.", "Utrecht | Kwidzyn | Dreux"},
		{"Zoutleeuw (Frans: Léau) is een stad in de provincie Vlaams-Brabant, tussen Tienen en Sint-Truiden.", "Zoutleeuw | Vlaams-Brabant | Tienen | Sint-Truiden"},
		{"Hendrik Boer (Middelburg, 14 februari 1641 – Colombo, 2 juni 1699) was een koopman van de compagnie.", "Middelburg | Colombo"},
		{"De graaf sprak met Van Lynden en met Pieter Tilburg over de brug bij Utrecht en het Belgische dorp Kwakwaka.", "Utrecht | Kwakwaka"},
		{"Volgens minister Brinkhorst en Lodewijk van Nassau is de brug bij Utrecht dicht, de dijk bij Meppel niet.", "Utrecht | Meppel"},
		{"DÜSSELDORF (DPA) - De Duitse spoorwegen schrappen de nachttrein naar Praag, zegt een woordvoerder.", "DÜSSELDORF | Praag"},
		{"Het kamp Iridimi ligt in het oosten van Tsjaad, de haven Zwarmeer in het westen van het land.", "Iridimi | Tsjaad | Zwarmeer"},
		{"Le match aura lieu au stade Marcel-Picot, a annoncé le club, et non à Nancy comme prévu.", "stade Marcel-Picot | Nancy"},
		{"Les habitants ont fui la ville ukrainienne de Kostova et le village syrien de Zarmikwa, selon des témoins.", "Kostova | Zarmikwa"},
		{"Er waren zware overstromingen in de regio Afar en in het dorp Kwakwaka, zei de burgemeester.", "Afar | Kwakwaka"},
		{"SANTA CRUZ DE TENERIFE (AP) - Une embarcation a chaviré dans la nuit, selon les secours.", "SANTA CRUZ DE TENERIFE"},
		{"Les communes limitrophes sont Ploërdut, Locmalo et Lignol. Les habitants vivent de la terre.", "Ploërdut | Locmalo | Lignol"},
		{"Les secours ont atteint mardi la commune de Zarmikwa, où le pont a été emporté.", "Zarmikwa"},
		{"Le club s'est exilé à Tilleur, à Ans et à Seraing avant de revenir dans son quartier.", "Tilleur | Ans | Seraing"},
		{"Horezu este un oraș cunoscut pentru ceramica sa. Locuitorii lucrează mai ales în turism.", "Horezu"},
		{"L'incendi crema des de dimarts a Lleida. La carretera va de Calaf a Rajadell, segons el municipi de Cubells.", "Lleida | Calaf | Rajadell | Cubells"},
		{"L'exposition est au musée botanique de Genève. Elle ira ensuite à Lausanne, selon la direction.", "Genève | Lausanne"},
	} {
		if language, got := phrasesOf(t, p, c.text); got != c.want {
			t.Errorf("%q (%s)\nhas mentions %q, want %q", c.text, language, got, c.want)
		}
	}
}

// TestNationBeforeName places names in the country whose adjective is before them.
func TestNationBeforeName(t *testing.T) {
	p := parser(t)
	for text, want := range map[string]string{
		"In het Zwitserse Martigny loopt een tentoonstelling over Rembrandt, schrijft de krant.":            "Martigny CH",
		"Het werk gaat naar het Belgische Bergen, de vestiging in Amsterdam sluit volgend jaar.":            "Bergen BE | Amsterdam NL",
		"Ein Zug aus dem französischen Valence entgleiste am Montag, wie die Bahn in Berlin mitteilte.":     "Valence FR | Berlin DE",
		"La police de la ville canadienne de London a arrêté trois hommes, a dit son chef à la télévision.": "London CA",
		"Poliția din orașul francez Brest a arestat trei bărbați, a anunțat ministrul de interne.":          "Brest FR",
	} {
		if got := placesIn(t, p, text, func(place *geo.Place) string { return place.Country }); got != want {
			t.Errorf("%q\nhas %q, want %q", text, got, want)
		}
	}
}
