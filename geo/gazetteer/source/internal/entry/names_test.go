package entry

import (
	"fmt"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
)

func TestNames(t *testing.T) {
	for name, c := range map[string]struct {
		kind  geo.Kind
		texts []string
		want  string
	}{
		"each once, without the own name": {geo.KindSettlement, []string{"Kabul", "Kaboul", " Kaboul ", "Кабул", ""}, "Kaboul:2 Кабул:2"},
		"codes of a settlement":           {geo.KindSettlement, []string{"KBL", "Kabul City"}, "KBL:6 Kabul City:2"},
		"abbreviations of a country":      {geo.KindCountry, []string{"UAE"}, "UAE:3"},
	} {
		e := source.Entry{Place: geo.Place{Name: "Kabul", Kind: c.kind}}
		n := NewNames(&e)
		for _, text := range c.texts {
			n.AddUntagged(text)
		}
		n.Finish()
		got := ""
		for _, n := range e.Names {
			got += fmt.Sprintf(" %s:%d", n.Text, n.Kind)
		}
		if got != " "+c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestManyNames(t *testing.T) {
	e := source.Entry{Place: geo.Place{Name: "X"}}
	n := NewNames(&e)
	for range 2 {
		for i := range 100 {
			n.Add(source.Name{Text: fmt.Sprint("name ", i), Kind: gazetteer.NameAlternate})
		}
	}
	if len(e.Names) != 100 {
		t.Errorf("%d names, want 100", len(e.Names))
	}
}

func TestCodes(t *testing.T) {
	var p geo.Place
	SetCode(&p, "iata", "KBL")
	SetCode(&p, "iata", "XXX")
	if p.Codes["iata"] != "KBL" {
		t.Errorf("codes %v, want the first", p.Codes)
	}
	if GeoNamesID("17") != "geonames:17" {
		t.Error(GeoNamesID("17"))
	}
	for text, want := range map[string]bool{"KBL": true, "K": false, "KABULX": false, "Kbl": false, "K1": false} {
		if LooksLikeCode(text) != want {
			t.Errorf("LooksLikeCode(%q) = %v", text, !want)
		}
	}
	for text, want := range map[string]bool{"0123": true, "": false, "1.5": false, "-1": false} {
		if IsNumber(text) != want || IsNumber([]byte(text)) != want {
			t.Errorf("IsNumber(%q) = %v", text, !want)
		}
	}
}
