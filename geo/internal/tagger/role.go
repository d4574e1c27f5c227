package tagger

import "dateline/geo"

// RoleWeights is the number of weights of the role classifier.
const RoleWeights = 1 << 16

// Role returns whether mention c is literal or associative, and the kind of association.
func (d *Document) Role(m *Model, c *Candidate) (geo.Role, geo.Association) {
	d.features = d.RoleFeatures(d.features[:0], c)
	if linearScore(m.Role, d.features) < 0 {
		return geo.RoleLiteral, geo.AssociationNone
	}
	return geo.RoleAssociative, d.association(c)
}

// association returns the kind of association of an associative mention.
func (d *Document) association(c *Candidate) geo.Association {
	adjectival := d.isAdjectival(c)
	switch {
	case c.within() && (c.outer == BeginOrganization || c.outer == BeginOther), c.origin == fromOrganization:
		return geo.AssociationOrganization
	case adjectival && d.isDemonym(c):
		return geo.AssociationDemonym
	case adjectival:
		return geo.AssociationAdjective
	}
	return geo.AssociationMetonym
}

// isAdjectival reports whether c is an adjective or demonym of a place.
func (d *Document) isAdjectival(c *Candidate) bool {
	if c.origin == fromAdjective || c.origin == fromAdjectiveName || c.types == TypeDemonym {
		return true
	}
	return c.mean[meanAdjective] > c.mean[meanPlace] && c.origin != fromPlace ||
		c.types&TypeDemonym != 0 && d.Tokens[c.Last].Lists&ListAdjective != 0
}

// isDemonym reports whether an adjectival mention means people: it is a plural, or no noun follows.
func (d *Document) isDemonym(c *Candidate) bool {
	if d.Text[d.Tokens[c.Last].End-1] == 's' {
		return true
	}
	t := d.Word(c.Last+1, d.Chunks[c.chunk].Sentence)
	return !t.IsWord() || t.Lists&(ListFunction|ListConnector|ListSpeech) != 0
}

// roleContext is what the groups of role features of a candidate share.
type roleContext struct {
	sentence uint32
	// adjective, possessive and initial are 1 for an adjectival candidate, one before a possessive
	// "'s", and one at the beginning of its sentence.
	adjective, possessive, initial uint32
	// within is the label of the longer name that contains the candidate, with bits for the ends that
	// they share; 0 if it is not part of a longer name.
	within uint32
	// next is the token after the candidate and its possessive.
	next int32
}

func (d *Document) roleContext(c *Candidate) roleContext {
	r := roleContext{sentence: d.Chunks[c.chunk].Sentence, adjective: flag(d.isAdjectival(c)), next: c.Last + 1}
	if c.within() {
		r.within = uint32(c.outer) | c.edges()<<4
	}
	if d.Lower(r.next, r.sentence) == hashPossessive {
		r.possessive = 1
		r.next++
	}
	r.initial = flag(c.First == int32(d.FirstToken(r.sentence)))
	return r
}

// RoleFeatures appends to dst the features of the role classifier for candidate c.
func (d *Document) RoleFeatures(dst []Feature, c *Candidate) []Feature {
	r := d.roleContext(c)
	dst = d.roleWordFeatures(dst, c, &r)
	first, last := d.listRange(c.First, r.next-1, r.sentence)
	dst = d.roleListFeatures(dst, first, last, r.sentence)
	return d.roleSenseFeatures(dst, c, &r, first, last)
}

