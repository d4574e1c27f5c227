package gazetteer_test

import (
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/internal/gaztest"
	"dateline/geo/gazetteer/source"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// american returns towns and states with the same names.
func american() source.Source {
	abbreviated := func(text string) []source.Name {
		return []source.Name{{Text: text, Kind: gazetteer.NameAbbreviation, Language: "en"}}
	}
	place := func(id geo.PlaceID, name string, kind geo.Kind, feature string, lon, lat float64, population int64) geo.Place {
		return geo.Place{ID: id, Name: name, Kind: kind, Feature: feature, Country: "US", Point: orb.Point{lon, lat}, Population: population}
	}
	us := place("geonames:6252001", "United States", geo.KindCountry, "PCLI", -98.5, 39.76, 327167434)
	us.Codes = map[string]string{"iso": "US,USA"}
	return gaztest.Entries{Name: "American places", List: []source.Entry{
		{Place: us, Names: abbreviated("U.S.")},
		{Place: place("geonames:4971068", "Maine", geo.KindAdmin1, "ADM1", -69.25, 45.5, 1325518), Names: abbreviated("ME"), Admin1Code: "ME"},
		{Place: place("geonames:5744337", "Oregon", geo.KindAdmin1, "ADM1", -120.5, 44, 3831074), Names: abbreviated("OR"), Admin1Code: "OR"},
		{Place: place("geonames:5128638", "New York", geo.KindAdmin1, "ADM1", -75.5, 43, 19274244), Admin1Code: "NY"},
		{Place: place("geonames:4975802", "Portland", geo.KindSettlement, "PPLA2", -70.26, 43.66, 66881), Admin1Code: "ME"},
		{Place: place("geonames:5746545", "Portland", geo.KindSettlement, "PPLA2", -122.68, 45.52, 632309), Admin1Code: "OR"},
		{Place: place("geonames:5128581", "New York City", geo.KindSettlement, "PPL", -74.01, 40.71, 8804190), Names: []source.Name{{Text: "New York", Kind: gazetteer.NameAlternate, Language: "en"}}, Admin1Code: "NY"},
		{Place: place("geonames:5128884", "Maine", geo.KindSettlement, "PPL", -76.06, 42.19, 5390), Admin1Code: "NY"},
	}}
}

func TestMatchesOfNamesWithTheirAreas(t *testing.T) {
	g := gaztest.Open(t, gaztest.Afghan(), american())
	for text, want := range map[string]string{
		"kabul afghanistan":                   "geonames:1138957 geonames:1138958 area:2147483749",
		"Kabul, Afghanistan":                  "geonames:1138957 geonames:1138958 area:2147483749",
		"کابل":                                "geonames:1138958",
		"Kaboul، افغانستان":                   "geonames:1138958",
		"quetta PK":                           "geonames:1167528",
		"quetta, pk":                          "geonames:1167528",
		"Spin Buldak, Afghanistan":            "geonames:1123004",
		"spin buldak afg":                     "geonames:1123004",
		"kabul international airport afghan":  "ourairports:OAKB",
		"kabul pakistan":                      "",
		"Kabul, Pakistan":                     "",
		"nowhere afghanistan":                 "",
		"afghanistan afghanistan":             "",
		"Portland, ME":                        "geonames:4975802",
		"portland me":                         "geonames:4975802",
		"Portland, Oregon":                    "geonames:5746545",
		"portland or usa":                     "geonames:5746545",
		"Portland, OR, U.S.":                  "geonames:5746545",
		"Portland Oregon, United States":      "geonames:5746545",
		"Portland, Oregon, Maine":             "",
		"portland united states":              "geonames:5746545 geonames:4975802",
		"new york united states":              "geonames:5128638 geonames:5128581",
		"new york, new york":                  "geonames:5128581",
		"maine new york":                      "geonames:5128884",
		"Portland,":                           "geonames:5746545 geonames:4975802",
		", Oregon":                            "geonames:5744337",
		",":                                   "",
		"":                                    "",
		strings.Repeat("a ", 5000) + "Oregon": "",
	} {
		var got []string
		for _, p := range g.Matches(text, 0, 5) {
			got = append(got, string(p.ID))
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("Matches(%.60q) = %q, want %q", text, got, want)
		}
	}
}

// TestExactNamesMatchFirst checks that the areas after a name change nothing about the
// whole names of the gazetteer.
func TestExactNamesMatchFirst(t *testing.T) {
	g := gaztest.Open(t, gaztest.Afghan(), american())
	names := map[string][]gazetteer.NameRef{}
	var keys []string
	for key, places := range g.Keys() {
		if key[0] >= ' ' && len(g.Lookup(nil, key)) > 0 {
			names[string(key)] = append([]gazetteer.NameRef(nil), places...)
			keys = append(keys, string(key))
		}
	}
	for _, key := range keys {
		found := g.Matches(key, 0, 100)
		for _, p := range found {
			if !hasName(g, names[key], p.ID) {
				t.Errorf("Matches(%q) has %s, which has another name", key, p.ID)
			}
		}
		if len(found) == 0 {
			t.Errorf("Matches(%q) is empty", key)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		name, area := rapid.SampledFrom(keys).Draw(t, "name"), rapid.SampledFrom(keys).Draw(t, "area")
		whole := names[name+" "+area]
		for _, p := range g.Matches(name+" "+area, 0, 100) {
			switch {
			case whole != nil && !hasName(g, whole, p.ID):
				t.Fatalf("%s is not called %s %s", p.ID, name, area)
			case whole == nil && len(g.LookupVariants(nil, []byte(name+" "+area))) == 0 && p.Country == "":
				t.Fatalf("%s is in no area", p.ID)
			}
		}
	})
}

func hasName(g *gazetteer.Gazetteer, names []gazetteer.NameRef, id geo.PlaceID) bool {
	for _, n := range names {
		if g.ID(n.Ref) == id {
			return true
		}
	}
	return false
}
