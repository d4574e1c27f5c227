package geometry_test

import (
	"fmt"
	"reflect"
	"testing"

	"dateline/geo/geometry"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"
)

func TestValid(t *testing.T) {
	square := orb.Ring{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}
	for name, c := range map[string]struct {
		in   orb.MultiPolygon
		want orb.MultiPolygon
	}{
		"valid":              {orb.MultiPolygon{{square, {{1, 1}, {1, 2}, {2, 2}, {2, 1}, {1, 1}}}}, orb.MultiPolygon{{square, {{1, 1}, {1, 2}, {2, 2}, {2, 1}, {1, 1}}}}},
		"clockwise, open":    {orb.MultiPolygon{{{{0, 0}, {0, 4}, {4, 4}, {4, 0}}}}, orb.MultiPolygon{{square}}},
		"repeated points":    {orb.MultiPolygon{{{{0, 0}, {0, 0}, {4, 0}, {4, 4}, {4, 4}, {0, 4}, {0, 0}}}}, orb.MultiPolygon{{square}}},
		"figure eight":       {orb.MultiPolygon{{{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}}}, orb.MultiPolygon{{{{0, 0}, {1, 1}, {0, 2}, {0, 0}}}, {{{1, 1}, {2, 0}, {2, 2}, {1, 1}}}}},
		"touches itself":     {orb.MultiPolygon{{{{0, 0}, {2, 0}, {4, 0}, {4, 4}, {2, 0}, {0, 4}, {0, 0}}}}, orb.MultiPolygon{{{{0, 0}, {2, 0}, {0, 4}, {0, 0}}}, {{{2, 0}, {4, 0}, {4, 4}, {2, 0}}}}},
		"spike":              {orb.MultiPolygon{{{{0, 0}, {4, 0}, {4, 4}, {4, 9}, {4, 4}, {0, 4}, {0, 0}}}}, orb.MultiPolygon{{square}}},
		"hole as a loop":     {orb.MultiPolygon{{{{0, 0}, {4, 0}, {2, 2}, {2, 3}, {3, 3}, {3, 2}, {2, 2}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}}}, orb.MultiPolygon{{square, {{2, 2}, {2, 3}, {3, 3}, {3, 2}, {2, 2}}}}},
		"overlapping":        {orb.MultiPolygon{{box(0, 0, 2, 2)}, {box(1, 1, 3, 3)}}, orb.MultiPolygon{{{{0, 0}, {2, 0}, {2, 1}, {3, 1}, {3, 3}, {1, 3}, {1, 2}, {0, 2}, {0, 0}}}}},
		"hole outside":       {orb.MultiPolygon{{square, box(5, 5, 6, 6)}}, orb.MultiPolygon{{square}}},
		"hole over the edge": {orb.MultiPolygon{{square, box(3, 1, 6, 2)}}, orb.MultiPolygon{{{{0, 0}, {4, 0}, {4, 1}, {3, 1}, {3, 2}, {4, 2}, {4, 4}, {0, 4}, {0, 0}}}}},
		"island in a lake":   {orb.MultiPolygon{{box(2, 2, 3, 3)}, {box(0, 0, 9, 9), box(1, 1, 8, 8)}}, orb.MultiPolygon{{box(2, 2, 3, 3)}, {box(0, 0, 9, 9), {{1, 1}, {1, 8}, {8, 8}, {8, 1}, {1, 1}}}}},
		"hole touches":       {orb.MultiPolygon{{square, {{0, 2}, {1, 3}, {1, 1}, {0, 2}}}}, orb.MultiPolygon{{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 2}, {0, 0}}, {{0, 2}, {1, 3}, {1, 1}, {0, 2}}}}},
		"parts touch":        {orb.MultiPolygon{{box(1, 1, 2, 2)}, {box(0, 0, 1, 1)}}, orb.MultiPolygon{{box(1, 1, 2, 2)}, {box(0, 0, 1, 1)}}},
		"cross at a vertex":  {orb.MultiPolygon{{{{0, 0}, {2, 0}, {2, 2}, {1, 1}, {0, 2}, {0, 0}}}, {{{0, 1}, {1, 1}, {2, 1}, {2, 3}, {0, 3}, {0, 1}}}}, orb.MultiPolygon{{{{0, 0}, {2, 0}, {2, 1}, {2, 2}, {2, 3}, {0, 3}, {0, 2}, {0, 1}, {0, 0}}}}},
		"nothing":            {orb.MultiPolygon{{{{0, 0}, {4, 0}, {0, 0}}}, {{{0, 0}, {.1, .1}, {.2, 0}, {0, 0}}}, {}, nil}, nil},
	} {
		got := geometry.Valid(c.in, 1)
		if !reflect.DeepEqual(got, c.want) && len(got)+len(c.want) > 0 {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		if why := invalid(got); why != "" {
			t.Errorf("%s: %s", name, why)
		}
	}
}

