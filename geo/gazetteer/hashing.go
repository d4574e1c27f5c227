package gazetteer

import (
	"encoding/binary"
	"math/bits"
)

// FNV-1a, 64 bits (Fowler, Noll, Vo), so that a hash can be carried on from word
// to word; mix spreads it (the finaliser of MurmurHash3, Appleby).
const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
)

func hashMore(h uint64, b []byte) uint64 {
	for _, c := range b {
		h = (h ^ uint64(c)) * hashPrime
	}
	return h
}

func hashByte(h uint64, c byte) uint64 { return (h ^ uint64(c)) * hashPrime }

func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// blockTable finds the blocks of keys by hash: slots of one byte of the hash and a
// little-endian number of a block plus one, of width bytes, 0 for an empty slot,
// filled by linear probing.
type blockTable struct {
	slots []byte
	width int // of the number
	count uint64
}

func openBlockTable(b []byte, width int) blockTable {
	t := blockTable{slots: b, width: width}
	if width == 2 || width == 3 {
		t.count = uint64(len(b) / (width + 1))
	}
	return t
}

// slotOf is where a hash begins to be looked for among count slots.
func slotOf(mixed, count uint64) uint64 {
	high, _ := bits.Mul64(mixed, count)
	return high
}

type blockProbe struct {
	t    *blockTable
	at   uint64
	left uint64
	sign byte
}

func (t *blockTable) probe(hash uint64) blockProbe {
	m := mix(hash)
	return blockProbe{t: t, at: slotOf(m, t.count), left: t.count, sign: byte(m)}
}

// next returns the next block whose slot has the sign of the hash.
func (p *blockProbe) next() (block uint32, ok bool) {
	size := uint64(p.t.width + 1)
	for ; p.left > 0; p.left-- {
		s := p.t.slots[p.at*size : p.at*size+size]
		if p.at++; p.at == p.t.count {
			p.at = 0
		}
		if block = slotNumber(s); block == 0 {
			return 0, false
		}
		if s[0] == p.sign {
			p.left--
			return block - 1, true
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

// fillBlockTable makes a table of the hashes of keys in their order, nine slots in
// ten of it in use.
func fillBlockTable(hashes []uint64, width int) []byte {
	count := uint64(len(hashes))*10/9 + 1
	size := uint64(width + 1)
	b := make([]byte, count*size)
	for n, h := range hashes {
		m := mix(h)
		at := slotOf(m, count)
		for slotNumber(b[at*size:at*size+size]) != 0 {
			if at++; at == count {
				at = 0
			}
		}
		s, block := b[at*size:at*size+size], uint32(n/blockKeys)+1
		s[0], s[1], s[2] = byte(m), byte(block), byte(block>>8)
		if width == 3 {
			s[3] = byte(block >> 16)
		}
	}
	return b
}

// hashSet holds 16 bits of each hash: it may take one in some ten thousand for a
// member that is none, and never the other way round.
type hashSet []byte

func (s hashSet) has(hash uint64) bool {
	count := uint64(len(s) / 2)
	if count == 0 {
		return false
	}
	m := mix(hash)
	sign := uint16(m) | 1
	at := slotOf(m, count)
	for range count {
		switch binary.LittleEndian.Uint16(s[at*2:]) {
		case 0:
			return false
		case sign:
			return true
		}
		if at++; at == count {
			at = 0
		}
	}
	return false
}

func makeHashSet(hashes []uint64) hashSet {
	count := uint64(len(hashes))*5/4 + 1
	s := make(hashSet, count*2)
	for _, h := range hashes {
		m := mix(h)
		sign := uint16(m) | 1
		at := slotOf(m, count)
		for v := binary.LittleEndian.Uint16(s[at*2:]); v != 0 && v != sign; v = binary.LittleEndian.Uint16(s[at*2:]) {
			if at++; at == count {
				at = 0
			}
		}
		binary.LittleEndian.PutUint16(s[at*2:], sign)
	}
	return s
}
