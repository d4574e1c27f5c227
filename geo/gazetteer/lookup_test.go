package gazetteer_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/internal/gaztest"
	"dateline/geo/geometry"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// idsOf returns the ids of the places of names.
func idsOf(g *gazetteer.Gazetteer, names []gazetteer.NameRef) []string {
	var ids []string
	for _, n := range names {
		ids = append(ids, string(g.ID(n.Ref)))
	}
	return ids
}

func TestLookup(t *testing.T) {
	g := gaztest.Open(t, gaztest.Afghan())
	for name, want := range map[string][]string{
		"Kabul":                       {"geonames:1138957", "geonames:1138958", "area:2147483749"},
		"KABUL":                       {"geonames:1138957", "geonames:1138958", "area:2147483749"},
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
		got := idsOf(g, g.Lookup(nil, gazetteer.Normalize(nil, name)))
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("Lookup(%q) = %v, want %v", name, got, want)
		}
	}
	if n := g.Lookup(nil, []byte("afghan")); len(n) != 1 || n[0].Kind != gazetteer.NameDemonym || g.Language(n[0].Lang) != "en" {
		t.Errorf("Afghan is %+v, want an English demonym", n)
	}
}

func TestLookupVerbatim(t *testing.T) {
	g := gaztest.Open(t, gaztest.Afghan())
	if got := idsOf(g, g.LookupVerbatim(nil, "Pak.")); !slices.Equal(got, []string{"geonames:1168579"}) {
		t.Errorf("Pak. is %v", got)
	}
	for _, other := range []string{"pak.", "Pak", "PAK.", ""} {
		if got := g.LookupVerbatim(nil, other); len(got) > 0 {
			t.Errorf("%q is %v, want nothing", other, got)
		}
	}
}

// TestCursor finds the longest name at each word of a sentence.
func TestCursor(t *testing.T) {
	g := gaztest.Open(t, gaztest.Afghan())
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
				if c, ok = c.Step(gazetteer.Normalize(nil, words[n])); ok && c.IsName() {
					longest = n + 1 - i
					if names := c.Names(nil); len(names) == 0 {
						t.Errorf("%v is the name of no place", words[i:n+1])
					}
				}
			}
			if longest > 0 {
				got = append(got, string(gazetteer.Normalize(nil, strings.Join(words[i:i+longest], " "))))
			}
			i += max(longest, 1)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q has %q, want %q", text, got, want)
		}
	}
}

func TestByID(t *testing.T) {
	g := gaztest.Open(t, gaztest.Afghan())
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
	g := gaztest.Open(t, gaztest.Afghan())
	r, _ := g.ByID("geonames:1138958")
	p := g.Place(r)
	if p.Name != "Kabul" || p.Kind != geo.KindSettlement || p.Feature != "PPLC" || p.CountryName != "Afghanistan" || p.Admin1ID != "geonames:1138957" || p.Admin2 != "Kabul" || p.Population != 4434550 {
		t.Errorf("Kabul is %+v", p)
	}
	if km := geometry.Distance(p.Point, orb.Point{69.17233, 34.52813}); km > 0.001 {
		t.Errorf("Kabul is %v km off", km)
	}
	if r, _ = g.ByID("dateline:asia"); g.Record(r).Population < 4_290_000_000 {
		t.Errorf("Asia has a population of %d", g.Record(r).Population)
	}
	if p := g.Place(gazetteer.NoRef); p.ID != "" || p.Codes != nil {
		t.Errorf("the place of no gazetteer.Ref is %+v", p)
	}
}

func TestSearches(t *testing.T) {
	g := gaztest.Open(t, gaztest.Afghan())
	names := func(refs []gazetteer.Ref) string {
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

// TestNearest compares the search of the tree with a search of all places, also near
// the poles and the antimeridian.
func TestNearest(t *testing.T) {
	g := gaztest.Open(t, gaztest.Afghan())
	rapid.Check(t, func(t *rapid.T) {
		p := orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-90, 90).Draw(t, "lat")}
		limit := rapid.IntRange(1, 8).Draw(t, "limit")
		for name, kinds := range map[string]gazetteer.KindSet{"settlements": gazetteer.KindsOf(geo.KindSettlement), "all": gazetteer.AllKinds, "none": 0} {
			var want []float64
			for r := range gazetteer.Ref(g.Len()) {
				if rec := g.Record(r); rec.Kind.Precision().IsPoint() && kinds.Has(rec.Kind) {
					want = append(want, geometry.Distance(p, rec.Point))
				}
			}
			slices.Sort(want)
			want = want[:min(limit, len(want))]
			got := g.Nearest(p, kinds, limit)
			if len(got) != len(want) {
				t.Fatalf("%s: %d places, want %d", name, len(got), len(want))
			}
			for i := range got {
				if math.Abs(got[i].KM-want[i]) > 1e-6 {
					t.Fatalf("%s: place %d of %v is %v km away, want %v", name, i, p, got[i].KM, want[i])
				}
			}
		}
	})
}

