package multilingual

import "dateline/geo/internal/tagger"

// feature returns the feature of a template and a value.
func feature(template, value uint32) tagger.Feature {
	h := (uint64(template)<<32 | uint64(value)) * 0x9e3779b97f4a7c15
	h ^= h >> 29
	return h * 0xbf58476d1ce4e5b9
}

// pair returns one value for a pair of values.
func pair(a, b uint32) uint32 { return (a*0x85ebca6b ^ b) * 0xc2b2ae35 }

// outsideHash is the value of words outside the sentence.
const outsideHash = 0x0dd0

// outsideWord is the word outside the sentence.
var outsideWord = word{shape: 63}

// inSentence reports whether i is the index of a token of the sentence.
func (d *Document) inSentence(i int32, sentence uint32) bool {
	return i >= 0 && int(i) < len(d.Tokens) && d.Tokens[i].Sentence == sentence
}

// at returns the hash and the description of token i, or those of a word outside the sentence.
func (d *Document) at(i int32, sentence uint32) (uint32, *word) {
	if !d.inSentence(i, sentence) {
		return outsideHash, &outsideWord
	}
	return d.Tokens[i].Lower, &d.words[i]
}

// coverCode returns the coarse code of the name that covers token i, 0 outside the sentence.
func (d *Document) coverCode(i int32, sentence uint32) uint32 {
	if !d.inSentence(i, sentence) {
		return 1 << 30
	}
	return d.cover[i].coarse()
}

// TokenFeatures appends to dst the features of token i of chunk c.
func (d *Document) TokenFeatures(dst []tagger.Feature, c *tagger.Chunk, i int32) []tagger.Feature {
	k := d.shapesAt(i, c.Sentence)
	dst = k.features(dst)
	dst = d.words[i].features(dst, d.Tokens[i].Lower)
	return d.contextFeatures(dst, c, i)
}

// shapes are the properties of a token and its neighbors that many tokens have in common.
type shapes struct {
	// shape0, shape1 and shapeP are the shapes of the token, the next and the previous one.
	shape0, shape1, shapeP uint8
	rank, rankP            uint8
	prepositionP, unspaced bool
	used                   bool // set in an entry of a cache
	// name and names are the code and the coarse code of the name that covers the token, names1 and namesP those of its
	// neighbors.
	name, names, names1, namesP uint32
}

// shapesAt returns the shapes of token i of a sentence.
func (d *Document) shapesAt(i int32, sentence uint32) shapes {
	x0 := &d.words[i]
	_, x1 := d.at(i+1, sentence)
	_, y1 := d.at(i-1, sentence)
	return shapes{
		shape0: x0.shape, shape1: x1.shape, shapeP: y1.shape, rank: x0.rank, rankP: y1.rank, prepositionP: y1.preposition,
		unspaced: d.isInside(i), used: true,
		name: d.cover[i].code(), names: d.cover[i].coarse(), names1: d.coverCode(i+1, sentence), namesP: d.coverCode(i-1, sentence),
	}
}

// isInside reports whether token i is in a script without spaces and none precedes it.
func (d *Document) isInside(i int32) bool { return d.words[i].unspaced && !d.Tokens[i].Space }

// features appends the features that depend on k only.
func (k *shapes) features(dst []tagger.Feature) []tagger.Feature {
	shape0, shape1, shapeP, rank := uint32(k.shape0), uint32(k.shape1), uint32(k.shapeP), uint32(k.rank)
	all := pair(pair(shapeP, shape0), shape1)
	dst = append(dst,
		feature(0, shape0), feature(10, all), feature(20, k.name), feature(21, pair(k.name, shape0)),
		feature(25, pair(pair(k.namesP, k.names), k.names1)),
		feature(24, pair(k.names, pair(rank, shape0))), feature(26, pair(rank, shape0)),
		feature(27, pair(pair(uint32(k.rankP), shape0), flag(k.prepositionP))), feature(28, pair(pair(k.names, all), flag(k.prepositionP))),
		feature(32, pair(k.namesP, shape0)), feature(33, pair(k.names1, shape0)),
	)
	if k.unspaced {
		dst = append(dst, feature(34, shapeP), feature(35, shape1), feature(36, pair(k.names, shape0)))
	}
	return dst
}

