// Package decision has the corrections of readings by people: which mentions each applies to, and what it makes of them.
package decision

import (
	"slices"
	"time"

	"dateline/geo"
	"dateline/server/selection"
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

// Check returns an error if a decision does not identify its mentions, or lacks what its choice needs.
func (d *Decision) Check() error {
	identified := false
	switch d.Scope {
	case ScopeMention:
		identified = d.Collection != "" && d.Mention != "" && d.Article != ""
	case ScopeArticle:
		identified = d.Collection != "" && d.Article != "" && d.Phrase != ""
	case ScopeCollection:
		identified = d.Collection != "" && d.Phrase != ""
	case ScopeAll:
		identified = d.Phrase != ""
	}
	switch {
	case !identified:
		return geo.Errorf(geo.ErrInput, "a decision about %q must identify its mentions", d.Scope)
	case (d.Choice == ChoicePlace || d.Choice == ChoiceArea) && (d.Place == nil || d.Place.ID == ""):
		return geo.Errorf(geo.ErrInput, "choose a place")
	case !slices.Contains([]Choice{ChoiceKeep, ChoicePlace, ChoiceArea, ChoiceNone, ChoiceUnknown}, d.Choice):
		return geo.Errorf(geo.ErrInput, "there is no choice %q", d.Choice)
	case d.Role != "" && !slices.Contains(selection.Roles(), d.Role):
		return geo.Errorf(geo.ErrInput, "there is no role %q", d.Role)
	case d.Choice == ChoiceKeep && d.Role == "":
		return geo.Errorf(geo.ErrInput, "the decision changes nothing: choose a place or a role")
	case d.Span.Len() > 0 && d.Scope != ScopeMention:
		return geo.Errorf(geo.ErrInput, "a place that the program missed is one mention")
	}
	return nil
}

// Target identifies the mentions that a decision is about.
func (d *Decision) Target() string {
	switch d.Scope {
	case ScopeMention:
		return geo.ContentID("decision", string(d.Scope), d.Collection, d.Mention)
	case ScopeArticle:
		return geo.ContentID("decision", string(d.Scope), d.Collection, d.Article, d.Phrase)
	case ScopeCollection, ScopeAll:
	}
	return geo.ContentID("decision", string(d.Scope), d.Collection, d.Phrase)
}
