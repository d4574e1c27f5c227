package layout

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer/internal/fsst"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"
)

// fileOf returns a file with the given sections.
func fileOf(sections [SectionCount][]byte) []byte {
	var lengths [SectionCount]uint64
	var sums [SectionCount]uint32
	for s, b := range sections {
		lengths[s], sums[s] = uint64(len(b)), Checksum(0, b)
	}
	file, offsets := Header(lengths, sums)
	for s, b := range sections {
		file = append(file, make([]byte, offsets[s]-uint64(len(file)))...)
		file = append(file, b...)
	}
	return file
}

func TestHeader(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sections [SectionCount][]byte
		for s := range sections {
			sections[s] = rapid.SliceOfN(rapid.Byte(), 0, 100).Draw(t, "section")
		}
		file := fileOf(sections)
		f, err := Parse(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Verify(); err != nil {
			t.Fatal(err)
		}
		for s := range sections {
			if !bytes.Equal(f.Sections[s], sections[s]) {
				t.Fatalf("section %d differs", s)
			}
		}
		at := rapid.IntRange(0, HeaderSize-1).Draw(t, "offset")
		changed := slices.Clone(file)
		changed[at] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		if _, err := Parse(changed); !errors.Is(err, geo.ErrCorrupt) {
			t.Fatalf("byte %d of the header was changed: %v", at, err)
		}
	})
}

func TestVerifyFindsChanges(t *testing.T) {
	var sections [SectionCount][]byte
	for s := range sections {
		sections[s] = []byte{1, 2, byte(s)}
	}
	for s := range sections {
		f, err := Parse(fileOf(sections))
		if err != nil {
			t.Fatal(err)
		}
		f.Sections[s][1]++
		if err := f.Verify(); !errors.Is(err, geo.ErrCorrupt) {
			t.Errorf("section %d was changed: %v", s, err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	file := fileOf([SectionCount][]byte{})
	resum := func(change func(b []byte)) []byte {
		b := slices.Clone(file)
		change(b)
		copy(b[24:], []byte{0, 0, 0, 0})
		sum := Checksum(0, b[:HeaderSize])
		copy(b[24:], []byte{byte(sum), byte(sum >> 8), byte(sum >> 16), byte(sum >> 24)})
		return b
	}
	for name, b := range map[string][]byte{
		"nothing": nil, "another magic": []byte("PK\x03\x04"), "a short header": file[:100], "a longer file": append(slices.Clone(file), 0),
		"another version":         resum(func(b []byte) { b[8] = 2 }),
		"too many sections":       resum(func(b []byte) { b[12]++ }),
		"an offset beyond":        resum(func(b []byte) { b[tableStart+3] = 1 }),
		"a length beyond":         resum(func(b []byte) { b[tableStart+8] = 1 }),
		"a header of other bytes": make([]byte, HeaderSize),
	} {
		if _, err := Parse(b); !errors.Is(err, geo.ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRecord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]int{RecordSize, RecordSize + 1}).Draw(t, "size")
		maxName := uint32(1<<24 - 1)
		if size > RecordSize {
			maxName = math.MaxUint32
		}
		want := Fields{
			Lon: rapid.Int32().Draw(t, "lon"), Lat: rapid.Int32().Draw(t, "lat"), ID: rapid.Uint32().Draw(t, "id"), Population: rapid.Uint32().Draw(t, "population"),
			Admin1: uint32(rapid.Uint16().Draw(t, "admin1")), Admin2: rapid.Uint32Range(0, 1<<24-1).Draw(t, "admin2"), Type: rapid.Uint16().Draw(t, "type"),
			Country: rapid.Uint8().Draw(t, "country"), Names: rapid.Uint8().Draw(t, "names"), Scheme: rapid.Uint8().Draw(t, "scheme"), Name: rapid.Uint32Range(0, maxName).Draw(t, "name"),
		}
		rec := make(Record, size)
		want.Put(rec)
		want.Population = min(want.Population, LargePopulation)
		got := Fields{
			Lon: Fixed(rec.Point()[0]), Lat: Fixed(rec.Point()[1]), ID: rec.ID(), Population: rec.Population(), Admin1: rec.Admin1(), Admin2: rec.Admin2(),
			Type: uint16(rec.Type()), Country: uint8(rec.Country()), Names: rec.Names(), Scheme: rec.Scheme(), Name: rec.Name(),
		}
		if got != want {
			t.Fatalf("%+v, want %+v", got, want)
		}
	})
}

func TestWeight(t *testing.T) {
	order := []struct {
		kind       geo.Kind
		population uint32
		names      uint8
	}{
		{geo.KindSite, 0, 0}, {geo.KindSettlement, 500, 2}, {geo.KindSettlement, 500, 200}, {geo.KindSettlement, 5_000_000, 200}, {geo.KindCountry, 1000, 1}, {geo.KindCountry, math.MaxUint32, 255},
	}
	last := -1
	for _, c := range order {
		w := int(Weight(c.kind, c.population, c.names))
		if w <= last {
			t.Errorf("%+v has weight %d, want more than %d", c, w, last)
		}
		last = w
	}
}

func TestSymbols(t *testing.T) {
	table := fsst.Train([][]byte{[]byte("islamabad"), []byte("islamabad"), []byte("islamabad"), []byte("islamabad")})
	again, err := DecodeSymbols(EncodeSymbols(table))
	if err != nil || !slices.Equal(again.Symbols(), table.Symbols()) {
		t.Errorf("%q, %v", again.Symbols(), err)
	}
	if _, err := DecodeSymbols([][]byte{{}}); err == nil {
		t.Error("an empty symbol was accepted")
	}
}

// TestBlockTable finds every key in its block, with few other blocks.
func TestBlockTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfDistinct(rapid.String(), rapid.ID[string]).Draw(t, "keys")
		var hashes []uint64
		for _, k := range keys {
			hashes = append(hashes, HashMore(HashStart, []byte(k)))
		}
		width := rapid.IntRange(2, 3).Draw(t, "width")
		table := OpenBlockTable(NewBlockTable(hashes, width), width)
		for n, h := range hashes {
			found := false
			p := table.Probe(h)
			for block, ok := p.Next(); ok; block, ok = p.Next() {
				found = found || int(block) == n/BlockKeys
			}
			if !found {
				t.Fatalf("key %d is not found in its block", n)
			}
		}
	})
	for _, b := range [][]byte{nil, {1}, {0, 0, 0, 0, 0, 0, 0, 0}, {255, 255, 255, 255, 0, 0, 0, 0}} {
		table := OpenBlockTable(b, 2)
		p := table.Probe(7)
		if _, ok := p.Next(); ok {
			t.Errorf("the damaged table %v has a block", b)
		}
	}
}

func TestHashSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hashes := rapid.SliceOf(rapid.Uint64()).Draw(t, "hashes")
		s := NewHashSet(hashes)
		for _, h := range hashes {
			if !s.Has(h) {
				t.Fatalf("%x is missing", h)
			}
		}
	})
	s, wrong := NewHashSet([]uint64{1, 2, 3}), 0
	for h := range uint64(10_000) {
		if s.Has(HashMore(h, []byte("other"))) {
			wrong++
		}
	}
	if wrong > 20 || HashSet(nil).Has(1) {
		t.Errorf("%d of 10,000 other hashes are in the set", wrong)
	}
	if HashByte(HashMore(HashStart, []byte("a")), 'b') != HashMore(HashStart, []byte("ab")) {
		t.Error("a hash cannot be continued")
	}
}

func TestIndexes(t *testing.T) {
	bound := orb.Bound{Min: orb.Point{-1.5, 2}, Max: orb.Point{3, 4.25}}
	var index []byte
	for _, ref := range []byte{2, 4, 4, 9} {
		index = AppendBound(append(index, ref, 0, 0, 0), bound)
	}
	for ref, want := range map[uint32]int{0: 0, 2: 0, 3: 1, 4: 1, 9: 3, 10: 4} {
		if got := SeekEntry(index, BoundEntry, ref); got != want {
			t.Errorf("SeekEntry(%d) = %d, want %d", ref, got, want)
		}
	}
	if e := FindEntry(index, BoundEntry, 9); e == nil || BoundAt(e[4:]) != bound {
		t.Errorf("entry %v", e)
	}
	if e := FindEntry(index, BoundEntry, 3); e != nil {
		t.Errorf("entry %v of no place", e)
	}
}

