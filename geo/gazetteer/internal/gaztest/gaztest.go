// Package gaztest compiles small gazetteers for tests.
package gaztest

import (
	"bytes"
	"context"
	"iter"
	"slices"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/compile"
	"dateline/geo/gazetteer/source"

	"github.com/paulmach/orb"
)

// Entries is a source of literal entries.
type Entries struct {
	Name string
	List []source.Entry
}

// Info describes the source.
func (s Entries) Info() gazetteer.SourceInfo {
	return gazetteer.SourceInfo{Name: s.Name, Version: "1", License: "CC0-1.0", Attribution: "nobody"}
}

// Entries yields the entries.
func (s Entries) Entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		for _, e := range s.List {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// Square returns a rectangular area.
func Square(west, south, east, north float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}}
}

// Afghan returns places in and around Afghanistan, with rough outlines.
func Afghan() Entries { return Entries{"Afghan places", slices.Clone(afghan)} }

var afghan = []source.Entry{
	{
		Place:      geo.Place{ID: "geonames:1149361", Name: "Afghanistan", Kind: geo.KindCountry, Feature: "PCLI", Country: "AF", Point: orb.Point{66, 33}, Codes: map[string]string{"iso": "AF,AFG"}},
		LocalNames: []source.LocalName{{Text: "Afganistán", Language: "es"}, {Text: "أفغانستان", Language: "ar"}, {Text: "阿富汗", Language: "zh"}, {Text: "阿富汗", Language: "zh-Hant"}},
		Names:      []source.Name{{Text: "Afghan", Kind: gazetteer.NameDemonym, Language: "en"}, {Text: "Afghans", Kind: gazetteer.NameDemonym, Language: "en"}, {Text: "افغانستان", Kind: gazetteer.NameAlternate, Language: "fa"}},
		Area:       Square(60.5, 29.4, 74.9, 38.5),
	},
	{
		Place: geo.Place{ID: "geonames:1168579", Name: "Pakistan", Kind: geo.KindCountry, Feature: "PCLI", Country: "PK", Point: orb.Point{70, 30}, Codes: map[string]string{"iso": "PK"}},
		Names: []source.Name{{Text: "Pak.", Kind: gazetteer.NameAbbreviation, Language: "en"}},
		Area:  Square(61, 23, 77.8, 29.3),
	},
	{
		Place:      geo.Place{ID: "geonames:1138957", Name: "Kabul", Kind: geo.KindAdmin1, Feature: "ADM1", Country: "AF", Point: orb.Point{69.3, 34.5}, Codes: map[string]string{"iso": "AF-KAB"}},
		Names:      []source.Name{{Text: "Kabul Province", Kind: gazetteer.NameAlternate, Language: "en"}},
		Admin1Code: "13", Area: Square(68.8, 34.1, 69.9, 34.9),
	},
	{
		Place:      geo.Place{ID: "area:2147483749", Name: "Kabul", Kind: geo.KindAdmin2, Feature: "ADM2", Country: "AF", Point: orb.Point{69.17, 34.53}},
		Admin1Code: "13", Admin2Code: "101", GeneratedID: true,
	},
	{
		Place:      geo.Place{ID: "geonames:1138958", Name: "Kabul", Kind: geo.KindSettlement, Feature: "PPLC", Country: "AF", Point: orb.Point{69.17233, 34.52813}, Population: 4434550},
		Names:      []source.Name{{Text: "Kaboul", Kind: gazetteer.NameAlternate, Language: "fr"}, {Text: "Кабул", Kind: gazetteer.NameAlternate, Language: "ru"}, {Text: "喀布尔", Kind: gazetteer.NameAlternate, Language: "zh"}, {Text: "كابل", Kind: gazetteer.NameAlternate}},
		LocalNames: []source.LocalName{{Text: "Kaboul", Language: "fr"}, {Text: "Caboul", Language: "fr"}, {Text: "Kabul", Language: "de"}, {Text: "Cabul", Language: "pt"}, {Text: "Kabul", Language: "pt-PT"}, {Text: "喀布尔", Language: "zh-Hans"}, {Text: "喀布爾", Language: "zh-TW"}, {Text: "Кабул", Language: "sr"}},
		Admin1Code: "13", Admin2Code: "101",
	},
	{Place: geo.Place{ID: "geonames:1123004", Name: "Spīn Bōldak", Kind: geo.KindSettlement, Feature: "PPLA2", Country: "AF", Point: orb.Point{66.4, 31.00575}}, Names: []source.Name{{Text: "Spin Boldak", Kind: gazetteer.NameASCII}}},
	{Place: geo.Place{ID: "geonames:1167528", Name: "Quetta", Kind: geo.KindSettlement, Feature: "PPLA", Country: "PK", Point: orb.Point{67.00141, 30.18414}, Population: 733675}},
	{Place: geo.Place{ID: "geonames:1168197", Name: "Peshawar", Kind: geo.KindSettlement, Feature: "PPLA", Country: "PK", Point: orb.Point{71.57849, 34.008}, Population: 1218773}, Names: []source.Name{{Text: "Peshāwar", Kind: gazetteer.NameAlternate}}},
	{Place: geo.Place{ID: "ourairports:OAKB", Name: "Kabul International Airport", Kind: geo.KindAirport, Feature: "AIRP", Country: "AF", Point: orb.Point{69.2123, 34.5659}, Codes: map[string]string{"iata": "KBL", "icao": "OAKB"}}},
	{Place: geo.Place{ID: "dateline:torkham", Name: "Torkham", Kind: geo.KindCrossing, Country: "AF", Point: orb.Point{71.0917, 34.1236}, Bound: orb.Bound{Min: orb.Point{71.0, 34.1}, Max: orb.Point{71.2, 34.2}}}},
	{Place: geo.Place{ID: "geonames:2207148", Name: "Suva", Kind: geo.KindSettlement, Feature: "PPLC", Country: "FJ", Point: orb.Point{178.44149, -18.14161}, Population: 77366}},
	{Place: geo.Place{ID: "geonames:4035413", Name: "Apia", Kind: geo.KindSettlement, Feature: "PPLC", Country: "WS", Point: orb.Point{-171.76666, -13.83333}, Population: 40407}},
	{Place: geo.Place{ID: "dateline:asia", Name: "Asia", Kind: geo.KindContinent, Point: orb.Point{89, 30}, Population: 4_700_000_000}},
}

// Compile compiles sources in memory.
func Compile(tb testing.TB, sources ...source.Source) []byte {
	tb.Helper()
	var b bytes.Buffer
	if _, err := compile.Gazetteer(context.Background(), &b, sources, compile.Options{TempDir: tb.TempDir()}); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// Open compiles sources and opens the gazetteer.
func Open(tb testing.TB, sources ...source.Source) *gazetteer.Gazetteer {
	tb.Helper()
	g, err := gazetteer.FromBytes(Compile(tb, sources...))
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

// Find returns the place with an id, which must exist.
func Find(tb testing.TB, g *gazetteer.Gazetteer, id geo.PlaceID) gazetteer.Ref {
	tb.Helper()
	r, ok := g.ByID(id)
	if !ok {
		tb.Fatalf("there is no place %s", id)
	}
	return r
}

// Areas returns the country and the names of the areas that contain a place.
func Areas(tb testing.TB, g *gazetteer.Gazetteer, id geo.PlaceID) [3]string {
	tb.Helper()
	p := g.Place(Find(tb, g, id))
	return [3]string{p.Country, p.Admin1, p.Admin2}
}
