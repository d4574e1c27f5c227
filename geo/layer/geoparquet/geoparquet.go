// Package geoparquet writes layers as GeoParquet 1.1: well-known binary geometries with their boxes, and a column per field.
package geoparquet

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"

	"dateline/geo/layer"

	"github.com/parquet-go/parquet-go"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

const (
	// batch is the number of rows that are passed to the encoder at a time.
	batch = 512
	// rowGroup is the number of rows of a row group, which is buffered in memory.
	rowGroup = 50_000
)

// box is the bounding box of a geometry, which readers use to skip rows.
type box struct {
	XMin float64 `parquet:"xmin"`
	YMin float64 `parquet:"ymin"`
	XMax float64 `parquet:"xmax"`
	YMax float64 `parquet:"ymax"`
}

// Write writes a layer. The key-value metadata "dateline" is the header as JSON.
func Write(w io.Writer, e *layer.Export, o layer.Options) error {
	l := e.Layer(o.Kind, o.Shapes)
	out := parquet.NewWriter(w, schema(l), parquet.Compression(&parquet.Zstd), parquet.MaxRowsPerRowGroup(rowGroup), parquet.CreatedBy("Dateline", "", ""))
	head, err := l.Header.JSON()
	if err != nil {
		return err
	}
	out.SetKeyValueMetadata("dateline", string(head))
	var all summary
	rows := make([]parquet.Row, 0, batch)
	flush := func() error {
		_, err := out.WriteRows(rows)
		rows = rows[:0]
		return err
	}
	for f, err := range l.Features {
		if err != nil {
			return err
		}
		row, err := newRow(f)
		if err != nil {
			return fmt.Errorf("writing %s %s: %w", l.Kind, f.ID, err)
		}
		all.add(f.Geometry)
		if rows = append(rows, row); len(rows) == batch {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	geo, err := all.metadata()
	if err != nil {
		return err
	}
	out.SetKeyValueMetadata("geo", string(geo))
	return out.Close()
}

// schema returns the schema of a layer: the fields in order, the geometry and its box.
func schema(l *layer.Layer) *parquet.Schema {
	types := map[layer.Type]reflect.Type{
		layer.Text: reflect.TypeFor[string](), layer.Integer: reflect.TypeFor[int64](), layer.Number: reflect.TypeFor[float64](), layer.Boolean: reflect.TypeFor[bool](),
	}
	var columns []reflect.StructField
	add := func(name string, t reflect.Type) {
		columns = append(columns, reflect.StructField{
			Name: fmt.Sprint("Column", len(columns)), Type: t, Tag: reflect.StructTag(`parquet:"` + name + `,optional"`),
		})
	}
	for i := range l.Fields {
		add(l.Fields[i].Name, types[l.Fields[i].Type])
	}
	add("geometry", reflect.TypeFor[[]byte]())
	add("bbox", reflect.TypeFor[*box]())
	return parquet.NewSchema(l.Kind.String(), parquet.SchemaOf(reflect.New(reflect.StructOf(columns)).Interface()))
}

func newRow(f *layer.Feature) (parquet.Row, error) {
	row := make(parquet.Row, 0, len(f.Values)+5)
	add := func(v parquet.Value, present bool) {
		level := 0
		if present {
			level = 1
		}
		row = append(row, v.Level(0, level, len(row)))
	}
	for _, v := range f.Values {
		add(value(v), v.Present)
	}
	if f.Geometry == nil {
		for range 5 {
			add(parquet.Value{}, false)
		}
		return row, nil
	}
	b, err := wkb.Marshal(f.Geometry)
	if err != nil {
		return nil, err
	}
	add(parquet.ByteArrayValue(b), true)
	bound := f.Geometry.Bound()
	for _, v := range []float64{bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1]} {
		add(parquet.DoubleValue(v), true)
	}
	return row, nil
}

func value(v layer.Value) parquet.Value {
	switch {
	case !v.Present:
		return parquet.Value{}
	case v.Type == layer.Integer:
		return parquet.Int64Value(v.Integer())
	case v.Type == layer.Number:
		return parquet.DoubleValue(v.Number())
	case v.Type == layer.Boolean:
		return parquet.BooleanValue(v.Boolean())
	}
	return parquet.ByteArrayValue([]byte(v.Text()))
}

// summary collects what the metadata say about all geometries.
type summary struct {
	types []string
	bound *orb.Bound
}

func (s *summary) add(g orb.Geometry) {
	if g == nil {
		return
	}
	if !slices.Contains(s.types, g.GeoJSONType()) {
		s.types = append(s.types, g.GeoJSONType())
		slices.Sort(s.types)
	}
	b := g.Bound()
	if s.bound != nil {
		b = b.Union(*s.bound)
	}
	s.bound = &b
}

// metadata returns the "geo" metadata of GeoParquet 1.1.
func (s *summary) metadata() ([]byte, error) {
	covering := map[string][]string{}
	for _, edge := range []string{"xmin", "ymin", "xmax", "ymax"} {
		covering[edge] = []string{"bbox", edge}
	}
	column := map[string]any{
		"encoding": "WKB", "geometry_types": append([]string{}, s.types...), "orientation": "counterclockwise", "covering": map[string]any{"bbox": covering},
	}
	if s.bound != nil {
		column["bbox"] = []float64{s.bound.Min[0], s.bound.Min[1], s.bound.Max[0], s.bound.Max[1]}
	}
	return json.Marshal(map[string]any{"version": "1.1.0", "primary_column": "geometry", "columns": map[string]any{"geometry": column}})
}
