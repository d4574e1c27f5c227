package layer

import (
	"fmt"
	"io"

	"dateline/geo"
)

// Result is a line of the JSON Lines output of an article. It is a public
// contract: members are added but not renamed or removed. Offsets count code
// points of the article's text, coordinates are WGS 84 degrees.
type Result struct {
	ID       string `json:"id"`
	Language string `json:"language"`
	// Method is "gazetteer" if the language has no trained recognizer and names are matched strictly.
	Method string `json:"method,omitempty"`
	// Parts are those of a text in more than one language.
	Parts  []Part     `json:"parts,omitempty"`
	Focus  []Focus    `json:"focus"`
	Ledger geo.Ledger `json:"ledger"`
	// History is [geo.Parsed.History].
	History  bool      `json:"history,omitempty"`
	Toponyms []Toponym `json:"toponyms"`
}

// Part is a part of a text in one language.
type Part struct {
	Start    int    `json:"start"`
	End      int    `json:"end"`
	Language string `json:"language"`
	Method   string `json:"method,omitempty"`
}

// methodOf returns the method of a result by its [geo.Recognition.Model].
func methodOf(model string) string {
	if model == geo.MethodStrict {
		return geo.MethodStrict
	}
	return ""
}

// Focus is a place that the article is about.
type Focus struct {
	PlaceRef
	Level    string  `json:"level"`
	Weight   float64 `json:"weight"`
	Mentions int     `json:"mentions"`
}

// PlaceRef identifies a place. Lat and Lon are nil if the position is unknown.
type PlaceRef struct {
	Place   geo.PlaceID `json:"place,omitempty"`
	Name    string      `json:"name,omitempty"`
	Lat     *float64    `json:"lat,omitempty"`
	Lon     *float64    `json:"lon,omitempty"`
	Country string      `json:"country,omitempty"`
	Admin1  string      `json:"admin1,omitempty"`
}

// Toponym is a mention with its resolution. Without a place, the members of
// [PlaceRef] are omitted.
type Toponym struct {
	Start       int             `json:"start"`
	End         int             `json:"end"`
	Phrase      string          `json:"phrase"`
	Base        string          `json:"base,omitempty"`
	Wide        *Wide           `json:"wide,omitempty"`
	Role        geo.Role        `json:"role"`
	Association geo.Association `json:"association,omitempty"`
	Outcome     geo.Outcome     `json:"outcome"`
	PlaceRef
	Kind          string         `json:"kind,omitempty"`
	Precision     geo.Precision  `json:"precision,omitempty"`
	Approximate   bool           `json:"approximate,omitempty"`
	UncertaintyKM float64        `json:"uncertainty_km,omitempty"`
	Confidence    geo.Confidence `json:"confidence,omitempty"`
	Score         float64        `json:"score"`
	Candidates    []Candidate    `json:"candidates"`
	Why           []string       `json:"why"`
	Relation      *Relation      `json:"relation,omitempty"`
	When          *When          `json:"when,omitempty"`
}

// Wide is the phrase of a toponym with its common noun, direction or part: "northern
// Kandahar province" around "Kandahar".
type Wide struct {
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Phrase string `json:"phrase"`
}

// Candidate is a place that a toponym may mean. Score is a probability.
type Candidate struct {
	PlaceRef
	Score float64 `json:"score"`
}

