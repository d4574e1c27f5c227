package geo

import "github.com/paulmach/orb"

// RelationKind says how a relation's geometry follows from its anchors.
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

// Relation is an offset from one or two places, in the words of the article.
type Relation struct {
	Kind RelationKind
	// Span and Words are the whole expression, without the anchors' names.
	Span  Span
	Words string
	// Anchors index the article's mentions; one, or two for between and road.
	Anchors []int
	// DistanceKM is 0 where the words give none.
	DistanceKM float64
	// Bearing is degrees clockwise from north, towards the place described;
	// HasBearing says whether the words give one.
	Bearing    float64
	HasBearing bool
	// Subject is what lies there: the span of the words described ("a
	// village"), or of a mention ("Bagram Airfield"), empty if none.
	Subject Span
	// Point is the middle of what the relation stands for and UncertaintyKM its
	// radius; Area is the shape itself. All are zero before the anchors are
	// resolved.
	Point         orb.Point
	UncertaintyKM float64
	Area          orb.Geometry
}
