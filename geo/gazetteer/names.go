package gazetteer

import (
	"bytes"
	"encoding/binary"
	"iter"

	"dateline/geo/gazetteer/internal/fsst"
	"dateline/geo/gazetteer/internal/layout"
)

// NameKind is the kind of a name.
type NameKind uint8

// The kinds of name.
const (
	NameOfficial     NameKind = iota // the name that a map prints
	NameASCII                        // the official name without diacritics
	NameAlternate                    // another spelling or language
	NameAbbreviation                 // "Calif.", "UAE": matched verbatim
	NameDemonym                      // "Afghan", "Texans": adjective or inhabitants
	NameFormer                       // "Burma"
	NameCode                         // an id, IATA code or P-code: found by ByID, never in text
)

// Lang is the number of a language in one gazetteer file, 0 if unknown.
type Lang uint8

// Language returns the BCP 47 code of a Lang, or "".
func (g *Gazetteer) Language(l Lang) string {
	if int(l) >= len(g.tables.Languages) {
		return ""
	}
	return g.tables.Languages[l]
}

// NameRef is a place that has a name, with the kind and the language of the name.
type NameRef struct {
	Ref  Ref
	Kind NameKind
	Lang Lang
}

// blockReader iterates over the keys of a block; see layout.BlockKeys.
type blockReader struct {
	table *fsst.Table
	b     []byte // the rest of the block
	key   []byte // the current key
	left  int    // keys not read yet
}

// maxKeyBuffer is the capacity that a blockReader needs for its keys.
const maxKeyBuffer = layout.MaxKey + fsst.Spare

// fail ends the iteration at damaged data.
func (k *blockReader) fail() bool {
	k.left, k.b = 0, nil
	return false
}

// length decodes a length of which the first four bits are known.
func (k *blockReader) length(half byte) (int, bool) {
	if half < layout.Half {
		return int(half), true
	}
	more, n := binary.Uvarint(k.b)
	if n <= 0 || more > layout.MaxKey {
		return 0, false
	}
	k.b = k.b[n:]
	return layout.Half + int(more), true
}

// next moves to the next key and leaves b at its postings.
func (k *blockReader) next() bool {
	if k.left == 0 || len(k.b) == 0 {
		return false
	}
	k.left--
	head := k.b[0]
	k.b = k.b[1:]
	shared, ok := k.length(head >> 4)
	if !ok || shared > len(k.key) {
		return k.fail()
	}
	size, ok := k.length(head & layout.Half)
	if !ok || size > len(k.b) {
		return k.fail()
	}
	end, ok := k.table.Decode(k.key[:cap(k.key)], shared, k.b[:size])
	if !ok {
		return k.fail()
	}
	k.key = k.key[:end]
	k.b = k.b[size:]
	return true
}

// skip skips the postings of the current key.
func (k *blockReader) skip() { k.postings(nil, 0) }

// postings appends at most limit postings of the current key to dst and skips the
// others.
func (k *blockReader) postings(dst []NameRef, limit int) []NameRef {
	first, head, rest := readPosting(k.b)
	if rest == nil {
		k.fail()
		return dst
	}
	k.b = k.b[len(k.b)-len(rest):] // assigning rest would move the caller's buffer to the heap
	if limit > 0 {
		dst = append(dst, first)
	}
	if head&layout.MoreFollow == 0 {
		return dst
	}
	size, n := binary.Uvarint(k.b)
	if n <= 0 || size > uint64(len(k.b)-n) {
		k.fail()
		return dst
	}
	further := k.b[n : n+int(size) : n+int(size)]
	k.b = k.b[n+int(size):]
	for ; limit > 1 && len(further) > 0; limit-- {
		var next NameRef
		if next, _, further = readPosting(further); further == nil {
			return dst
		}
		dst = append(dst, next)
	}
	return dst
}

// readPosting decodes the posting at the beginning of b; rest is nil if there is
// none.
func readPosting(b []byte) (posting NameRef, head byte, rest []byte) {
	if len(b) < 2 {
		return NameRef{}, 0, nil
	}
	head, b = b[0], b[1:]
	posting.Kind = NameKind(head & layout.KindBits)
	if head&layout.LangFollows != 0 {
		posting.Lang, b = Lang(b[0]), b[1:]
	}
	ref, n := binary.Uvarint(b)
	if n <= 0 {
		return NameRef{}, 0, nil
	}
	posting.Ref = Ref(ref)
	return posting, head, b[n:]
}

// blockCount returns the number of blocks.
func (g *Gazetteer) blockCount() int { return len(g.section(layout.SecBlocks)) / 4 }

// block returns a reader of a block that decodes keys into buf, which must have
// the capacity maxKeyBuffer.
func (g *Gazetteer) block(i int, buf []byte) blockReader {
	index, keys := g.section(layout.SecBlocks), g.section(layout.SecKeys)
	if i < 0 || i*4+4 > len(index) {
		return blockReader{table: g.keys}
	}
	at := uint64(binary.LittleEndian.Uint32(index[i*4:])) * g.tables.BlockUnit
	if at > uint64(len(keys)) {
		return blockReader{table: g.keys}
	}
	left := layout.BlockKeys
	if i == g.blockCount()-1 {
		left = g.tables.Keys - i*layout.BlockKeys
	}
	return blockReader{table: g.keys, b: keys[at:], key: buf[:0], left: left}
}

// seekBlock returns the last block whose first key is not greater than key, or 0.
func (g *Gazetteer) seekBlock(key []byte) int {
	var buf [maxKeyBuffer]byte
	low, high := 0, g.blockCount()
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

// find appends at most limit postings of a key with the given hash to dst.
func (g *Gazetteer) find(dst []NameRef, key []byte, hash uint64, limit int) []NameRef {
	p := g.blocks.Probe(hash)
	at, ok := p.Next()
	if !ok {
		return dst
	}
	var buf [maxKeyBuffer]byte
	for ; ok; at, ok = p.Next() {
		for k := g.block(int(at), buf[:]); k.next(); k.skip() {
			if bytes.Equal(k.key, key) {
				return k.postings(dst, limit)
			}
		}
	}
	return dst
}

// Keys iterates over all keys in the order of their bytes, each with its places,
// the most prominent first. A key is a normalized name; VerbatimMark and an
// abbreviation; or CodeMark and an id or code. Both values are valid until the
// next iteration.
func (g *Gazetteer) Keys() iter.Seq2[[]byte, []NameRef] {
	return func(yield func([]byte, []NameRef) bool) {
		buf := make([]byte, maxKeyBuffer)
		var names []NameRef
		for i := range g.blockCount() {
			for k := g.block(i, buf); k.next(); {
				names = k.postings(names[:0], 1<<30)
				if !yield(k.key, names) {
					return
				}
			}
		}
	}
}

// KeysBetween iterates over the keys from one key to another one, without it, in the order of their bytes. A key is
// valid until the next iteration.
func (g *Gazetteer) KeysBetween(from, to []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		buf := make([]byte, maxKeyBuffer)
		for i := g.seekBlock(from); i < g.blockCount(); i++ {
			for k := g.block(i, buf); k.next(); k.skip() {
				switch {
				case bytes.Compare(k.key, to) >= 0:
					return
				case bytes.Compare(k.key, from) >= 0 && !yield(k.key):
					return
				}
			}
		}
	}
}

// The first bytes of keys that are not normalized names; see Keys.
const (
	VerbatimMark = layout.VerbatimMark
	CodeMark     = layout.CodeMark
)
