package multilingual

import (
	"dateline/geo/internal/tagger"
	"dateline/geo/internal/tagger/crf"
)

// neighborBits is the binary logarithm of the number of tokens that have [neighborSums].
const neighborBits = 12

// neighborSums has the sums of the weights of the features that depend on the hash of one token only, by where the token is
// that they are features of.
type neighborSums struct {
	hash uint32
	used bool
	// self are the features of the token in a script without spaces, of the shape plainShape.
	self crf.Sums
	// before, after, before2 and after2 are those of the token after it, the one before it and of those two tokens away. The
	// first two are those of a token that no name of the gazetteer covers.
	before, after, before2, after2 crf.Sums
}

// plainShape is the shape of a token in a script without spaces within a sentence, without a space before it.
const plainShape = uint8(tagger.ClassCaseless) | 16

// neighbor returns the sums of the token with the given hash. They are valid until the next call.
func (s *sumCache) neighbor(hash uint32) *neighborSums {
	known := &s.neighbors[hash*0x9e3779b1>>(32-neighborBits)]
	if !known.used || known.hash != hash {
		s.sumNeighbor(known, hash)
	}
	return known
}

// sumNeighbor sets n to the sums of the token with the given hash.
func (s *sumCache) sumNeighbor(n *neighborSums, hash uint32) {
	sum := func(features ...tagger.Feature) crf.Sums { return s.field.Sum(features, &s.slots) }
	plain := word{shape: plainShape, unspaced: true}
	var self [2]tagger.Feature
	*n = neighborSums{
		hash: hash, used: true, self: sum(plain.features(self[:0], hash)...),
		before: sum(feature(3, hash), feature(22, pair(0, hash))), after: sum(feature(4, hash), feature(23, pair(0, hash))),
		before2: sum(feature(5, hash)), after2: sum(feature(6, hash)),
	}
}

// margin is the number of tokens to either side of a token that features depend on.
const margin = 2

// batchSize is the number of features whose weights are summed together. They fit in a cache near the processor.
const batchSize = 200

// chunkSums has the sums of the weights of the features of the tokens of a chunk.
type chunkSums struct {
	sums [crf.LatticeSize]crf.Sums
	// hashes are those of the tokens with a margin on both sides.
	hashes [crf.LatticeSize + 2*margin]uint32
	// batch has the features of tokens for which [Document.isInside]. Others have four times as many, and are faster one by one.
	batch crf.Batch
	// features are those of a token outside such scripts.
	features []tagger.Feature
}

// scoreChunk sets the scores of the tokens of chunk c to those of their features, see [Document.TokenFeatures].
func (d *Document) scoreChunk(scores []tagger.Scores, c *tagger.Chunk) {
	s := &d.chunk
	clear(s.sums[:len(scores)])
	isRead := false
	for i := c.First; i <= c.Last; i++ {
		if !d.isInside(i) {
			d.addFeatures(c, i)
			continue
		}
		if !isRead {
			d.addNeighbors(c)
			isRead = true
		}
		d.addInside(c, i)
		s.batch.Close(int(i - c.First))
		if len(s.batch.Features) >= batchSize {
			d.sums.field.Table.AddSums(&s.sums, &s.batch)
			s.batch.Reset()
		}
	}
	if len(s.batch.Features) > 0 {
		d.sums.field.Table.AddSums(&s.sums, &s.batch)
		s.batch.Reset()
	}
	for i := c.First; i <= c.Last; i++ {
		sums := &s.sums[i-c.First]
		shapes := d.shapesAt(i, c.Sentence)
		sums.Add(d.sums.shape(&shapes))
		scores[i-c.First] = sums.Scores(d.sums.field.Scale)
	}
}

// addFeatures adds the features of token i of chunk c to the sums, without those of its shapes.
func (d *Document) addFeatures(c *tagger.Chunk, i int32) {
	s := &d.chunk
	s.features = d.contextFeatures(s.features[:0], c, i)
	w, hash := &d.words[i], d.Tokens[i].Lower
	if w.unspaced {
		s.features = w.features(s.features, hash)
	}
	sums := d.sums.field.Sum(s.features, &d.sums.slots)
	s.sums[i-c.First].Add(&sums)
	if !w.unspaced {
		s.sums[i-c.First].Add(d.sums.word(w, hash))
	}
}

// addNeighbors adds the sums of the features of each token of a chunk for which [Document.isInside] that depend on the hash
// of one token only.
func (d *Document) addNeighbors(c *tagger.Chunk) {
	s := &d.chunk
	isReceiver := func(i int32) bool { return i >= c.First && i <= c.Last && d.isInside(i) }
	for i := c.First - margin; i <= c.Last+margin; i++ {
		hash, w := d.at(i, c.Sentence)
		s.hashes[i-c.First+margin] = hash
		known := d.sums.neighbor(hash)
		at := i - c.First
		if isReceiver(i) && w.shape == plainShape {
			s.sums[at].Add(&known.self)
		}
		if isReceiver(i+1) && d.cover[i+1].coarse() == 0 {
			s.sums[at+1].Add(&known.before)
		}
		if isReceiver(i-1) && d.cover[i-1].coarse() == 0 {
			s.sums[at-1].Add(&known.after)
		}
		if isReceiver(i + 2) {
			s.sums[at+2].Add(&known.before2)
		}
		if isReceiver(i - 2) {
			s.sums[at-2].Add(&known.after2)
		}
	}
}

// addInside adds the features of token i of chunk c, for which [Document.isInside], to the batch, without those of its shapes
// and those of addNeighbors.
func (d *Document) addInside(c *tagger.Chunk, i int32) {
	at := int(i - c.First) // with the margin, that of two tokens before
	h := d.chunk.hashes[at : at+2*margin+1 : at+2*margin+1]
	p2, p1, w0, w1, w2 := h[0], h[1], h[2], h[3], h[4]
	names := d.cover[i].coarse()
	before, after, before2 := pair(p1, w0), pair(w0, w1), pair(p2, p1)
	features := d.chunk.batch.Features
	features = append(features,
		feature(7, before), feature(8, after), feature(9, pair(p1, w1)), feature(11, before2), feature(12, pair(w1, w2)),
		feature(40, pair(before, w1)), feature(41, pair(before2, w0)), feature(42, pair(after, w2)), feature(43, pair(pair(names, w0), w1)))
	if names != 0 {
		features = append(features, feature(3, p1), feature(22, pair(names, p1)), feature(4, w1), feature(23, pair(names, w1)))
	}
	if w := &d.words[i]; w.shape != plainShape {
		features = w.features(features, w0)
	}
	d.chunk.batch.Features = features
}
