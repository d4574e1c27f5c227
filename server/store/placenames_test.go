package store_test

import (
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/selection"
	"dateline/server/store"
)

// TestPlacesNamed checks that a list is sorted by the names in a language, pages of it too, and that the order by stored names stays.
func TestPlacesNamed(t *testing.T) {
	reversed := func(name string) string {
		letters := []rune(strings.ToLower(name))
		slices.Reverse(letters)
		return string(letters)
	}
	names := &store.PlaceNames{Language: "x", Name: func(_ geo.PlaceID, stored string) string { return reversed(stored) }}
	each(t, func(t *testing.T, db *store.DB) {
		fill(t, db, "talks", fixture.Parsed())
		r, err := db.Select(t.Context(), "talks", selection.Selection{})
		if err != nil {
			t.Fatal(err)
		}
		list := func(names *store.PlaceNames, offset, limit int) (out []string) {
			rows, err := r.PlacesNamed(t.Context(), store.OrderName, names, offset, limit)
			if err != nil {
				t.Fatal(err)
			}
			for i := range rows {
				out = append(out, rows[i].Name)
			}
			return out
		}
		stored, named := list(nil, 0, 100), list(names, 0, 100)
		want := slices.SortedStableFunc(slices.Values(stored), func(a, b string) int { return strings.Compare(reversed(a), reversed(b)) })
		want = slices.DeleteFunc(want, func(s string) bool { return strings.Contains(s, "<") }) // punctuation is folded
		got := slices.DeleteFunc(slices.Clone(named), func(s string) bool { return strings.Contains(s, "<") })
		if len(stored) < 8 || !slices.Equal(got, want) {
			t.Errorf("sorted by other names the places are %q, want %q", got, want)
		}
		if page := list(names, 2, 3); !slices.Equal(page, named[2:5]) {
			t.Errorf("a page is %q, want %q", page, named[2:5])
		}
		if again := list(nil, 0, 100); !slices.Equal(again, stored) {
			t.Errorf("sorted by stored names the places are now %q, before %q", again, stored)
		}
	})
}
