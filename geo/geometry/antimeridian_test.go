package geometry_test

import (
	"math"
	"testing"

	"dateline/geo/geometry"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"
)

func box(west, south, east, north float64) orb.Ring {
	return orb.Ring{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}
}

func TestCutAntimeridian(t *testing.T) {
	for name, c := range map[string]struct {
		in      orb.MultiPolygon
		parts   int
		area    float64 // square degrees
		holes   int
		inside  []orb.Point
		outside []orb.Point
	}{
		"away from it":        {orb.MultiPolygon{{box(10, 10, 20, 20)}}, 1, 100, 0, []orb.Point{{15, 15}}, []orb.Point{{-15, 15}}},
		"beyond 180":          {orb.MultiPolygon{{box(170, -10, 190, 10)}}, 2, 400, 0, []orb.Point{{179, 0}, {-179, 0}}, []orb.Point{{0, 0}}},
		"beyond -180":         {orb.MultiPolygon{{box(-190, -10, -170, 10)}}, 2, 400, 0, []orb.Point{{179, 0}, {-179, 0}}, nil},
		"entirely beyond":     {orb.MultiPolygon{{box(190, -10, 200, 10)}}, 1, 200, 0, []orb.Point{{-165, 0}}, nil},
		"jump":                {orb.MultiPolygon{{{{170, -10}, {-170, -10}, {-170, 10}, {170, 10}, {170, -10}}}}, 2, 400, 0, []orb.Point{{175, 0}, {-175, 0}}, []orb.Point{{0, 0}}},
		"hole on one side":    {orb.MultiPolygon{{box(170, -10, 190, 10), box(172, -1, 174, 1)}}, 2, 396, 1, []orb.Point{{171, 0}}, []orb.Point{{173, 0}}},
		"hole across":         {orb.MultiPolygon{{box(170, -10, 190, 10), box(179, -1, 181, 1)}}, 2, 396, 0, nil, []orb.Point{{179.5, 0}, {-179.5, 0}}},
		"hole with a jump":    {orb.MultiPolygon{{box(170, -10, 190, 10), {{179, -1}, {179, 1}, {-179, 1}, {-179, -1}, {179, -1}}}}, 2, 396, 0, nil, []orb.Point{{179.5, 0}}},
		"comb of three teeth": {orb.MultiPolygon{{{{175, 0}, {185, 0}, {185, 1}, {176, 1}, {176, 2}, {185, 2}, {185, 3}, {176, 3}, {176, 4}, {185, 4}, {185, 5}, {175, 5}, {175, 0}}}}, 4, 32, 0, nil, nil},
		"around a pole":       {orb.MultiPolygon{{{{-120, -70}, {0, -70}, {120, -70}, {-120, -70}}}}, 2, 360 * 20, 0, []orb.Point{{0, -80}, {170, -89}, {-170, -75}}, []orb.Point{{0, -60}, {0, 80}}},
		"edge of a world map": {orb.MultiPolygon{{box(-180, -90, 180, -60)}}, 1, 360 * 30, 0, []orb.Point{{0, -80}}, nil},
		"by way of 180":       {orb.MultiPolygon{{{{179, 0}, {180, 0}, {-180, 0}, {-179, 0}, {-179, 1}, {-180, 1}, {180, 1}, {179, 1}, {179, 0}}}}, 2, 2, 0, []orb.Point{{179.5, .5}, {-179.5, .5}}, nil},
		"vertex on the line":  {orb.MultiPolygon{{{{170, 0}, {180, 5}, {190, 0}, {190, 10}, {170, 10}, {170, 0}}}}, 2, 150, 0, nil, nil},
		"nothing":             {nil, 0, 0, 0, nil, nil},
		"too few points":      {orb.MultiPolygon{{{{179, 1}, {-179, 1}, {179, 1}}}}, 0, 0, 0, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			before := c.in.Clone()
			got := geometry.CutAntimeridian(c.in)
			if !c.in.Equal(before) {
				t.Error("the argument was changed")
			}
			if len(got) != c.parts {
				t.Fatalf("%d parts, want %d: %v", len(got), c.parts, got)
			}
			holes := 0
			for _, p := range got {
				holes += len(p) - 1
				if b := p.Bound(); b.Left() < -180 || b.Right() > 180 || !p[0].Closed() {
					t.Errorf("%v is open or leaves the map", p)
				}
			}
			if holes != c.holes {
				t.Errorf("%d holes, want %d", holes, c.holes)
			}
			if len(got) > 0 && !near(math.Abs(planar.Area(got)), c.area, 1e-6) {
				t.Errorf("area %g, want %g", planar.Area(got), c.area)
			}
			for _, p := range c.inside {
				if !planar.MultiPolygonContains(got, p) {
					t.Errorf("does not contain %v", p)
				}
			}
			for _, p := range c.outside {
				if planar.MultiPolygonContains(got, p) {
					t.Errorf("contains %v", p)
				}
			}
		})
	}
}

// star draws a ring of n corners at random distances around a center.
func star(t *rapid.T, center orb.Point, radius float64) orb.Ring {
	n := rapid.IntRange(4, 60).Draw(t, "corners")
	ring := make(orb.Ring, 0, n+1)
	for i := range n {
		angle, r := 2*math.Pi*float64(i)/float64(n), radius*rapid.Float64Range(0.3, 1).Draw(t, "distance")
		ring = append(ring, orb.Point{center[0] + r*math.Cos(angle), center[1] + r*math.Sin(angle)})
	}
	return append(ring, ring[0])
}

// TestCutKeepsArea cuts outlines with a hole near the antimeridian, with
// longitudes beyond 180 and with the same longitudes wrapped to -180 to 180.
func TestCutKeepsArea(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		center := orb.Point{rapid.Float64Range(150, 210).Draw(t, "lon"), rapid.Float64Range(-60, 60).Draw(t, "lat")}
		p := orb.Polygon{star(t, center, 20), star(t, center, 5)}
		want := planar.Area(p[0]) - planar.Area(p[1])
		wrapped := p.Clone()
		for _, ring := range wrapped {
			for i := range ring {
				if ring[i][0] > 180 {
					ring[i][0] -= 360
				}
			}
		}
		for _, in := range []orb.Polygon{p, wrapped} {
			out := geometry.CutAntimeridian(orb.MultiPolygon{in})
			got := 0.0
			for _, part := range out {
				got += math.Abs(planar.Area(part))
			}
			if !near(got, want, 1e-3) {
				t.Fatalf("area %g, want %g", got, want)
			}
			if b := out.Bound(); b.Left() < -180 || b.Right() > 180 {
				t.Fatalf("%v leaves the map", out)
			}
		}
	})
}
