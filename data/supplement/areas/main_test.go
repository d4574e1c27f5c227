package main

import (
	"database/sql"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/compile"
	"dateline/geo/gazetteer/source"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// square returns a square of 0.2 degrees around a point.
func square(lon, lat float64) orb.Polygon {
	return orb.Polygon{{{lon - 0.1, lat - 0.1}, {lon + 0.1, lat - 0.1}, {lon + 0.1, lat + 0.1}, {lon - 0.1, lat + 0.1}, {lon - 0.1, lat - 0.1}}}
}

// places is a source of the places of the test.
type places []geo.Place

func (p places) Info() gazetteer.SourceInfo { return gazetteer.SourceInfo{Name: "test"} }

func (p places) Entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		for _, place := range p {
			if !yield(source.Entry{Place: place}, nil) {
				return
			}
		}
	}
}

func TestAreas(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "g.dlg")
	if _, err := compile.File(t.Context(), path, []source.Source{places{
		{ID: "geonames:1", Name: "Liboi", Kind: geo.KindSettlement, Country: "KE", Point: orb.Point{40.88, 0.35}},
		{ID: "geonames:2", Name: "Springfield", Kind: geo.KindSettlement, Country: "US", Point: orb.Point{-89.6, 39.8}},
	}}, compile.Options{}); err != nil {
		t.Fatal(err)
	}
	g, err := gazetteer.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()

	database := filepath.Join(dir, "data.db")
	db, err := sql.Open("sqlite", database)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE location_data (name TEXT, shape_id TEXT, coordinates BLOB)"); err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"DADAAB", "Liboi", "Springfield", "Hospital", "Ward 7", "Elsewhere", ""} {
		set := "90231094"
		if name == "Elsewhere" {
			set = "1"
		}
		b, err := wkb.Marshal(square(40+float64(i)*0.8, 0.3))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec("INSERT INTO location_data VALUES (?, ?, ?)", name, set+"B"+string(rune('1'+i)), b); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	unions := filepath.Join(dir, "unions.geojson")
	feature := `{"type":"Feature","properties":{"shapeName":"Baharchara","shapeID":"29066614B5"},"geometry":{"type":"MultiPolygon","coordinates":[[[[92,21],[92.2,21],[92.2,21.2],[92,21.2],[92,21]]],[[[93,21],[93.1,21],[93.1,21.1],[93,21.1],[93,21]]]]}}`
	if err := os.WriteFile(unions, []byte(`{"type":"FeatureCollection","features":[`+feature+`]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	cities := filepath.Join(dir, "cities.json")
	if err := os.WriteFile(cities, []byte(`[{"city":"Torit","lat":"4.4","lng":"32.5","iso2":"SS","id":"1728000001"},{"city":"Paris","lat":"48.8","lng":"2.3","iso2":"FR","id":"2"}]`), 0o600); err != nil {
		t.Fatal(err)
	}

	areas, err := readDatabase(database)
	if err != nil {
		t.Fatal(err)
	}
	more, err := readGeoJSON(unions)
	if err != nil {
		t.Fatal(err)
	}
	towns, err := readTowns(cities)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := write(&out, g, append(append(areas, more...), towns...)); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")[1:]
	want := []string{
		"Baharchara\tadmin3\tBD\t21.1000\t92.1000\t\tBGD-ADM4-29066614", "Dadaab\tadmin3\tKE\t0.3000\t40.0000\t\tKEN-ADM3-90231094",
		"Liboi\tadmin3\tKE\t0.3000\t40.8000", "Torit\tsettlement\tSS\t4.4000\t32.5000\t\tSimpleMaps",
	}
	if len(lines) != 3 {
		t.Errorf("%d rows, want 3:\n%s", len(lines), out.String())
	}
	for i, row := range []string{want[0], want[1], want[3]} {
		if i < len(lines) && !strings.HasSuffix(lines[i], row) {
			t.Errorf("row %q, want one that ends in %q", lines[i], row)
		}
	}
	if strings.Contains(out.String(), want[2]) {
		t.Error("an area whose name the gazetteer has near it is in the table")
	}
	for _, path := range []string{filepath.Join(dir, "missing")} {
		if _, err := readTowns(path); err == nil {
			t.Error("reading towns of a missing file succeeds")
		}
		if _, err := readGeoJSON(path); err == nil {
			t.Error("reading unions of a missing file succeeds")
		}
	}
}

func TestReadable(t *testing.T) {
	for name, want := range map[string]string{"YAQSHID": "Yaqshid", "DA'EL  NORTH": "Da'el North", "Al Hawak": "Al Hawak"} {
		if got := readable(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}
