package multilingual

import (
	"dateline/geo/internal/tagger"
	"dateline/geo/internal/tagger/crf"
)

// sumCache has the sums of the weights of the features that depend on shapes only and on a word only, of the latest ones. It
// makes the same scores: the sums are integers, and the keys have all that the features depend on.
type sumCache struct {
	field  *crf.CRF // of the sums
	shapes [1 << shapeBits]shapeSums
	words  [1 << wordBits]wordSums
	// neighbors are by the hash of a token.
	neighbors [1 << neighborBits]neighborSums
	slots     [crf.MaxFeatures]uint32
}

// shapeBits and wordBits are the binary logarithms of the numbers of shapes and words that have sums.
const (
	shapeBits = 10
	wordBits  = 11
)

type shapeSums struct {
	key shapes
	crf.Sums
}

type wordSums struct {
	key  word
	hash uint32
	used bool
	crf.Sums
}

// use empties the cache if it has sums of another CRF.
func (s *sumCache) use(field *crf.CRF) {
	if s.field != field {
		*s = sumCache{field: field}
	}
}

// shape returns the sums of the features of k.
func (s *sumCache) shape(k *shapes) *crf.Sums {
	h := uint64(k.shape0) | uint64(k.shape1)<<8 | uint64(k.shapeP)<<16 | uint64(k.rank)<<24 | uint64(k.rankP)<<32 | uint64(flag(k.prepositionP))<<40
	h = h*0x9e3779b97f4a7c15 ^ (uint64(k.names1)<<32|uint64(k.namesP))*0xbf58476d1ce4e5b9 ^ uint64(k.name)*0x94d049bb133111eb
	known := &s.shapes[h*0x9e3779b97f4a7c15>>(64-shapeBits)]
	if known.key != *k {
		var features [16]tagger.Feature
		known.key, known.Sums = *k, s.field.Sum(k.features(features[:0]), &s.slots)
	}
	return &known.Sums
}

// word returns the sums of the features of a word with the given hash.
func (s *sumCache) word(w *word, hash uint32) *crf.Sums {
	known := &s.words[(hash^uint32(w.shape)<<20^uint32(w.seen)<<26)*0x9e3779b1>>(32-wordBits)]
	if !known.used || known.hash != hash || known.key != *w {
		var features [16]tagger.Feature
		known.used, known.hash, known.key, known.Sums = true, hash, *w, s.field.Sum(w.features(features[:0], hash), &s.slots)
	}
	return &known.Sums
}
