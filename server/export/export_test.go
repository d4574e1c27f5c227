package export_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/geo/layer/layertest"
	"dateline/server/export"
)

func write(t *testing.T, r export.Request, e *layer.Export) []byte {
	t.Helper()
	file, err := r.Check()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := file.Write(&b, e); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Every format contains the provenance, and the same content gives the same bytes.
func TestEveryFormatContainsItsProvenance(t *testing.T) {
	set := layertest.Set()
	set.Selection, set.Edition = "country: Afghanistan", "Edition 2 of border-talks"
	for _, f := range export.Formats() {
		b := write(t, export.Request{Format: f.Name}, set.Export())
		if !bytes.Equal(b, write(t, export.Request{Format: f.Name}, set.Export())) {
			t.Errorf("%s: other bytes the second time", f.Name)
		}
		content := string(unpacked(t, f.Name, b))
		for _, want := range []string{"country: Afghanistan", "Edition 2 of border", "g1", "r1", "s1", "Test places", "CC0", "nobody"} {
			if f.Name == "markdown" {
				content = strings.ReplaceAll(content, `\`, "")
			}
			if !strings.Contains(content, want) {
				t.Errorf("%s does not contain %q", f.Name, want)
			}
		}
		if !strings.Contains(content, "placed") || !strings.Contains(content, "ambiguous") {
			t.Errorf("%s does not contain the ledger", f.Name)
		}
	}
}

func TestFormatsAreWellFormed(t *testing.T) {
	for _, name := range []string{"kml", "atom"} {
		d := xml.NewDecoder(bytes.NewReader(write(t, export.Request{Format: name}, layertest.Set().Export())))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	for _, name := range []string{"geojson", "annotations", "stix"} {
		if !json.Valid(write(t, export.Request{Format: name}, layertest.Set().Export())) {
			t.Errorf("%s is not JSON", name)
		}
	}
}

// A file that is limited to one type of geometry has no other.
func TestOneTypeOfGeometry(t *testing.T) {
	for geometry, want := range map[string]string{"points": `"type":"Point"`, "areas": `"type":"MultiPolygon"`} {
		for line := range strings.Lines(string(write(t, export.Request{Format: "geojsonl", Geometry: geometry}, layertest.Set().Export()))) {
			if !strings.Contains(line, want) {
				t.Errorf("%s: %s", geometry, line)
			}
		}
		for _, f := range export.Formats() {
			if f.Shapes {
				write(t, export.Request{Format: f.Name, Geometry: geometry}, layertest.Set().Export())
			}
		}
	}
}

func TestFormatOfAFile(t *testing.T) {
	for name, want := range map[string]string{
		"a.geojson": "geojson", "b/c.JSON": "geojson", "a.kmz": "kmz", "a.stix": "stix", "a.parquet": "parquet", "a.md": "markdown", "a.html": "", "a": "", "gpkg": "",
	} {
		f, ok := export.ByFile(name)
		if f.Name != want || ok != (want != "") {
			t.Errorf("%s is %q, want %q", name, f.Name, want)
		}
	}
}

func TestRequestsAreChecked(t *testing.T) {
	for _, c := range []struct {
		request export.Request
		want    string
	}{
		{export.Request{Format: "shp"}, `no format "shp"`},
		{export.Request{Format: "csv", Layer: "pins"}, "places or mentions"},
		{export.Request{Format: "gpkg", Layer: "places"}, "contains both layers"},
		{export.Request{Format: "annotations", Layer: "places"}, "are of mentions"},
		{export.Request{Format: "csv", Geometry: "lines"}, "all, points or areas"},
		{export.Request{Format: "stix", Geometry: "points"}, "cannot be limited"},
		{export.Request{Format: "csv", Precision: "village"}, "none, district or country"},
		{export.Request{Format: "kml", WKT: true}, "for CSV"},
	} {
		if _, err := c.request.Check(); !errors.Is(err, geo.ErrInput) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.request, err, c.want)
		}
	}
}

// An error of the source or of the disk ends the export.
func TestErrorsEndAnExport(t *testing.T) {
	broken := errors.New("the database went away")
	for _, f := range export.Formats() {
		file, err := (&export.Request{Format: f.Name}).Check()
		if err != nil {
			t.Fatal(err)
		}
		e := layertest.Set().Export()
		e.Mentions, e.Places = failing(e.Mentions, broken), failing(e.Places, broken)
		if err := file.Write(io.Discard, e); !errors.Is(err, broken) {
			t.Errorf("%s: %v, want the error of the source", f.Name, err)
		}
		if err := file.Write(full{}, layertest.Set().Export()); err == nil {
			t.Errorf("%s: a full disk is no error", f.Name)
		}
	}
}

// failing yields two rows and an error.
func failing[R any](rows iter.Seq2[R, error], err error) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		n := 0
		for r, ok := range rows {
			if ok != nil {
				return
			}
			if n++; n > 2 {
				var zero R
				yield(zero, err)
				return
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }
