package multilingual

import (
	"slices"
	"testing"

	"dateline/geo/internal/tagger"
)

func TestEvidence(t *testing.T) {
	d := NewDocument(nil, nil, nil)
	text := "Fue a Lima. Ayer Pablo Rosas vio una rosas. En mayo Lima ardía."
	d.Read(text, "es", tagger.Tokenize(nil, text), Context{Prepositions: tagger.HashSet([]string{"a", "en"})})
	for word, want := range map[string]uint8{
		"Lima":  seenAfterPreposition | seenAlone,
		"Rosas": seenBeside | seenLower,
		"Pablo": seenBeside,
	} {
		if got := *d.evidence.at(tagger.HashLower(word)); got != want {
			t.Errorf("the evidence of %q is %b, want %b", word, got, want)
		}
	}
	long := ""
	for range 400 {
		long += "Uno dos tres "
	}
	d.Read(long, "es", tagger.Tokenize(nil, long), Context{})
	d.Read(text, "es", tagger.Tokenize(nil, text), Context{})
	if got := *d.evidence.at(tagger.HashLower("Uno")); got != 0 {
		t.Errorf("the evidence of another text is %b, want none", got)
	}
}

func TestStem(t *testing.T) {
	stem := func(language, s string) uint32 {
		tokens := tagger.Tokenize(nil, s)
		return stemOf(&tokens[0], s, language)
	}
	for _, c := range []struct {
		language, a, b string
		same           bool
	}{
		{"ar", "وبغداد", "بغداد", true},
		{"ar", "للعراق", "العراق", true},
		{"ar", "بالقاهرة", "القاهره", true},
		{"ar", "أربيل", "اربيل", true},
		{"ar", "واد", "اد", false}, // too short
		{"fa", "كابل", "کابل", true},
		{"fa", "وبغداد", "بغداد", false},
		{"ar", "بغداد", "البصرة", false},
	} {
		if got := stem(c.language, c.a) == stem(c.language, c.b); got != c.same {
			t.Errorf("%s: %q and %q have the same stem: %t, want %t", c.language, c.a, c.b, got, c.same)
		}
	}
	if stem("es", "Lima") != 0 {
		t.Error("a word in Latin script has a stem")
	}
}

func TestHebrewRests(t *testing.T) {
	hashes := func(s string) []uint32 {
		w := word{}
		w.setRests(s)
		return append([]uint32{tagger.HashLower(s)}, slices.DeleteFunc(w.rests[:], func(h uint32) bool { return h == 0 })...)
	}
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"חיפה", "בחיפה", true},
		{"חיפה", "ובחיפה", true},
		{"מוסקבה", "למוסקבה", true},
		{"שבחיפה", "ובחיפה", true},
		{"ערד", "בערד", true},
		{"חיפה", "נחיפה", false},
		{"דן", "בדן", false}, // too short
		{"עכו", "ושבעכו", false},
	} {
		a := hashes(c.a)
		if got := slices.ContainsFunc(hashes(c.b), func(h uint32) bool { return slices.Contains(a, h) }); got != c.same {
			t.Errorf("%q and %q have a hash in common: %t, want %t", c.a, c.b, got, c.same)
		}
	}
}
