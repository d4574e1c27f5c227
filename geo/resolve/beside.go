package resolve

import "dateline/geo"

// maxBeside is how many mentions to each side are looked at in the sentence.
const maxBeside = 10

// beside computes what the sentences of group gi's mentions say: areas named in
// them, and the names that stand in a list with it.
func (w *work) beside(gi int) {
	g := &w.groups[gi]
	if g.from == g.to {
		return
	}
	w.holders, w.mates = w.holders[:0], w.mates[:0]
	for _, i := range g.at[:min(g.count, maxPlaces)] {
		w.meetBeside(gi, int(i))
	}
	for j := g.from; j < g.to; j++ {
		c, r := &w.cands[j], &w.rows[j]
		for _, h := range w.holders {
			in := w.share(h, func(d *candidate) bool { return within(c, d) })
			r[fSentenceAdmin1] = max(r[fSentenceAdmin1], in)
		}
		w.listed(c, r)
	}
}

// listed compares a candidate with the names in a list with it.
func (w *work) listed(c *candidate, r *row) {
	if len(w.mates) == 0 {
		return
	}
	n := float32(len(w.mates))
	for _, h := range w.mates {
		d := &w.cands[w.groups[h].best]
		if c.country != 0 && c.country == d.country && c.class != classCountry && d.class != classCountry {
			r[fListCountry] += d.p / n
		}
		if c.admin1 != noRef && c.admin1 == d.admin1 && c.class != classAdmin1 && d.class != classAdmin1 {
			r[fListAdmin1] += d.p / n
		}
		if c.class == d.class {
			r[fListClass] += d.p / n
		}
		if c.class != classCountry && c.ref != d.ref && c.at.chord2(d.at) < chord161 {
			r[fListNear] += d.p / n
		}
	}
}

// meetBeside notes the groups of other mentions in the sentence of mention i: those
// that hold others, and those in a list with it.
func (w *work) meetBeside(gi, i int) {
	m := &w.mentions[i]
	for step := -1; step <= 1; step += 2 {
		listed := true
		for k := i + step; k >= 0 && k < len(w.mentions) && (k-i)*step <= maxBeside && m.Passage.Contains(w.mentions[k].Span); k += step {
			a, b := min(k, k-step), max(k, k-step)
			listed = listed && lists(w.text, w.mentions[a].End, w.mentions[b].Start)
			h := w.of[k]
			o := &w.groups[h]
			if h == gi || o.best < 0 || w.cands[o.best].level >= levelPartial || !literal(&w.mentions[k]) {
				continue
			}
			switch w.cands[o.best].class {
			case classAdmin1, classAdmin2:
				w.holders = appendNew(w.holders, h)
			}
			if listed {
				w.mates = appendNew(w.mates, h)
			}
		}
	}
}

// literal reports whether a mention is more than an adjective.
func literal(m *geo.Mention) bool {
	return m.Association != geo.AssociationAdjective && m.Association != geo.AssociationDemonym
}

// share is the probability that group h means one of the places that is says.
func (w *work) share(h int, is func(*candidate) bool) (p float32) {
	g := &w.groups[h]
	for k := g.from; k < g.to; k++ {
		if d := &w.cands[k]; d.p >= .02 && is(d) {
			p += d.p
		}
	}
	return p
}

func appendNew(list []int, x int) []int {
	for _, y := range list {
		if y == x {
			return list
		}
	}
	if len(list) == cap(list) && len(list) >= 4*maxBeside {
		return list
	}
	return append(list, x)
}
