package basemap

import (
	"encoding/json"
	"slices"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// town is a settlement of the tests' gazetteer.
type town struct {
	name       string
	lon, lat   float64
	population int64
	feature    string
	kind       geo.Kind
}

// towns is a gazetteer of few settlements.
type towns []town

func (t towns) Within(b orb.Bound, limit int) []gazetteer.Ref {
	var refs []gazetteer.Ref
	for i, s := range t {
		if b.Contains(orb.Point{s.lon, s.lat}) {
			refs = append(refs, gazetteer.Ref(i)) //nolint:gosec // few
		}
	}
	slices.SortStableFunc(refs, func(a, b gazetteer.Ref) int { return int(t[b].population - t[a].population) })
	return refs[:min(limit, len(refs))]
}

func (t towns) Record(r gazetteer.Ref) gazetteer.Record {
	s := t[r]
	kind := s.kind
	if kind == geo.KindUnknown {
		kind = geo.KindSettlement
	}
	return gazetteer.Record{Point: orb.Point{s.lon, s.lat}, Kind: kind, Feature: s.feature, Population: s.population}
}

func (t towns) Name(r gazetteer.Ref) string { return t[r].name }

var afghanistan = towns{
	{name: "Karachi", lon: 67.0104, lat: 24.8608, population: 11_624_219, feature: "PPLA"},
	{name: "Kabul", lon: 69.17233, lat: 34.52813, population: 4_434_550, feature: "PPLC"},
	{name: "Kabul", lon: 69.175, lat: 34.53, population: 900},
	{name: "Shahr-e Naw", lon: 69.16, lat: 34.535, population: 9_000_000},
	{name: "Quetta", lon: 67.0, lat: 30.18414, population: 1_001_205, feature: "PPLA"},
	{name: "Chaman", lon: 66.45, lat: 30.91667, population: 123_191},
	{name: "Karte Seh", lon: 69.13, lat: 34.5, population: 50_000, kind: geo.KindQuarter},
	{name: "Landi Kotal", lon: 71.14, lat: 34.1, population: 33_000},
	{name: "Suva", lon: 178.44149, lat: -18.1416, population: 93_970, feature: "PPLC"},
	{name: "Somosomo", lon: -179.97, lat: -16.77, population: 1_100},
}

func names(labels []Label) []string {
	out := []string{}
	for _, l := range labels {
		out = append(out, l.Name)
	}
	return out
}

func TestLabels(t *testing.T) {
	for _, tt := range []struct {
		name    string
		z, x, y int
		want    []string
	}{
		{"world, a capital before a larger city", 0, 0, 0, []string{"Kabul", "Karachi", "Quetta", "Suva", "Chaman", "Landi Kotal", "Somosomo"}},
		{"valley", 10, 714, 408, []string{"Landi Kotal"}},
		{"two of one name that lie together", 12, 2835, 1628, []string{"Kabul"}},
		{"sea", 5, 0, 20, []string{}},
		{"below the grid", 3, -1, 0, []string{}},
		{"beyond the grid", 3, 8, 0, []string{}},
		{"beyond the deepest zoom", MaxZoom + 1, 0, 0, []string{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := names(Labels(afghanistan, tt.z, tt.x, tt.y)); !slices.Equal(got, tt.want) {
				t.Errorf("Labels(%d, %d, %d) = %q, want %q", tt.z, tt.x, tt.y, got, tt.want)
			}
		})
	}
}

func TestLabelsAreInOneTileOnly(t *testing.T) {
	// Quetta is on no edge; the point 0, 0 is on the edges of four tiles.
	g := append(slices.Clone(afghanistan), town{name: "Null", population: 5})
	count := map[string]int{}
	for x := range 8 {
		for y := range 8 {
			for _, name := range names(Labels(g, 3, x, y)) {
				count[name]++
			}
		}
	}
	for name, n := range count {
		if n != 1 {
			t.Errorf("%s is in %d tiles", name, n)
		}
	}
}

func TestLabelsHoldSixtyFour(t *testing.T) {
	var g towns
	for i := range 500 {
		g = append(g, town{name: "Town " + strconv.Itoa(i), lon: 10 + float64(i)/1000, lat: 50, population: int64(i)})
	}
	g[100].feature = "PPLC"
	got := Labels(g, 4, 8, 5)
	if len(got) != perTile {
		t.Fatalf("%d labels, want %d", len(got), perTile)
	}
	if got[0].Name != "Town 499" {
		t.Errorf("first is %s", got[0].Name)
	}
}

func TestLabelJSON(t *testing.T) {
	got, err := json.Marshal(Labels(afghanistan, 12, 2835, 1628))
	if err != nil {
		t.Fatal(err)
	}
	if want := `[[69.1723,34.5281,"Kabul",4434550,1]]`; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestLabelsAround(t *testing.T) {
	torkham := orb.Point{71.0945, 34.1247}
	got := LabelsAround(afghanistan, []orb.Point{torkham}, 100)
	want := []string{"Kabul", "Karachi", "Quetta", "Suva", "Chaman", "Landi Kotal", "Somosomo"}
	if !slices.Equal(names(got), want) {
		t.Errorf("got %q, want %q", names(got), want)
	}
	if n := len(LabelsAround(afghanistan, []orb.Point{torkham}, 3)); n != 3 {
		t.Errorf("%d labels, want 3", n)
	}
	if n := len(LabelsAround(towns{}, []orb.Point{torkham, {180, -17}, {0, 85}, {0, -85}}, 10)); n != 0 {
		t.Errorf("%d labels out of nothing", n)
	}
	// On the antimeridian the other side is near too.
	crowd := towns{{name: "Somosomo", lon: -179.97, lat: -16.77, population: 1_100}}
	for i := range 200 {
		crowd = append(crowd, town{name: "Far " + strconv.Itoa(i), lon: -170 + float64(i)/10, lat: -30, population: 1_000_000})
	}
	if !slices.Contains(names(LabelsAround(crowd, []orb.Point{{179.98, -16.8}}, 5000)), "Somosomo") {
		t.Error("Somosomo is missing across the antimeridian")
	}
}