// roleWordFeatures appends the features of the candidate and the words around it.
func (d *Document) roleWordFeatures(dst []Feature, c *Candidate, r *roleContext) []Feature {
	s, next, adjective := r.sentence, r.next, r.adjective
	from := combine(uint32(c.origin), r.within)
	hyphen := uint32(0)
	if d.Lower(next, s) == hashHyphen && !d.Tokens[next].Space {
		hyphen = 1
	}
	n1, n2, n3 := d.Lower(next, s), d.Lower(next+1, s), d.Lower(next+2, s)
	p1, p2 := d.Lower(c.First-1, s), d.Lower(c.First-2, s)
	nLists1, nLists2 := d.lists(next, s), d.lists(next+1, s)
	pLists1, pLists2 := d.lists(c.First-1, s), d.lists(c.First-2, s)
	nKind1, nKind2, pKind1, pKind2 := nLists1.kinds(), nLists2.kinds(), pLists1.kinds(), pLists2.kinds()
	nShape, pShape := d.shape(next, s), d.shape(c.First-1, s)
	head := &d.Tokens[c.outerLast]
	length := uint32(min(c.Last-c.First, 3))
	return append(dst,
		hashFeature(200, 0), hashFeature(201, adjective), hashFeature(202, from), hashFeature(203, combine(from, adjective)),
		hashFeature(204, uint32(c.types)<<4|uint32(c.size)),
		hashFeature(205, p1), hashFeature(206, p2), hashFeature(207, combine(p2, p1)),
		hashFeature(208, n1), hashFeature(209, n2), hashFeature(210, combine(n1, n2)),
		hashFeature(211, combine(pKind1, adjective)), hashFeature(212, combine(nKind1, adjective)), hashFeature(213, combine(pKind1, nKind1)),
		hashFeature(214, pKind2), hashFeature(215, nKind2),
		hashFeature(216, combine(nShape, adjective)), hashFeature(217, combine(pShape, adjective)), hashFeature(218, combine(pShape, nShape)),
		hashFeature(219, combine(r.possessive, hyphen)), hashFeature(220, combine(r.possessive, n1)),
		hashFeature(221, combine(r.initial, nKind1)), hashFeature(222, combine(r.initial, n1)),
		hashFeature(223, c.phrase), hashFeature(224, length), hashFeature(225, combine(d.lists(c.Last, s).types(), length)),
		hashFeature(226, combine(r.within, head.Lower)), hashFeature(227, combine(r.within, head.Lists.types())),
		hashFeature(228, combine(adjective, n1)), hashFeature(229, combine(adjective, n2)),
		hashFeature(230, combine(adjective, combine(nLists1.types(), nLists2.types()))),
		hashFeature(231, combine(pLists1.types(), nLists1.types())), hashFeature(232, combine(p1, nKind1)), hashFeature(233, combine(p1, n1)),
		hashFeature(234, n3), hashFeature(235, combine(p1, uint32(c.types))), hashFeature(236, combine(p1, nShape)),
		hashFeature(237, combine(d.Lower(c.outerFirst-1, s), r.within)),
		hashFeature(238, combine(probabilityBin(c.mean[meanOrganization]), adjective)),
		hashFeature(239, combine(combine(p1, nShape), uint32(c.types&(TypeCountry|TypeDemonym)))),
		hashFeature(240, d.styles[s]), hashFeature(241, combine(d.Lower(c.First-3, s), p1)),
	)
}

// kinds returns the bits of the lists by which the role classifier groups words.
func (l WordLists) kinds() uint32 {
	return uint32(l & (typeLists | ListFunction | ListMostlyLower | ListConnector))
}

// maxListItems is the number of list items to either side that listRange includes.
const maxListItems = 6

// listRange extends tokens [first, last] by the items before and after them of a list of capitalized
// names, as all of "China, Russia and Iran" have the same role.
func (d *Document) listRange(first, last int32, sentence uint32) (int32, int32) {
	for range maxListItems {
		i := first - 1
		if !d.joinsList(i, sentence) || !d.Word(i-1, sentence).Cased() {
			break
		}
		for i--; d.Word(i-1, sentence).Cased(); i-- {
		}
		first = i
	}
	for range maxListItems {
		i := last + 1
		if !d.joinsList(i, sentence) || !d.Word(i+1, sentence).Cased() {
			break
		}
		for i++; d.Word(i+1, sentence).Cased(); i++ {
		}
		last = i
	}
	return first, last
}

// roleListFeatures appends the features of the words around a list, tokens [first, last].
func (d *Document) roleListFeatures(dst []Feature, first, last int32, s uint32) []Feature {
	left, right := d.Lower(first-1, s), d.Lower(last+1, s)
	return append(dst, hashFeature(250, left), hashFeature(251, right),
		hashFeature(252, combine(d.lists(first-1, s).kinds(), d.lists(last+1, s).kinds())), hashFeature(253, combine(left, right)),
		hashFeature(254, combine(d.Lower(first-2, s), left)), hashFeature(255, combine(right, d.Lower(last+2, s))))
}

