package resolve

import (
	"cmp"
	"slices"
)

// nearbyPlaces is how many places of the article are offered to a group whose
// own name leads nowhere.
const nearbyPlaces = 3

// strongPopulation is the c.pop of 15,000 people: a group with an exact candidate
// of that size needs no places nearby.
const strongPopulation = 3.93

// weak reports whether a group has no candidate that its name plainly names.
func (w *work) weak(g *group) bool {
	if g.decided || g.adjectival > g.count/2 {
		return false
	}
	for _, c := range w.cands[g.from:g.to] {
		if c.level > levelPart {
			continue
		}
		if g.facility && c.class != classSite && c.class != classTerrain {
			continue
		}
		switch c.class {
		case classSettlement, classAdmin2, classQuarter:
			if c.pop >= strongPopulation {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// supportFrom is the share of an article's other places in a country from which a
// name that is only like the one written may lie there.
const supportFrom = .08

// dropVariants drops candidates with another spelling than the phrase's from groups
// in whose countries nothing else of the article lies: "Mambasa" in Congo is not
// Mombasa in Kenya.
func (w *work) dropVariants() {
	for gi := range w.groups {
		g := &w.groups[gi]
		if g.from == g.to || w.cands[g.from].level != levelVariant {
			continue
		}
		rest := w.votes.total - g.weight
		if rest < .01 {
			continue
		}
		keep := g.from
		for j := g.from; j < g.to; j++ {
			c := w.cands[j]
			own := float32(0)
			for k := g.from; k < g.to; k++ {
				if w.cands[k].country == c.country {
					own += g.weight * w.cands[k].p
				}
			}
			if w.votes.country(c.country)-own < supportFrom*rest {
				continue
			}
			w.cands[keep] = c
			keep++
		}
		if keep < g.to {
			g.to, g.best = keep, -1
			w.static(g)
		}
	}
}

// addNearby offers weak groups the places that weigh most around them: what is
// named may lie in or near one of these.
func (w *work) addNearby() {
	for gi := range w.groups {
		g := &w.groups[gi]
		if !w.weak(g) {
			continue
		}
		w.neighbourhood(gi)
		total := w.mergeNear()
		if len(w.near) > 0 {
			w.offer(g, w.near[:min(len(w.near), nearbyPlaces)], total)
		}
	}
}

// mergeNear adds up the neighbours that are one place, sorts them by weight and
// returns the sum of the weights.
func (w *work) mergeNear() float32 {
	merged := w.near[:0]
	var total float32
	for _, o := range w.near {
		if o.c.class == classAdmin1 {
			o.weight *= .6 // halved already
		}
		total += o.weight
		if i := slices.IndexFunc(merged, func(m neighbour) bool { return m.c.ref == o.c.ref }); i >= 0 {
			merged[i].weight += o.weight
			continue
		}
		merged = append(merged, o)
	}
	slices.SortStableFunc(merged, func(a, b neighbour) int { return cmp.Compare(b.weight, a.weight) })
	w.near = merged
	return total
}

// offer moves a group's candidates to the end and appends the places nearby that
// are not among them.
func (w *work) offer(g *group, places []neighbour, total float32) {
	g.rival, g.named = 0, w.namedOwn(g)
	for _, c := range w.cands[g.from:g.to] {
		g.rival = max(g.rival, flag(c.level == levelExact)*(.3+c.pop/6))
	}
	from := len(w.cands)
	w.cands = append(w.cands, w.cands[g.from:g.to]...)
	for _, o := range places {
		if w.among(g, o.c) {
			continue
		}
		c := *o.c
		c.level, c.p, c.nearness = levelNearby, 0, o.weight/total
		w.cands = append(w.cands, c)
	}
	if g.best >= 0 {
		g.best += from - g.from
	}
	g.from, g.to = from, len(w.cands)
	w.rows = resize(w.rows, len(w.cands))
	w.static(g)
}

// namedOwn is one over the number of a group's own candidates that lie in countries
// that the article names, 0 where none does.
func (w *work) namedOwn(g *group) float32 {
	n := 0
	for j := g.from; j < g.to; j++ {
		c := &w.cands[j]
		if c.level == levelExact && c.class != classCountry && c.country != 0 && w.named.country(c.country) > .3 {
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return 1 / float32(n)
}

func (w *work) among(g *group, c *candidate) bool {
	for j := g.from; j < g.to; j++ {
		if w.cands[j].ref == c.ref {
			return true
		}
	}
	return false
}
