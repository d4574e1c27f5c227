package recognize

// A feature is a 64-bit hash of what kind of evidence it is and what it says.
type feature = uint64

// mix makes a feature of a template number and a value.
func mix(template uint32, value uint32) feature {
	h := (uint64(template)<<32 | uint64(value)) * 0x9e3779b97f4a7c15
	h ^= h >> 29
	return h * 0xbf58476d1ce4e5b9
}

// both combines two values into one.
func both(a, b uint32) uint32 {
	return (a*0x85ebca6b ^ b) * 0xc2b2ae35
}

// group is a stretch of tokens, [first, last], that may hold names; everything
// between groups is taken to name nothing.
type group struct {
	first, last int32
	sentence    uint32
}

// maxGroup is the longest group, in tokens; a longer stretch, as in a text all in
// capitals, is cut.
const maxGroup = 48

// groups appends to dst the stretches of the tokens that may hold names: those
// with a capital or in a script without case, and what joins them.
func groups(dst []group, toks []token) []group {
	for i := 0; i < len(toks); {
		if !toks[i].nameLike() {
			i++
			continue
		}
		first, last := articleBefore(toks, i, len(dst) > 0 && int(dst[len(dst)-1].last) >= i-2), i
		sentence := toks[i].sentence
	grow:
		for j := i + 1; j < len(toks) && toks[j].sentence == sentence && j-first < maxGroup; {
			t := &toks[j]
			switch {
			case t.nameLike():
				last = j
				j++
			case t.class == classNumber && j == last+1:
				last = j
				j++
			case t.lex&lexConnector != 0 && j-last <= 2, hyphenated(toks, last, j):
				// Counts only if a name goes on behind it.
				j++
			default:
				break grow
			}
		}
		dst = append(dst, group{first: int32(first), last: int32(last), sentence: sentence})
		i = last + 1
	}
	return dst
}

// articleBefore returns where the name that begins at token i really begins: two
// tokens before, where it follows an Arabic article and a hyphen, as in
// "al-Sabeen" and "ar-Raqqa"; taken says that those belong to another group.
func articleBefore(toks []token, i int, taken bool) int {
	if i < 2 || taken || toks[i].space || toks[i-1].space || toks[i-1].class != classPunct || toks[i-1].sentence != toks[i].sentence ||
		toks[i-2].sentence != toks[i].sentence || !arabicArticles[toks[i-2].lower] || toks[i-2].class != classLower {
		return i
	}
	return i - 2
}

// maxHyphens is how many tokens may stand between two words of a name that are
// joined by hyphens: "-", "upon", "-".
const maxHyphens = 5

// hyphenated reports whether token j stands, without a space, in a row of small
// words and hyphens after the token last, as in "Newcastle-under-Lyme".
func hyphenated(toks []token, last, j int) bool {
	if j-last > maxHyphens {
		return false
	}
	for k := last + 1; k <= j; k++ {
		if toks[k].space || toks[k].class != classPunct && toks[k].class != classLower {
			return false
		}
	}
	return toks[last+1].class == classPunct && toks[last+1].end-toks[last+1].start == 1 && toks[last+1].lex&lexConnector != 0
}

// nameLike reports whether the token by its looks may be part of a name.
func (t *token) nameLike() bool {
	return t.cased() || t.class == classAlnum || t.class == classMixed || t.class == classCaseless
}

// The lists that go into one feature value each.
const (
	lexNames = lexGiven | lexGivenRare | lexSurname | lexSurnameRare | lexCommon | lexCommonish | lexMixed | lexAdjective | lexFunction
	lexKinds = lexTitle | lexPlaceBefore | lexDesignator | lexSettlement | lexOrg | lexFacility | lexCompass | lexSpeech |
		lexPeople | lexCalendar | lexState | lexFamily | lexSport
)

// Values for positions outside the sentence.
const (
	hashOutside = 0x0dd0
	codeOutside = 31
)

// extractor reads features of tokens.
type extractor struct {
	text  string
	toks  []token
	names []name // gazetteer names by the token they cover first, see namer
	// cover holds, for each token, what gazetteer name covers it.
	cover []cover
}

// lower returns the hash of the token at i, if it is in sentence s.
func (x *extractor) lower(i int32, s uint32) uint32 {
	if i < 0 || int(i) >= len(x.toks) || x.toks[i].sentence != s {
		return hashOutside
	}
	return x.toks[i].lower
}

// lex returns the lists of the token at i, if it is in sentence s.
func (x *extractor) lex(i int32, s uint32) lexicon {
	if i < 0 || int(i) >= len(x.toks) || x.toks[i].sentence != s {
		return 1 << 31
	}
	return x.toks[i].lex
}

// looks returns the class of the token at i and how it stands to the one before.
func (x *extractor) looks(i int32, s uint32) uint32 {
	if i < 0 || int(i) >= len(x.toks) || x.toks[i].sentence != s {
		return codeOutside
	}
	t := &x.toks[i]
	c := uint32(t.class)
	if t.class == classPunct {
		c = 64 + uint32(x.text[t.start])
	}
	if !t.space {
		c |= 512
	}
	return c
}