// features appends the features that depend on the word only, which has the given hash.
func (w *word) features(dst []tagger.Feature, hash uint32) []tagger.Feature {
	shape := uint32(w.shape)
	dst = append(dst, feature(1, hash), feature(2, pair(hash, shape)))
	if w.unspaced {
		return dst
	}
	for k, h := range w.prefixes {
		if h != 0 {
			dst = append(dst, feature(70+uint32(k), h))
		}
	}
	for k, h := range w.suffixes {
		if h != 0 {
			dst = append(dst, feature(76+uint32(k), h))
		}
	}
	dst = append(dst, feature(82, pair(w.suffixes[1], shape)), feature(83, pair(w.suffixes[2], shape)))
	if w.class != 0 {
		dst = append(dst, feature(110, uint32(w.class)), feature(111, pair(uint32(w.class), shape)))
	}
	if w.seen != 0 {
		dst = append(dst, feature(90, pair(uint32(w.seen), shape)))
	}
	if w.stem != 0 {
		dst = append(dst, feature(92, w.stem))
	}
	if w.first != 0 {
		dst = append(dst, feature(97, w.first), feature(98, hash))
	}
	for _, h := range w.rests {
		if h != 0 {
			dst = append(dst, feature(98, h))
		}
	}
	return dst
}

// contextFeatures appends the features of token i of chunk c that depend on more than its shapes and its word.
func (d *Document) contextFeatures(dst []tagger.Feature, c *tagger.Chunk, i int32) []tagger.Feature {
	s := c.Sentence
	w0, x0 := d.at(i, s)
	w1, x1 := d.at(i+1, s)
	w2, _ := d.at(i+2, s)
	p1, y1 := d.at(i-1, s)
	p2, _ := d.at(i-2, s)
	shape0 := uint32(x0.shape)
	names := d.cover[i].coarse()
	dst = append(dst,
		feature(3, p1), feature(4, w1), feature(5, p2), feature(6, w2),
		feature(7, pair(p1, w0)), feature(8, pair(w0, w1)), feature(9, pair(p1, w1)),
		feature(11, pair(p2, p1)), feature(12, pair(w1, w2)), feature(22, pair(names, p1)), feature(23, pair(names, w1)),
	)
	if d.context.Classes != nil {
		dst = d.classFeatures(dst, i, s)
	}
	if d.isInside(i) {
		return append(dst, feature(40, pair(pair(p1, w0), w1)), feature(41, pair(pair(p2, p1), w0)), feature(42, pair(pair(w0, w1), w2)),
			feature(43, pair(pair(names, w0), w1)))
	}
	dst = append(dst, feature(29, pair(names, pair(y1.suffixes[1], shape0))),
		feature(30, pair(y1.suffixes[2], shape0)), feature(31, pair(x1.suffixes[2], shape0)),
		feature(44, pair(x1.suffixes[1], x0.suffixes[1])), feature(45, pair(y1.suffixes[1], x0.suffixes[1])))
	if x0.unspaced { // it has no affixes
		dst = append(dst, feature(82, pair(0, shape0)), feature(83, pair(0, shape0)))
	}
	if x0.seen != 0 {
		dst = append(dst, feature(91, pair(uint32(x0.seen), names)))
	}
	if x0.stem != 0 {
		dst = append(dst, feature(93, x1.stem), feature(94, y1.stem), feature(95, pair(y1.stem, x0.stem)), feature(96, pair(names, y1.stem)))
	}
	if d.Tokens[i].Class == tagger.ClassCaseless {
		return dst
	}
	if d.persons != nil {
		shape1, shapeP := uint32(x1.shape), uint32(y1.shape)
		dst = append(dst, feature(50, pair(x0.persons, shape0)), feature(51, pair(pair(y1.persons, x0.persons), shapeP)),
			feature(52, pair(pair(x0.persons, x1.persons), shape1)), feature(53, pair(names, x0.persons)))
	}
	return d.chunkFeatures(dst, c, i)
}

// chunkFeatures appends the features of the run of capitalized words around token i: its ends and the words
// to either side of it.
func (d *Document) chunkFeatures(dst []tagger.Feature, c *tagger.Chunk, i int32) []tagger.Feature {
	first, last := i, i
	for first > c.First && nameLike(&d.Tokens[first-1]) {
		first--
	}
	for last < c.Last && nameLike(&d.Tokens[last+1]) {
		last++
	}
	position := flag(i == first) | flag(i == last)<<1 | uint32(min(last-first, 3))<<2
	left, y := d.at(first-1, c.Sentence)
	right, _ := d.at(last+1, c.Sentence)
	return append(dst, feature(60, pair(left, position)), feature(61, pair(right, position)),
		feature(62, pair(d.Tokens[first].Lower, position)), feature(63, pair(d.Tokens[last].Lower, position)),
		feature(64, pair(pair(flag(y.preposition), uint32(y.rank)), position)),
		feature(65, pair(pair(d.cover[i].coarse(), left), position)))
}

// flag returns 1 for true and 0 for false.
func flag(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}
