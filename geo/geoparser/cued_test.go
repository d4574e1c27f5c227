package geoparser_test

import "testing"

// TestCuedNames recognizes names by the words beside them: nouns of places, definitions, dates of birth, adjectives of countries, datelines and lists.
func TestCuedNames(t *testing.T) {
	p := parser(t)
	for _, c := range []struct{ text, want string }{
		{"Het bedrijf sluit de fabriek in Utrecht en verhuist naar het Poolse Kwidzyn en het Franse Dreux.", "Utrecht | Kwidzyn | Dreux"},
		{"Zoutleeuw (Frans: Léau) is een stad in de provincie Vlaams-Brabant, tussen Tienen en Sint-Truiden.", "Zoutleeuw | Vlaams-Brabant | Tienen | Sint-Truiden"},
		{"Hendrik Boer (Middelburg, 14 februari 1641 – Colombo, 2 juni 1699) was een koopman van de compagnie.", "Middelburg | Colombo"},
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
