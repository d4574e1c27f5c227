package geo

// Role is the function of a mention in its article.
type Role string

// The roles.
const (
	// RoleLiteral: something is, or happens, at the place.
	RoleLiteral Role = "literal"
	// RoleAssociative: the name refers to something that belongs to the place; see
	// [Association].
	RoleAssociative Role = "associative"
	// RoleDateline: the place and day at the beginning of a news story.
	RoleDateline Role = "dateline"
	// RoleBoilerplate: bylines, agency tails, navigation left in a page.
	RoleBoilerplate Role = "boilerplate"
	// RoleCoordinates: the span is not a name but the coordinates of a point.
	RoleCoordinates Role = "coordinates"
)

// Association is the kind of an associative mention.
type Association string

// The associations.
const (
	AssociationNone         Association = ""
	AssociationAdjective    Association = "adjective"    // "Afghan soil"
	AssociationDemonym      Association = "demonym"      // "Texans"
	AssociationMetonym      Association = "metonym"      // "Washington said"
	AssociationOrganization Association = "organization" // "University of Texas"
)

// Mention is a span of an article that names a place, or gives its coordinates.
type Mention struct {
	Span
	// Phrase is the text of the span.
	Phrase      string
	Role        Role
	Association Association
	// Recognized is the probability, 0 to 1, that the span names a place at all.
	Recognized float64
	// Wide is the longer span with the common noun, the direction or the part ("northern
	// Kandahar province" around "Kandahar"), or empty.
	Wide Span
	// Base is the base form of the phrase, as the gazetteer would have it ("North Korea"
	// for "N. Korea"), or empty if it is the phrase.
	Base string
	// Passage is the span of the sentence, or sentences, that a reader is shown.
	Passage Span
	// Relation is the spatial relation whose first anchor is this mention, or nil.
	Relation *Relation
	// When is the range of days that the passage refers to, or nil.
	When *DateRange
}
