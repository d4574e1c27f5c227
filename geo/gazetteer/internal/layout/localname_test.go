package layout

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestLocalNames checks that every name of a section is found by its place and language, and no other.
func TestLocalNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.MapOfN(rapid.StringMatching("[a-z]{2}(-[A-Z][a-z]{3})?"), rapid.MapOfN(rapid.Uint32Range(0, 5000), rapid.StringN(1, 20, MaxString), 0, 200), 0, 5).Draw(t, "names")
		codes := slices.Sorted(maps.Keys(want))
		names := make([][]LocalName, len(codes))
		for i, code := range codes {
			for _, ref := range slices.Sorted(maps.Keys(want[code])) {
				names[i] = append(names[i], LocalName{ref, []byte(want[code][ref])})
			}
		}
		section := AppendLocalNames(nil, codes, names)
		tables := LocalTables(section)
		if len(tables) != len(codes) {
			t.Fatalf("%d tables of %d languages", len(tables), len(codes))
		}
		for code, texts := range want {
			l := OpenLocalNames(tables[code])
			if l.Len() != len(texts) {
				t.Fatalf("%d names in %s, want %d", l.Len(), code, len(texts))
			}
			for _, ref := range append(slices.Collect(maps.Keys(texts)), rapid.SliceOf(rapid.Uint32()).Draw(t, "places")...) {
				if got := l.Find(ref); got != texts[ref] {
					t.Fatalf("%d in %s is %q, want %q", ref, code, got, texts[ref])
				}
			}
			found := map[uint32]string{}
			l.Each(func(ref uint32, name string) bool {
				found[ref] = name
				return true
			})
			if !maps.Equal(found, texts) {
				t.Fatalf("Each visits %v, want %v", found, texts)
			}
		}
	})
}

// FuzzLocalNames reads arbitrary bytes as a section and as the table of a language.
func FuzzLocalNames(f *testing.F) {
	f.Add(AppendLocalNames(nil, []string{"ar", "fr"}, [][]LocalName{{{1, []byte("كابل")}, {7, []byte("هرات")}}, {{1, []byte("Kaboul")}}}))
	f.Add([]byte{255, 0, 0, 0, 2})
	f.Add([]byte{1, 9, 'a'})
	f.Add(append([]byte{255, 0, 0, 0, 255}, make([]byte, 300)...))
	f.Add([]byte{0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255})
	f.Fuzz(func(_ *testing.T, b []byte) {
		for _, table := range append(slices.Collect(maps.Values(LocalTables(b))), b) {
			l := OpenLocalNames(table)
			for _, ref := range []uint32{0, 1, 1 << 20, NoRef} {
				l.Find(ref)
			}
			l.Each(func(uint32, string) bool { return true })
		}
	})
}
