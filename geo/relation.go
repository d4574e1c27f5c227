package geo

import "github.com/paulmach/orb"

// RelationKind is the kind of a spatial relation; it determines the geometry.
type RelationKind string

// The kinds of relation.
const (
	RelationOffset    RelationKind = "offset"    // "50 kilometers north of Kabul"
	RelationDistance  RelationKind = "distance"  // "30 miles from Quetta"
	RelationDirection RelationKind = "direction" // "north of Mosul"
	RelationNear      RelationKind = "near"      // "near Quetta"
	RelationBetween   RelationKind = "between"   // "between Chaman and Spin Boldak"
	RelationRoad      RelationKind = "road"      // "the road from X to Y"
	RelationCoast     RelationKind = "coast"     // "off the coast of Yemen"
	RelationOutskirts RelationKind = "outskirts" // "the outskirts of Aleppo"
	RelationPart      RelationKind = "part"      // "south-eastern Helmand"
)

// Relation is a spatial relation to one or two places, its anchors. It belongs to the
// mention that is the first anchor: "50 kilometers north of" to the mention of Kabul.
type Relation struct {
	Kind RelationKind
	// Span and Words are the expression without the names of the anchors.
	Span  Span
	Words string
	// Anchor and Anchor2 are indices of the article's mentions; Anchor2 is -1 except
	// for RelationBetween and RelationRoad.
	Anchor, Anchor2 int
	// DistanceKM is the distance in kilometers, or 0 if the expression has none; Vague
	// reports that it is approximate ("about", "a few", "two hours' drive").
	DistanceKM float64
	Vague      bool
	// Bearing is the direction to the described place in degrees clockwise from north;
	// HasBearing reports whether the expression has one.
	Bearing    float64
	HasBearing bool
	// Subject is the span of what is at the described place ("a village"), or empty.
	// SubjectMention is the index of its mention ("Bagram Airfield"), or -1.
	Subject        Span
	SubjectMention int
	// Point is the center of the described place, UncertaintyKM its radius in
	// kilometers, and Area its geometry. All are zero before the anchors are resolved.
	Point         orb.Point
	UncertaintyKM float64
	Area          orb.Geometry
}
