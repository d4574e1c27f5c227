package store

import (
	"time"

	"dateline/geo"
)

// Scope is the set of mentions that a decision applies to.
type Scope string

// The scopes of decisions, the narrowest first. A narrower one beats a wider one.
const (
	// ScopeMention is one mention of an article of a collection.
	ScopeMention Scope = "mention"
	// ScopeArticle is a phrase in an article of a collection.
	ScopeArticle Scope = "article"
	// ScopeCollection is a phrase in a collection, in articles that are added later too.
	ScopeCollection Scope = "collection"
	// ScopeAll is a phrase in all collections, from now on.
	ScopeAll Scope = "all"
)

// Choice is what a person decided about the place of mentions.
type Choice string

// The choices.
const (
	// ChoiceKeep leaves the place as it is read; the decision is about the role only.
	ChoiceKeep Choice = ""
	// ChoicePlace: the mentions refer to Place. If that is what the program reads, they are confirmed.
	ChoicePlace Choice = "place"
	// ChoiceArea: they are only in or near Place, within RadiusKM.
	ChoiceArea Choice = "area"
	// ChoiceNone: they are not places.
	ChoiceNone Choice = "none"
	// ChoiceUnknown: it is impossible to know which place they refer to.
	ChoiceUnknown Choice = "unknown"
)

// Decision is a correction by a person. It is kept when articles are parsed again.
type Decision struct {
	// ID identifies the decision. It is set by [Tx.Decide].
	ID    string
	Scope Scope
	// Collection is the name of the collection, empty for [ScopeAll]. Article is the id of the article in it, Mention the id of the
	// mention without the number of its copy, and Phrase the phrase, as the scope requires.
	Collection, Article, Mention, Phrase string
	Choice                               Choice
	// Place is the place of ChoicePlace and ChoiceArea; for a point on the map it has the kind [geo.KindCoordinates].
	Place *geo.Place
	// RadiusKM is the uncertainty in kilometers, or 0.
	RadiusKM float64
	// Role is the role of the mentions, or empty if it stays.
	Role geo.Role
	// Span is the span in bytes of a place that the program missed, in the article's text; empty for mentions that it found. Its scope is
	// [ScopeMention].
	Span   geo.Span
	Note   string
	Author string
	// DecidedAt is the time of the decision, now if it is zero.
	DecidedAt time.Time
	// UndoneAt is the time at which it was undone, or zero.
	UndoneAt time.Time
}

// Effect counts what a decision applies to.
type Effect struct {
	Mentions int `json:"mentions"`
	Articles int `json:"articles"`
}

// Cause is why a reading changed.
type Cause string

// The causes.
const (
	CauseDecision Cause = "decision"
	CauseUndo     Cause = "undo"
	// CauseParse: the article was parsed again, with other models or another gazetteer.
	CauseParse Cause = "parse"
)

// ReadingState is what a mention was taken to mean.
type ReadingState struct {
	// Present is false before the mention was found, or after it was lost.
	Present    bool
	Place      geo.PlaceID
	Name       string
	Outcome    geo.Outcome
	Confidence geo.Confidence
	Role       geo.Role
}

// Reading is a change of what a mention is taken to mean.
type Reading struct {
	At     time.Time
	Author string
	Cause  Cause
	// Decision is the id of the decision, or empty. Note is its note, or the versions of what parsed the article.
	Decision, Note string
	// Article and Mention identify the mention in the collection, and Phrase is its phrase.
	Article, Mention, Phrase string
	Before, After            ReadingState
}

// Changes are what changed in a collection since a time.
type Changes struct {
	// Articles are the ids of the articles that were added, and Deleted of those that were deleted, the latest first.
	Articles, Deleted []string
	// Places are the places that were named for the first time.
	Places []PlaceRow
	// Readings counts the changes of readings, of which [DB.Readings] lists the details.
	Readings int
	// Causes counts them by cause.
	Causes map[Cause]int
}

// ReviewGroup are undecided mentions with the same phrase and the same proposed place.
type ReviewGroup struct {
	Phrase string
	// Place is the proposed place, or nil.
	Place *PlaceRow
	// Outcome is that of the mentions.
	Outcome  geo.Outcome
	Mentions int
	Articles int
	// Probability is the mean probability that the place is meant, 0 to 1, and Score the expected number of wrong mentions.
	Probability, Score float64
	// Example is the id of a mention of the group.
	Example string
}

// ReviewTab is a list of groups to review.
type ReviewTab string

// The tabs.
const (
	ReviewUnclear ReviewTab = "unclear" // ambiguous, area only or not found
	ReviewLikely  ReviewTab = "likely"
	ReviewAll     ReviewTab = "all"
)

// ArticleEdit changes what is shown of an article in one collection. Nil fields stay, and an empty text removes the
// change.
type ArticleEdit struct{ Title, Publisher, Published, URL *string }

// TrashItem is a deleted collection or article.
type TrashItem struct {
	Collection string
	// Article is the id of the article, or empty for a collection.
	Article string
	Title   string
	// Deleted is when it was deleted, and Expires when it is purged.
	Deleted, Expires time.Time
	Articles         int
}

// TrashDays is the number of days for which what was deleted can be restored.
const TrashDays = 30
