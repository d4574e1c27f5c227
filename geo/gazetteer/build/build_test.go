package build_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/build"
	"dateline/geo/gazetteer/compile"
	"dateline/geo/gazetteer/internal/gaztest"
)

// write writes a file and returns its path.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestPrecedence builds with every source: the table wins over the base, and the base
// over GeoNames and Natural Earth.
func TestPrecedence(t *testing.T) {
	table := write(t, "mine.csv", "key,title,lat,lon,type\n1,Quetta,30.19,67.0,town\n")
	geonames := write(t, "PK.txt", "1167528\tQuetta City\tQuetta City\t\t30.1\t67.1\tP\tPPLA\tPK\t\t02\t\t\t\t1\t\t1\tAsia/Karachi\t2020-01-01\n9\tGwadar\tGwadar\t\t25.12\t62.33\tP\tPPL\tPK\t\t02\t\t\t\t1\t\t1\tAsia/Karachi\t2020-01-01\n")
	earth := write(t, "ne.geojson", `{"type":"Feature","properties":{"featurecla":"Lake","name":"Hanna","ne_id":5},"geometry":{"type":"Point","coordinates":[67.1,30.26]}}`)
	path := filepath.Join(t.TempDir(), "g.dlg")
	in := build.Inputs{
		Tables: []string{table}, Mappings: []string{"name=title,id=key"}, Base: gaztest.Open(t, gaztest.Afghan()),
		GeoNames: []string{geonames}, NaturalEarth: []string{earth},
	}
	info, err := in.File(t.Context(), path, compile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(info.Sources) != 4 || info.Base == nil {
		t.Errorf("sources %+v, base %v", info.Sources, info.Base)
	}
	g, err := gazetteer.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	for id, want := range map[geo.PlaceID]string{"mine:1": "Quetta", "geonames:1167528": "Quetta", "geonames:1138958": "Kabul", "geonames:9": "Gwadar", "ne:5": "Hanna"} {
		if r, ok := g.ByID(id); !ok || g.Name(r) != want {
			t.Errorf("%s is %q, want %q", id, g.Name(r), want)
		}
	}
	if r, _ := g.ByID("geonames:1167528"); g.ID(r) != "mine:1" {
		t.Errorf("Quetta has the id %s, want that of the table", g.ID(r))
	}
}

func TestSourcesRefuses(t *testing.T) {
	table := write(t, "mine.csv", "name,lat,lon\nA,1,2\n")
	for name, c := range map[string]struct {
		in   build.Inputs
		want error
		text string
	}{
		"nothing":              {build.Inputs{}, geo.ErrInput, "name at least one source"},
		"only a base":          {build.Inputs{Base: gaztest.Open(t, gaztest.Afghan())}, geo.ErrInput, "name at least one source"},
		"too many mappings":    {build.Inputs{Tables: []string{table}, Mappings: []string{"", ""}}, geo.ErrInput, "2 mappings for 1 tables"},
		"a bad mapping":        {build.Inputs{Tables: []string{table}, Mappings: []string{"planet=x"}}, geo.ErrInput, "planet"},
		"a missing table":      {build.Inputs{Tables: []string{table + "x"}}, geo.ErrNotFound, "mine.csvx"},
		"a missing folder":     {build.Inputs{Data: t.TempDir()}, geo.ErrNotFound, "npm ci"},
		"not GeoNames":         {build.Inputs{GeoNames: []string{table}}, geo.ErrInput, "layout of GeoNames"},
		"not of Natural Earth": {build.Inputs{NaturalEarth: []string{table}}, geo.ErrInput, "GeoJSON"},
	} {
		if _, err := c.in.File(t.Context(), filepath.Join(t.TempDir(), "g.dlg"), compile.Options{}); !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v, want %q", name, err, c.text)
		}
	}
}
