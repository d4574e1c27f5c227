package neardup_test

import (
	"slices"
	"strings"
	"testing"

	"dateline/geo/neardup"

	"pgregory.net/rapid"
)

func TestRelate(t *testing.T) {
	roundup := header + "\n" + story + "\n" + sameEvent
	for name, c := range map[string]struct {
		a, b string
		want neardup.Relation
	}{
		"itself":                         {story, story, neardup.NearlySame},
		"cut to two thirds":              {story, words(story, 0, 0.66), neardup.NearlySame},
		"header and footer":              {story, header + "\n" + story + "\n" + footer, neardup.NearlySame},
		"edited in every paragraph":      {story, edited(), neardup.NearlySame},
		"cut to a third":                 {story, words(story, 0, 0.33), neardup.Contains},
		"a round-up and its first part":  {roundup, story, neardup.Contains},
		"a round-up and its second part": {sameEvent, roundup, neardup.Contained},
		"two accounts of one event":      {story, sameEvent, neardup.Unrelated},
		"a common header":                {header + "\n" + story, header + "\n" + sameEvent, neardup.Unrelated},
		"no words":                       {story, "…", neardup.Unrelated},
	} {
		got, ofA, ofB := neardup.Relate(c.a, c.b)
		if got != c.want {
			t.Errorf("%s: %d (%.2f of a, %.2f of b), want %d", name, got, ofA, ofB, c.want)
		}
		if got != neardup.Unrelated && !shareAPassage(c.a, c.b) && !shareAKey(neardup.NewSignature(c.a), neardup.NewSignature(c.b)) {
			t.Errorf("%s: no common key", name)
		}
	}
}

func shareAPassage(a, b string) bool {
	keys := neardup.PassageKeys(b)
	return slices.ContainsFunc(neardup.PassageKeys(a), func(k uint64) bool { return slices.Contains(keys, k) })
}

// Relations are converse, and a text that is quoted in a longer one shares a key with it.
func TestRelateLaws(t *testing.T) {
	converse := map[neardup.Relation]neardup.Relation{
		neardup.Unrelated: neardup.Unrelated, neardup.NearlySame: neardup.NearlySame, neardup.Contains: neardup.Contained, neardup.Contained: neardup.Contains,
	}
	long := strings.Repeat(strings.ReplaceAll(story, "Selby", "Marn")+" ", 2)
	rapid.Check(t, func(t *rapid.T) {
		a, b := texts.Draw(t, "a"), texts.Draw(t, "b")
		x, ofA, ofB := neardup.Relate(a, b)
		y, ofB2, ofA2 := neardup.Relate(b, a)
		if y != converse[x] || ofA != ofA2 || ofB != ofB2 || ofA < 0 || ofA > 1 {
			t.Fatalf("%d and %d, shares %g and %g", x, y, ofA, ofB)
		}
		quote := words(story, 0.1, 0.1+rapid.Float64Range(0.17, 0.8).Draw(t, "length"))
		at := rapid.IntRange(0, len(long)/10).Draw(t, "at")
		if !shareAPassage(quote, long[:at]+" "+quote+" "+long[at:]) {
			t.Fatalf("a quotation of %d words has no common key", len(strings.Fields(quote)))
		}
	})
}

// A Comparer that drops what it kept returns the same as Relate.
func TestComparer(t *testing.T) {
	texts := []string{"", "one", strings.Repeat("The army closed the road to the north of the town. ", 5), strings.Repeat("w ", 50) + strings.Repeat("The army closed the road to the north of the town. ", 5)}
	c := neardup.Comparer{}
	for range 2 {
		for _, a := range texts {
			for _, b := range texts {
				wantR, wantA, wantB := neardup.Relate(a, b)
				if r, ofA, ofB := c.Relate(a, b); r != wantR || ofA != wantA || ofB != wantB {
					t.Errorf("%.20q and %.20q: %v %v %v, want %v %v %v", a, b, r, ofA, ofB, wantR, wantA, wantB)
				}
			}
		}
	}
}
