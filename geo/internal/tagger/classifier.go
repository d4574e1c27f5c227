package tagger

import "math"

// MentionWeights and ContextWeights are the numbers of weights of the mention classifier and of the
// context classifier.
const (
	MentionWeights = 1 << 16
	ContextWeights = 1 << 12
)

// noBin is the bin of a probability that is not defined, one above those of probabilityBin.
const noBin = 13

// probabilityBin returns one of 13 bins of probabilities, which are narrower near 0 and 1.
func probabilityBin(p float32) uint32 {
	for i, least := range [...]float32{0.98, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.03} {
		if p >= least {
			return uint32(12 - i)
		}
	}
	return 0
}

// countBin returns one of five bins of counts.
func countBin(n float32) uint32 {
	switch {
	case n < 0.5:
		return 0
	case n < 1.5:
		return 1
	case n < 3.5:
		return 2
	case n < 8.5:
		return 3
	}
	return 4
}

// classifyMentions sets the probability of each candidate to be a mention: the mention classifier
// scores it by itself, the context classifier adds a score for its neighbors in a list and for other
// occurrences of the same phrase.
func (d *Document) classifyMentions(m *Model) {
	d.ScoreCandidates(m.Mention)
	for i := range d.Candidates {
		c := &d.Candidates[i]
		d.features = d.ContextFeatures(d.features[:0], c)
		c.P = sigmoid(c.score + linearScore(m.Context, d.features))
	}
}

// ScoreCandidates scores the candidates with the weights of the mention classifier, for
// ContextFeatures.
func (d *Document) ScoreCandidates(weights []float32) {
	d.CountPhrases()
	for i := range d.Candidates {
		c := &d.Candidates[i]
		d.features = d.MentionFeatures(d.features[:0], c)
		c.score = linearScore(weights, d.features)
	}
	d.likely = resize(d.likely, len(d.Tokens))
	clear(d.likely)
	for i := range d.Candidates {
		c := &d.Candidates[i]
		p := sigmoid(c.score)
		d.counts.at(c.phrase).mention += p
		for k := c.First; k <= c.Last; k++ {
			d.likely[k] = max(d.likely[k], p)
		}
	}
}

// Score returns the candidate's score by the mention classifier, see [Document.ScoreCandidates].
func (c *Candidate) Score() float32 { return c.score }

// sigmoid is the logistic function.
func sigmoid(x float32) float32 { return 1 / (1 + float32(math.Exp(float64(-x)))) }

