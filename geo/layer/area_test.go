package layer

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"
)

func box(west, south, east, north float64) orb.Ring {
	return orb.Ring{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}
}

func TestAreaGeometryIsCutAtTheAntimeridian(t *testing.T) {
	for name, c := range map[string]struct {
		in    orb.MultiPolygon
		parts int
		area  float64 // square degrees
		holes int
	}{
		"away from it":        {orb.MultiPolygon{{box(10, 10, 20, 20)}}, 1, 100, 0},
		"clockwise, open":     {orb.MultiPolygon{{{{10, 10}, {10, 20}, {20, 20}, {20, 10}}}}, 1, 100, 0},
		"beyond 180":          {orb.MultiPolygon{{box(170, -10, 190, 10)}}, 2, 400, 0},
		"beyond -180":         {orb.MultiPolygon{{box(-190, -10, -170, 10)}}, 2, 400, 0},
		"wholly beyond":       {orb.MultiPolygon{{box(190, -10, 200, 10)}}, 1, 200, 0},
		"jumping":             {orb.MultiPolygon{{{{170, -10}, {-170, -10}, {-170, 10}, {170, 10}, {170, -10}}}}, 2, 400, 0},
		"hole on one side":    {orb.MultiPolygon{{box(170, -10, 190, 10), box(172, -1, 174, 1)}}, 2, 396, 1},
		"hole across":         {orb.MultiPolygon{{box(170, -10, 190, 10), box(179, -1, 181, 1)}}, 2, 396, 0},
		"hole jumping":        {orb.MultiPolygon{{box(170, -10, 190, 10), {{179, -1}, {179, 1}, {-179, 1}, {-179, -1}, {179, -1}}}}, 2, 396, 0},
		"comb of three teeth": {orb.MultiPolygon{{{{175, 0}, {185, 0}, {185, 1}, {176, 1}, {176, 2}, {185, 2}, {185, 3}, {176, 3}, {176, 4}, {185, 4}, {185, 5}, {175, 5}, {175, 0}}}}, 4, 32, 0},
		"round the south":     {orb.MultiPolygon{{{{-120, -70}, {0, -70}, {120, -70}, {-120, -70}}}}, 1, 360 * 20, 0},
		"whole rim":           {orb.MultiPolygon{{box(-180, -90, 180, -60)}}, 1, 360 * 30, 0},
		"by way of ±180":      {orb.MultiPolygon{{{{179, 0}, {180, 0}, {-180, 0}, {-179, 0}, {-179, 1}, {-180, 1}, {180, 1}, {179, 1}, {179, 0}}}}, 2, 2, 0},
		"cap with a rim":      {orb.MultiPolygon{{{{-180, -70}, {-180, -90}, {180, -90}, {180, -70}, {60, -70}, {-60, -70}, {-180, -70}}}}, 1, 360 * 20, 0},
		"vertex on the line":  {orb.MultiPolygon{{{{170, 0}, {180, 5}, {190, 0}, {190, 10}, {170, 10}, {170, 0}}}}, 2, 150, 0},
		"nothing":             {nil, 0, 0, 0},
		"a line":              {orb.MultiPolygon{{{{1, 1}, {2, 2}, {1, 1}, {1, 1}}}}, 0, 0, 0},
		"not a number":        {orb.MultiPolygon{{{{math.NaN(), 1}, {2, 2}, {1, 1}, {1, 3}}}}, 0, 0, 0},
		"below rounding":      {orb.MultiPolygon{{box(1, 1, 1.0000001, 1.0000001)}}, 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			before := c.in.Clone()
			var got orb.MultiPolygon
			switch g := areaGeometry(c.in).(type) {
			case orb.Polygon:
				got = orb.MultiPolygon{g}
			case orb.MultiPolygon:
				got = g
			}
			if !c.in.Equal(before) && name != "not a number" {
				t.Error("the area given was changed")
			}
			if len(got) != c.parts {
				t.Fatalf("%d parts, want %d: %v", len(got), c.parts, got)
			}
			holes := 0
			for _, p := range got {
				holes += len(p) - 1
				for i, r := range p {
					if !r.Closed() || (r.Orientation() == orb.CCW) != (i == 0) {
						t.Errorf("ring %d of %v turns the wrong way or is open", i, p)
					}
					if b := r.Bound(); b.Left() < -180 || b.Right() > 180 {
						t.Errorf("ring %v leaves the map", r)
					}
				}
			}
			if holes != c.holes {
				t.Errorf("%d holes, want %d", holes, c.holes)
			}
			if len(got) > 0 {
				if area := planar.Area(got); math.Abs(area-c.area) > 1e-6 {
					t.Errorf("area %g, want %g: %v", area, c.area, got)
				}
			}
		})
	}
}

