package compile_test

import (
	"fmt"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer/internal/gaztest"
	"dateline/geo/gazetteer/source"

	"github.com/paulmach/orb"
)

// A place of unknown type may be the same as a settlement of another source; a
// building is not.
func TestPlacesOfUnknownType(t *testing.T) {
	at := func(kind geo.Kind, unknown bool) source.Entry {
		return source.Entry{Place: geo.Place{ID: "x:1", Name: "Bagram", Kind: kind, Country: "AF", Point: orb.Point{69.27, 34.95}}, UnknownType: unknown}
	}
	town := gaztest.Entries{Name: "towns", List: []source.Entry{{Place: geo.Place{ID: "geonames:1147540", Name: "Bagram", Kind: geo.KindSettlement, Country: "AF", Point: orb.Point{69.28, 34.96}}}}}
	for _, c := range []struct {
		own    source.Entry
		places int
		kind   geo.Kind
	}{
		{at(geo.KindSite, true), 1, geo.KindSettlement},
		{at(geo.KindSite, false), 2, geo.KindSite},
		{at(geo.KindSettlement, false), 1, geo.KindSettlement},
	} {
		g := gaztest.Open(t, gaztest.Entries{Name: "own", List: []source.Entry{c.own}}, town)
		if kind := g.Record(gaztest.Find(t, g, "x:1")).Kind; g.Len() != c.places || kind != c.kind {
			t.Errorf("%v, unknown %v: %d places, kind %v; want %d, %v", c.own.Place.Kind, c.own.UnknownType, g.Len(), kind, c.places, c.kind)
		}
	}
}

// Two villages of one name in a source stay apart although another source has one of
// them, and that is merged with the nearer one.
func TestNearestDuplicateIsMerged(t *testing.T) {
	village := func(id geo.PlaceID, lat float64) source.Entry {
		return source.Entry{Place: geo.Place{ID: id, Name: "Deh Now", Kind: geo.KindSettlement, Country: "AF", Point: orb.Point{69, lat}}}
	}
	own := gaztest.Entries{Name: "own", List: []source.Entry{village("a:1", 34), village("a:2", 34.1)}}
	other := gaztest.Entries{Name: "other", List: []source.Entry{village("b:1", 34.07)}}
	g := gaztest.Open(t, own, other)
	if g.Len() != 2 {
		t.Errorf("%d places, want 2", g.Len())
	}
	if r := gaztest.Find(t, g, "b:1"); g.ID(r) != "a:2" {
		t.Errorf("b:1 was merged with %s, want a:2", g.ID(r))
	}
}

// The first source gives the id, the name, the kind and the point of a place, and the
// others add what it lacks.
func TestFirstSourceWins(t *testing.T) {
	own := gaztest.Entries{Name: "newsroom", List: []source.Entry{{
		Place: geo.Place{ID: "mine:7", Name: "Kabul City", Kind: geo.KindSettlement, Country: "AF", Point: orb.Point{69.18, 34.53}}, SameAs: []geo.PlaceID{"geonames:1138958"},
	}}}
	g := gaztest.Open(t, own, gaztest.Afghan())
	r := gaztest.Find(t, g, "geonames:1138958")
	p := g.Place(r)
	if p.ID != "mine:7" || p.Name != "Kabul City" || p.Point != (orb.Point{69.18, 34.53}) {
		t.Errorf("the place is %s, %s at %v, want the newsroom's", p.ID, p.Name, p.Point)
	}
	if p.Population != 4434550 || p.Admin1 != "Kabul" || p.Feature != "PPLC" {
		t.Errorf("population %d, area %q, feature %q: not completed from the other source", p.Population, p.Admin1, p.Feature)
	}
	for _, name := range []string{"kabul city", "kaboul", "кабул"} {
		if names := g.Lookup(nil, []byte(name)); len(names) != 1 || names[0].Ref != r {
			t.Errorf("%s is %v, want the place", name, names)
		}
	}
	counts := fmt.Sprint(g.Info().Sources[0].Added, g.Info().Sources[1].Added, g.Info().Sources[1].Merged)
	if want := fmt.Sprint(1, len(gaztest.Afghan().List)-1, 1); counts != want {
		t.Errorf("counts %s, want %s", counts, want)
	}
}

// An area is the same as another one with its code, whatever their names.
func TestAreasWithTheSameCode(t *testing.T) {
	area := func(id geo.PlaceID, name, code string) gaztest.Entries {
		return gaztest.Entries{Name: string(id), List: []source.Entry{{
			Place: geo.Place{ID: id, Name: name, Kind: geo.KindAdmin1, Country: "AF", Point: orb.Point{69, 34}}, Admin1Code: code,
		}}}
	}
	g := gaztest.Open(t, area("a:1", "Nangarhar", "18"), area("b:1", "Ningrahar", "18"), area("c:1", "Laghman", "35"))
	if g.Len() != 2 || g.ID(gaztest.Find(t, g, "b:1")) != "a:1" {
		t.Errorf("%d places, b:1 is %s; want 2, a:1", g.Len(), g.ID(gaztest.Find(t, g, "b:1")))
	}
}
