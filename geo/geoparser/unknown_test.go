package geoparser_test

import (
	"context"
	"slices"
	"testing"

	"dateline/geo"
)

// TestUnknownVillages checks villages that the gazetteer lacks: the words around them make them mentions, and they are not put where a
// place abroad has their name.
func TestUnknownVillages(t *testing.T) {
	p := parser(t)
	for _, c := range []struct{ text, name, abroad string }{
		{text: "Bewaffnete griffen das Dorf Khwazi in der Provinz Zabol an und töteten 30 Menschen.", name: "Khwazi"},
		{text: "Mindestens zwölf Menschen wurden in Shakardarah (Afghanistan) getötet.", name: "Shakardarah"},
		{text: "Hombres armados atacaron la aldea de Noapara, en la provincia de Chittagong (Bangladés).", name: "Noapara"},
		{text: "Rozbójnicy spalili wieś Gandahqol w prowincji Herat.", name: "Gandahqol"},
		{text: "Lũ cuốn trôi hai cây cầu ở xã Phong Mỹ trong đêm.", name: "Phong Mỹ"},
		{"Des hommes armés ont attaqué le village de Solhan, dans la province du Yagha, au Burkina Faso.", "Solhan", "TR"},
		{"Mali : les inondations ont chassé 400 familles de Katiola et détruit le pont vers Sikasso.", "Katiola", "CI"},
		{"Bewaffnete griffen das Dorf Bishnupur in der Provinz Rajshahi (Bangladesch) an.", "Bishnupur", "IN"},
	} {
		parsed, err := p.Parse(context.Background(), geo.Article{Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(parsed.Mentions, func(m geo.Mention) bool { return m.Phrase == c.name && m.Role == geo.RoleLiteral })
		if i < 0 {
			t.Errorf("%q has no mention of %q", c.text, c.name)
			continue
		}
		if r := &parsed.Resolutions[i]; r.Outcome == geo.OutcomePlaced && r.Place.Country == c.abroad {
			t.Errorf("%q in %q is placed in %s", c.name, c.text, r.Place.Country)
		}
	}
	for _, text := range []string{
		"Prezydent miasta Rafał Nowacki zapowiedział remont.",
		"Der Bürgermeister der Gemeinde Hans Müller trat zurück.",
		"Primarul comunei Ion Popescu a demisionat.",
		"Starosta obce Jan Novák svolal zastupitelstvo.",
	} {
		parsed, err := p.Parse(context.Background(), geo.Article{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		if len(parsed.Mentions) > 0 {
			t.Errorf("%q has the mention %q", text, parsed.Mentions[0].Phrase)
		}
	}
}
