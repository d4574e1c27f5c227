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

// idTable finds numbers of keys by hash: slots of one byte of the hash and a
// little-endian number plus one of width bytes, 0 for an empty slot, filled by
// linear probing.
type idTable struct {
	slots []byte
	width int // of the number
	count uint64
}

func openIDTable(b []byte, width int) idTable {
	t := idTable{slots: b, width: width}
	if width == 3 || width == 4 {
		t.count = uint64(len(b) / (width + 1))
	}
	return t
}

// slotOf is where a hash begins to be looked for among count slots.
func slotOf(mixed, count uint64) uint64 {
	high, _ := bits.Mul64(mixed, count)
	return high
}

type idProbe struct {
	t    *idTable
	at   uint64
	left uint64
	sign byte
}

func (t *idTable) probe(hash uint64) idProbe {
	m := mix(hash)
	return idProbe{t: t, at: slotOf(m, t.count), left: t.count, sign: byte(m)}
}

// next returns the next number whose slot has the sign of the hash.
func (p *idProbe) next() (id uint32, ok bool) {
	size := p.t.width + 1
	for ; p.left > 0; p.left-- {
		s := p.t.slots[p.at*uint64(size):]
		if p.at++; p.at == p.t.count {
			p.at = 0
		}
		if p.t.width == 3 {
			id = uint24(s[1:])
		} else {
			id = binary.LittleEndian.Uint32(s[1:])
		}
		if id == 0 {
			return 0, false
		}
		if s[0] == p.sign {
			p.left--
			return id - 1, true
		}
	}
	return 0, false
}

// fillIDTable makes a table of the hashes of keys, whose numbers are their
// places in the slice, nine slots in ten of it in use.
func fillIDTable(hashes []uint64, width int) []byte {
	count := uint64(len(hashes))*10/9 + 1
	b := make([]byte, count*uint64(width+1))
	for n, h := range hashes {
		m := mix(h)
		at := slotOf(m, count)
		for {
			s := b[at*uint64(width+1):]
			empty := uint24(s[1:]) == 0 && (width == 3 || s[4] == 0)
			if empty {
				s[0] = byte(m)
				putUint24(s[1:], uint32(n+1))
				if width == 4 {
					s[4] = byte((n + 1) >> 24)
				}
				break
			}
			if at++; at == count {
				at = 0
			}
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
