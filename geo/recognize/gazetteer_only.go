package recognize

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/abbrev"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/inflect"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// gazetteerMatch is a name of the gazetteer that is a mention with probability p.
type gazetteerMatch struct {
	tagger.Name
	p float32
}

// gazetteerMatcher finds mentions in languages without a model: names of the gazetteer that are
// hardly ambiguous. These are countries and provinces, large towns, names of several words, and
// smaller towns after a preposition of place.
type gazetteerMatcher struct {
	gaz    *gazetteer.Gazetteer
	finder *inflect.Finder // nil without a gazetteer
	union  gazetteer.Ref   // the European Union, or NoRef
	key    []byte
	refs   []gazetteer.NameRef
	unions []phraseMemo
}

// newGazetteerMatcher returns a matcher of the names of g, which may be nil.
func newGazetteerMatcher(g *gazetteer.Gazetteer) gazetteerMatcher {
	m := gazetteerMatcher{gaz: g, union: gazetteer.NoRef, unions: make([]phraseMemo, 1<<unionBits)}
	if g != nil {
		m.finder = inflect.NewFinder(g)
		if r, ok := g.ByID("dateline:european-union"); ok {
			m.union = r
		}
	}
	return m
}

// setUnions makes the mentions of the European Union metonyms: texts name it as an actor,
// hardly ever as where something is. It drops those that the recognizer found to be an organization,
// unless a country is named beside it: "the US and the EU".
func (m *gazetteerMatcher) setUnions(mentions []geo.Mention, text, language string) []geo.Mention {
	if m.union == gazetteer.NoRef {
		return mentions
	}
	if !slices.ContainsFunc(mentions, func(t geo.Mention) bool { return m.isUnion(t.Phrase, language) }) {
		return mentions
	}
	kept := make([]geo.Mention, 0, len(mentions))
	for i := range mentions {
		t := mentions[i]
		if m.isUnion(t.Phrase, language) {
			if t.Association == geo.AssociationMetonym && !m.isBesideCountry(mentions, i, text, language) {
				continue
			}
			t.Role, t.Association = geo.RoleAssociative, geo.AssociationMetonym
		}
		kept = append(kept, t)
	}
	return kept
}

// phraseMemo has whether a phrase is a name of the union in a language.
type phraseMemo struct {
	language, phrase string
	isUnion          bool
}

// isUnion reports whether a phrase is a name of the union.
func (m *gazetteerMatcher) isUnion(phrase, language string) bool {
	if phrase == "" {
		return false
	}
	k := &m.unions[tagger.HashLower(phrase)*0x9e3779b1>>(32-unionBits)]
	if k.phrase != phrase || k.language != language {
		is := m.names(phrase, language, func(n gazetteer.NameRef) bool { return n.Ref == m.union })
		*k = phraseMemo{strings.Clone(language), strings.Clone(phrase), is}
	}
	return k.isUnion
}

// unionBits is the binary logarithm of the number of phrases of which it is remembered whether they are names of the union.
const unionBits = 9

// maxBeside is the largest number of code points between the names of a union and of a country beside it.
const maxBeside = 16

// isBesideCountry reports whether the mention before or after mention i is that of a country beside it.
func (m *gazetteerMatcher) isBesideCountry(mentions []geo.Mention, i int, text, language string) bool {
	for _, k := range [...]int{i - 1, i + 1} {
		if k < 0 || k >= len(mentions) {
			continue
		}
		first, last := &mentions[min(i, k)], &mentions[max(i, k)]
		if first.End <= last.Start && utf8.RuneCountInString(text[first.End:last.Start]) <= maxBeside &&
			m.names(mentions[k].Phrase, language, m.isCountry) {
			return true
		}
	}
	return false
}

// names reports whether a phrase is the name of a place for which is returns true.
func (m *gazetteerMatcher) names(phrase, language string, is func(gazetteer.NameRef) bool) bool {
	found, _ := m.finder.Base(language, phrase)
	m.refs = abbrev.Lookup(m.gaz, append(m.refs[:0], found.Names...), phrase)
	return slices.ContainsFunc(m.refs, is)
}

// match appends the mentions of d, whose language has the given code, to dst.
func (m *gazetteerMatcher) match(dst []gazetteerMatch, d *tagger.Document, language string, context multilingual.Context) []gazetteerMatch {
	inflects := inflect.Inflects(language)
	next := 0 // first name that does not end before token i
	for k := range d.Chunks {
		c := &d.Chunks[k]
		for i := c.First; i <= c.Last; i++ {
			for next < len(d.Names) && d.Names[next].Last < i {
				next++
			}
			unspaced := isUnspaced(&d.Tokens[i], d.Text)
			var n tagger.Name
			ok := false
			switch {
			case unspaced:
				n, ok = m.matchUnspaced(d, i, c.Last)
			case next < len(d.Names) && d.Names[next].First == i:
				n, ok = d.Names[next], true
			}
			if inflects && !unspaced {
				n, ok = m.orInflected(d, n, ok, i, language)
			}
			if !ok {
				continue
			}
			p := acceptName(d, &n, c.Sentence, language, context)
			if p > 0 {
				dst = append(dst, gazetteerMatch{n, p})
			}
			if p > 0 || !unspaced {
				i = n.Last
			}
		}
	}
	return dst
}

