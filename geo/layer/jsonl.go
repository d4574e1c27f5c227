package layer

import (
	"encoding/json"
	"io"

	"dateline/geo"
)

// jsonArticle is one line of the JSON Lines output, a contract with whoever
// reads it. Offsets count code points of the article's text.
type jsonArticle struct {
	ID       string        `json:"id"`
	Language string        `json:"language"`
	Focus    []jsonFocus   `json:"focus"`
	Ledger   geo.Ledger    `json:"ledger"`
	Toponyms []jsonToponym `json:"toponyms"`
}

type jsonFocus struct {
	jsonPlace
	Level    string  `json:"level"`
	Weight   float64 `json:"weight"`
	Mentions int     `json:"mentions"`
}

// jsonPlace is a place in short.
type jsonPlace struct {
	Place   geo.PlaceID `json:"place,omitempty"`
	Name    string      `json:"name,omitempty"`
	Lat     *float64    `json:"lat,omitempty"`
	Lon     *float64    `json:"lon,omitempty"`
	Country string      `json:"country,omitempty"`
	Admin1  string      `json:"admin1,omitempty"`
}

type jsonToponym struct {
	Start       int             `json:"start"`
	End         int             `json:"end"`
	Phrase      string          `json:"phrase"`
	Role        geo.Role        `json:"role"`
	Association geo.Association `json:"association,omitempty"`
	Outcome     geo.Outcome     `json:"outcome"`
	jsonPlace
	Kind          string          `json:"kind,omitempty"`
	Precision     geo.Precision   `json:"precision,omitempty"`
	Approximate   bool            `json:"approximate,omitempty"`
	UncertaintyKM float64         `json:"uncertainty_km,omitempty"`
	Confidence    geo.Confidence  `json:"confidence,omitempty"`
	Score         float64         `json:"score"`
	Candidates    []jsonCandidate `json:"candidates"`
	Why           []string        `json:"why"`
	Relation      *jsonRelation   `json:"relation,omitempty"`
	When          *jsonWhen       `json:"when,omitempty"`
}

type jsonCandidate struct {
	jsonPlace
	Score float64 `json:"score"`
}

// jsonRelation is an offset from the toponym that carries it. Anchor2 and
// Subject are indices of toponyms. Lat, Lon and UncertaintyKM stand for what the
// words describe.
type jsonRelation struct {
	Kind          geo.RelationKind `json:"kind"`
	Words         string           `json:"words"`
	Start         int              `json:"start"`
	End           int              `json:"end"`
	KM            float64          `json:"km,omitempty"`
	Vague         bool             `json:"vague,omitempty"`
	Bearing       *float64         `json:"bearing,omitempty"`
	Anchor2       *int             `json:"anchor2,omitempty"`
	Subject       *int             `json:"subject,omitempty"`
	Lat           *float64         `json:"lat,omitempty"`
	Lon           *float64         `json:"lon,omitempty"`
	UncertaintyKM float64          `json:"uncertainty_km,omitempty"`
}

type jsonWhen struct {
	First string `json:"first"`
	Last  string `json:"last"`
	Words string `json:"words"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// WriteJSONL writes one article as one line of JSON Lines.
func WriteJSONL(w io.Writer, p *geo.Parsed) error {
	out := jsonArticle{
		ID: p.Article.ID, Language: p.Language, Ledger: p.Ledger,
		Focus: make([]jsonFocus, 0, len(p.Focus)), Toponyms: make([]jsonToponym, 0, len(p.Mentions)),
	}
	for _, f := range p.Focus {
		out.Focus = append(out.Focus, jsonFocus{jsonPlace: short(&f.Place), Level: f.Level, Weight: share(f.Weight), Mentions: f.Mentions})
	}
	spans, around := geo.NewCodePoints(p.Article.Text), geo.NewCodePoints(p.Article.Text)
	for i := range p.Mentions {
		t := toponym(&p.Mentions[i], &p.Resolutions[i], around)
		t.Start, t.End = spans.At(p.Mentions[i].Start), spans.At(p.Mentions[i].End)
		out.Toponyms = append(out.Toponyms, t)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

func toponym(m *geo.Mention, r *geo.Resolution, at *geo.CodePoints) jsonToponym {
	t := jsonToponym{
		Phrase: m.Phrase, Role: m.Role, Association: m.Association, Outcome: r.Outcome,
		Candidates: make([]jsonCandidate, 0, len(r.Candidates)), Why: append([]string{}, r.Why...),
	}
	if r.Place != nil {
		t.jsonPlace, t.Kind, t.Precision = short(r.Place), r.Place.Kind.String(), r.Place.Kind.Precision()
		t.Approximate, t.UncertaintyKM = r.Approximate(), tenth(r.UncertaintyKM)
		t.Confidence, t.Score = r.Confidence, share(r.Probability)
	}
	for i := range r.Candidates {
		c := &r.Candidates[i]
		t.Candidates = append(t.Candidates, jsonCandidate{short(&c.Place), share(c.Score)})
	}
	if rel := m.Relation; rel != nil {
		t.Relation = relation(rel, at)
	}
	if w := m.When; w != nil {
		t.When = &jsonWhen{First: w.First, Last: w.Last, Words: w.Words, Start: at.At(w.Span.Start), End: at.At(w.Span.End)}
	}
	return t
}

func relation(rel *geo.Relation, at *geo.CodePoints) *jsonRelation {
	j := &jsonRelation{
		Kind: rel.Kind, Words: rel.Words, Start: at.At(rel.Span.Start), End: at.At(rel.Span.End),
		KM: tenth(rel.DistanceKM), Vague: rel.Vague, UncertaintyKM: tenth(rel.UncertaintyKM),
	}
	if rel.HasBearing {
		b := tenth(rel.Bearing)
		j.Bearing = &b
	}
	if rel.Anchor2 >= 0 {
		j.Anchor2 = &rel.Anchor2
	}
	if rel.SubjectMention >= 0 {
		j.Subject = &rel.SubjectMention
	}
	if located(rel) {
		j.Lat, j.Lon = pair(rel.Point)
	}
	return j
}

func short(p *geo.Place) jsonPlace {
	lat, lon := pair(p.Point)
	return jsonPlace{Place: p.ID, Name: p.Name, Lat: lat, Lon: lon, Country: p.Country, Admin1: p.Admin1}
}
