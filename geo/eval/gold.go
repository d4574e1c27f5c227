package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"dateline/geo"
)

// maxLine is the longest line of a gold or prediction file, in bytes.
const maxLine = 64 << 20

// Toponym is one place name of a gold or prediction file. Start and End count
// Unicode code points of the text, half-open.
type Toponym struct {
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Phrase string `json:"phrase,omitempty"`
	// Lat and Lon are degrees, nil where there is no place.
	Lat *float64 `json:"lat,omitempty"`
	Lon *float64 `json:"lon,omitempty"`

	// The following stand in gold files only.

	GeoNameID int64  `json:"geonameid,omitempty"`
	Feature   string `json:"fcode,omitempty"` // GeoNames feature code
	Type      string `json:"type,omitempty"`
	// Ignore marks a toponym that is neither reward nor fault.
	Ignore bool `json:"ignore,omitempty"`

	// Role stands in both, where known; its kind only in predictions.
	Role        geo.Role        `json:"role,omitempty"`
	Association geo.Association `json:"association,omitempty"`

	// The following stand in predictions only.

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

// ID is the gold's identifier of the place, or empty.
func (t *Toponym) ID() geo.PlaceID {
	if t.GeoNameID == 0 {
		return ""
	}
	return geo.PlaceID(fmt.Sprintf("geonames:%d", t.GeoNameID))
}

// Document is one line of a gold or prediction file; predictions may leave out
// all but ID and Toponyms.
type Document struct {
	ID        string
	Title     string
	Publisher string
	Published string
	Text      string
	Toponyms  []Toponym
}

// Article is the document as the parser takes it, with the text as it stands:
// gold spans count the code points of this very text.
func (d *Document) Article() geo.Article {
	return geo.Article{
		ID: d.ID, Title: d.Title, Publisher: d.Publisher, Published: d.Published,
		Text: d.Text, Hash: geo.HashText(d.Text),
	}
}

// Spans converts the toponyms' code points to bytes of the text. Spans that the
// text does not have come out empty.
func (d *Document) Spans() []geo.Span {
	offsets := make([]int, 0, len(d.Text)+1)
	for i := range d.Text {
		offsets = append(offsets, i)
	}
	offsets = append(offsets, len(d.Text))
	at := func(n int) int { return offsets[max(0, min(n, len(offsets)-1))] }
	spans := make([]geo.Span, len(d.Toponyms))
	for i, t := range d.Toponyms {
		spans[i] = geo.Span{Start: at(t.Start), End: max(at(t.Start), at(t.End))}
	}
	return spans
}

// jsonDocument is a Document as files hold it: ids may be numbers.
type jsonDocument struct {
	ID        json.RawMessage `json:"id"`
	Title     string          `json:"title"`
	Publisher string          `json:"publisher"`
	Published string          `json:"published"`
	Text      string          `json:"text"`
	Toponyms  []Toponym       `json:"toponyms"`
}

// Read reads documents, one JSON object a line, in the order of the file. A
// later document with the same id replaces the earlier one.
func Read(r io.Reader) ([]Document, error) {
	scanner := bufio.NewScanner(r)
	scanner.Buffer(make([]byte, 0, 1<<20), maxLine)
	var docs []Document
	index := map[string]int{}
	for line := 1; scanner.Scan(); line++ {
		if len(scanner.Bytes()) == 0 {
			continue
		}
		var j jsonDocument
		if err := json.Unmarshal(scanner.Bytes(), &j); err != nil {
			return nil, geo.Errorf(geo.ErrInput, "line %d: not a document in JSON: %w", line, err)
		}
		d := Document{Title: j.Title, Publisher: j.Publisher, Published: j.Published, Text: j.Text, Toponyms: j.Toponyms}
		if json.Unmarshal(j.ID, &d.ID) != nil {
			d.ID = string(j.ID)
		}
		if i, seen := index[d.ID]; seen {
			docs[i] = d
			continue
		}
		index[d.ID] = len(docs)
		docs = append(docs, d)
	}
	if err := scanner.Err(); err != nil {
		return nil, geo.Errorf(geo.ErrInput, "reading documents: %w", err)
	}
	return docs, nil
}

// Write writes predictions, one JSON object with id and toponyms a line, as [Read]
// reads them.
func Write(w io.Writer, docs []Document) error {
	type line struct {
		ID       string    `json:"id"`
		Toponyms []Toponym `json:"toponyms"`
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for i := range docs {
		l := line{docs[i].ID, docs[i].Toponyms}
		if l.Toponyms == nil {
			l.Toponyms = []Toponym{}
		}
		if err := e.Encode(l); err != nil {
			return fmt.Errorf("writing the predictions of %q: %w", docs[i].ID, err)
		}
	}
	return nil
}

// Found are the mentions of a text as toponyms without places.
func Found(text string, mentions []geo.Mention) []Toponym {
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

// Predictions are the toponyms of a parsed article, in the form in which
// "geoparse --format jsonl" writes them.
func Predictions(p *geo.Parsed) []Toponym {
	out := Found(p.Article.Text, p.Mentions)
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
