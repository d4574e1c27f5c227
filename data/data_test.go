package data_test

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"dateline/data"
	"dateline/data/build"
	"dateline/geo"
	"dateline/geo/gazetteer"
)

func TestGazetteer(t *testing.T) {
	g, err := data.Gazetteer()
	if len(build.Gazetteer) == 0 {
		if !errors.Is(err, geo.ErrUnavailable) {
			t.Errorf("without an embedded gazetteer: %v", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Verify(); err != nil {
		t.Error(err)
	}
	for id, want := range map[geo.PlaceID]string{"geonames:1138958": "Kabul", "iso:AF": "Afghanistan", "dateline:torkham": "Torkham", "iata:KBL": "Kabul International Airport"} {
		if r, ok := g.ByID(id); !ok || g.Name(r) != want {
			t.Errorf("%s is %q, want %q", id, g.Name(r), want)
		}
	}
	for _, s := range g.Info().Sources {
		if s.Name == "" || s.License == "" || s.Attribution == "" || s.Version == "" {
			t.Errorf("the description of a source is incomplete: %+v", s)
		}
	}
}

func TestSample(t *testing.T) {
	files, err := fs.Glob(data.Sample(), "*.md")
	if err != nil || len(files) < 5 {
		t.Errorf("sample articles %v, %v", files, err)
	}
}

func TestNotice(t *testing.T) {
	if !strings.Contains(data.Notice(), "GeoNames") {
		t.Error("the notice does not mention GeoNames")
	}
}

// TestNamesInOtherLanguages looks up every name of names_other.tsv and names_geonames.tsv: one whose place no source has would be lost.
func TestNamesInOtherLanguages(t *testing.T) {
	g, err := data.Gazetteer()
	if len(build.Gazetteer) == 0 {
		t.Skip("the gazetteer is not built: run make")
	}
	if err != nil {
		t.Fatal(err)
	}
	names := 0
	for _, file := range []string{"names_other.tsv", "names_geonames.tsv"} {
		table, err := os.ReadFile("supplement/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimSuffix(string(table), "\n"), "\n")[1:] {
			cells := strings.Split(line, "\t")
			for name := range strings.SplitSeq(cells[len(cells)-1], "|") {
				if !strings.HasPrefix(name, "abbr:") && len(g.Lookup(nil, gazetteer.Normalize(nil, name))) == 0 {
					t.Errorf("%s:%d: no place has the name %q of %s", file, i+2, name, cells[0])
				}
				names++
			}
		}
	}
	if names < 2000 {
		t.Errorf("%d names were looked up", names)
	}
}
