package export_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"dateline/geo/layer"
	"dateline/geo/layer/layertest"
	"dateline/server/export"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// TestGDALReadsBack writes each vector format, reads it with GDAL and compares the
// features with those of the GeoJSON: the same number, properties and geometries.
func TestGDALReadsBack(t *testing.T) {
	if _, err := exec.LookPath("ogr2ogr"); err != nil {
		t.Skip("GDAL is not installed (Debian: gdal-bin)")
	}
	dir := t.TempDir()
	// GDAL has names of its own for these.
	kml := []string{"--config", "LIBKML_NAME_FIELD", "_Name", "--config", "LIBKML_END_FIELD", "_end"}
	for _, c := range []struct {
		request export.Request
		kind    layer.Kind
		layers  []string // names in the file; empty for all
		args    []string // for GDAL
		id      string   // the property that identifies a feature
		fields  bool     // the format has all fields
		shapes  bool     // and geometries
	}{
		{export.Request{Format: "geojson", Layer: "places"}, layer.Places, nil, nil, "place", true, true},
		{export.Request{Format: "geojson", Layer: "mentions"}, layer.Mentions, nil, nil, "mention", true, true},
		{export.Request{Format: "geojsonl", Layer: "mentions"}, layer.Mentions, nil, nil, "mention", true, true},
		{export.Request{Format: "geojsonseq", Layer: "places"}, layer.Places, nil, nil, "place", true, true},
		{export.Request{Format: "csv", Layer: "places", WKT: true}, layer.Places, nil, []string{"-oo", "GEOM_POSSIBLE_NAMES=wkt"}, "place", true, true},
		{export.Request{Format: "csv", Layer: "mentions", ByteOrderMark: true}, layer.Mentions, nil, nil, "mention", true, false},
		{export.Request{Format: "xlsx"}, layer.Places, []string{"Places"}, []string{"-oo", "HEADERS=FORCE"}, "place", true, false},
		{export.Request{Format: "xlsx"}, layer.Mentions, []string{"Mentions"}, []string{"-oo", "HEADERS=FORCE"}, "mention", true, false},
		{export.Request{Format: "gpkg"}, layer.Places, []string{"places", "areas"}, nil, "place", true, true},
		{export.Request{Format: "gpkg"}, layer.Mentions, []string{"mentions"}, nil, "mention", true, true},
		{export.Request{Format: "kml", Layer: "places"}, layer.Places, nil, kml, "place", true, true},
		{export.Request{Format: "kmz", Layer: "mentions"}, layer.Mentions, nil, kml, "mention", true, true},
		{export.Request{Format: "atom", Layer: "places", Geometry: "points"}, layer.Places, nil, nil, "", false, true},
	} {
		t.Run(c.request.Format+" "+c.kind.String(), func(t *testing.T) {
			file, err := c.request.Check()
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, c.kind.String()+file.Format.Extension)
			writeFile(t, path, file)
			want := expected(t, c.kind, file.Options.Shapes)
			if file.Format.Name == "kmz" { // GDAL finds no schema in a KMZ
				path = "/vsizip/" + path + "/doc.kml"
			}
			got := gdal(t, path, c.layers, c.args)
			if len(got) != len(want) {
				t.Fatalf("GDAL reads %d features, want %d", len(got), len(want))
			}
			for i, f := range got {
				w := want[i]
				if c.id != "" {
					w = find(t, want, c.id, f.Properties[c.id])
				}
				if c.fields {
					compareProperties(t, f.Properties, w.Properties)
				}
				if c.shapes && !sameGeometry(f.Geometry, w.Geometry) {
					t.Errorf("feature %v has the geometry %v, want %v", f.Properties[c.id], f.Geometry, w.Geometry)
				}
			}
		})
	}
}

func writeFile(t *testing.T, path string, file *export.File) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Write(f, layertest.Set().Export()); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// expected returns the features of the GeoJSON, which has its own tests.
func expected(t *testing.T, k layer.Kind, s layer.Shapes) []*geojson.Feature {
	t.Helper()
	var b bytes.Buffer
	if err := layer.WriteGeoJSON(&b, layertest.Set().Export(), layer.Options{Kind: k, Shapes: s}); err != nil {
		t.Fatal(err)
	}
	fc, err := geojson.UnmarshalFeatureCollection(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return fc.Features
}

// gdal returns the features of a file as ogr2ogr reads them.
func gdal(t *testing.T, path string, layers, args []string) []*geojson.Feature {
	t.Helper()
	if layers == nil {
		layers = layersOf(t, path)
	}
	var out []*geojson.Feature
	for _, name := range layers {
		// A file of its own, because ogr2ogr cannot append to standard output.
		cmd := exec.Command("ogr2ogr", append(append([]string{"-f", "GeoJSONSeq", "/vsistdout/"}, args...), path, name)...)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		b, err := cmd.Output()
		if err != nil {
			t.Fatalf("ogr2ogr: %v: %s", err, &stderr)
		}
		s := bufio.NewScanner(bytes.NewReader(b))
		s.Buffer(nil, 1<<20)
		for s.Scan() {
			var f geojson.Feature
			if err := json.Unmarshal(s.Bytes(), &f); err != nil {
				t.Fatalf("%v in %s", err, s.Bytes())
			}
			out = append(out, &f)
		}
	}
	return out
}

func layersOf(t *testing.T, path string) []string {
	t.Helper()
	b, err := exec.Command("ogrinfo", "-ro", "-q", path).Output()
	if err != nil {
		t.Fatalf("ogrinfo: %v", err)
	}
	var names []string
	for line := range strings.Lines(string(b)) {
		if _, name, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			// The type of geometry follows in parentheses.
			if i := strings.LastIndex(name, " ("); i > 0 {
				name = name[:i]
			}
			names = append(names, name)
		}
	}
	return names
}

func find(t *testing.T, all []*geojson.Feature, key string, id any) *geojson.Feature {
	t.Helper()
	for _, f := range all {
		if f.Properties[key] == id {
			return f
		}
	}
	t.Fatalf("no feature has the %s %v", key, id)
	return nil
}

func compareProperties(t *testing.T, got, want geojson.Properties) {
	t.Helper()
	for name, w := range want {
		if g := normal(got[name]); g != normal(w) {
			t.Errorf("%s is %q, want %q", name, g, normal(w))
		}
	}
	for _, f := range layer.AllFields() {
		if g := normal(got[f.Name]); g != "" && want[f.Name] == nil {
			t.Errorf("%s is %q, want nothing", f.Name, g)
		}
	}
}

// normal formats a value so that numbers, booleans and text compare across formats.
func normal(v any) string {
	s := fmt.Sprint(v)
	switch v := v.(type) {
	case nil:
		return ""
	case bool:
		s = map[bool]string{true: "1", false: "0"}[v]
	case float64:
		s = strconv.FormatFloat(v, 'f', 6, 64)
	}
	s = strings.TrimSpace(strings.TrimPrefix(s, "'")) // spreadsheets prefix text; GDAL trims that of KML
	if s == "true" {
		return normal(1.0)
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		return strconv.FormatFloat(n, 'f', 6, 64)
	}
	// GDAL writes times with slashes.
	return strings.TrimSuffix(strings.NewReplacer("/", "-", "T", " ", "+00", "Z", "\n", " ").Replace(s), " 00:00:00")
}

// sameGeometry compares geometries by their types, positions and areas. A polygon is the
// same as a multipolygon of it.
func sameGeometry(a, b orb.Geometry) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return fmt.Sprint(rings(a)) == fmt.Sprint(rings(b))
}

// rings returns the bound and number of positions of each ring, rounded.
func rings(g orb.Geometry) []string {
	var out []string
	add := func(b orb.Bound, n int) {
		r := func(v float64) float64 { return math.Round(v*1e6)/1e6 + 0 }
		out = append(out, fmt.Sprint(r(b.Min[0]), r(b.Min[1]), r(b.Max[0]), r(b.Max[1]), n))
	}
	switch g := g.(type) {
	case orb.Point:
		add(g.Bound(), 1)
	case orb.Polygon:
		for _, r := range g {
			add(r.Bound(), len(r))
		}
	case orb.MultiPolygon:
		for _, p := range g {
			out = append(out, rings(p)...)
		}
	case orb.Collection:
		for _, p := range g {
			out = append(out, rings(p)...)
		}
	}
	return out
}
