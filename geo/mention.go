package geo

// Role says what a mention does in its article.
type Role string

// The roles.
const (
	// RoleLiteral: something is, or happens, there.
	RoleLiteral Role = "literal"
	// RoleAssociative: the name stands for something that belongs to the place;
	// [Association] says what.
	RoleAssociative Role = "associative"
	// RoleDateline: the place and day with which a news story begins.
	RoleDateline Role = "dateline"
	// RoleBoilerplate: bylines, agency tails, navigation left in a page.
	RoleBoilerplate Role = "boilerplate"
)

// Association says in which way an associative mention is one.
type Association string

// The associations.
const (
	AssociationNone         Association = ""
	AssociationAdjective    Association = "adjective"    // "Afghan soil"
	AssociationDemonym      Association = "demonym"      // "Texans"
	AssociationMetonym      Association = "metonym"      // "Washington said"
	AssociationOrganization Association = "organization" // "University of Texas"
)

// Mention is a span of an article that names a place.
type Mention struct {
	Span
	// Phrase is the text of the span.
	Phrase      string
	Role        Role
	Association Association
	// Recognized is how likely the span is to be a mention at all, 0 to 1.
	Recognized float64
	// Passage is the span of the sentence, or sentences, that a reader is shown.
	Passage Span
	// Relation is the offset whose (first) anchor this mention is, or nil.
	Relation *Relation
	// When is what day the passage speaks of, or nil when it does not say.
	When *DateRange
}

// MentionID is the identifier of a mention: made from the hash of the text and
// the span, so that it is the same on every machine and after every re-parse.
func MentionID(a *Article, s Span) string {
	return ContentID("mention", a.Hash, itoa(s.Start), itoa(s.End))
}

// CopyID tells the mentions of a text that several articles have apart: in the
// n-th of them, counted from 1, a mention with that id has the one returned, which
// from the second on ends with the number.
func CopyID(id string, n int) string {
	if n < 2 {
		return id
	}
	return id + "-" + itoa(n)
}

// DateRange is the first and last day that a passage speaks of.
type DateRange struct {
	// First and Last are days as "2006-01-02", both inclusive.
	First, Last string
	// Words is the expression as the article has it: "last month".
	Words string
	// Span is where the words stand.
	Span Span
}

// Token is a word, number or punctuation mark.
type Token struct {
	Span
	// Sentence is the index of the sentence that holds the token.
	Sentence int
}

// Recognition is what a [Recognizer] found in an article.
type Recognition struct {
	// Language is the BCP 47 code of the text's language, "und" if unclear.
	Language string
	// Model names what was used: "tagger" for a trained model of the language,
	// "gazetteer" for strict matching where there is none.
	Model string
	// Tokens and Sentences cover the text in order, without overlap.
	Tokens    []Token
	Sentences []Span
	// Mentions are in order and do not overlap.
	Mentions []Mention
}
