package recognize

import (
	"strings"
	"unicode/utf8"

	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// placeAbbreviations has the abbreviations of common nouns before names by language, without their period.
var placeAbbreviations = lexicon.ByLanguage("place-abbreviation", lexicon.Set)

// probabilityAbbreviated is the probability of a name after the abbreviation of a common noun of places.
const probabilityAbbreviated = 0.9

// isBare reports whether an abbreviation is also written without a period: "смт Борова", "с-ще Покровське".
func isBare(abbreviation string) bool {
	switch abbreviation {
	case "смт", "пгт", "рп", "аул", "аг", "гп":
		return true
	}
	return strings.Contains(abbreviation, "-")
}

// addAbbreviated adds the names after abbreviations of common nouns of places that are no mentions: "с. Липці", "смт Борова", "woj. Mazowieckie".
func (f *nameFixer) addAbbreviated() {
	abbreviations := placeAbbreviations[f.language]
	if abbreviations == nil {
		return
	}
	k := 0
	for i := int32(0); int(i) < len(f.d.Tokens); i++ {
		first, ok := f.afterAbbreviation(abbreviations, i)
		if !ok {
			continue
		}
		n := multilingual.Name{First: first, Last: f.lastPart(first)}
		for k < len(f.d.Names) && f.d.Names[k].First < first {
			k++
		}
		if k < len(f.d.Names) && f.d.Names[k].First == first && f.d.Names[k].Last >= n.Last {
			n = f.d.Names[k]
		}
		f.addUnlabeled(&n, probabilityAbbreviated)
		i = n.Last
	}
}

// afterAbbreviation returns the capitalized token after an abbreviation that begins with token i in small letters, and its period.
func (f *nameFixer) afterAbbreviation(abbreviations map[string]bool, i int32) (next int32, ok bool) {
	tokens, text := f.d.Tokens, f.d.Text
	if tokens[i].Class != tagger.ClassLower || i > 0 && tokens[i-1].Class == tagger.ClassNumber {
		return 0, false // "2026 г. Казань"
	}
	end := i
	if int(i)+2 < len(tokens) && tokens[i+1].Text(text) == "-" && !tokens[i+1].Space && !tokens[i+2].Space {
		end = i + 2 // "с-ще"
	}
	word := text[tokens[i].Start:tokens[end].End]
	if !abbreviations[word] {
		return 0, false
	}
	next = end + 1
	period := int(next) < len(tokens) && tokens[next].Text(text) == "." && !tokens[next].Space
	if period {
		next++
	} else if !isBare(word) {
		return 0, false
	}
	if int(next) >= len(tokens) || tokens[next].Sentence != tokens[i].Sentence {
		return 0, false
	}
	return next, tokens[next].Class == tagger.ClassCapital
}

// maxArticle is the number of letters of the longest article with a capital that begins a name: "El Loa".
const maxArticle = 3

// lastPart returns the last token of a word with hyphens that begins with token i, or of an article with the word after it:
// "Ростов-на-Дону", "El Loa".
func (f *nameFixer) lastPart(i int32) int32 {
	if t := &f.d.Tokens[i]; utf8.RuneCountInString(t.Text(f.d.Text)) <= maxArticle && int(i)+1 < len(f.d.Tokens) {
		if next := &f.d.Tokens[i+1]; next.Class == tagger.ClassCapital && next.Sentence == t.Sentence {
			i++
		}
	}
	for int(i)+2 < len(f.d.Tokens) {
		mark, next := &f.d.Tokens[i+1], &f.d.Tokens[i+2]
		if mark.Space || next.Space || !strings.ContainsAny(mark.Text(f.d.Text), "-–’'") || !next.IsWord() {
			break
		}
		i += 2
	}
	return i
}
