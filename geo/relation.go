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

// Relation is an offset from one or two places, in the words of the article. It
// sits on the mention that is its first anchor: "50 kilometers north of" belongs
// to the mention of Kabul.
type Relation struct {
	Kind RelationKind
	// Span and Words are the whole expression, without the anchors' names.
	Span  Span
	Words string
	// Anchor and Anchor2 index the article's mentions; Anchor2 is -1 but for
	// between and road.
	Anchor, Anchor2 int
	// DistanceKM is 0 where the words give none; Vague says that they give it
	// loosely ("about", "a few", "two hours' drive").
	DistanceKM float64
	Vague      bool
	// Bearing is degrees clockwise from north, towards the place described;
	// HasBearing says whether the words give one.
	Bearing    float64
	HasBearing bool
	// Subject is what lies there: the span of the words described ("a
	// village"), or of a mention ("Bagram Airfield"), empty if none.
	// SubjectMention indexes the article's mentions, or is -1.
	Subject        Span
	SubjectMention int
	// Point is the middle of what the relation stands for and UncertaintyKM its
	// radius; Area is the shape itself. All are zero before the anchors are
	// resolved.
	Point         orb.Point
	UncertaintyKM float64
	Area          orb.Geometry
}
