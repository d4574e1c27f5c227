package feature

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer/source/internal/input"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

func square(lon, lat, width float64) orb.Ring {
	return orb.Ring{{lon, lat}, {lon, lat + width}, {lon + width, lat + width}, {lon + width, lat}, {lon, lat}}
}

func TestLocateAreas(t *testing.T) {
	hole := square(1, 1, 8)
	hole.Reverse()
	for name, area := range map[string]orb.MultiPolygon{
		"square":          {{square(10, 10, 2)}},
		"largest":         {{square(10, 10, 1)}, {square(20, 20, 5)}},
		"crescent":        {{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 9}, {9, 9}, {9, 1}, {0, 1}, {0, 0}}}},
		"hole":            {{square(0, 0, 10), hole}},
		"open ring":       {{{{0, 0}, {0, 5}, {5, 5}, {5, 0}}}},
		"collapsed hole":  {{square(0, 0, 10), {{1, 1}, {1, 1}}}},
		"collapsed part":  {{{{1, 1}, {2, 2}, {1, 1}}}, {square(5, 5, 1)}},
		"rounded outside": {{{{170, 1}, {180.0000001, 1}, {180, 5}, {170, 1}}}},
	} {
		p, err := Locate(area)
		if err != nil || !planar.MultiPolygonContains(p.Area, p.Point) || p.Bound.IsZero() {
			t.Errorf("%s: %+v, %v: the point is not inside", name, p, err)
		}
	}
	p, err := Locate(orb.Polygon{{{170, -10}, {-170, -10}, {-170, 10}, {170, 10}, {170, -10}}})
	if err != nil || len(p.Area) != 2 || !p.Bound.IsZero() {
		t.Errorf("an area across the antimeridian: %+v, %v", p, err)
	}
}

func TestLocate(t *testing.T) {
	for name, c := range map[string]struct {
		geometry orb.Geometry
		want     orb.Point
	}{
		"point":  {orb.Point{1, 2}, orb.Point{1, 2}},
		"points": {orb.MultiPoint{{3, 4}, {5, 6}}, orb.Point{3, 4}},
		"line":   {orb.LineString{{0, 1}, {10, 1}}, orb.Point{5, 1}},
		"lines":  {orb.MultiLineString{{{0, 1}, {1, 1}}, {{20, 1}, {24, 1}}}, orb.Point{22, 1}},
	} {
		if p, err := Locate(c.geometry); err != nil || p.Point != c.want {
			t.Errorf("%s: %v, %v, want %v", name, p.Point, err, c.want)
		}
	}
	for _, g := range []orb.Geometry{
		nil, orb.Point{}, orb.Point{math.NaN(), 1}, orb.Point{181, 0}, orb.MultiPoint{}, orb.Polygon{}, orb.Polygon{{}},
		orb.Polygon{{{0, 0}, {1, 1}, {0, 0}}}, orb.MultiLineString{}, orb.LineString{}, orb.LineString{{math.Inf(1), 0}, {0, 1}},
		orb.Polygon{{{0, 0}, {math.NaN(), 1}, {1, 1}, {0, 0}}}, orb.Collection{},
	} {
		if p, err := Locate(g); !errors.Is(err, geo.ErrInput) {
			t.Errorf("Locate(%v) = %v, %v, want an error", g, p, err)
		}
	}
}

func TestParsePoint(t *testing.T) {
	if p, err := ParsePoint(" 34.5 ", "69.2"); err != nil || p != (orb.Point{69.2, 34.5}) {
		t.Errorf("%v, %v", p, err)
	}
	for _, c := range [][2]string{{"", ""}, {"34°", "69"}, {"91", "0"}, {"0", "0"}, {"NaN", "1"}} {
		if _, err := ParsePoint(c[0], c[1]); !errors.Is(err, geo.ErrInput) {
			t.Errorf("ParsePoint(%q, %q): %v", c[0], c[1], err)
		}
	}
}

func TestValues(t *testing.T) {
	f := Feature{Values: map[string]string{"name": " Kabul ", "code": "-99", "pop": "12.5", "empty": "", "null": "NULL"}}
	for names, want := range map[string]string{"NAME": "Kabul", "code": "", "code name": "Kabul", "null empty": "", "none": ""} {
		if got := f.First(strings.Fields(names)...); got != want {
			t.Errorf("First(%s) = %q, want %q", names, got, want)
		}
	}
	if n, ok := f.Float("none", "pop"); !ok || n != 12.5 {
		t.Errorf("Float = %v, %v", n, ok)
	}
	if _, ok := f.Float("code"); ok {
		t.Error("a value that means none is a number")
	}
}

// read returns the names of all features of a file, or the reasons why they could
// not be read.
func read(t *testing.T, content string) (names []string, err error) {
	t.Helper()
	in := file(t, content)
	err = EachGeoJSON(&in, func(f *Feature) bool {
		if f.Err != nil {
			names = append(names, f.Err.Error())
		} else {
			names = append(names, fmt.Sprint(f.Number, f.First("name"), f.First("id")))
		}
		return len(names) < 6
	})
	return names, err
}

func file(t *testing.T, content string) input.Input {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.json")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	inputs, err := input.Find(path)
	if err != nil {
		t.Fatal(err)
	}
	return inputs[0]
}

func TestEachGeoJSON(t *testing.T) {
	feature := func(name string) string {
		return fmt.Sprintf(`{"type":"Feature","id":"i","properties":{"name":%q,"n":1.5,"ok":true,"list":[1]},"geometry":{"type":"Point","coordinates":[1,2]}}`, name)
	}
	for name, c := range map[string]struct {
		content string
		want    string
		err     bool
	}{
		"collection":        {`{"type":"FeatureCollection","name":"x","features":[` + feature("a") + "," + feature("b") + `],"bbox":[1,2]}`, "1ai 2bi", false},
		"one feature":       {feature("a"), "1ai", false},
		"lines":             {feature("a") + "\n" + feature("b") + "\n", "1ai 2bi", false},
		"record separators": {"\x1e" + feature("a") + "\n\x1e" + feature("b"), "1ai 2bi", false},
		"byte order mark":   {"\xef\xbb\xbf" + feature("a"), "1ai", false},
		"stopped":           {strings.Repeat(feature("a"), 20), "1ai 2ai 3ai 4ai 5ai 6ai", false},
		"stopped in a list": {`{"features":[` + strings.Repeat(feature("a")+",", 20) + feature("z") + "]}", "1ai 2ai 3ai 4ai 5ai 6ai", false},
		"not a feature":     {`{"features":[{"type":"Topology"}]}`, "geojson: not a feature: type=Topology", false},
		"no list":           {`{"features":3}`, "", true},
		"truncated":         {`{"features":[` + feature("a"), "", true},
		"not JSON":          {"name,lat", "", true},
		"a list":            {"[1]", "", true},
	} {
		names, err := read(t, c.content)
		if got := strings.Join(names, " "); (err != nil) != c.err || !c.err && got != c.want {
			t.Errorf("%s: %q, %v; want %q, error %v", name, got, err, c.want, c.err)
		}
	}
}

func TestIsGeoJSON(t *testing.T) {
	for content, want := range map[string]bool{`{"type":`: true, "\xef\xbb\xbf \n{": true, "name,lat": false, "": false} {
		in := file(t, content)
		if got, err := IsGeoJSON(&in); err != nil || got != want {
			t.Errorf("IsGeoJSON(%q) = %v, %v", content, got, err)
		}
	}
}
