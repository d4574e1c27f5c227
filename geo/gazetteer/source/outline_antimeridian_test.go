package source

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

func TestCutAtAntimeridian(t *testing.T) {
	island := orb.MultiPolygon{{
		{{175, -20}, {-175, -20}, {-175, -10}, {175, -10}, {175, -20}},
		{{178, -16}, {178, -14}, {179, -14}, {179, -16}, {178, -16}}, // a lake
	}}
	ice := orb.MultiPolygon{{{{-180, -70}, {-90, -65}, {0, -70}, {90, -65}, {179.9, -70}, {-180, -70}}}}
	mainland := orb.MultiPolygon{{{{10, 0}, {20, 0}, {20, 10}, {10, 10}, {10, 0}}}}
	for _, c := range []struct {
		name   string
		area   orb.MultiPolygon
		parts  int
		inside []orb.Point
		beside []orb.Point
	}{
		{"an island", island, 2, []orb.Point{{176, -15}, {-176, -15}, {179.9, -15}, {-179.9, -15}}, []orb.Point{{0, -15}, {178.5, -15}, {174, -15}, {-174, -15}}},
		{"land around a pole", ice, 1, []orb.Point{{0, -80}, {170, -89}, {-170, -75}}, []orb.Point{{0, -60}, {0, 80}}},
		{"a mainland", mainland, 1, []orb.Point{{15, 5}}, []orb.Point{{-15, 5}}},
	} {
		got := cutAtAntimeridian(c.area)
		if len(got) < c.parts {
			t.Errorf("%s: %d parts, want %d", c.name, len(got), c.parts)
		}
		if b := got.Bound(); b.Min[0] < -180 || b.Max[0] > 180 || crossesAntimeridian(got[0]) {
			t.Errorf("%s: leaves the map: %v", c.name, got)
		}
		for _, p := range c.inside {
			if !planar.MultiPolygonContains(got, p) {
				t.Errorf("%s: does not hold %v", c.name, p)
			}
		}
		for _, p := range c.beside {
			if planar.MultiPolygonContains(got, p) {
				t.Errorf("%s: holds %v", c.name, p)
			}
		}
	}
}
