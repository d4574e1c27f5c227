package multilingual

import "dateline/geo/internal/tagger"

// The evidence of the occurrences of a word in a text.
const (
	// seenLower marks a word that occurs in small letters.
	seenLower = 1 << iota
	// seenAfterPreposition marks a name after a preposition of place.
	seenAfterPreposition
	// seenAfterGiven marks a name after a given name.
	seenAfterGiven
	// seenAlone marks a capitalized word within a sentence without another one next to it.
	seenAlone
	// seenBeside marks a capitalized word with another one next to it.
	seenBeside
)

// evidence is a hash table of the evidence by word, which is reused from text to text.
type evidence struct {
	hashes []uint32
	bits   []uint8
}

// reset empties the table for a number of words.
func (e *evidence) reset(words int) {
	size := 64
	for size < 2*words {
		size *= 2
	}
	if len(e.hashes) != size {
		e.hashes, e.bits = make([]uint32, size), make([]uint8, size)
		return
	}
	clear(e.hashes)
	clear(e.bits)
}

// at returns the evidence of the word with the given hash.
func (e *evidence) at(hash uint32) *uint8 {
	hash = max(hash, 1)
	mask := uint32(len(e.hashes) - 1)
	for i := hash * 0x9e3779b1 >> 7 & mask; ; i = (i + 1) & mask {
		if e.hashes[i] == 0 {
			e.hashes[i] = hash
		}
		if e.hashes[i] == hash {
			return &e.bits[i]
		}
	}
}

// findEvidence sets the evidence of all words of the text.
func (d *Document) findEvidence() {
	d.evidence.reset(len(d.Tokens))
	for i := range d.Tokens {
		t := &d.Tokens[i]
		if !t.IsWord() || d.words[i].unspaced {
			continue
		}
		*d.evidence.at(t.Lower) |= d.evidenceOf(i)
	}
	for i := range d.Tokens {
		if t := &d.Tokens[i]; t.IsWord() && t.Class != tagger.ClassLower && !d.words[i].unspaced {
			d.words[i].seen = *d.evidence.at(t.Lower)
		}
	}
}

// evidenceOf returns the evidence of the occurrence of a word as token i.
func (d *Document) evidenceOf(i int) (bits uint8) {
	t := &d.Tokens[i]
	if t.Class == tagger.ClassLower {
		return seenLower
	}
	if !t.Cased() && t.Class != tagger.ClassCaseless {
		return 0
	}
	sentence := t.Sentence
	first := !d.inSentence(int32(i)-1, sentence)
	if !first {
		if d.words[i-1].preposition {
			bits |= seenAfterPreposition
		}
		if d.words[i-1].persons&uint32(tagger.ListGiven) != 0 {
			bits |= seenAfterGiven
		}
	}
	if !t.Cased() {
		return bits
	}
	before := !first && d.Tokens[i-1].Cased()
	after := d.inSentence(int32(i)+1, sentence) && d.Tokens[i+1].Cased()
	switch {
	case before || after:
		bits |= seenBeside
	case !first:
		bits |= seenAlone
	}
	return bits
}
