package multilingual

import (
	"unicode"
	"unicode/utf8"

	"dateline/geo/internal/inflect"
	"dateline/geo/internal/tagger"
)

const (
	// minLowerWords is the least number of words of a text without capitals. A shorter one may just contain no names.
	minLowerWords = 8
	// maxAbbreviation is the length in code points of the longest word of a sentence in capitals that stays an abbreviation.
	maxAbbreviation = 3
	// minUpperSize is the size class from which one of the 8,000 most frequent words is taken for a town with that name in a
	// sentence in capitals: 50,000 people.
	minUpperSize = 4
	// minUpperFrequent is that of one of the 1,000 most frequent words: 250,000 people.
	minUpperFrequent = 5
)

// truecase gives the words of sentences in capitals, and of a text without capitals, the classes that they would have in
// ordinary text, and reports whether it did. Names of the gazetteer are capitalized, also if their words are frequent, provided
// that they are names of states, provinces or larger towns. All other words are in small letters, except those that may be
// names.
func (d *Document) truecase() (changed bool) {
	all := lacksCapitals(d.Tokens)
	for from := 0; from < len(d.Tokens); {
		to := d.sentenceEnd(from)
		if all || tagger.InCapitals(d.Tokens[from:to]) {
			d.truecaseSentence(int32(from), int32(to))
			changed = true
		}
		from = to
	}
	return changed
}

// sentenceEnd returns the index after the last token of the sentence of token i.
func (d *Document) sentenceEnd(i int) int {
	to := i + 1
	for to < len(d.Tokens) && d.Tokens[to].Sentence == d.Tokens[i].Sentence {
		to++
	}
	return to
}

// lacksCapitals reports whether a text has eight words or more in small letters and none with a capital.
func lacksCapitals(tokens []tagger.Token) bool {
	words := 0
	for i := range tokens {
		switch {
		case tokens[i].Cased() || tokens[i].Class == tagger.ClassCaseless:
			return false
		case tokens[i].Class == tagger.ClassLower:
			words++
		}
	}
	return words >= minLowerWords
}

// truecaseSentence gives the tokens [from, to), a sentence in capitals or in small letters, other classes.
func (d *Document) truecaseSentence(from, to int32) {
	for i := from; i < to; i++ {
		d.spellTurkish(i)
		d.words[i].rank = d.context.Rank(d.Tokens[i].Lower)
		if t := &d.Tokens[i]; t.Class == tagger.ClassLower {
			t.Class = tagger.ClassUpper // names are matched from capital to capital
		}
	}
	for i := from; i < to; i++ {
		if !d.Tokens[i].Cased() {
			continue
		}
		n, ok := d.nameAt(i, to-1)
		plain := d.words[i].rank > 0 || !ok && d.words[i].persons == 0
		ok = ok && d.isLarge(&n)
		if ok && n.Last > i && d.words[i].preposition {
			rest, found := d.nameAt(i+1, to-1)
			ok = !found || !d.isLarge(&rest) // "DE MÉXICO"
		}
		if !ok {
			d.setCase(i, false, plain)
			continue
		}
		for k := i; k <= n.Last; k++ {
			d.setCase(k, k == i || k == n.Last, d.words[i].rank > 0)
		}
		i = n.Last
	}
}

// nameAt returns the longest name between tokens i and last that begins with token i.
func (d *Document) nameAt(i, last int32) (Name, bool) {
	return d.matcher.longest(d, i, last, inflect.Inflects(d.Language))
}

// isLarge reports whether a name is that of a state, a province or a town that is large enough. One of the 1,000 most frequent
// words alone must be a state or a town of 250,000 people: "SUR" is south in Spanish, and a province of Haiti.
func (d *Document) isLarge(n *Name) bool {
	types, size := tagger.TypeCountry|tagger.TypeState, uint8(minUpperSize)
	if n.Last == n.First && d.IsFrequent(n.First) {
		types, size = tagger.TypeCountry, minUpperFrequent
	}
	return n.Types&types != 0 || n.Types&tagger.TypeTown != 0 && n.Size >= size
}

// setCase gives token i of a sentence in capitals the class of ordinary text. isName is set for the ends of a name,
// isPlain for a word that is hardly part of one.
func (d *Document) setCase(i int32, isName, isPlain bool) {
	t := &d.Tokens[i]
	s := t.Text(d.Text)
	first, _ := utf8.DecodeRuneInString(s)
	letters := utf8.RuneCountInString(s)
	switch {
	case t.Class != tagger.ClassUpper && t.Class != tagger.ClassInitials:
	case joinsSuffixes(d.Language) && isSuffix(s), !isName && isPlain:
		t.Class = tagger.ClassLower
	case isName && letters > 1, letters > maxAbbreviation:
		t.Class = tagger.ClassCapital
	case !unicode.IsUpper(first):
		t.Class = tagger.ClassLower
	}
}

// isSuffix reports whether s is the ending of a name with its apostrophe.
func isSuffix(s string) bool {
	at, _ := apostrophe(s)
	return at == 0
}
