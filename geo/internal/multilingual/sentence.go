package multilingual

import (
	"sync"

	"dateline/geo"
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/tagger"
)

// sentenceAbbreviations has the hashes of the abbreviations by language after whose period no sentence ends: "г. Казань".
var sentenceAbbreviations = sync.OnceValue(func() map[string]map[uint32]bool {
	m := map[string]map[uint32]bool{}
	for _, category := range []string{"sentence-abbreviation", "place-abbreviation"} {
		for _, language := range lexicon.Languages(category) {
			if m[language] == nil {
				m[language] = map[uint32]bool{}
			}
			for _, w := range lexicon.Words(language, category) {
				m[language][tagger.HashLower(w)] = true
			}
		}
	}
	return m
})

// ordinals are the languages that write ordinal numbers with a period: "3. November".
var ordinals = map[string]bool{
	"de": true, "da": true, "no": true, "fi": true, "et": true, "lv": true, "cs": true, "sk": true, "sl": true, "hr": true, "sr": true, "hu": true, "is": true,
}

const (
	// maxOrdinal is the number of digits of the largest ordinal number.
	maxOrdinal = 2
	// maxBeginning is the highest class of words that begin a sentence after a number rather than follow an ordinal number: the
	// 100 most frequent ones.
	maxBeginning = 2
)

// joinSentences joins the sentences that are divided after the period of an abbreviation or of an ordinal number.
func (d *Document) joinSentences() {
	joined := d.Sentences[:0]
	for i := 0; i < len(d.Tokens); {
		end := d.sentenceEnd(i)
		for end < len(d.Tokens) && d.continues(end) {
			end = d.sentenceEnd(end)
		}
		span := geo.Span{Start: int(d.Tokens[i].Start), End: int(d.Tokens[end-1].End)}
		for ; i < end; i++ {
			d.Tokens[i].Sentence = uint32(len(joined))
		}
		joined = append(joined, span)
	}
	d.Sentences = joined
}

// continues reports whether the sentence that begins with token i continues the one before it.
func (d *Document) continues(i int) bool {
	next := &d.Tokens[i]
	if i < 2 || next.Breaks > 0 || d.Tokens[i-1].Text(d.Text) != "." || d.Tokens[i-1].Space {
		return false
	}
	switch last := &d.Tokens[i-2]; last.Class {
	case tagger.ClassNumber:
		return ordinals[d.Language] && int(last.End-last.Start) <= maxOrdinal && next.IsWord() && (d.context.Rank(next.Lower) == 0 || d.context.Rank(next.Lower) > maxBeginning)
	default:
		// "в 2026 г. Взрыв": the year ends the sentence.
		return sentenceAbbreviations()[d.Language][last.Lower] && (i < 3 || d.Tokens[i-3].Class != tagger.ClassNumber)
	}
}
