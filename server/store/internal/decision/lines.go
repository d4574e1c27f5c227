package decision

import (
	"dateline/geo"
	"encoding/json"
	"time"
)

// decisionLine is a decision in a file of JSON Lines.
type decisionLine struct {
	ID         string     `json:"id"`
	Scope      Scope      `json:"scope"`
	Collection string     `json:"collection,omitempty"`
	Article    string     `json:"article,omitempty"`
	Mention    string     `json:"mention,omitempty"`
	Phrase     string     `json:"phrase,omitempty"`
	Start      int        `json:"start,omitempty"`
	End        int        `json:"end,omitempty"`
	Choice     Choice     `json:"choice,omitempty"`
	Place      *placeLine `json:"place,omitempty"`
	RadiusKM   float64    `json:"radius_km,omitempty"`
	Role       geo.Role   `json:"role,omitempty"`
	Note       string     `json:"note,omitempty"`
	Author     string     `json:"author,omitempty"`
	Decided    time.Time  `json:"decided"`
}

// placeLine is a place in a file of JSON Lines.
type placeLine struct {
	ID          geo.PlaceID `json:"id"`
	Name        string      `json:"name"`
	Kind        string      `json:"kind"`
	Country     string      `json:"country,omitempty"`
	CountryName string      `json:"country_name,omitempty"`
	Admin1      string      `json:"admin1,omitempty"`
	Admin1ID    geo.PlaceID `json:"admin1_id,omitempty"`
	Lat         float64     `json:"lat"`
	Lon         float64     `json:"lon"`
	// Box is the extent as west, south, east, north.
	Box []float64 `json:"box,omitempty"`
}

// Marshal encodes a decision as a line of JSON without the line end.
func Marshal(d Decision) ([]byte, error) {
	line := decisionLine{
		ID: d.ID, Scope: d.Scope, Collection: d.Collection, Article: d.Article, Mention: d.Mention, Phrase: d.Phrase, Start: d.Span.Start, End: d.Span.End,
		Choice: d.Choice, RadiusKM: d.RadiusKM, Role: d.Role, Note: d.Note, Author: d.Author, Decided: d.DecidedAt.UTC(),
	}
	if p := d.Place; p != nil {
		line.Place = &placeLine{
			ID: p.ID, Name: p.Name, Kind: p.Kind.String(), Country: p.Country, CountryName: p.CountryName, Admin1: p.Admin1, Admin1ID: p.Admin1ID,
			Lat: p.Point.Lat(), Lon: p.Point.Lon(),
		}
		if b := p.Bound; b.Min != b.Max {
			line.Place.Box = []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
		}
	}
	return json.Marshal(line)
}

// Unmarshal is the inverse of [Marshal]. The error wraps [geo.ErrInput].
func Unmarshal(b []byte) (Decision, error) {
	var line decisionLine
	if err := json.Unmarshal(b, &line); err != nil {
		return Decision{}, geo.Errorf(geo.ErrInput, "the line is not a decision: %w", err)
	}
	d := Decision{
		ID: line.ID, Scope: line.Scope, Collection: line.Collection, Article: line.Article, Mention: line.Mention, Phrase: line.Phrase,
		Span: geo.Span{Start: line.Start, End: line.End}, Choice: line.Choice, RadiusKM: line.RadiusKM, Role: line.Role, Note: line.Note, Author: line.Author,
		DecidedAt: line.Decided,
	}
	if p := line.Place; p != nil {
		kind, ok := geo.ParseKind(p.Kind)
		if !ok {
			return d, geo.Errorf(geo.ErrInput, "there is no kind of place %q", p.Kind)
		}
		d.Place = &geo.Place{
			ID: p.ID, Name: p.Name, Kind: kind, Country: p.Country, CountryName: p.CountryName, Admin1: p.Admin1, Admin1ID: p.Admin1ID,
		}
		d.Place.Point[0], d.Place.Point[1] = p.Lon, p.Lat
		if len(p.Box) == 4 {
			d.Place.Bound.Min, d.Place.Bound.Max = [2]float64{p.Box[0], p.Box[1]}, [2]float64{p.Box[2], p.Box[3]}
		}
	}
	return d, d.Check()
}
