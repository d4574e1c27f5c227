package layout

import (
	"encoding/binary"
	"math/bits"
)

// A key is hashed with FNV-1a of 64 bits (Fowler, Noll, Vo), which can be continued
// word by word. Before use the hash is mixed with the finalizer of MurmurHash3
// (Appleby).
const (
	HashStart = 14695981039346656037
	hashPrime = 1099511628211
)

// HashMore continues a hash with bytes.
func HashMore(h uint64, b []byte) uint64 {
	for _, c := range b {
		h = (h ^ uint64(c)) * hashPrime
	}
	return h
}

// HashByte continues a hash with one byte.
func HashByte(h uint64, c byte) uint64 { return (h ^ uint64(c)) * hashPrime }

func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// slotOf returns the bucket, or slot, among count in which a mixed hash belongs.
func slotOf(mixed, count uint64) uint64 {
	high, _ := bits.Mul64(mixed, count)
	return high
}

// bucketSlots is the average number of slots of a bucket of a BlockTable.
const bucketSlots = 12

// BlockTable finds the blocks that may contain a key by its hash. It consists of
// the number of buckets, uint32; for each bucket and the end the number of its
// first slot, uint32; and the slots: the low byte of the mixed hash and the number
// of a block in width bytes.
type BlockTable struct {
	firsts []byte
	slots  []byte
	width  int
	count  uint64
}

// OpenBlockTable reads a table with block numbers of 2 or 3 bytes. A damaged
// table is empty.
func OpenBlockTable(b []byte, width int) BlockTable {
	if len(b) < 8 || width != 2 && width != 3 {
		return BlockTable{}
	}
	count := uint64(binary.LittleEndian.Uint32(b))
	b = b[4:]
	if count == 0 || uint64(len(b)) < (count+1)*4 {
		return BlockTable{}
	}
	return BlockTable{firsts: b[:(count+1)*4], slots: b[(count+1)*4:], width: width, count: count}
}

// BlockProbe iterates over the blocks that may contain a key.
type BlockProbe struct {
	slots []byte
	width int
	low   byte // of the mixed hash
}

// Probe returns the blocks for a hash.
func (t *BlockTable) Probe(hash uint64) BlockProbe {
	if t.count == 0 {
		return BlockProbe{}
	}
	m := mix(hash)
	at := slotOf(m, t.count) * 4
	size := uint64(t.width + 1)
	first := uint64(binary.LittleEndian.Uint32(t.firsts[at:])) * size
	end := uint64(binary.LittleEndian.Uint32(t.firsts[at+4:])) * size
	if first > end || end > uint64(len(t.slots)) {
		return BlockProbe{}
	}
	return BlockProbe{slots: t.slots[first:end], width: t.width, low: byte(m)}
}

// Next returns the number of the next block; ok is false after the last.
func (p *BlockProbe) Next() (block uint32, ok bool) {
	for size := p.width + 1; len(p.slots) >= size && size > 1; {
		s := p.slots[:size]
		p.slots = p.slots[size:]
		if s[0] == p.low {
			return slotNumber(s), true
		}
	}
	return 0, false
}

func slotNumber(s []byte) uint32 {
	n := uint32(s[1]) | uint32(s[2])<<8
	if len(s) > 3 {
		n |= uint32(s[3]) << 16
	}
	return n
}

// NewBlockTable returns the table for the hashes of all keys in their order, with
// block numbers of width bytes.
func NewBlockTable(hashes []uint64, width int) []byte {
	count := uint64(len(hashes)/bucketSlots + 1)
	size := uint64(width + 1)
	head := 4 + (count+1)*4
	b := make([]byte, head+uint64(len(hashes))*size)
	binary.LittleEndian.PutUint32(b, uint32(count))
	next := make([]uint32, count+1)
	for _, h := range hashes {
		next[slotOf(mix(h), count)+1]++
	}
	for i := range count {
		next[i+1] += next[i]
	}
	for i, n := range next {
		binary.LittleEndian.PutUint32(b[4+i*4:], n)
	}
	for n, h := range hashes {
		m := mix(h)
		bucket := slotOf(m, count)
		at := head + uint64(next[bucket])*size
		next[bucket]++
		s, block := b[at:at+size], uint32(n/BlockKeys)
		s[0], s[1], s[2] = byte(m), byte(block), byte(block>>8)
		if width == 3 {
			s[3] = byte(block >> 16)
		}
	}
	return b
}

// HashSet is a set of hashes that stores 16 bits of each, with open addressing. It
// contains about one in ten thousand hashes that were not added to it.
type HashSet []byte

// Has reports whether the set contains a hash.
func (s HashSet) Has(hash uint64) bool {
	count := uint64(len(s) / 2)
	if count == 0 {
		return false
	}
	m := mix(hash)
	stored := uint16(m) | 1
	at := slotOf(m, count)
	for range count {
		switch binary.LittleEndian.Uint16(s[at*2:]) {
		case 0:
			return false
		case stored:
			return true
		}
		if at++; at == count {
			at = 0
		}
	}
	return false
}

// NewHashSet returns the set of the given hashes.
func NewHashSet(hashes []uint64) HashSet {
	count := uint64(len(hashes))*5/4 + 1
	s := make(HashSet, count*2)
	for _, h := range hashes {
		m := mix(h)
		stored := uint16(m) | 1
		at := slotOf(m, count)
		for v := binary.LittleEndian.Uint16(s[at*2:]); v != 0 && v != stored; v = binary.LittleEndian.Uint16(s[at*2:]) {
			if at++; at == count {
				at = 0
			}
		}
		binary.LittleEndian.PutUint16(s[at*2:], stored)
	}
	return s
}
