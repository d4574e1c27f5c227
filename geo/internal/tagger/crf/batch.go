package crf

import "math/bits"

// Batch has features of several tokens. Their weights are summed together: each step goes through all features without a
// branch that depends on what it loads, so that the processor does not wait. It is reused, so that no memory is allocated.
type Batch struct {
	// Features are those added since Reset.
	Features []Feature
	tokens   []uint8 // of the features before the last call of Close
	found    []search
}

// search is the search for a feature of a token, from a slot or at its end.
type search struct {
	slot        uint32
	fingerprint uint16
	token       uint8
}

// Reset removes all features.
func (b *Batch) Reset() { b.Features, b.tokens = b.Features[:0], b.tokens[:0] }

// Close makes the features added to b.Features since the last call those of a token, at most [MaxFeatures] of each. token is
// its index in the sums of AddSums, less than LatticeSize.
func (b *Batch) Close(token int) {
	for len(b.tokens) < len(b.Features) {
		b.tokens = append(b.tokens, uint8(token))
	}
}

// AddSums adds the sums of the weights of the features of each token to sums.
func (t *Table) AddSums(sums *[LatticeSize]Sums, b *Batch) {
	if len(t.fingerprints) == 0 {
		return
	}
	for range len(b.Features) - len(b.found) {
		b.found = append(b.found, search{})
	}
	for _, s := range t.search(b.maybe(t)) {
		sums[s.token].addRow(t.weights[int(s.slot)*RowSize:][:RowSize])
	}
}

// maybe returns the searches for the features that may be in the table.
func (b *Batch) maybe(t *Table) []search {
	slots, filter, tokens, found := len(t.fingerprints), t.filter, b.tokens[:len(b.Features)], b.found[:len(b.Features)]
	n := 0
	for k, h := range b.Features {
		slot, fingerprint := slotOf(h, slots)
		found[n] = search{slot: slot, fingerprint: fingerprint, token: tokens[k]}
		if filter == nil {
			n++
			continue
		}
		word, bit := filterBit(slot, fingerprint)
		n += int(filter[word] >> bit & 1)
	}
	return found[:n]
}

// search moves the searches of which the table has the feature to the beginning, with its slot, and returns them. It compares
// four fingerprints at a time.
func (t *Table) search(found []search) []search {
	n := 0
	for k := range found {
		s := found[k]
		slot, ok := t.slot(s.slot, s.fingerprint)
		s.slot = slot
		found[n] = s
		n += int(flag(ok))
	}
	return found[:n]
}

const (
	ones = 0x0001000100010001
	tops = 0x8000800080008000
)

// slot returns the first slot from first on that has a fingerprint, and false if an empty slot precedes it.
func (t *Table) slot(first uint32, fingerprint uint16) (uint32, bool) {
	for first+4 <= uint32(len(t.fingerprints)) {
		p := t.fingerprints[first : first+4 : first+4]
		four := uint64(p[0]) | uint64(p[1])<<16 | uint64(p[2])<<32 | uint64(p[3])<<48
		other := four ^ uint64(fingerprint)*ones
		// The lowest top bit is that of the first lane that is zero; higher ones may be of other lanes.
		same, empty := (other-ones)&^other&tops, (four-ones)&^four&tops
		if same|empty != 0 {
			return first + uint32(bits.TrailingZeros64(same)/16), same&-same-1 < empty&-empty-1
		}
		first += 4
	}
	for { // at the end of the table, beyond which the search goes on at its beginning
		if first == uint32(len(t.fingerprints)) {
			first = 0
		}
		switch t.fingerprints[first] {
		case fingerprint:
			return first, true
		case 0:
			return 0, false
		}
		first++
	}
}