func TestExtentTakesTheNarrowerWay(t *testing.T) {
	for name, c := range map[string]struct {
		in   []orb.Geometry
		want geojson.BBox
	}{
		"nothing":                {[]orb.Geometry{nil}, nil},
		"one point":              {[]orb.Geometry{orb.Point{5, -6}}, geojson.BBox{5, -6, 5, -6}},
		"two cities":             {[]orb.Geometry{orb.Point{69, 34}, orb.Point{2, 48}}, geojson.BBox{2, 34, 69, 48}},
		"Fiji and Samoa":         {[]orb.Geometry{orb.Point{178, -18}, orb.Point{-172, -14}}, geojson.BBox{178, -18, -172, -14}},
		"America and China":      {[]orb.Geometry{orb.Point{-100, 40}, orb.Point{110, 30}}, geojson.BBox{-100, 30, 110, 40}},
		"both halves of Chukchi": {[]orb.Geometry{orb.MultiPolygon{{box(170, 60, 180, 70)}, {box(-180, 60, -170, 70)}}}, geojson.BBox{170, 60, -170, 70}},
	} {
		var e extent
		for _, g := range c.in {
			e.add(g)
		}
		if got := e.bbox(); !slices.Equal(got, c.want) {
			t.Errorf("%s: box %v, want %v", name, got, c.want)
		}
	}
}

// The time to add a geometry does not depend on how many distinct longitudes there
// are: adding a million took minutes when they were sorted at each addition.
func TestExtentOfManyLongitudes(t *testing.T) {
	var e extent
	const n = 1_000_000
	for i := range n {
		west := -180 + 359*float64(i)/n
		e.add(orb.Polygon{box(west, 0, west+0.0001, 1)})
	}
	if want := (geojson.BBox{-180, 0, -180 + 359*float64(n-1)/n + 0.0001, 1}); !slices.Equal(e.bbox(), want) {
		t.Errorf("box %v, want %v", e.bbox(), want)
	}
}

// The box contains every bound that was added.
func TestExtentContainsWhatWasAdded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var e extent
		var all []orb.Bound
		for range rapid.IntRange(1, 30).Draw(t, "n") {
			west, south := rapid.Float64Range(-180, 180).Draw(t, "west"), rapid.Float64Range(-90, 90).Draw(t, "south")
			b := orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{rapid.Float64Range(west, 180).Draw(t, "east"), rapid.Float64Range(south, 90).Draw(t, "north")}}
			e.bound(b)
			all = append(all, b)
		}
		box := e.bbox()
		for _, b := range all {
			in := b.Left() >= box[0] && b.Right() <= box[2]
			if box[0] > box[2] { // across the antimeridian
				in = b.Left() >= box[0] || b.Right() <= box[2]
			}
			if !in || b.Bottom() < box[1] || b.Top() > box[3] {
				t.Fatalf("%v does not contain %v", box, b)
			}
		}
	})
}

// star is a jagged ring of n corners around a center, counter-clockwise.
func star(r *rand.Rand, lon, lat, radius float64, n int) orb.Ring {
	ring := make(orb.Ring, 0, n+1)
	for i := range n {
		a, d := 2*math.Pi*float64(i)/float64(n), radius*(0.3+0.7*r.Float64())
		ring = append(ring, orb.Point{lon + d*math.Cos(a), lat + d*math.Sin(a)})
	}
	return append(ring, ring[0])
}

// TestCutsKeepTheArea cuts jagged outlines with a hole, near and on the
// antimeridian, as it comes and with every longitude brought into -180 to 180.
func TestCutsKeepTheArea(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		lon := 165 + 30*r.Float64()
		p := orb.Polygon{star(r, lon, 0, 20, 5+r.IntN(60)), star(r, lon, 0, 5, 4+r.IntN(20))}
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
			out := areaGeometry(orb.MultiPolygon{in})
			if got := planar.Area(out); math.Abs(got-want) > 1e-3 {
				t.Fatalf("area %g, want %g, of %v", got, want, in)
			}
			if b := out.Bound(); b.Left() < -180 || b.Right() > 180 {
				t.Fatalf("%v leaves the map", out)
			}
		}
	}
}
