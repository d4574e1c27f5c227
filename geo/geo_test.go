package geo_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/geo"
)

func TestCodePointsCountsAcrossScripts(t *testing.T) {
	const text = "Kabul كابل Кабул 喀布尔 🌍 end"
	c := geo.NewCodePoints(text)
	for _, word := range []string{"Kabul", "كابل", "Кабул", "喀布尔", "🌍", "end", "كابل"} { // the last one goes back
		at := strings.Index(text, word)
		if got, want := c.At(at), len([]rune(text[:at])); got != want {
			t.Errorf("%q begins at code point %d, want %d", word, got, want)
		}
	}
	if got := c.At(len(text)); got != len([]rune(text)) {
		t.Errorf("the text is %d code points long, want %d", got, len([]rune(text)))
	}
}

func TestCodePointsInAnyOrder(t *testing.T) {
	text := strings.Repeat("Kabul كابل 喀布尔 🌍 ", 2000)
	c := geo.NewCodePoints(text)
	for _, at := range []int{len(text), 0, len(text) / 2, 1, 1024, 1023, len(text) - 1} {
		for !utf8.RuneStart((text + "x")[at]) {
			at--
		}
		if got, want := c.At(at), utf8.RuneCountInString(text[:at]); got != want {
			t.Errorf("%d code points before byte %d, want %d", got, at, want)
		}
	}
}

func TestArticlePage(t *testing.T) {
	a := geo.Article{Text: "first second third", Pages: []int{0, 6, 13}}
	for offset, want := range map[int]int{0: 1, 5: 1, 6: 2, 12: 2, 13: 3, 18: 3} {
		if got := a.Page(offset); got != want {
			t.Errorf("offset %d is on page %d, want %d", offset, got, want)
		}
	}
	if got := (&geo.Article{Text: "no pages"}).Page(3); got != 0 {
		t.Errorf("an article without pages has page %d", got)
	}
}

func TestIdentifiersDependOnContentOnly(t *testing.T) {
	if geo.ContentID("a", "bc") == geo.ContentID("ab", "c") {
		t.Error("the parts of an identifier run into each other")
	}
	a, b := &geo.Article{Hash: geo.HashText("Kabul"), ID: "a"}, &geo.Article{Hash: geo.HashText("Kabul"), ID: "b"}
	if geo.MentionID(a, geo.Span{Start: 0, End: 5}) != geo.MentionID(b, geo.Span{Start: 0, End: 5}) {
		t.Error("the same mention has two identifiers")
	}
	if geo.MentionID(a, geo.Span{Start: 0, End: 5}) == geo.MentionID(a, geo.Span{Start: 0, End: 4}) {
		t.Error("two mentions share an identifier")
	}
}

func TestKindsHaveNamesAndPrecisions(t *testing.T) {
	seen := map[string]bool{}
	for _, kind := range geo.Kinds() {
		back, ok := geo.ParseKind(kind.String())
		if !ok || back != kind {
			t.Errorf("kind %d is written %q and read as %d", kind, kind, back)
		}
		if seen[kind.String()] || kind.Precision() == "" {
			t.Errorf("kind %q is listed twice or has no precision", kind)
		}
		seen[kind.String()] = true
	}
	for kind, point := range map[geo.Kind]bool{
		geo.KindSettlement: true, geo.KindCrossing: true, geo.KindAdmin2: false, geo.KindSea: false, geo.KindCountry: false, geo.KindRegion: false,
	} {
		if kind.Precision().IsPoint() != point {
			t.Errorf("%s drawn as a point: %t", kind, !point)
		}
	}
	if _, ok := geo.ParseKind("planet"); ok || geo.Kind(200).String() != "unknown" {
		t.Error("an unknown kind was accepted")
	}
}

func TestConfidenceWords(t *testing.T) {
	for p, want := range map[float64]geo.Confidence{
		1: geo.ConfidenceCertain, geo.CertainThreshold: geo.ConfidenceCertain, geo.CertainThreshold - 1e-9: geo.ConfidenceLikely,
		geo.LikelyThreshold: geo.ConfidenceLikely, geo.LikelyThreshold - 1e-9: geo.ConfidenceAmbiguous, 0: geo.ConfidenceAmbiguous,
	} {
		if got := geo.ConfidenceOf(p); got != want {
			t.Errorf("%g is %s, want %s", p, got, want)
		}
	}
}

func TestLedgerCountsEveryOutcome(t *testing.T) {
	var a, b geo.Ledger
	for i, o := range geo.Outcomes() {
		for range i + 1 {
			a.Add(o)
		}
		if a.Count(o) != i+1 {
			t.Errorf("%d %s, want %d", a.Count(o), o, i+1)
		}
	}
	b.Merge(a)
	b.Merge(a)
	if b.Mentions != 2*a.Mentions || b.Placed != 2*a.Placed || b.Missing != 2*a.Missing {
		t.Errorf("twice %+v is %+v", a, b)
	}
}
