package table

import (
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/internal/sourcetest"
)

func readTable(t *testing.T, name, content, mapping string) (map[geo.PlaceID]source.Entry, []string) {
	t.Helper()
	m, err := ParseMapping(mapping)
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(filepath.Join(sourcetest.WriteFiles(t, map[string]string{name: content}), name), m)
	if err != nil {
		t.Fatal(err)
	}
	return sourcetest.Collect(t, s)
}

func TestTableOfANewsroom(t *testing.T) {
	entries, bad := readTable(t, "Our Places.csv", `id,name,lat,lon,type,also known as,country
1,Torkham crossing,34.1147,71.0847,border crossing,تورخم;Torkham Gate,PK
2,"Camp, New Jalozai",33.8833,71.8,refugee camp,,PK
3,Nowhere,,,village,,
4,Broken "quote,34.1,71.1,village,,AF
5,Old name,95,71,village,,AF
6,Spin Boldak,31.0056,66.3979,town,,AF
`, "names=also known as")
	wantBad := []string{"Our Places.csv:there is no position", "Our Places.csv:a quote is opened", "Our Places.csv:latitude 95"}
	if len(bad) != len(wantBad) {
		t.Fatalf("skipped %q, want %q", bad, wantBad)
	}
	for i := range bad {
		if !strings.HasPrefix(bad[i], wantBad[i]) {
			t.Errorf("skipped %q, want %q", bad[i], wantBad[i])
		}
	}
	torkham := entries["our-places:1"]
	if torkham.Place.Kind != geo.KindCrossing || torkham.Place.Country != "PK" || torkham.Place.Point[1] != 34.1147 {
		t.Errorf("Torkham = %+v", torkham.Place)
	}
	for _, want := range []string{"تورخم", "Torkham Gate"} {
		if !sourcetest.HasName(torkham, source.Name{Text: want, Kind: gazetteer.NameAlternate}) {
			t.Errorf("Torkham lacks the name %q: %+v", want, torkham.Names)
		}
	}
	if e := entries["our-places:2"]; e.Place.Name != "Camp, New Jalozai" || e.Place.Kind != geo.KindQuarter {
		t.Errorf("camp = %+v", e.Place)
	}
	if e := entries["our-places:6"]; e.Place.Kind != geo.KindSettlement {
		t.Errorf("the line after a bad one = %+v", e.Place)
	}
}

// The columns of common operational datasets, old and new.
func TestTableOfPCodes(t *testing.T) {
	for name, content := range map[string]string{
		"old": "admin2Name_en,admin2Name_fr,admin2Pcode,admin1Name_en,admin1Pcode,admin0Name_en,admin0Pcode,date,lat,lon\n" +
			"#adm2+name,#adm2+name,#adm2+code,#adm1+name,#adm1+code,#country+name,#country+code,#date,#geo+lat,#geo+lon\n" +
			"Spin Boldak,Spin Boldak (fr),AF2709,Kandahar,AF27,Afghanistan,AF,2021-11-17,31.0,66.4\n",
		"shape": "OBJECTID,ADM2_EN,ADM2_FR,ADM2_PCODE,ADM1_EN,ADM1_PCODE,ADM0_EN,ADM0_PCODE,POINT_X,POINT_Y\n" +
			"17,Spin Boldak,Spin Boldak (fr),AF2709,Kandahar,AF27,Afghanistan,AF,66.4,31.0\n",
		"new": "adm2_name;adm2_name1;adm2_pcode;adm1_name;adm1_pcode;adm0_name;adm0_pcode;center_lat;center_lon\n" +
			"Spin Boldak;Spin Boldak (fr);AF2709;Kandahar;AF27;Afghanistan;AF;31,0;66,4\n",
	} {
		t.Run(name, func(t *testing.T) {
			entries, bad := readTable(t, "afg_admin2.csv", content, "")
			e := entries["pcode:AF2709"]
			if len(entries) != 1 || len(bad) > 0 {
				t.Fatalf("entries = %+v, skipped %q", entries, bad)
			}
			p := e.Place
			if p.Name != "Spin Boldak" || p.Kind != geo.KindAdmin2 || p.Country != "AF" || p.Point[0] != 66.4 || p.Codes["pcode"] != "AF2709" || e.Parent != "pcode:AF27" {
				t.Errorf("entry = %+v", e)
			}
			if !slices.ContainsFunc(e.Names, func(n source.Name) bool { return n.Text == "Spin Boldak (fr)" }) {
				t.Errorf("names = %+v", e.Names)
			}
		})
	}
}