// rings draws rings on a small grid, so that edges cross, touch and coincide.
func rings(t *rapid.T) orb.MultiPolygon {
	size := rapid.SampledFrom([]int{3, 6, 12, 1000}).Draw(t, "size")
	point := rapid.Custom(func(t *rapid.T) orb.Point {
		return orb.Point{float64(rapid.IntRange(0, size).Draw(t, "x")), float64(rapid.IntRange(0, size).Draw(t, "y"))}
	})
	ring := rapid.Map(rapid.SliceOfN(point, 3, 12), func(p []orb.Point) orb.Ring { return append(orb.Ring(p), p[0]) })
	polygon := rapid.Map(rapid.SliceOfN(ring, 1, 3), func(r []orb.Ring) orb.Polygon { return r })
	return rapid.SliceOfN(polygon, 1, 3).Draw(t, "area")
}

// Whatever the rings, the result is valid, it contains the points that the rings enclose, and a second time it is the same.
func TestValidIsValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rings(t)
		got := geometry.Valid(in, 1)
		if why := invalid(got); why != "" {
			t.Fatalf("Valid(%v) = %v: %s", in, got, why)
		}
		if again := geometry.Valid(got, 1); !reflect.DeepEqual(again, got) && len(got) > 0 {
			t.Fatalf("Valid(%v) = %v, and of that %v", in, got, again)
		}
		b := in.Bound()
		for range 20 {
			p := orb.Point{rapid.Float64Range(b.Left(), b.Right()).Draw(t, "lon"), rapid.Float64Range(b.Bottom(), b.Top()).Draw(t, "lat")}
			if distanceToRings(in, p) < 2 { // a crossing is rounded, and so are those that the rounding makes
				continue
			}
			if want := enclosed(in, p); planar.MultiPolygonContains(got, p) != want {
				t.Fatalf("Valid(%v) = %v: it contains %v: %t, want %t", in, got, p, !want, want)
			}
		}
	})
}

func enclosed(area orb.MultiPolygon, p orb.Point) bool {
	for _, polygon := range area {
		in := planar.RingContains(polygon[0], p)
		for _, hole := range polygon[1:] {
			in = in && !planar.RingContains(hole, p)
		}
		if in {
			return true
		}
	}
	return false
}

func distanceToRings(area orb.MultiPolygon, p orb.Point) float64 {
	d := 1e9
	for _, polygon := range area {
		for _, r := range polygon {
			d = min(d, planar.DistanceFrom(orb.LineString(r), p))
		}
	}
	return d
}

// invalid returns why an area is not valid, or "".
func invalid(area orb.MultiPolygon) string {
	type edge struct{ a, b orb.Point }
	var all []edge
	for i, polygon := range area {
		for j, r := range polygon {
			if len(r) < 4 || !r.Closed() {
				return fmt.Sprintf("ring %d of %d is not closed", j, i)
			}
			if (r.Orientation() == orb.CCW) != (j == 0) {
				return fmt.Sprintf("ring %d of %d has the wrong orientation", j, i)
			}
			seen := map[orb.Point]bool{}
			for k, p := range r[1:] {
				if seen[p] {
					return fmt.Sprintf("ring %d of %d has %v twice", j, i, p)
				}
				seen[p] = true
				all = append(all, edge{r[k], p})
			}
			if j > 0 {
				middle := orb.Point{(r[0][0] + r[1][0]) / 2, (r[0][1] + r[1][1]) / 2}
				if !planar.RingContains(polygon[0], middle) {
					return fmt.Sprintf("hole %d of %d is outside", j, i)
				}
			}
		}
	}
	side := func(a, b, c orb.Point) float64 { return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0]) }
	within := func(e edge, p orb.Point) bool {
		return p != e.a && p != e.b && side(e.a, e.b, p) == 0 && (orb.Bound{Min: e.a, Max: e.a}).Extend(e.b).Contains(p)
	}
	for i, e := range all {
		for _, f := range all[:i] {
			switch {
			case e == f || e.a == f.b && e.b == f.a:
				return fmt.Sprintf("the edge %v is there twice", e)
			case within(e, f.a) || within(e, f.b) || within(f, e.a) || within(f, e.b):
				return fmt.Sprintf("%v and %v touch", e, f)
			case side(e.a, e.b, f.a)*side(e.a, e.b, f.b) < 0 && side(f.a, f.b, e.a)*side(f.a, f.b, e.b) < 0:
				return fmt.Sprintf("%v and %v cross", e, f)
			}
		}
	}
	return ""
}
