package gazetteer

import (
	"bytes"
	"context"
	"iter"
	"testing"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// entries is a source of literal entries.
type entries struct {
	name string
	list []Entry
}

func (s entries) Info() SourceInfo {
	return SourceInfo{Name: s.name, Version: "1", Licence: "CC0-1.0", Attribution: "nobody"}
}

func (s entries) Entries() iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for _, e := range s.list {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func square(west, south, east, north float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}}
}

// afghan are some places in and around Afghanistan, with rough outlines.
var afghan = entries{"some places", []Entry{
	{
		Place: geo.Place{ID: "geonames:1149361", Name: "Afghanistan", Kind: geo.KindCountry, Feature: "PCLI", Country: "AF", Point: orb.Point{66, 33}, Codes: map[string]string{"iso": "AF,AFG"}},
		Names: []Name{{Text: "Afghan", Kind: NameDemonym, Language: "en"}, {Text: "Afghans", Kind: NameDemonym, Language: "en"}, {Text: "افغانستان", Kind: NameAlternate, Language: "fa"}},
		Area:  square(60.5, 29.4, 74.9, 38.5),
	},
	{
		Place: geo.Place{ID: "geonames:1168579", Name: "Pakistan", Kind: geo.KindCountry, Feature: "PCLI", Country: "PK", Point: orb.Point{70, 30}, Codes: map[string]string{"iso": "PK"}},
		Names: []Name{{Text: "Pak.", Kind: NameAbbreviation, Language: "en"}},
		Area:  square(61, 23, 77.8, 29.3),
	},
	{
		Place:      geo.Place{ID: "geonames:1138957", Name: "Kabul", Kind: geo.KindAdmin1, Feature: "ADM1", Country: "AF", Point: orb.Point{69.3, 34.5}, Codes: map[string]string{"iso": "AF-KAB"}},
		Names:      []Name{{Text: "Kabul Province", Kind: NameAlternate, Language: "en"}},
		Admin1Code: "13", Area: square(68.8, 34.1, 69.9, 34.9),
	},
	{
		Place:      geo.Place{ID: "dateline:adm2-AF.13.101", Name: "Kabul", Kind: geo.KindAdmin2, Feature: "ADM2", Country: "AF", Point: orb.Point{69.17, 34.53}},
		Admin1Code: "13", Admin2Code: "101", Made: true,
	},
	{
		Place:      geo.Place{ID: "geonames:1138958", Name: "Kabul", Kind: geo.KindSettlement, Feature: "PPLC", Country: "AF", Point: orb.Point{69.17233, 34.52813}, Population: 4434550},
		Names:      []Name{{Text: "Kaboul", Kind: NameAlternate, Language: "fr"}, {Text: "Кабул", Kind: NameAlternate, Language: "ru"}, {Text: "喀布尔", Kind: NameAlternate, Language: "zh"}, {Text: "كابل", Kind: NameAlternate}},
		Admin1Code: "13", Admin2Code: "101",
	},
	{Place: geo.Place{ID: "geonames:1123004", Name: "Spīn Bōldak", Kind: geo.KindSettlement, Feature: "PPLA2", Country: "AF", Point: orb.Point{66.4, 31.00575}}, Names: []Name{{Text: "Spin Boldak", Kind: NameASCII}}},
	{Place: geo.Place{ID: "geonames:1167528", Name: "Quetta", Kind: geo.KindSettlement, Feature: "PPLA", Country: "PK", Point: orb.Point{67.00141, 30.18414}, Population: 733675}},
	{Place: geo.Place{ID: "geonames:1168197", Name: "Peshawar", Kind: geo.KindSettlement, Feature: "PPLA", Country: "PK", Point: orb.Point{71.57849, 34.008}, Population: 1218773}, Names: []Name{{Text: "Peshāwar", Kind: NameAlternate}}},
	{Place: geo.Place{ID: "ourairports:OAKB", Name: "Kabul International Airport", Kind: geo.KindAirport, Feature: "AIRP", Country: "AF", Point: orb.Point{69.2123, 34.5659}, Codes: map[string]string{"iata": "KBL", "icao": "OAKB"}}},
	{Place: geo.Place{ID: "dateline:torkham", Name: "Torkham", Kind: geo.KindCrossing, Country: "AF", Point: orb.Point{71.0917, 34.1236}, Bound: orb.Bound{Min: orb.Point{71.0, 34.1}, Max: orb.Point{71.2, 34.2}}}},
	{Place: geo.Place{ID: "geonames:2207148", Name: "Suva", Kind: geo.KindSettlement, Feature: "PPLC", Country: "FJ", Point: orb.Point{178.44149, -18.14161}, Population: 77366}},
	{Place: geo.Place{ID: "geonames:4035413", Name: "Apia", Kind: geo.KindSettlement, Feature: "PPLC", Country: "WS", Point: orb.Point{-171.76666, -13.83333}, Population: 40407}},
	{Place: geo.Place{ID: "dateline:asia", Name: "Asia", Kind: geo.KindContinent, Point: orb.Point{89, 30}, Population: 4_700_000_000}},
}}

// compiled compiles sources in memory.
func compiled(tb testing.TB, sources ...Source) []byte {
	tb.Helper()
	var b bytes.Buffer
	if _, err := Compile(context.Background(), &b, sources, CompileOptions{TempDir: tb.TempDir()}); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func small(tb testing.TB) *Gazetteer {
	tb.Helper()
	g, err := FromBytes(compiled(tb, afghan))
	if err != nil {
		tb.Fatal(err)
	}
	return g
}
