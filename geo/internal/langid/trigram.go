package langid

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"dateline/geo/internal/tagger"
)

// trigrams has the scores of the sequences of three letters of a script by language.
type trigrams struct {
	languages []uint16 // indexes in Model.languages
	// slots is a hash table with open addressing of the sequences, whose number of slots is a power of two. A slot has one more
	// than the index of a row.
	slots  []uint16
	hashes []uint32 // by row
	// rows has the scores, a row for each sequence and a column for each language.
	rows []int8
}

// Parameters of the scores of trigrams.
const (
	// maxTrigrams is the number of sequences of a script that are stored.
	maxTrigrams = 6000
	// trigramScale is the number of units of a stored score in one unit of the natural logarithm.
	trigramScale = 16
	// trigramWeight is the weight of a sequence, of which adjacent ones depend on each other.
	trigramWeight = 0.6
	// smoothing is the share of the mean of all languages in the probability of a sequence.
	smoothing = 0.05
	// boundary is the letter before and after a word.
	boundary = '_'
)

// forEachTrigram calls f with the hash of each sequence of three letters of a word, with its boundaries.
func forEachTrigram(word string, f func(hash uint32)) {
	a, b := rune(0), rune(boundary)
	for _, r := range word {
		switch {
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r == '’':
			r = '\''
		case r >= utf8.RuneSelf:
			r = unicode.ToLower(r)
		}
		if a != 0 {
			f(hashTrigram(a, b, r))
		}
		a, b = b, r
	}
	if a != 0 {
		f(hashTrigram(a, b, boundary))
	}
}

func hashTrigram(a, b, c rune) uint32 {
	h := uint32(a)*0x9e3779b1 ^ uint32(b)
	h = h*0x85ebca6b ^ uint32(c)
	return h * 0xc2b2ae35
}

// appendTrigrams appends the most frequent sequences of the words of languages in one script to dst: their number, their
// hashes, and language by language their scores.
func appendTrigrams(dst []byte, lists []WordList) []byte {
	frequencies := make([]map[uint32]float64, len(lists))
	mean := map[uint32]float64{}
	for k := range lists {
		frequencies[k] = trigramFrequencies(lists[k].Words)
		for h, f := range frequencies[k] {
			mean[h] += f / float64(len(lists))
		}
	}
	all := make([]uint32, 0, len(mean))
	for h := range mean {
		all = append(all, h)
	}
	slices.SortFunc(all, func(a, b uint32) int { return cmp.Or(cmp.Compare(mean[b], mean[a]), cmp.Compare(a, b)) })
	all = all[:min(len(all), maxTrigrams)]
	dst = binary.LittleEndian.AppendUint16(dst, uint16(len(all)))
	for _, h := range all {
		dst = binary.LittleEndian.AppendUint32(dst, h)
	}
	for k := range lists {
		for _, h := range all {
			p := (1-smoothing)*frequencies[k][h] + smoothing*mean[h]
			dst = append(dst, byte(int8(max(-127, min(127, math.Round(trigramScale*math.Log(p/mean[h])))))))
		}
	}
	return dst
}

// trigramFrequencies returns the relative frequencies of the sequences of words, the most frequent word first. A word
// counts less than in a text, because texts are also scored by their frequent words.
func trigramFrequencies(words []string) map[uint32]float64 {
	f := map[uint32]float64{}
	total := 0.0
	for rank, w := range words {
		weight := 1 / math.Sqrt(float64(rank+10))
		forEachTrigram(w, func(h uint32) {
			f[h] += weight
			total += weight
		})
	}
	for h := range f {
		f[h] /= total
	}
	return f
}

// readTrigrams reads what appendTrigrams appended for the given languages. It returns the rest of b, and false if b is
// too short.
func readTrigrams(b []byte, languages []uint16) (t trigrams, rest []byte, ok bool) {
	if len(b) < 2 {
		return t, nil, false
	}
	n := int(binary.LittleEndian.Uint16(b))
	if b = b[2:]; len(b) < n*(4+len(languages)) {
		return t, nil, false
	}
	t = trigrams{languages: languages, slots: make([]uint16, tableSize(n)), hashes: make([]uint32, n), rows: make([]int8, n*len(languages))}
	for i := range t.hashes {
		t.hashes[i] = binary.LittleEndian.Uint32(b[4*i:])
		slot := t.slot(t.hashes[i])
		for t.slots[slot] != 0 {
			slot = (slot + 1) % uint32(len(t.slots))
		}
		t.slots[slot] = uint16(i + 1)
	}
	b = b[4*n:]
	for k := range languages {
		for i := range n {
			t.rows[i*len(languages)+k] = int8(b[k*n+i])
		}
	}
	return t, b[n*len(languages):], true
}

func (t *trigrams) slot(hash uint32) uint32 { return hash * 0x9e3779b1 >> 7 % uint32(len(t.slots)) }

// row returns the scores of a sequence by language, nil if it is not stored.
func (t *trigrams) row(hash uint32) []int8 {
	for slot := t.slot(hash); t.slots[slot] != 0; slot = (slot + 1) % uint32(len(t.slots)) {
		if i := int(t.slots[slot]) - 1; t.hashes[i] == hash {
			return t.rows[i*len(t.languages) : (i+1)*len(t.languages)]
		}
	}
	return nil
}

// addTo adds the scores of the words of a text to those of the languages, and returns the number of words that it used, 0
// if none is in small letters. Names are left out, because their letters may be those of another language. In a text in
// capitals (upper) all words are used.
func (t *trigrams) addTo(scores *[maxLanguages]float64, text string, tokens []tagger.Token, upper bool) (words int) {
	if len(t.hashes) == 0 {
		return 0
	}
	var sums [maxLanguages]int32
	lower := upper
	for i := range tokens {
		if !isCounted(tokens, i, upper) {
			continue
		}
		words++
		lower = lower || !tokens[i].Cased()
		forEachTrigram(tokens[i].Text(text), func(hash uint32) {
			for k, v := range t.row(hash) {
				sums[k] += int32(v)
			}
		})
	}
	for k, language := range t.languages {
		scores[language] += trigramWeight / trigramScale * float64(sums[k])
	}
	if !lower {
		return 0
	}
	return words
}

// isCounted reports whether token i is a word and not a name. In a text in capitals (upper) every word is counted, because
// names cannot be told from it.
func isCounted(tokens []tagger.Token, i int, upper bool) bool {
	t := &tokens[i]
	if t.Class == tagger.ClassPunctuation || t.Class == tagger.ClassNumber {
		return false
	}
	return upper || !t.Cased() || i == 0 || tokens[i-1].Sentence != t.Sentence
}
