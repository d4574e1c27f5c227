package geoparser_test

import (
	"context"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/geoparser"
)

// literalsOf returns the phrases of the literal mentions of a text.
func literalsOf(t *testing.T, p *geoparser.Parser, text string) string {
	t.Helper()
	parsed, err := p.Parse(context.Background(), geo.Article{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range parsed.Mentions {
		if m.Role == geo.RoleLiteral {
			all = append(all, m.Phrase)
		}
	}
	return strings.Join(all, " | ")
}

// TestTeams leaves the towns of teams and bodies off the map, and keeps the towns where they are.
func TestTeams(t *testing.T) {
	p := parser(t)
	for _, c := range []struct{ text, want string }{
		{"El Villarreal ganó en Getafe y el Valencia empató con el Elche en la última jornada de la liga.", "Getafe"},
		{"L'Atalanta batte il Lecce, il Cagliari pareggia a Como nell'ultima giornata di campionato.", "Como"},
		{"Volley, Perugia travolge Trento 3-0 e vola in semifinale. Si gioca domenica a Monza.", "Monza"},
		{"La Audiencia Provincial de Badajoz ha condenado a dos hermanos por un robo en Almendralejo.", "Almendralejo"},
		{"La Corte d'appello di Catania ha ridotto la pena all'ex sindaco, arrestato a Paternò.", "Paternò"},
		{"La Regione Puglia ha stanziato fondi per le strade tra Foggia e Lucera.", "Foggia | Lucera"},
		{"I vigili del fuoco hanno lavorato tutta la notte nel Comune di Amatrice.", "Amatrice"},
		{"El ministro Córdoba y la tía Covadonga visitaron la fragata Navarra en Cartagena, según el diario La Rioja.", "Cartagena"},
		{"O submarino Tapajó e a fragata Niterói chegaram ontem a Salvador, disse o ministro Guimarães.", "Salvador"},
		{"Se ha quedado tirado en Tarancón con el Seat León y su hermano viene en un Kia Rio.", "Tarancón"},
		{"Sucre, 3 sep (ABI).- El virrey La Serna da nombre a una calle de Tarija, dijo la alcaldesa.", "Sucre | Tarija"},
		{"Classifica: Catania 54; Potenza 51; Crotone 47. Domenica si gioca a Taranto.", "Taranto"},
		{"A Assembleia Legislativa do Amapá aprovou a lei. A sessão foi transmitida em Macapá.", "Macapá"},
	} {
		if got := literalsOf(t, p, c.text); got != c.want {
			t.Errorf("%q\nhas literal mentions %q, want %q", c.text, got, c.want)
		}
	}
}

// TestSites recognizes sites by their common nouns, the town of a site, the town before the name of a person, and lists with figures.
func TestSites(t *testing.T) {
	p := parser(t)
	for _, c := range []struct{ text, want string }{
		{"Miles de personas protestaron en la avenida Rustaveli de Tiflis contra la decisión del gobierno.", "avenida Rustaveli | Tiflis"},
		{"O trânsito na avenida Giovanni Gronchi foi desviado durante a tarde de ontem.", "avenida Giovanni Gronchi"},
		{"El alcalde de Bogotá Gustavo Petro inauguró ayer la biblioteca.", "Bogotá"},
		{"La alerta sigue en Honduras. Fallecidos por municipio: Tocoa 3, Sonaguera 2, Omoa 1.", "Honduras | Tocoa | Sonaguera | Omoa"},
		{"Vive desde niño en Viña del Mar. Ricardo trabaja en el puerto y su hermana en la escuela.", "Viña del Mar"},
	} {
		if language, got := phrasesOf(t, p, c.text); got != c.want {
			t.Errorf("%q (%s)\nhas mentions %q, want %q", c.text, language, got, c.want)
		}
	}
}
