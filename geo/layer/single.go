package layer

import (
	"bytes"
	"iter"

	"dateline/geo"
)

// NewMentionRow returns the row of the i-th mention of p, whose identifier in the layer is
// id.
func NewMentionRow(p *geo.Parsed, i int, id string) *MentionRow {
	return newMentionRow(p, i, id, geo.NewCodePoints(p.Article.Text))
}

// Feature returns the feature of the row with the values of fields.
func (m *MentionRow) Feature(fields []Field) *Feature {
	m = m.clean()
	f := &Feature{ID: m.ID, Geometry: m.Geometry, Values: make([]Value, len(fields))}
	for i := range fields {
		f.Values[i] = fields[i].mention(m)
	}
	return f
}

// Feature returns the feature of the row with the values of fields.
func (p *PlaceRow) Feature(fields []Field) *Feature {
	p = p.clean()
	f := &Feature{ID: string(p.Place.ID), Geometry: p.Geometry, Values: make([]Value, len(fields))}
	for i := range fields {
		f.Values[i] = fields[i].place(p)
	}
	return f
}

// AppendGeoJSON appends a feature as GeoJSON. Each of the further members is a key with its
// value in JSON: `"links":[]`.
func AppendGeoJSON(b []byte, f *Feature, fields []Field, members ...string) ([]byte, error) {
	e := featureEncoder{fields: fields}
	e.feature(f, nil)
	if e.err != nil {
		return b, e.err
	}
	out := bytes.TrimSuffix(e.b, []byte("}"))
	b = append(b, out...)
	for _, m := range members {
		b = append(append(b, ','), m...)
	}
	return append(b, '}'), nil
}

// ArticleRows yields the rows of the mentions of an article, whose identifiers in the layer are given in their order.
func ArticleRows(p *geo.Parsed, ids []string) iter.Seq[*MentionRow] {
	return func(yield func(*MentionRow) bool) {
		at := geo.NewCodePoints(p.Article.Text)
		for i := range p.Mentions {
			if !yield(newMentionRow(p, i, ids[i], at)) {
				return
			}
		}
	}
}
