package tagger

import (
	"encoding/binary"

	"dateline/geo/internal/tagger/crf"
)

// sumCache has the sums of weights of the features that depend on one word only, those of a word by itself and those of
// a neighbor, of the latest words. It makes the same scores: the sums are integers, and the keys have all that the features
// depend on.
type sumCache struct {
	field     *crf.CRF // of the sums
	words     [1 << 12]wordSums
	neighbors [1 << 14]neighborSums
	slots     [crf.MaxFeatures]uint32
}

// wordSums are the sums of wordFeatures.
type wordSums struct {
	key wordKey
	crf.Sums
}

// neighborSums are the sums of neighborFeatures.
type neighborSums struct {
	key neighborKey
	crf.Sums
}

// neighborKey is what the features of a neighbor depend on: its hash and lists, and 1 plus its position.
type neighborKey struct {
	word     uint64
	position int
}

// use empties the cache if it has sums of another CRF.
func (h *sumCache) use(field *crf.CRF) {
	if h.field != field {
		*h = sumCache{field: field}
	}
}

// wordKey is what the features of a word by itself depend on.
type wordKey struct {
	start, end uint64 // the first and last eight bytes
	lists      WordLists
	shape      uint32 // with the length in bytes in the upper bits
}

// longestKey is the length in bytes of the longest word that has a key.
const longestKey = 16

// newWordKey returns the key of a word of at most longestKey bytes.
func newWordKey(s string, lists WordLists, shape uint32) wordKey {
	var b [longestKey]byte
	copy(b[:], s)
	return wordKey{binary.LittleEndian.Uint64(b[:8]), binary.LittleEndian.Uint64(b[8:]), lists, shape | uint32(len(s))<<24}
}

// spread returns the top bits of a product that depends on all bits of key.
func spread(key uint64, bits int) uint64 {
	key = (key ^ key>>32) * 0x9e3779b97f4a7c15
	return key >> (64 - bits)
}

// scoreToken returns the score of the features of token i of chunk c, see [Extractor.TokenFeatures].
func (d *Document) scoreToken(field *crf.CRF, c *Chunk, i int32, style uint32) Scores {
	s := c.Sentence
	shape := d.fullShape(i, s, style)
	d.features = d.contextFeatures(d.features[:0], c, i, style, shape)
	total := d.cache.word(&d.Extractor, &d.Tokens[i], shape)
	for k := range neighborPositions {
		at := i + neighborPositions[k].offset
		total.Add(d.cache.neighbor(k, d.Lower(at, s), d.lists(at, s)))
	}
	context := field.Sum(d.features, &d.cache.slots)
	total.Add(&context)
	return total.Scores(field.Scale)
}

// word returns the sums of the features of a word by itself.
func (h *sumCache) word(x *Extractor, t *Token, shape uint32) crf.Sums {
	var features [32]Feature
	if t.End-t.Start > longestKey {
		return h.field.Sum(x.wordFeatures(features[:0], t, shape), &h.slots)
	}
	key := newWordKey(t.Text(x.Text), t.Lists, shape)
	known := &h.words[spread(key.start^key.end*0xbf58476d1ce4e5b9^uint64(key.shape)<<20, 12)]
	if known.key != key {
		known.key, known.Sums = key, h.field.Sum(x.wordFeatures(features[:0], t, shape), &h.slots)
	}
	return known.Sums
}

// neighbor returns the sums of the features of a neighbor with the given word and lists at a position, an index of
// neighborPositions.
func (h *sumCache) neighbor(position int, word uint32, lists WordLists) *crf.Sums {
	key := neighborKey{uint64(word)<<32 | uint64(lists), position + 1}
	known := &h.neighbors[spread(key.word+uint64(position)<<29, 14)]
	if known.key != key {
		var features [3]Feature
		known.key, known.Sums = key, h.field.Sum(neighborFeatures(features[:0], neighborPositions[position], word, lists), &h.slots)
	}
	return &known.Sums
}
