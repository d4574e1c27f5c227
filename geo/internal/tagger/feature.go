package tagger

import "dateline/geo/internal/tagger/crf"

// Feature is the hash of a feature, see [crf.Feature].
type Feature = crf.Feature

// hashFeature returns the feature of a template and a value.
func hashFeature(template uint32, value uint32) Feature {
	h := (uint64(template)<<32 | uint64(value)) * 0x9e3779b97f4a7c15
	h ^= h >> 29
	return h * 0xbf58476d1ce4e5b9
}

// combine returns one value for a pair of values.
func combine(a, b uint32) uint32 {
	return (a*0x85ebca6b ^ b) * 0xc2b2ae35
}

// Values of positions outside the sentence.
const (
	hashOutside  = 0x0dd0
	shapeOutside = 31
	listsOutside = 1 << 31
)

// Extractor computes features of tokens in context.
type Extractor struct {
	Text   string
	Tokens []Token
	// Names are the names of the gazetteer in the text, in order, without overlap.
	Names []Name
	// Cover has an element per token: the name that covers it. It is empty without a gazetteer.
	Cover []Cover
}

// Word returns token i, or a punctuation token without text if i is not in the sentence.
func (x *Extractor) Word(i int32, sentence uint32) *Token {
	if !x.inSentence(i, sentence) {
		return &outside
	}
	return &x.Tokens[i]
}

// outside represents tokens outside the sentence.
var outside = Token{Class: ClassPunctuation}

// inSentence reports whether i is the index of a token of the sentence.
func (x *Extractor) inSentence(i int32, sentence uint32) bool {
	return i >= 0 && int(i) < len(x.Tokens) && x.Tokens[i].Sentence == sentence
}

// Lower returns the hash of token i, or hashOutside if i is not in the sentence.
func (x *Extractor) Lower(i int32, sentence uint32) uint32 {
	if !x.inSentence(i, sentence) {
		return hashOutside
	}
	return x.Tokens[i].Lower
}

// lists returns the word lists of token i, or listsOutside if i is not in the sentence.
func (x *Extractor) lists(i int32, sentence uint32) WordLists {
	if !x.inSentence(i, sentence) {
		return listsOutside
	}
	return x.Tokens[i].Lists
}

// shape returns the orthographic class of token i and whether a space precedes it, or
// shapeOutside if i is not in the sentence. Punctuation marks differ by their first byte.
func (x *Extractor) shape(i int32, sentence uint32) uint32 {
	if !x.inSentence(i, sentence) {
		return shapeOutside
	}
	t := &x.Tokens[i]
	c := uint32(t.Class)
	if t.Class == ClassPunctuation {
		c = 64 + uint32(x.Text[t.Start])
	}
	if !t.Space {
		c |= 512
	}
	return c
}

// TokenFeatures appends to dst the features of token i of chunk c for the CRF. style is the style
// of the sentence, see [StyleOf].
func (x *Extractor) TokenFeatures(dst []Feature, c *Chunk, i int32, style uint32) []Feature {
	s := c.Sentence
	shape := x.fullShape(i, s, style)
	dst = x.wordFeatures(dst, &x.Tokens[i], shape)
	for _, at := range neighborPositions {
		dst = neighborFeatures(dst, at, x.Lower(i+at.offset, s), x.lists(i+at.offset, s))
	}
	return x.contextFeatures(dst, c, i, style, shape)
}

// fullShape returns the shape of token i, whether it begins its sentence, and the lowest bit of the sentence's style.
func (x *Extractor) fullShape(i int32, sentence, style uint32) uint32 {
	return x.shape(i, sentence)<<2 | flag(!x.inSentence(i-1, sentence))<<1 | style&1
}

// wordFeatures appends the features of a word by itself: of its text, lists and shape.
func (x *Extractor) wordFeatures(dst []Feature, t *Token, shape uint32) []Feature {
	names := t.Lists.names()
	dst = append(dst, hashFeature(0, shape), hashFeature(1, t.Lower), hashFeature(2, combine(t.Lower, shape)),
		hashFeature(10, combine(names, shape)), hashFeature(11, t.Lists.types()), hashFeature(60, combine(t.Lists.cluster(), shape)))
	return x.affixFeatures(dst, t, shape>>2)
}

// neighborPosition is the position of a neighbor relative to a token, with the templates of its features: its word,
// types and cluster.
type neighborPosition struct {
	offset               int32
	word, types, cluster uint32
	omitZero             bool // there is no feature of types for a word without any
}

var neighborPositions = [...]neighborPosition{
	{-2, 5, 15, 64, true},
	{-1, 3, 12, 63, false},
	{1, 4, 13, 61, false},
	{2, 6, 14, 62, true},
}

// neighborFeatures appends the features of a token's neighbor by itself.
func neighborFeatures(dst []Feature, at neighborPosition, word uint32, lists WordLists) []Feature {
	dst = append(dst, hashFeature(at.word, word), hashFeature(at.cluster, lists.cluster()))
	if types := lists.types(); types != 0 || !at.omitZero {
		dst = append(dst, hashFeature(at.types, types))
	}
	return dst
}

