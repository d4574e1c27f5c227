package resolve

import (
	"math"

	"dateline/geo/gazetteer"
)

var (
	chord161         = chordOf(161)
	chord80          = chordOf(80)
	chord50          = chordOf(50)
	nameAlternate    = gazetteer.NameAlternate
	nameAbbreviation = gazetteer.NameAbbreviation
	nameDemonym      = gazetteer.NameDemonym
	nameFormer       = gazetteer.NameFormer
	nameASCIIKind    = gazetteer.NameASCII
)

const (
	noRef = gazetteer.NoRef
	// reachChars is the distance in the text over which nearness fades.
	reachChars = 300
)

// ln is a natural logarithm good to about 0.01, all that features need.
func ln(x float32) float32 {
	bits := math.Float32bits(x)
	exponent := float32(int32(bits>>23) - 127)
	m := math.Float32frombits(bits&0x7fffff | 0x3f800000) // 1 ≤ m < 2
	return 0.6931472 * (exponent + (m-1)*(1.3465-0.3465*m))
}

// isIn reports whether c lies in the country or area ref.
func (w *work) isIn(c *candidate, ref gazetteer.Ref) bool {
	if c.ref == ref {
		return false
	}
	if c.admin1 == ref || c.admin2 == ref {
		return true
	}
	code := w.countryOf(ref)
	return code != 0 && c.country == code
}

// countryOf is the code of a country, 0 for any other place.
func (w *work) countryOf(ref gazetteer.Ref) uint16 {
	r := w.gaz.Record(ref)
	if classOf(r.Kind) != classCountry {
		return 0
	}
	return countryCode(r.Country)
}

// within reports whether inner lies in outer.
func within(inner, outer *candidate) bool {
	if inner.ref == outer.ref {
		return false
	}
	switch outer.class {
	case classCountry:
		return inner.country == outer.country && inner.class != classCountry
	case classAdmin1:
		return inner.admin1 == outer.ref && inner.class != classAdmin1
	case classAdmin2:
		return inner.admin2 == outer.ref && inner.class != classAdmin2
	case classSettlement:
		return (inner.class == classQuarter || inner.class == classSite) && inner.at.chord2(outer.at) < chord50
	}
	return false
}

// tally sums what the groups' present probabilities say about countries and
// first- and second-level areas.
func (w *work) tally() {
	w.votes.reset()
	w.named.reset()
	for i := range w.groups {
		g := &w.groups[i]
		g.weight = 0
		if g.to == g.from {
			continue
		}
		g.weight = sqrt(float32(g.count))
		if g.boilerplate == g.count {
			g.weight /= 4
		}
		if g.best < 0 {
			continue
		}
		w.votes.total += g.weight
		for j := g.from; j < g.to; j++ {
			c := &w.cands[j]
			if c.p > .01 && c.level != levelNearby {
				w.votes.add(c, g.weight*c.p)
				w.named.name(c)
			}
		}
	}
	w.frame()
}

// frame finds the group that the article begins with, and its dateline.
func (w *work) frame() {
	w.first, w.dateline, w.firstGroup, w.datelineGroup = nil, nil, -1, -1
	for i := range w.groups {
		g := &w.groups[i]
		if g.best < 0 || w.cands[g.best].level == levelNearby {
			continue
		}
		best := &w.cands[g.best]
		if g.dateline && w.dateline == nil {
			w.dateline, w.datelineGroup = best, i
		}
		if w.first == nil && g.boilerplate < g.count && best.class != classCountry && best.class != classRegion {
			w.first, w.firstGroup = best, i
		}
	}
}

// context computes the features of group gi's candidates that depend on the other
// groups' present probabilities.
func (w *work) context(gi int) {
	g := &w.groups[gi]
	for j := g.from; j < g.to; j++ {
		clear(w.rows[j][firstContext:])
	}
	w.neighbourhood(gi)
	w.linked(g)
	w.beside(gi)
	w.voted(g)
	for j := g.from; j < g.to; j++ {
		c, r := &w.cands[j], &w.rows[j]
		w.nearness(c, r)
		w.around(c, r)
		if f := w.first; f != nil && w.firstGroup != gi {
			r[fFirstCountry] = flag(c.country != 0 && c.country == f.country && c.class != classCountry)
			r[fFirstAdmin1] = flag(c.admin1 != noRef && c.admin1 == f.admin1 && c.class != classAdmin1)
			r[fFirstDistance] = ln(1+c.at.km(f.at)) / 10
		}
		if d := w.dateline; d != nil && w.datelineGroup != gi {
			r[fDatelineCountry] = flag(c.country != 0 && c.country == d.country && c.class != classCountry)
			r[fDatelineAdmin1] = flag(c.admin1 != noRef && c.admin1 == d.admin1 && c.class != classAdmin1)
			r[fDatelineDistance] = ln(1+c.at.km(d.at)) / 10
		}
	}
}

