package tagger

import (
	"testing"

	"dateline/geo/internal/lexicon"
)

// TestHandwrittenListsAreNotEmpty finds categories that the lexicon does not have.
func TestHandwrittenListsAreNotEmpty(t *testing.T) {
	categories := append([]string{"abbreviation", "title-abbreviation"}, senseCategories[:]...)
	for _, l := range handwritten {
		categories = append(categories, l.category)
	}
	for _, c := range categories {
		if len(lexicon.Words(english, c)) == 0 {
			t.Errorf("the lexicon has no words of the category %q", c)
		}
	}
	if !arabicArticles[HashLower("al")] {
		t.Error("the lexicon has no romanized Arabic articles")
	}
}

func TestAbbreviationsAreShort(t *testing.T) {
	for a := range abbreviations {
		if len(a) > longestAbbreviation {
			t.Errorf("the abbreviation %q is longer than %d bytes", a, longestAbbreviation)
		}
	}
}
