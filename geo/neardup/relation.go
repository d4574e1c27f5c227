package neardup

import (
	"slices"

	"dateline/geo/gazetteer"
)

// Relation is how much of two texts is common to both.
type Relation uint8

// The relations.
const (
	// Unrelated: neither of the others.
	Unrelated Relation = iota
	// NearlySame: most of each text is in the other one.
	NearlySame
	// Contains: nearly all of the second text is in the first one, which has more.
	Contains
	// Contained: nearly all of the first text is in the second one, which has more.
	Contained
)

// The least shares of a text in another one. A report that was cut by a third is nearly the same, one that was cut by
// half or that a collection of reports quotes is contained. Texts of fewer than shortText shingles are nearly the same
// only if they share shortShare, and those of fewer than leastPart are not parts.
const (
	nearShare  = 0.6
	shortShare = 0.9
	partShare  = 0.8
	leastPart  = 20
)

// Relate compares two texts. ofA is the share of the shingles of a that b has too, ofB that of b.
func Relate(a, b string) (r Relation, ofA, ofB float64) {
	return relate(shingles(a), shingles(b))
}

// Comparer compares texts as [Relate] does and keeps what it computed of the last ones, because a text of many copies
// is compared with all of them. The zero value is ready for use; it is not safe for concurrent use.
type Comparer struct {
	kept map[string][]uint64
	size int // in shingles
}

// maxKept is the maximum number of shingles that a Comparer keeps, 32 MB.
const maxKept = 4 << 20

// Relate returns the same as the function [Relate].
func (c *Comparer) Relate(a, b string) (r Relation, ofA, ofB float64) {
	return relate(c.shingles(a), c.shingles(b))
}

func (c *Comparer) shingles(text string) []uint64 {
	if x, ok := c.kept[text]; ok {
		return x
	}
	x := shingles(text)
	if c.kept == nil || c.size+len(x) > maxKept {
		c.kept, c.size = map[string][]uint64{}, 0
	}
	c.kept[text] = x
	c.size += len(x)
	return x
}

func relate(x, y []uint64) (r Relation, ofA, ofB float64) {
	if len(x) == 0 || len(y) == 0 {
		return Unrelated, 0, 0
	}
	common := 0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] == y[j]:
			common++
			i++
			j++
		case x[i] < y[j]:
			i++
		default:
			j++
		}
	}
	ofA, ofB = float64(common)/float64(len(x)), float64(common)/float64(len(y))
	near := nearShare
	if min(len(x), len(y)) < shortText {
		near = shortShare
	}
	switch {
	case min(ofA, ofB) >= near:
		r = NearlySame
	case ofB >= partShare && ofB > ofA && len(y) >= leastPart:
		r = Contains
	case ofA >= partShare && ofA > ofB && len(x) >= leastPart:
		r = Contained
	}
	return r, ofA, ofB
}

// passageWindow is the number of shingles of which one is a key of [PassageKeys].
const passageWindow = 40

// PassageKeys returns hashes of shingles such that two texts with a common passage of at least 42 words have a common
// key: of each window of 40 shingles, the least one (Schleimer, Wilkerson and Aiken 2003). A text of 300 words has
// about 15 keys, which are in ascending order.
func PassageKeys(text string) []uint64 {
	words := words(gazetteer.Normalize(make([]byte, 0, len(text)+len(text)/8), text))
	if len(words) == 0 {
		return nil
	}
	size := min(shingleWords, len(words))
	hashes := make([]uint64, 0, len(words))
	for i := range len(words) - size + 1 {
		var h uint64
		for _, w := range words[i : i+size] {
			h = mix(h ^ w)
		}
		hashes = append(hashes, mix(h^golden))
	}
	var out []uint64
	for i := range max(1, len(hashes)-passageWindow+1) {
		out = append(out, slices.Min(hashes[i:min(len(hashes), i+passageWindow)]))
	}
	slices.Sort(out)
	return slices.Compact(out)
}
