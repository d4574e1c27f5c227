package gazetteer

import (
	"bytes"
	"encoding/binary"
)

// blockKeys is how many keys a block of secKeys holds: the first in full, each
// of the others without what it shares with the one before it.
const blockKeys = 16

// Keys that are no folded names begin with a byte that no name holds.
const (
	writtenMark = '\x01' // an abbreviation as written
	codeMark    = '\x02' // an id or a code: "iata:KBL"
)

// maxKey bounds a key in bytes; longer names are cut there when a gazetteer is
// built.
const maxKey = 200

// NameRef says that a name is one of a place.
type NameRef struct {
	Ref  Ref
	Kind NameKind
	Lang Lang
}

// postings are the meanings of one key: how many, then for each the Ref as a
// varint and a byte of its kind with the highest bit set where a byte of its
// language follows.
const langFollows = 0x80

// keyReader steps through the keys of a block.
type keyReader struct {
	b    []byte // what is left of the block
	key  []byte // the current key
	left int
}

// next moves to the next key and leaves b at its postings.
func (k *keyReader) next() bool {
	if k.left == 0 {
		return false
	}
	k.left--
	shared, n := binary.Uvarint(k.b)
	if n <= 0 || shared > uint64(len(k.key)) {
		k.left = 0
		return false
	}
	k.b = k.b[n:]
	size, n := binary.Uvarint(k.b)
	if n <= 0 || size > uint64(len(k.b)-n) || shared+size > maxKey+1 {
		k.left = 0
		return false
	}
	k.b = k.b[n:]
	k.key = append(k.key[:shared], k.b[:size]...)
	k.b = k.b[size:]
	return true
}

// skip passes over the postings of the current key.
func (k *keyReader) skip() { k.postings(nil, false) }

// postings appends the postings of the current key to dst, if keep.
func (k *keyReader) postings(dst []NameRef, keep bool) []NameRef {
	count, n := binary.Uvarint(k.b)
	if n <= 0 {
		k.left = 0
		return dst
	}
	k.b = k.b[n:]
	for ; count > 0; count-- {
		ref, n := binary.Uvarint(k.b)
		if n <= 0 || n >= len(k.b) {
			k.left = 0
			return dst
		}
		kind := k.b[n]
		k.b = k.b[n+1:]
		var lang Lang
		if kind&langFollows != 0 {
			if len(k.b) == 0 {
				k.left = 0
				return dst
			}
			lang = Lang(k.b[0])
			k.b = k.b[1:]
		}
		if keep {
			dst = append(dst, NameRef{Ref: Ref(ref), Kind: NameKind(kind &^ langFollows), Lang: lang})
		}
	}
	return dst
}

// keys is the number of keys.
func (g *Gazetteer) blocks() int { return len(g.sections[secBlocks]) / 4 }

// block starts reading a block; buf is room for its keys.
func (g *Gazetteer) block(i int, buf []byte) keyReader {
	index, keys := g.sections[secBlocks], g.sections[secKeys]
	if i < 0 || i*4+4 > len(index) {
		return keyReader{}
	}
	at := uint64(binary.LittleEndian.Uint32(index[i*4:])) * g.tables.BlockUnit
	if at > uint64(len(keys)) {
		return keyReader{}
	}
	left := blockKeys
	if i == g.blocks()-1 {
		left = g.tables.Keys - i*blockKeys
	}
	return keyReader{b: keys[at:], key: buf[:0], left: left}
}

// seekBlock returns the last block whose first key is not after key, or 0.
func (g *Gazetteer) seekBlock(key []byte) int {
	var buf [maxKey + 1]byte
	low, high := 0, g.blocks()
	for low+1 < high {
		mid := int(uint(low+high) >> 1)
		k := g.block(mid, buf[:])
		if !k.next() || bytes.Compare(k.key, key) > 0 {
			high = mid
		} else {
			low = mid
		}
	}
	return low
}

// find looks a key up by its hash.
func (g *Gazetteer) find(dst []NameRef, key []byte, hash uint64) []NameRef {
	var buf [maxKey + 1]byte
	for p := g.names.probe(hash); ; {
		id, ok := p.next()
		if !ok {
			return dst
		}
		k := g.block(int(id/blockKeys), buf[:])
		for n := id % blockKeys; n > 0 && k.next(); n-- {
			k.skip()
		}
		if k.next() && bytes.Equal(k.key, key) {
			return k.postings(dst, true)
		}
	}
}
