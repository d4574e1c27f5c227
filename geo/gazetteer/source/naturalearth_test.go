package source

import (
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"

	"github.com/paulmach/orb"
)

func TestNaturalEarthShapefile(t *testing.T) {
	geometries := shapes(
		orb.Polygon{square(60, 30, 10)},
		orb.Polygon{square(65, 31, 1), reversed(square(65.2, 31.2, 0.2))},
		orb.Polygon{square(10, 10, 1)},
		orb.Polygon{square(69, 36, 2)},
		orb.Point{400, 0},
	)
	rows := dbase(
		map[string]string{"FEATURECLA": "Admin-0 country", "NAME": "Afghanistan", "FORMAL_EN": "Islamic State of Afghanistan", "ABBREV": "Afg.",
			"ISO_A2": "-99", "ISO_A2_EH": "AF", "ISO_A3": "AFG", "POP_EST": "38041754.0", "LABEL_X": "66.496586", "LABEL_Y": "34.164262",
			"NE_ID": "1159320319", "WIKIDATAID": "Q889", "NAME_AR": "أفغانستان", "NAME_ZHT": "阿富汗", "NAME_LEN": "11"},
		map[string]string{"FEATURECLA": "Admin-1 states provinces", "NAME": "Kandahar", "NAME_ALT": "Qandahar|Candahar", "ISO_A2": "AF", "ISO_3166_2": "AF-KAN",
			"GN_ID": "1138335", "GN_A1_CODE": "AF.23", "NE_ID": "1159309351", "ADMIN": "Afghanistan"},
		map[string]string{"FEATURECLA": "Admin-0 country", "NAME": "Somaliland", "ISO_A2": "-99", "ISO_A2_EH": "-99", "NE_ID": "5"},
		map[string]string{"FEATURECLA": "Range/mtn", "NAME": "Hindu Kush"},
		map[string]string{"FEATURECLA": "Lake", "NAME": "Off the map"},
	)
	for name, files := range map[string]map[string]string{
		"zip":    {"ne_50m.zip": zipped(t, map[string]string{"ne_50m.shp": geometries, "ne_50m.dbf": rows, "ne_50m.cpg": "UTF-8", "ne_50m.VERSION.txt": "5.1.1"})},
		"folder": {"ne_50m.shp": geometries, "ne_50m.dbf": rows},
	} {
		t.Run(name, func(t *testing.T) {
			n, err := NewNaturalEarth(writeFiles(t, files))
			if err != nil {
				t.Fatal(err)
			}
			if got := n.Info().Name; got != "Natural Earth ne_50m" {
				t.Errorf("Info().Name = %q", got)
			}
			entries, bad := collect(t, n)
			if len(bad) != 1 || !strings.Contains(bad[0], "not on Earth") {
				t.Errorf("left out %q", bad)
			}
			if len(entries) != 4 {
				t.Errorf("entries = %v, want 4", slices.Sorted(maps.Keys(entries)))
			}
			afghanistan := entries["ne:1159320319"]
			if p := afghanistan.Place; p.Kind != geo.KindCountry || p.Country != "AF" || p.Point[1] != 34.164262 || p.Population != 38041754 || p.Codes["iso"] != "AF" || p.Codes["wikidata"] != "Q889" ||
				!slices.Equal(afghanistan.SameAs, []geo.PlaceID{"iso:AF"}) {
				t.Errorf("Afghanistan = %+v", p)
			}
			if len(afghanistan.Area) != 1 || afghanistan.Place.Bound.Max[0] != 70 {
				t.Errorf("Afghanistan's outline = %v, %v", afghanistan.Area, afghanistan.Place.Bound)
			}
			for _, want := range []gazetteer.Name{
				{Text: "Islamic State of Afghanistan"},
				{Text: "Afg.", Kind: gazetteer.NameAbbreviation},
				{Text: "أفغانستان", Kind: gazetteer.NameAlternate, Language: "ar"},
				{Text: "阿富汗", Kind: gazetteer.NameAlternate, Language: "zh-Hant"},
			} {
				if !hasName(afghanistan, want) {
					t.Errorf("Afghanistan lacks the name %+v: %+v", want, afghanistan.Names)
				}
			}
			kandahar := entries["ne:1159309351"]
			if kandahar.Place.Kind != geo.KindAdmin1 || kandahar.Admin1Code != "23" || !slices.Equal(kandahar.SameAs, []geo.PlaceID{"iso:AF-KAN", "geonames:1138335"}) || kandahar.Place.Codes["iso"] != "AF-KAN" {
				t.Errorf("Kandahar = %+v", kandahar)
			}
			if len(kandahar.Area) != 1 || len(kandahar.Area[0]) != 2 {
				t.Errorf("Kandahar's outline has lost its hole: %v", kandahar.Area)
			}
			if hasName(kandahar, gazetteer.Name{Text: "Afghanistan"}) {
				t.Error("Kandahar is called Afghanistan")
			}
			if p := entries["ne:5"].Place; p.Kind != geo.KindRegion || p.Country != "" {
				t.Errorf("Somaliland = %+v", p)
			}
		})
	}
}