// isUnspaced reports whether a token is in a script that puts no spaces between words.
func isUnspaced(t *tagger.Token, text string) bool {
	if t.Class != tagger.ClassCaseless {
		return false
	}
	r, _ := utf8.DecodeRuneInString(t.Text(text))
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// The probabilities of accepted names.
const (
	probabilityCountry = 0.95
	probabilityLarge   = 0.9 // states and large towns
	probabilityOther   = 0.8
)

// matchedName is a name with what its acceptance depends on.
type matchedName struct {
	*tagger.Name
	sentence uint32
	words    int32
	// runes is the number of letters, longEnough the number from which a name is hardly an ordinary word.
	runes, longEnough int
	// cased reports whether it begins with a capital, afterPreposition whether it follows a
	// preposition of place, abbreviation whether it is one of a state in the language.
	cased, afterPreposition, abbreviation bool
	// designated reports whether a postposition of place or a common noun of places follows it in a script without capitals.
	designated bool
}

// minDesignated is the number of letters of the shortest name that the word after it makes one.
const minDesignated = 3

// isPlainWord reports whether a word is one of the most frequent words of a language, a common noun of places or a direction.
func isPlainWord(text string, t *tagger.Token, language string) bool {
	return frequentWords[language][t.Lower] || cue.IsGeneric(language, gazetteer.Normalize(nil, t.Text(text)))
}

// longEnough returns the number of letters from which a name at the beginning of text is hardly an ordinary word: two
// where letters are syllables or words.
func longEnough(text string) int {
	if r, _ := utf8.DecodeRuneInString(text); unicode.In(r, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Ethiopic) {
		return 2
	}
	return 4
}

// hasType reports whether the name may mean a place of one of the types.
func (n *matchedName) hasType(types tagger.PlaceTypes) bool { return n.Types&types != 0 }

// acceptName returns the probability that a name in a sentence is a mention, or 0 if it is too
// ambiguous.
func acceptName(d *tagger.Document, name *tagger.Name, sentence uint32, language string, context multilingual.Context) float32 {
	first, last := &d.Tokens[name.First], &d.Tokens[name.Last]
	n := &matchedName{
		Name: name, sentence: sentence, words: name.Last - name.First + 1, cased: first.Cased(),
		runes:        utf8.RuneCountInString(d.Text[first.Start:last.End]),
		longEnough:   longEnough(d.Text[first.Start:]),
		abbreviation: countryAbbreviations[language][first.Lower],
		afterPreposition: context.Prepositions[d.Lower(name.First-1, sentence)] ||
			name.Skip > 0 && context.Prepositions[tagger.HashLower(d.Text[first.Start:first.Start+uint32(name.Skip)])], // written on
	}
	if next := d.Word(n.Last+1, sentence); first.Class == tagger.ClassCaseless && n.runes >= minDesignated {
		n.designated = placePostpositions[language][next.Lower] || cue.IsNounAfter(language, next.Text(d.Text))
	}
	p := n.probability()
	if p == 0 || n.tooShort(first) || n.words == 1 && !n.cased && isPlainWord(d.Text, first, language) {
		return 0
	}
	if n.cased {
		if n.partOfLongerName(d, language) || n.maybePerson(first) || n.maybeWord(d, first, language) {
			return 0
		}
	} else if n.maybeLowerWord(first, context) {
		return 0
	}
	if n.words == 1 && n.maybeFrequentWord(d, context.Rank(first.Lower)) {
		return 0
	}
	if language == "de" && n.afterGermanArticle(d) {
		return 0
	}
	return p
}

// probability returns the probability of the name by what it means in the gazetteer, 0 for small and
// unimportant places.
func (n *matchedName) probability() float32 {
	switch {
	case n.hasType(tagger.TypeCountry) && n.Size >= 3 || n.hasType(tagger.TypeDemonym):
		return probabilityCountry
	case n.hasType(tagger.TypeCountry | tagger.TypeState), n.hasType(tagger.TypeTown) && n.Size >= 5:
		return probabilityLarge
	case n.words > 1 && n.cased, n.designated && n.hasType(areaOrTown), n.Size >= 4, n.Size >= 3 && n.afterPreposition, n.hasType(tagger.TypeNature) && n.words > 1:
		return probabilityOther
	}
	return 0
}

// tooShort reports whether the name, which begins with token first, is so short that it is probably
// an abbreviation or another word.
func (n *matchedName) tooShort(first *tagger.Token) bool {
	if !n.cased {
		return n.runes < 2
	}
	if n.runes >= 4 || n.hasType(tagger.TypeCountry) && first.Class != tagger.ClassUpper {
		return false
	}
	// "США" is an abbreviation of a state everywhere, "ЕС" in some languages.
	return !n.hasType(tagger.TypeAbbreviation) || !n.hasType(tagger.TypeCountry) || n.runes < 3 && !n.abbreviation
}

// partOfLongerName reports whether a capitalized word next to the name makes it part of a longer
// name. German capitalizes all nouns.
func (n *matchedName) partOfLongerName(d *tagger.Document, language string) bool {
	if language == "de" || n.hasType(tagger.TypeCountry) {
		return false
	}
	before, after := d.Word(n.First-1, n.sentence), d.Word(n.Last+1, n.sentence)
	if isNamePart(before) {
		if before.Lists&(tagger.ListGiven|tagger.ListTitle) != 0 {
			return true
		}
		if int(n.First)-1 != d.FirstToken(n.sentence) && (!isCovered(d, n.First-1) || n.words == 1 && d.Cover[n.First-1].Types&areaTypes == 0) {
			return true
		}
	}
	return isNamePart(after) && (!isCovered(d, n.Last+1) || n.words == 1 && d.Cover[n.Last+1].Types&areaTypes == 0)
}

// areaTypes are the types of places whose names may directly follow that of a town in them, as countries do.
const areaTypes = tagger.TypeCountry | tagger.TypeState | tagger.TypeDistrict | tagger.TypeDemonym

// isNamePart reports whether a token has a capital, as part of a name.
func isNamePart(t *tagger.Token) bool { return t.Cased() || t.Class == tagger.ClassMixed }

// isCovered reports whether token i is part of a name of the gazetteer.
func isCovered(d *tagger.Document, i int32) bool {
	return int(i) < len(d.Cover) && d.Cover[i].Covered()
}

// afterGermanArticle reports whether the name follows an article that names of towns do not have.
// Some names of countries have a definite article.
func (n *matchedName) afterGermanArticle(d *tagger.Document) bool {
	if n.words > 1 {
		return false
	}
	article := d.Lower(n.First-1, n.sentence)
	return indefiniteArticles[article] || definiteArticles[article] && !n.hasType(tagger.TypeCountry)
}

// maybePerson reports whether the capitalized name, which begins with token first, may be that of a
// person.
func (n *matchedName) maybePerson(first *tagger.Token) bool {
	if n.words > 1 {
		return n.Size < 4 && !n.hasType(tagger.TypeCountry|tagger.TypeState) &&
			first.Lists&(tagger.ListGiven|tagger.ListGivenRare|tagger.ListTitle) != 0
	}
	return !n.afterPreposition && !n.hasType(tagger.TypeCountry) && first.Lists&(tagger.ListGiven|tagger.ListTitle) != 0
}

// maybeWord reports whether the capitalized name may be an ordinary word: at the beginning of a
// sentence, and anywhere in German.
func (n *matchedName) maybeWord(d *tagger.Document, first *tagger.Token, language string) bool {
	if n.words > 1 || n.afterPreposition || n.hasType(tagger.TypeCountry) {
		return false
	}
	if language != "de" && int(n.First) != d.FirstToken(n.sentence) {
		return false
	}
	return n.Size < 5 || first.Lists&(tagger.ListMostlyLower|tagger.ListOftenLower|tagger.ListFunction) != 0
}

// The frequency classes of the words of a language: the 300, 1,000 and 8,000 most frequent ones.
const (
	rankVeryFrequent = 3
	rankFrequent     = 4
)

// maybeFrequentWord reports whether the name, one word of the given frequency class, may be an ordinary word: a
// frequent one without a preposition of place before it and without a capital within the sentence. A name of a
// country or large town of four letters or more is frequent by itself, unless it is very frequent.
func (n *matchedName) maybeFrequentWord(d *tagger.Document, rank uint8) bool {
	switch {
	case rank == 0, n.cased && int(n.First) != d.FirstToken(n.sentence):
		return false
	case n.runes >= n.longEnough && n.hasType(tagger.TypeCountry):
		return false
	case rank <= rankVeryFrequent:
		return true
	case n.afterPreposition:
		return false
	}
	return rank <= rankFrequent || n.runes < n.longEnough || n.Size < 5
}

// maybeLowerWord reports whether the name, which has no capital and begins with token first, may be an ordinary word.
// In a script without capitals, a town's name is hardly one if it is none of the frequent words of the language.
func (n *matchedName) maybeLowerWord(first *tagger.Token, context multilingual.Context) bool {
	switch {
	case n.words > 1, n.afterPreposition, n.designated, n.hasType(tagger.TypeCountry | tagger.TypeState):
		return false
	case first.Class == tagger.ClassCaseless && context.Frequencies != nil && context.Rank(first.Lower) == 0 && n.runes >= n.longEnough:
		return n.Size < 4
	}
	return n.Size < 5 || n.runes < 3 && n.Size < 6
}
