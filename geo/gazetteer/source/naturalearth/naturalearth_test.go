package naturalearth

import (
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/internal/sourcetest"
)

// collection has the attributes of Natural Earth in upper case, as in its older files.
const collection = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"FEATURECLA":"Admin-0 country","NAME":"Afghanistan","FORMAL_EN":"Islamic State of Afghanistan","ABBREV":"Afg.","ISO_A2":"-99","ISO_A2_EH":"AF","ISO_A3":"AFG","POP_EST":38041754.0,"LABEL_X":66.496586,"LABEL_Y":34.164262,"NE_ID":1159320319,"WIKIDATAID":"Q889","NAME_AR":"أفغانستان","NAME_ZHT":"阿富汗","NAME_LEN":11},
 "geometry":{"type":"Polygon","coordinates":[[[60,30],[70,30],[70,40],[60,40],[60,30]]]}},
{"type":"Feature","properties":{"FEATURECLA":"Admin-1 states provinces","NAME":"Kandahar","NAME_ALT":"Qandahar|Candahar","ISO_A2":"AF","ISO_3166_2":"AF-KAN","GN_ID":1138335,"GN_A1_CODE":"AF.23","NE_ID":1159309351,"ADMIN":"Afghanistan"},
 "geometry":{"type":"Polygon","coordinates":[[[65,31],[66,31],[66,32],[65,32],[65,31]],[[65.2,31.2],[65.2,31.4],[65.4,31.4],[65.4,31.2],[65.2,31.2]]]}},
{"type":"Feature","properties":{"FEATURECLA":"Admin-0 country","NAME":"Somaliland","ISO_A2":"-99","ISO_A2_EH":"-99","NE_ID":5},"geometry":{"type":"Polygon","coordinates":[[[10,10],[11,10],[11,11],[10,11],[10,10]]]}},
{"type":"Feature","properties":{"FEATURECLA":"Range/mtn","NAME":"Hindu Kush"},"geometry":{"type":"Polygon","coordinates":[[[69,36],[71,36],[71,38],[69,38],[69,36]]]}},
{"type":"Feature","properties":{"FEATURECLA":"Lake","NAME":"Off the map"},"geometry":{"type":"Point","coordinates":[400,0]}},
{"type":"Feature","properties":{"featurecla":"River","name":"Helmand","name_en":"Helmand River","ne_id":9,"scalerank":4},"geometry":{"type":"LineString","coordinates":[[60,30],[64,30]]}},
{"type":"Feature","properties":{"featurecla":"Admin-0 capital","NAME":"Kabul","GEONAMEID":1138958,"ISO_A2":"AF","POP_MAX":3277000,"NE_ID":10},"geometry":{"type":"Point","coordinates":[69.18,34.52]}},
{"type":"Feature","properties":{"name":"Kabul Int'l","iata_code":"KBL","gps_code":"OAKB","ne_id":11},"geometry":{"type":"Point","coordinates":[69.2,34.56]}},
{"type":"Feature","properties":{"featurecla":"Moon crater","name":"Tycho"},"geometry":{"type":"Point","coordinates":[1,2]}},
{"type":"Feature","properties":{"featurecla":"graticule"},"geometry":{"type":"Point","coordinates":[1,2]}}]}`

func TestEntries(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"folder":  {"ne_10m.geojson": collection, "notes.txt": "notes"},
		"gzip":    {"ne_10m.geojson.gz": sourcetest.Gzip(t, collection)},
		"archive": {"ne.zip": sourcetest.Zip(t, map[string]string{"ne_10m.geojson": collection, "VERSION.txt": "5.1.2"})},
	} {
		t.Run(name, func(t *testing.T) {
			n, err := New(sourcetest.WriteFiles(t, files))
			if err != nil {
				t.Fatal(err)
			}
			if got := n.Info().Name; got != "Natural Earth ne_10m" {
				t.Errorf("Info().Name = %q", got)
			}
			entries, skipped := sourcetest.Collect(t, n)
			if len(skipped) != 2 || !strings.Contains(skipped[0], "not on Earth") || !strings.Contains(skipped[1], `"moon crater"`) {
				t.Errorf("skipped %q", skipped)
			}
			if len(entries) != 7 {
				t.Errorf("entries = %v, want 7", slices.Sorted(maps.Keys(entries)))
			}
			checkAfghanistan(t, entries["ne:1159320319"])
			kandahar := entries["ne:1159309351"]
			if kandahar.Place.Kind != geo.KindAdmin1 || kandahar.Admin1Code != "23" || !slices.Equal(kandahar.SameAs, []geo.PlaceID{"iso:AF-KAN", "geonames:1138335"}) || kandahar.Place.Codes["iso"] != "AF-KAN" {
				t.Errorf("Kandahar = %+v", kandahar)
			}
			if len(kandahar.Area) != 1 || len(kandahar.Area[0]) != 2 {
				t.Errorf("the outline of Kandahar has lost its hole: %v", kandahar.Area)
			}
			if sourcetest.HasName(kandahar, source.Name{Text: "Afghanistan"}) {
				t.Error("Kandahar is called Afghanistan")
			}
			if p := entries["ne:5"].Place; p.Kind != geo.KindRegion || p.Country != "" {
				t.Errorf("Somaliland = %+v", p)
			}
			if e := entries["ne:9"]; e.Place.Kind != geo.KindRiver || e.Place.Point[0] != 62 || e.Area != nil || e.Place.Name != "Helmand River" {
				t.Errorf("Helmand = %+v", e)
			}
			if e := entries["ne:10"]; e.Place.Kind != geo.KindSettlement || e.Place.Population != 3277000 || !slices.Equal(e.SameAs, []geo.PlaceID{"geonames:1138958"}) {
				t.Errorf("Kabul = %+v", e)
			}
			if e := entries["ne:11"]; e.Place.Kind != geo.KindAirport || e.Place.Codes["iata"] != "KBL" {
				t.Errorf("Kabul airport = %+v", e)
			}
		})
	}
}

func checkAfghanistan(t *testing.T, e source.Entry) {
	t.Helper()
	if p := e.Place; p.Kind != geo.KindCountry || p.Country != "AF" || p.Point[1] != 34.164262 || p.Population != 38041754 || p.Codes["iso"] != "AF" || p.Codes["wikidata"] != "Q889" ||
		!slices.Equal(e.SameAs, []geo.PlaceID{"iso:AF"}) {
		t.Errorf("Afghanistan = %+v", p)
	}
	if len(e.Area) != 1 || e.Place.Bound.Max[0] != 70 {
		t.Errorf("the outline of Afghanistan = %v, %v", e.Area, e.Place.Bound)
	}
	for _, want := range []source.Name{
		{Text: "Islamic State of Afghanistan"},
		{Text: "Afg.", Kind: gazetteer.NameAbbreviation},
		{Text: "أفغانستان", Kind: gazetteer.NameAlternate, Language: "ar"},
		{Text: "阿富汗", Kind: gazetteer.NameAlternate, Language: "zh-Hant"},
	} {
		if !sourcetest.HasName(e, want) {
			t.Errorf("Afghanistan lacks the name %+v: %+v", want, e.Names)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	dir := sourcetest.WriteFiles(t, map[string]string{"ne.shp": "\x00\x00\x27\x0a", "notes.txt": "notes"})
	if _, err := New(dir); !errors.Is(err, geo.ErrInput) || !strings.Contains(err.Error(), "shapefiles are not supported") {
		t.Errorf("New = %v, want an error about shapefiles", err)
	}
	if _, err := New(filepath.Join(dir, "none.geojson")); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("New of a missing file = %v", err)
	}
}

func TestTruncatedFile(t *testing.T) {
	n, err := New(filepath.Join(sourcetest.WriteFiles(t, map[string]string{"ne.geojson": collection[:len(collection)-90]}), "ne.geojson"))
	if err != nil {
		t.Fatal(err)
	}
	var last error
	for _, last = range n.Entries() {
	}
	var skipped *source.EntryError
	if last == nil || errors.As(last, &skipped) {
		t.Errorf("the last error is %v, want one that ends the sequence", last)
	}
}

func TestStops(t *testing.T) {
	n, err := New(sourcetest.WriteFiles(t, map[string]string{"a.geojson": collection, "b.geojson": collection}))
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, err := range n.Entries() {
		if count++; count == 2 || err != nil {
			break
		}
	}
	if count != 2 {
		t.Errorf("%d entries after the loop was left", count)
	}
}
