package neardup

import "math"

// A signature has 40 bands of three values each.
const (
	bandRows = 3
	bands    = 40
	values   = bands * bandRows
)

// Threshold is the minimum similarity of near-duplicates, except of short texts.
//
// It separates two groups of pairs. Of the 324,415 pairs of news articles in the
// corpora LGL, TR-News and GeoWebNews, the four with a similarity of 0.53 or more
// are near-duplicates or later versions; the next pair, with 0.13, shares only a
// publisher's notices. The usual changes of a report of 290 words in syndication
// (other headers and footers, a new first paragraph, a quarter to a third cut off,
// edited wording, or two of these) leave at least 0.50. Two reporters' accounts of
// one event have 0.03, and two short reports with the same header and footer 0.29.
const Threshold = 0.4

// Texts of fewer than shortText shingles must have a similarity of at least
// shortThreshold: alerts made from one template differ in a few words, and the
// similarity of two texts is 0.74 if one word of twenty differs.
const (
	shortText      = 60
	shortThreshold = 0.9
)

// Signature is the MinHash signature of a text: the minimum of each of 120 hash
// functions over the text's shingles. The share of equal values in two signatures
// estimates the Jaccard similarity of the two sets of shingles, with a standard
// error of at most 0.046. The zero value is the signature of a text without words,
// which is similar to no text.
//
// Signatures are the same on every machine. The maintained libraries use random
// seeds, or change their values between versions.
type Signature struct {
	least    [values]uint32
	shingles uint32 // number of distinct shingles; 0 for a text without words
}

// NewSignature returns the signature of a text.
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

// NearDuplicate reports whether two texts are near-duplicates: whether their
// similarity is at least [Threshold], or 0.9 if one of them has fewer than about
// sixty words. It is symmetric.
func NearDuplicate(a, b Signature) bool {
	if min(a.shingles, b.shingles) < shortText {
		return Similarity(a, b) >= shortThreshold
	}
	return Similarity(a, b) >= Threshold
}

// Similarity estimates the Jaccard similarity of two texts, from 0 to 1.
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

// Bands returns the 40 keys for locality-sensitive hashing: signatures with a
// common key are candidates for [NearDuplicate]. It returns nil for a text without
// words. Each key is a hash of its band's number and three values, so that a pair
// of texts of similarity s has a common key with the probability 1-(1-s³)⁴⁰:
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