// contextFeatures appends the features of token i of chunk c that combine it with others or with its position.
func (x *Extractor) contextFeatures(dst []Feature, c *Chunk, i int32, style, shape uint32) []Feature {
	s := c.Sentence
	t := &x.Tokens[i]
	// Words, shapes and lists of the token (0), the next ones (1, 2) and the previous ones (-1, -2: p1, p2).
	w0, w1, w2, wp1, wp2 := t.Lower, x.Lower(i+1, s), x.Lower(i+2, s), x.Lower(i-1, s), x.Lower(i-2, s)
	shape0, shape1, shapeP1 := shape>>2, x.shape(i+1, s), x.shape(i-1, s)
	l0, l1, l2, lp1, lp2 := t.Lists, x.lists(i+1, s), x.lists(i+2, s), x.lists(i-1, s), x.lists(i-2, s)
	names0, names1, namesP1 := l0.names(), l1.names(), lp1.names()
	types1, typesP1 := l1.types(), lp1.types()
	initial := shape >> 1 & 1
	position := flag(i == c.First) | flag(i == c.Last)<<1 | uint32(min(c.Last-c.First, 4))<<2
	first, last := &x.Tokens[c.First], &x.Tokens[c.Last]
	left, right := x.Lower(c.First-1, s), x.Lower(c.Last+1, s)
	leftLists, rightLists := x.lists(c.First-1, s), x.lists(c.Last+1, s)
	lastTypes := uint32(last.Lists & (typeLists | nameLists))
	u0, u1, u2, up1, up2 := l0.cluster(), l1.cluster(), l2.cluster(), lp1.cluster(), lp2.cluster()

	dst = append(dst,
		hashFeature(7, combine(wp1, w0)), hashFeature(8, combine(w0, w1)), hashFeature(9, combine(combine(shapeP1, shape0), shape1)),
		hashFeature(16, combine(combine(typesP1, names0), shape0)), hashFeature(17, combine(combine(types1, names0), shape0)),
		hashFeature(18, combine(namesP1, names0)), hashFeature(19, combine(names0, names1)),
		hashFeature(24, combine(left, position)), hashFeature(25, combine(right, position)),
		hashFeature(26, combine(combine(leftLists.types(), rightLists.types()), position)),
		hashFeature(27, combine(wp1, w1)), hashFeature(28, combine(wp2, wp1)), hashFeature(29, combine(w1, w2)),
		hashFeature(30, combine(last.Lower, position)), hashFeature(31, combine(lastTypes, position)),
		hashFeature(32, combine(first.Lower, position)), hashFeature(33, combine(combine(position, shape0), initial)),
		hashFeature(65, combine(up1, u0)), hashFeature(66, combine(u0, u1)), hashFeature(67, combine(up1, u1)),
		hashFeature(68, combine(up2, up1)), hashFeature(69, combine(u1, u2)),
		hashFeature(70, combine(leftLists.cluster(), position)), hashFeature(71, combine(rightLists.cluster(), position)),
		hashFeature(72, combine(last.Lists.cluster(), position)))
	if style != 0 {
		dst = append(dst, hashFeature(34, combine(style, w0)), hashFeature(35, combine(style, names0)))
	}
	if len(x.Cover) == 0 {
		return dst
	}
	code := x.Cover[i].code()
	dst = append(dst,
		hashFeature(40, code), hashFeature(41, combine(code, shape)), hashFeature(42, combine(code, names0)),
		hashFeature(43, combine(code, combine(typesP1, types1))), hashFeature(44, combine(code, wp1)), hashFeature(45, combine(code, w1)),
		hashFeature(46, combine(code, lastTypes)), hashFeature(47, combine(code, position)),
		hashFeature(48, combine(code, right)), hashFeature(49, combine(code, left)), hashFeature(50, combine(code, combine(names0, position))),
	)
	if i+1 < int32(len(x.Cover)) {
		dst = append(dst, hashFeature(51, combine(code, x.Cover[i+1].code())))
	}
	if i > 0 {
		dst = append(dst, hashFeature(52, combine(code, x.Cover[i-1].code())))
	}
	return dst
}

// affixFeatures appends the features of the token's prefixes and suffixes, counted in bytes.
func (x *Extractor) affixFeatures(dst []Feature, t *Token, shape uint32) []Feature {
	if !t.IsWord() || t.Class == ClassNumber {
		return dst
	}
	s := t.Text(x.Text)
	if len(s) > 3 {
		dst = append(dst, hashFeature(20, HashLower(s[:3])), hashFeature(23, combine(HashLower(s[len(s)-3:]), shape)))
	}
	if len(s) > 4 {
		dst = append(dst, hashFeature(21, HashLower(s[len(s)-4:])))
	}
	if len(s) > 2 {
		dst = append(dst, hashFeature(22, combine(HashLower(s[len(s)-2:]), shape)))
	}
	if len(s) > 5 {
		dst = append(dst, hashFeature(36, HashLower(s[:4])), hashFeature(37, HashLower(s[len(s)-5:])))
	}
	return dst
}

// flag returns 1 for true and 0 for false.
func flag(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// WeightIndex returns the index of a feature's weight in a table of the given size, a power of two.
func WeightIndex(f Feature, size int) uint32 { return uint32(f >> 32 & uint64(size-1)) }

// linearScore returns the sum of the features' weights.
func linearScore(weights []float32, features []Feature) float32 {
	var sum float32
	for _, f := range features {
		sum += weights[WeightIndex(f, len(weights))]
	}
	return sum
}
