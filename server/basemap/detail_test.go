package basemap

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"dateline/geo"
)

func built() fstest.MapFS {
	return fstest.MapFS{
		"world.json": {Data: []byte(`{"v":1,"levels":[{"grid":0,"from":0},{"grid":3,"from":5,"tiles":"5/3 5/2 7/4 0/4"},` +
			`{"grid":5,"from":7,"tiles":"22/12 22/13"}]}`)},
		"3/5/3.json":   {Data: []byte(`{"land":"3"}`)},
		"3/5/2.json":   {Data: []byte(`{"land":"2"}`)},
		"3/7/4.json":   {Data: []byte(`{"land":"4"}`)},
		"3/0/4.json":   {Data: []byte(`{"land":"0"}`)},
		"5/22/12.json": {Data: []byte(`{"land":"` + strings.Repeat("a", 500) + `"}`)},
		"5/22/13.json": {Data: []byte(`{"land":"b"}`)},
	}
}

func TestDetail(t *testing.T) {
	kabul := orb.Point{69.17, 34.53}
	for _, tt := range []struct {
		name   string
		points []orb.Point
		budget int
		want   []string
	}{
		{"coarse and fine, neighbors within a quarter of a tile", []orb.Point{kabul}, 1000, []string{"3/5/2", "3/5/3", "5/22/12"}},
		{"what does not fit is left out", []orb.Point{kabul}, 100, []string{"3/5/2", "3/5/3"}},
		{"tiles of most points first", []orb.Point{{69, 30}, kabul, {68, 35}}, 22, []string{"3/5/3"}},
		{"nothing fits", []orb.Point{kabul}, 5, nil},
		{"neighbors over the antimeridian", []orb.Point{{179.9, -17}}, 1000, []string{"3/0/4", "3/7/4"}},
		{"sea", []orb.Point{{-140, 40}}, 1000, nil},
		{"nowhere", nil, 1000, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tiles, err := Detail(built(), tt.points, tt.budget)
			if err != nil {
				t.Fatal(err)
			}
			if got := slices.Sorted(maps.Keys(tiles)); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestDetailErrors(t *testing.T) {
	kabul := []orb.Point{{69.17, 34.53}}
	for _, tt := range []struct {
		name   string
		change func(fstest.MapFS)
		want   error
	}{
		{"not built", func(f fstest.MapFS) { delete(f, "world.json") }, geo.ErrUnavailable},
		{"broken", func(f fstest.MapFS) { f["world.json"].Data = []byte("{") }, geo.ErrCorrupt},
		{"a tile is missing", func(f fstest.MapFS) { delete(f, "5/22/12.json") }, geo.ErrCorrupt},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := built()
			tt.change(files)
			if _, err := Detail(files, kabul, 1000); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}
