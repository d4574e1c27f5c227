package recognize

// judgeSize is the number of weights of the second pass's classifier.
const judgeSize = 1 << 16

// tenth puts a probability into one of 13 classes, finer at the ends.
func tenth(p float32) uint32 {
	for i, from := range [...]float32{0.98, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.03} {
		if p >= from {
			return uint32(12 - i)
		}
	}
	return 0
}

// few puts a count into one of five classes.
func few(n float32) uint32 {
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

// judgeFeatures appends to dst the features by which the second pass decides
// whether candidate c is a mention.
func (w *work) judgeFeatures(dst []feature, c *candidate) []feature {
	g := &w.groups[c.group]
	s := g.sentence
	of := uint32(c.origin)
	exact := uint32(0)
	if c.kinds != 0 {
		exact = 1
	}
	what := uint32(c.kinds)<<4 | uint32(c.size)
	words := uint32(min(c.last-c.first, 4))
	prev, next := w.lower(c.first-1, s), w.lower(c.last+1, s)
	prevLex, nextLex := w.lex(c.first-1, s), w.lex(c.last+1, s)
	prevKind, nextKind := uint32(prevLex&lexKinds), uint32(nextLex&lexKinds)
	prevClass, nextClass := w.looks(c.first-1, s), w.looks(c.last+1, s)
	t := &w.toks[c.first]
	names := uint32(t.lex & lexNames)
	headKind := uint32(w.toks[c.last].lex & lexKinds)
	place, person, org := c.mean[1]+c.mean[2], c.mean[3], c.mean[4]
	p := tenth(place)

	dst = append(dst,
		mix(100, of), mix(101, both(of, p)), mix(102, both(of, tenth(c.mean[1]))), mix(103, both(of, tenth(person))),
		mix(104, both(of, tenth(org))), mix(105, both(of, tenth(c.mean[5]))), mix(106, both(of, tenth(c.mean[0]))),
		mix(107, both(of, what)), mix(108, both(both(of, what), p)), mix(109, both(of, words<<1|exact)),
		mix(110, both(of, prev)), mix(111, both(of, next)), mix(112, both(of, prevKind)), mix(113, both(of, nextKind)),
		mix(114, both(of, prevClass)), mix(115, both(of, nextClass)), mix(116, both(of, uint32(t.class))),
		mix(117, both(of, names)), mix(118, c.phrase), mix(119, both(of, headKind)),
		mix(120, both(of, w.lower(c.first-2, s))), mix(121, both(of, w.lower(c.last+2, s))),
		mix(122, both(of, w.styles[s])), mix(123, both(both(names, exact), p)),
		mix(124, both(both(prevKind, nextKind), p)), mix(125, both(w.toks[c.last].lower, of)),
		mix(126, both(both(what, words), prevKind)), mix(127, both(what, nextKind)),
	)
	q1, q2, r1, r2 := clusterOf(prevLex), clusterOf(w.lex(c.first-2, s)), clusterOf(nextLex), clusterOf(w.lex(c.last+2, s))
	dst = append(dst, mix(160, both(of, q1)), mix(161, both(of, r1)), mix(162, both(of, q2)), mix(163, both(of, r2)),
		mix(164, both(both(q1, r1), p)), mix(165, both(clusterOf(t.lex), of)), mix(166, both(clusterOf(w.toks[c.last].lex), of)))
	if c.outer != labelNone && (c.outerFirst != c.first || c.outerLast != c.last) {
		where := uint32(0)
		if c.outerFirst == c.first {
			where |= 1
		}
		if c.outerLast == c.last {
			where |= 2
		}
		head := &w.toks[c.outerLast]
		dst = append(dst,
			mix(130, both(of, where)), mix(131, both(both(of, where), head.lower)),
			mix(132, both(both(of, where), uint32(head.lex&lexKinds))), mix(133, both(both(where, next), of)),
			mix(134, both(both(where, what), of)), mix(135, both(of, uint32(min(c.outerLast-c.outerFirst, 6)))),
			mix(136, both(both(where, what), uint32(head.lex&lexKinds))), mix(137, both(both(of, where), w.lower(c.outerFirst-1, s))),
			mix(138, both(both(of, where), prev)),
		)
	}
	seen := *w.tally.at(c.phrase)
	n := seen.count - 1
	others := uint32(13)
	if n > 0.5 {
		others = tenth((seen.place - place) / n)
		dst = append(dst,
			mix(140, both(others, p)), mix(141, both(both(of, others), p)), mix(142, both(of, tenth((seen.person-person)/n))),
			mix(143, both(both(tenth((seen.person-person)/n), p), few(n))), mix(144, both(of, tenth((seen.org-org)/n))),
		)
	}
	dst = append(dst, mix(145, both(few(n), p)), mix(146, both(both(of, others), few(n))))
	if c.first == c.last {
		in := w.tally.at(both(hashSeed, t.lower)).inside
		if c.outer == beginPerson && c.outerFirst != c.outerLast {
			in--
		}
		dst = append(dst, mix(147, both(both(of, few(in)), p)), mix(148, both(few(in), others)), mix(149, both(few(in), what)))
	}
	return dst
}

// weigh is the linear classifier's sum.
func weigh(weights []float32, features []feature) float32 {
	var sum float32
	for _, h := range features {
		sum += weights[h>>32&uint64(len(weights)-1)]
	}
	return sum
}

// sigmoid is the logistic function.
func sigmoid(x float32) float32 { return 1 / (1 + exp(-x)) }

// judge gives every candidate its probability of being a mention: first by itself,
// then with what was thought of its neighbours in a list and of the same phrase
// elsewhere in the article.
func (w *work) judge(m *Model) {
	w.count()
	for i := range w.candidates {
		c := &w.candidates[i]
		w.features = w.judgeFeatures(w.features[:0], c)
		c.alone = weigh(m.judge, w.features)
	}
	w.gather()
	for i := range w.candidates {
		c := &w.candidates[i]
		w.features = w.secondFeatures(w.features[:0], c)
		c.p = sigmoid(c.alone + weigh(m.second, w.features))
	}
}

// gather notes, by token and by phrase, what the candidates' first weights say.
func (w *work) gather() {
	w.likely = grown(w.likely, len(w.toks))
	clear(w.likely)
	for i := range w.candidates {
		c := &w.candidates[i]
		p := sigmoid(c.alone)
		w.tally.at(c.phrase).judged += p
		for k := c.first; k <= c.last; k++ {
			w.likely[k] = max(w.likely[k], p)
		}
	}
}

// secondSize is the number of weights of the second look's classifier.
const secondSize = 1 << 12

// secondFeatures appends to dst what c's neighbours in a list and its phrase
// elsewhere say.
func (w *work) secondFeatures(dst []feature, c *candidate) []feature {
	s := w.groups[c.group].sentence
	p := sigmoid(c.alone)
	own := tenth(p)
	before, after := uint32(13), uint32(13)
	i := c.first - 1
	for n := 0; n < 2 && w.joins(i, s); n++ {
		i--
	}
	if i >= 0 && i < c.first-1 && w.toks[i].sentence == s && w.toks[i].cased() {
		before = tenth(w.likely[i])
	}
	i = c.last + 1
	for n := 0; n < 2 && w.joins(i, s); n++ {
		i++
	}
	if int(i) < len(w.toks) && i > c.last+1 && w.toks[i].sentence == s && w.toks[i].cased() {
		after = tenth(w.likely[i])
	}
	seen := w.tally.at(c.phrase)
	others := uint32(13)
	if n := seen.count - 1; n > 0.5 {
		others = tenth((seen.judged - p) / n)
	}
	return append(dst, mix(400, own), mix(401, before), mix(402, after), mix(403, others), mix(404, both(before, after)),
		mix(405, both(own, others)), mix(406, both(uint32(c.origin), others)), mix(407, both(own/3, both(before, after))))
}

// choose sets w.chosen to the indexes of the candidates that are mentions: within
// each group the likeliest first, none overlapping.
func (w *work) choose(threshold float32) {
	w.chosen = w.chosen[:0]
	for i := 0; i < len(w.candidates); {
		j := i
		for j < len(w.candidates) && w.candidates[j].group == w.candidates[i].group {
			j++
		}
		from := len(w.chosen)
		for {
			top := int32(-1)
			for k := i; k < j; k++ {
				c := &w.candidates[k]
				if c.p < threshold || top >= 0 && c.p <= w.candidates[top].p || w.taken(from, c) {
					continue
				}
				top = int32(k)
			}
			if top < 0 {
				break
			}
			w.chosen = append(w.chosen, top)
		}
		order(w.chosen[from:], w.candidates)
		i = j
	}
}

// taken reports whether c overlaps a candidate chosen since from.
func (w *work) taken(from int, c *candidate) bool {
	for _, k := range w.chosen[from:] {
		o := &w.candidates[k]
		if c.first <= o.last && o.first <= c.last {
			return true
		}
	}
	return false
}

// order sorts a short list of candidates by where they stand.
func order(list []int32, cs []candidate) {
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && cs[list[j]].first < cs[list[j-1]].first; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
}
