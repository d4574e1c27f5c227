package multilingual

import "dateline/geo/internal/tagger"

// MaxClass is the highest class of words.
const MaxClass = 255

// classHashShift is the number of low bits of a word's hash that the table of classes leaves out.
const classHashShift = 8

// Class returns the class of the word with the given hash among words that occur in the same contexts: 1 to [MaxClass], or 0
// for a word without a class. One in about 200 words without a class gets that of another word.
func (c *Context) Class(hash uint32) uint8 {
	if c.Classes == nil {
		return 0
	}
	return uint8(c.Classes.Lookup(hash >> classHashShift))
}

// WordClass is a word with its class, 1 to [MaxClass].
type WordClass struct {
	Word  string
	Class uint8
}

// NewClasses returns the table of the classes of words. Of words that it does not distinguish, the first one counts.
func NewClasses(words []WordClass) *tagger.Lexicon {
	x := tagger.NewLexicon(len(words))
	for _, w := range words {
		if h := tagger.HashLower(w.Word) >> classHashShift; w.Class > 0 && x.Lookup(h) == 0 {
			x.Add(h, tagger.WordLists(w.Class))
		}
	}
	return x
}

// classFeatures appends the features of the classes of token i of a sentence and its neighbors that depend on more than the
// word of token i.
func (d *Document) classFeatures(dst []tagger.Feature, i int32, sentence uint32) []tagger.Feature {
	_, x0 := d.at(i, sentence)
	_, x1 := d.at(i+1, sentence)
	_, y1 := d.at(i-1, sentence)
	c0, c1, p1 := uint32(x0.class), uint32(x1.class), uint32(y1.class)
	shape, names := uint32(x0.shape), d.cover[i].coarse()
	if c0 != 0 {
		dst = append(dst, feature(112, pair(c0, names)))
	}
	if p1 != 0 {
		dst = append(dst, feature(113, pair(p1, shape)), feature(114, pair(p1, names)), feature(115, pair(p1, c0)))
	}
	if c1 != 0 {
		dst = append(dst, feature(116, pair(c1, shape)), feature(117, pair(c1, names)), feature(118, pair(c0, c1)))
	}
	return dst
}
