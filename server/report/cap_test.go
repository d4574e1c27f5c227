package report_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"dateline/geo/layer"
	"dateline/geo/layer/layertest"
	"dateline/server/report"

	"github.com/paulmach/orb"
)

// TestCappedReportsHaveNoFinerCoordinates: no part of a report contains the coordinates of a
// place finer than the cap: neither page, layers, annex nor figure, as text or binary.
func TestCappedReportsHaveNoFinerCoordinates(t *testing.T) {
	for seed, precision := range []layer.Cap{layer.CapDistrict, layer.CapCountry} {
		drawn := layertest.Secrets().Example(seed)
		c := config(t)
		c.Set, c.Cap = drawn.Set, precision
		var b bytes.Buffer
		if err := report.WriteZIP(&b, c); err != nil { // has all other forms in it
			t.Fatal(err)
		}
		for name, content := range parts(t, "zip", b.Bytes()) {
			if name == "report.html" && !bytes.Contains(content, []byte(precision.Statement())) {
				t.Errorf("%s does not state the cap", name)
			}
			for _, at := range drawn.Points {
				checkAbsent(t, name, content, at)
			}
		}
	}
}

// parts returns the parts of a report by name, unpacked.
func parts(t *testing.T, format string, content []byte) map[string][]byte {
	t.Helper()
	switch format {
	case "html", "htm":
		return map[string][]byte{"report.html": restored(t, content)}
	case "zip", "docx":
		out := map[string][]byte{}
		z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			for name, part := range parts(t, strings.TrimPrefix(filepath.Ext(f.Name), "."), b) {
				out[f.Name+" "+name] = part
			}
			if f.Name == "report.html" {
				out[f.Name] = out[f.Name+" report.html"]
			}
		}
		return out
	}
	return map[string][]byte{format: content}
}

var (
	packed   = regexp.MustCompile(`<script type="application/octet-stream" (?:data-block|id)="([a-z-]+)" data-length="(\d+)">([^<]*)</script>`)
	download = regexp.MustCompile(`<script type="application/json" id="(?:places-layer|mentions-layer|mentions-csv)">("[^"]*")`)
)

// restored returns a page with its compressed blocks and the downloads in them in plain
// text.
func restored(t *testing.T, page []byte) []byte {
	t.Helper()
	inflate := func(b []byte) []byte {
		out, err := io.ReadAll(flate.NewReader(bytes.NewReader(b)))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	page = packed.ReplaceAllFunc(page, func(b []byte) []byte {
		m := packed.FindSubmatch(b)
		n, err := strconv.Atoi(string(m[2]))
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Appendf(nil, `<script type="application/json" id="%s">%s</script>`, m[1], inflate(fromBase85(m[3])[:n]))
	})
	return download.ReplaceAllFunc(page, func(b []byte) []byte {
		var raw []byte
		if err := json.Unmarshal(download.FindSubmatch(b)[1], &raw); err != nil {
			t.Fatal(err)
		}
		return inflate(raw)
	})
}

// fromBase85 decodes base85 as the loader of the page does.
func fromBase85(text []byte) []byte {
	const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?,_>()[]{}@%$#"
	out := make([]byte, 0, len(text)/5*4)
	for ; len(text) >= 5; text = text[5:] {
		n := 0
		for _, c := range text[:5] {
			n = n*85 + strings.IndexByte(digits, c)
		}
		out = binary.BigEndian.AppendUint32(out, uint32(n)) //nolint:gosec // five digits of base85 are four bytes
	}
	return out
}

func checkAbsent(t *testing.T, name string, content []byte, at orb.Point) {
	t.Helper()
	for _, v := range at {
		text := strconv.FormatFloat(math.Abs(v), 'f', -1, 64)
		text = text[:strings.IndexByte(text, '.')+4] // three decimals, 100 m
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			if bytes.Contains(content, order.AppendUint64(nil, math.Float64bits(v))) {
				t.Errorf("%s contains %v in binary", name, v)
			}
		}
		for rest := content; ; {
			i := bytes.Index(rest, []byte(text))
			if i < 0 {
				break
			}
			if i == 0 || rest[i-1] < '0' || rest[i-1] > '9' {
				t.Errorf("%s contains %s: %q", name, text, rest[max(0, i-60):min(len(rest), i+60)])
				break
			}
			rest = rest[i+1:]
		}
	}
}
