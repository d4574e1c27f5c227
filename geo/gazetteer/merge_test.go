package gazetteer

import (
	"testing"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// A place of which a source says no more than where it is may be a town of another
// source; one that is said to be a building is not.
func TestOnlyVaguePlacesBecomeTowns(t *testing.T) {
	at := func(kind geo.Kind, vague bool) Entry {
		return Entry{Place: geo.Place{ID: "x:1", Name: "Bagram", Kind: kind, Country: "AF", Point: orb.Point{69.27, 34.95}}, Vague: vague}
	}
	town := entries{"towns", []Entry{{Place: geo.Place{ID: "geonames:1147540", Name: "Bagram", Kind: geo.KindSettlement, Country: "AF", Point: orb.Point{69.28, 34.96}}}}}
	for _, c := range []struct {
		own    Entry
		places int
		kind   geo.Kind
	}{
		{at(geo.KindSite, true), 1, geo.KindSettlement},
		{at(geo.KindSite, false), 2, geo.KindSite},
		{at(geo.KindSettlement, false), 1, geo.KindSettlement},
	} {
		g, err := FromBytes(compiled(t, entries{"own", []Entry{c.own}}, town))
		if err != nil {
			t.Fatal(err)
		}
		if kind := g.Record(mustFind(t, g, "x:1")).Kind; g.Len() != c.places || kind != c.kind {
			t.Errorf("%v, vague %v: %d places, a %v; want %d, a %v", c.own.Place.Kind, c.own.Vague, g.Len(), kind, c.places, c.kind)
		}
	}
}