// Relation is an offset from the toponym that has it, such as "50 kilometers north
// of". Anchor2 and Subject are indices of toponyms. KM and UncertaintyKM are in
// kilometers, Bearing in degrees clockwise from north. Lat and Lon are the point
// that the words describe.
type Relation struct {
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

// When is the range of days that the sentence of a toponym speaks of, as ISO dates.
type When struct {
	First string `json:"first"`
	Last  string `json:"last"`
	Words string `json:"words"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// WriteJSONL writes the result of an article as a line of JSON, see [Result].
func WriteJSONL(w io.Writer, p *geo.Parsed) error {
	e := lineEncoder{b: make([]byte, 0, lineSize(p))}
	e.result(NewResult(p))
	if e.err != nil {
		return fmt.Errorf("writing the result of article %q: %w", p.Article.ID, e.err)
	}
	_, err := w.Write(append(e.b, '\n'))
	return err
}

// lineSize returns a size in bytes that few lines of JSON exceed.
func lineSize(p *geo.Parsed) int {
	n := 512 + 192*len(p.Focus)
	for i := range p.Resolutions {
		n += 512 + 192*len(p.Resolutions[i].Candidates)
		for _, reason := range p.Resolutions[i].Why {
			n += len(reason) + len(`"",`)
		}
	}
	return n
}

// NewResult returns the result of an article.
func NewResult(p *geo.Parsed) *Result {
	out := &Result{
		ID: p.Article.ID, Language: p.Language, Method: methodOf(p.Model), Ledger: p.Ledger, History: p.History,
		Focus: make([]Focus, 0, len(p.Focus)), Toponyms: make([]Toponym, 0, len(p.Mentions)),
	}
	for _, f := range p.Focus {
		out.Focus = append(out.Focus, Focus{PlaceRef: placeRef(&f.Place), Level: f.Level, Weight: round3(f.Weight), Mentions: f.Mentions})
	}
	at := geo.NewCodePoints(p.Article.Text)
	for _, part := range p.Parts {
		out.Parts = append(out.Parts, Part{at.At(part.Start), at.At(part.End), part.Language, methodOf(part.Model)})
	}
	for i := range p.Mentions {
		out.Toponyms = append(out.Toponyms, toponym(p.Article.Text, &p.Mentions[i], &p.Resolutions[i], at))
	}
	return out
}

func toponym(text string, m *geo.Mention, r *geo.Resolution, at *geo.CodePoints) Toponym {
	t := Toponym{
		Start: at.At(m.Start), End: at.At(m.End), Phrase: m.Phrase, Base: m.Base, Role: m.Role, Association: m.Association, Outcome: r.Outcome,
		Candidates: make([]Candidate, 0, len(r.Candidates)), Why: append([]string{}, r.Why...),
	}
	if r.Place != nil {
		t.PlaceRef, t.Kind, t.Precision = placeRef(r.Place), r.Place.Kind.String(), r.Place.Kind.Precision()
		t.Approximate, t.UncertaintyKM = r.Approximate(), kilometers(r.UncertaintyKM)
		t.Confidence, t.Score = r.Confidence, round3(r.Probability)
	}
	for i := range r.Candidates {
		c := &r.Candidates[i]
		t.Candidates = append(t.Candidates, Candidate{placeRef(&c.Place), round3(c.Score)})
	}
	if m.Wide.Len() > 0 {
		t.Wide = &Wide{Start: at.At(m.Wide.Start), End: at.At(m.Wide.End), Phrase: m.Wide.Text(text)}
	}
	if rel := m.Relation; rel != nil {
		t.Relation = relation(rel, at)
	}
	if w := m.When; w != nil {
		t.When = &When{First: w.First, Last: w.Last, Words: w.Words, Start: at.At(w.Span.Start), End: at.At(w.Span.End)}
	}
	return t
}

func relation(rel *geo.Relation, at *geo.CodePoints) *Relation {
	j := &Relation{
		Kind: rel.Kind, Words: rel.Words, Start: at.At(rel.Span.Start), End: at.At(rel.Span.End),
		KM: round1(rel.DistanceKM), Vague: rel.Vague, UncertaintyKM: round1(rel.UncertaintyKM),
	}
	if rel.HasBearing {
		b := round1(rel.Bearing)
		j.Bearing = &b
	}
	if rel.Anchor2 >= 0 {
		j.Anchor2 = &rel.Anchor2
	}
	if rel.SubjectMention >= 0 {
		j.Subject = &rel.SubjectMention
	}
	if hasGeometry(rel) {
		j.Lat, j.Lon = pair(rel.Point)
	}
	return j
}

func placeRef(p *geo.Place) PlaceRef {
	lat, lon := pair(p.Point)
	return PlaceRef{Place: p.ID, Name: p.Name, Lat: lat, Lon: lon, Country: p.Country, Admin1: p.Admin1}
}
