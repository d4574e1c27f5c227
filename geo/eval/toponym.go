package eval

import (
	"fmt"
	"unicode/utf8"

	"dateline/geo"
)

// Toponym is a place name in a gold or prediction file. Start and End are Unicode
// code points of the text, half-open.
type Toponym struct {
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Phrase string `json:"phrase,omitempty"`
	// Lat and Lon are degrees, nil if the toponym has no place.
	Lat *float64 `json:"lat,omitempty"`
	Lon *float64 `json:"lon,omitempty"`

	// The following are set in gold files only.

	GeoNameID int64  `json:"geonameid,omitempty"`
	Feature   string `json:"fcode,omitempty"` // GeoNames feature code
	Type      string `json:"type,omitempty"`
	// Ignore excludes a toponym from the scores: finding it is neither correct nor
	// an error.
	Ignore bool `json:"ignore,omitempty"`

	// Role is set in both if known, Association in predictions only.
	Role        geo.Role        `json:"role,omitempty"`
	Association geo.Association `json:"association,omitempty"`

	// The following are set in predictions only.

	Recognized float64        `json:"recognized,omitempty"`
	Outcome    geo.Outcome    `json:"outcome,omitempty"`
	Place      geo.PlaceID    `json:"place,omitempty"`
	Name       string         `json:"name,omitempty"`
	Confidence geo.Confidence `json:"confidence,omitempty"`
	Score      float64        `json:"score,omitempty"`
	Country    string         `json:"country,omitempty"`
	Kind       string         `json:"kind,omitempty"`
}

// HasPoint reports whether the toponym has coordinates.
func (t *Toponym) HasPoint() bool { return t.Lat != nil && t.Lon != nil }

// PlaceID returns the gazetteer's identifier of the gold place, or "".
func (t *Toponym) PlaceID() geo.PlaceID {
	if t.GeoNameID == 0 {
		return ""
	}
	return geo.PlaceID(fmt.Sprintf("geonames:%d", t.GeoNameID))
}

// FromMentions returns the mentions of a text as toponyms without places.
func FromMentions(text string, mentions []geo.Mention) []Toponym {
	out := make([]Toponym, len(mentions))
	points := geo.NewCodePoints(text)
	for i, m := range mentions {
		start := points.At(m.Start)
		out[i] = Toponym{
			Start: start, End: start + utf8.RuneCountInString(m.Phrase), Phrase: m.Phrase,
			Role: m.Role, Association: m.Association, Recognized: m.Recognized,
		}
	}
	return out
}

// FromParsed returns the mentions and resolutions of a parsed article as toponyms.
func FromParsed(p *geo.Parsed) []Toponym {
	out := FromMentions(p.Article.Text, p.Mentions)
	for i := range out {
		t, r := &out[i], &p.Resolutions[i]
		t.Outcome, t.Confidence, t.Score = r.Outcome, r.Confidence, r.Probability
		if r.Place != nil {
			lon, lat := r.Place.Point[0], r.Place.Point[1]
			t.Lat, t.Lon = &lat, &lon
			t.Place, t.Name, t.Country, t.Kind = r.Place.ID, r.Place.Name, r.Place.Country, r.Place.Kind.String()
		}
	}
	return out
}
