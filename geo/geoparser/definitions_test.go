package geoparser_test

import (
	"context"
	"slices"
	"testing"

	"dateline/geo"
)

// TestDefinitionsAndLists checks names that a text defines as places or lists after a common noun, and those at the beginning of a line
// before a mark of datelines, in other languages. Numbers of roads are no mentions.
func TestDefinitionsAndLists(t *testing.T) {
	p := parser(t)
	for _, c := range []struct {
		text          string
		want, without []string // phrases
	}{
		{"Die Lauschnitz ist ein rechter Zufluss der Spree. Zur Lauschnitz fließen mehrere Bäche.", nil, nil},
		{"Die Dubbra ist ein linker Nebenfluss der Spree in der Lausitz.", []string{"Dubbra", "Spree", "Lausitz"}, nil},
		{"Anton Dubbra ist ein deutscher Politiker. Er lebt in Kassel.", []string{"Kassel"}, []string{"Anton Dubbra", "Dubbra"}},
		{"Auf der Bahnstrecke war ein Bahnhof gesperrt. Es fuhren Busse.", nil, []string{"Auf der Bahnstrecke"}},
		{"Zur Gemeinde gehören die Ortsteile Kleinimmern, Hetzlos und Wüstendorf.", []string{"Kleinimmern", "Hetzlos", "Wüstendorf"}, nil},
		{"Im Alb-Donau-Kreis und auf der Schwäbischen Alb liegt Schnee. Auch in Ulm schneit es.", []string{"Alb-Donau-Kreis", "Schwäbischen Alb", "Ulm"}, nil},
		{"Soltau. Bei einem Brand in einer Scheune ist am Montag ein Mann verletzt worden.", []string{"Soltau"}, nil},
		{"Auf der A 7 bei Soltau und auf der B3 staut sich der Verkehr.", []string{"Soltau"}, []string{"A 7", "B3"}},
		{"Am Samstag feierten die Hessen einen Sieg. Auch in Hessen selbst wurde gefeiert.", []string{"Hessen"}, nil},
		{"Mrużyca – rzeka w województwie łódzkim. Nad rzeką leży kilka wsi.", []string{"Mrużyca"}, nil},
		{"Sąsiednie gminy: Brzeziny, Mrużyce, Nowosolna.", []string{"Brzeziny", "Mrużyce", "Nowosolna"}, nil},
		{"Przyjechało wielu gości: Polaków, Czechów i Węgrów. Spotkanie odbyło się w Kutnie.", []string{"Kutnie"}, []string{"Czechów", "Węgrów"}},
		{"Futsal: Plzeň - Chrudim 3:5, Blansko - Zlín B 1:1. Finále se hrálo v Brně.", []string{"Brně"}, []string{"Plzeň", "Chrudim", "Blansko", "Zlín"}},
		{"Der Mann, ein Afghane, war aus Weilmünster gekommen. Er wurde in Schmitten gesehen.", []string{"Weilmünster", "Schmitten"}, []string{"Afghane"}},
		{"Spotkanie w powiecie lubelskim. Dawniej należał do województwa zamojskiego, jak pisał Mrużycki.", []string{"powiecie lubelskim", "województwa zamojskiego"}, nil},
		{"Hrušlov je vesnice v okrese Kolín. Žije zde třicet lidí.", []string{"Hrušlov", "Kolín"}, nil},
		{"Václav Hrušlov je český spisovatel. Narodil se v Praze.", []string{"Praze"}, []string{"Václav Hrušlov", "Hrušlov"}},
	} {
		parsed, err := p.Parse(context.Background(), geo.Article{Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		var literal []string
		for _, m := range parsed.Mentions {
			if m.Role == geo.RoleLiteral || m.Role == geo.RoleDateline {
				literal = append(literal, m.Phrase)
			}
		}
		for _, phrase := range c.want {
			if !slices.Contains(literal, phrase) {
				t.Errorf("%q has the mentions %q without %s", c.text, literal, phrase)
			}
		}
		for _, phrase := range c.without {
			if slices.Contains(literal, phrase) {
				t.Errorf("%q has the mention %s", c.text, phrase)
			}
		}
	}
}
