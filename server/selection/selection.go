// Package selection defines the filter over the mentions of a collection, its text form and its description in words.
package selection

import (
	"slices"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// Selection is a filter over the mentions of a collection. A mention is selected if it
// matches every field that is set; a field with several values matches any of them.
// The zero value selects all mentions except those of hidden roles.
type Selection struct {
	// Words are words that the article must contain, with "quoted phrases" and prefix*.
	Words string
	// Articles are ids of articles, and Feeds addresses of feeds.
	Articles, Publishers, Languages, Feeds []string
	// Places are the places themselves, Within areas that contain the place.
	Places, Within []geo.PlaceID
	// Countries are ISO 3166-1 alpha-2 codes.
	Countries   []string
	Kinds       []geo.Kind
	Precisions  []geo.Precision
	Confidences []geo.Confidence
	Outcomes    []geo.Outcome
	// Roles are the selected roles; if it is empty, those of [DefaultRoles].
	Roles []geo.Role
	// From and To are days as "2006-01-02", both inclusive, or empty. They are days of
	// publication, or days that the passages speak of if Spoken is set.
	From, To string
	Spoken   bool
	// Box must contain the point of the place, in WGS 84 degrees. Box.Min is east of
	// Box.Max if the box crosses the antimeridian.
	Box *orb.Bound
	// Polygon must contain the point of the place. Its ends are equal.
	Polygon orb.Ring
	States  []State
	// Copies is CopiesAll or CopiesOne.
	Copies Copies
	// Picked selects only the mentions of places that an editor picked.
	Picked bool
	// All selects mentions of every role if Roles is empty.
	All bool
}

// State is what a person decided about a mention.
type State string

// The states.
const (
	StateUndecided State = "undecided"
	StateConfirmed State = "confirmed"
	StateChanged   State = "changed"
	StateRejected  State = "rejected" // it is not a place
)

// States returns all states.
func States() []State { return []State{StateUndecided, StateConfirmed, StateChanged, StateRejected} }

// Copies is which articles with nearly the same text are selected.
type Copies string

// The values of Copies.
const (
	CopiesAll Copies = ""
	// CopiesOne selects the first article of each text.
	CopiesOne Copies = "one"
)

// Roles returns all roles.
func Roles() []geo.Role {
	return []geo.Role{geo.RoleLiteral, geo.RoleAssociative, geo.RoleDateline, geo.RoleBoilerplate, geo.RoleCoordinates}
}

// DefaultRoles returns the roles that a selection without roles selects.
func DefaultRoles() []geo.Role { return []geo.Role{geo.RoleLiteral, geo.RoleCoordinates} }

// SelectedRoles returns the roles that are selected.
func (s *Selection) SelectedRoles() []geo.Role {
	switch {
	case len(s.Roles) > 0:
		return s.Roles
	case s.All:
		return Roles()
	}
	return DefaultRoles()
}

// DefaultStates returns the states that a selection without states selects: all but the mentions that a person marked as no
// place.
func DefaultStates() []State { return []State{StateUndecided, StateConfirmed, StateChanged} }

// SelectedStates returns the states that are selected.
func (s *Selection) SelectedStates() []State {
	if len(s.States) > 0 {
		return s.States
	}
	return DefaultStates()
}

// IsZero reports whether the selection is the default one, without any filter.
func (s *Selection) IsZero() bool { return s.String() == "" }

// Canonical returns the selection with sorted, distinct values. Equal filters have equal
// canonical selections.
func (s *Selection) Canonical() Selection {
	c := *s
	c.Words = canonicalWords(s.Words)
	c.Articles, c.Publishers, c.Languages, c.Feeds = sorted(s.Articles), sorted(s.Publishers), sorted(s.Languages), sorted(s.Feeds)
	c.Places, c.Within, c.Countries = sorted(s.Places), sorted(s.Within), sorted(s.Countries)
	c.Kinds = sorted(s.Kinds)
	c.Precisions = inOrder(s.Precisions, precisions())
	c.Confidences = inOrder(s.Confidences, confidences())
	c.Outcomes = inOrder(s.Outcomes, geo.Outcomes())
	c.Roles = inOrder(s.Roles, Roles())
	c.States = inOrder(s.States, States())
	switch {
	case slices.Equal(c.Roles, inOrder(DefaultRoles(), Roles())):
		c.Roles, c.All = nil, false
	case len(c.Roles) == len(Roles()):
		c.Roles, c.All = nil, true
	case len(c.Roles) > 0:
		c.All = false
	}
	if slices.Equal(c.States, DefaultStates()) {
		c.States = nil
	}
	if c.From == "" && c.To == "" {
		c.Spoken = false
	}
	return c
}

// sorted returns the distinct values in ascending order, or nil.
func sorted[T ~string | ~uint8](values []T) []T {
	if len(values) == 0 {
		return nil
	}
	out := slices.Clone(values)
	slices.Sort(out)
	return slices.Compact(out)
}

// inOrder returns the values that are in all, in its order, or nil.
func inOrder[T comparable](values, all []T) []T {
	var out []T
	for _, v := range all {
		if slices.Contains(values, v) {
			out = append(out, v)
		}
	}
	return out
}

func precisions() []geo.Precision {
	return []geo.Precision{geo.PrecisionSite, geo.PrecisionSettlement, geo.PrecisionArea, geo.PrecisionCountry}
}

func confidences() []geo.Confidence {
	return []geo.Confidence{geo.ConfidenceCertain, geo.ConfidenceLikely, geo.ConfidenceAmbiguous}
}
