package editing

import (
	"net/url"
	"strconv"
	"time"

	"dateline/geo"
	"dateline/server/store"
	"dateline/server/view"
)

// Choose is the form in which a reader chooses the place of a mention, or of words that were missed.
type Choose struct {
	// Page is the address of the page with the form; its first step is sent there.
	Page string
	// Post is the address to which the decision is sent, and Search that of the gazetteer.
	Post, Search string
	// Target identifies the mention or the words in the article.
	Target []Field
	Phrase string
	Choice Choice
	// Candidates are the places that the program considered, and Found those of the search.
	Candidates, Found []Candidate
	Roles             []RoleOption
	// Scopes are what the decision may apply to; the form is in its second step if there are any.
	Scopes []ScopeOption
	// Means describes the choice in the second step.
	Means string
	// Problem is the error of the form, or nil.
	Problem *Problem
	// New is set for words that the program missed.
	New bool
	// Reason is why nothing can be chosen here, empty if it can, and Keep the address that stores the articles.
	Reason, Keep string
}

// Searched reports whether a search found nothing.
func (c *Choose) Searched() bool { return c.Choice.Query != "" && len(c.Found) == 0 }

// ErrorOf returns the message about a field, or empty.
func (c *Choose) ErrorOf(field string) string {
	if c.Problem != nil && c.Problem.Field == field {
		return c.Problem.Message
	}
	return ""
}

// Back is the address of the first step with the choice.
func (c *Choose) Back() string {
	q := url.Values{}
	for _, f := range c.Choice.Fields() {
		q.Set(f.Name, f.Value)
	}
	if c.New {
		for _, f := range c.Target {
			if f.Name == "start" || f.Name == "end" {
				q.Set(f.Name, f.Value)
			}
		}
	}
	if c.Choice.Query != "" {
		q.Set("q", c.Choice.Query)
	}
	return c.Page + "?" + q.Encode() + "#choose"
}

// SetFound numbers the places of a search after the candidates; places that are candidates are omitted.
func (c *Choose) SetFound(places []geo.Place) {
	known := map[geo.PlaceID]bool{}
	for i := range c.Candidates {
		known[c.Candidates[i].ID] = true
	}
	for i := range places {
		if known[places[i].ID] {
			continue
		}
		f := NewCandidate(&places[i])
		f.Number = len(c.Candidates) + len(c.Found) + 1
		c.Found = append(c.Found, f)
	}
	for _, list := range [][]Candidate{c.Candidates, c.Found} {
		for i := range list {
			list[i].Chosen = list[i].Value == c.Choice.Value
		}
	}
}

// NewChoose returns the form for a mention with its candidates.
func NewChoose(r *geo.Resolution, phrase string, choice Choice) *Choose {
	c := &Choose{Phrase: phrase, Choice: choice, Roles: Roles(choice.Role), Candidates: candidatesOf(r)}
	c.SetFound(nil)
	return c
}

// Means describes a decision: the place, or what is decided instead.
func Means(d *store.Decision) string {
	switch d.Choice {
	case store.ChoicePlace:
		return Label(d.Place) + within(d.RadiusKM)
	case store.ChoiceArea:
		return "in or near " + Label(d.Place) + within(d.RadiusKM)
	case store.ChoiceNone:
		return "not a place"
	case store.ChoiceUnknown:
		return "cannot tell"
	case store.ChoiceKeep:
	}
	for i := range roleLabels {
		if roleLabels[i].Value == d.Role {
			return roleLabels[i].Label
		}
	}
	return ""
}

func within(km float64) string {
	if km <= 0 {
		return ""
	}
	return ", within " + strconv.FormatFloat(km, 'g', 4, 64) + " km"
}

// DecisionRow is a decision in a list.
type DecisionRow struct {
	ID, Phrase, Means string
	Scope             store.Scope
	Note, Author      string
	At                time.Time
	// Undone is when it was undone, zero if it was not.
	Undone time.Time
	// Undo is the address that takes it back, empty if it is undone.
	Undo string
}

// NewDecisionRow describes a decision in the list of the page with the address back.
func NewDecisionRow(d *store.Decision, back string, l view.Links) DecisionRow {
	row := DecisionRow{
		ID: d.ID, Phrase: d.Phrase, Means: Means(d), Scope: d.Scope, Note: d.Note, Author: d.Author, At: d.DecidedAt, Undone: d.UndoneAt,
	}
	if d.UndoneAt.IsZero() {
		row.Undo = UndoAddress(l, d.ID, back)
	}
	return row
}

// Decisions returns the address to which decisions of a collection are sent.
func Decisions(l view.Links) string { return l.Map() + "/decisions" }

// UndoAddress returns the address that takes a decision back and then shows the page with the address back.
func UndoAddress(l view.Links, id, back string) string {
	return Decisions(l) + "/undo?" + url.Values{"decision": {id}, "back": {back}}.Encode()
}

// GazetteerPage lists the places of the gazetteer with a name.
type GazetteerPage struct {
	view.Layout
	Page, Query string
	Found       []Candidate
}