// tokenFeatures appends to dst the features of token i of group g. style says
// how the sentence is written.
func (x *extractor) tokenFeatures(dst []feature, g *group, i int32, style uint32) []feature {
	s := g.sentence
	t := &x.toks[i]
	w0, w1, w2, v1, v2 := t.lower, x.lower(i+1, s), x.lower(i+2, s), x.lower(i-1, s), x.lower(i-2, s)
	c0, c1, d1 := x.looks(i, s), x.looks(i+1, s), x.looks(i-1, s)
	l0, l1, m1 := t.lex, x.lex(i+1, s), x.lex(i-1, s)
	n0, n1, k1 := uint32(l0&lexNames), uint32(l1&lexNames), uint32(m1&lexNames)
	a0, a1, a2, b1, b2 := uint32(l0&lexKinds), uint32(l1&lexKinds), uint32(x.lex(i+2, s)&lexKinds), uint32(m1&lexKinds), uint32(x.lex(i-2, s)&lexKinds)
	start := uint32(0)
	if d1 == codeOutside {
		start = 1
	}
	cs := c0<<2 | start<<1 | style&1
	where := uint32(0) // place in the group
	if i == g.first {
		where |= 1
	}
	if i == g.last {
		where |= 2
	}
	where |= uint32(min(g.last-g.first, 4)) << 2
	left, right := x.lower(g.first-1, s), x.lower(g.last+1, s)
	leftKind, rightKind := uint32(x.lex(g.first-1, s)&lexKinds), uint32(x.lex(g.last+1, s)&lexKinds)
	head, first := x.toks[g.last].lower, x.toks[g.first].lower
	headKind := uint32(x.toks[g.last].lex & (lexKinds | lexNames))

	dst = append(dst,
		mix(0, cs), mix(1, w0), mix(2, both(w0, cs)),
		mix(3, v1), mix(4, w1), mix(5, v2), mix(6, w2),
		mix(7, both(v1, w0)), mix(8, both(w0, w1)), mix(9, both(both(d1, c0), c1)),
		mix(10, both(n0, cs)), mix(11, a0), mix(12, b1), mix(13, a1),
		mix(16, both(both(b1, n0), c0)), mix(17, both(both(a1, n0), c0)),
		mix(18, both(k1, n0)), mix(19, both(n0, n1)),
		mix(24, both(left, where)), mix(25, both(right, where)), mix(26, both(both(leftKind, rightKind), where)),
		mix(27, both(v1, w1)), mix(28, both(v2, v1)), mix(29, both(w1, w2)),
		mix(30, both(head, where)), mix(31, both(headKind, where)), mix(32, both(first, where)),
		mix(33, both(both(where, c0), start)),
	)
	if a2 != 0 {
		dst = append(dst, mix(14, a2))
	}
	if b2 != 0 {
		dst = append(dst, mix(15, b2))
	}
	u0, u1, u2, u3, u4 := clusterOf(l0), clusterOf(l1), clusterOf(x.lex(i+2, s)), clusterOf(m1), clusterOf(x.lex(i-2, s))
	dst = append(dst, mix(60, both(u0, cs)), mix(61, u1), mix(62, u2), mix(63, u3), mix(64, u4),
		mix(65, both(u3, u0)), mix(66, both(u0, u1)), mix(67, both(u3, u1)), mix(68, both(u4, u3)), mix(69, both(u1, u2)),
		mix(70, both(clusterOf(x.lex(g.first-1, s)), where)), mix(71, both(clusterOf(x.lex(g.last+1, s)), where)),
		mix(72, both(clusterOf(x.toks[g.last].lex), where)))
	dst = x.affixes(dst, t, c0)
	if style != 0 {
		dst = append(dst, mix(34, both(style, w0)), mix(35, both(style, n0)))
	}
	if len(x.cover) > 0 {
		cv := x.cover[i]
		code := cv.code()
		dst = append(dst,
			mix(40, code), mix(41, both(code, cs)), mix(42, both(code, n0)), mix(43, both(code, both(b1, a1))),
			mix(44, both(code, v1)), mix(45, both(code, w1)), mix(46, both(code, headKind)), mix(47, both(code, where)),
			mix(48, both(code, right)), mix(49, both(code, left)), mix(50, both(code, both(n0, where))),
		)
		if i+1 < int32(len(x.cover)) {
			dst = append(dst, mix(51, both(code, x.cover[i+1].code())))
		}
		if i > 0 {
			dst = append(dst, mix(52, both(code, x.cover[i-1].code())))
		}
	}
	return dst
}

func clusterOf(l lexicon) uint32 { return uint32(l & lexCluster) }

// affixes appends the features of how the token begins and ends.
func (x *extractor) affixes(dst []feature, t *token, c uint32) []feature {
	if !t.word() || t.class == classNumber {
		return dst
	}
	s := x.text[t.start:t.end]
	if len(s) > 3 {
		dst = append(dst, mix(20, hashLower(s[:3])), mix(23, both(hashLower(s[len(s)-3:]), c)))
	}
	if len(s) > 4 {
		dst = append(dst, mix(21, hashLower(s[len(s)-4:])))
	}
	if len(s) > 2 {
		dst = append(dst, mix(22, both(hashLower(s[len(s)-2:]), c)))
	}
	if len(s) > 5 {
		dst = append(dst, mix(36, hashLower(s[:4])), mix(37, hashLower(s[len(s)-5:])))
	}
	return dst
}

// The styles of a sentence.
const (
	styleTitle = 1 // nearly every word has a capital
	styleUpper = 3 // nearly every letter is a capital
)

// styleOf tells how the sentence of tokens [from, to) is written.
func styleOf(toks []token) uint32 {
	var lower, capital, upper int
	for i := range toks {
		switch toks[i].class {
		case classLower:
			if toks[i].lex&(lexFunction|lexConnector) == 0 {
				lower++
			}
		case classCapital, classMixed:
			capital++
		case classUpper:
			upper++
		}
	}
	n := lower + capital + upper
	switch {
	case n >= 4 && upper*10 >= n*8:
		return styleUpper
	case n >= 4 && lower*10 <= n*3:
		return styleTitle
	}
	return 0
}
