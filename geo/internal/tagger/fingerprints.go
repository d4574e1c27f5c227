package tagger

// Fingerprints are the fingerprints of a CRF's rows by slot, an eighth of their size.
type Fingerprints []uint16

// NewFingerprints returns the fingerprints of the rows of f.
func NewFingerprints(f *CRF) Fingerprints {
	out := make(Fingerprints, len(f.Rows))
	for i, r := range f.Rows {
		out[i] = r.Fingerprint()
	}
	return out
}

// ScoreWith is [CRF.Score] with the fingerprints of f's rows. It reads the fingerprints of all features, then the rows
// that match, so that the processor loads them at the same time.
func (f *CRF) ScoreWith(fingerprints Fingerprints, features []Feature) Scores {
	var slots [maxFeatures]uint32
	features = features[:min(len(features), maxFeatures)]
	n := 0
	for _, h := range features {
		slot, fingerprint := Slot(h, len(fingerprints))
		found := fingerprints[slot]
		slots[n&(maxFeatures-1)] = slot
		n += int(flag(found == fingerprint))
		if found != fingerprint && found != 0 { // another feature is in the slot
			if slot, ok := fingerprints.next(slot, fingerprint); ok {
				slots[n&(maxFeatures-1)] = slot
				n++
			}
		}
	}
	const lanes = 0x00ff00ff00ff00ff
	var even, odd, evenHigh, oddHigh uint64 // four sums of 16 bits each
	for _, slot := range slots[:n] {
		r := f.Rows[slot]
		even += r.low & lanes
		odd += r.low >> 8 & lanes
		evenHigh += r.high & 0x00ff00ff
		oddHigh += r.high >> 8 & 0x00ff
	}
	return f.scores([2][2]uint64{{even, odd}, {evenHigh, oddHigh}}, n)
}

// next returns the first slot after slot that has the fingerprint of a feature, and false if an empty slot precedes it.
func (t Fingerprints) next(slot uint32, fingerprint uint16) (uint32, bool) {
	for {
		if slot++; int(slot) == len(t) {
			slot = 0
		}
		switch t[slot] {
		case fingerprint:
			return slot, true
		case 0:
			return 0, false
		}
	}
}
