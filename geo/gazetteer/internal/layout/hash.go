package layout

import "encoding/binary"

// The multipliers of the hash; odd, with about as many ones as zeros.
const (
	hashWord  = 0x9E3779B97F4A7C15
	hashToken = 0xD6E8FEB86659FD93
)

// Hash continues the hash of a key with one of its tokens. A key's hash is that
// of its tokens, the parts between its spaces, one after the other from 0.
//
// Each eight bytes of the token as a little-endian number, the last of them
// filled up with zeros, are taken in by h = (h ^ n) * hashWord; h ^= h >> 32, and
// then the number of bytes in the last, 0 to 7, plus 1 by
// h = (h ^ n) * hashToken; h ^= h >> 29.
func Hash(h uint64, token []byte) uint64 {
	for len(token) >= 8 {
		h = (h ^ binary.LittleEndian.Uint64(token)) * hashWord
		h ^= h >> 32
		token = token[8:]
	}
	var tail uint64
	switch n := len(token); {
	case n >= 4:
		tail = uint64(binary.LittleEndian.Uint32(token)) | uint64(binary.LittleEndian.Uint32(token[n-4:]))<<(8*(n-4))
	case n > 0:
		tail = uint64(token[0]) | uint64(token[n/2])<<(8*(n/2)) | uint64(token[n-1])<<(8*(n-1))
	}
	h = (h ^ tail) * hashWord
	h ^= h >> 32
	h = (h ^ uint64(len(token)+1)) * hashToken
	return h ^ h>>29
}

// HashKey is the hash of a whole key.
func HashKey(key []byte) uint64 {
	var h uint64
	start := 0
	for i, c := range key {
		if c == ' ' {
			h = Hash(h, key[start:i])
			start = i + 1
		}
	}
	return Hash(h, key[start:])
}

// SlotFlags say what a slot of the hash table stands for.
const (
	// SlotIsKey: a whole key.
	SlotIsKey = 1
	// SlotGoesOn: longer keys begin with it and a space.
	SlotGoesOn = 2
)

// Table says how the hash table is packed.
type Table struct {
	// Buckets is their number.
	Buckets uint64 `json:"buckets"`
	// SlotBytes is the length of a slot and OrdinalBits the number of low bits
	// that hold the number of a key: the key itself, or the first that begins
	// so. Two bits of flags and the low bits of the hash follow.
	SlotBytes   int  `json:"slot_bytes"`
	OrdinalBits uint `json:"ordinal_bits"`
}

// SlotsPerBucket is how many slots a bucket has on average.
const SlotsPerBucket = 12

// minFingerprint is the least number of bits of hash in a slot.
const minFingerprint = 10

// NewTable packs slots for keys numbered below keys as tightly as it can.
func NewTable(keys, slots int) Table {
	t := Table{Buckets: uint64(slots/SlotsPerBucket + 1), OrdinalBits: 1}
	for keys>>t.OrdinalBits > 0 {
		t.OrdinalBits++
	}
	t.SlotBytes = int(t.OrdinalBits+2+minFingerprint+7) / 8
	return t
}

// Bucket returns the bucket of a hash.
func (t Table) Bucket(h uint64) uint64 { return (h >> 32) * t.Buckets >> 32 }

// Fingerprint returns the bits of a hash that its slot keeps.
func (t Table) Fingerprint(h uint64) uint64 {
	return h & (1<<(8*uint(t.SlotBytes)-2-t.OrdinalBits) - 1)
}

// Pack makes a slot.
func (t Table) Pack(ordinal, flags, fingerprint uint64) uint64 {
	return ordinal | flags<<t.OrdinalBits | fingerprint<<(t.OrdinalBits+2)
}

// Valid reports whether the packing can be read.
func (t Table) Valid() bool {
	return t.Buckets > 0 && t.Buckets < 1<<32 && t.SlotBytes > 0 && t.SlotBytes <= 8 && t.OrdinalBits < 32 && t.OrdinalBits+2 < 8*uint(t.SlotBytes)
}
