package gazetteer

import (
	"encoding/binary"
	"slices"

	"dateline/geo"
	"dateline/geo/gazetteer/internal/layout"

	"github.com/paulmach/orb"
)

// Within returns at most limit settlements in a box, the most prominent first. A
// box whose minimum longitude is greater than its maximum crosses the
// antimeridian. The most populous settlements of the world are checked first, so
// that a large box needs no search of the tree.
func (g *Gazetteer) Within(b orb.Bound, limit int) []Ref {
	if b.Min[0] > b.Max[0] {
		west := g.Within(orb.Bound{Min: b.Min, Max: orb.Point{180, b.Max[1]}}, limit)
		return g.mostProminent(append(west, g.Within(orb.Bound{Min: orb.Point{-180, b.Min[1]}, Max: b.Max}, limit)...), limit)
	}
	var out []Ref
	top := g.section(layout.SecTop)
	for ; len(top) >= 4; top = top[4:] {
		r := Ref(binary.LittleEndian.Uint32(top))
		if p := g.record(r); p != nil && b.Contains(p.Point()) {
			if out = append(out, r); len(out) == limit {
				return out
			}
		}
	}
	out = g.withinTree(out[:0], b, int(g.tables.FirstPoint), g.Len(), false)
	return g.mostProminent(out, limit)
}

// mostProminent sorts places by weight and population and returns the first limit
// of them.
func (g *Gazetteer) mostProminent(refs []Ref, limit int) []Ref {
	slices.SortFunc(refs, func(a, b Ref) int {
		if d := int(g.weight(b)) - int(g.weight(a)); d != 0 {
			return d
		}
		pa, pb := g.Record(a).Population, g.Record(b).Population
		if pa != pb {
			if pa > pb {
				return -1
			}
			return 1
		}
		return int(a) - int(b)
	})
	return refs[:min(limit, len(refs))]
}

// withinTree appends the settlements in a box among the places from low to high, a
// subtree that is divided by latitude or by longitude.
func (g *Gazetteer) withinTree(out []Ref, b orb.Bound, low, high int, byLat bool) []Ref {
	for low < high {
		mid := int(uint(low+high) >> 1)
		p := g.record(Ref(mid))
		if p == nil {
			return out
		}
		at := p.Point()
		if g.typeOf(p).ParsedKind == geo.KindSettlement && b.Contains(at) {
			out = append(out, Ref(mid))
		}
		axis := 0
		if byLat {
			axis = 1
		}
		before, after := b.Min[axis] <= at[axis], b.Max[axis] >= at[axis]
		byLat = !byLat
		switch {
		case before && after:
			out = g.withinTree(out, b, low, mid, byLat)
			low = mid + 1
		case before:
			high = mid
		default:
			low = mid + 1
		}
	}
	return out
}
