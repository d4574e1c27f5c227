package gazetteer

import (
	"math"
	"slices"

	"dateline/geo/geometry"

	"github.com/paulmach/orb"
)

// Near is a place with its distance in kilometers.
type Near struct {
	Ref Ref
	KM  float64
}

// The places from FirstPoint on are a k-d tree without pointers (Bentley 1975): the
// middle of a range is its root, and the places before it are west of it at even
// depths and south of it at odd ones.

// Nearest returns the places of the given kinds that are nearest to a point,
// nearest first. Only kinds that are points are found: sites and settlements, not
// areas.
func (g *Gazetteer) Nearest(p orb.Point, kinds KindSet, limit int) []Near {
	if limit <= 0 || math.IsNaN(p[0]) || math.IsNaN(p[1]) {
		return nil
	}
	sin, cos := math.Sincos(p[1] * radian)
	q := &nearest{g: g, p: p, sin: sin, cos: cos, kinds: kinds, out: make([]Near, 0, limit), limit: limit, reach: math.Inf(1), sine: math.Inf(1)}
	q.search(int(g.tables.FirstPoint), g.Len(), false)
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
	out      []Near // KM holds the haversine of the distance until the search ends
	limit    int
	// reach is the haversine of the distance of the farthest result once there are
	// limit results, and sine the square of the sine of its angle; until then both
	// are infinite.
	reach, sine float64
}

// search searches the places from low to high, a subtree that is divided by
// latitude or by longitude.
func (q *nearest) search(low, high int, byLat bool) {
	for low < high {
		mid := int(uint(low+high) >> 1)
		b := q.g.record(Ref(mid))
		if b == nil {
			return
		}
		at := b.Point()
		if !q.beyond(at, true) && !q.beyond(at, false) && q.kinds.Has(q.g.typeOf(b).ParsedKind) {
			q.add(Ref(mid), q.haversine(at))
		}
		axis := 0
		if byLat {
			axis = 1
		}
		near, far := [2]int{low, mid}, [2]int{mid + 1, high}
		if q.p[axis] > at[axis] {
			near, far = far, near
		}
		q.search(near[0], near[1], !byLat)
		if q.beyond(at, byLat) {
			return
		}
		low, high, byLat = far[0], far[1], !byLat
	}
}

const radian = math.Pi / 180

// sineBelow returns a lower bound of the sine of an angle from 0 to 90 degrees, in
// radians.
func sineBelow(angle float64) float64 { return angle - angle*angle*angle/6 }

// beyond reports whether everything on the far side of the parallel or meridian
// through at is out of reach.
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

// seriesDegrees is the difference in degrees up to which three terms of its series
// give the sine of half of it to eleven digits.
const seriesDegrees = 3

// haversine returns the haversine of the angle to a point. For near points it uses
// a series in place of sines.
func (q *nearest) haversine(at orb.Point) float64 {
	lat, lon := (at[1]-q.p[1])*(radian/2), (at[0]-q.p[0])*(radian/2)
	if math.Abs(lat) > seriesDegrees*radian/2 || math.Abs(lon) > seriesDegrees*radian/2 {
		lat, lon = math.Sin(lat), math.Sin(lon)
	} else {
		lat, lon = lat-lat*lat*lat*(1./6-lat*lat/120), lon-lon*lon*lon*(1./6-lon*lon/120)
	}
	cos := q.cos*(1-2*lat*lat) - q.sin*2*lat*math.Sqrt(1-lat*lat)
	return lat*lat + q.cos*cos*lon*lon
}

// add adds a place with the haversine of its distance to the results.
func (q *nearest) add(r Ref, haversine float64) {
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
