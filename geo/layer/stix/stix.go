// Package stix writes an export as a STIX 2.1 bundle: a location for each place, a report for each article, and a note for each passage that names places.
package stix

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/geometry"
	"dateline/geo/layer"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
)

// timeForm is the form of STIX timestamps.
const timeForm = "2006-01-02T15:04:05.000Z"

// object has the properties that all objects have.
type object struct {
	Type        string   `json:"type"`
	SpecVersion string   `json:"spec_version"`
	ID          string   `json:"id"`
	CreatedBy   string   `json:"created_by_ref,omitempty"`
	Created     string   `json:"created"`
	Modified    string   `json:"modified,omitempty"`
	Markings    []string `json:"object_marking_refs,omitempty"`
}

type identity struct {
	object
	Name          string `json:"name"`
	Description   string `json:"description,omitempty"`
	IdentityClass string `json:"identity_class"`
}

type marking struct {
	object
	DefinitionType string            `json:"definition_type"`
	Definition     map[string]string `json:"definition"`
}

type location struct {
	object
	Confidence  *int        `json:"confidence,omitempty"`
	Name        string      `json:"name"`
	Description string      `json:"description,omitempty"`
	Latitude    *float64    `json:"latitude,omitempty"`
	Longitude   *float64    `json:"longitude,omitempty"`
	Precision   float64     `json:"precision,omitempty"` // meters
	Region      string      `json:"region,omitempty"`
	Country     string      `json:"country,omitempty"`
	Area        string      `json:"administrative_area,omitempty"`
	City        string      `json:"city,omitempty"`
	References  []reference `json:"external_references,omitempty"`
}

type report struct {
	object
	Name       string      `json:"name"`
	Types      []string    `json:"report_types"`
	Published  string      `json:"published"`
	ObjectRefs []string    `json:"object_refs"`
	References []reference `json:"external_references,omitempty"`
}

type note struct {
	object
	Confidence *int     `json:"confidence,omitempty"`
	Abstract   string   `json:"abstract,omitempty"`
	Content    string   `json:"content"`
	ObjectRefs []string `json:"object_refs"`
}

type reference struct {
	Source      string `json:"source_name"`
	Description string `json:"description,omitempty"`
	URL         string `json:"url,omitempty"`
	ExternalID  string `json:"external_id,omitempty"`
}

// Write writes a bundle. Places that are known by neither coordinates, country nor region
// have no location, because STIX requires one of them.
func Write(w io.Writer, e *layer.Export, _ layer.Options) error {
	updated, err := e.Updated()
	if err != nil {
		return err
	}
	head, err := e.Header.JSON()
	if err != nil {
		return err
	}
	b := bundle{w: bufio.NewWriterSize(w, 64<<10), now: updated.Format(timeForm), located: map[geo.PlaceID]bool{}}
	fmt.Fprintf(b.w, `{"type":"bundle","id":%q,"objects":[`, id("bundle", string(head)))
	if err := b.header(&e.Header); err != nil {
		return err
	}
	for p, err := range e.Places {
		if err != nil {
			return err
		}
		if err := b.place(p); err != nil {
			return fmt.Errorf("writing place %s: %w", p.Place.ID, err)
		}
	}
	if err := b.articles(e); err != nil {
		return err
	}
	_, _ = b.w.WriteString("\n]}\n")
	return b.w.Flush()
}

// bundle is a bundle that is being written.
type bundle struct {
	w       *bufio.Writer
	n       int
	now     string
	creator string
	marks   []string
	// located are the places that have a location.
	located map[geo.PlaceID]bool
}

func (b *bundle) write(v any) error {
	if b.n++; b.n > 1 {
		_ = b.w.WriteByte(',')
	}
	_ = b.w.WriteByte('\n')
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := b.w.WriteString(strings.TrimSuffix(out.String(), "\n"))
	return err
}

// object returns the common properties of an object with an identifier made from parts.
func (b *bundle) object(kind string, parts ...string) object {
	return object{Type: kind, SpecVersion: "2.1", ID: id(kind, parts...), CreatedBy: b.creator, Created: b.now, Modified: b.now, Markings: b.marks}
}

// header writes the identity of the creator, the licenses as markings, and a note with the
// provenance.
func (b *bundle) header(h *layer.Header) error {
	creator := identity{object: b.object("identity", "Dateline"), Name: "Dateline", Description: "Finds the places that articles name.", IdentityClass: "system"}
	b.creator = creator.ID
	if err := b.write(creator); err != nil {
		return err
	}
	var marks []string
	for _, s := range h.Sources {
		words := layer.SourceWords(s)
		m := marking{object: b.object("marking-definition", words), DefinitionType: "statement", Definition: map[string]string{"statement": words}}
		m.Modified = "" // a marking has none
		marks = append(marks, m.ID)
		if err := b.write(m); err != nil {
			return err
		}
	}
	b.marks = marks
	var words []string
	for _, s := range h.Statements() {
		words = append(words, s.Label+": "+s.Text)
	}
	content := strings.Join(words, "\n")
	return b.write(note{object: b.object("note", "provenance", h.Title, content), Abstract: "Provenance of this export", Content: content, ObjectRefs: []string{b.creator}})
}

