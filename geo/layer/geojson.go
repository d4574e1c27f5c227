package layer

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"

	"dateline/geo"
	"dateline/geo/gazetteer"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// head is everything of a collection but its features. It is written first, so
// that whoever reads the stream knows what is coming.
type head struct {
	Type        string                 `json:"type"`
	Title       string                 `json:"title,omitempty"`
	GeneratedBy string                 `json:"generated_by"`
	Ledger      geo.Ledger             `json:"ledger"`
	Versions    geo.Versions           `json:"versions"`
	Attribution []gazetteer.SourceInfo `json:"attribution"`
	BBox        geojson.BBox           `json:"bbox,omitempty"`
}

// WritePlaces writes the places layer: one feature a place, the most mentioned
// first.
func (s *Set) WritePlaces(w io.Writer) error {
	places := s.Places()
	var e extent
	for i := range places {
		e.add(s.geometry(&places[i].Place))
	}
	out, err := s.begin(w, e)
	if err != nil {
		return err
	}
	for i := range places {
		p := &places[i]
		f := geojson.FeatureOf[placeProperties]{ID: string(p.Place.ID), Geometry: s.geometry(&p.Place), Properties: p.properties()}
		if err := out.feature(f); err != nil {
			return fmt.Errorf("writing place %s: %w", p.Place.ID, err)
		}
	}
	return out.end()
}

// WriteMentions writes the mentions layer: one feature a mention, in the order
// of the articles and their texts. Only a mention placed at a site or settlement
// has a geometry.
func (s *Set) WriteMentions(w io.Writer) error {
	var e extent
	for _, p := range s.Parsed {
		for i := range p.Resolutions {
			e.add(pin(&p.Resolutions[i]))
		}
	}
	out, err := s.begin(w, e)
	if err != nil {
		return err
	}
	for m := range s.mentions() {
		f := geojson.FeatureOf[mentionProperties]{ID: m.Mention, Geometry: pin(m.resolution), Properties: m.mentionProperties}
		if err := out.feature(f); err != nil {
			return fmt.Errorf("writing mention %s: %w", m.Mention, err)
		}
	}
	return out.end()
}

type described struct {
	mentionProperties
	resolution *geo.Resolution
}

// mentions yields every mention of the set in order. Identifiers come from the
// text alone, so a text that stands in the set more than once gets a suffix from
// the second time on.
func (s *Set) mentions() func(yield func(*described) bool) {
	return func(yield func(*described) bool) {
		texts := map[string]int{}
		for _, p := range s.Parsed {
			texts[p.Article.Hash]++
			at := newOffsets(p.Article.Text)
			for i := range p.Mentions {
				id := geo.CopyID(geo.MentionID(&p.Article, p.Mentions[i].Span), texts[p.Article.Hash])
				if !yield(&described{mention(p, i, id, at), &p.Resolutions[i]}) {
					return
				}
			}
		}
	}
}

// geometry is what a place is drawn as: a point, its outline, or nil. An area or
// country is never a point.
func (s *Set) geometry(p *geo.Place) orb.Geometry {
	if p.Kind.Precision().IsPoint() {
		return point(p.Point)
	}
	if s.Outline == nil {
		return nil
	}
	return outline(s.Outline(p.ID))
}

// pin is the point of a mention placed at a site or settlement, otherwise nil.
func pin(r *geo.Resolution) orb.Geometry {
	if r.Outcome != geo.OutcomePlaced || r.Place == nil || !r.Place.Kind.Precision().IsPoint() {
		return nil
	}
	return point(r.Place.Point)
}

// point returns p rounded, or nil where p is no position on Earth.
func point(p orb.Point) orb.Geometry {
	if !onEarth(p) {
		return nil
	}
	return orb.Point{degrees(p.Lon()), degrees(p.Lat())}
}

// pair returns p's latitude and longitude, or nothing where p is no position.
func pair(p orb.Point) (lat, lon *float64) {
	if !onEarth(p) {
		return nil, nil
	}
	y, x := degrees(p.Lat()), degrees(p.Lon())
	return &y, &x
}

func onEarth(p orb.Point) bool {
	return math.Abs(p.Lon()) <= 180 && math.Abs(p.Lat()) <= 90 // false for NaN
}

// collection writes a feature collection piece by piece.
type collection struct {
	w *bufio.Writer
	n int
}

func (s *Set) begin(w io.Writer, e extent) (*collection, error) {
	h := head{
		Type: "FeatureCollection", Title: s.Title, GeneratedBy: "Dateline", Ledger: s.Ledger(),
		Versions: s.Versions, Attribution: s.Sources(), BBox: e.bbox(),
	}
	if h.Attribution == nil {
		h.Attribution = []gazetteer.SourceInfo{}
	}
	b, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("writing the head of a collection: %w", err)
	}
	out := &collection{w: bufio.NewWriterSize(w, 64<<10)}
	if _, err := out.w.Write(b[:len(b)-1]); err != nil {
		return nil, err
	}
	_, err = out.w.WriteString(`,"features":[`)
	return out, err
}

func (c *collection) feature(f json.Marshaler) error {
	b, err := f.MarshalJSON()
	if err != nil {
		return err
	}
	if c.n++; c.n > 1 {
		if err := c.w.WriteByte(','); err != nil {
			return err
		}
	}
	if err := c.w.WriteByte('\n'); err != nil {
		return err
	}
	_, err = c.w.Write(b)
	return err
}

func (c *collection) end() error {
	if _, err := c.w.WriteString("\n]}\n"); err != nil {
		return err
	}
	return c.w.Flush()
}
