package crf

import "slices"

// A filter has groupBits bits for each group of groupSize slots, of which those of the fingerprints are set that a search
// from a slot of the group can find. One bit in twenty is set in a table with four of five slots used.
const (
	groupSize = 1 << groupShift
	groupBits = 1 << 12

	groupShift = 8
	groupWords = groupBits / 64
)

// AddFilter adds a filter to the table by which most features that it does not have are known without a search. It pays where
// few features are in the table. A search finds the same slots with and without it. Set and Add must not be called after
// it, and the table must have an empty slot.
func (t *Table) AddFilter() {
	slots := t.Slots()
	t.filter = make([]uint64, (slots+groupSize-1)/groupSize*groupWords)
	empty := slices.Index(t.fingerprints, 0)
	run := 0 // number of used slots before the current one
	for i := range slots {
		slot := (empty + i) % slots
		fingerprint := t.fingerprints[slot]
		if fingerprint == 0 {
			run = 0
			continue
		}
		for at, rest := slot, run; ; {
			word, bit := filterBit(uint32(at), fingerprint)
			t.filter[word] |= 1 << bit
			within := at % groupSize
			if rest <= within {
				break
			}
			rest -= within + 1
			if at -= within + 1; at < 0 {
				at = slots - 1
			}
		}
		run++
	}
}

// filterBit returns the index of the word and the bit of a fingerprint for searches from a slot.
func filterBit(slot uint32, fingerprint uint16) (word, bit uint32) {
	return slot>>groupShift*groupWords + uint32(fingerprint)>>6%groupWords, uint32(fingerprint) % 64
}

// maybe moves the features that may be in the table to the beginning of features, and returns them.
func (t *Table) maybe(features []Feature) []Feature {
	n := 0
	for _, h := range features {
		slot, fingerprint := slotOf(h, len(t.fingerprints))
		word, bit := filterBit(slot, fingerprint)
		features[n] = h
		n += int(t.filter[word] >> bit & 1)
	}
	return features[:n]
}
