package edition

import (
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/geo/text"
)

// Choices are what an editor chose for an edition.
type Choices struct {
	// Title is the title; the default is that of the collection. Description is a sentence below it, and Alt the text alternative of the
	// figure; the default is made from the data.
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
	Alt         string `json:"alt,omitempty"`
	// Note is what differs from the edition before.
	Note string `json:"note,omitempty"`
	// Picks are the places in their order; all places of the selection if there are none.
	Picks []Pick `json:"picks,omitempty"`
	// Precision caps the precision of the edition: "district" or "country".
	Precision string `json:"precision,omitempty"`
}

// Pick is a picked place.
type Pick struct {
	Place geo.PlaceID `json:"place"`
	// Label is its name in the edition; the default is its name in the gazetteer.
	Label string `json:"label,omitempty"`
	// Side is where the label is: n, ne, e, se, s, sw, w or nw; empty to choose it.
	Side string `json:"side,omitempty"`
	// Number numbers the place in the order of the picks.
	Number bool `json:"number,omitempty"`
	// Note is a text about the place.
	Note string `json:"note,omitempty"`
}

// clean returns the choices with clean text (see [text.Clean]).
func (c *Choices) clean() *Choices {
	out := *c
	out.Picks = slices.Clone(c.Picks)
	for i := range out.Picks {
		p := &out.Picks[i]
		p.Label, p.Note = text.Clean(p.Label), text.Clean(p.Note)
	}
	for _, s := range []*string{&out.Title, &out.Description, &out.Alt, &out.Note} {
		*s = text.Clean(*s)
	}
	return &out
}

// Sides are the sides of a label.
func Sides() []string { return []string{"n", "ne", "e", "se", "s", "sw", "w", "nw"} }

// Limits on what is chosen.
const (
	maxPicks = 500
	maxText  = 2000 // bytes
)

// MaxMentions is the maximum number of mentions of an edition. Its layers are stored in the database, one row for each file, and a row of
// SQLite has at most 1 GB: 50,000 mentions are about 150 MB in five layers, and a page for readers has no use for more.
const MaxMentions = 50_000

// Check returns an error for a person if the choices are not valid.
func (c *Choices) Check() error {
	if len(c.Picks) > maxPicks {
		return geo.Errorf(geo.ErrInput, "%d places are picked, and at most %d can be", len(c.Picks), maxPicks)
	}
	seen := map[geo.PlaceID]bool{}
	for _, p := range c.Picks {
		switch {
		case p.Place == "":
			return geo.Errorf(geo.ErrInput, "a pick has no place")
		case seen[p.Place]:
			return geo.Errorf(geo.ErrInput, "the place %s is picked twice", p.Place)
		case p.Side != "" && !slices.Contains(Sides(), p.Side):
			return geo.Errorf(geo.ErrInput, "the side of a label is one of %s, not %q", strings.Join(Sides(), ", "), p.Side)
		case len(p.Label) > 200 || len(p.Note) > maxText:
			return geo.Errorf(geo.ErrInput, "the label or the note of the place %s is too long", p.Place)
		}
		seen[p.Place] = true
	}
	for _, s := range []string{c.Title, c.Description, c.Alt, c.Note} {
		if len(s) > maxText {
			return geo.Errorf(geo.ErrInput, "a text of the edition is longer than %d bytes", maxText)
		}
	}
	if _, ok := layer.ParseCap(c.Precision); !ok {
		return geo.Errorf(geo.ErrInput, "the precision can be capped to district or country, not to %q", c.Precision)
	}
	return nil
}
