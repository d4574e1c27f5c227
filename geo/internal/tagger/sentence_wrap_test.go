package tagger

import (
	"strings"
	"testing"
)

func TestWrappedLinesAreOneSentence(t *testing.T) {
	for _, test := range []struct {
		name, text string
		sentences  int
	}{
		{"a name across a line's end", "Relief workers said that the envoys had come to the meeting from South\nSudan and had left.", 1},
		{"two of them", "The envoys of the two sides met for the third time this month in New\nDelhi, and said that they would meet again in two weeks in Addis\nAbaba, unless the talks in Las Vegas fail.", 1},
		{"a headline", "Taliban seize Kabul\nThe president has left the country, officials said on Sunday evening.", 2},
		{"a list", "Kabul\nHerat\nKandahar\nKunduz", 4},
		{"lines that are not wrapped", "Rain fell in Lisbon on Monday, and the river rose quickly\nPorto saw none of it, the weather service said in a statement that it published in the evening of the same day.", 2},
		{"paragraphs", "Rain fell in the valley during the night, and the river rose\n\nPorto saw none of it.", 2},
	} {
		tokens := Tokenize(nil, test.text)
		if got := SplitSentences(nil, tokens, test.text); len(got) != test.sentences {
			parts := make([]string, len(got))
			for i, s := range got {
				parts[i] = s.Text(test.text)
			}
			t.Errorf("%s: %d sentences, want %d: %s", test.name, len(got), test.sentences, strings.Join(parts, " | "))
		}
	}
}
