package gazetteer

import (
	"bytes"
	"encoding/binary"

	"dateline/geo/gazetteer/internal/layout"
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

// A key in a block is a byte whose upper half is how many bytes it shares with
// the key before and whose lower half how long the short form of the rest is, 15
// in either half saying that a varint with what is above follows; then the short
// form of the rest (layout.Coder); then its postings.
//
// A posting is a byte whose lower four bits are the kind of name, with langFollows
// where a byte of its language follows and, on the first of a key, moreFollow
// where there are more; then the Ref as a varint. Then come, if there are more, a
// varint with their length in bytes, and they themselves.
const (
	half        = 15
	kindBits    = 0x0f
	langFollows = 0x80
	moreFollow  = 0x40
)

// keyReader steps through the keys of a block.
type keyReader struct {
	coder *layout.Coder
	b     []byte // what is left of the block
	key   []byte // the current key, within a longer array
	left  int
}

// stop ends the reader at what does not fit.
func (k *keyReader) stop() bool {
	k.left, k.b = 0, nil
	return false
}

func (k *keyReader) number(first byte) (int, bool) {
	if first < half {
		return int(first), true
	}
	more, n := binary.Uvarint(k.b)
	if n <= 0 || more > maxKey {
		return 0, false
	}
	k.b = k.b[n:]
	return half + int(more), true
}

// next moves to the next key and leaves b at its postings.
func (k *keyReader) next() bool {
	if k.left == 0 || len(k.b) == 0 {
		return false
	}
	k.left--
	head := k.b[0]
	k.b = k.b[1:]
	shared, ok := k.number(head >> 4)
	if !ok || shared > len(k.key) {
		return k.stop()
	}
	size, ok := k.number(head & half)
	if !ok || size > len(k.b) {
		return k.stop()
	}
	end, ok := k.coder.Decode(k.key[:cap(k.key)], shared, k.b[:size])
	if !ok {
		return k.stop()
	}
	k.key = k.key[:end]
	k.b = k.b[size:]
	return true
}

// skip passes over the postings of the current key.
func (k *keyReader) skip() { k.postings(nil, 0) }

// postings appends the first postings of the current key to dst, at most most of
// them, and passes over the rest.
func (k *keyReader) postings(dst []NameRef, most int) []NameRef {
	first, head, rest := readPosting(k.b)
	if rest == nil {
		k.stop()
		return dst
	}
	k.b = k.b[len(k.b)-len(rest):] // not rest itself: that would put the reader's array on the heap
	if most > 0 {
		dst = append(dst, first)
	}
	if head&moreFollow == 0 {
		return dst
	}
	size, n := binary.Uvarint(k.b)
	if n <= 0 || size > uint64(len(k.b)-n) {
		k.stop()
		return dst
	}
	further := k.b[n : n+int(size) : n+int(size)]
	k.b = k.b[n+int(size):]
	for ; most > 1 && len(further) > 0; most-- {
		var next NameRef
		if next, _, further = readPosting(further); further == nil {
			return dst
		}
		dst = append(dst, next)
	}
	return dst
}

// readPosting reads the posting that b begins with; rest is nil where there is
// none.
func readPosting(b []byte) (meaning NameRef, head byte, rest []byte) {
	if len(b) < 2 {
		return NameRef{}, 0, nil
	}
	head, b = b[0], b[1:]
	meaning.Kind = NameKind(head & kindBits)
	if head&langFollows != 0 {
		meaning.Lang, b = Lang(b[0]), b[1:]
	}
	ref, n := binary.Uvarint(b)
	if n <= 0 {
		return NameRef{}, 0, nil
	}
	meaning.Ref = Ref(ref)
	return meaning, head, b[n:]
}

// keyRoom is what the reader of a block needs for its keys.
const keyRoom = maxKey + layout.Spare

// blocks is the number of blocks.
func (g *Gazetteer) blocks() int { return len(g.sections[secBlocks]) / 4 }

// block starts reading a block; buf is room for its keys.
func (g *Gazetteer) block(i int, buf []byte) keyReader {
	index, keys := g.sections[secBlocks], g.sections[secKeys]
	if i < 0 || i*4+4 > len(index) {
		return keyReader{coder: g.keys}
	}
	at := uint64(binary.LittleEndian.Uint32(index[i*4:])) * g.tables.BlockUnit
	if at > uint64(len(keys)) {
		return keyReader{coder: g.keys}
	}
	left := blockKeys
	if i == g.blocks()-1 {
		left = g.tables.Keys - i*blockKeys
	}
	return keyReader{coder: g.keys, b: keys[at:], key: buf[:0], left: left}
}

// seekBlock returns the last block whose first key is not after key, or 0.
func (g *Gazetteer) seekBlock(key []byte) int {
	var buf [keyRoom]byte
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

// find looks a key up by its hash and appends at most most of its meanings to dst.
func (g *Gazetteer) find(dst []NameRef, key []byte, hash uint64, most int) []NameRef {
	p := g.names.probe(hash)
	at, ok := p.next()
	if !ok {
		return dst
	}
	var buf [keyRoom]byte
	for ; ok; at, ok = p.next() {
		for k := g.block(int(at), buf[:]); k.next(); k.skip() {
			if bytes.Equal(k.key, key) {
				return k.postings(dst, most)
			}
		}
	}
	return dst
}
