package recognize

// recase gives the tokens of text without capitals, or all in capitals, the looks
// they would have in ordinary text, as far as the word lists tell: words that are
// mostly written small are taken as small, the others as capitalised.
func recase(toks []token) {
	capitals, words := 0, 0
	begun, sentences := 0, 0 // sentences that begin with a capital, and all
	for from := 0; from < len(toks); {
		to := from + 1
		for to < len(toks) && toks[to].sentence == toks[from].sentence {
			to++
		}
		if styleOf(toks[from:to]) == styleUpper {
			for i := from; i < to; i++ {
				lowerShouted(&toks[i])
			}
		}
		for i := from; i < to; i++ {
			if toks[i].word() && toks[i].class != classCaseless {
				sentences++
				if toks[i].cased() {
					begun++
				}
				break
			}
		}
		for i := from; i < to; i++ {
			if toks[i].cased() && i > from {
				capitals++
			}
			if toks[i].word() && toks[i].class != classCaseless {
				words++
			}
		}
		from = to
	}
	// a text whose sentences begin with capitals names nothing: it does not lack them
	if words < fewWords || capitals*100 > words || begun*2 > sentences {
		return
	}
	for i := range toks {
		if t := &toks[i]; t.class == classLower && t.lex&usuallySmall == 0 && t.end-t.start > 2 {
			t.class = classCapital
		}
	}
}

// fewWords is the length of text, in words, below which the lack of capitals says
// nothing.
const fewWords = 8

// usuallySmall are the lists of words that ordinary text writes small.
const usuallySmall = lexCommon | lexCommonish | lexFunction | lexConnector | lexSpeech | lexPeople | lexSettlement

// lowerShouted gives a token of a sentence in capitals its ordinary looks.
func lowerShouted(t *token) {
	switch {
	case t.class != classUpper:
	case t.lex&usuallySmall != 0 && t.lex&(lexCompass|lexOrg|lexDesignator) == 0:
		t.class = classLower
	case t.end-t.start > 3:
		t.class = classCapital
	}
}
