package spatial

import (
	"math"

	"dateline/geo"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
)

// Distances in kilometers that are assumed where the words give no figure. They
// follow the usage of news: "near" a town means the next places, "off the coast" a
// short distance from it.
const (
	nearKM      = 15
	directionKM = 40
	coastKM     = 40
	outskirtsKM = 4
)

// Locator computes the geometry of relations whose anchors are resolved.
type Locator struct {
	// Outline returns the outline of an area, or nil if it has no outline. It may be nil.
	Outline func(geo.PlaceID) orb.MultiPolygon
}

// Locate sets Point, UncertaintyKM and Area of the relations of p whose anchors have
// a place. Other relations remain without geometry, and so do those to a country or
// first-level area except its parts: "30 km north of Syria" is measured from a border
// that the text does not name, never from the middle. Relations that may not be
// spatial are removed: "close to Pakistan" and "between Iran and Iraq" often
// describe the policies of countries. Then it resolves the subjects of distances that are far
// from where the text describes them.
func (l Locator) Locate(p *geo.Parsed) {
	for i := range p.Mentions {
		rel := p.Mentions[i].Relation
		if rel == nil {
			continue
		}
		if figurative(p, rel) {
			p.Mentions[i].Relation = nil
			continue
		}
		from, ok := l.anchor(p, rel.Anchor)
		if !ok || from.wide() && rel.Kind != geo.RelationPart {
			continue
		}
		if rel.Anchor2 >= 0 {
			if to, ok := l.anchor(p, rel.Anchor2); ok && !to.wide() {
				between(rel, from, to)
			}
			continue
		}
		l.locate(rel, from)
	}
	settle(p)
}

// figurative reports whether a relation may not be spatial.
func figurative(p *geo.Parsed, rel *geo.Relation) bool {
	if rel.Kind != geo.RelationNear && rel.Kind != geo.RelationBetween {
		return false
	}
	place := p.Resolutions[rel.Anchor].Place
	return place != nil && place.Kind.Precision() == geo.PrecisionCountry
}

// anchor is the place that a distance is measured from. The distance may be measured
// from any point within the radius.
type anchor struct {
	place  *geo.Place
	radius float64 // km
	bound  orb.Bound
}

// wide reports whether the anchor is a country, region or first-level area, from whose
// middle no distance is measured.
func (a anchor) wide() bool {
	return a.place.Kind.Precision() == geo.PrecisionCountry || a.place.Kind == geo.KindAdmin1
}

// anchor returns the place of mention i, or false if it has none.
func (l Locator) anchor(p *geo.Parsed, i int) (anchor, bool) {
	res := &p.Resolutions[i]
	if res.Place == nil || (res.Outcome != geo.OutcomePlaced && res.Outcome != geo.OutcomeCountry) {
		return anchor{}, false
	}
	a := anchor{place: res.Place, bound: res.Place.Bound}
	switch {
	case res.Place.Kind.Precision() == geo.PrecisionSite:
		a.radius = 1
	case res.Place.Kind.Precision() == geo.PrecisionSettlement:
		// a circle with the typical density of 3,000 people per square kilometer
		a.radius = math.Min(25, math.Max(1, math.Sqrt(float64(res.Place.Population)/3000/math.Pi)))
	default:
		if a.bound.IsZero() && l.Outline != nil {
			if outline := l.Outline(res.Place.ID); len(outline) > 0 {
				a.bound = outline.Bound()
			}
		}
		a.radius = 25
		if !a.bound.IsZero() {
			a.radius = orbgeo.Distance(a.bound.Min, a.bound.Max) / 2000
		}
	}
	return a, true
}

// extent returns the distance in kilometers from the anchor's point to its edge in a
// direction, 0 for a point. Distances from an area are measured from its edge.
func (a anchor) extent(bearing float64) float64 {
	if a.bound.IsZero() || a.place.Kind.Precision().IsPoint() {
		return 0
	}
	rad := bearing * math.Pi / 180
	east := orbgeo.Distance(orb.Point{a.bound.Min[0], a.place.Point[1]}, orb.Point{a.bound.Max[0], a.place.Point[1]}) / 2000
	north := orbgeo.Distance(orb.Point{a.place.Point[0], a.bound.Min[1]}, orb.Point{a.place.Point[0], a.bound.Max[1]}) / 2000
	return math.Abs(math.Sin(rad))*east + math.Abs(math.Cos(rad))*north
}

// locate sets the geometry of a relation with one anchor.
func (l Locator) locate(rel *geo.Relation, a anchor) {
	at := a.place.Point
	km := rel.DistanceKM
	slack := 0.1
	if rel.Vague {
		slack = 0.25
	}
	switch rel.Kind {
	case geo.RelationOffset:
		middle := km + a.extent(rel.Bearing)
		half := halfWidth(rel.Bearing)
		rel.Point = destination(at, rel.Bearing, middle)
		rel.UncertaintyKM = math.Hypot(math.Max(1, km*slack)+math.Min(a.radius, 25), middle*math.Sin(half*math.Pi/180))
		rel.Area = sector(at, rel.Bearing, half, math.Max(0, middle-km*slack-a.radius), middle+km*slack+a.radius)
	case geo.RelationDirection:
		near := a.extent(rel.Bearing)
		rel.Point = destination(at, rel.Bearing, near+directionKM/2)
		rel.UncertaintyKM = directionKM/2 + a.radius
		rel.Area = sector(at, rel.Bearing, 22.5, near, near+directionKM)
	case geo.RelationDistance:
		rel.Point, rel.UncertaintyKM = at, km*(1+slack)+a.radius
		rel.Area = ring(at, math.Max(0, km*(1-slack)-a.radius), km*(1+slack)+a.radius)
	case geo.RelationNear:
		rel.Point, rel.UncertaintyKM = at, nearKM+a.radius
		rel.Area = ring(at, 0, rel.UncertaintyKM)
	case geo.RelationOutskirts:
		rel.Point, rel.UncertaintyKM = at, a.radius+outskirtsKM
		if rel.HasBearing {
			rel.Point = destination(at, rel.Bearing, a.radius)
			rel.UncertaintyKM = a.radius/2 + outskirtsKM
			rel.Area = sector(at, rel.Bearing, 45, a.radius/2, a.radius+outskirtsKM)
			return
		}
		rel.Area = ring(at, a.radius/2, a.radius+outskirtsKM)
	case geo.RelationCoast:
		reach := km
		if reach == 0 {
			reach = coastKM
		}
		rel.Point, rel.UncertaintyKM = at, reach*(1+slack)+a.radius
		if rel.HasBearing {
			rel.Point = destination(at, rel.Bearing, reach+a.extent(rel.Bearing))
			rel.UncertaintyKM = reach + math.Min(a.radius, 200)
		}
		rel.Area = ring(rel.Point, 0, rel.UncertaintyKM)
	case geo.RelationPart:
		l.part(rel, a)
	}
}

// halfWidth returns half the width in degrees of the sector that a direction names:
// an eighth of the circle for the eight principal directions, otherwise a sixteenth.
func halfWidth(bearing float64) float64 {
	if math.Mod(bearing, 45) == 0 {
		return 22.5
	}
	return 11.25
}
