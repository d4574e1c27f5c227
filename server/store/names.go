package store

import (
	"context"

	"dateline/server/store/internal/answer"
	"dateline/server/store/internal/collections"
	"dateline/server/store/internal/database"
	"dateline/server/store/internal/decision"
	"dateline/server/store/internal/editions"
	"dateline/server/store/internal/search"
	"dateline/server/store/internal/sources"
)

// Dialect is the database system of a store.
type Dialect = database.Dialect

// The database systems.
const (
	SQLite   = database.SQLite
	Postgres = database.Postgres
)

// Detail returns the message of err followed by what the database reported, for logs
// and for the person who runs the program. It must not be shown to readers: it may
// contain the address of the database.
func Detail(err error) string { return database.Detail(err) }

// Categories of errors of writing, in addition to [geo.ErrUnavailable].
var (
	// ErrFull: the disk has no room.
	ErrFull = database.ErrFull
	// ErrLocked: another program writes.
	ErrLocked = database.ErrLocked
	// ErrReadOnly: the store cannot be written.
	ErrReadOnly = database.ErrReadOnly
)

// CollectionInfo describes a collection: a named set of articles that are shown on one map.
type CollectionInfo = collections.Info

// The types of answers to a selection.
type (
	Result            = answer.Result
	Counts            = answer.Counts
	PlaceRow          = answer.PlaceRow
	PlaceOrder        = answer.PlaceOrder
	PlaceNames        = answer.PlaceNames
	ArticleRow        = answer.ArticleRow
	ArticleOrder      = answer.ArticleOrder
	ArticlePlaces     = answer.ArticlePlaces
	SelectedArticle   = answer.SelectedArticle
	MentionRow        = answer.MentionRow
	PositionedMention = answer.PositionedMention
	Cursor            = answer.Cursor
	Position          = answer.Position
	Value             = answer.Value
	DayCount          = answer.DayCount
	Symbol            = answer.Symbol
	Region            = answer.Region
	FeatureFilter     = answer.FeatureFilter
	PlacedFilter      = answer.PlacedFilter
	Areas             = answer.Areas
	ReviewGroup       = answer.ReviewGroup
	ReviewTab         = answer.ReviewTab
)

// The orders of places and of articles, and the lists of mentions to review.
const (
	OrderName       = answer.OrderName
	OrderMentions   = answer.OrderMentions
	OrderArticles   = answer.OrderArticles
	OrderTexts      = answer.OrderTexts
	OrderFirst      = answer.OrderFirst
	OrderLast       = answer.OrderLast
	OrderConfidence = answer.OrderConfidence

	OrderNewest       = answer.OrderNewest
	OrderOldest       = answer.OrderOldest
	OrderTitle        = answer.OrderTitle
	OrderPublisher    = answer.OrderPublisher
	OrderMostMentions = answer.OrderMostMentions

	MaxPhraseMentions = answer.MaxPhraseMentions

	ReviewUnclear = answer.ReviewUnclear
	ReviewLikely  = answer.ReviewLikely
	ReviewAll     = answer.ReviewAll
)

// PlaceOrders returns the orders of places.
func PlaceOrders() []PlaceOrder { return answer.PlaceOrders() }

// FacetKeys returns the keys of facets.
func FacetKeys() []string { return answer.FacetKeys() }

// ParsePosition is the inverse of [Position.String].
func ParsePosition(s string) (p Position, ok bool) { return answer.ParsePosition(s) }

// The types of decisions: corrections of readings by people.
type (
	Decision = decision.Decision
	Scope    = decision.Scope
	Choice   = decision.Choice
	Effect   = decision.Effect
)

// The scopes of decisions, the narrowest first, and the choices.
const (
	ScopeMention    = decision.ScopeMention
	ScopeArticle    = decision.ScopeArticle
	ScopeCollection = decision.ScopeCollection
	ScopeAll        = decision.ScopeAll

	ChoiceKeep    = decision.ChoiceKeep
	ChoicePlace   = decision.ChoicePlace
	ChoiceArea    = decision.ChoiceArea
	ChoiceNone    = decision.ChoiceNone
	ChoiceUnknown = decision.ChoiceUnknown
)

// MarshalDecision encodes a decision as a line of JSON without the line end.
func MarshalDecision(d Decision) ([]byte, error) { return decision.Marshal(d) }

// UnmarshalDecision is the inverse of [MarshalDecision]. The error wraps [geo.ErrInput].
func UnmarshalDecision(b []byte) (Decision, error) { return decision.Unmarshal(b) }

// The types of a search for articles.
type (
	Query = search.Query
	Hit   = search.Hit
)

// The characters that enclose the matches of an excerpt.
const (
	HighlightStart = search.HighlightStart
	HighlightEnd   = search.HighlightEnd
)

// Search returns the articles that match a query, the latest published first, and
// whether there are more. The error wraps [geo.ErrInput] for a query with neither
// words nor a bound, and [geo.ErrTooLarge] for one of more than 1000 bytes.
func (db *DB) Search(ctx context.Context, q Query) (hits []Hit, more bool, err error) {
	return search.Search(ctx, db.DB, q)
}

// The types of editions and of sources.
type (
	Publication = editions.Publication
	Edition     = editions.Edition
	EditionFile = editions.EditionFile
	Feed        = sources.Feed
	FetchState  = sources.FetchState
	Document    = sources.Document
	Input       = sources.Input
)
