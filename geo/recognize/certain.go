package recognize

import (
	"slices"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// probabilityCertain is the probability of names that the gazetteer knows as hardly anything
// else, and that the model of the language did not find.
const probabilityCertain = 0.85

// addCertain adds to the mentions of a document the names of countries, their abbreviations,
// provinces with their common noun, and large towns after a preposition of place, where the
// model found neither a place nor a person nor an organization.
func addCertain(mentions []geo.Mention, d *multilingual.Document, language string) []geo.Mention {
	from := len(mentions)
	for i := range d.Names {
		n := &d.Names[i]
		if !isCertain(d, n, language) || labeled(d, n) {
			continue
		}
		span := geo.Span{Start: int(d.Tokens[n.First].Start) + int(n.Skip), End: int(d.Tokens[n.Last].End) - int(n.Trim)}
		if slices.ContainsFunc(mentions[:from], func(m geo.Mention) bool { return m.Start < span.End && span.Start < m.End }) {
			continue
		}
		mentions = append(mentions, geo.Mention{
			Span: span, Phrase: span.Text(d.Text), Role: geo.RoleLiteral, Recognized: probabilityCertain,
			Passage: passage(d.Sentences, d.Tokens[n.First].Sentence),
		})
	}
	slices.SortFunc(mentions, func(a, b geo.Mention) int { return a.Start - b.Start })
	return mentions
}

// labeled reports whether the model labeled a part of a name as the name of a person or an
// organization.
func labeled(d *multilingual.Document, n *multilingual.Name) bool {
	return slices.ContainsFunc(d.Entities(), func(e multilingual.Entity) bool { return e.Last >= n.First && e.First <= n.Last })
}

// isCertain reports whether a name of the gazetteer is hardly anything else in a text.
func isCertain(d *multilingual.Document, n *multilingual.Name, language string) bool {
	first, last := &d.Tokens[n.First], &d.Tokens[n.Last]
	letters := utf8.RuneCountInString(d.Text[first.Start:last.End]) - int(n.Trim)
	country := n.Types&tagger.TypeCountry != 0
	switch {
	case first.Class == tagger.ClassUpper && letters < 5:
		return country && (letters > 2 || countryAbbreviations[language][first.Lower])
	case !first.Cased():
		return false
	case n.First < n.Last && last.Class == tagger.ClassLower && n.Types&(tagger.TypeState|tagger.TypeDistrict) != 0:
		return true
	case letters < 4 || isFrequent(d, first) || !fewTexts[language]:
		return false
	case country && n.Types&tagger.TypeDemonym == 0:
		return n.Size >= 3
	case n.Size >= 5 || n.Types&tagger.TypeState != 0:
		return afterPreposition(d, n, language)
	}
	return false
}

// fewTexts are the languages whose models were trained on few news texts of their own, or on
// none.
var fewTexts = map[string]bool{"be": true, "bg": true, "cs": true, "mk": true, "sk": true, "sl": true, "uk": true}

// isFrequent reports whether a token is one of the frequent words of the document's language.
func isFrequent(d *multilingual.Document, t *tagger.Token) bool {
	return frequentWords[d.Language][t.Lower]
}

// frequentWords has the hashes of the most frequent words by language.
var frequentWords = hashesByLanguage("frequent-word")

// placePrepositions has the hashes of words that often precede a place by language.
var placePrepositions = hashesByLanguage("place-preposition")

func hashesByLanguage(category string) map[string]map[uint32]bool {
	m := map[string]map[uint32]bool{}
	for _, language := range lexicon.Languages(category) {
		m[language] = tagger.HashSet(lexicon.Words(language, category))
	}
	return m
}

// afterPreposition reports whether a preposition of place precedes a name.
func afterPreposition(d *multilingual.Document, n *multilingual.Name, language string) bool {
	return n.First > 0 && d.Tokens[n.First-1].Sentence == d.Tokens[n.First].Sentence && placePrepositions[language][d.Tokens[n.First-1].Lower]
}
