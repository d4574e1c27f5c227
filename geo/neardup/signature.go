package neardup

import "math"

const (
	bandRows = 3
	bands    = 40
	values   = bands * bandRows
)

// Threshold is the similarity from which on two texts count as copies, unless one is
// short.
//
// It lies between two groups of pairs. Of 324,415 pairs of news articles of the
// corpora LGL, TR-News and GeoWebNews, the four from 0.53 on are copies and an
// article written on from another; the next, at 0.13, only share a publisher's
// notices. What is done to a report of 290 words in syndication (other headers
// and footers, a new beginning, a quarter to a third cut off, the wording edited
// throughout, or two of these) leaves 0.50 and more; two reporters' accounts of
// one event have 0.03, and two short reports within one header and footer 0.29.
const Threshold = 0.4

// Short texts, of fewer than shortText shingles, count as copies from sameShort
// on: alerts of one form differ by a few words, and where one word of twenty
// differs the similarity is 0.74.
const (
	shortText = 60
	sameShort = 0.9
)

// Signature is the sketch of a text: the least value that each of 120 hash
// functions takes over the text's shingles. The share of values in which two
// signatures agree estimates the share of shingles that two texts have in common
// (their Jaccard similarity), with a standard error of 0.046 at most. The zero
// value is the signature of a text without words, which is like no other.
//
// Signatures are the same on every machine. No library that is kept up makes
// them; the well-known ones hash at random or differ between versions.
type Signature struct {
	least    [values]uint32
	shingles uint32 // of the text, each counted once; 0 for no words
}

// NewSignature makes the signature of a text.
//
// The i-th hash function is the upper half of mix(x ^ mix(i·2^64/φ)) for a
// shingle's hash x; mix is the output function of SplitMix64.
func NewSignature(text string) Signature {
	all := shingles(text)
	s := Signature{shingles: uint32(min(len(all), math.MaxUint32))}
	if len(all) == 0 {
		return s
	}
	for i := range s.least {
		least, seed := uint64(math.MaxUint64), mix(uint64(i)*golden)
		for _, shingle := range all {
			least = min(least, mix(shingle^seed))
		}
		s.least[i] = uint32(least >> 32)
	}
	return s
}

// NearDuplicate reports whether two texts are copies of one another: their similarity is
// [Threshold] at least, or 0.9 where one has fewer than some sixty words.
func NearDuplicate(a, b Signature) bool {
	if min(a.shingles, b.shingles) < shortText {
		return Similarity(a, b) >= sameShort
	}
	return Similarity(a, b) >= Threshold
}

// Similarity estimates how much of two texts is the same, from 0 to 1.
func Similarity(a, b Signature) float64 {
	if a.shingles == 0 || b.shingles == 0 {
		return 0
	}
	equal := 0
	for i, v := range a.least {
		if v == b.least[i] {
			equal++
		}
	}
	return float64(equal) / values
}

// Bands returns the 40 keys under which to look a signature up among others: two
// that share a key are candidates, to be compared by [NearDuplicate]. It is nil for
// a text without words. Each key is made of three values (and tells its band), so
// that a pair of texts shares one with the probability 1-(1-s³)⁴⁰:
//
//	similarity s  0.02   0.05  0.1   0.2   0.3   0.4   0.5   0.6
//	shares a key  0.03%  0.5%  3.9%  27%   67%   93%   99.5% 99.99%
func (s Signature) Bands() []uint64 {
	if s.shingles == 0 {
		return nil
	}
	keys := make([]uint64, bands)
	for band := range keys {
		h := mix(uint64(band))
		for _, v := range s.least[band*bandRows : (band+1)*bandRows] {
			h = mix(h ^ uint64(v))
		}
		keys[band] = h
	}
	return keys
}
