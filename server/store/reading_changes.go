package store

import (
	"dateline/geo"
	"time"
)

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
