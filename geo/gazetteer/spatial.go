package gazetteer

import (
	"encoding/binary"
	"math"
	"slices"

	"dateline/geo"
	"dateline/geo/geometry"

	"github.com/paulmach/orb"
)

// KindSet is a set of kinds of place. The zero value is the empty set.
type KindSet uint32

// AllKinds is the set of all kinds of place.
const AllKinds = ^KindSet(0)

// KindsOf returns the set of the given kinds.
func KindsOf(kinds ...geo.Kind) KindSet {
	var s KindSet
	for _, k := range kinds {
		s |= 1 << k
	}
	return s
}

// Has reports whether the set contains a kind.
func (s KindSet) Has(k geo.Kind) bool { return s&(1<<k) != 0 }

// Near is a place with its distance in kilometres.
type Near struct {
	Ref Ref
	KM  float64
}

// The places from FirstPoint on are a k-d tree without pointers (Bentley 1975):
// the middle of a range is its root, what stands before it lies west of it, or
// south of it, in turn.

// Nearest returns the nearest places of the kinds to a point, nearest first.
// Areas other than those drawn as points are not among them.
func (g *Gazetteer) Nearest(p orb.Point, kinds KindSet, limit int) []Near {
	if limit <= 0 || math.IsNaN(p[0]) || math.IsNaN(p[1]) {
		return nil
	}
	sin, cos := math.Sincos(p[1] * radian)
	q := &nearest{g: g, p: p, sin: sin, cos: cos, kinds: kinds, out: make([]Near, 0, limit), limit: limit, reach: math.Inf(1), sine: math.Inf(1)}
	q.walk(int(g.tables.FirstPoint), g.Len(), false)
	for i := range q.out {
		q.out[i].KM = geometry.Distance(p, g.Record(q.out[i].Ref).Point)
	}
	return q.out
}

type nearest struct {
	g        *Gazetteer
	p        orb.Point
	sin, cos float64 // of its latitude
	kinds    KindSet
	out      []Near // with haversines of their distances while the tree is walked
	limit    int
	// reach is the haversine of the distance beyond which nothing is wanted any more
	// and sine the square of the sine of its angle; infinite at first.
	reach, sine float64
}

func (q *nearest) walk(low, high int, byLat bool) {
	for low < high {
		mid := int(uint(low+high) >> 1)
		b := q.g.place(Ref(mid))
		if b == nil {
			return
		}
		at := pointAt(b)
		if !q.beyond(at, true) && !q.beyond(at, false) && q.kinds.Has(q.g.sortOf(b).kind) {
			q.take(Ref(mid), q.haversine(at))
		}
		axis := 0
		if byLat {
			axis = 1
		}
		near, far := [2]int{low, mid}, [2]int{mid + 1, high}
		if q.p[axis] > at[axis] {
			near, far = far, near
		}
		q.walk(near[0], near[1], !byLat)
		if q.beyond(at, byLat) {
			return
		}
		low, high, byLat = far[0], far[1], !byLat
	}
}

const radian = math.Pi / 180

// sineBelow is a number that is never greater than the sine of an angle from 0 to
// a right one.
func sineBelow(angle float64) float64 { return angle - angle*angle*angle/6 }

// beyond reports whether what lies on the far side of a division, a parallel or a
// meridian through at, is all out of reach.
func (q *nearest) beyond(at orb.Point, byLat bool) bool {
	if byLat {
		half := sineBelow(math.Abs(at[1]-q.p[1]) * (radian / 2))
		return half*half >= q.reach
	}
	// The far side also begins at the antimeridian.
	d := min(math.Abs(at[0]-q.p[0]), 180-math.Abs(q.p[0])) * radian
	sine := q.cos
	if d < math.Pi/2 {
		sine *= sineBelow(d)
	}
	return sine*sine >= q.sine
}

// fewDegrees is the difference in degrees up to which a series of three terms
// gives the sine of its half to eleven digits.
const fewDegrees = 3