func TestNaturalEarthGeoJSON(t *testing.T) {
	const collection = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"featurecla":"River","name":"Helmand","name_en":"Helmand River","ne_id":9,"scalerank":4},"geometry":{"type":"LineString","coordinates":[[60,30],[64,30]]}},
{"type":"Feature","properties":{"featurecla":"Admin-0 capital","NAME":"Kabul","GEONAMEID":1138958,"ISO_A2":"AF","POP_MAX":3277000,"NE_ID":10},"geometry":{"type":"Point","coordinates":[69.18,34.52]}},
{"type":"Feature","properties":{"featurecla":"Moon crater","name":"Tycho"},"geometry":{"type":"Point","coordinates":[1,2]}},
{"type":"Feature","properties":{"featurecla":"graticule"},"geometry":{"type":"Point","coordinates":[1,2]}}]}`
	n, err := NewNaturalEarth(filepath.Join(writeFiles(t, map[string]string{"ne.geojson": collection}), "ne.geojson"))
	if err != nil {
		t.Fatal(err)
	}
	entries, bad := collect(t, n)
	if len(entries) != 2 || len(bad) != 1 || !strings.Contains(bad[0], `"moon crater"`) {
		t.Fatalf("entries = %+v, left out %q", entries, bad)
	}
	if e := entries["ne:9"]; e.Place.Kind != geo.KindRiver || e.Place.Point[0] != 62 || e.Area != nil || e.Place.Name != "Helmand River" {
		t.Errorf("Helmand = %+v", e)
	}
	if e := entries["ne:10"]; e.Place.Kind != geo.KindSettlement || e.Place.Population != 3277000 || !slices.Equal(e.SameAs, []geo.PlaceID{"geonames:1138958"}) {
		t.Errorf("Kabul = %+v", e)
	}
}

func TestNaturalEarthRefuses(t *testing.T) {
	dir := writeFiles(t, map[string]string{"lonely.shp": shapes(orb.Point{1, 2}), "notes.txt": "notes"})
	if _, err := NewNaturalEarth(dir); !errors.Is(err, geo.ErrInput) {
		t.Errorf("NewNaturalEarth = %v, want an error", err)
	}
	cut := shapes(orb.Polygon{square(0, 10, 1)}, orb.Polygon{square(0, 20, 1)})
	row := map[string]string{"FEATURECLA": "Island", "NAME": "A"}
	n, err := NewNaturalEarth(writeFiles(t, map[string]string{"a.shp": cut[:len(cut)-20], "a.dbf": dbase(row, row)}))
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	var last error
	for _, last = range n.Entries() {
		count++
	}
	var left *gazetteer.EntryError
	if count != 2 || last == nil || errors.As(last, &left) {
		t.Errorf("a cut file gives %d entries and %v, want one and an error that ends the sequence", count-1, last)
	}
}