// regions are the continents in the vocabulary of STIX.
var regions = map[string]string{
	"Africa": "africa", "Antarctica": "antarctica", "Asia": "asia", "Europe": "europe", "North America": "northern-america",
	"South America": "south-america", "Oceania": "oceania",
}

func (b *bundle) place(r *layer.PlaceRow) error {
	p := &r.Place
	out := location{
		object: b.object("location", string(p.ID)), Confidence: confidence(r.Confidence), Name: p.Name, Country: p.Country, Area: p.Admin1,
		Description: fmt.Sprintf("%s: %s. %d mentions in %d articles, as %s.", layer.FullName(p), p.Kind.Label(), r.Mentions, r.Articles, strings.Join(r.Phrases, "; ")),
		References:  []reference{{Source: source(p.ID), ExternalID: string(p.ID)}},
		Region:      regions[p.Name],
	}
	if p.Kind == geo.KindAdmin1 {
		out.Area = p.Name
	}
	if p.Kind == geo.KindSettlement {
		out.City = p.Name
	}
	out.position(r)
	if out.Latitude == nil && out.Country == "" && out.Region == "" {
		return nil
	}
	b.located[p.ID] = true
	return b.write(out)
}

// position sets the coordinates of a site or settlement, and those of an area without a
// country with the radius of its outline as their precision.
func (l *location) position(r *layer.PlaceRow) {
	at, ok := r.Geometry.(orb.Point)
	if !ok {
		if r.Geometry == nil || l.Country != "" || l.Region != "" || math.IsNaN(r.Place.Point.Lat()) {
			return
		}
		bound := r.Geometry.Bound()
		at = bound.Center()
		l.Precision = math.Ceil(1000 * geometry.Distance(at, bound.Max))
	}
	lat, lon := at.Lat(), at.Lon()
	l.Latitude, l.Longitude = &lat, &lon
}

// confidence returns a confidence on the scale of STIX, 0 to 100: the lowest probability
// that the word stands for.
func confidence(c geo.Confidence) *int {
	n := 0
	switch c {
	case geo.ConfidenceCertain:
		n = int(100 * geo.CertainThreshold)
	case geo.ConfidenceLikely:
		n = int(100 * geo.LikelyThreshold)
	case geo.ConfidenceAmbiguous:
	default:
		return nil
	}
	return &n
}

// articles writes a report for each article, and notes with its passages.
func (b *bundle) articles(e *layer.Export) error {
	var open *report
	var article string
	end := func() error {
		if open == nil || len(open.ObjectRefs) == 0 {
			return nil
		}
		return b.write(open)
	}
	for m, err := range e.Mentions {
		if err != nil {
			return err
		}
		if open == nil || article != m.Article {
			if err := end(); err != nil {
				return err
			}
			open, article = b.report(m), m.Article
		}
		if m.Place == nil || m.Outcome != geo.OutcomePlaced && m.Outcome != geo.OutcomeCountry || !b.located[m.Place.ID] {
			continue
		}
		place := id("location", string(m.Place.ID))
		n := note{
			object: b.object("note", m.ID), Abstract: "“" + m.Phrase + "” is " + layer.FullName(m.Place), Content: m.Passage,
			ObjectRefs: []string{place},
		}
		score := int(math.Round(100 * m.Score))
		n.Confidence = &score
		if err := b.write(n); err != nil {
			return fmt.Errorf("writing mention %s: %w", m.ID, err)
		}
		open.add(place)
		open.ObjectRefs = append(open.ObjectRefs, n.ID)
	}
	return end()
}

// add adds a reference to an object unless the report has it.
func (r *report) add(id string) {
	if !slices.Contains(r.ObjectRefs, id) {
		r.ObjectRefs = append(r.ObjectRefs, id)
	}
}

func (b *bundle) report(m *layer.MentionRow) *report {
	r := &report{object: b.object("report", m.Article), Name: m.Title, Types: []string{"observed-data"}, Published: b.now}
	if r.Name == "" {
		r.Name = m.Article
	}
	if t, ok := layer.Timestamp(m.Published); ok {
		r.Published = t.Format(timeForm)
	}
	ref := reference{Source: m.Publisher, URL: m.URL, ExternalID: m.Article}
	if ref.Source == "" {
		ref.Source = "article"
	}
	if ref.URL == "" {
		ref.Description = "SHA-256 of the text: " + m.TextSHA256
	}
	r.References = []reference{ref}
	return r
}

// source returns the source of a place's identifier: "geonames".
func source(id geo.PlaceID) string {
	name, _, _ := strings.Cut(string(id), ":")
	if name == "" {
		return "gazetteer"
	}
	return name
}

// namespace is that of the UUIDs of identifiers.
var namespace = uuid.NewSHA1(uuid.NameSpaceDNS, []byte("dateline"))

// id returns an identifier of STIX with a UUID made from parts. It is of version 5: STIX requires one of RFC 4122.
func id(kind string, parts ...string) string {
	return kind + "--" + uuid.NewSHA1(namespace, []byte(kind+"\x00"+strings.Join(parts, "\x00"))).String()
}