func TestTableWithMapping(t *testing.T) {
	const content = "what,where,y_deg,x_deg,above,n\nDeh Rawood,Uruzgan,32.62,65.46,AF23,12 345\n"
	entries, bad := readTable(t, "x.csv", content, "name=what,lat=y_deg,lon=x_deg,parent=above,population=n,kind=admin2,country=AF,prefix=ocha")
	if len(entries) != 1 || len(bad) > 0 {
		t.Fatalf("entries = %+v, skipped %q", entries, bad)
	}
	for id, e := range entries {
		if !strings.HasPrefix(string(id), "ocha:") || e.Parent != "ocha:AF23" || e.Place.Kind != geo.KindAdmin2 || e.Place.Country != "AF" || e.Place.Population != 12345 {
			t.Errorf("entry = %+v", e)
		}
	}
}

func TestTableEncodings(t *testing.T) {
	const content = "name\tlatitude\tlongitude\nSão João\t-22,1\t-43,2\nKöln\t50,9\t6,9\nCórdoba\t37,8\t-4,7\n"
	latin1 := make([]byte, 0, len(content))
	for _, r := range content {
		latin1 = append(latin1, byte(r))
	}
	wide := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(content)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	for name, bytes := range map[string]string{
		"utf-8":    content,
		"bom":      "\xef\xbb\xbf" + content,
		"latin-1":  string(latin1),
		"utf-16le": string(wide),
		"crlf":     strings.ReplaceAll(content, "\n", "\r\n"),
		"gzip":     sourcetest.Gzip(t, content),
		"zip":      sourcetest.Zip(t, map[string]string{"places.txt": content}),
	} {
		t.Run(name, func(t *testing.T) {
			entries, bad := readTable(t, "places.tsv", bytes, "")
			var names []string
			for _, e := range entries {
				names = append(names, e.Place.Name)
			}
			slices.Sort(names)
			if want := []string{"Córdoba", "Köln", "São João"}; !slices.Equal(names, want) || len(bad) > 0 {
				t.Errorf("names = %q, skipped %q, want %q", names, bad, want)
			}
		})
	}
}

func TestTableOfGeoJSON(t *testing.T) {
	const collection = `{"type":"FeatureCollection","name":"districts","crs":{"type":"name"},"features":[
{"type":"Feature","properties":{"ADM2_EN":"Square","ADM2_PCODE":"XX01","ADM1_PCODE":"XX","ADM0_PCODE":"XX"},
 "geometry":{"type":"Polygon","coordinates":[[[10,10],[12,10],[12,12],[10,12],[10,10]]]}},
{"type":"Feature","properties":{"ADM2_EN":"Far off","ADM2_PCODE":"XX02","ADM1_PCODE":"XX","ADM0_PCODE":"XX"},
 "geometry":{"type":"Polygon","coordinates":[[[500000,10],[500001,10],[500001,12],[500000,10]]]}},
{"type":"Feature","properties":{"ADM2_EN":"Nowhere","ADM2_PCODE":"XX03","ADM1_PCODE":"XX","ADM0_PCODE":"XX"},"geometry":null},
{"type":"Feature","properties":{"ADM2_EN":"Point","ADM2_PCODE":"XX04","ADM1_PCODE":"XX","ADM0_PCODE":"XX"},"geometry":{"type":"Point","coordinates":[11,9]}}
]}`
	entries, bad := readTable(t, "x.geojson", collection, "")
	if len(entries) != 2 || len(bad) != 2 {
		t.Fatalf("entries = %v, skipped %q", slices.Sorted(maps.Keys(entries)), bad)
	}
	square := entries["pcode:XX01"]
	if square.Place.Point[0] != 11 || square.Place.Point[1] != 11 || len(square.Area) != 1 || square.Place.Kind != geo.KindAdmin2 || square.Parent != "pcode:XX" {
		t.Errorf("square = %+v", square)
	}
	lines := "\x1e{\"type\":\"Feature\",\"properties\":{\"name\":\"A\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}\n" +
		"\x1e{\"type\":\"Feature\",\"id\":7,\"properties\":{\"name\":\"B\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[3,4]}}\n"
	entries, bad = readTable(t, "seq.geojsonl", lines, "")
	if len(entries) != 2 || len(bad) > 0 || entries["seq:7"].Place.Name != "B" {
		t.Errorf("entries = %+v, skipped %q", entries, bad)
	}
}

