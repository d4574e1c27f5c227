package recognize

import "dateline/geo"

// roleSize is the number of weights of the role classifier.
const roleSize = 1 << 16

// roleFeatures appends to dst the features that tell whether something is at the
// place that candidate c names, or the name only stands for what belongs to it.
func (w *work) roleFeatures(dst []feature, c *candidate) []feature {
	s := w.groups[c.group].sentence
	adjective := uint32(0)
	if w.adjectival(c) {
		adjective = 1
	}
	within := uint32(0)
	if c.outer != labelNone && (c.outerFirst != c.first || c.outerLast != c.last) {
		within = uint32(c.outer)
		if c.outerFirst == c.first {
			within |= 16
		}
		if c.outerLast == c.last {
			within |= 32
		}
	}
	of := both(uint32(c.origin), within)
	next := c.last + 1
	owner := uint32(0)
	if w.lower(next, s) == hashOwner {
		owner, next = 1, next+1
	}
	joined := uint32(0)
	if w.lower(next, s) == hashHyphen && !w.toks[next].space {
		joined = 1
	}
	n1, n2, n3 := w.lower(next, s), w.lower(next+1, s), w.lower(next+2, s)
	p1, p2 := w.lower(c.first-1, s), w.lower(c.first-2, s)
	kind := func(i int32) uint32 { return uint32(w.lex(i, s) & (lexKinds | lexFunction | lexCommon | lexConnector)) }
	hand := func(i int32) uint32 { return uint32(w.lex(i, s) & lexKinds) }
	nk1, nk2, pk1, pk2 := kind(next), kind(next+1), kind(c.first-1), kind(c.first-2)
	nc, pc := w.looks(next, s), w.looks(c.first-1, s)
	head := w.toks[c.outerLast].lower
	starts := uint32(0)
	if c.first == int32(w.firstOf(s)) {
		starts = 1
	}
	words := uint32(min(c.last-c.first, 3))
	dst = append(dst,
		mix(200, 0), mix(201, adjective), mix(202, of), mix(203, both(of, adjective)), mix(204, uint32(c.kinds)<<4|uint32(c.size)),
		mix(205, p1), mix(206, p2), mix(207, both(p2, p1)), mix(208, n1), mix(209, n2), mix(210, both(n1, n2)),
		mix(211, both(pk1, adjective)), mix(212, both(nk1, adjective)), mix(213, both(pk1, nk1)), mix(214, pk2), mix(215, nk2),
		mix(216, both(nc, adjective)), mix(217, both(pc, adjective)), mix(218, both(pc, nc)),
		mix(219, both(owner, joined)), mix(220, both(owner, n1)), mix(221, both(starts, nk1)), mix(222, both(starts, n1)),
		mix(223, c.phrase), mix(224, words), mix(225, both(uint32(w.lex(c.last, s)&lexKinds), words)),
		mix(226, both(within, head)), mix(227, both(within, uint32(w.toks[c.outerLast].lex&lexKinds))),
		mix(228, both(adjective, n1)), mix(229, both(adjective, n2)), mix(230, both(adjective, both(hand(next), hand(next+1)))),
		mix(231, both(hand(c.first-1), hand(next))), mix(232, both(p1, nk1)), mix(233, both(p1, n1)), mix(234, n3),
		mix(235, both(p1, uint32(c.kinds))), mix(236, both(p1, nc)), mix(237, both(w.lower(c.outerFirst-1, s), within)),
		mix(238, both(tenth(c.mean[4]), adjective)), mix(239, both(both(p1, nc), uint32(c.kinds&(kindCountry|kindDemonym)))),
		mix(240, w.styles[s]), mix(241, both(w.lower(c.first-3, s), p1)),
	)
	// Of "China, Russia and Iran" each does what all three do: look beyond.
	first, last := c.first, next-1
	for range 6 {
		i := first - 1
		if w.joins(i, s) && w.word(i-1, s).cased() {
			for i--; w.word(i-1, s).cased(); i-- {
			}
			first = i
			continue
		}
		break
	}
	for range 6 {
		i := last + 1
		if w.joins(i, s) && w.word(i+1, s).cased() {
			for i++; w.word(i+1, s).cased(); i++ {
			}
			last = i
			continue
		}
		break
	}
	l1, r1 := w.lower(first-1, s), w.lower(last+1, s)
	dst = append(dst, mix(250, l1), mix(251, r1), mix(252, both(kind(first-1), kind(last+1))), mix(253, both(l1, r1)),
		mix(254, both(w.lower(first-2, s), l1)), mix(255, both(r1, w.lower(last+2, s))))
	// The noun that the name, as an adjective or an owner, belongs to: the last of
	// the small words that follow.
	noun := next
	for i := next; i < next+4; i++ {
		t := w.word(i, s)
		if t.class != classLower || t.lex&(lexFunction|lexConnector) != 0 {
			break
		}
		noun = i
	}
	is := func(i int32) uint32 { return uint32(senseOf[w.lower(i, s)]) }
	sn, s1, s2, b1, b2, b3 := is(noun), is(next), is(next+1), is(c.first-1), is(c.first-2), is(c.first-3)
	if t := w.word(c.first-1, s); t.lower == hashThe {
		b1, b2, b3 = b2, b3, is(c.first-4)
	}
	dst = append(dst, mix(310, both(w.lower(noun, s), adjective)), mix(311, both(sn, adjective)), mix(312, both(s1, adjective)), mix(313, both(b1, s1)),
		mix(314, both(b2, b1)), mix(315, b2), mix(316, both(b3, b2)), mix(317, both(b1, adjective)), mix(318, both(s1, s2)), mix(319, s2),
		mix(320, both(both(b1, sn), adjective)), mix(321, both(starts, s1)), mix(322, both(owner, sn)), mix(323, both(b1, both(owner, adjective))),
		mix(324, both(is(first-1), is(last+1))), mix(325, both(is(first-2), is(first-1))), mix(326, is(last+2)))
	around := [12]uint8{}
	for d := int32(1); d <= 8; d++ {
		for _, i := range [...]int32{c.first - d, c.last + d} {
			for m, k := is(i), 0; m != 0; m, k = m>>1, k+1 {
				if m&1 != 0 {
					around[k]++
				}
			}
		}
	}
	for side, at := range [...]int32{c.first - 1, c.last + 1} {
		var seen sense
		for range 4 {
			seen |= senseOf[w.lower(at, s)]
			at += int32(2*side - 1)
		}
		for k := range senses {
			if seen&(1<<k) != 0 {
				dst = append(dst, mix(332+uint32(side), uint32(k)))
			}
		}
	}
	for k, n := range around {
		if n > 0 {
			dst = append(dst, mix(330, uint32(k)), mix(331, uint32(k)<<8|uint32(min(n, 3))))
		}
	}
	return dst
}

