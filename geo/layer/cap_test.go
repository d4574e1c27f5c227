package layer_test

import (
	"fmt"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/geo/layer/layertest"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func TestCapReplacesSmallPlaces(t *testing.T) {
	for _, c := range []struct {
		name              string
		district, country string // "" for none
	}{
		{"Kabul", "test:kabul-district", "iso:AF"},
		{"Bagram Airfield", "geonames:1131054", "iso:AF"},
		{"Parwan", "geonames:1131054", "iso:AF"},
		{"Afghanistan", "iso:AF", "iso:AF"},
		{"Gulf of Aden", "test:gulf", "test:gulf"},
		{"Paris", "iso:FR", "iso:FR"},
		{"31.04567, 66.39876", "iso:AF", "iso:AF"},
	} {
		p := layertest.Place(c.name)
		for precision, want := range map[layer.Cap]string{layer.CapDistrict: c.district, layer.CapCountry: c.country} {
			got, coarsened := precision.Place(&p)
			if string(got.ID) != want || coarsened != (got.ID != p.ID) {
				t.Errorf("%s capped to %s is %s (%t), want %s", c.name, precision, got.ID, coarsened, want)
			}
			if got.Point == p.Point || got.Bound != (orb.Bound{}) {
				t.Errorf("%s capped to %s keeps its point", c.name, precision)
			}
		}
	}
	lost := geo.Place{ID: "test:seamount", Name: "Seamount", Kind: geo.KindPeak, Point: orb.Point{1.5, 2.5}}
	if got, coarsened := layer.CapCountry.Place(&lost); got != nil || !coarsened {
		t.Errorf("a peak in no country is %v", got)
	}
	if got, coarsened := layer.NoCap.Place(&lost); got != &lost || coarsened {
		t.Error("without a cap a place was changed")
	}
}

func TestRedact(t *testing.T) {
	for text, want := range map[string]string{
		"no numbers":                                "no numbers",
		"in 2021, 45 people":                        "in 2021, 45 people",
		"at 34.5281, 69.1723 today":                 "at [coordinates withheld] today",
		"34°31'41\"N 69°10'20\"E":                   "[coordinates withheld]",
		"geo:34.5281,69.1723":                       "[coordinates withheld]",
		"https://maps.example/@34.5281,69.1723,12z": "https://maps.example/@[coordinates withheld],12z",
		"lat=34.52&lon=69.17":                       "lat=[coordinates withheld]",
		"a latitude of 34.52810":                    "[coordinates withheld]",
		"grid 38S MB 4595 8820":                     "[coordinates withheld]",
		"it grew by 3.25 percent":                   "it grew by 3.25 percent",
	} {
		got := layer.Redact(text)
		if got != want && (!strings.Contains(want, "withheld") || !strings.Contains(got, "withheld") || strings.Contains(got, "34.52")) {
			t.Errorf("%q is redacted to %q, want %q", text, got, want)
		}
	}
}

// The rows made from mentions are those of the set.
func TestSummarizeAgreesWithPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sets.Draw(t, "set")
		got, err := layer.Summarize(s.Export().Mentions)
		if err != nil {
			t.Fatal(err)
		}
		i := 0
		for want, err := range s.Export().Places {
			if err != nil {
				t.Fatal(err)
			}
			if i == len(got) {
				t.Fatalf("%d rows", i)
			}
			g := *got[i]
			g.Geometry, g.Focus = want.Geometry, want.Focus
			if fmt.Sprint(g) != fmt.Sprint(*want) {
				t.Errorf("row %d is %+v, want %+v", i, g, *want)
			}
			i++
		}
		if i != len(got) {
			t.Errorf("%d rows, want %d", len(got), i)
		}
	})
}

func TestPassagesOfPlaces(t *testing.T) {
	all, err := layertest.Set().Export().Passages(2)
	if err != nil {
		t.Fatal(err)
	}
	kabul := all["geonames:1138958"]
	if len(kabul) != 2 || kabul[0].Text != "Émissaires “met” in Kabul." || !strings.HasSuffix(kabul[0].Source, ", 2021-09-06") {
		t.Errorf("the passages of Kabul are %+v", kabul)
	}
	if fiji := all["test:fiji"]; len(fiji) != 1 || fiji[0].Source != "2021-01-30" {
		t.Errorf("the passages of Fiji are %+v", fiji)
	}
	if len(all["geonames:2988507"]) != 0 {
		t.Error("an ambiguous mention is a passage of its best guess")
	}
}
