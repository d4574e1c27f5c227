package compile_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/compile"
	"dateline/geo/gazetteer/internal/gaztest"
	"dateline/geo/gazetteer/source"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// dump returns everything that a gazetteer contains, independent of its Refs.
func dump(g *gazetteer.Gazetteer) []string {
	var lines []string
	for r := range gazetteer.Ref(g.Len()) {
		elevation, known := g.Elevation(r)
		lines = append(lines, fmt.Sprintf("%+v %d %d %v %v %v", g.Place(r), g.Record(r).NameCount, elevation, known, g.HasGeneratedID(r), g.Area(r)))
	}
	for r, code := range g.AreaCodes() {
		lines = append(lines, fmt.Sprintf("area %s %s", g.ID(r), code))
	}
	for key, names := range g.Keys() {
		var places []string
		for _, n := range names {
			places = append(places, fmt.Sprintf("%s %d %s", g.ID(n.Ref), n.Kind, g.Language(n.Lang)))
		}
		slices.Sort(places)
		lines = append(lines, fmt.Sprintf("key %q %v", key, places))
	}
	slices.Sort(lines)
	return lines
}

// diff returns the lines that only one of two dumps has.
func diff(a, b []string) string {
	var out []string
	for _, l := range a {
		if _, ok := slices.BinarySearch(b, l); !ok {
			out = append(out, "- "+l)
		}
	}
	for _, l := range b {
		if _, ok := slices.BinarySearch(a, l); !ok {
			out = append(out, "+ "+l)
		}
	}
	return strings.Join(out, "\n")
}

// drawPlaces draws a source with areas, settlements and sites that have further names
// and ids.
func drawPlaces(t *rapid.T, scheme string) gaztest.Entries {
	name := rapid.StringMatching(`[A-Z][a-zéāß]{1,8}( [A-Z][a-z]{1,6})?`)
	point := func(t *rapid.T) orb.Point {
		return orb.Point{rapid.Float64Range(60, 70).Draw(t, "lon"), rapid.Float64Range(30, 36).Draw(t, "lat")}
	}
	places := gaztest.Entries{Name: scheme}
	for n := range rapid.IntRange(1, 30).Draw(t, "places") {
		kind := rapid.SampledFrom([]geo.Kind{geo.KindCountry, geo.KindAdmin1, geo.KindAdmin2, geo.KindSea, geo.KindSettlement, geo.KindSettlement, geo.KindSite}).Draw(t, "kind")
		e := source.Entry{
			Place: geo.Place{
				ID: geo.PlaceID(fmt.Sprintf("%s:%d", scheme, n+1)), Name: name.Draw(t, "name"), Kind: kind, Country: rapid.SampledFrom([]string{"AF", "PK", ""}).Draw(t, "country"),
				Point: point(t), Population: rapid.Int64Range(0, 30_000_000).Draw(t, "population"),
			},
			GeneratedID: scheme == "generated",
		}
		for range rapid.IntRange(0, 3).Draw(t, "names") {
			e.Names = append(e.Names, source.Name{Text: name.Draw(t, "alternate"), Kind: gazetteer.NameKind(rapid.IntRange(0, 5).Draw(t, "name kind")), Language: rapid.SampledFrom([]string{"", "en", "fa"}).Draw(t, "language")})
		}
		if rapid.Bool().Draw(t, "code") {
			e.Place.Codes = map[string]string{"wikidata": fmt.Sprintf("Q%d", rapid.IntRange(1, 9).Draw(t, "number"))}
		}
		if rapid.Bool().Draw(t, "area codes") {
			e.Admin1Code = rapid.SampledFrom([]string{"01", "02", "03"}).Draw(t, "admin1")
			if kind != geo.KindAdmin1 {
				e.Admin2Code = rapid.SampledFrom([]string{"", "0101", "0102"}).Draw(t, "admin2")
			}
		}
		if rapid.Bool().Draw(t, "elevation") {
			e.ElevationM, e.HasElevation = rapid.IntRange(-400, 8000).Draw(t, "meters"), true
		}
		if e.Place.Kind < geo.KindSettlement && rapid.Bool().Draw(t, "outline") {
			p := e.Place.Point
			e.Area = gaztest.Square(p[0]-1, p[1]-1, p[0]+1, p[1]+1)
		}
		places.List = append(places.List, e)
	}
	return places
}

