package multilingual

import (
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/inflect"
	"dateline/geo/internal/tagger"
	"dateline/geo/internal/tagger/crf"
)

// Document holds what the tagger computes of one text. It is reused from text to text, so that no memory
// is allocated, and not safe for concurrent use.
type Document struct {
	Text      string
	Language  string
	Tokens    []tagger.Token
	Sentences []geo.Span
	Chunks    []tagger.Chunk
	// Names are the names of the gazetteer in the text, in order, without overlap.
	Names []Name

	matcher   matcher
	persons   *tagger.Lexicon // word lists with the names of persons
	words     []word          // by token
	cover     []cover         // by token
	spellings spellings
	evidence  evidence // of the other occurrences of words
	context   Context
	sums      sumCache
	chunk     chunkSums
	lattice   crf.Lattice
	window    crf.Lattice // a part of a chunk
	marginals [crf.LatticeSize]tagger.Scores
	labels    [crf.LatticeSize]tagger.Label
	found     []Entity
	places    []Place
}

// Context is what features need of a language besides the text.
type Context struct {
	// Frequencies has the frequency classes of the language's words; see [Context.Rank].
	Frequencies *tagger.Lexicon
	// Classes has the classes of words that occur in the same contexts, nil if the language has none; see [Context.Class].
	Classes *tagger.Lexicon
	// Prepositions has the hashes of the prepositions that often precede places.
	Prepositions map[uint32]bool
}

// word is a token as features need it.
type word struct {
	prefixes [4]uint32 // hashes of the first 2 to 5 letters, 0 for shorter words
	stem     uint32    // hash of the word without written particles and with one spelling of its letters
	first    uint32    // hash of the first letter of a Hebrew word
	rests    [2]uint32 // hashes of a Hebrew word without its first one and two letters if those may be particles, else 0
	suffixes [5]uint32 // hashes of the last 1 to 5 letters, 0 for shorter words
	persons  uint32    // word lists of names of persons
	shape    uint8
	rank     uint8
	class    uint8 // of words in the same contexts, 0 for none
	// preposition reports whether it often precedes a place.
	preposition bool
	// unspaced reports whether it is in a script that puts no spaces between words.
	unspaced bool
	// seen has the evidence of all occurrences of the word in the text.
	seen uint8
}

// NewDocument returns an empty document that uses the names of gazetteer g, which may be nil, of which unspaced has
// those in scripts without spaces. persons has the names of persons.
func NewDocument(g *gazetteer.Gazetteer, unspaced *UnspacedNames, persons *tagger.Lexicon) *Document {
	return &Document{matcher: matcher{gaz: g, names: unspaced, finder: inflect.NewFinder(g)}, persons: persons}
}

// Read replaces the document by a text in a language and its tokens.
func (d *Document) Read(text, language string, tokens []tagger.Token, c Context) {
	d.Text, d.Language, d.context = text, language, c
	d.found = d.found[:0]
	d.Tokens = SplitTokens(d.Tokens[:0], tokens, text, language)
	d.respell()
	d.Sentences = tagger.SplitSentences(d.Sentences[:0], d.Tokens, text)
	d.joinSentences()
	d.describe()
	if d.truecase() {
		d.describe() // the shapes are those of the new classes
	}
	d.Chunks = findChunks(d.Chunks[:0], d.Tokens)
	d.matcher.match(d)
}

// personLists are the word lists of names of persons.
const personLists = tagger.ListGiven | tagger.ListGivenRare | tagger.ListSurname | tagger.ListSurnameRare

// Rank returns the frequency class of the word with the given hash: 0 for a rare word, otherwise the
// higher the rarer.
func (c *Context) Rank(hash uint32) uint8 {
	if c.Frequencies == nil {
		return 0
	}
	return uint8(c.Frequencies.Lookup(hash))
}

// maxFrequent is the highest class of words that are mostly common words: the 1,000 most frequent ones.
const maxFrequent = 4

// IsFrequent reports whether token i is one of the 1,000 most frequent words of the language.
func (d *Document) IsFrequent(i int32) bool {
	r := d.words[i].rank
	return r > 0 && r <= maxFrequent
}

