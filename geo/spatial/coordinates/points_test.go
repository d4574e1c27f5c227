package coordinates_test

import (
	_ "embed"
	"strconv"
	"strings"
	"testing"

	"dateline/geo/geometry"
	"dateline/geo/spatial/coordinates"

	"github.com/paulmach/orb"
)

//go:embed testdata/points.tsv
var pointsTable string

// point is a row of testdata/points.tsv.
type point struct {
	text, source string
	at           orb.Point
}

func points(t testing.TB) []point {
	t.Helper()
	var out []point
	for line := range strings.Lines(pointsTable) {
		if strings.HasPrefix(line, "# ") {
			continue
		}
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		lat, err1 := strconv.ParseFloat(f[1], 64)
		lon, err2 := strconv.ParseFloat(f[2], 64)
		if len(f) != 4 || err1 != nil || err2 != nil {
			t.Fatalf("the row %q is malformed", line)
		}
		out = append(out, point{text: f[0], at: orb.Point{lon, lat}, source: f[3]})
	}
	return out
}

// Every form has the position that other implementations give it, alone and in a
// sentence.
func TestPoints(t *testing.T) {
	all := points(t)
	if len(all) < 150 {
		t.Fatalf("only %d points", len(all))
	}
	for _, p := range all {
		for _, frame := range [][2]string{{"", ""}, {"The convoy was hit at ", ", officials said."}, {"(", ")"}, {"Site ", ".\nNext line"}} {
			text := frame[0] + p.text + frame[1]
			found := coordinates.Find(text)
			if len(found) != 1 || !found[0].Valid() {
				t.Errorf("%q (%s): %+v, want one match", text, p.source, found)
				break
			}
			m := found[0]
			if got := m.Text(text); !strings.HasSuffix(p.text, got) {
				t.Errorf("%q: the match is %q", text, got)
			}
			if km := geometry.Distance(m.Point, p.at); km > m.UncertaintyKM*1.01+0.0015 {
				t.Errorf("%q (%s): %v is %.4f km from %v, uncertainty %.4f km", text, p.source, m.Point, km, p.at, m.UncertaintyKM)
			}
		}
	}
}
