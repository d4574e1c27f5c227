package compile

import (
	"fmt"
	"slices"
	"testing"

	"dateline/geo/gazetteer"

	"pgregory.net/rapid"
)

// TestKeySorter compares keys sorted in memory and in temporary files with a sorted
// slice.
func TestKeySorter(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOf(rapid.Custom(func(t *rapid.T) keyed {
			return keyed{
				[]byte(rapid.StringMatching("[a-c]{0,20}").Draw(t, "key")), rapid.Uint32Range(0, 3).Draw(t, "place"),
				gazetteer.NameKind(rapid.IntRange(0, 6).Draw(t, "kind")), gazetteer.Lang(rapid.IntRange(0, 2).Draw(t, "lang")),
			}
		})).Draw(t, "keys")
		var want []string
		for _, k := range keys {
			want = append(want, fmt.Sprintf("%s %d %d %d", k.key, k.place, k.kind, k.lang))
		}
		slices.Sort(want)
		for _, limit := range []int{1 << 20, 100} {
			s := &keySorter{dir: dir, limit: limit}
			for i, k := range keys {
				if s.add(k); i == len(keys)/2 { // more may be added after finish
					if err := s.finish(); err != nil {
						t.Fatal(err)
					}
				}
			}
			if err := s.finish(); err != nil {
				t.Fatal(err)
			}
			var got []string
			if err := s.each(func(k keyed) { got = append(got, fmt.Sprintf("%s %d %d %d", k.key, k.place, k.kind, k.lang)) }); err != nil {
				t.Fatal(err)
			}
			s.close()
			if !slices.Equal(got, want) {
				t.Fatalf("limit %d: %q, want %q", limit, got, want)
			}
		}
	})
}

func TestKeySorterReportsErrors(t *testing.T) {
	s := &keySorter{dir: t.TempDir() + "/none", limit: 10}
	defer s.close()
	for range 3 {
		s.add(keyed{key: []byte("key")})
	}
	if s.finish() == nil || s.each(func(keyed) {}) == nil {
		t.Error("no error although the temporary folder does not exist")
	}
}