// maxVeryFrequent is the highest class of the 300 most frequent words.
const maxVeryFrequent = 3

// IsVeryFrequent reports whether token i is one of the 300 most frequent words of the language.
func (d *Document) IsVeryFrequent(i int32) bool {
	r := d.words[i].rank
	return r > 0 && r <= maxVeryFrequent
}

// IsCommon reports whether token i is one of the 8,000 most frequent words of the language.
func (d *Document) IsCommon(i int32) bool { return d.words[i].rank > 0 }

// IsCommonWord reports whether a word is one of the 8,000 most frequent words of the language.
func (d *Document) IsCommonWord(word string) bool { return d.context.Rank(tagger.HashLower(word)) > 0 }

// IsPerson reports whether token i is in a list of names of persons.
func (d *Document) IsPerson(i int32) bool { return d.words[i].persons != 0 }

// IsGiven reports whether token i is in a list of given names.
func (d *Document) IsGiven(i int32) bool {
	return d.words[i].persons&uint32(tagger.ListGiven|tagger.ListGivenRare) != 0
}

// IsBesideName reports whether the word of token i has another capitalized word next to it anywhere in the text, as a
// given name has.
func (d *Document) IsBesideName(i int32) bool { return d.words[i].seen&seenBeside != 0 }

// IsUnspaced reports whether token i is in a script that puts no spaces between words.
func (d *Document) IsUnspaced(i int32) bool { return d.words[i].unspaced }

// SizeOf returns the size class of the largest place with the name of the gazetteer that covers token i, or 0.
func (d *Document) SizeOf(i int32) uint8 { return d.cover[i].Size }

// describe sets d.words.
func (d *Document) describe() {
	d.words = d.words[:0]
	for i := range d.Tokens {
		t := &d.Tokens[i]
		var w word
		if t.IsWord() {
			w.rank, w.class = d.context.Rank(t.Lower), d.context.Class(t.Lower)
			w.preposition = d.context.Prepositions[t.Lower]
			if w.unspaced = isUnspaced(t, d.Text); !w.unspaced {
				w.setAffixes(d.wordOf(int32(i)))
				w.stem = stemOf(t, d.Text, d.Language)
				if d.Language == "he" {
					w.setRests(t.Text(d.Text))
				}
			}
			if d.persons != nil && t.Class != tagger.ClassCaseless {
				w.persons = uint32(d.persons.Lookup(t.Lower) & personLists)
			}
		}
		w.shape = d.shapeOf(i)
		d.words = append(d.words, w)
	}
	d.findEvidence()
}

// shapeOf returns the class of token i with the first byte of a punctuation mark, whether a space precedes
// it and whether it begins its sentence.
func (d *Document) shapeOf(i int) uint8 {
	t := &d.Tokens[i]
	s := uint8(t.Class)
	if t.Class == tagger.ClassPunctuation {
		switch d.Text[t.Start] {
		case ',':
			s = 10
		case '(', ')':
			s = 11
		case '-':
			s = 12
		case '"', '\'':
			s = 13
		case ':', ';':
			s = 14
		}
	}
	if !t.Space {
		s |= 16
	}
	if i == 0 || d.Tokens[i-1].Sentence != t.Sentence {
		s |= 32
	}
	return s
}

// setAffixes sets the hashes of the prefixes and suffixes of s in lower case.
func (w *word) setAffixes(s string) {
	h := uint32(2166136261)
	n := 0
	for _, r := range s {
		h = hashRune(h, tagger.LowerRune(r))
		if n++; n >= 2 {
			w.prefixes[n-2] = h
			if n > len(w.prefixes) {
				break
			}
		}
	}
	h, n = 2166136261, 0
	for i := len(s); i > 0; {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
		h = hashRune(h, tagger.LowerRune(r))
		w.suffixes[n] = h
		if n++; n == len(w.suffixes) {
			break
		}
	}
}

func hashRune(h uint32, r rune) uint32 {
	return (h ^ uint32(r)) * 0x01000193 // the FNV-1a prime; runes instead of bytes
}
