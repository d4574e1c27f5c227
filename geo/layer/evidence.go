package layer

import (
	"slices"

	"dateline/geo"
)

// Passage is a passage of an article that names a place.
type Passage struct {
	Text string
	// Source is the publisher, title and day of the article, or its identifier.
	Source string
	URL    string
}

// Passages returns at most limit distinct passages of each place, in the order of the
// export, by the identifier of the place.
func (e *Export) Passages(limit int) (map[geo.PlaceID][]Passage, error) {
	out := map[geo.PlaceID][]Passage{}
	for m, err := range e.Mentions {
		if err != nil {
			return nil, err
		}
		if m.Place == nil || m.Outcome != geo.OutcomePlaced && m.Outcome != geo.OutcomeCountry || len(out[m.Place.ID]) >= limit {
			continue
		}
		p := Passage{Text: m.Passage, Source: m.Source(), URL: m.URL}
		if !slices.Contains(out[m.Place.ID], p) {
			out[m.Place.ID] = append(out[m.Place.ID], p)
		}
	}
	return out, nil
}

// Source returns the publisher, title and day of the article, or its identifier if it has
// none of them.
func (m *MentionRow) Source() string {
	out := ""
	for _, part := range []string{m.Publisher, m.Title, m.Published[:min(len(m.Published), len("2006-01-02"))]} {
		if part == "" {
			continue
		}
		if out != "" {
			out += ", "
		}
		out += part
	}
	if out == "" {
		return m.Article
	}
	return out
}
