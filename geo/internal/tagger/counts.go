package tagger

import "dateline/geo/internal/tagger/crf"

// documentCounts is a hash table of the evidence that a document has of its phrases and words, with
// open addressing and a power of two of slots. The key of an empty slot is 0.
type documentCounts struct {
	keys  []uint32
	items []phraseCount
}

// phraseCount is the evidence of all occurrences of a phrase or word in a document.
type phraseCount struct {
	// count is the number of candidates.
	count float32
	// place, person and organization are sums of probabilities by the CRF.
	place, person, organization float32
	// inPerson is the number of names of persons of several words that contain the word.
	inPerson float32
	// mention is the sum of probabilities by the mention classifier.
	mention float32
}

// reset removes all entries and makes room for n keys.
func (t *documentCounts) reset(n int) {
	size := 64
	for size < 2*n {
		size *= 2
	}
	t.keys = resize(t.keys[:0], size)
	t.items = resize(t.items[:0], size)
	clear(t.keys)
	clear(t.items)
}

// at returns the entry of a key, which it adds if necessary.
func (t *documentCounts) at(key uint32) *phraseCount {
	if key == 0 {
		key = 1
	}
	mask := uint32(len(t.keys) - 1)
	i := (key * 0x9e3779b1) & mask
	for t.keys[i] != 0 && t.keys[i] != key {
		i = (i + 1) & mask
	}
	t.keys[i] = key
	return &t.items[i]
}

// CountPhrases counts the phrases of the candidates and the words of persons' names, which
// MentionFeatures uses.
func (d *Document) CountPhrases() {
	n := len(d.Candidates)
	for k := range d.Chunks {
		n += int(d.Chunks[k].Last-d.Chunks[k].First) + 1
	}
	d.counts.reset(n)
	for i := range d.Candidates {
		c := &d.Candidates[i]
		s := d.counts.at(c.phrase)
		s.count++
		s.place += c.mean[meanPlace] + c.mean[meanAdjective]
		s.person += c.mean[meanPerson]
		s.organization += c.mean[meanOrganization]
	}
	for k := range d.Chunks {
		c := &d.Chunks[k]
		for i := c.First; i <= c.Last; i++ {
			if crf.BeginOf(d.labels[i]) == BeginPerson && (crf.IsInside(d.labels[i]) || i < c.Last && crf.IsInside(d.labels[i+1])) {
				d.counts.at(combine(hashSeed, d.Tokens[i].Lower)).inPerson++
			}
		}
	}
}
