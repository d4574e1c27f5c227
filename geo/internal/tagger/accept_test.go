package tagger

import "testing"

func TestDivides(t *testing.T) {
	for text, want := range map[string]bool{
		"Kan-\ndahar fell":   true,
		"Kan-dahar fell":     false,
		"Kan -\ndahar fell":  false,
		"Kan-\nDahar fell":   false,
		"well-\nknown towns": false,
		"Kan-":               false,
	} {
		tokens := Tokenize(nil, text)
		x := NewLexicon(64)
		x.AddHandwritten()
		x.Annotate(tokens)
		SplitSentences(nil, tokens, text)
		if got := divides(tokens, 0); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
	}
}

func TestTokenizeReadsAbbreviationsInCapitals(t *testing.T) {
	for text, want := range map[string][]string{
		"ST. LOUIS":     {"ST.", "LOUIS"},
		"FT. WORTH":     {"FT.", "WORTH"},
		"IN FLA. TODAY": {"IN", "FLA.", "TODAY"},
		"THE CAST.":     {"THE", "CAST", "."},
	} {
		tokens := Tokenize(nil, text)
		if len(tokens) != len(want) {
			t.Errorf("%q: %d tokens, want %d", text, len(tokens), len(want))
			continue
		}
		for i := range tokens {
			if got := tokens[i].Text(text); got != want[i] {
				t.Errorf("%q: token %q, want %q", text, got, want[i])
			}
		}
	}
	if text := "ST. LOUIS"; Tokenize(nil, text)[0].Class != ClassCapital {
		t.Error("ST. has not the class of a capitalized word")
	}
}