// linked computes containment between groups that the text writes together.
func (w *work) linked(g *group) {
	for _, l := range g.outer.all() {
		o := &w.groups[l.group]
		if o.best < 0 {
			continue
		}
		area := w.share(l.group, func(d *candidate) bool { return d.class == classCountry || d.class == classAdmin1 })
		// "Tripoli in Lebanon" is as plain as "Tripoli, Lebanon" where one lies there.
		plain := l.comma
		for j := g.from; j < g.to && !plain; j++ {
			plain = area > .3 && w.cands[j].level == levelExact && within(&w.cands[j], &w.cands[o.best])
		}
		for j := g.from; j < g.to; j++ {
			in, r := w.share(l.group, func(d *candidate) bool { return within(&w.cands[j], d) }), &w.rows[j]
			if plain {
				r[fWithinComma] = max(r[fWithinComma], in)
				r[fWithinElsewhere] = max(r[fWithinElsewhere], area-in)
			} else {
				r[fWithin] = max(r[fWithin], in)
			}
		}
	}
	for _, l := range g.inner.all() {
		o := &w.groups[l.group]
		for j := g.from; j < g.to; j++ {
			in := float32(0)
			for k := o.from; k < o.to; k++ {
				if d := &w.cands[k]; d.p >= .02 && within(d, &w.cands[j]) {
					in += d.p
				}
			}
			// That some homonym of the other lies here says something too.
			if in == 0 {
				for k := o.from; k < o.to && in == 0; k++ {
					if within(&w.cands[k], &w.cands[j]) {
						in = .1
					}
				}
			}
			r := &w.rows[j]
			if l.comma {
				r[fHoldsComma] = max(r[fHoldsComma], in)
			} else {
				r[fHolds] = max(r[fHolds], in)
			}
		}
	}
}

// voted computes how much of the rest of the article lies in the candidates'
// countries and areas.
func (w *work) voted(g *group) {
	v := &w.votes
	rest := v.total - g.weight
	if g.best < 0 {
		rest = v.total
	}
	if rest < .01 {
		return
	}
	for j := g.from; j < g.to; j++ { // leave the group's own votes out
		if c := &w.cands[j]; g.best >= 0 && c.p > .01 && c.level != levelNearby {
			v.add(c, -g.weight*c.p)
		}
	}
	many := v.spread(rest)
	for j := g.from; j < g.to; j++ {
		c, r := &w.cands[j], &w.rows[j]
		country, admin1, admin2 := v.country(c.country)/rest, v.admin1(c.admin1)/rest, v.admin2(c.admin2)/rest
		r[fVoteCountry], r[fVoteAdmin1], r[fVoteAdmin2] = country, admin1, admin2
		switch c.class {
		case classCountry:
			r[fVoteCountryOfCountry] = country
		case classAdmin1:
			r[fVoteAdmin1OfAdmin1] = admin1
		case classAdmin2:
			r[fVoteAdmin2OfAdmin2] = admin2
		}
		if c.country != 0 && c.class != classCountry {
			isAbroad(c, r, 1-min(1, country), many)
		}
		r[fMostCountry] = flag(country > .5)
		r[fMostAdmin1] = flag(admin1 > .5)
	}
	for j := g.from; j < g.to; j++ {
		if c := &w.cands[j]; g.best >= 0 && c.p > .01 && c.level != levelNearby {
			v.add(c, g.weight*c.p)
		}
	}
}

// isAbroad computes what it says that a candidate lies in a country where little else
// of the article does: what is not near what an article is about is named without
// more words only where everybody knows it. many is how likely two of the article's
// places are in different countries.
func isAbroad(c *candidate, r *row, abroad, many float32) {
	if c.level != levelNearby {
		r[fAbroadFame], r[fAbroadFameMargin] = abroad*r[fFame], abroad*r[fFameMargin]
		r[fAbroadPopMargin], r[fAbroadPopFirst] = abroad*r[fPopMargin], abroad*r[fPopFirst]
	}
	switch {
	case c.capital:
		r[fAbroadCapital], r[fAbroadMany] = abroad, many
	case c.class == classAdmin1, c.class == classAdmin2:
		r[fAbroadArea] = abroad
	default:
		r[fAbroadOther] = abroad
	}
}

// neighbour is another group as the one at hand sees it.
type neighbour struct {
	c      *candidate
	weight float32 // by probability and by distance in the text
}

