package geometry_test

import (
	"math"
	"testing"

	"dateline/geo/geometry"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"
)

func TestDissolve(t *testing.T) {
	around := orb.MultiPolygon{ // four areas around a square hole
		{{{0, 0}, {3, 0}, {3, 1}, {2, 1}, {1, 1}, {0, 1}, {0, 0}}},
		{{{0, 2}, {1, 2}, {2, 2}, {3, 2}, {3, 3}, {0, 3}, {0, 2}}},
		{{{0, 1}, {1, 1}, {1, 2}, {0, 2}, {0, 1}}},
		{{{2, 1}, {3, 1}, {3, 2}, {2, 2}, {2, 1}}},
	}
	each := func(mp orb.MultiPolygon) (areas []orb.MultiPolygon) {
		for _, p := range mp {
			areas = append(areas, orb.MultiPolygon{p})
		}
		return areas
	}
	for name, c := range map[string]struct {
		in           []orb.MultiPolygon
		parts, rings int
		area         float64
	}{
		"one area":               {each(orb.MultiPolygon{{box(0, 0, 1, 1)}}), 1, 1, 1},
		"neighbors":              {each(orb.MultiPolygon{{box(0, 0, 1, 1)}, {box(1, 0, 2, 1)}}), 1, 1, 2},
		"neighbor, reversed":     {each(orb.MultiPolygon{{box(0, 0, 1, 1)}, {{{1, 0}, {1, 1}, {2, 1}, {2, 0}, {1, 0}}}}), 1, 1, 2},
		"apart":                  {each(orb.MultiPolygon{{box(0, 0, 1, 1)}, {box(5, 0, 6, 1)}}), 2, 2, 2},
		"around a hole":          {each(around), 1, 2, 8},
		"fills the others' hole": {each(append(around, orb.Polygon{box(1, 1, 2, 2)})), 1, 1, 9},
	} {
		got := geometry.Dissolve(c.in)
		rings := 0
		for _, p := range got {
			rings += len(p)
		}
		if len(got) != c.parts || rings != c.rings || !near(planar.Area(got), c.area, 1e-9) {
			t.Errorf("%s: %d parts, %d rings, area %g; want %d, %d, %g", name, len(got), rings, planar.Area(got), c.parts, c.rings, c.area)
		}
	}
}

// TestDissolveUnitesACheckerboard dissolves the cells of a grid in random order.
func TestDissolveUnitesACheckerboard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 6).Draw(t, "columns"), rapid.IntRange(1, 6).Draw(t, "rows")
		var cells []orb.MultiPolygon
		for x := range w {
			for y := range h {
				cells = append(cells, orb.MultiPolygon{{box(float64(x), float64(y), float64(x+1), float64(y+1))}})
			}
		}
		got := geometry.Dissolve(rapid.Permutation(cells).Draw(t, "order"))
		if len(got) != 1 || len(got[0]) != 1 || !near(planar.Area(got), float64(w*h), 1e-9) {
			t.Fatalf("%d polygons of area %g, want one of %d", len(got), planar.Area(got), w*h)
		}
	})
}

func TestPointOnSurface(t *testing.T) {
	for name, area := range map[string]orb.MultiPolygon{
		"square":    {{box(0, 0, 1, 1)}},
		"crescent":  {{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 9}, {9, 9}, {9, 1}, {0, 1}, {0, 0}}}},
		"ring":      {{box(0, 0, 9, 9), {{1, 1}, {1, 8}, {8, 8}, {8, 1}, {1, 1}}}},
		"two parts": {{box(0, 0, 1, 1)}, {box(10, 10, 20, 20)}},
	} {
		if p := geometry.PointOnSurface(area); !planar.MultiPolygonContains(area, p) {
			t.Errorf("%s: %v is outside", name, p)
		}
	}
	if p := geometry.PointOnSurface(orb.MultiPolygon{{{{1, 2}, {3, 2}, {1, 2}}}}); p != (orb.Point{2, 2}) {
		t.Errorf("an area without extent: %v", p)
	}
}

// wave returns a line from (0, y) to (n, y) with small bends.
func wave(y float64, n int) orb.LineString {
	var line orb.LineString
	for i := range 20*n + 1 {
		x := float64(i) / 20
		line = append(line, orb.Point{x, y + 0.004*math.Sin(9*x)})
	}
	return line
}

func TestCoverageKeepsSharedBorders(t *testing.T) {
	border := wave(5, 10)
	south := orb.Ring{{0, 0}, {10, 0}}
	for i := range border {
		south = append(south, border[len(border)-1-i])
	}
	south = append(south, south[0])
	north := append(orb.Ring{}, border...)
	north = append(north, orb.Point{10, 10}, orb.Point{0, 10}, north[0])
	north.Reverse() // the direction of a ring must not matter

	c := geometry.NewCoverage(2000)
	c.Add(orb.MultiPolygon{{south}})
	c.Add(orb.MultiPolygon{{north}, {box(20, 20, 20.001, 20.001)}}) // with a small island
	c.Add(orb.MultiPolygon{{box(30, 30, 30.002, 30.002), box(30, 30, 30.0001, 30.0001)}})
	c.Add(orb.MultiPolygon{{{{1, 1}, {1, 1}, {1, 1}, {1, 1}}}})

	a, b := c.Simplified(0), c.Simplified(1)
	if len(a) != 1 || len(b) != 1 {
		t.Fatalf("%d and %d polygons, want one each", len(a), len(b))
	}
	if len(a[0][0]) >= len(south)/4 {
		t.Errorf("%d of %d points left", len(a[0][0]), len(south))
	}
	if sum := planar.Area(a) + planar.Area(b); !near(sum, 100, 1e-6) {
		t.Errorf("the two areas have %g square degrees together, want 100: the border opens or overlaps", sum)
	}
	if a[0][0].Orientation() != orb.CCW || b[0][0].Orientation() != orb.CCW {
		t.Error("an outer ring is clockwise")
	}
	if small := c.Simplified(2); len(small) != 1 {
		t.Errorf("an area with only a small polygon lost it: %v", small)
	}
	if none := c.Simplified(3); len(none) != 0 {
		t.Errorf("an area without extent has %v", none)
	}
}

// TestSimplifiedDoesNotDependOnTheStart rotates and reverses an island's ring.
func TestSimplifiedDoesNotDependOnTheStart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ring := star(t, orb.Point{40, 30}, 3)
		open := ring[:len(ring)-1]
		k := rapid.IntRange(0, len(open)-1).Draw(t, "start")
		rotated := append(append(orb.Ring{}, open[k:]...), open[:k]...)
		rotated = append(rotated, rotated[0])
		if rapid.Bool().Draw(t, "reverse") {
			rotated.Reverse()
		}
		simplify := func(r orb.Ring) orb.MultiPolygon {
			c := geometry.NewCoverage(2000)
			c.Add(orb.MultiPolygon{{r}})
			return c.Simplified(0)
		}
		if a, b := simplify(ring), simplify(rotated); !a.Equal(b) {
			t.Fatalf("%v and %v", a, b)
		}
	})
}
