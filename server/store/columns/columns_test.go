package columns_test

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"dateline/geo"
	"dateline/server/selection"
	"dateline/server/store/columns"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// Columns are decoded as they were encoded, and nothing else is decoded.
func TestEncode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width, rows := rapid.IntRange(1, 8).Draw(t, "columns"), rapid.IntRange(0, 50).Draw(t, "rows")
		want := make([][]uint32, width)
		for i := range want {
			most := rapid.SampledFrom([]uint32{0, 1, 255, 256, 70_000, 1 << 24, math.MaxUint32}).Draw(t, "most")
			low := rapid.Uint32Range(0, most).Draw(t, "low")
			want[i] = rapid.SliceOfN(rapid.Uint32Range(low, most), rows, rows).Draw(t, "column")
		}
		b := columns.Encode(want)
		got, err := columns.Decode(b, width)
		if err != nil {
			t.Fatal(err)
		}
		for i := range want {
			if !slices.Equal(got[i], want[i]) {
				t.Fatalf("column %d is %v, want %v", i, got[i], want[i])
			}
		}
		if _, err := columns.Decode(b, width+1); !errors.Is(err, geo.ErrCorrupt) {
			t.Fatalf("another number of columns: %v", err)
		}
		if n := rapid.IntRange(0, len(b)).Draw(t, "cut"); n < len(b) {
			if _, err := columns.Decode(b[:n], width); !errors.Is(err, geo.ErrCorrupt) {
				t.Fatalf("cut to %d of %d bytes: %v", n, len(b), err)
			}
		}
	})
}

// No bytes make Decode panic or return columns of different lengths.
func FuzzDecode(f *testing.F) {
	f.Add(columns.Encode([][]uint32{{1, 2, 3}, {7, 7, 7}}), 2)
	f.Add([]byte{1, 1, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 0}, 1)
	f.Fuzz(func(t *testing.T, b []byte, width int) {
		if width < 0 || width > 20 {
			return
		}
		c, err := columns.Decode(b, width)
		if err != nil {
			return
		}
		for i := range c {
			if len(c[i]) != len(c[0]) || len(c[i]) > columns.SegmentRows {
				t.Fatalf("columns of %d and %d rows", len(c[0]), len(c[i]))
			}
		}
	})
}

func TestDays(t *testing.T) {
	for date, want := range map[string]string{
		"2021-09-06": "2021-09-06", "2021-09-06T14:00:00Z": "2021-09-06", "0001-01-01": "0001-01-01", "1850-02-28": "1850-02-28", "9999-12-31": "9999-12-31",
		"": "", "2021": "", "2021-13-01": "", "0000-01-01": "", "soon, soon": "",
	} {
		if got := columns.FormatDay(columns.Day(date)); got != want {
			t.Errorf("%q is the day %q, want %q", date, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.IntRange(0, 3_000_000).Draw(t, "a"), rapid.IntRange(0, 3_000_000).Draw(t, "b")
		day := func(n int) string { return time.Date(1, 1, 1+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) }
		if x, y := columns.Day(day(a)), columns.Day(day(b)); (x < y) != (a < b) || columns.FormatDay(x) != day(a) {
			t.Fatalf("days %s and %s are %d and %d", day(a), day(b), x, y)
		}
	})
}

// Packed codes are those that were packed.
func TestCodes(t *testing.T) {
	seen := map[uint32]bool{}
	for _, c := range []geo.Confidence{"", geo.ConfidenceCertain, geo.ConfidenceLikely, geo.ConfidenceAmbiguous} {
		for _, o := range geo.Outcomes() {
			for _, r := range selection.Roles() {
				for _, s := range selection.States() {
					k := columns.Codes(c, o, r, s)
					if seen[k] || columns.ConfidenceOf(k) != c || columns.OutcomeOf(k) != o || columns.RoleOf(k) != r || columns.StateOf(k) != s {
						t.Errorf("%s %s %s %s is %d", c, o, r, s, k)
					}
					seen[k] = true
				}
			}
		}
	}
}

// places returns places at random points.
func places(t *rapid.T) (*columns.Places, []orb.Point) {
	points := []orb.Point{{}}
	c := make([][]uint32, columns.PlaceKind.Width())
	add := func(p columns.Place) {
		for i, v := range p.Row() {
			c[i] = append(c[i], v)
		}
	}
	add(columns.Place{})
	for range rapid.IntRange(0, 40).Draw(t, "places") {
		at := orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-85, 85).Draw(t, "lat")}
		points = append(points, at)
		add(columns.Place{Kind: geo.KindSettlement, Point: at})
	}
	return columns.NewPlaces(c), points
}

// Each place is in one tile of a zoom, and in the cell of the tile that contains its point.
func TestTiles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, points := places(t)
		z := rapid.IntRange(0, 4).Draw(t, "zoom")
		found := map[uint32]int{}
		for x := range 1 << z {
			for y := range 1 << z {
				last := uint64(0)
				p.Tile(z, x, y, 2, func(place uint32, cell uint64) {
					found[place]++
					if cell < last || cell > 15 {
						t.Fatalf("cell %d after %d", cell, last)
					}
					last = cell
					if west := float64(x)/float64(int(1)<<z)*360 - 180; points[place][0] < west-1e-6 || points[place][0] > west+360/float64(int(1)<<z)+1e-6 {
						t.Fatalf("the place at %v is in the tile %d of %d", points[place], x, z)
					}
				})
			}
		}
		for n := 1; n < len(points); n++ {
			if found[uint32(n)] != 1 {
				t.Fatalf("the place at %v is in %d tiles", points[n], found[uint32(n)])
			}
			if at := p.Point(uint32(n)); math.Abs(at[0]-points[n][0]) > 1e-7 || math.Abs(at[1]-points[n][1]) > 1e-7 {
				t.Fatalf("the place at %v is stored at %v", points[n], at)
			}
		}
		p.Tile(3, 8, 0, 2, func(uint32, uint64) { t.Fatal("a tile that does not exist has a place") })
	})
}

func TestBoxes(t *testing.T) {
	across := orb.Bound{Min: orb.Point{170, -10}, Max: orb.Point{-170, 10}}
	for at, want := range map[orb.Point]bool{{175, 0}: true, {-175, 0}: true, {0, 0}: false, {175, 20}: false, {170, 10}: true} {
		if got := columns.InBox(across, at); got != want {
			t.Errorf("%v in the box across the antimeridian: %t", at, got)
		}
	}
}
