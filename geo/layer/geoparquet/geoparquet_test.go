package geoparquet_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"dateline/geo/layer"
	"dateline/geo/layer/geoparquet"
	"dateline/geo/layer/layertest"

	"github.com/parquet-go/parquet-go"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// row has some of the columns.
type row struct {
	Place    *string `parquet:"place,optional"`
	Mentions *int64  `parquet:"mentions,optional"`
	Geometry []byte  `parquet:"geometry,optional"`
}

func TestGeoParquet(t *testing.T) {
	var b bytes.Buffer
	if err := geoparquet.Write(&b, layertest.Set().Export(), layer.Options{Kind: layer.Places}); err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	text, _ := f.Lookup("geo")
	var meta struct {
		Version string
		Columns map[string]struct {
			Encoding      string
			GeometryTypes []string `json:"geometry_types"`
			BBox          []float64
			Covering      map[string]any
		}
	}
	if err := json.Unmarshal([]byte(text), &meta); err != nil {
		t.Fatal(err)
	}
	if c := meta.Columns["geometry"]; meta.Version != "1.1.0" || c.Encoding != "WKB" || len(c.GeometryTypes) != 3 || len(c.BBox) != 4 || c.Covering["bbox"] == nil {
		t.Errorf("the metadata are %s", text)
	}
	rows, err := parquet.Read[row](bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 7 || *rows[0].Place != "geonames:1138958" || *rows[0].Mentions != 4 {
		t.Fatalf("%d rows, the first %+v", len(rows), rows[0])
	}
	if g, err := wkb.Unmarshal(rows[0].Geometry); err != nil || g != (orb.Point{69.172331, 34.528131}) {
		t.Errorf("Kabul is at %v, %v", g, err)
	}
	if last := f.Schema().Fields(); last[len(last)-1].Name() != "bbox" || last[0].Name() != "place" {
		t.Error("the columns are in another order")
	}
}
