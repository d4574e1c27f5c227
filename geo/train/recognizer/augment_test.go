package recognizer

import (
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/internal/tagger"
	"dateline/geo/recognize/recognizetest"

	"pgregory.net/rapid"
)

// testAugmenter returns an augmenter with the names of the small gazetteer.
func testAugmenter(t *testing.T) *augmenter {
	t.Helper()
	x := tagger.NewLexicon(1 << 10)
	x.AddHandwritten()
	return newAugmenter(recognizetest.Gazetteer(t), x, nil, 1)
}

// labeled returns a sentence whose names are in brackets: "[p:Kabul]" is a place, "[o:…]" an
// organization, "[h:…]" a person.
func labeled(marked string) sentence {
	labels := map[string]tagger.Label{"p": tagger.BeginPlace, "o": tagger.BeginOrganization, "h": tagger.BeginPerson, "a": tagger.BeginAdjective}
	var s sentence
	for {
		before, rest, ok := strings.Cut(marked, "[")
		s.text += before
		if !ok {
			return s
		}
		name, after, _ := strings.Cut(rest, "]")
		kind, name, _ := strings.Cut(name, ":")
		start := len(s.text)
		s.text += name
		s.names = append(s.names, labeledName{geo.Span{Start: start, End: len(s.text)}, labels[kind]})
		marked = after
	}
}

func TestAugmentSentence(t *testing.T) {
	a := testAugmenter(t)
	for _, c := range []struct {
		text     string
		kept     string // the text without the replaced names
		replaced int
	}{
		{"He went to [p:Kabul] with [h:Omar Khan].", "He went to _ with Omar Khan.", 1},
		{"[p:Iran] and [p:Peru] agreed.", "_ and _ agreed.", 2},
		{"He studied at the [o:University of Accra].", "He studied at the University of _.", 1},
		{"They fished in [p:Lake Mendota].", "They fished in Lake _.", 1},
		{"[o:Ghana] won.", "_ won.", 1},
	} {
		s := labeled(c.text)
		different := false
		for range 20 { // the same name may be drawn
			out, ok := a.augmentSentence(&s)
			if !ok {
				continue
			}
			different = true
			if len(out.names) != len(s.names) || len(out.hidden) > c.replaced {
				t.Errorf("%q becomes %+v", s.text, out)
			}
			for i, part := range strings.Split(c.kept, "_") {
				if !strings.Contains(out.text, part) {
					t.Errorf("%q becomes %q, without part %d of %q", s.text, out.text, i, c.kept)
				}
			}
		}
		if !different {
			t.Errorf("%q is never changed", s.text)
		}
	}
	for _, text := range []string{"[h:Omar Khan] spoke.", "It rained.", "[p:U.S. 95] was closed.", "[o:Red Crescent] said so."} {
		s := labeled(text)
		if out, ok := a.augmentSentence(&s); ok {
			t.Errorf("%q becomes %q", s.text, out.text)
		}
	}
}

func TestIsReplacement(t *testing.T) {
	for name, want := range map[string]bool{
		"Kabul": true, "Île d'Or": true, "New York City": true, "the Hague": false, "Al": false, "A Town With Four": false,
		"Saint Mary's Point": false, "Кабул": false, "Area 51": false, strings.Repeat("Long", 8): false,
	} {
		if got := isReplacement(name); got != want {
			t.Errorf("isReplacement(%q) = %t", name, got)
		}
	}
}

// TestEditMovesSpans checks that spans outside the replacements keep their text, and that replaced spans
// have the new name.
func TestEditMovesSpans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		var replacements []replacement
		var kept []geo.Span
		for range rapid.IntRange(0, 6).Draw(t, "pieces") {
			start := text.Len()
			text.WriteString(rapid.StringMatching(`[a-z]{1,6}`).Draw(t, "piece"))
			s := geo.Span{Start: start, End: text.Len()}
			if rapid.Bool().Draw(t, "replaced") {
				replacements = append(replacements, replacement{Span: s, name: rapid.StringMatching(`[A-Z]{0,9}`).Draw(t, "name")})
			} else {
				kept = append(kept, s)
			}
			text.WriteByte(' ')
		}
		e := newEdit(text.String(), replacements)
		for _, s := range kept {
			if got := e.move(s).Text(e.text); got != s.Text(text.String()) {
				t.Fatalf("the span of %q has the text %q in %q", s.Text(text.String()), got, e.text)
			}
		}
		for _, r := range replacements {
			if got := e.move(r.Span).Text(e.text); got != r.name {
				t.Fatalf("the replaced span has the text %q in %q, want %q", got, e.text, r.name)
			}
		}
	})
}

func TestAllowedLabels(t *testing.T) {
	x := tagger.NewLexicon(1 << 10)
	x.AddHandwritten()
	x.Add(tagger.HashLower("Afghan"), tagger.ListAdjective)
	d := tagger.NewDocument(nil)
	for _, c := range []struct {
		text       string
		placesOnly bool
		want       []labelSet
	}{
		{"[p:New York] fell", false, []labelSet{setOf(tagger.BeginPlace), setOf(tagger.InsidePlace), setOf(tagger.LabelNone)}},
		{"Afghan Omar", false, []labelSet{setOf(tagger.BeginAdjective), setOf(tagger.LabelNone)}},
		{"Afghan Afghan", false, []labelSet{setOf(tagger.BeginAdjective), adjectiveLabels}},
		{"Omar in [p:Kabul]", true, []labelSet{allLabels &^ setOf(tagger.BeginPlace, tagger.InsidePlace), allLabels &^ setOf(tagger.BeginPlace, tagger.InsidePlace), setOf(tagger.BeginPlace)}},
	} {
		s := labeled(c.text)
		s.placesOnly = c.placesOnly
		d.ReadSentence(x, s.text)
		got := allowedLabels(&s, d.Tokens, d.Chunks)
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%q: token %d may have the labels %b, want %b", s.text, i, got[i], c.want[i])
			}
		}
	}
}
