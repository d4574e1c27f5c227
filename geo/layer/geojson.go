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

// header contains the members of a feature collection other than its features.
// They are written before the features.
type header struct {
	Type        string                 `json:"type"`
	Title       string                 `json:"title,omitempty"`
	GeneratedBy string                 `json:"generated_by"`
	Ledger      geo.Ledger             `json:"ledger"`
	Versions    geo.Versions           `json:"versions"`
	History     bool                   `json:"history,omitempty"`
	Attribution []gazetteer.SourceInfo `json:"attribution"`
	BBox        geojson.BBox           `json:"bbox,omitempty"`
}

// WritePlaces writes the places layer as GeoJSON: a feature for each place, in the
// order of [Set.Places].
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

// WriteMentions writes the mentions layer as GeoJSON: a feature for each mention,
// in the order of the articles and their texts. Only a mention placed at a site or
// settlement has a geometry.
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

// mentionFeature is a mention with what its feature is made from.
type mentionFeature struct {
	mentionProperties
	resolution *geo.Resolution
}

// mentions yields all mentions of the set in order. The identifier of a mention
// depends on the text only, so the mentions of the second and later articles with
// the same text have a suffix (see [geo.CopyID]).
func (s *Set) mentions() func(yield func(*mentionFeature) bool) {
	return func(yield func(*mentionFeature) bool) {
		texts := map[string]int{}
		for _, p := range s.Parsed {
			texts[p.Article.Hash]++
			at := geo.NewCodePoints(p.Article.Text)
			for i := range p.Mentions {
				id := geo.CopyID(geo.MentionID(&p.Article, p.Mentions[i].Span), texts[p.Article.Hash])
				if !yield(&mentionFeature{newMentionProperties(p, i, id, at), &p.Resolutions[i]}) {
					return
				}
			}
		}
	}
}

// geometry returns the geometry of a place: the point of a site or settlement, the
// outline of an area or country, or nil if it has no outline.
func (s *Set) geometry(p *geo.Place) orb.Geometry {
	if p.Kind.Precision().IsPoint() {
		return point(p.Point)
	}
	if s.Outline == nil {
		return nil
	}
	return areaGeometry(s.Outline(p.ID))
}

// pin returns the point of a mention that is placed at a site or settlement, or nil.
func pin(r *geo.Resolution) orb.Geometry {
	if r.Outcome != geo.OutcomePlaced || r.Place == nil || !r.Place.Kind.Precision().IsPoint() {
		return nil
	}
	return point(r.Place.Point)
}

// point returns p rounded to 6 decimals, or nil if p is not a position on Earth.
func point(p orb.Point) orb.Geometry {
	if !onEarth(p) {
		return nil
	}
	return orb.Point{degrees(p.Lon()), degrees(p.Lat())}
}

// pair returns the rounded latitude and longitude of p, or nil if p is not a
// position on Earth.
func pair(p orb.Point) (lat, lon *float64) {
	if !onEarth(p) {
		return nil, nil
	}
	y, x := degrees(p.Lat()), degrees(p.Lon())
	return &y, &x
}

// onEarth reports whether p is a longitude and latitude in degrees.
func onEarth(p orb.Point) bool {
	return math.Abs(p.Lon()) <= 180 && math.Abs(p.Lat()) <= 90 // false for NaN
}

// collectionWriter writes a feature collection feature by feature.
type collectionWriter struct {
	w *bufio.Writer
	n int
}

func (s *Set) begin(w io.Writer, e extent) (*collectionWriter, error) {
	h := header{
		Type: "FeatureCollection", Title: s.Title, GeneratedBy: "Dateline", Ledger: s.Ledger(),
		Versions: s.Versions, History: s.history(), Attribution: s.Sources(), BBox: e.bbox(),
	}
	if h.Attribution == nil {
		h.Attribution = []gazetteer.SourceInfo{}
	}
	b, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("writing the header of a feature collection: %w", err)
	}
	out := &collectionWriter{w: bufio.NewWriterSize(w, 64<<10)}
	if _, err := out.w.Write(b[:len(b)-1]); err != nil {
		return nil, err
	}
	_, err = out.w.WriteString(`,"features":[`)
	return out, err
}

func (c *collectionWriter) feature(f json.Marshaler) error {
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

func (c *collectionWriter) end() error {
	if _, err := c.w.WriteString("\n]}\n"); err != nil {
		return err
	}
	return c.w.Flush()
}
