package recognize

import (
	"maps"
	"slices"
	"unicode/utf8"

	"dateline/geo/internal/cue"
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
func (f *nameFixer) addCertain() {
	for i := range f.d.Names {
		n := &f.d.Names[i]
		if !isCertain(f.d, n, f.language) || labeled(f.d, n) || f.isGeneric(n) || f.isBeforePeople(n) {
			continue
		}
		f.addUnlabeled(n, probabilityCertain)
	}
}

// labeled reports whether the model labeled a part of a name as the name of a person or an
// organization. Abbreviations of countries, which often act, may be organizations, and names of
// countries that are not those of persons may have any label of their own.
func labeled(d *multilingual.Document, n *multilingual.Name) bool {
	t := &d.Tokens[n.First]
	if n.First < n.Last && d.Tokens[n.Last].Class == tagger.ClassLower && n.Types&tagger.TypeState != 0 {
		return false // a province with its noun
	}
	abbreviation := n.First == n.Last && t.Class == tagger.ClassUpper && utf8.RuneCountInString(t.Text(d.Text)) > 2
	country := n.Types&tagger.TypeCountry != 0 && !d.IsPerson(n.First)
	return slices.ContainsFunc(d.EntitiesIn(n.First, n.Last), func(e multilingual.Entity) bool {
		if country && n.First < n.Last && e.Label == tagger.BeginPlace && e.First >= n.First && e.Last <= n.Last {
			return false // "République" of "République tchèque"
		}
		whole := e.First == n.First && e.Last == n.Last
		return (!abbreviation || e.Label != tagger.BeginOrganization || e.First != e.Last) && (!country || !whole)
	})
}

// addProvinces adds to d.Names the provinces whose common noun in small letters follows, and the countries whose second word is in small
// letters: "Харківська область", "République tchèque".
func (m *gazetteerMatcher) addProvinces(d *multilingual.Document, language string) {
	for i := range len(d.Tokens) - 1 {
		t, next := &d.Tokens[i], &d.Tokens[i+1]
		if !t.Cased() || next.Class != tagger.ClassLower || next.Sentence != t.Sentence || next.Start == t.End {
			continue
		}
		n, ok := m.provinceAt(d, int32(i), language)
		if ok && (n.Types&tagger.TypeCountry != 0 || cue.IsNounAfter(language, next.Text(d.Text))) {
			d.Names = append(d.Names, n)
		}
	}
}

// provinceAt returns the province whose name is token i and the noun after it.
func (m *gazetteerMatcher) provinceAt(d *multilingual.Document, i int32, language string) (n multilingual.Name, ok bool) {
	start := d.Tokens[i].Start
	found, ok := m.finder.Longest(language, d.Text[start:d.Tokens[i+1].End])
	if !ok || found.End != int(d.Tokens[i+1].End-start) {
		return n, false
	}
	n.First, n.Last = i, i+1
	n.Types, n.Size = tagger.TypesOf(m.gaz, found.Names)
	return n, true
}

// The size classes of the towns that are recognized after a preposition of place: 250,000 people in languages with few
// texts, otherwise a million.
const (
	sizeLarge = 5
	sizeHuge  = 6
)

// isCertain reports whether a name of the gazetteer is hardly anything else in a text.
func isCertain(d *multilingual.Document, n *multilingual.Name, language string) bool {
	first, last := &d.Tokens[n.First], &d.Tokens[n.Last]
	letters := utf8.RuneCountInString(d.Text[first.Start:last.End]) - int(n.Trim)
	country := n.Types&tagger.TypeCountry != 0
	switch {
	case first.Class == tagger.ClassUpper && letters < 5:
		return country && (letters > 2 || countryAbbreviations[language][first.Lower])
	case !first.Cased():
		return isCertainWithoutCase(d, n, language, letters)
	case n.First < n.Last && last.Class == tagger.ClassLower && n.Types&(tagger.TypeState|tagger.TypeDistrict) != 0:
		return true
	case letters < 4 || isFrequent(d, first) && n.First == n.Last:
		return false
	case country && n.Types&tagger.TypeDemonym == 0:
		return n.Size >= 3 && (fewTexts[language] || n.First < n.Last || !d.IsPerson(n.First) && !d.IsBesideName(n.First))
	case n.Types&tagger.TypeTown != 0 && n.Size >= sizeLarge && !d.IsCommon(n.First):
		return afterPreposition(d, n, language) || n.Size >= sizeHuge && !d.IsPerson(n.First) && !d.IsBesideName(n.First)
	case n.Size >= sizeHuge && n.Types&tagger.TypeTown != 0, fewTexts[language] && (n.Size >= sizeLarge || n.Types&tagger.TypeState != 0):
		return afterPreposition(d, n, language)
	}
	return false
}

// beginsSentence reports whether a name is at the beginning of a sentence, where a country that acts is named.
func beginsSentence(d *multilingual.Document, n *multilingual.Name) bool {
	return n.First == 0 || d.Tokens[n.First-1].Sentence != d.Tokens[n.First].Sentence
}

// isCertainWithoutCase is isCertain in a script without capitals.
func isCertainWithoutCase(d *multilingual.Document, n *multilingual.Name, language string, letters int) bool {
	if d.Tokens[n.First].Class != tagger.ClassCaseless || n.Types&tagger.TypeDemonym != 0 || d.IsFrequent(n.First) && n.First == n.Last {
		return false
	}
	if letters < min(longEnough(d.Text[d.Tokens[n.First].Start:]), 3) {
		return false
	}
	switch {
	case isLongCertain(d, n, language):
		return true
	case n.Types&tagger.TypeCountry != 0:
		marked := letters >= minSupported && (beforePostposition(d, n, language) || beforeParticle(d, n, language) || afterMarker(d, n, language))
		return n.Size >= 3 && (marked || beginsSentence(d, n))
	case n.Types&tagger.TypeTown == 0 || n.Size < sizeLarge:
		return false
	}
	return beforePostposition(d, n, language) || n.Size >= sizeHuge && afterMarker(d, n, language)
}

// isLongCertain reports whether a name has several words with spaces between them and is that of a state, district or large town. A
// direction is none.
func isLongCertain(d *multilingual.Document, n *multilingual.Name, language string) bool {
	if n.First == n.Last || !longCertain[language] || n.Types&(tagger.TypeState|tagger.TypeDistrict) == 0 && (n.Types&tagger.TypeTown == 0 || n.Size < minLong) {
		return false
	}
	for i := n.First; i <= n.Last; i++ {
		if i > n.First && !d.Tokens[i].Space || directions[language][d.Tokens[i].Lower] || d.Tokens[i].Class != tagger.ClassCaseless {
			return false
		}
	}
	return true
}

// longCertain are the languages whose names of several words are certain.
var longCertain = map[string]bool{"fa": true, "prs": true, "ur": true, "hi": true, "bn": true}

// minLong is the size class of the smallest town of these: 50,000 people.
const minLong = 4

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

// placePostpositions has the hashes of words that often follow a place by language.
var placePostpositions = hashesByLanguage("place-postposition")

// beforePostposition reports whether a postposition of place follows a name.
func beforePostposition(d *multilingual.Document, n *multilingual.Name, language string) bool {
	next := int(n.Last) + 1
	return next < len(d.Tokens) && d.Tokens[next].Sentence == d.Tokens[n.Last].Sentence && placePostpositions[language][d.Tokens[next].Lower]
}

func hashesByLanguage(category string) map[string]map[uint32]bool {
	m := map[string]map[uint32]bool{}
	for _, language := range lexicon.Languages(category) {
		m[language] = tagger.HashSet(lexicon.Words(language, category))
	}
	return m
}

// placeMarkers has the hashes of words before very large towns in scripts without capitals by language.
var placeMarkers = func() map[string]map[uint32]bool {
	m := hashesByLanguage("place-marker")
	for _, category := range []string{"place-preposition", "direction"} {
		for language, hashes := range hashesByLanguage(category) {
			if m[language] == nil {
				m[language] = map[uint32]bool{}
			}
			maps.Copy(m[language], hashes)
		}
	}
	return m
}()

// afterMarker reports whether a preposition of place, another mark of one or a direction precedes a name.
func afterMarker(d *multilingual.Document, n *multilingual.Name, language string) bool {
	return n.First > 0 && d.Tokens[n.First-1].Sentence == d.Tokens[n.First].Sentence && placeMarkers[language][d.Tokens[n.First-1].Lower]
}

// afterPreposition reports whether a preposition of place precedes a name.
func afterPreposition(d *multilingual.Document, n *multilingual.Name, language string) bool {
	return n.First > 0 && d.Tokens[n.First-1].Sentence == d.Tokens[n.First].Sentence && placePrepositions[language][d.Tokens[n.First-1].Lower]
}
