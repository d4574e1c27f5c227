package crf

import (
	"encoding/binary"
	"slices"
)

// Table is a hash table with open addressing from features to weights. A slot has 16 bits of the feature's hash (the
// fingerprint, 0 in an empty slot) and the weights of all labels. They are in separate arrays, so that the search reads
// an array of less than a fifth of the size.
type Table struct {
	fingerprints []uint16
	weights      []byte   // LabelCount a slot, plus weightBias; it may be a part of a model file
	filter       []uint64 // of the features that may be in the table, nil for all; see AddFilter
}

const (
	// weightBias is added to each weight, so that it is not negative.
	weightBias = 128
	// RowSize is the size in bytes of the weights of a slot.
	RowSize = int(LabelCount)
)

// NewTable returns an empty table of the given number of slots.
func NewTable(slots int) Table {
	return Table{fingerprints: make([]uint16, slots), weights: make([]byte, slots*RowSize)}
}

// TableOf returns the table with the given fingerprints and weights, RowSize bytes a slot, which it does not copy.
func TableOf(fingerprints []uint16, weights []byte) Table {
	return Table{fingerprints: fingerprints, weights: weights}
}

// AppendBinary appends the fingerprints, little-endian, and the weights of all slots to b.
func (t *Table) AppendBinary(b []byte) []byte {
	for _, fingerprint := range t.fingerprints {
		b = binary.LittleEndian.AppendUint16(b, fingerprint)
	}
	return append(b, t.weights...)
}

// Slots returns the number of slots, used and empty.
func (t *Table) Slots() int { return len(t.fingerprints) }

// Fingerprint returns the fingerprint of a slot, 0 if it is empty.
func (t *Table) Fingerprint(slot int) uint16 { return t.fingerprints[slot] }

// Weight returns the weight for label l of a slot that is not empty.
func (t *Table) Weight(slot int, l Label) int8 {
	return int8(int(t.weights[slot*RowSize+int(l)]) - weightBias)
}

// Set stores a fingerprint and weights in a slot.
func (t *Table) Set(slot int, fingerprint uint16, weights [LabelCount]int8) {
	t.fingerprints[slot] = fingerprint
	for l, w := range weights {
		t.weights[slot*RowSize+l] = byte(int(w) + weightBias)
	}
}

// Add stores the weights of a feature that is not in the table, which must have an empty slot.
func (t *Table) Add(f Feature, weights [LabelCount]int8) {
	first, fingerprint := slotOf(f, t.Slots())
	slot := int(first)
	for t.Fingerprint(slot) != 0 {
		slot = (slot + 1) % t.Slots()
	}
	t.Set(slot, fingerprint, weights)
}

// slotOf returns the slot at which the search for a feature begins in a table of the given size, and
// the feature's fingerprint.
func slotOf(f Feature, slots int) (slot uint32, fingerprint uint16) {
	fingerprint = uint16(f)
	if fingerprint == 0 {
		fingerprint = 1
	}
	return uint32((f >> 32) * uint64(slots) >> 32), fingerprint
}

// find writes the slots of the features that are in the table to found, which has room for all, and returns their
// number. It overwrites features if the table has a filter. There is no branch on whether the first slot has the feature.
func (t *Table) find(found *[MaxFeatures]uint32, features []Feature) int {
	fingerprints := t.fingerprints
	if len(fingerprints) == 0 {
		return 0
	}
	if t.filter != nil {
		features = t.maybe(features)
	}
	n := 0
	for _, h := range features {
		slot, fingerprint := slotOf(h, len(fingerprints))
		first := fingerprints[slot]
		found[n&(MaxFeatures-1)] = slot
		n += int(flag(first == fingerprint))
		if first != fingerprint && first != 0 { // another feature is in the slot
			if slot, ok := t.next(slot, fingerprint); ok {
				found[n&(MaxFeatures-1)] = slot
				n++
			}
		}
	}
	return n
}

// next returns the first slot after slot that has the fingerprint of a feature, and false if an empty slot precedes it.
func (t *Table) next(slot uint32, fingerprint uint16) (uint32, bool) {
	for {
		if slot++; int(slot) == t.Slots() {
			slot = 0
		}
		switch t.fingerprints[slot] {
		case fingerprint:
			return slot, true
		case 0:
			return 0, false
		}
	}
}

// Sums are sums of weights, plus weightBias each, in lanes of 16 bits: those of the even and of the odd labels from 0 to 7,
// and of the labels 8, 10 and 9, with the number of weights in the last lane.
type Sums struct{ even, odd, high uint64 }

// sum returns the sums of the weights in the given slots, at most MaxFeatures.
func (t *Table) sum(slots []uint32) (s Sums) {
	for _, slot := range slots {
		s.addRow(t.weights[int(slot)*RowSize:][:RowSize])
	}
	return s
}

// addRow adds the weights of a slot.
func (s *Sums) addRow(b []byte) {
	const lanes = 0x00ff00ff00ff00ff
	low, high := binary.LittleEndian.Uint64(b), uint64(binary.LittleEndian.Uint32(b[RowSize-4:]))
	s.even += low & lanes
	s.odd += low >> 8 & lanes
	s.high += high>>8&0x00ff00ff | high>>16&0xff<<32 | 1<<48
}

// Add adds sums; together they are of at most MaxFeatures weights.
func (s *Sums) Add(t *Sums) {
	s.even += t.even
	s.odd += t.odd
	s.high += t.high
}

// Scores returns the scores of sums.
func (s *Sums) Scores(scale float32) (out Scores) {
	offset := int(s.high>>48) * weightBias
	for l := range 4 {
		out[2*l] = float32(int(s.even>>(16*l)&0xffff)-offset) * scale
		out[2*l+1] = float32(int(s.odd>>(16*l)&0xffff)-offset) * scale
	}
	out[8] = float32(int(s.high&0xffff)-offset) * scale
	out[9] = float32(int(s.high>>32&0xffff)-offset) * scale
	out[10] = float32(int(s.high>>16&0xffff)-offset) * scale
	return out
}

// Valid reports whether a table read from a file can be searched: every search ends at an empty slot.
func (t *Table) Valid() bool {
	return len(t.weights) == len(t.fingerprints)*RowSize && slices.Contains(t.fingerprints, 0)
}

func flag(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}
