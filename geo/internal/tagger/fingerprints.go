package tagger

// Fingerprints are the fingerprints of a CRF's rows by slot, in a table that fits into a processor's cache. Most
// features of a text are in no row.
type Fingerprints []uint16

// NewFingerprints returns the fingerprints of the rows of f.
func NewFingerprints(f *CRF) Fingerprints {
	out := make(Fingerprints, len(f.Rows))
	for i, r := range f.Rows {
		out[i] = r.Fingerprint()
	}
	return out
}

// ScoreWith is [CRF.Score] with the fingerprints of f's rows.
func (f *CRF) ScoreWith(fingerprints Fingerprints, features []Feature) (out Scores) {
	const lanes = 0x00ff00ff00ff00ff
	var even, odd, evenHigh, oddHigh uint64 // four sums of 16 bits each
	n := int32(0)
	rows := f.Rows[:len(fingerprints)]
	for _, h := range features[:min(len(features), maxFeatures)] {
		slot, fingerprint := Slot(h, len(fingerprints))
		found := fingerprints[slot]
		for found != fingerprint && found != 0 {
			if slot++; int(slot) == len(fingerprints) {
				slot = 0
			}
			found = fingerprints[slot]
		}
		if found == 0 {
			continue
		}
		r := &rows[slot]
		even += r.low & lanes
		odd += r.low >> 8 & lanes
		evenHigh += r.high & 0x00ff00ff
		oddHigh += r.high >> 8 & 0x00ff
		n++
	}
	for l := range out {
		sums := [2][2]uint64{{even, odd}, {evenHigh, oddHigh}}[l/8][l%2]
		sum := int32(sums>>(l%8/2*16)&0xffff) - n*weightBias
		out[l] = float32(sum) * f.Scale
	}
	return out
}
