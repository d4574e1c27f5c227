package layer

import (
	"iter"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// Export is the input of the writers of all formats: a header and the rows of both
// layers. Writers range over the rows, some of them more than once, and keep none of
// them, so that a database can stream them.
type Export struct {
	Header Header
	// Places yields the rows of the places layer. A row is valid until the next one.
	Places iter.Seq2[*PlaceRow, error]
	// Mentions yields the rows of the mentions layer, those of an article one after
	// another. A row is valid until the next one.
	Mentions iter.Seq2[*MentionRow, error]
	// Outline returns the simplified outline of an area or country, or nil. It may be nil.
	Outline func(geo.PlaceID) orb.MultiPolygon

	clean bool // by [Export.Clean]
}

// Shapes selects features by geometry, for programs that expect one type of geometry in a
// file.
type Shapes uint8

// The selections.
const (
	// AllShapes selects all features.
	AllShapes Shapes = iota
	// Points selects the features with a point.
	Points
	// Areas selects the features with an outline; all are multipolygons.
	Areas
	// NoPoint selects the features without a point: those with an outline, which is a
	// multipolygon, and those without a geometry.
	NoPoint
)

// ParseShapes returns the selection of a name: "all", "points" or "areas".
func ParseShapes(name string) (s Shapes, ok bool) {
	s, ok = map[string]Shapes{"all": AllShapes, "points": Points, "areas": Areas}[name]
	return s, ok
}

// selects returns the geometry of a feature, and false if the feature is not selected.
func (s Shapes) selects(g orb.Geometry) (orb.Geometry, bool) {
	_, point := g.(orb.Point)
	switch s {
	case AllShapes:
		return g, true
	case Points:
		return g, point
	case Areas, NoPoint:
		if p, ok := g.(orb.Polygon); ok {
			g = orb.MultiPolygon{p}
		}
		return g, !point && (g != nil || s == NoPoint)
	}
	return g, true
}

// Layer is a layer with the values of its fields, for writers of tables and features.
type Layer struct {
	Header Header
	Kind   Kind
	Fields []Field
	// Features yields the features. A feature is valid until the next one.
	Features iter.Seq2[*Feature, error]
}

// Feature is a row with the values of the layer's fields, in their order.
type Feature struct {
	ID       string
	Geometry orb.Geometry
	Values   []Value
}

// Value returns the value of a field by its name; absent if the layer has none.
func (l *Layer) Value(f *Feature, name string) Value {
	for i := range l.Fields {
		if l.Fields[i].Name == name {
			return f.Values[i]
		}
	}
	return Value{}
}

// Layer returns one layer of an export.
func (e *Export) Layer(k Kind, s Shapes) *Layer {
	l := &Layer{Header: e.Header, Kind: k, Fields: Fields(k)}
	if k == Places {
		l.Features = features(e.Places, s, l.Fields, func(r *PlaceRow) (string, orb.Geometry) { return string(r.Place.ID), r.Geometry },
			func(f *Field, r *PlaceRow) Value { return f.place(r) })
	} else {
		l.Features = features(e.Mentions, s, l.Fields, func(r *MentionRow) (string, orb.Geometry) { return r.ID, r.Geometry },
			func(f *Field, r *MentionRow) Value { return f.mention(r) })
	}
	return l
}

// features returns the features of rows.
func features[R any](rows iter.Seq2[*R, error], s Shapes, fields []Field, shape func(*R) (string, orb.Geometry), value func(*Field, *R) Value) iter.Seq2[*Feature, error] {
	return func(yield func(*Feature, error) bool) {
		f := &Feature{Values: make([]Value, len(fields))}
		for r, err := range rows {
			if err != nil {
				yield(nil, err)
				return
			}
			id, g := shape(r)
			g, ok := s.selects(g)
			if !ok {
				continue
			}
			f.ID, f.Geometry = id, g
			for i := range fields {
				f.Values[i] = value(&fields[i], r)
			}
			if !yield(f, nil) {
				return
			}
		}
	}
}

// Options are the choices of a download. Formats ignore those that don't apply.
type Options struct {
	Kind   Kind
	Shapes Shapes
	// ByteOrderMark writes one before a CSV, for Excel.
	ByteOrderMark bool
	// WKT adds a column with the geometry as well-known text to a CSV.
	WKT bool
}

// Export returns the set as the input of a writer.
func (s *Set) Export() *Export {
	e := &Export{
		Header: Header{
			Title: s.Title, Articles: len(s.Parsed), Ledger: s.Ledger(), Versions: s.Versions, History: s.history(), Sources: s.Sources(),
			Selection: s.Selection, Edition: s.Edition,
		},
		Places: s.placeRows, Mentions: s.mentionRows, Outline: s.Outline,
	}
	return e.Clean()
}

func (s *Set) placeRows(yield func(*PlaceRow, error) bool) {
	places := s.Places()
	for i := range places {
		p := &places[i]
		row := &PlaceRow{
			Place: p.Place, Geometry: PlaceGeometry(&p.Place, s.Outline), Mentions: len(p.Mentions), Articles: p.Articles, Certain: p.Certain,
			Likely: p.Likely, Confidence: p.Confidence, Phrases: p.Phrases, FirstPublished: p.FirstPublished, LastPublished: p.LastPublished, Focus: p.Focus,
		}
		if !yield(row, nil) {
			return
		}
	}
}

func (s *Set) mentionRows(yield func(*MentionRow, error) bool) {
	ParsedRows(func(yield func(*geo.Parsed, error) bool) {
		for _, p := range s.Parsed {
			if !yield(p, nil) {
				return
			}
		}
	})(yield)
}

// ParsedRows yields the rows of the mentions of parsed articles in order. The identifier
// of a mention depends on the text only, so the mentions of the second and later articles
// with the same text have a suffix (see [geo.CopyID]). It keeps 32 bytes per distinct
// text.
func ParsedRows(all iter.Seq2[*geo.Parsed, error]) iter.Seq2[*MentionRow, error] {
	return func(yield func(*MentionRow, error) bool) {
		texts := map[[16]byte]int32{}
		for p, err := range all {
			if err != nil {
				yield(nil, err)
				return
			}
			var key [16]byte
			copy(key[:], p.Article.Hash) // 64 bits of it
			texts[key]++
			at := geo.NewCodePoints(p.Article.Text)
			for i := range p.Mentions {
				id := geo.CopyID(geo.MentionID(&p.Article, p.Mentions[i].Span), int(texts[key]))
				if !yield(newMentionRow(p, i, id, at), nil) {
					return
				}
			}
		}
	}
}

// StreamRows returns an export of rows of mentions that a database streams, those of an
// article one after another. The rows of places are made from them and kept in memory.
func StreamRows(h Header, mentions iter.Seq2[*MentionRow, error], outline func(geo.PlaceID) orb.MultiPolygon) *Export {
	e := &Export{Header: h.clean(), Mentions: each(mentions, (*MentionRow).clean), Outline: outline, clean: true}
	e.Places = e.summarized
	return e
}

// summarized yields the rows of the places of the mentions.
func (e *Export) summarized(yield func(*PlaceRow, error) bool) {
	places, err := Summarize(e.Mentions)
	if err != nil {
		yield(nil, err)
		return
	}
	for _, p := range places {
		p.Geometry = PlaceGeometry(&p.Place, e.Outline)
		if !yield(p, nil) {
			return
		}
	}
}

// PlaceGeometry returns the geometry of a place: the point of a site or settlement, the
// outline of an area or country, or nil if it has no outline.
func PlaceGeometry(p *geo.Place, outline func(geo.PlaceID) orb.MultiPolygon) orb.Geometry {
	if p.Kind.Precision().IsPoint() {
		return point(p.Point)
	}
	if outline == nil {
		return nil
	}
	return areaGeometry(outline(p.ID))
}

// pin returns the point of a mention that is placed at a site or settlement, or nil.
func pin(r *geo.Resolution) orb.Geometry {
	if r.Outcome != geo.OutcomePlaced || r.Place == nil || !r.Place.Kind.Precision().IsPoint() {
		return nil
	}
	return point(r.Place.Point)
}
