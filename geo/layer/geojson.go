package layer

import (
	"bufio"
	"fmt"
	"io"
)

// WriteGeoJSON writes a layer as a GeoJSON feature collection (RFC 7946). The members of
// the header come before the features, the box of all geometries after them.
func WriteGeoJSON(w io.Writer, e *Export, o Options) error {
	l := e.Layer(o.Kind, o.Shapes)
	head, err := l.Header.JSON()
	if err != nil {
		return fmt.Errorf("writing the header of a feature collection: %w", err)
	}
	out := bufio.NewWriterSize(w, 64<<10)
	// The members of the head follow the type.
	fmt.Fprintf(out, `{"type":"FeatureCollection",%s,"features":[`, head[1:len(head)-1])
	var box extent
	enc := featureEncoder{fields: l.Fields}
	n := 0
	for f, err := range l.Features {
		if err != nil {
			return err
		}
		if n++; n > 1 {
			enc.raw(",")
		}
		enc.raw("\n")
		enc.feature(f, nil)
		if err := enc.flush(out); err != nil {
			return fmt.Errorf("writing %s %s: %w", l.Kind, f.ID, err)
		}
		box.add(f.Geometry)
	}
	enc.raw("\n]")
	if b := box.bbox(); b != nil {
		enc.raw(`,"bbox":[`)
		for i, v := range b {
			enc.separate(i)
			enc.float("", v)
		}
		enc.raw("]")
	}
	enc.raw("}\n")
	if err := enc.flush(out); err != nil {
		return err
	}
	return out.Flush()
}

// WriteGeoJSONLines writes a layer with a GeoJSON feature on each line. The first feature
// has the header as its member "provenance".
func WriteGeoJSONLines(w io.Writer, e *Export, o Options) error { return writeLines(w, e, o, "") }

// WriteGeoJSONSequence writes a layer as GeoJSON text sequences (RFC 8142): lines with a
// record separator before each. The first feature has the header as its member
// "provenance".
func WriteGeoJSONSequence(w io.Writer, e *Export, o Options) error {
	return writeLines(w, e, o, "\x1e")
}

func writeLines(w io.Writer, e *Export, o Options, before string) error {
	l := e.Layer(o.Kind, o.Shapes)
	head, err := l.Header.JSON()
	if err != nil {
		return fmt.Errorf("writing the header of features: %w", err)
	}
	out := bufio.NewWriterSize(w, 64<<10)
	enc := featureEncoder{fields: l.Fields}
	for f, err := range l.Features {
		if err != nil {
			return err
		}
		enc.raw(before)
		enc.feature(f, head)
		enc.raw("\n")
		if err := enc.flush(out); err != nil {
			return fmt.Errorf("writing %s %s: %w", l.Kind, f.ID, err)
		}
		head = nil
	}
	return out.Flush()
}

// WritePlaces writes the places layer as GeoJSON: a feature for each place, in the
// order of [Set.Places].
func (s *Set) WritePlaces(w io.Writer) error {
	return WriteGeoJSON(w, s.Export(), Options{Kind: Places})
}

// WriteMentions writes the mentions layer as GeoJSON: a feature for each mention,
// in the order of the articles and their texts. Only a mention placed at a site or
// settlement has a geometry.
func (s *Set) WriteMentions(w io.Writer) error {
	return WriteGeoJSON(w, s.Export(), Options{Kind: Mentions})
}
