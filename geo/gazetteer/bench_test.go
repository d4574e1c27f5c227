package gazetteer_test

import (
	"os"
	"slices"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"

	"github.com/paulmach/orb"
)

// defaultFile is the default gazetteer, if it was built.
const defaultFile = "../../data/build/gazetteer.dlg"

// fullFile is the environment variable with another gazetteer to measure.
const fullFile = "DATELINE_BENCH_GAZETTEER"

func measured(tb testing.TB) (*gazetteer.Gazetteer, string) {
	tb.Helper()
	path := os.Getenv(fullFile)
	if path == "" {
		path = defaultFile
	}
	if _, err := os.Stat(path); err != nil {
		tb.Skip("the default gazetteer is not built: run \"make data/build/gazetteer.dlg\"")
	}
	g, err := gazetteer.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = g.Close() })
	return g, path
}

// someNames returns names from all parts of the file.
func someNames(g *gazetteer.Gazetteer) [][]byte {
	var names [][]byte
	step := max(g.Info().Names/4096, 1)
	n := 0
	for key := range g.Keys() {
		if n++; n%step == 0 && key[0] > gazetteer.CodeMark {
			names = append(names, slices.Clone(key))
		}
	}
	return names
}

// somePoints returns points near places.
func somePoints(g *gazetteer.Gazetteer) []orb.Point {
	var points []orb.Point
	step := max(g.Len()/4096, 1)
	for r := 0; r < g.Len(); r += step {
		p := g.Record(gazetteer.Ref(r)).Point
		points = append(points, orb.Point{max(-180, min(180, p[0]+0.03)), max(-90, min(90, p[1]-0.02))})
	}
	return points
}

func BenchmarkOpen(b *testing.B) {
	_, path := measured(b)
	for b.Loop() {
		g, err := gazetteer.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		_ = g.Close()
	}
}

func BenchmarkLookup(b *testing.B) {
	g, _ := measured(b)
	names := someNames(g)
	var dst [1 << 13]gazetteer.NameRef
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		g.Lookup(dst[:0], names[i%len(names)])
	}
}

func BenchmarkLookupMissing(b *testing.B) {
	g, _ := measured(b)
	words := [][]byte{[]byte("the"), []byte("ministry"), []byte("announced"), []byte("xyzzy"), []byte("negotiations"), []byte("officials said")}
	var dst [1 << 13]gazetteer.NameRef
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		g.Lookup(dst[:0], words[i%len(words)])
	}
}

func BenchmarkStep(b *testing.B) {
	g, _ := measured(b)
	words := [][]byte{[]byte("the"), []byte("kabul"), []byte("said"), []byte("new"), []byte("between"), []byte("officials"), []byte("san"), []byte("government")}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		g.Start().Step(words[i%len(words)])
	}
}

func BenchmarkPrefix(b *testing.B) {
	g, _ := measured(b)
	typed := []string{"k", "ka", "kab", "san", "new yo", "al", "saint p", "Пе", "b"}
	for i := 0; b.Loop(); i++ {
		g.Prefix(typed[i%len(typed)], 10)
	}
}

func BenchmarkFuzzy(b *testing.B) {
	g, _ := measured(b)
	for b.Loop() {
		g.Fuzzy("Jalalabd", 1, 10)
	}
}

func BenchmarkNearest(b *testing.B) {
	g, _ := measured(b)
	points := somePoints(g)
	for i := 0; b.Loop(); i++ {
		g.Nearest(points[i%len(points)], gazetteer.AllKinds, 1)
	}
}

func BenchmarkNearestSettlement(b *testing.B) {
	g, _ := measured(b)
	points := somePoints(g)
	kinds := gazetteer.KindsOf(geo.KindSettlement)
	for i := 0; b.Loop(); i++ {
		g.Nearest(points[i%len(points)], kinds, 1)
	}
}

func BenchmarkAreasAt(b *testing.B) {
	g, _ := measured(b)
	points := somePoints(g)
	for i := 0; b.Loop(); i++ {
		g.AreasAt(points[i%len(points)])
	}
}

func BenchmarkWithin(b *testing.B) {
	g, _ := measured(b)
	boxes := []orb.Bound{
		{Min: orb.Point{-180, -85}, Max: orb.Point{180, 85}}, {Min: orb.Point{60, 30}, Max: orb.Point{75, 38}},
		{Min: orb.Point{69, 34}, Max: orb.Point{70, 35}}, {Min: orb.Point{5, 45}, Max: orb.Point{6, 46}},
	}
	for i := 0; b.Loop(); i++ {
		g.Within(boxes[i%len(boxes)], 100)
	}
}

func BenchmarkRecord(b *testing.B) {
	g, _ := measured(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		g.Record(gazetteer.Ref(i * 7919 % g.Len()))
	}
}

func BenchmarkNormalize(b *testing.B) {
	var dst [256]byte
	b.ReportAllocs()
	for b.Loop() {
		gazetteer.Normalize(dst[:0], "Khyber Pakhtunkhwa, the St. Pölten of Jalālābād")
	}
}

// BenchmarkLocalName measures the name of a place in Arabic.
func BenchmarkLocalName(b *testing.B) {
	g, _ := measured(b)
	b.ReportAllocs()
	r := gazetteer.Ref(0)
	for b.Loop() {
		if r++; int(r) >= 4000 {
			r = 0
		}
		g.LocalName(r, "ar")
	}
}
