// Package annotation writes the mentions of articles as W3C Web Annotations: the quote with the words around it, its position, and the place as a geo URI.
package annotation

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"dateline/geo"
	"dateline/geo/layer"

	"github.com/paulmach/orb"
)

type collection struct {
	Context   []any           `json:"@context"`
	ID        string          `json:"id"`
	Type      string          `json:"type"`
	Label     string          `json:"label,omitempty"`
	Generator agent           `json:"generator"`
	Summary   string          `json:"summary"`
	Rights    []string        `json:"rights,omitempty"`
	Total     int             `json:"total"`
	About     json.RawMessage `json:"dateline:provenance"`
}

type agent struct {
	Type string `json:"type"`
	Name string `json:"name"`
}

type annotation struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	Motivation string `json:"motivation"`
	Body       []body `json:"body"`
	Target     target `json:"target"`
}

type body struct {
	ID      string `json:"id,omitempty"`
	Type    string `json:"type,omitempty"`
	Purpose string `json:"purpose,omitempty"`
	Value   string `json:"value,omitempty"`
	Format  string `json:"format,omitempty"`
}

type target struct {
	Source string `json:"source"`
	// Language and TextDirection are those of the passage.
	Language      string     `json:"language,omitempty"`
	TextDirection string     `json:"textDirection,omitempty"`
	Selector      []selector `json:"selector"`
}

type selector struct {
	Type   string `json:"type"`
	Exact  string `json:"exact,omitempty"`
	Prefix string `json:"prefix,omitempty"`
	Suffix string `json:"suffix,omitempty"`
	Start  *int   `json:"start,omitempty"`
	End    *int   `json:"end,omitempty"`
}

// Write writes an annotation collection with one page that has an annotation for each
// mention. The target is the address of the article or, without one, the hash of its
// text; positions are code points of the text.
func Write(w io.Writer, e *layer.Export, _ layer.Options) error {
	head, err := e.Header.JSON()
	if err != nil {
		return err
	}
	id := "urn:dateline:export:" + geo.ContentID("export", string(head))
	c := collection{
		Context: []any{"http://www.w3.org/ns/anno.jsonld", map[string]string{"dateline": "urn:dateline:"}},
		ID:      id, Type: "AnnotationCollection", Label: e.Header.Title, Generator: agent{"Software", "Dateline"},
		Total: e.Header.Ledger.Mentions, About: head, Rights: rights(&e.Header),
	}
	var words []string
	for _, s := range e.Header.Statements() {
		words = append(words, s.Label+": "+s.Text)
	}
	c.Summary = strings.Join(words, "; ")
	out := bufio.NewWriterSize(w, 64<<10)
	b, err := encode(c)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, `%s,"first":{"id":%q,"type":"AnnotationPage","startIndex":0,"items":[`, b[:len(b)-1], id+":1")
	n := 0
	for m, err := range e.Mentions {
		if err != nil {
			return err
		}
		b, err := encode(newAnnotation(m))
		if err != nil {
			return fmt.Errorf("writing mention %s: %w", m.ID, err)
		}
		if n++; n > 1 {
			_ = out.WriteByte(',')
		}
		_ = out.WriteByte('\n')
		if _, err := out.Write(b); err != nil {
			return err
		}
	}
	_, _ = out.WriteString("\n]}}\n")
	return out.Flush()
}

// rights returns the licenses of the data sources.
func rights(h *layer.Header) []string {
	var out []string
	for _, s := range h.Sources {
		out = append(out, layer.SourceWords(s))
	}
	return out
}

func newAnnotation(m *layer.MentionRow) annotation {
	a := annotation{
		ID: "urn:dateline:mention:" + m.ID, Type: "Annotation", Motivation: "identifying",
		Body: []body{{Type: "TextualBody", Purpose: "describing", Value: describe(m), Format: "text/plain"}},
		Target: target{Source: m.URL, Selector: []selector{
			{Type: "TextQuoteSelector", Exact: m.Phrase, Prefix: m.Before, Suffix: m.After},
			{Type: "TextPositionSelector", Start: &m.Start, End: &m.End},
		}},
	}
	if m.Language != "und" {
		a.Target.Language, a.Target.TextDirection = m.Language, geo.Direction(m.Language)
	}
	if a.Target.Source == "" {
		a.Target.Source = "urn:sha256:" + m.TextSHA256
	}
	if p, ok := m.Geometry.(orb.Point); ok {
		a.Body = append(a.Body, body{ID: layer.GeoURI(p, m.UncertaintyKM), Purpose: "identifying"})
	}
	if m.Place != nil && m.Outcome != geo.OutcomeAmbiguous {
		id := "urn:dateline:place:" + string(m.Place.ID)
		if n, ok := strings.CutPrefix(string(m.Place.ID), "geonames:"); ok {
			id = "https://sws.geonames.org/" + n + "/"
		}
		a.Body = append(a.Body, body{ID: id, Purpose: "linking"})
	}
	return a
}

// describe returns the resolution in words: "Kabul, Afghanistan (settlement), certain".
func describe(m *layer.MentionRow) string {
	if m.Place == nil {
		return "Not in the gazetteer"
	}
	name := fmt.Sprintf("%s (%s)", layer.FullName(m.Place), m.Place.Kind.Label())
	switch m.Outcome {
	case geo.OutcomeAmbiguous:
		return "Ambiguous, perhaps " + name
	case geo.OutcomeApproximate:
		return "In or near " + name
	default:
		return name + ", " + string(m.Confidence)
	}
}

// encode encodes a value as JSON without escapes for HTML.
func encode(v any) ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return []byte(strings.TrimSuffix(b.String(), "\n")), nil
}
