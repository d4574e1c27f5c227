package geopackage_test

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo/layer"
	"dateline/geo/layer/layertest"
	"dateline/server/geopackage"
)

func open(t *testing.T, o layer.Options) *sql.DB {
	t.Helper()
	var b, again bytes.Buffer
	if err := geopackage.Write(&b, layertest.Set().Export(), o); err != nil {
		t.Fatal(err)
	}
	if err := geopackage.Write(&again, layertest.Set().Export(), o); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Error("other bytes the second time")
	}
	path := filepath.Join(t.TempDir(), "x.gpkg")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func value(t *testing.T, db *sql.DB, query string) string {
	t.Helper()
	var v string
	if err := db.QueryRowContext(t.Context(), query).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

func TestTables(t *testing.T) {
	db := open(t, layer.Options{})
	for query, want := range map[string]string{
		`PRAGMA application_id`: "1196444487", `PRAGMA user_version`: "10300", `PRAGMA integrity_check`: "ok",
		`SELECT group_concat(table_name || ' ' || data_type) FROM (SELECT * FROM gpkg_contents ORDER BY table_name)`: "areas features,layer_styles attributes,mentions features,places features",
		`SELECT group_concat(geometry_type_name) FROM (SELECT * FROM gpkg_geometry_columns ORDER BY table_name)`:     "MULTIPOLYGON,POINT,POINT",
		`SELECT count(*) FROM places`: "3", `SELECT count(*) FROM areas`: "4", `SELECT count(*) FROM mentions`: "13",
		`SELECT count(*) FROM rtree_areas_geom`:                                   "3",
		`SELECT name FROM places ORDER BY mentions DESC LIMIT 1`:                  "Kabul",
		`SELECT count(*) FROM layer_styles WHERE useAsDefault`:                    "3",
		`SELECT count(*) FROM gpkg_metadata_reference`:                            "2",
		`SELECT last_change || '' FROM gpkg_contents WHERE table_name = 'places'`: "2021-09-06T14:00:00.000Z",
		`SELECT min_x FROM gpkg_contents WHERE table_name = 'places'`:             "66.39876",
		`SELECT count(*) FROM sqlite_master WHERE type = 'trigger'`:               "18",
		`SELECT hex(substr(geom, 1, 8)) FROM places WHERE name = 'Kabul'`:         "47500001E6100000",
		`SELECT hex(substr(geom, 1, 4)) FROM areas WHERE name = 'Afghanistan'`:    "47500003",
		`SELECT count(*) FROM pragma_foreign_key_check`:                           "0",
		`SELECT typeof(approximate) || typeof(score) FROM mentions WHERE fid=1`:   "nullreal",
	} {
		if got := value(t, db, query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	if got := value(t, db, `SELECT metadata FROM gpkg_metadata WHERE mime_type = 'text/plain'`); !strings.Contains(got, "Test places") {
		t.Errorf("the metadata are %s", got)
	}
	if got := value(t, db, `SELECT description FROM gpkg_data_columns WHERE table_name = 'mentions' AND column_name = 'phrase'`); got != "The words of the article that name the place." {
		t.Errorf("the phrase is described as %q", got)
	}
}

func TestOneTypeOfGeometry(t *testing.T) {
	if got := value(t, open(t, layer.Options{Shapes: layer.Areas}), `SELECT group_concat(table_name) FROM gpkg_geometry_columns`); got != "areas" {
		t.Errorf("areas are in %s", got)
	}
	if got := value(t, open(t, layer.Options{Shapes: layer.Points}), `SELECT count(*) FROM mentions WHERE geom IS NULL`); got != "0" {
		t.Errorf("%s mentions have no point", got)
	}
}