// TestWithin compares boxes with a search of all places.
func TestWithin(t *testing.T) {
	g := gaztest.Open(t, gaztest.Afghan())
	rapid.Check(t, func(t *rapid.T) {
		b := orb.Bound{
			Min: orb.Point{rapid.Float64Range(-180, 180).Draw(t, "west"), rapid.Float64Range(-90, 90).Draw(t, "south")},
			Max: orb.Point{rapid.Float64Range(-180, 180).Draw(t, "east"), rapid.Float64Range(-90, 90).Draw(t, "north")},
		}
		var want []gazetteer.Ref
		for r := range gazetteer.Ref(g.Len()) {
			rec := g.Record(r)
			lon, lat := rec.Point[0], rec.Point[1]
			inside := b.Min[0] <= lon && lon <= b.Max[0]
			if b.Min[0] > b.Max[0] {
				inside = lon >= b.Min[0] || lon <= b.Max[0]
			}
			if rec.Kind == geo.KindSettlement && inside && b.Min[1] <= lat && lat <= b.Max[1] {
				want = append(want, r)
			}
		}
		got := g.Within(b, 100)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("Within(%v) = %v, want %v", b, got, want)
		}
	})
}

func TestMatches(t *testing.T) {
	g := gaztest.Open(t, gaztest.Afghan())
	for text, want := range map[string]string{
		"geonames:1167528": "Quetta", "iata:KBL": "Kabul International Airport", "Pak.": "Pakistan", "quetta": "Quetta", "Spin Buldak": "Spīn Bōldak", "Qetta": "Quetta", "nowhere": "",
	} {
		places := g.Matches(text, 1, 5)
		if want == "" && len(places) > 0 || want != "" && (len(places) == 0 || places[0].Name != want) {
			t.Errorf("Matches(%q) = %v, want %q first", text, places, want)
		}
	}
	if places := g.Matches("kabul", 0, 2); len(places) != 2 {
		t.Errorf("%d places, want 2", len(places))
	}
}

func TestVariants(t *testing.T) {
	g := gaztest.Open(t, gaztest.Afghan())
	for name, want := range map[string]string{
		"spin buldak": "Spīn Bōldak", "quett": "", "peshawarr": "Peshawar", "pesshawar": "Peshawar", "torkam": "", "the afghanistan": "Afghanistan",
		"kab": "", "peshavar": "Peshawar",
	} {
		names := g.LookupVariants(nil, []byte(name))
		if want == "" && len(names) > 0 || want != "" && (len(names) == 0 || g.Name(names[0].Ref) != want) {
			t.Errorf("LookupVariants(%q) = %v, want %q", name, names, want)
		}
	}
}

func TestAreasAt(t *testing.T) {
	g := gaztest.Open(t, gaztest.Afghan())
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

// TestCursorContinues checks that a cursor knows of further words within each name, and has the words so far.
func TestCursorContinues(t *testing.T) {
	g := gaztest.Open(t, gaztest.Afghan())
	for key := range g.Keys() {
		name := string(key)
		if len(gazetteer.Normalize(nil, name)) != len(name) {
			continue // a code
		}
		c, sofar := g.Start(), ""
		for i, word := range strings.Fields(name) {
			if i > 0 {
				if !c.Continues() {
					t.Errorf("no name begins with %q and has further words, but %q does", sofar, name)
				}
				sofar += " "
			}
			sofar += word
			c, _ = c.Step([]byte(word))
			if got, _ := c.Key(); string(got) != sofar {
				t.Errorf("the words so far are %q, want %q", got, sofar)
			}
		}
	}
	c, _ := g.Start().Step([]byte("qqqq"))
	if c.Continues() {
		t.Error("a name begins with \"qqqq\"")
	}
}

func TestKeysBetween(t *testing.T) {
	g := gaztest.Open(t, gaztest.Afghan())
	for _, c := range []struct{ from, to string }{{"kabul", "kabum"}, {"\u4e00", "\ua000"}, {"", "\xff"}, {"b", "b"}, {"zz", "a"}} {
		var want, got []string
		for key := range g.Keys() {
			if string(key) >= c.from && string(key) < c.to {
				want = append(want, string(key))
			}
		}
		for key := range g.KeysBetween([]byte(c.from), []byte(c.to)) {
			got = append(got, string(key))
		}
		if !slices.Equal(got, want) {
			t.Errorf("the keys between %q and %q are %q, want %q", c.from, c.to, got, want)
		}
	}
	for range g.KeysBetween(nil, []byte("\xff")) {
		break
	}
}
