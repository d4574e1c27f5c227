package tagger

import "dateline/geo/gazetteer"

// Position is where in a name a token is.
type Position uint8

// The positions. Their numbers are part of feature values.
const (
	PosNone Position = iota
	PosSingle
	PosFirst
	PosMiddle
	PosLast
)

// PositionOf returns the position of token i in the name of the tokens [first, last], of which it is one.
func PositionOf(first, last, i int32) Position {
	switch {
	case first == last:
		return PosSingle
	case i == first:
		return PosFirst
	case i == last:
		return PosLast
	}
	return PosMiddle
}

// Meaning is what a sequence of words means in the gazetteer.
type Meaning struct {
	hash  uint64
	Types PlaceTypes
	// Size is the size class of the largest place with the name.
	Size uint8
	// IsName reports whether the words are a name.
	IsName bool
}

// Meanings caches the meanings of names by the top bits of a hash of their words.
type Meanings struct {
	cache [1 << cacheBits]Meaning
	refs  []gazetteer.NameRef
}

// HashWord extends the hash of a sequence of words, which begins with [HashWords], by a normalized word.
func HashWord(hash uint64, word []byte) uint64 {
	for _, b := range word {
		hash = (hash ^ uint64(b)) * 0x100000001b3
	}
	return (hash ^ ' ') * 0x100000001b3
}

// HashWords is the hash of no words.
const HashWords uint64 = hashSeed

// At returns the meaning of the name at a cursor of gazetteer g, whose words have the given hash.
func (m *Meanings) At(g *gazetteer.Gazetteer, c gazetteer.Cursor, hash uint64) Meaning {
	k := &m.cache[hash>>(64-cacheBits)]
	if k.hash != hash {
		*k = Meaning{hash: hash}
		if c.IsName() {
			m.refs = c.Names(m.refs[:0])
			k.IsName = true
			k.Types, k.Size = TypesOf(g, m.refs)
		}
	}
	return *k
}
