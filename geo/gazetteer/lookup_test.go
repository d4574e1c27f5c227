package gazetteer

import (
	"math"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/geometry"

	"github.com/paulmach/orb"
)

// idsOf are the ids of what names stand for, with their kinds of name.
func idsOf(g *Gazetteer, names []NameRef) []string {
	var ids []string
	for _, n := range names {
		ids = append(ids, string(g.ID(n.Ref)))
	}
	return ids
}

func TestLookup(t *testing.T) {
	g := small(t)
	for name, want := range map[string][]string{
		"Kabul":                       {"geonames:1138957", "geonames:1138958", "dateline:adm2-AF.13.101"},
		"KABUL":                       {"geonames:1138957", "geonames:1138958", "dateline:adm2-AF.13.101"},
		"Kabul Province":              {"geonames:1138957"},
		"Kaboul":                      {"geonames:1138958"},
		"Кабул":                       {"geonames:1138958"},
		"喀布尔":                         {"geonames:1138958"},
		"كابل":                        {"geonames:1138958"},
		"کابل":                        {"geonames:1138958"}, // in Persian letters
		"Spin Boldak":                 {"geonames:1123004"},
		"Spīn-Bōldak":                 {"geonames:1123004"},
		"Peshāwar":                    {"geonames:1168197"},
		"Afghans":                     {"geonames:1149361"},
		"Kabul International Airport": {"ourairports:OAKB"},
		"KBL":                         nil,
		"Kab":                         nil,
		"":                            nil,
		strings.Repeat("kabul ", 60):  nil,
	} {
		got := idsOf(g, g.Lookup(nil, Normalize(nil, name)))
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("Lookup(%q) = %v, want %v", name, got, want)
		}
	}
	if n := g.Lookup(nil, []byte("afghan")); len(n) != 1 || n[0].Kind != NameDemonym || g.Language(n[0].Lang) != "en" {
		t.Errorf("Afghan is %+v, want an English demonym", n)
	}
}

func TestLookupWritten(t *testing.T) {
	g := small(t)
	if got := idsOf(g, g.LookupVerbatim(nil, "Pak.")); !slices.Equal(got, []string{"geonames:1168579"}) {
		t.Errorf("Pak. is %v", got)
	}
	for _, other := range []string{"pak.", "Pak", "PAK.", ""} {
		if got := g.LookupVerbatim(nil, other); len(got) > 0 {
			t.Errorf("%q is %v, but is not written so", other, got)
		}
	}
}

// TestCursor walks sentences and notes the longest name from each word on.
func TestCursor(t *testing.T) {
	g := small(t)
	for text, want := range map[string][]string{
		"officials landed at Kabul International Airport on Monday": {"kabul international airport"},
		"from Kabul to Spin Boldak":                                 {"kabul", "spin boldak"},
		"Kabul Province and Kabul International trade":              {"kabul province", "kabul"},
		"no place at all":                                           nil,
	} {
		words := strings.Fields(text)
		var got []string
		for i := 0; i < len(words); {
			longest := 0
			c, ok := g.Start(), true
			for n := i; n < len(words) && ok; n++ {
				if c, ok = c.Step(Normalize(nil, words[n])); ok && c.IsName() {
					longest = n + 1 - i
					if names := c.Names(nil); len(names) == 0 {
						t.Errorf("%v is a name of nothing", words[i:n+1])
					}
				}
			}
			if longest > 0 {
				got = append(got, string(Normalize(nil, strings.Join(words[i:i+longest], " "))))
			}
			i += max(longest, 1)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q has %q, want %q", text, got, want)
		}
	}
}

func TestByID(t *testing.T) {
	g := small(t)
	for id, want := range map[geo.PlaceID]string{
		"geonames:1138958": "Kabul", "iata:KBL": "Kabul International Airport", "icao:OAKB": "Kabul International Airport",
		"iso:AF": "Afghanistan", "iso:AFG": "Afghanistan", "iso:AF-KAB": "Kabul", "dateline:torkham": "Torkham",
		"geonames:1": "", "iso:af": "", "": "", ":": "", "geonames:": "",
	} {
		r, ok := g.ByID(id)
		if ok != (want != "") || g.Name(r) != want {
			t.Errorf("ByID(%q) = %q, %v, want %q", id, g.Name(r), ok, want)
		}
	}
}

func TestPlace(t *testing.T) {
	g := small(t)
	r, _ := g.ByID("geonames:1138958")
	p := g.Place(r)
	if p.Name != "Kabul" || p.Kind != geo.KindSettlement || p.Feature != "PPLC" || p.CountryName != "Afghanistan" || p.Admin1ID != "geonames:1138957" || p.Admin2 != "Kabul" || p.Population != 4434550 {
		t.Errorf("Kabul is %+v", p)
	}
	if km := geometry.Distance(p.Point, orb.Point{69.17233, 34.52813}); km > 0.001 {
		t.Errorf("Kabul has moved by %v km", km)
	}
	if r, _ = g.ByID("dateline:asia"); g.Record(r).Population < 4_290_000_000 {
		t.Errorf("Asia has %d people", g.Record(r).Population)
	}
	if p := g.Place(NoRef); p.ID != "" || p.Codes != nil {
		t.Errorf("the place of no Ref is %+v", p)
	}
}

