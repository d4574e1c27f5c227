package tagger

import (
	"strings"
	"testing"
)

// classes returns the words of a text with a capital after truecasing.
func capitalized(x *Lexicon, text string) string {
	tokens, _ := read(text)
	x.Annotate(tokens)
	Truecase(tokens)
	var words []string
	for i := range tokens {
		if tokens[i].Cased() {
			words = append(words, tokens[i].Text(text))
		}
	}
	return strings.Join(words, " ")
}

func TestTruecase(t *testing.T) {
	x := NewLexicon(1)
	x.AddHandwritten()
	for text, want := range map[string]string{
		"the fighters took kabul and then the people fled to iran":                  "took kabul fled iran",
		"THE OFFICIALS SAID THAT KABUL AND HERAT WERE QUIET":                        "KABUL HERAT QUIET",
		"The officials said that nothing had happened there since then. It was so.": "The It",
		"they went to kabul": "", // too short
	} {
		if got := capitalized(x, text); got != want {
			t.Errorf("%q has the capitalized words %q, want %q", text, got, want)
		}
	}
}

func TestStyleOf(t *testing.T) {
	x := NewLexicon(1)
	x.AddHandwritten()
	for text, want := range map[string]uint32{
		"Floods Cut the Road Between Kandahar and Herat": styleTitle,
		"FLOODS CUT THE ROAD":                            styleUpper,
		"Floods cut the main road near Kandahar":         0,
		"Kabul":                                          0,
	} {
		tokens, _ := read(text)
		x.Annotate(tokens)
		if got := StyleOf(tokens); got != want {
			t.Errorf("%q has the style %d, want %d", text, got, want)
		}
	}
}

func TestFindChunks(t *testing.T) {
	x := NewLexicon(1)
	x.AddHandwritten()
	for text, want := range map[string]string{
		"He met Omar Khan in Kabul.":                  "He|Omar Khan in Kabul",
		"fighting near al-Sabeen and ar-Raqqa":        "al-Sabeen|ar-Raqqa",
		"from Newcastle-under-Lyme to Stoke-on-Trent": "Newcastle-under-Lyme|Stoke-on-Trent",
		"the Bank of England raised rates":            "Bank of England",
		"nothing here":                                "",
		"Boeing 737 landed":                           "Boeing 737",
	} {
		tokens, _ := read(text)
		x.Annotate(tokens)
		var got []string
		for _, c := range FindChunks(nil, tokens) {
			got = append(got, text[tokens[c.First].Start:tokens[c.Last].End])
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%q has the chunks %q, want %q", text, s, want)
		}
	}
}
