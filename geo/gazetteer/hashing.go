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

// bucketSlots is how many slots a bucket of a blockTable has on average.
const bucketSlots = 12

// blockTable finds the blocks of keys by hash. A hash belongs to a bucket by its
// high bits (slotOf). The table begins with its number of buckets, uint32, and
// for each bucket and the end the number of its first slot, uint32; then the
// slots: one byte of the hash and the little-endian number of a block, of width
// bytes.
type blockTable struct {
	firsts []byte
	slots  []byte
	width  int // of the number
	count  uint64
}

func openBlockTable(b []byte, width int) blockTable {
	if len(b) < 8 || width != 2 && width != 3 {
		return blockTable{}
	}
	count := uint64(binary.LittleEndian.Uint32(b))
	b = b[4:]
	if count == 0 || uint64(len(b)) < (count+1)*4 {
		return blockTable{}
	}
	return blockTable{firsts: b[:(count+1)*4], slots: b[(count+1)*4:], width: width, count: count}
}

// slotOf is the bucket, or the slot, where a hash is looked for among count.
func slotOf(mixed, count uint64) uint64 {
	high, _ := bits.Mul64(mixed, count)
	return high
}

// blockProbe is what is left to be looked through.
type blockProbe struct {
	slots []byte
	width int
	sign  byte
}

func (t *blockTable) probe(hash uint64) blockProbe {
	if t.count == 0 {
		return blockProbe{}
	}
	m := mix(hash)
	at := slotOf(m, t.count) * 4
	size := uint64(t.width + 1)
	first := uint64(binary.LittleEndian.Uint32(t.firsts[at:])) * size
	end := uint64(binary.LittleEndian.Uint32(t.firsts[at+4:])) * size
	if first > end || end > uint64(len(t.slots)) {
		return blockProbe{}
	}
	return blockProbe{slots: t.slots[first:end], width: t.width, sign: byte(m)}
}

// next returns the next block whose slot has the sign of the hash.
func (p *blockProbe) next() (block uint32, ok bool) {
	for size := p.width + 1; len(p.slots) >= size && size > 1; {
		s := p.slots[:size]
		p.slots = p.slots[size:]
		if s[0] == p.sign {
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

// fillBlockTable makes a table of the hashes of keys in their order.
func fillBlockTable(hashes []uint64, width int) []byte {
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
		s, block := b[at:at+size], uint32(n/blockKeys)
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