// nothing stands for a token outside the sentence.
var nothing = token{class: classPunct}

// word returns the token at i, or nothing if it is not in sentence s.
func (w *work) word(i int32, s uint32) *token {
	if i < 0 || int(i) >= len(w.toks) || w.toks[i].sentence != s {
		return &nothing
	}
	return &w.toks[i]
}

// joins reports whether the token at i joins the items of a list.
func (w *work) joins(i int32, s uint32) bool {
	switch w.lower(i, s) {
	case hashComma, hashAnd, hashOr:
		return true
	}
	return false
}

// Hashes of the tokens that the role asks for by name.
var (
	hashOwner  = hashLower("'s")
	hashHyphen = hashLower("-")
	hashComma  = hashLower(",")
	hashAnd    = hashLower("and")
	hashOr     = hashLower("or")
	hashThe    = hashLower("the")
)

// adjectival reports whether c is an adjective, or a people's name, of a place.
func (w *work) adjectival(c *candidate) bool {
	if c.origin == fromAdjective || c.origin == fromNameAdj || c.kinds == kindDemonym {
		return true
	}
	return c.mean[2] > c.mean[1] && c.origin != fromPlace || c.kinds&kindDemonym != 0 && w.toks[c.last].lex&lexAdjective != 0
}

// firstOf returns the index of the first token of a sentence.
func (w *work) firstOf(sentence uint32) int {
	from := uint32(w.sentences[sentence].Start)
	lo, hi := 0, len(w.toks)
	for lo < hi {
		mid := (lo + hi) / 2
		if w.toks[mid].start < from {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// role tells what the mention c does.
func (w *work) role(m *Model, c *candidate) (geo.Role, geo.Association) {
	switch {
	case w.inDateline(c):
		return geo.RoleDateline, geo.AssociationNone
	case w.inBoilerplate(c):
		return geo.RoleBoilerplate, geo.AssociationNone
	}
	w.features = w.roleFeatures(w.features[:0], c)
	if weigh(m.role, w.features) < 0 {
		return geo.RoleLiteral, geo.AssociationNone
	}
	return geo.RoleAssociative, w.association(c)
}

// association tells in which way an associative mention is one.
func (w *work) association(c *candidate) geo.Association {
	within := c.outer != labelNone && (c.outerFirst != c.first || c.outerLast != c.last)
	switch {
	case within && (c.outer == beginOrg || c.outer == beginOther), c.origin == fromOrg:
		return geo.AssociationOrganization
	case w.adjectival(c) && w.people(c):
		return geo.AssociationDemonym
	case w.adjectival(c):
		return geo.AssociationAdjective
	}
	return geo.AssociationMetonym
}

// people reports whether an adjective or people's name stands for people: it is
// a plural, or no noun follows it.
func (w *work) people(c *candidate) bool {
	s := w.groups[c.group].sentence
	if w.text[w.toks[c.last].end-1] == 's' {
		return true
	}
	t := w.word(c.last+1, s)
	return !t.word() || t.lex&(lexFunction|lexConnector|lexSpeech) != 0
}
