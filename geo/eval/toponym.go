package eval

import (
	"fmt"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/layer"

	"github.com/paulmach/orb"
)

// Toponym is a place name in a gold or prediction file: the members of the JSON Lines
// contract, of which gold has only a few, with those of gold and of training. Start and
// End are Unicode code points of the text, half-open.
type Toponym struct {
	layer.Toponym

	// GeoNameID and Feature are the gold place's GeoNames id and feature code.
	GeoNameID int64  `json:"geonameid,omitempty"`
	Feature   string `json:"fcode,omitempty"`
	// Ignore excludes a gold toponym from the scores: finding it is neither correct
	// nor an error.
	Ignore bool `json:"ignore,omitempty"`
	// Recognized is the predicted probability that the span is a mention.
	Recognized float64 `json:"recognized,omitempty"`
}

// NewToponym returns a toponym without a place.
func NewToponym(start, end int, phrase string) Toponym {
	return Toponym{Toponym: layer.Toponym{Start: start, End: end, Phrase: phrase}}
}

// HasPoint reports whether the toponym has coordinates.
func (t *Toponym) HasPoint() bool { return t.Lat != nil && t.Lon != nil }

// Point returns the coordinates in degrees; see [Toponym.HasPoint].
func (t *Toponym) Point() orb.Point { return orb.Point{*t.Lon, *t.Lat} }

// SetPoint sets the coordinates in degrees.
func (t *Toponym) SetPoint(p orb.Point) {
	lat, lon := p.Lat(), p.Lon()
	t.Lat, t.Lon = &lat, &lon
}

// GoldID returns the gazetteer's identifier of the gold place, or "".
func (t *Toponym) GoldID() geo.PlaceID {
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
		t := NewToponym(start, start+utf8.RuneCountInString(m.Phrase), m.Phrase)
		t.Role, t.Association, t.Recognized = m.Role, m.Association, m.Recognized
		t.Candidates, t.Why = []layer.Candidate{}, []string{} // not null in JSON
		out[i] = t
	}
	return out
}

// FromParsed returns the mentions and resolutions of a parsed article as toponyms. It
// leaves out their candidates, reasons and relations.
func FromParsed(p *geo.Parsed) []Toponym {
	out := FromMentions(p.Article.Text, p.Mentions)
	for i := range out {
		t, r := &out[i], &p.Resolutions[i]
		t.Outcome, t.Confidence, t.Score = r.Outcome, r.Confidence, r.Probability
		if r.Place != nil {
			t.SetPoint(r.Place.Point)
			t.Place, t.Name, t.Country, t.Kind = r.Place.ID, r.Place.Name, r.Place.Country, r.Place.Kind.String()
		}
	}
	return out
}