// MentionFeatures appends to dst the features of the mention classifier for candidate c. The
// phrases must have been counted.
func (d *Document) MentionFeatures(dst []Feature, c *Candidate) []Feature {
	s := d.Chunks[c.chunk].Sentence
	from := uint32(c.origin)
	exact := flag(c.types != 0)
	typeSize := uint32(c.types)<<4 | uint32(c.size)
	length := uint32(min(c.Last-c.First, 4))
	prev, next := d.Lower(c.First-1, s), d.Lower(c.Last+1, s)
	prevLists, nextLists := d.lists(c.First-1, s), d.lists(c.Last+1, s)
	prevTypes, nextTypes := prevLists.types(), nextLists.types()
	first, last := &d.Tokens[c.First], &d.Tokens[c.Last]
	names := first.Lists.names()
	place := c.mean[meanPlace] + c.mean[meanAdjective]
	p := probabilityBin(place)

	dst = append(dst,
		hashFeature(100, from), hashFeature(101, combine(from, p)), hashFeature(102, combine(from, probabilityBin(c.mean[meanPlace]))),
		hashFeature(103, combine(from, probabilityBin(c.mean[meanPerson]))), hashFeature(104, combine(from, probabilityBin(c.mean[meanOrganization]))),
		hashFeature(105, combine(from, probabilityBin(c.mean[meanOther]))), hashFeature(106, combine(from, probabilityBin(c.mean[meanNone]))),
		hashFeature(107, combine(from, typeSize)), hashFeature(108, combine(combine(from, typeSize), p)), hashFeature(109, combine(from, length<<1|exact)),
		hashFeature(110, combine(from, prev)), hashFeature(111, combine(from, next)), hashFeature(112, combine(from, prevTypes)), hashFeature(113, combine(from, nextTypes)),
		hashFeature(114, combine(from, d.shape(c.First-1, s))), hashFeature(115, combine(from, d.shape(c.Last+1, s))), hashFeature(116, combine(from, uint32(first.Class))),
		hashFeature(117, combine(from, names)), hashFeature(118, c.phrase), hashFeature(119, combine(from, last.Lists.types())),
		hashFeature(120, combine(from, d.Lower(c.First-2, s))), hashFeature(121, combine(from, d.Lower(c.Last+2, s))),
		hashFeature(122, combine(from, d.styles[s])), hashFeature(123, combine(combine(names, exact), p)),
		hashFeature(124, combine(combine(prevTypes, nextTypes), p)), hashFeature(125, combine(last.Lower, from)),
		hashFeature(126, combine(combine(typeSize, length), prevTypes)), hashFeature(127, combine(typeSize, nextTypes)),
	)
	p1, p2, n1, n2 := prevLists.cluster(), d.lists(c.First-2, s).cluster(), nextLists.cluster(), d.lists(c.Last+2, s).cluster()
	dst = append(dst, hashFeature(160, combine(from, p1)), hashFeature(161, combine(from, n1)), hashFeature(162, combine(from, p2)), hashFeature(163, combine(from, n2)),
		hashFeature(164, combine(combine(p1, n1), p)), hashFeature(165, combine(first.Lists.cluster(), from)), hashFeature(166, combine(last.Lists.cluster(), from)))
	dst = d.startFeatures(dst, c, p, typeSize)
	if c.within() {
		edges := c.edges()
		head := &d.Tokens[c.outerLast]
		dst = append(dst,
			hashFeature(130, combine(from, edges)), hashFeature(131, combine(combine(from, edges), head.Lower)),
			hashFeature(132, combine(combine(from, edges), head.Lists.types())), hashFeature(133, combine(combine(edges, next), from)),
			hashFeature(134, combine(combine(edges, typeSize), from)), hashFeature(135, combine(from, uint32(min(c.outerLast-c.outerFirst, 6)))),
			hashFeature(136, combine(combine(edges, typeSize), head.Lists.types())), hashFeature(137, combine(combine(from, edges), d.Lower(c.outerFirst-1, s))),
			hashFeature(138, combine(combine(from, edges), prev)),
		)
	}
	return d.phraseFeatures(dst, c, place, typeSize)
}

// startFeatures appends to dst the features of the position of c in its sentence, because the capital of
// the first word is no evidence of a name, and of the next word. p is the bin of the probability of
// being a place, typeSize the types and size class of the gazetteer name.
func (d *Document) startFeatures(dst []Feature, c *Candidate, p, typeSize uint32) []Feature {
	s := d.Chunks[c.chunk].Sentence
	start := uint32(0)
	if int(c.First) == d.FirstToken(s) {
		start = 1 + uint32(d.Word(c.Last+1, s).Class)
	}
	next := d.lists(c.Last+1, s)
	length := uint32(min(c.Last-c.First, 4))
	return append(dst,
		hashFeature(150, combine(combine(start, typeSize), combine(uint32(c.origin), length))), hashFeature(151, combine(start, d.Lower(c.Last+1, s))),
		hashFeature(152, combine(combine(start, d.Tokens[c.First].Lists.names()), next.types())), hashFeature(153, combine(combine(start, next.types()), combine(typeSize, length))),
		hashFeature(154, combine(start, next.cluster())), hashFeature(155, combine(combine(start, p), typeSize)),
		hashFeature(156, combine(combine(start, typeSize), next.names())), hashFeature(157, combine(uint32(c.origin), next.names())),
		hashFeature(158, combine(uint32(c.origin), d.lists(c.First-1, s).names())), hashFeature(159, combine(combine(typeSize, next.names()), d.shape(c.Last+1, s))),
	)
}

