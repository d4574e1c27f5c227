package layer

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/paulmach/orb"
)

// featureEncoder encodes GeoJSON features without reflection.
type featureEncoder struct {
	lineEncoder
	fields []Field
}

// flush writes what was encoded and returns the first error.
func (e *featureEncoder) flush(w io.Writer) error {
	if e.err != nil {
		return e.err
	}
	_, err := w.Write(e.b)
	e.b = e.b[:0]
	return err
}

// feature encodes a feature. Provenance, if it is not nil, is a JSON value.
func (e *featureEncoder) feature(f *Feature, provenance []byte) {
	e.raw(`{`)
	e.optional(`"id":`, f.ID, `,`)
	e.raw(`"type":"Feature"`)
	if provenance != nil {
		e.raw(`,"provenance":`)
		e.b = append(e.b, provenance...)
	}
	e.raw(`,"geometry":`)
	e.geometry(f.Geometry)
	e.raw(`,"properties":{`)
	n := 0
	for i := range f.Values {
		v := &f.Values[i]
		if !v.Present {
			continue
		}
		e.separate(n)
		n++
		e.raw(`"`)
		e.raw(e.fields[i].Name)
		e.value(`":`, v)
	}
	e.raw(`}}`)
}

// value encodes a value after its key.
func (e *featureEncoder) value(key string, v *Value) {
	switch v.Type {
	case Text:
		e.string(key, v.text)
	case Number:
		e.float(key, v.number)
	case Integer:
		e.int(key, int(v.integer))
	case Boolean:
		e.raw(key)
		e.raw(v.Text())
	}
}

func (e *featureEncoder) geometry(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		e.raw(`{"type":"Point","coordinates":`)
		e.point(g)
	case orb.Polygon:
		e.raw(`{"type":"Polygon","coordinates":`)
		e.polygon(g)
	case orb.MultiPolygon:
		e.raw(`{"type":"MultiPolygon","coordinates":[`)
		for i, p := range g {
			e.separate(i)
			e.polygon(p)
		}
		e.raw(`]`)
	default:
		e.raw(`null`)
		return
	}
	e.raw(`}`)
}

func (e *featureEncoder) polygon(p orb.Polygon) {
	e.raw(`[`)
	for i, ring := range p {
		e.separate(i)
		e.raw(`[`)
		for j, at := range ring {
			e.separate(j)
			e.point(at)
		}
		e.raw(`]`)
	}
	e.raw(`]`)
}

func (e *featureEncoder) point(p orb.Point) {
	e.float(`[`, p[0])
	e.float(`,`, p[1])
	e.raw(`]`)
}

// marshal encodes a value as JSON without escapes for HTML.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