// roleSenseFeatures appends the features of the senses of the words around the candidate and around
// its list, tokens [first, last].
func (d *Document) roleSenseFeatures(dst []Feature, c *Candidate, r *roleContext, first, last int32) []Feature {
	s, next, adjective := r.sentence, r.next, r.adjective
	noun := d.headNoun(next, s)
	nounSenses, n1, n2 := d.senses(noun, s), d.senses(next, s), d.senses(next+1, s)
	p1, p2, p3 := d.senses(c.First-1, s), d.senses(c.First-2, s), d.senses(c.First-3, s)
	if d.Word(c.First-1, s).Lower == hashThe {
		p1, p2, p3 = p2, p3, d.senses(c.First-4, s)
	}
	dst = append(dst, hashFeature(310, combine(d.Lower(noun, s), adjective)), hashFeature(311, combine(nounSenses, adjective)),
		hashFeature(312, combine(n1, adjective)), hashFeature(313, combine(p1, n1)), hashFeature(314, combine(p2, p1)), hashFeature(315, p2),
		hashFeature(316, combine(p3, p2)), hashFeature(317, combine(p1, adjective)), hashFeature(318, combine(n1, n2)), hashFeature(319, n2),
		hashFeature(320, combine(combine(p1, nounSenses), adjective)), hashFeature(321, combine(r.initial, n1)),
		hashFeature(322, combine(r.possessive, nounSenses)), hashFeature(323, combine(p1, combine(r.possessive, adjective))),
		hashFeature(324, combine(d.senses(first-1, s), d.senses(last+1, s))),
		hashFeature(325, combine(d.senses(first-2, s), d.senses(first-1, s))), hashFeature(326, d.senses(last+2, s)))
	dst = d.sideSenses(dst, 332, c.First-1, -1, s)
	dst = d.sideSenses(dst, 333, c.Last+1, 1, s)
	for k, n := range d.nearbySenses(c, s) {
		if n > 0 {
			dst = append(dst, hashFeature(330, uint32(k)), hashFeature(331, uint32(k)<<8|uint32(min(n, 3))))
		}
	}
	return dst
}

// headNoun returns the last of at most four lower-case content words from token i on: the noun that
// an adjective or possessive modifies. Without such a word it returns i.
func (d *Document) headNoun(i int32, sentence uint32) int32 {
	noun := i
	for k := i; k < i+4; k++ {
		t := d.Word(k, sentence)
		if t.Class != ClassLower || t.Lists&(ListFunction|ListConnector) != 0 {
			break
		}
		noun = k
	}
	return noun
}

// sideSenses appends a feature of the template for each sense of the four words from token i on in
// direction step.
func (d *Document) sideSenses(dst []Feature, template uint32, i, step int32, sentence uint32) []Feature {
	var found uint32
	for range 4 {
		found |= d.senses(i, sentence)
		i += step
	}
	for k := range senseCount {
		if found&(1<<k) != 0 {
			dst = append(dst, hashFeature(template, uint32(k)))
		}
	}
	return dst
}

// nearbySenses returns how often each sense occurs in the eight words to either side of c.
func (d *Document) nearbySenses(c *Candidate, sentence uint32) (counts [senseCount]uint8) {
	for distance := int32(1); distance <= 8; distance++ {
		for _, i := range [...]int32{c.First - distance, c.Last + distance} {
			for set, k := d.senses(i, sentence), 0; set != 0; set, k = set>>1, k+1 {
				if set&1 != 0 {
					counts[k]++
				}
			}
		}
	}
	return counts
}

// senses returns the senses of token i, or 0 if i is not in the sentence.
func (d *Document) senses(i int32, sentence uint32) uint32 {
	return uint32(wordSenses.of(d.Lower(i, sentence)))
}

// joinsList reports whether token i is a comma or conjunction between the items of a list.
func (d *Document) joinsList(i int32, sentence uint32) bool {
	switch d.Lower(i, sentence) {
	case hashComma, hashAnd, hashOr:
		return true
	}
	return false
}

// Hashes of tokens, see [HashLower].
var (
	hashPossessive = HashLower("'s")
	hashHyphen     = HashLower("-")
	hashComma      = HashLower(",")
	hashAnd        = HashLower("and")
	hashOr         = HashLower("or")
	hashThe        = HashLower("the")
)
