package tagger

import "dateline/geo/internal/tagger/crf"

// origin is the reason why a range of tokens is a candidate.
type origin uint8

// The origins. Their numbers are part of feature values.
const (
	fromPlace            origin = iota // labeled as a place
	fromAdjective                      // labeled as an adjective or demonym
	fromOrganization                   // labeled as an organization
	fromUnlabeledName                  // a gazetteer name without labels
	fromPlaceName                      // a gazetteer name within a labeled place
	fromOrganizationName               // … within a labeled organization
	fromPersonName                     // … within a labeled person
	fromOtherName                      // … within another labeled name
	fromAdjectiveName                  // … within a labeled adjective
	fromMarginal                       // not labeled as a place, but with a fair probability
)

// Candidate is a range of tokens, [First, Last], that may be a mention.
type Candidate struct {
	First, Last int32
	// P is the probability of being a mention.
	P float32

	chunk int32
	// outerFirst and outerLast are the range of the labeled name around it, outer is the label with
	// which that begins.
	outerFirst, outerLast int32
	outer                 Label
	origin                origin
	types                 PlaceTypes // of the gazetteer name with just these tokens
	size                  uint8
	skip, trim            uint8 // as in Name
	// mean is the mean probability of each type of label over its tokens.
	mean [typeCount]float32
	// phrase is the hash of its words.
	phrase uint32
	// score is the score of the mention classifier, see classifyMentions.
	score float32
}

// The indexes of Candidate.mean.
const (
	meanNone = iota
	meanPlace
	meanAdjective
	meanPerson
	meanOrganization
	meanOther
	typeCount
)

// within reports whether the candidate is part of a longer labeled name.
func (c *Candidate) within() bool {
	return c.outer != LabelNone && (c.outerFirst != c.First || c.outerLast != c.Last)
}

// edges returns which ends the candidate shares with the labeled name around it, as bits: 1 for the
// first token, 2 for the last.
func (c *Candidate) edges() uint32 {
	return flag(c.outerFirst == c.First) | flag(c.outerLast == c.Last)<<1
}

// generateCandidates sets d.Candidates to all ranges of tokens that may be mentions.
func (d *Document) generateCandidates() {
	d.Candidates = d.Candidates[:0]
	next := 0 // first name that is not before the chunk
	for k := range d.Chunks {
		c := &d.Chunks[k]
		d.addLabeled(k)
		for next < len(d.Names) && d.Names[next].First < c.First {
			next++
		}
		for ; next < len(d.Names) && d.Names[next].First <= c.Last; next++ {
			d.addName(k, &d.Names[next])
		}
		d.addMarginal(k)
	}
}

// addLabeled adds the names that are labeled as places, adjectives and organizations in chunk k.
func (d *Document) addLabeled(k int) {
	c := &d.Chunks[k]
	for i := c.First; i <= c.Last; {
		l := d.labels[i]
		if l == LabelNone {
			i++
			continue
		}
		j := i
		for j < c.Last && d.labels[j+1] == crf.BeginOf(l)+1 {
			j++
		}
		switch crf.BeginOf(l) {
		case BeginPlace:
			d.addCandidate(k, i, j, fromPlace, l, i, j)
		case BeginAdjective:
			d.addCandidate(k, i, j, fromAdjective, l, i, j)
		case BeginOrganization:
			d.addCandidate(k, i, j, fromOrganization, l, i, j)
		}
		i = j + 1
	}
}

// addName adds a gazetteer name in chunk k, unless the same tokens are a labeled candidate.
func (d *Document) addName(k int, n *Name) {
	l := d.labels[n.First]
	from, first, last := fromUnlabeledName, n.First, n.Last
	if l == LabelNone {
		l = d.labels[n.Last]
	}
	if l != LabelNone {
		first, last = d.labeledRange(&d.Chunks[k], n)
		switch crf.BeginOf(l) {
		case BeginPlace:
			from = fromPlaceName
		case BeginAdjective:
			from = fromAdjectiveName
		case BeginPerson:
			from = fromPersonName
		case BeginOrganization:
			from = fromOrganizationName
		case BeginOther:
			from = fromOtherName
		}
		if first == n.First && last == n.Last && (from == fromPlaceName || from == fromAdjectiveName || from == fromOrganizationName) {
			return
		}
	}
	c := d.addCandidate(k, n.First, n.Last, from, l, first, last)
	c.skip, c.trim = n.Skip, n.Trim
}

