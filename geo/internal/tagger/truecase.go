package tagger

// The styles of a sentence. Both have bit 0.
const (
	styleTitle = 1 // title case: nearly every word has a capital
	styleUpper = 3 // nearly every letter is a capital
)

// StyleOf returns how the sentence with the given tokens is capitalized, 0 for ordinary text.
func StyleOf(tokens []Token) uint32 {
	var lower, capital, upper int
	for i := range tokens {
		switch tokens[i].Class {
		case ClassLower:
			if tokens[i].Lists&(ListFunction|ListConnector) == 0 {
				lower++
			}
		case ClassCapital, ClassMixed:
			capital++
		case ClassUpper:
			upper++
		default: // not counted
		}
	}
	n := lower + capital + upper
	switch {
	case n >= 4 && upper*10 >= n*8:
		return styleUpper
	case n >= 4 && lower*10 <= n*3:
		return styleTitle
	}
	return 0
}

// minUpperWords is the least number of words of a text in capitals. Fewer may be abbreviations.
const minUpperWords = 3

// InCapitals reports whether a text is in capitals: of its words of two letters or more, nine of ten.
func InCapitals(tokens []Token) bool {
	upper, other := 0, 0
	for i := range tokens {
		switch tokens[i].Class {
		case ClassUpper:
			upper++
		case ClassLower, ClassCapital, ClassMixed, ClassCaseless:
			other++
		default: // initials, numbers, punctuation
		}
	}
	return upper >= minUpperWords && other*10 <= upper
}

// Truecase restores the classes that the tokens of text without capitals, or all in capitals, would
// have in ordinary text: words of the lists of lower-case words become lower case, all others
// capitalized.
func Truecase(tokens []Token) {
	var counts capitalCounts
	for from := 0; from < len(tokens); {
		to := from + 1
		for to < len(tokens) && tokens[to].Sentence == tokens[from].Sentence {
			to++
		}
		sentence := tokens[from:to]
		if StyleOf(sentence) == styleUpper {
			for i := range sentence {
				sentence[i].lowerUpper()
			}
		}
		counts.add(sentence)
		from = to
	}
	if !counts.lackCapitals() {
		return
	}
	for i := range tokens {
		if t := &tokens[i]; t.Class == ClassLower && t.Lists&usuallyLower == 0 && t.End-t.Start > 2 {
			t.Class = ClassCapital
		}
	}
}

// capitalCounts counts words and sentences of scripts with case, and those with a capital.
type capitalCounts struct {
	words, capitals        int // capitals: tokens with a capital, except at the beginning of a sentence
	sentences, capitalized int // capitalized: sentences that begin with a capital
}

// add counts the tokens of a sentence.
func (c *capitalCounts) add(sentence []Token) {
	first := true
	for i := range sentence {
		t := &sentence[i]
		if t.Cased() && i > 0 {
			c.capitals++
		}
		if !t.IsWord() || t.Class == ClassCaseless {
			continue
		}
		c.words++
		if first {
			first = false
			c.sentences++
			if t.Cased() {
				c.capitalized++
			}
		}
	}
}

// lackCapitals reports whether the text has no capitals, or very few. A short text, and one whose
// sentences begin with capitals, may just contain no names.
func (c *capitalCounts) lackCapitals() bool {
	return c.words >= minTruecaseWords && c.capitals*100 <= c.words && c.capitalized*2 <= c.sentences
}

// minTruecaseWords is the number of words that a text without capitals must have to be truecased.
const minTruecaseWords = 8

// usuallyLower are the lists of words that ordinary text writes in lower case.
const usuallyLower = ListMostlyLower | ListOftenLower | ListFunction | ListConnector | ListSpeech | ListPeople | ListSettlement

// lowerUpper restores the class of a token of a sentence in capitals.
func (t *Token) lowerUpper() {
	switch {
	case t.Class != ClassUpper:
	case t.Lists&usuallyLower != 0 && t.Lists&(ListCompass|ListOrganization|ListDesignator) == 0:
		t.Class = ClassLower
	case t.End-t.Start > 3:
		t.Class = ClassCapital
	}
}
