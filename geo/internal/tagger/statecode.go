package tagger

import (
	"slices"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/abbrev"
)

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
			if town.P < threshold && d.isIn(town, c) {
				town.P = threshold
			}
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

// acceptContained accepts names before and in brackets, or before and after a comma, of which the first
// is that of a place in one that the second means: "Beaver (Utah)", "Cheney, Washington".
func (d *Document) acceptContained(threshold float32) {
	for i := range d.Candidates {
		area := &d.Candidates[i]
		if area.types&(TypeCountry|TypeState) == 0 || area.types&TypeDemonym != 0 {
			continue
		}
		mark := area.First - 1
		sentence := d.Chunks[area.chunk].Sentence
		bracket := mark > 0 && d.Tokens[mark].Sentence == sentence && d.Text[d.Tokens[mark].Start] == '('
		if !bracket && d.Lower(mark, sentence) != hashComma {
			continue
		}
		for k := i - 1; k >= 0 && d.Candidates[k].Last >= mark-maxContained; k-- {
			town := &d.Candidates[k]
			if town.Last != mark-1 || town.types&(TypeTown|TypeDistrict) == 0 || town.P >= threshold && area.P >= threshold ||
				!bracket && town.P < threshold && area.P < threshold || !d.isIn(town, area) {
				continue
			}
			town.P, area.P = max(town.P, threshold), max(area.P, threshold)
		}
	}
}

// maxContained is the number of tokens before a comma or bracket within which acceptContained searches.
const maxContained = 8

// isIn reports whether a place with the name of one candidate is in a country or first-level area with
// that of the other.
func (d *Document) isIn(town, area *Candidate) bool {
	m := &d.matcher
	if m.gaz == nil {
		return false
	}
	var areas [maxMeanings]gazetteer.Ref
	n := 0
	m.refs = m.namesOf(&d.Extractor, area)
	for _, name := range m.refs {
		if kind := m.gaz.Record(name.Ref).Kind; n < len(areas) && name.Kind != gazetteer.NameDemonym && (kind == geo.KindCountry || kind == geo.KindAdmin1) {
			areas[n] = name.Ref
			n++
		}
	}
	if n == 0 {
		return false
	}
	m.refs = m.namesOf(&d.Extractor, town)
	for _, name := range m.refs {
		r := m.gaz.Record(name.Ref)
		if (r.Kind == geo.KindSettlement || r.Kind == geo.KindAdmin2 || r.Kind == geo.KindAdmin3) && (slices.Contains(areas[:n], r.Admin1) || slices.Contains(areas[:n], r.CountryRef)) {
			return true
		}
	}
	return false
}

// namesOf returns the names of the gazetteer that the tokens of a candidate are.
func (m *gazetteerMatcher) namesOf(x *Extractor, c *Candidate) []gazetteer.NameRef {
	text := x.Text[x.Tokens[c.First].Start:x.Tokens[c.Last].End]
	if c.types&TypeAbbreviation != 0 {
		if refs := abbrev.Lookup(m.gaz, m.refs[:0], text); len(refs) > 0 {
			return refs
		}
	}
	m.key = gazetteer.Normalize(m.key[:0], text)
	return m.gaz.Lookup(m.refs[:0], m.key)
}
