package gazetteer

import (
	"testing"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// areasOf gives the names of the areas that hold the place with an id.
func areasOf(t *testing.T, g *Gazetteer, id geo.PlaceID) [3]string {
	t.Helper()
	r, ok := g.ByID(id)
	if !ok {
		t.Fatalf("no place %s", id)
	}
	p := g.Place(r)
	return [3]string{p.Country, p.Admin1, p.Admin2}
}

// Places without codes, or with one that is no area's, lie in the areas whose
// outlines hold them.
func TestPlacesWithoutCodesAreLocated(t *testing.T) {
	point := func(id geo.PlaceID, kind geo.Kind, country string, lon, lat float64) Entry {
		return Entry{Place: geo.Place{ID: id, Name: "Place " + string(id), Kind: kind, Country: country, Point: orb.Point{lon, lat}}}
	}
	district := Entry{Place: geo.Place{ID: "x:paghman", Name: "Paghman", Kind: geo.KindAdmin2, Country: "AF", Point: orb.Point{68.9, 34.6}}, Area: square(68.8, 34.5, 69.0, 34.7)}
	coded := point("x:coded", geo.KindSite, "AF", 69.2, 34.5)
	coded.Admin1Code = "99"
	newsroom := entries{"a newsroom's", []Entry{
		district, coded,
		point("x:school", geo.KindSite, "AF", 68.95, 34.6), point("x:unknown", geo.KindSite, "", 69.2, 34.5), point("x:beside", geo.KindCrossing, "AF", 69.95, 34.5),
		point("x:abroad", geo.KindSite, "PK", 69.2, 34.5), point("x:ocean", geo.KindSite, "", 0, 0), point("x:range", geo.KindRange, "AF", 69.2, 34.5),
	}}
	g, err := FromBytes(compiled(t, afghan, newsroom))
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[geo.PlaceID][3]string{
		"ourairports:OAKB": {"AF", "Kabul", ""},
		"x:paghman":        {"AF", "Kabul", ""},
		"x:school":         {"AF", "Kabul", "Paghman"},
		"x:unknown":        {"AF", "Kabul", ""},
		"x:beside":         {"AF", "Kabul", ""}, // five kilometres east of the simplified outline
		"x:abroad":         {"PK", "", ""},      // its source says so
		"x:coded":          {"AF", "Kabul", ""}, // no source has the area of its code
		"x:ocean":          {"", "", ""},
		"x:range":          {"AF", "", ""}, // may lie in several
	} {
		if got := areasOf(t, g, id); got != want {
			t.Errorf("%s lies in %q, want %q", id, got, want)
		}
	}
}

// A table with P-codes names the areas above its places by their ids, whether its
// areas are another source's too or not.
func TestParents(t *testing.T) {
	row := func(id, name, parent geo.PlaceID, kind geo.Kind, lon, lat float64) Entry {
		return Entry{Place: geo.Place{ID: id, Name: string(name), Kind: kind, Country: "AF", Point: orb.Point{lon, lat}}, Parent: parent}
	}
	pcodes := entries{"P-codes", []Entry{
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
	g, err := FromBytes(compiled(t, pcodes, afghan))
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[geo.PlaceID][3]string{
		"pcode:v1":     {"AF", "Nimroz", "Zaranj"},
		"pcode:v2":     {"AF", "Kabul", "Paghman"},
		"pcode:AF3401": {"AF", "Nimroz", ""},
		"pcode:AF0101": {"AF", "Kabul", ""},
		"pcode:v3":     {"AF", "", ""},
		"pcode:a":      {"AF", "", ""},
	} {
		if got := areasOf(t, g, id); got != want {
			t.Errorf("%s lies in %q, want %q", id, got, want)
		}
	}
	if id := g.Place(g.Record(mustFind(t, g, "pcode:v2")).Admin1).ID; id != "pcode:AF01" {
		t.Errorf("the first source's area counts, not %s", id)
	}
}

func mustFind(t *testing.T, g *Gazetteer, id geo.PlaceID) Ref {
	t.Helper()
	r, ok := g.ByID(id)
	if !ok {
		t.Fatalf("no place %s", id)
	}
	return r
}