// phraseFeatures appends to dst the features of the other occurrences of c's phrase. place is c's
// probability of being a place, typeSize the types and size class of its gazetteer name.
func (d *Document) phraseFeatures(dst []Feature, c *Candidate, place float32, typeSize uint32) []Feature {
	from, p := uint32(c.origin), probabilityBin(place)
	all := *d.counts.at(c.phrase)
	n := all.count - 1
	others := uint32(noBin)
	if n > 0.5 {
		others = probabilityBin((all.place - place) / n)
		person := probabilityBin((all.person - c.mean[meanPerson]) / n)
		organization := probabilityBin((all.organization - c.mean[meanOrganization]) / n)
		dst = append(dst,
			hashFeature(140, combine(others, p)), hashFeature(141, combine(combine(from, others), p)), hashFeature(142, combine(from, person)),
			hashFeature(143, combine(combine(person, p), countBin(n))), hashFeature(144, combine(from, organization)),
		)
	}
	dst = append(dst, hashFeature(145, combine(countBin(n), p)), hashFeature(146, combine(combine(from, others), countBin(n))))
	if c.First == c.Last {
		inPerson := d.counts.at(combine(hashSeed, d.Tokens[c.First].Lower)).inPerson
		if c.outer == BeginPerson && c.outerFirst != c.outerLast {
			inPerson-- // its own occurrence
		}
		dst = append(dst, hashFeature(147, combine(combine(from, countBin(inPerson)), p)),
			hashFeature(148, combine(countBin(inPerson), others)), hashFeature(149, combine(countBin(inPerson), typeSize)))
	}
	return dst
}

// ContextFeatures appends to dst the features of the context classifier for candidate c: the scores
// of its neighbors in a list and of other occurrences of its phrase. The candidates must have been
// scored.
func (d *Document) ContextFeatures(dst []Feature, c *Candidate) []Feature {
	s := d.Chunks[c.chunk].Sentence
	p := sigmoid(c.score)
	own := probabilityBin(p)
	before, after := d.listNeighbor(c.First, -1, s), d.listNeighbor(c.Last, 1, s)
	all := d.counts.at(c.phrase)
	others := uint32(noBin)
	if n := all.count - 1; n > 0.5 {
		others = probabilityBin((all.mention - p) / n)
	}
	return append(dst, hashFeature(400, own), hashFeature(401, before), hashFeature(402, after), hashFeature(403, others), hashFeature(404, combine(before, after)),
		hashFeature(405, combine(own, others)), hashFeature(406, combine(uint32(c.origin), others)), hashFeature(407, combine(own/3, combine(before, after))))
}

// listNeighbor returns the bin of the probability of the list item next to token i, in direction
// step, or noBin without such an item.
func (d *Document) listNeighbor(i, step int32, sentence uint32) uint32 {
	k := i + step
	for n := 0; n < 2 && d.joinsList(k, sentence); n++ {
		k += step
	}
	if k != i+step && d.Word(k, sentence).Cased() {
		return probabilityBin(d.likely[k])
	}
	return noBin
}

// selectMentions appends to dst the indexes of the candidates that are mentions, in the order of the
// text: within each chunk the most probable first, as long as they do not overlap and have at least
// the probability threshold.
func selectMentions(dst []int32, candidates []Candidate, threshold float32) []int32 {
	for i := 0; i < len(candidates); {
		j := i
		for j < len(candidates) && candidates[j].chunk == candidates[i].chunk {
			j++
		}
		from := len(dst)
		for {
			top := int32(-1)
			for k := i; k < j; k++ {
				c := &candidates[k]
				if c.P < threshold || top >= 0 && c.P <= candidates[top].P || overlapsAny(candidates, dst[from:], c) {
					continue
				}
				top = int32(k)
			}
			if top < 0 {
				break
			}
			dst = append(dst, top)
		}
		sortByPosition(dst[from:], candidates)
		i = j
	}
	return dst
}

// overlapsAny reports whether c overlaps one of the candidates with the given indexes.
func overlapsAny(candidates []Candidate, indexes []int32, c *Candidate) bool {
	for _, k := range indexes {
		o := &candidates[k]
		if c.First <= o.Last && o.First <= c.Last {
			return true
		}
	}
	return false
}

// sortByPosition sorts a short list of indexes of candidates by the candidates' first tokens.
func sortByPosition(list []int32, candidates []Candidate) {
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && candidates[list[j]].First < candidates[list[j-1]].First; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
}