// haversine is the haversine of the angle to a point, without asking for sines
// where it is near.
func (q *nearest) haversine(at orb.Point) float64 {
	lat, lon := (at[1]-q.p[1])*(radian/2), (at[0]-q.p[0])*(radian/2)
	if math.Abs(lat) > fewDegrees*radian/2 || math.Abs(lon) > fewDegrees*radian/2 {
		lat, lon = math.Sin(lat), math.Sin(lon)
	} else {
		lat, lon = lat-lat*lat*lat*(1./6-lat*lat/120), lon-lon*lon*lon*(1./6-lon*lon/120)
	}
	cos := q.cos*(1-2*lat*lat) - q.sin*2*lat*math.Sqrt(1-lat*lat)
	return lat*lat + q.cos*cos*lon*lon
}

func (q *nearest) take(r Ref, haversine float64) {
	if haversine >= q.reach {
		return
	}
	if len(q.out) == q.limit {
		q.out = q.out[:q.limit-1]
	}
	at := len(q.out)
	for at > 0 && q.out[at-1].KM > haversine {
		at--
	}
	q.out = slices.Insert(q.out, at, Near{r, haversine})
	if len(q.out) == q.limit {
		q.reach = q.out[q.limit-1].KM
		if q.reach < 0.5 {
			q.sine = 4 * q.reach * (1 - q.reach)
		}
	}
}

// Within returns settlements in a box, the weightiest first. A box whose west is
// east of its east crosses the antimeridian. The most important settlements of
// the world are looked through first, so that a wide box is answered at once.
func (g *Gazetteer) Within(b orb.Bound, limit int) []Ref {
	if b.Min[0] > b.Max[0] {
		west := g.Within(orb.Bound{Min: b.Min, Max: orb.Point{180, b.Max[1]}}, limit)
		return g.heaviest(append(west, g.Within(orb.Bound{Min: orb.Point{-180, b.Min[1]}, Max: b.Max}, limit)...), limit)
	}
	var out []Ref
	top := g.sections[secTop]
	for ; len(top) >= 4; top = top[4:] {
		r := Ref(binary.LittleEndian.Uint32(top))
		if p := g.place(r); p != nil && b.Contains(pointAt(p)) {
			if out = append(out, r); len(out) == limit {
				return out
			}
		}
	}
	out = g.withinTree(out[:0], b, int(g.tables.FirstPoint), g.Len(), false)
	return g.heaviest(out, limit)
}

func (g *Gazetteer) heaviest(refs []Ref, limit int) []Ref {
	slices.SortFunc(refs, func(a, b Ref) int {
		if d := int(g.weightOf(b)) - int(g.weightOf(a)); d != 0 {
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

func (g *Gazetteer) withinTree(out []Ref, b orb.Bound, low, high int, byLat bool) []Ref {
	for low < high {
		mid := int(uint(low+high) >> 1)
		p := g.place(Ref(mid))
		if p == nil {
			return out
		}
		at := pointAt(p)
		if g.sortOf(p).kind == geo.KindSettlement && b.Contains(at) {
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

// orderTree puts places in the order of the tree: order holds numbers of places,
// lon and lat their coordinates.
func orderTree(order []uint32, lon, lat []int32, byLat bool) {
	for len(order) > 1 {
		mid := len(order) / 2
		axis := lon
		if byLat {
			axis = lat
		}
		selectNth(order, axis, mid)
		byLat = !byLat
		orderTree(order[:mid], lon, lat, byLat)
		order = order[mid+1:]
	}
}

// selectNth brings the n-th smallest by axis to its place, smaller ones before
// it (Hoare's quickselect with the middle of three; ties by number, so that the
// result depends on nothing else).
func selectNth(order []uint32, axis []int32, n int) {
	less := func(a, b uint32) bool {
		if axis[a] != axis[b] {
			return axis[a] < axis[b]
		}
		return a < b
	}
	for len(order) > 1 {
		last := len(order) - 1
		mid := last / 2
		if less(order[mid], order[0]) {
			order[mid], order[0] = order[0], order[mid]
		}
		if less(order[last], order[0]) {
			order[last], order[0] = order[0], order[last]
		}
		if less(order[last], order[mid]) {
			order[last], order[mid] = order[mid], order[last]
		}
		pivot := order[mid]
		i, j := 0, last
		for i <= j {
			for less(order[i], pivot) {
				i++
			}
			for less(pivot, order[j]) {
				j--
			}
			if i <= j {
				order[i], order[j] = order[j], order[i]
				i++
				j--
			}
		}
		switch {
		case n <= j:
			order = order[:j+1]
		case n >= i:
			order, n = order[i:], n-i
		default:
			return
		}
	}
}