// labeledRange returns the tokens of the labeled name that contains the first labeled token of n.
func (d *Document) labeledRange(c *Chunk, n *Name) (first, last int32) {
	i := n.First
	for d.labels[i] == LabelNone {
		i++
	}
	l := crf.BeginOf(d.labels[i])
	first, last = i, i
	for first > c.First && d.labels[first] != l {
		first--
	}
	for last < c.Last && d.labels[last+1] == l+1 {
		last++
	}
	return first, last
}

// minMarginal is the probability of being in a place name from which an unlabeled token is a
// candidate.
const minMarginal = 0.12

// addMarginal adds the ranges of chunk k that are not labeled as places but may be places.
func (d *Document) addMarginal(k int) {
	c := &d.Chunks[k]
	offset := d.offsets[k] - c.First
	for i := c.First; i <= c.Last; i++ {
		p := &d.marginals[offset+i]
		if crf.BeginOf(d.labels[i]) == BeginPlace || p[BeginPlace]+p[InsidePlace] < minMarginal || p[BeginPlace] < p[InsidePlace] {
			continue
		}
		j := i
		for j < c.Last && crf.BeginOf(d.labels[j+1]) != BeginPlace && d.marginals[offset+j+1][InsidePlace] > minMarginal/2 {
			j++
		}
		if !d.hasCandidate(k, i, j) {
			d.addCandidate(k, i, j, fromMarginal, d.labels[i], i, j)
		}
		i = j
	}
}

// hasCandidate reports whether tokens [first, last] of chunk k, the latest one, are a candidate.
func (d *Document) hasCandidate(k int, first, last int32) bool {
	for i := len(d.Candidates) - 1; i >= 0 && d.Candidates[i].chunk == int32(k); i-- {
		if d.Candidates[i].First == first && d.Candidates[i].Last == last {
			return true
		}
	}
	return false
}

// addCandidate adds tokens [first, last] of chunk k as a candidate and returns it.
func (d *Document) addCandidate(k int, first, last int32, from origin, outer Label, outerFirst, outerLast int32) *Candidate {
	c := Candidate{
		First: first, Last: last, chunk: int32(k), origin: from,
		outer: crf.BeginOf(outer), outerFirst: outerFirst, outerLast: outerLast, phrase: hashSeed,
	}
	offset := d.offsets[k] - d.Chunks[k].First
	for i := first; i <= last; i++ {
		p := &d.marginals[offset+i]
		c.mean[meanNone] += p[LabelNone]
		for t := 1; t < typeCount; t++ {
			c.mean[t] += p[2*t-1] + p[2*t]
		}
		c.phrase = combine(c.phrase, d.Tokens[i].Lower)
	}
	for t := range c.mean {
		c.mean[t] /= float32(last - first + 1)
	}
	if len(d.Cover) > 0 {
		c.types, c.size = coverOf(d.Cover[first : last+1])
	}
	d.Candidates = append(d.Candidates, c)
	return &d.Candidates[len(d.Candidates)-1]
}

// coverOf returns the types of the gazetteer name that covers exactly the given tokens, if any,
// and the largest size class of the names that cover any of them.
func coverOf(covers []Cover) (types PlaceTypes, size uint8) {
	for _, c := range covers {
		size = max(size, c.Size)
	}
	first, last := covers[0].position, covers[len(covers)-1].position
	begins := first == PosSingle || first == PosFirst
	if begins && (len(covers) == 1 && last == PosSingle || len(covers) > 1 && last == PosLast) {
		types = covers[0].Types
	}
	return types, size
}