func TestSearches(t *testing.T) {
	g := small(t)
	names := func(refs []Ref) string {
		var s []string
		for _, r := range refs {
			s = append(s, string(g.ID(r)))
		}
		slices.Sort(s)
		return strings.Join(s, " ")
	}
	for what, c := range map[string]struct{ got, want string }{
		"prefix of one":           {names(g.Prefix("pesh", 5)), "geonames:1168197"},
		"prefix with diacritics":  {names(g.Prefix("SPĪN", 5)), "geonames:1123004"},
		"prefix of nothing":       {names(g.Prefix("xq", 5)), ""},
		"a letter too few":        {names(g.Fuzzy("Qetta", 1, 5)), "geonames:1167528"},
		"two letters swapped":     {names(g.Fuzzy("Quteta", 1, 5)), "geonames:1167528"},
		"too many letters differ": {names(g.Fuzzy("Quxxxa", 1, 5)), ""},
		"in a box":                {names(g.Within(orb.Bound{Min: orb.Point{66, 30}, Max: orb.Point{68, 32}}, 5)), "geonames:1123004 geonames:1167528"},
		"in a box across 180°":    {names(g.Within(orb.Bound{Min: orb.Point{177, -20}, Max: orb.Point{-171, -10}}, 5)), "geonames:2207148 geonames:4035413"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", what, c.got, c.want)
		}
	}
}

// TestNearest compares the tree with a look at every place, near the poles and
// the 180th meridian too.
func TestNearest(t *testing.T) {
	g := small(t)
	kinds := KindsOf(geo.KindSettlement)
	for lon := -180.0; lon <= 180; lon += 23 {
		for lat := -90.0; lat <= 90; lat += 18 {
			p := orb.Point{lon, lat}
			want := math.Inf(1)
			for r := range Ref(g.Len()) {
				if rec := g.Record(r); rec.Kind == geo.KindSettlement {
					want = min(want, geometry.Distance(p, rec.Point))
				}
			}
			if got := g.Nearest(p, kinds, 1); len(got) != 1 || math.Abs(got[0].KM-want) > 1e-9 {
				t.Fatalf("Nearest(%v) = %v, want one at %v km", p, got, want)
			}
		}
	}
}

func TestAreasAt(t *testing.T) {
	g := small(t)
	for _, c := range []struct {
		at              orb.Point
		country, admin1 string
	}{
		{orb.Point{69.2, 34.5}, "Afghanistan", "Kabul"},
		{orb.Point{65, 33}, "Afghanistan", ""},
		{orb.Point{70, 25}, "Pakistan", ""},
		{orb.Point{0, 0}, "", ""},
		{orb.Point{180, 90}, "", ""},
		{orb.Point{math.NaN(), 0}, "", ""},
	} {
		country, admin1 := g.AreasAt(c.at)
		if g.Name(country) != c.country || g.Name(admin1) != c.admin1 {
			t.Errorf("AreasAt(%v) = %q, %q, want %q, %q", c.at, g.Name(country), g.Name(admin1), c.country, c.admin1)
		}
	}
}

// TestSharedLine checks that the line between two areas stays the same for both
// when it loses vertices.
func TestSharedLine(t *testing.T) {
	var line orb.LineString
	for i := range 200 {
		line = append(line, orb.Point{10 + 0.004*math.Sin(float64(i)), float64(i) * 0.02})
	}
	west := append(orb.Ring{{8, 3.98}, {8, 0}}, line...)
	west = append(west, west[0])
	backwards := line.Clone()
	backwards.Reverse()
	east := append(orb.Ring{{12, 0}, {12, 3.98}}, backwards...)
	east = append(east, east[0])
	shapes := []shape{{place: 0, area: quantise(orb.MultiPolygon{{west}})}, {place: 1, area: quantise(orb.MultiPolygon{{east}})}}
	topology := newTopology(shapes)
	points := func(s shape) map[orb.Point]bool {
		on := map[orb.Point]bool{}
		for _, p := range topology.shape(s)[0][0] {
			if p[0] > 9 && p[0] < 11 {
				on[p] = true
			}
		}
		return on
	}
	a, b := points(shapes[0]), points(shapes[1])
	if len(a) != len(b) || len(a) > 50 {
		t.Fatalf("the line has %d points for one and %d for the other, of %d", len(a), len(b), len(line))
	}
	for p := range a {
		if !b[p] {
			t.Errorf("%v is on the line for one only", p)
		}
	}
}