// drawArea draws rectangles on the grid of outlines, some with a hole.
func drawArea(t *rapid.T) orb.MultiPolygon {
	var area orb.MultiPolygon
	steps := func(low, high int, name string) float64 {
		return float64(rapid.IntRange(low*OutlineDegree, high*OutlineDegree).Draw(t, name)) / OutlineDegree
	}
	for range rapid.IntRange(1, 3).Draw(t, "polygons") {
		west, south := steps(-180, 170, "west"), steps(-90, 80, "south")
		east, north := west+steps(1, 10, "width"), south+steps(1, 10, "height")
		outer := orb.Ring{{west, south}}
		for n := range rapid.IntRange(1, 200).Draw(t, "points") { // along the southern side
			x := west + (east-west)*float64(n+1)/300
			outer = append(outer, orb.Point{math.Round(x*OutlineDegree) / OutlineDegree, south})
		}
		outer = append(outer, orb.Point{east, south}, orb.Point{east, north}, orb.Point{west, north}, outer[0])
		polygon := orb.Polygon{slices.Compact(outer)}
		if rapid.Bool().Draw(t, "hole") {
			polygon = append(polygon, orb.Ring{{west + .25, south + .25}, {west + .25, south + .5}, {west + .5, south + .5}, {west + .5, south + .25}, {west + .25, south + .25}})
		}
		for _, ring := range polygon {
			for i, p := range ring {
				ring[i] = orb.Point{math.Round(p[0]*OutlineDegree) / OutlineDegree, math.Round(p[1]*OutlineDegree) / OutlineDegree}
			}
		}
		area = append(area, polygon)
	}
	return area
}

func TestOutlines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		area := drawArea(t)
		b := AppendOutline(nil, area)
		if got := ReadOutline(b); !got.Equal(area) {
			t.Fatalf("%v came back as %v", area, got)
		}
		for range 20 {
			bound := area.Bound().Pad(1)
			p := orb.Point{rapid.Float64Range(bound.Min[0], bound.Max[0]).Draw(t, "lon"), rapid.Float64Range(bound.Min[1], bound.Max[1]).Draw(t, "lat")}
			p = orb.Point{(math.Floor(p[0]*OutlineDegree) + .5) / OutlineDegree, (math.Floor(p[1]*OutlineDegree) + .5) / OutlineDegree} // off the lines
			inside := 0
			for _, polygon := range area {
				if planar.PolygonContains(polygon, p) {
					inside++
				}
			}
			if OutlineContains(b, p) != (inside%2 == 1) {
				t.Fatalf("%v is in %d polygons of %v", p, inside, area)
			}
		}
	})
}

// TestDamagedOutlines reads random bytes.
func TestDamagedOutlines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOf(rapid.Byte()).Draw(t, "outline")
		ReadOutline(b)
		OutlineContains(b, orb.Point{1, 1})
	})
	if ReadOutline([]byte{9}) != nil {
		t.Error("a damaged outline was read")
	}
}

// TestGrid finds every outline that contains a point in the list of its cell.
func TestGrid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var countries, admin1 GridLists
		var outlines [][]byte
		for n := range rapid.IntRange(1, 4).Draw(t, "outlines") {
			b := AppendOutline(nil, drawArea(t))
			outlines = append(outlines, b)
			if n%2 == 0 {
				countries.Add(uint32(n), b)
			} else {
				admin1.Add(uint32(n), b)
			}
		}
		grid := AppendGrid(nil, &admin1, &countries)
		for n, b := range outlines {
			center := ReadOutline(b)[0].Bound().Center()
			if !OutlineContains(b, center) {
				continue
			}
			found := false
			for list := GridList(grid, center); len(list) >= 3; list = list[3:] {
				found = found || Uint24(list) == uint32(n)
			}
			if !found {
				t.Fatalf("outline %d is not in the cell of %v", n, center)
			}
		}
	})
	if GridList(make([]byte, GridOffsets-4), orb.Point{}) == nil {
		t.Error("an empty list is nil")
	}
	damaged := make([]byte, GridOffsets)
	damaged[3] = 255
	if GridList(damaged, orb.Point{-180, -90}) != nil {
		t.Error("a damaged list was read")
	}
}
