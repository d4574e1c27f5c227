package export_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"dateline/geo/layer/layertest"
	"dateline/server/export"

	"github.com/parquet-go/parquet-go"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// TestCappedExportsHaveNoFinerCoordinates: whatever the places and texts, no file of any
// format contains the coordinates of a place finer than the cap, as text or binary.
func TestCappedExportsHaveNoFinerCoordinates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		drawn := layertest.Secrets().Draw(t, "set")
		set := drawn.Set
		precision := rapid.SampledFrom([]string{"district", "country"}).Draw(t, "precision")
		for _, f := range export.Formats() {
			for _, kind := range []string{"", "places", "mentions"} {
				request := export.Request{Format: f.Name, Layer: kind, Precision: precision, WKT: f.Name == "csv"}
				file, err := request.Check()
				if err != nil || kind == f.Kind.String() {
					continue // the format has no such layer, or it is the default
				}
				var b bytes.Buffer
				if err := file.Write(&b, set.Export()); err != nil {
					t.Fatal(err)
				}
				content := unpacked(t, f.Name, b.Bytes())
				// Lines and tables without rows have no provenance.
				if bytes.Count(content, []byte("\n")) > 1 && !bytes.Contains(content, []byte("Capped to")) {
					t.Errorf("%s does not state the cap", f.Name)
				}
				for _, at := range drawn.Points {
					checkAbsent(t, f.Name+" "+kind, content, at)
				}
			}
		}
	})
}

func checkAbsent(t *rapid.T, name string, content []byte, at orb.Point) {
	for _, v := range at {
		text := strconv.FormatFloat(math.Abs(v), 'f', -1, 64)
		text = text[:strings.IndexByte(text, '.')+4] // three decimals, 100 m
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			if bytes.Contains(content, order.AppendUint64(nil, math.Float64bits(v))) {
				t.Errorf("%s contains %v in binary", name, v)
			}
		}
		if i := number(content, text); i >= 0 {
			t.Errorf("%s contains %s: %q", name, text, content[max(0, i-60):min(len(content), i+60)])
		}
	}
}

// number returns the index of a number that begins with text in content, or -1.
func number(content []byte, text string) int {
	from := 0
	for {
		i := bytes.Index(content[from:], []byte(text))
		if i < 0 {
			return -1
		}
		i += from
		if i == 0 || content[i-1] < '0' || content[i-1] > '9' {
			return i
		}
		from = i + 1
	}
}

// unpacked returns the content of a file: the files of a ZIP file, or the values of a
// Parquet file.
func unpacked(t interface{ Fatal(...any) }, format string, b []byte) []byte {
	var out bytes.Buffer
	switch format {
	case "xlsx", "kmz", "docx":
		z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(&out, r); err != nil {
				t.Fatal(err)
			}
		}
		return out.Bytes()
	case "parquet":
		f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		for _, kv := range f.Metadata().KeyValueMetadata {
			out.WriteString(kv.Value)
		}
		for _, group := range f.RowGroups() {
			rows := make([]parquet.Row, group.NumRows())
			r := group.Rows()
			if n, err := r.ReadRows(rows); n != len(rows) {
				t.Fatal(n, err)
			}
			for _, row := range rows {
				for _, v := range row {
					out.WriteString("\n" + v.String())
				}
			}
		}
		return out.Bytes()
	}
	return b
}
