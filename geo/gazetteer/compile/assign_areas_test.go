package compile_test

import (
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer/internal/gaztest"
	"dateline/geo/gazetteer/source"

	"github.com/paulmach/orb"
)

// Places without area codes, or with codes of areas that do not exist, are assigned
// the areas whose outlines contain them.
func TestAreasByPosition(t *testing.T) {
	point := func(id geo.PlaceID, kind geo.Kind, country string, lon, lat float64) source.Entry {
		return source.Entry{Place: geo.Place{ID: id, Name: "Place " + string(id), Kind: kind, Country: country, Point: orb.Point{lon, lat}}}
	}
	district := source.Entry{Place: geo.Place{ID: "x:paghman", Name: "Paghman", Kind: geo.KindAdmin2, Country: "AF", Point: orb.Point{68.9, 34.6}}, Area: gaztest.Square(68.8, 34.5, 69.0, 34.7)}
	coded := point("x:coded", geo.KindSite, "AF", 69.2, 34.5)
	coded.Admin1Code = "99"
	newsroom := gaztest.Entries{Name: "newsroom", List: []source.Entry{
		district, coded,
		point("x:school", geo.KindSite, "AF", 68.95, 34.6), point("x:unknown", geo.KindSite, "", 69.2, 34.5), point("x:near", geo.KindCrossing, "AF", 69.95, 34.5),
		point("x:abroad", geo.KindSite, "PK", 69.2, 34.5), point("x:ocean", geo.KindSite, "", 0, 0), point("x:range", geo.KindRange, "AF", 69.2, 34.5),
	}}
	g := gaztest.Open(t, gaztest.Afghan(), newsroom)
	for id, want := range map[geo.PlaceID][3]string{
		"ourairports:OAKB": {"AF", "Kabul", ""},
		"x:paghman":        {"AF", "Kabul", ""},
		"x:school":         {"AF", "Kabul", "Paghman"},
		"x:unknown":        {"AF", "Kabul", ""},
		"x:near":           {"AF", "Kabul", ""}, // five kilometers east of the simplified outline
		"x:abroad":         {"PK", "", ""},      // the country of its source
		"x:coded":          {"AF", "Kabul", ""}, // no source has an area with its code
		"x:ocean":          {"", "", ""},
		"x:range":          {"AF", "", ""}, // may be in several areas
	} {
		if got := gaztest.Areas(t, g, id); got != want {
			t.Errorf("%s is in %q, want %q", id, got, want)
		}
	}
}

// A table with P-codes has the areas above its places by their ids, whether or not
// another source has these areas too.
func TestAreasFromParents(t *testing.T) {
	row := func(id, name, parent geo.PlaceID, kind geo.Kind, lon, lat float64) source.Entry {
		return source.Entry{Place: geo.Place{ID: id, Name: string(name), Kind: kind, Country: "AF", Point: orb.Point{lon, lat}}, Parent: parent}
	}
	pcodes := gaztest.Entries{Name: "P-codes", List: []source.Entry{
		row("pcode:AF0101", "Paghman", "pcode:AF01", geo.KindAdmin2, 68.9, 34.6), // before its parent
		row("pcode:AF01", "Kabul", "pcode:AF", geo.KindAdmin1, 69.3, 34.5),
		row("pcode:AF34", "Nimroz", "pcode:AF", geo.KindAdmin1, 62.5, 31),
		row("pcode:AF3401", "Zaranj", "pcode:AF34", geo.KindAdmin2, 61.9, 31),
		row("pcode:v1", "Qala", "pcode:AF3401", geo.KindSettlement, 61.95, 31.1),
		row("pcode:v2", "Deh", "pcode:AF0101", geo.KindSettlement, 68.91, 34.61),
		row("pcode:v3", "Lost", "pcode:nothing", geo.KindSettlement, 62, 31),
		row("pcode:a", "Round", "pcode:b", geo.KindSettlement, 62.1, 31),
		row("pcode:b", "About", "pcode:a", geo.KindSettlement, 62.2, 31),
	}}
	g := gaztest.Open(t, pcodes, gaztest.Afghan())
	for id, want := range map[geo.PlaceID][3]string{
		"pcode:v1":     {"AF", "Nimroz", "Zaranj"},
		"pcode:v2":     {"AF", "Kabul", "Paghman"},
		"pcode:AF3401": {"AF", "Nimroz", ""},
		"pcode:AF0101": {"AF", "Kabul", ""},
		"pcode:v3":     {"AF", "", ""},
		"pcode:a":      {"AF", "", ""},
	} {
		if got := gaztest.Areas(t, g, id); got != want {
			t.Errorf("%s is in %q, want %q", id, got, want)
		}
	}
	if id := g.Place(g.Record(gaztest.Find(t, g, "pcode:v2")).Admin1).ID; id != "pcode:AF01" {
		t.Errorf("the area is %s, want that of the first source", id)
	}
}