// neighbourhood collects the groups with which group gi is compared on the
// ground: those beside it in the text, and the article's most frequent.
func (w *work) neighbourhood(gi int) {
	w.near, w.local = w.near[:0], w.local[:0]
	n := len(w.groups)
	if n <= maxNeighbours {
		for h := range n {
			w.meet(gi, h)
		}
		return
	}
	from := min(max(0, gi-10), n-21)
	for h := from; h < from+21; h++ {
		w.meet(gi, h)
	}
	for _, h := range w.frequent {
		if h < from || h >= from+21 {
			w.meet(gi, h)
		}
	}
}

func (w *work) meet(gi, h int) {
	o := &w.groups[h]
	if o.hash == w.groups[gi].hash || o.best < 0 { // another sense of a name says nothing about it
		return
	}
	c := &w.cands[o.best]
	gap := gapOf(&w.groups[gi], o)
	if c.level < levelPartial && c.country != 0 {
		w.local = append(w.local, neighbour{c, c.p * fade(gap)})
	}
	if c.p < .2 || c.level == levelNearby || c.class == classCountry || c.class == classRegion || c.class == classWater {
		return
	}
	weight := c.p
	if c.class == classAdmin1 {
		weight /= 2
	}
	if o.boilerplate == o.count {
		weight /= 4
	}
	w.near = append(w.near, neighbour{c, weight * (fade(gap) + .15)})
}

// fade is about exp(-gap/reachChars).
func fade(gap int32) float32 {
	x := float32(gap) / reachChars
	y := 1 + x*(.25+x*(.03125+x*.0026))
	y *= y
	return 1 / (y * y)
}

// gapOf is the least distance in the text between mentions of two groups, in
// bytes.
func gapOf(a, b *group) int32 {
	least := int32(math.MaxInt32)
	for _, x := range a.places[:min(a.count, maxPlaces)] {
		for _, y := range b.places[:min(b.count, maxPlaces)] {
			d := x - y
			if d < 0 {
				d = -d
			}
			least = min(least, d)
		}
	}
	return least
}

// around computes how far the names around a candidate's in the text lie in its
// country and first-level area, and whether the article names these themselves.
func (w *work) around(c *candidate, r *row) {
	if c.class != classCountry && c.country != 0 {
		r[fNamedCountry] = w.named.country(c.country)
	}
	if c.class != classAdmin1 && c.class != classCountry {
		r[fNamedAdmin1] = w.named.admin1(c.admin1)
	}
	var sum, country, admin1 float32
	for i := range w.local {
		o := &w.local[i]
		sum += o.weight
		if o.c.country == c.country {
			country += o.weight
			if c.admin1 != noRef && o.c.admin1 == c.admin1 {
				admin1 += o.weight
			}
		}
	}
	if sum > .001 {
		r[fLocalCountry], r[fLocalAdmin1] = country/sum, admin1/sum
	}
}

// nearness compares a candidate with the neighbours on the ground.
func (w *work) nearness(c *candidate, r *row) {
	if len(w.near) == 0 {
		return
	}
	nearest := float32(4)
	var sum, logs, in161, in50, same float32
	for i := range w.near {
		o := &w.near[i]
		chord := c.at.chord2(o.c.at)
		sum += o.weight
		if chord < chord161 {
			in161 += o.weight
			if chord < chord50 {
				in50 += o.weight
			}
		}
		if c.ref == o.c.ref {
			same = 1
			continue
		}
		if o.c.p > .4 {
			nearest = min(nearest, chord)
		}
		logs += o.weight * ln(1+earthKM*earthKM*chord) / 2
	}
	r[fNearest] = ln(1+earthKM*earthKM*nearest) / 20
	if sum > 0 {
		r[fDistance] = logs / sum / 10
		r[fShare161] = in161 / sum
		r[fShare50] = in50 / sum
	}
	r[fSamePlace] = same
}

// offsets checks candidates against the distances that the text gives from other
// mentions: "Bagram Airfield, 50 kilometers north of Kabul".
func (w *work) offsets() {
	for _, i := range w.relations {
		rel := w.mentions[i].Relation
		anchor, g := w.groups[w.of[i]].best, &w.groups[w.of[rel.SubjectMention]]
		if anchor < 0 || w.cands[anchor].p < .3 {
			continue
		}
		reach := float32(rel.DistanceKM)*1.5 + 15
		for j := g.from; j < g.to; j++ {
			if w.cands[j].at.km(w.cands[anchor].at) <= reach {
				w.rows[j][fOffset] = 1
			}
		}
	}
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }
