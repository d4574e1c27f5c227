package recognize

import "dateline/geo"

// origin says why a stretch of tokens is a candidate for a mention.
type origin uint8

// The origins.
const (
	fromPlace     origin = iota // the field calls it a place
	fromAdjective               // the field calls it an adjective or demonym
	fromOrg                     // the field calls it an organisation
	fromNameFree                // a gazetteer name in no name that the field sees
	fromNamePlace               // a gazetteer name within a place's name
	fromNameOrg                 // ... an organisation's
	fromNamePer                 // ... a person's
	fromNameOther               // ... another name
	fromNameAdj                 // ... an adjective
	fromGuess                   // the field thinks it may well be a place
)

// candidate is a stretch of tokens, [first, last], that may be a mention.
type candidate struct {
	first, last int32
	group       int32
	// outer is the stretch of the name that the field sees around it.
	outerFirst, outerLast int32
	outer                 label
	origin                origin
	kinds                 kinds
	size                  uint8
	// skip and trim are bytes at its ends that are not the name's.
	skip, trim uint8
	// mean is the mean probability of each type of label over its tokens, in
	// the order none, place, adjective, person, organisation, other.
	mean [6]float32
	// phrase is a hash of its words.
	phrase uint32
	// alone is the sum of the classifier that looks at it alone, p the
	// probability of being a mention.
	alone, p float32
}

// work is the scratch memory of one parse.
type work struct {
	extractor
	groups     []group
	styles     []uint32 // by sentence
	sentences  []geo.Span
	labels     []label
	marginal   []scores // by token within groups, see offset
	offset     []int32  // by group: index of its first token in marginal
	lattice    lattice
	candidates []candidate
	tally      tally
	namer      namer
	features   []feature
	likely     []float32 // by token: how likely it is in a mention, at first look
	chosen     []int32
}

// read cuts the text into tokens, sentences and groups, and finds the gazetteer's
// names in the groups.
func (w *work) read(m *Model, text string) {
	w.text = text
	w.toks = tokenize(w.toks[:0], text)
	for i := range w.toks {
		w.toks[i].lex = m.lex.of(w.toks[i].lower)
	}
	w.sentences = split(w.sentences[:0], w.toks, text)
	recase(w.toks)
	w.styles = w.styles[:0]
	for i, from := 0, 0; i < len(w.toks); i++ {
		if i+1 == len(w.toks) || w.toks[i+1].sentence != w.toks[i].sentence {
			w.styles = append(w.styles, styleOf(w.toks[from:i+1]))
			from = i + 1
		}
	}
	w.groups = groups(w.groups[:0], w.toks)
	w.namer.find(&w.extractor, w.groups)
}

// see runs the first pass over what was read: labels and their probabilities.
func (w *work) see(m *Model) {
	w.labels = grown(w.labels, len(w.toks))
	clear(w.labels)
	w.marginal, w.offset = w.marginal[:0], w.offset[:0]
	l := &w.lattice
	for k := range w.groups {
		g := &w.groups[k]
		style := w.styles[g.sentence]
		for i := g.first; i <= g.last; i++ {
			w.features = w.tokenFeatures(w.features[:0], g, i, style)
			l.scores[i-g.first] = m.field.score(w.features)
		}
		m.field.decode(l, w.labels[g.first:g.last+1])
		at := len(w.marginal)
		w.offset = append(w.offset, int32(at))
		w.marginal = grown(w.marginal, at+int(g.last-g.first)+1)
		m.field.marginals(l, w.marginal[at:])
	}
}

// grown returns s with length n, keeping what it holds.
func grown[T any](s []T, n int) []T {
	if n <= cap(s) {
		return s[:n]
	}
	t := make([]T, n, n+n/2)
	copy(t, s)
	return t
}

// propose fills w.candidates with every stretch of tokens that may be a mention.
func (w *work) propose() {
	w.candidates = w.candidates[:0]
	next := 0 // first name not before the group
	for k := range w.groups {
		g := &w.groups[k]
		for i := g.first; i <= g.last; {
			l := w.labels[i]
			if l == labelNone {
				i++
				continue
			}
			j := i
			for j < g.last && w.labels[j+1] == begin(l)+1 {
				j++
			}
			switch begin(l) {
			case beginPlace:
				w.add(k, i, j, fromPlace, l, i, j)
			case beginAdjective:
				w.add(k, i, j, fromAdjective, l, i, j)
			case beginOrg:
				w.add(k, i, j, fromOrg, l, i, j)
			}
			i = j + 1
		}
		for next < len(w.names) && w.names[next].first < g.first {
			next++
		}
		for ; next < len(w.names) && w.names[next].first <= g.last; next++ {
			w.addName(k, &w.names[next])
		}
		w.guess(k)
	}
}

// addName adds a gazetteer name as a candidate, unless the field has the same
// stretch already.
func (w *work) addName(k int, n *name) {
	g := &w.groups[k]
	l := w.labels[n.first]
	of, first, last := fromNameFree, n.first, n.last
	if l == labelNone {
		l = w.labels[n.last]
	}
	if l != labelNone {
		first, last = w.around(g, n)
		switch begin(l) {
		case beginPlace:
			of = fromNamePlace
		case beginAdjective:
			of = fromNameAdj
		case beginPerson:
			of = fromNamePer
		case beginOrg:
			of = fromNameOrg
		case beginOther:
			of = fromNameOther
		}
		if first == n.first && last == n.last && (of == fromNamePlace || of == fromNameAdj || of == fromNameOrg) {
			return
		}
	}
	w.add(k, n.first, n.last, of, l, first, last)
	c := &w.candidates[len(w.candidates)-1]
	c.skip, c.trim = n.skip, n.trim
}

// around returns the stretch of the field's name at the first token of n that
// has a label.
func (w *work) around(g *group, n *name) (first, last int32) {
	i := n.first
	for w.labels[i] == labelNone {
		i++
	}
	l := begin(w.labels[i])
	first, last = i, i
	for first > g.first && w.labels[first] != l {
		first--
	}
	for last < g.last && w.labels[last+1] == l+1 {
		last++
	}
	return first, last
}

// guessFrom is the probability of being in a place's name from which a token is
// worth a second look.
const guessFrom = 0.12

// guess adds the stretches of group k that are not labelled places but may be.
func (w *work) guess(k int) {
	g := &w.groups[k]
	at := w.offset[k] - g.first
	for i := g.first; i <= g.last; i++ {
		m := &w.marginal[at+i]
		if begin(w.labels[i]) == beginPlace || m[beginPlace]+m[insidePlace] < guessFrom || m[beginPlace] < m[insidePlace] {
			continue
		}
		j := i
		for j < g.last && begin(w.labels[j+1]) != beginPlace && w.marginal[at+j+1][insidePlace] > guessFrom/2 {
			j++
		}
		known := false
		for c := len(w.candidates) - 1; c >= 0 && w.candidates[c].group == int32(k); c-- {
			known = known || w.candidates[c].first == i && w.candidates[c].last == j
		}
		if !known {
			w.add(k, i, j, fromGuess, w.labels[i], i, j)
		}
		i = j
	}
}

func (w *work) add(k int, first, last int32, of origin, outer label, outerFirst, outerLast int32) {
	c := candidate{
		first: first, last: last, group: int32(k), origin: of,
		outer: begin(outer), outerFirst: outerFirst, outerLast: outerLast,
	}
	at := w.offset[k] - w.groups[k].first
	h := uint32(hashSeed)
	for i := first; i <= last; i++ {
		m := &w.marginal[at+i]
		c.mean[0] += m[labelNone]
		for t := 1; t < 6; t++ {
			c.mean[t] += m[2*t-1] + m[2*t]
		}
		h = both(h, w.toks[i].lower)
		if len(w.cover) > 0 {
			if i == first || w.cover[i].size > c.size {
				c.size = w.cover[i].size
			}
		}
	}
	if len(w.cover) > 0 && (w.cover[first].place == 1 || w.cover[first].place == 2) {
		if e := w.cover[last].place; first == last && e == 1 || first != last && e == 4 {
			c.kinds = w.cover[first].kinds
		}
	}
	for t := range c.mean {
		c.mean[t] /= float32(last - first + 1)
	}
	c.phrase = h
	w.candidates = append(w.candidates, c)
}

// tally counts, over an article, what the field says of phrases and words.
type tally struct {
	keys  []uint32
	items []seen
}

// seen is what an article says of one phrase or word.
type seen struct {
	count                      float32
	place, person, org, inside float32
	judged                     float32
}

// reset empties the tally and makes room for n keys.
func (t *tally) reset(n int) {
	size := 64
	for size < 2*n {
		size *= 2
	}
	t.keys = grown(t.keys[:0], size)
	t.items = grown(t.items[:0], size)
	clear(t.keys)
	clear(t.items)
}

// at returns the entry of key.
func (t *tally) at(key uint32) *seen {
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

// count fills the tally from the candidates and from the persons' names.
func (w *work) count() {
	n := 0
	for k := range w.groups {
		n += int(w.groups[k].last-w.groups[k].first) + 1
	}
	w.tally.reset(n + len(w.candidates))
	for i := range w.candidates {
		c := &w.candidates[i]
		s := w.tally.at(c.phrase)
		s.count++
		s.place += c.mean[1] + c.mean[2]
		s.person += c.mean[3]
		s.org += c.mean[4]
	}
	for k := range w.groups {
		g := &w.groups[k]
		for i := g.first; i <= g.last; i++ {
			if begin(w.labels[i]) == beginPerson && (inside(w.labels[i]) || i < g.last && inside(w.labels[i+1])) {
				w.tally.at(both(hashSeed, w.toks[i].lower)).inside++
			}
		}
	}
}
