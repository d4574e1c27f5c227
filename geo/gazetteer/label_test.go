package gazetteer

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
)

func TestLabelPointLiesWhereTheAreaIsWide(t *testing.T) {
	// A field with a long narrow arm to the east: the middle of its box is outside
	// or in the arm, the label belongs into the field.
	arm := orb.MultiPolygon{{{{0, 0}, {10, 0}, {10, 4}, {40, 4}, {40, 5}, {10, 5}, {10, 10}, {0, 10}, {0, 0}}}}
	if p := labelPoint(arm); math.Abs(p[0]-5) > 0.5 || math.Abs(p[1]-5) > 0.5 {
		t.Errorf("label of a field with an arm at %v", p)
	}
	// A ring around a lake: the label is on land.
	ring := orb.MultiPolygon{{{{0, 0}, {12, 0}, {12, 10}, {0, 10}, {0, 0}}, {{1, 1}, {1, 9}, {7, 9}, {7, 1}, {1, 1}}}}
	if p := labelPoint(ring); p[0] < 7 || p[0] > 12 {
		t.Errorf("label of a ring at %v", p)
	}
	// An island beside its mainland: the label is on the larger part.
	parts := orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}}, {{{20, 20}, {26, 20}, {26, 26}, {20, 26}, {20, 20}}}}
	if p := labelPoint(parts); !parts[1].Bound().Contains(p) {
		t.Errorf("label of two parts at %v", p)
	}
	for name, degenerate := range map[string]orb.MultiPolygon{
		"nothing": nil, "no ring": {{}}, "a line": {{{{0, 0}, {5, 5}, {0, 0}}}}, "flat": {{{{0, 0}, {5, 0}, {9, 0}, {0, 0}}}},
	} {
		if p := labelPoint(degenerate); math.IsNaN(p[0]) || math.IsNaN(p[1]) {
			t.Errorf("label of %s at %v", name, p)
		}
	}
}

func TestEveryOutlineHoldsItsLabel(t *testing.T) {
	g := small(t)
	labels := 0
	for i := range g.Len() {
		area := g.Area(Ref(i))
		p, ok := g.LabelPoint(Ref(i))
		if ok != (area != nil) {
			t.Errorf("%s: has an outline %v, a label %v", g.Name(Ref(i)), area != nil, ok)
		}
		if ok {
			labels++
			if d := distanceTo(area, p); d < 0 {
				t.Errorf("%s: the label %v lies outside by %v", g.Name(Ref(i)), p, d)
			}
		}
	}
	if labels == 0 {
		t.Error("no outlines")
	}
}

// distanceTo is how far p lies in the part of an area that holds it.
func distanceTo(area orb.MultiPolygon, p orb.Point) float64 {
	best := math.Inf(-1)
	for _, polygon := range area {
		best = math.Max(best, within(polygon, p))
	}
	return best
}