func compileRapid(t *rapid.T, sources ...source.Source) *gazetteer.Gazetteer {
	var b bytes.Buffer
	if _, err := compile.Gazetteer(t.Context(), &b, sources, compile.Options{}); err != nil {
		t.Fatal(err)
	}
	g, err := gazetteer.FromBytes(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Verify(); err != nil {
		t.Fatal(err)
	}
	return g
}

// TestCompiledPlaces compiles random places: each is found by its id and by all its
// names, with the values of its entry.
func TestCompiledPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		places := drawPlaces(t, "x")
		g := compileRapid(t, places)
		if g.Len() != len(places.List) {
			t.Fatalf("%d places, want %d", g.Len(), len(places.List))
		}
		for _, e := range places.List {
			r, ok := g.ByID(e.Place.ID)
			if !ok {
				t.Fatalf("%s is not found", e.Place.ID)
			}
			p := g.Place(r)
			if p.ID != e.Place.ID || p.Name != e.Place.Name || p.Kind != e.Place.Kind || e.Place.Country != "" && p.Country != e.Place.Country || e.Place.Population > 0 && p.Population != e.Place.Population {
				t.Fatalf("%+v, want %+v", p, e.Place)
			}
			if d := p.Point[0] - e.Place.Point[0]; d > 1e-7 || d < -1e-7 {
				t.Fatalf("point %v, want %v", p.Point, e.Place.Point)
			}
			if m, ok := g.Elevation(r); ok != e.HasElevation || ok && m != e.ElevationM {
				t.Fatalf("elevation %d %v, want %d %v", m, ok, e.ElevationM, e.HasElevation)
			}
			if e.Area != nil && !e.Area.Bound().Contains(g.Area(r).Bound().Center()) {
				t.Fatalf("outline %v, want %v", g.Area(r), e.Area)
			}
			for _, n := range append(e.Names, source.Name{Text: e.Place.Name}) {
				found := g.Lookup(nil, gazetteer.Normalize(nil, n.Text))
				if n.Kind == gazetteer.NameAbbreviation {
					found = g.LookupVerbatim(nil, n.Text)
				}
				if !slices.ContainsFunc(found, func(m gazetteer.NameRef) bool { return m.Ref == r }) {
					t.Fatalf("%s is not found by its name %q", e.Place.ID, n.Text)
				}
			}
		}
	})
}

// TestBaseKeepsEverything builds a gazetteer on another one: without other places it
// contains the same.
func TestBaseKeepsEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := compileRapid(t, drawPlaces(t, "x"), drawPlaces(t, "generated"))
		built := compileRapid(t, compile.Base(base))
		if d := diff(dump(base), dump(built)); d != "" {
			t.Fatalf("the base and what was built on it differ:\n%s", d)
		}
	})
}

// TestBaseEqualsItsSources builds with places before a base and before the sources of
// the base: the places, and what they have, are the same.
func TestBaseEqualsItsSources(t *testing.T) {
	own := gaztest.Entries{Name: "newsroom", List: []source.Entry{
		{Place: geo.Place{ID: "mine:1", Name: "Kabul", Kind: geo.KindSettlement, Country: "AF", Point: orb.Point{69.18, 34.53}}, Names: []source.Name{{Text: "Kabul City", Kind: gazetteer.NameAlternate}}},
		{Place: geo.Place{ID: "pcode:AF0101", Name: "Kabul", Kind: geo.KindAdmin2, Country: "AF", Point: orb.Point{69.17, 34.53}, Codes: map[string]string{"pcode": "AF0101"}}},
		{Place: geo.Place{ID: "mine:2", Name: "Press club", Kind: geo.KindSite, Point: orb.Point{69.2, 34.5}}},
		{Place: geo.Place{ID: "mine:3", Name: "Airport", Kind: geo.KindAirport, Country: "AF", Point: orb.Point{69.2, 34.5}}, SameAs: []geo.PlaceID{"iata:KBL"}},
		{Place: geo.Place{ID: "mine:4", Name: "Border post", Kind: geo.KindSite, Country: "AF", Point: orb.Point{69.3, 34.5}}, Admin1Code: "13", Admin2Code: "101"},
	}}
	base := gaztest.Open(t, gaztest.Afghan())
	onBase, onSources := gaztest.Open(t, own, compile.Base(base)), gaztest.Open(t, own, gaztest.Afghan())
	if d := diff(dump(onSources), dump(onBase)); d != "" {
		t.Errorf("built on the sources and on the base:\n%s", d)
	}
	info := onBase.Info()
	if b := info.Base; b == nil || b.Version != base.Info().Version || b.Merged != 2 || b.Added != base.Len()-2 {
		t.Errorf("base %+v, want 2 places merged", info.Base)
	}
	if len(info.Sources) != 2 || info.Sources[1].Name != "Afghan places" || info.Sources[1].License != "CC0-1.0" {
		t.Errorf("sources %+v, want the newsroom and that of the base", info.Sources)
	}
}
