package editing

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/server/store"
	"dateline/server/view"

	"github.com/paulmach/orb"
)

// Candidate is a place that can be chosen for a mention.
type Candidate struct {
	// Number is the number on the page and on the map, from 1.
	Number int
	// Value is the value of the candidate in the form.
	Value             string
	ID                geo.PlaceID
	Name, Where, Kind string
	// At is "latitude,longitude".
	At string
	// Percent is the probability that it is meant, 0 if it is not known.
	Percent int
	// Population is formatted, or empty.
	Population string
	// Current is set for the place that the mention has now.
	Current bool
	// Chosen is set for the place that is chosen in the form.
	Chosen bool
}

// Label returns the name of the place with what distinguishes it.
func (c *Candidate) Label() string {
	if c.Where == "" {
		return c.Name
	}
	return c.Name + ", " + c.Where
}

// NewCandidate describes a place.
func NewCandidate(p *geo.Place) Candidate {
	c := Candidate{
		Value: placePrefix + string(p.ID), ID: p.ID, Name: p.Name, Where: Where(p), Kind: p.Kind.Label(), At: latLon(p.Point),
	}
	if p.Population > 0 {
		c.Population = view.FormatNumber(int(p.Population))
	}
	return c
}

// Where names the areas that contain a place: "Illinois, United States".
func Where(p *geo.Place) string {
	var parts []string
	for _, s := range []string{p.Admin2, p.Admin1, p.CountryName} {
		if s != "" && s != p.Name && !slices.Contains(parts, s) {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

// Label returns the name of a place with the areas that contain it.
func Label(p *geo.Place) string {
	c := NewCandidate(p)
	return c.Label()
}

// candidatesOf numbers the candidates of a resolution. The place that it has is the first one.
func candidatesOf(r *geo.Resolution) []Candidate {
	var out []Candidate
	add := func(p *geo.Place, probability float64) {
		for i := range out {
			if out[i].ID == p.ID {
				return
			}
		}
		c := NewCandidate(p)
		c.Number = len(out) + 1
		if probability > 0 {
			c.Percent = min(max(int(math.Round(probability*100)), 1), 99)
		}
		c.Current = r.Place != nil && r.Place.ID == p.ID
		out = append(out, c)
	}
	if r.Place != nil {
		add(r.Place, r.Probability)
	}
	for i := range r.Candidates {
		add(&r.Candidates[i].Place, r.Candidates[i].Score)
	}
	return out
}

// latLon formats a position as "latitude,longitude" with 5 decimals (about 1 m).
func latLon(p orb.Point) string {
	return strconv.FormatFloat(p.Lat(), 'f', 5, 64) + "," + strconv.FormatFloat(p.Lon(), 'f', 5, 64)
}

// ScopeOption is a set of mentions that a choice can be applied to.
type ScopeOption struct {
	Value  store.Scope
	Effect store.Effect
}

// RoleOption is a role that a mention can be given.
type RoleOption struct {
	Value    geo.Role
	Label    string
	Selected bool
}

// roleLabels are the words for roles, the empty one for leaving it as it is.
var roleLabels = []RoleOption{
	{Value: "", Label: "as it is now"},
	{Value: geo.RoleLiteral, Label: "the place itself"},
	{Value: geo.RoleAssociative, Label: "other sense: a government, team, people or name"},
	{Value: geo.RoleDateline, Label: "dateline"},
	{Value: geo.RoleBoilerplate, Label: "caption or footer"},
}

// Roles returns the roles with one of them selected.
func Roles(selected geo.Role) []RoleOption {
	out := slices.Clone(roleLabels)
	for i := range out {
		out[i].Selected = out[i].Value == selected
	}
	return out
}
