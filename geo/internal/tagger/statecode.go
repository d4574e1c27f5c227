package tagger

// acceptStateCodes raises the probability of a code of two letters, such as "ME", right after the
// mention of a town in a sentence that is not all in capitals: "Portland ME" is two mentions.
func (d *Document) acceptStateCodes(threshold float32) {
	for i := range d.Candidates {
		c := &d.Candidates[i]
		if c.types&TypeAbbreviation == 0 || c.types&TypeState == 0 || c.First != c.Last || !d.isStateCode(c.First) {
			continue
		}
		chunk := d.chunkCandidates(i)
		for k := range chunk {
			town := &chunk[k]
			if town.Last != c.First-1 || town.types&TypeTown == 0 {
				continue
			}
			town.P = max(town.P, d.probabilityOf(town.First, c.Last))
			if town.P >= threshold {
				c.P = max(c.P, town.P)
			}
		}
		for k := range chunk {
			// The two together are no name.
			if both := &chunk[k]; both.First < c.First && both.Last == c.Last && both.types == 0 && c.P >= threshold {
				both.P = 0
			}
		}
	}
}

// probabilityOf returns the probability of the candidate with exactly the tokens [first, last] that is
// no name of the gazetteer, or 0.
func (d *Document) probabilityOf(first, last int32) float32 {
	for i := range d.Candidates {
		if c := &d.Candidates[i]; c.First == first && c.Last == last && c.types == 0 {
			return c.P
		}
	}
	return 0
}

// chunkCandidates returns the candidates of the chunk of candidate i, which are contiguous.
func (d *Document) chunkCandidates(i int) []Candidate {
	from, to := i, i+1
	for from > 0 && d.Candidates[from-1].chunk == d.Candidates[i].chunk {
		from--
	}
	for to < len(d.Candidates) && d.Candidates[to].chunk == d.Candidates[i].chunk {
		to++
	}
	return d.Candidates[from:to]
}

// isStateCode reports whether a token is two capitals after a word with small letters.
func (d *Document) isStateCode(i int32) bool {
	t := &d.Tokens[i]
	if i == 0 || t.End-t.Start != 2 || t.Class != ClassUpper || !t.Space || t.Breaks > 0 {
		return false
	}
	before := &d.Tokens[i-1]
	return before.Sentence == t.Sentence && before.Class == ClassCapital || before.Class == ClassMixed
}
