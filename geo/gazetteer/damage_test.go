package gazetteer_test

import (
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/internal/gaztest"
	"dateline/geo/gazetteer/internal/layout"

	"github.com/paulmach/orb"
)

// useAll calls every look-up.
func useAll(g *gazetteer.Gazetteer) {
	var buf [8]gazetteer.NameRef
	for _, name := range []string{"kabul", "kabul province", "afghan", "kabul international airport", "торкхам", "spin boldak", "x"} {
		g.LookupVariants(g.Lookup(buf[:0], []byte(name)), []byte(name))
		g.Prefix(name, 5)
	}
	g.Fuzzy("kabu", 1, 3)
	g.LookupVerbatim(buf[:0], "Pak.")
	c, ok := g.Start().Step([]byte("kabul"))
	if ok {
		c.IsName()
		if c, ok = c.Step([]byte("province")); ok {
			c.Names(buf[:0])
		}
	}
	for _, id := range []geo.PlaceID{"geonames:1138958", "iso:AF", "iata:KBL", "dateline:torkham"} {
		g.ByID(id)
	}
	for r := range gazetteer.Ref(min(g.Len(), 20)) {
		g.Place(r)
		g.Area(r)
		g.Bound(r)
		g.Elevation(r)
		g.HasGeneratedID(r)
	}
	for _, language := range []string{"fr", "zh-Hant-TW", "x", ""} {
		for r := range gazetteer.Ref(min(g.Len(), 20)) {
			g.LocalName(r, language)
		}
		g.LocalName(gazetteer.NoRef, language)
	}
	for range g.LocalNames() {
	}
	g.Place(gazetteer.NoRef)
	g.Elevation(gazetteer.NoRef)
	g.Matches("kabul", 1, 5)
	for _, p := range []orb.Point{{69.2, 34.5}, {180, -18}, {0, 0}} {
		g.Nearest(p, gazetteer.AllKinds, 3)
		g.AreasAt(p)
	}
	g.Within(orb.Bound{Min: orb.Point{60, 20}, Max: orb.Point{80, 40}}, 5)
	g.Language(200)
	for range g.Keys() {
	}
	for range g.AreaCodes() {
	}
	g.Info()
}

// fixHeader sets the checksum of the header of a changed file, so that the change is
// not detected at once.
func fixHeader(b []byte) {
	if len(b) >= layout.HeaderSize {
		binary.LittleEndian.PutUint32(b[24:], 0)
		binary.LittleEndian.PutUint32(b[24:], layout.Checksum(0, b[:layout.HeaderSize]))
	}
}

// TestDamagedBytes changes random bytes and calls every look-up: wrong results are
// allowed, panics are not.
func TestDamagedBytes(t *testing.T) {
	whole := gaztest.Compile(t, gaztest.Afghan())
	random := rand.New(rand.NewPCG(1, 2))
	for range 4000 {
		b := append([]byte(nil), whole...)
		for range 1 + random.IntN(8) {
			b[random.IntN(len(b))] = byte(random.IntN(256))
		}
		fixHeader(b)
		if g, err := gazetteer.FromBytes(b); err == nil {
			useAll(g)
		} else if !errors.Is(err, geo.ErrCorrupt) {
			t.Fatalf("%v does not wrap geo.ErrCorrupt", err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	whole := gaztest.Compile(t, gaztest.Afghan())
	change := func(at int, v byte) []byte {
		b := append([]byte(nil), whole...)
		b[at] ^= v
		return b
	}
	for name, b := range map[string][]byte{
		"an empty file":     {},
		"another file":      []byte("name,lat,lon\nKabul,34.5,69.2\n"),
		"a header alone":    whole[:layout.HeaderSize],
		"a truncated file":  whole[:len(whole)-1],
		"half a file":       whole[:len(whole)/2],
		"a longer file":     append(append([]byte(nil), whole...), 0),
		"another magic":     change(0, 1),
		"another version":   change(8, 1),
		"a damaged header":  change(40, 1),
		"a damaged section": change(layout.HeaderSize+100, 1),
		"a damaged end":     change(lastByte(t, whole), 1),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "g.dlg")
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			g, err := gazetteer.Open(path)
			if err == nil {
				_ = g.Close()
			}
			if !errors.Is(err, geo.ErrCorrupt) {
				t.Errorf("Open: %v, want want an error that wraps %v", err, geo.ErrCorrupt)
			}
		})
	}
	if _, err := gazetteer.Open(filepath.Join(t.TempDir(), "none.dlg")); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("Open of no file: %v, want %v", err, geo.ErrNotFound)
	}
	if _, err := gazetteer.Open(t.TempDir()); err == nil {
		t.Error("a folder was opened")
	}
}

// lastByte returns the offset of the last byte that belongs to a section.
func lastByte(t *testing.T, b []byte) int {
	t.Helper()
	last := 0
	for s := range layout.SectionCount {
		at := 32 + int(s)*24
		if n := binary.LittleEndian.Uint64(b[at+8:]); n > 0 {
			last = max(last, int(binary.LittleEndian.Uint64(b[at:])+n)-1)
		}
	}
	return last
}

// FuzzFromBytes opens arbitrary bytes, and a file with some of its bytes changed: each
// five bytes of changes are an offset and a value.
func FuzzFromBytes(f *testing.F) {
	whole := gaztest.Compile(f, gaztest.Afghan())
	f.Add(whole[:64], []byte{})
	f.Add([]byte("DATELINE"), []byte{0, 2, 0, 0, 255})
	f.Add([]byte{}, []byte{0x20, 0, 0, 0, 1, 0x60, 4, 0, 0, 0x80})
	f.Fuzz(func(t *testing.T, b, changes []byte) {
		file := append([]byte(nil), whole...)
		for ; len(changes) >= 5; changes = changes[5:] {
			file[binary.LittleEndian.Uint32(changes)%uint32(len(file))] = changes[4]
		}
		for _, b := range [][]byte{append([]byte(nil), b...), file} {
			fixHeader(b)
			g, err := gazetteer.FromBytes(b)
			if err == nil {
				useAll(g)
			} else if !errors.Is(err, geo.ErrCorrupt) {
				t.Errorf("%v does not wrap geo.ErrCorrupt", err)
			}
		}
	})
}