func TestTableRefuses(t *testing.T) {
	for name, test := range map[string]struct{ content, mapping, want string }{
		"no position":    {"name,code\nA,1\n", "", "there is no column with lat"},
		"no name":        {"code,lat,lon\n1,2,3\n", "", "there is no column with the name"},
		"no such column": {"name,lat,lon\nA,1,2\n", "name=title", "no such column"},
		"no such kind":   {"name,lat,lon\nA,1,2\n", "kind=palace", "neither a column nor a kind"},
		"taken prefix":   {"name,lat,lon\nA,1,2\n", "prefix=geonames", "prefix"},
		"empty":          {"", "", "empty"},
		"binary":         {"\x7fELF\x00\x00\x00", "", "not a text"},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := ParseMapping(test.mapping)
			if err != nil {
				t.Fatal(err)
			}
			dir := sourcetest.WriteFiles(t, map[string]string{"x.csv": test.content})
			if _, err = New(filepath.Join(dir, "x.csv"), m); !errors.Is(err, geo.ErrInput) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("New = %v, want %q", err, test.want)
			}
		})
	}
	for _, bad := range []string{"name", "name=", "=x", "size=x", "name=a,name=b"} {
		if _, err := ParseMapping(bad); !errors.Is(err, geo.ErrInput) {
			t.Errorf("ParseMapping(%q) = %v, want an error", bad, err)
		}
	}
}

func FuzzTable(f *testing.F) {
	f.Add([]byte("id,name,lat,lon\n1,\"A,34,71\n2,B,1,2\n"), "names=id")
	f.Add([]byte("adm2_name;adm2_pcode;lat;lon\nX;Y;1;2\n"), "")
	f.Add([]byte(`{"type":"Feature","properties":{"name":"A"},"geometry":{"type":"Point","coordinates":[1,2]}}`), "kind=camp")
	f.Add([]byte(`{"features":[{"type":"Feature","properties":{"name":"A"},"geometry":{"type":"Polygon","coordinates":[[[1,2],[3,4],[5,1],[1,2]]]}}]}`), "")
	f.Add([]byte("\xff\xfen\x00a\x00m\x00e\x00"), "prefix=x")
	f.Fuzz(func(t *testing.T, content []byte, mapping string) {
		m, err := ParseMapping(mapping)
		if err != nil {
			return
		}
		s, err := New(filepath.Join(sourcetest.WriteFiles(t, map[string]string{"x": string(content)}), "x"), m)
		if err != nil {
			return
		}
		for e, err := range s.Entries() {
			if err == nil {
				sourcetest.CheckEntry(t, e)
			}
		}
	})
}

// wofMapping names the properties of the records of Who's On First.
const wofMapping = "name=wof:name,id=wof:id,parent=wof:parent_id,country=iso:country,population=gn:population,prefix=wof,kind=settlement"

// wofRecord is a record of Who's On First as it is published, with invented values.
const wofRecord = `{"id": 421169779, "type": "Feature", "properties": {"wof:id": 421169779, "wof:name": "Testville", "wof:parent_id": 85669879, "wof:placetype": "locality", "iso:country": "AF",
	"gn:population": 1200, "name:eng_x_preferred": ["Testville"], "wof:hierarchy": [{"country_id": 85632229, "region_id": 85669879}], "wof:concordances": {"gn:id": 1138958}},
	"bbox": [69.1, 34.4, 69.3, 34.6], "geometry": {"type": "Polygon", "coordinates": [[[69.1, 34.4], [69.3, 34.4], [69.3, 34.6], [69.1, 34.6], [69.1, 34.4]]]}}`

func TestTableReadsWhosOnFirst(t *testing.T) {
	entries, bad := readTable(t, "wof.geojson", wofRecord, wofMapping)
	e, ok := entries["wof:421169779"]
	if !ok || len(bad) > 0 || e.Place.Name != "Testville" || e.Place.Country != "AF" || e.Place.Population != 1200 || e.Parent != "wof:85669879" || len(e.Area) != 1 {
		t.Errorf("entries %+v, skipped %q", entries, bad)
	}
}

func FuzzWhosOnFirst(f *testing.F) {
	f.Add([]byte(wofRecord))
	f.Add([]byte(`{"type": "FeatureCollection", "features": [` + wofRecord + `]}`))
	f.Add([]byte(strings.ReplaceAll(wofRecord, "\n", " ") + "\n" + strings.ReplaceAll(wofRecord, "\n", " ")))
	f.Add([]byte(strings.Replace(wofRecord, `"wof:id": 421169779`, `"wof:id": [1, {}]`, 1)))
	f.Add([]byte(strings.Replace(wofRecord, "[69.3, 34.4]", "[1e999, null]", 1)))
	f.Add([]byte("wof:id,wof:name,wof:parent_id,iso:country,gn:population,lat,lon\n1,Testville,2,AF,12,34.5,69.2\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		m, err := ParseMapping(wofMapping)
		if err != nil {
			t.Fatal(err)
		}
		s, err := New(filepath.Join(sourcetest.WriteFiles(t, map[string]string{"x": string(content)}), "x"), m)
		if err != nil {
			return
		}
		for e, err := range s.Entries() {
			if err == nil {
				sourcetest.CheckEntry(t, e)
			}
		}
	})
}
