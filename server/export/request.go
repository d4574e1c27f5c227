package export

import (
	"io"
	"strings"

	"dateline/geo"
	"dateline/geo/layer"
)

// Request is a request for a file, with the choices by their names on the command line and
// in addresses. Empty names are the defaults.
type Request struct {
	// Format is the name of a format.
	Format string
	// Layer is "places" or "mentions". The default is the usual one of the format.
	Layer string
	// Geometry is "all", "points" or "areas".
	Geometry string
	// Precision is the finest precision: "none", "district" or "country".
	Precision string
	// ByteOrderMark and WKT are those of [layer.Options].
	ByteOrderMark, WKT bool
}

// File is a checked request.
type File struct {
	Format  Format
	Options layer.Options
	Cap     layer.Cap
}

// Check returns what a request is for. The error is a geo.ErrInput that names the wrong
// choice.
func (r *Request) Check() (*File, error) {
	f, ok := ByName(r.Format)
	if !ok {
		return nil, geo.Errorf(geo.ErrInput, "there is no format %q; give one of %s", r.Format, names())
	}
	out := &File{Format: f, Options: layer.Options{Kind: f.Kind, ByteOrderMark: r.ByteOrderMark, WKT: r.WKT}}
	if r.Layer != "" {
		if out.Options.Kind, ok = layer.ParseKind(r.Layer); !ok {
			return nil, geo.Errorf(geo.ErrInput, "there is no layer %q; give places or mentions", r.Layer)
		}
		if f.Both {
			return nil, geo.Errorf(geo.ErrInput, "a file of the format %s contains both layers; leave out the layer", f.Name)
		}
		if f.Name == "annotations" && out.Options.Kind == layer.Places {
			return nil, geo.Errorf(geo.ErrInput, "annotations are of mentions; leave out the layer")
		}
	}
	if r.Geometry != "" {
		if out.Options.Shapes, ok = layer.ParseShapes(r.Geometry); !ok {
			return nil, geo.Errorf(geo.ErrInput, "there is no type of geometry %q; give all, points or areas", r.Geometry)
		}
		if !f.Shapes && out.Options.Shapes != layer.AllShapes {
			return nil, geo.Errorf(geo.ErrInput, "a file of the format %s cannot be limited to one type of geometry", f.Name)
		}
	}
	if out.Cap, ok = layer.ParseCap(r.Precision); !ok {
		return nil, geo.Errorf(geo.ErrInput, "the precision cannot be capped to %q; give none, district or country", r.Precision)
	}
	if f.Name != "csv" && (r.ByteOrderMark || r.WKT) {
		return nil, geo.Errorf(geo.ErrInput, "a byte order mark and a column of well-known text are for CSV, not for %s", f.Name)
	}
	return out, nil
}

// Write writes the file of an export.
func (f *File) Write(w io.Writer, e *layer.Export) error {
	return f.Format.Write(w, e.Clean().Capped(f.Cap), f.Options)
}

// names returns the names of all formats: "geojson, csv or docx".
func names() string {
	var out []string
	for _, f := range Formats() {
		out = append(out, f.Name)
	}
	last := len(out) - 1
	return strings.Join(out[:last], ", ") + " or " + out[last]
}
