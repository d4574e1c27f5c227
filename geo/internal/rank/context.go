package rank

import (
	"math"

	"dateline/geo/internal/rank/feature"
)

// decayBytes is the distance in the text, in bytes, over which the weight of a
// neighbor decays.
const decayBytes = 300

// anchor is a cluster that the whole article is compared with.
type anchor struct {
	cluster int // or -1
	best    *Candidate
}

// findLead returns the first cluster of the article that is not a country or region,
// and the cluster of its dateline.
func (d *Document) findLead() (lead, dateline anchor) {
	lead, dateline = anchor{cluster: -1}, anchor{cluster: -1}
	for i := range d.Clusters {
		g := &d.Clusters[i]
		if g.Best < 0 || d.Candidates[g.Best].Match == MatchContainer {
			continue
		}
		best := &d.Candidates[g.Best]
		if g.InDateline && dateline.best == nil {
			dateline = anchor{i, best}
		}
		if lead.best == nil && g.Boilerplate < g.Count && g.acts() == actsNot && best.Class != ClassCountry && best.Class != ClassRegion {
			lead = anchor{i, best}
		}
	}
	return lead, dateline
}

// contextFeatures computes the features of cluster gi's candidates that depend on the
// present probabilities of the other clusters.
func (d *Document) contextFeatures(gi int) {
	g := &d.Clusters[gi]
	for j := g.From; j < g.To; j++ {
		clear(d.Rows[j][feature.FirstContext:])
	}
	near, local := d.findNeighbors(gi)
	if !d.hasOwnBearer(g) {
		fullEvidence(near)
		fullEvidence(local)
	}
	d.containmentFeatures(g)
	d.sentenceFeatures(gi)
	d.countryFeatures(g)
	d.roleFeatures(g)
	for j := g.From; j < g.To; j++ {
		c, r := &d.Candidates[j], &d.Rows[j]
		distanceFeatures(c, r, near)
		d.localFeatures(c, r, local)
		if d.lead.best != nil && d.lead.cluster != gi {
			r[feature.LeadCountry], r[feature.LeadAdmin1], r[feature.LeadDistance] = d.lead.compare(c)
		}
		if d.dateline.best != nil && d.dateline.cluster != gi {
			r[feature.DatelineCountry], r[feature.DatelineAdmin1], r[feature.DatelineDistance] = d.dateline.compare(c)
		}
	}
}

// compare returns whether a candidate is in the anchor's country and first-level area,
// and the logarithm of the distance between them.
func (a *anchor) compare(c *Candidate) (country, admin1, distance float32) {
	b := a.best
	return flag(c.Country != 0 && c.Country == b.Country && c.Class != ClassCountry),
		flag(c.Admin1 != NoRef && c.Admin1 == b.Admin1 && c.Class != ClassAdmin1),
		ln(1+c.At.KM(b.At)) / 10
}

// countryFeatures computes the share of the rest of the article in the candidates'
// countries and areas.
func (d *Document) countryFeatures(g *Cluster) {
	w := &d.areas
	rest := w.Total - g.weight
	if g.Best < 0 {
		rest = w.Total
	}
	if rest < .01 {
		return
	}
	d.addOwnWeights(g, -1)
	defer d.addOwnWeights(g, 1)
	spread := w.Spread(rest)
	for j := g.From; j < g.To; j++ {
		c, r := &d.Candidates[j], &d.Rows[j]
		country, admin1, admin2 := w.Country(c.Country)/rest, w.Area(c.Admin1)/rest, w.Area(c.Admin2)/rest
		r[feature.CountryShare], r[feature.Admin1Share], r[feature.Admin2Share] = country, admin1, admin2
		switch c.Class {
		case ClassCountry:
			r[feature.CountryShareOfCountry] = country
		case ClassAdmin1:
			r[feature.Admin1ShareOfAdmin1] = admin1
		case ClassAdmin2:
			r[feature.Admin2ShareOfAdmin2] = admin2
		}
		if c.Country != 0 && c.Class != ClassCountry {
			abroadFeatures(c, r, 1-min(1, country), spread)
		}
		r[feature.MajorityCountry] = flag(country > .5)
		r[feature.MajorityAdmin1] = flag(admin1 > .5)
	}
}

// addOwnWeights adds a cluster's own weights, multiplied by sign, to the weights by
// area.
func (d *Document) addOwnWeights(g *Cluster, sign float32) {
	if g.Best < 0 {
		return
	}
	for j := g.From; j < g.To; j++ {
		if c := &d.Candidates[j]; c.P > .01 && c.Match != MatchContainer {
			addWeight(&d.areas, c, sign*g.weight*c.P*g.evidenceWeight(c))
		}
	}
}

// abroadFeatures computes the features of a candidate in a country where little of
// the rest of the article is: a name without context there is usually a well-known
// place. abroad is the share of the rest elsewhere, spread the probability that two of
// the article's places are in different countries.
func abroadFeatures(c *Candidate, r *Row, abroad, spread float32) {
	if c.Match != MatchContainer {
		r[feature.AbroadProminence], r[feature.AbroadProminenceMargin] = abroad*r[feature.Prominence], abroad*r[feature.ProminenceMargin]
		r[feature.AbroadPopulationMargin], r[feature.AbroadPopulationFirst] = abroad*r[feature.PopulationMargin], abroad*r[feature.PopulationFirst]
	}
	switch {
	case c.Capital:
		r[feature.AbroadCapital], r[feature.AbroadSpread] = abroad, spread
	case c.Class == ClassAdmin1, c.Class == ClassAdmin2:
		r[feature.AbroadArea] = abroad
	default:
		r[feature.AbroadOther] = abroad
	}
}

// neighbor is the best candidate of another cluster.
type neighbor struct {
	c      *Candidate
	weight float32 // by probability, distance in the text and how much it is evidence
	full   float32 // the weight that it would have if it did not act, see actingOf
}

// findNeighbors returns the clusters that cluster gi is compared with: those around it
// in the text and the article's most frequent. near contains those for distances on
// the ground, local those of any class, weighted by distance in the text. Both are
// valid until the next call.
func (d *Document) findNeighbors(gi int) (near, local []neighbor) {
	near, local = d.near[:0], d.local[:0]
	n := len(d.Clusters)
	if n <= maxNeighbors {
		for h := range n {
			near, local = d.addNeighbor(near, local, gi, h)
		}
	} else {
		from := min(max(0, gi-10), n-21)
		for h := from; h < from+21; h++ {
			near, local = d.addNeighbor(near, local, gi, h)
		}
		for _, h := range d.frequent {
			if h < from || h >= from+21 {
				near, local = d.addNeighbor(near, local, gi, h)
			}
		}
	}
	d.near, d.local = near, local // keep the buffers
	return near, local
}

func (d *Document) addNeighbor(near, local []neighbor, gi, h int) (newNear, newLocal []neighbor) {
	o := &d.Clusters[h]
	if o.hash == d.Clusters[gi].hash || o.Best < 0 { // another sense of the same name is no evidence
		return near, local
	}
	c := &d.Candidates[o.Best]
	gap := gapOf(&d.Clusters[gi], o)
	evidence := o.evidenceWeight(c)
	if c.Match < MatchPartial && c.Country != 0 {
		full := c.P * decay(gap)
		local = append(local, neighbor{c, full * evidence, full})
	}
	if c.P < .2 || c.Match == MatchContainer || c.Class == ClassCountry || c.Class == ClassRegion || c.Class == ClassWater {
		return near, local
	}
	full := c.P * (decay(gap) + .15)
	if c.Class == ClassAdmin1 {
		full /= 2
	}
	if o.Boilerplate == o.Count {
		full /= 4
	}
	return append(near, neighbor{c, full * evidence, full}), local
}

// hasOwnBearer reports whether a country or a world city among the candidates of a cluster has the name
// as its own, so that what acts elsewhere in the article is little evidence for the others.
func (d *Document) hasOwnBearer(g *Cluster) bool {
	for j := g.From; j < g.To; j++ {
		if r := &d.Rows[j]; r[feature.OwnCountry]+r[feature.World] > 0 {
			return true
		}
	}
	return false
}

// fullEvidence makes the weights of neighbors their only ones, so that their shares sum to one.
func fullEvidence(neighbors []neighbor) {
	for i := range neighbors {
		neighbors[i].full = neighbors[i].weight
	}
}

// decay returns an approximation of exp(-gap/decayBytes).
func decay(gap int32) float32 {
	x := float32(gap) / decayBytes
	y := 1 + x*(.25+x*(.03125+x*.0026))
	y *= y
	return 1 / (y * y)
}

// gapOf returns the least distance in the text between mentions of two clusters, in
// bytes.
func gapOf(a, b *Cluster) int32 {
	least := int32(math.MaxInt32)
	for _, x := range a.positions[:min(a.Count, maxPositions)] {
		for _, y := range b.positions[:min(b.Count, maxPositions)] {
			diff := x - y
			if diff < 0 {
				diff = -diff
			}
			least = min(least, diff)
		}
	}
	return least
}

// localFeatures computes the share of the names around a candidate's in the text that
// are in its country and first-level area, and whether the article names these areas.
func (d *Document) localFeatures(c *Candidate, r *Row, local []neighbor) {
	if c.Class != ClassCountry && c.Country != 0 {
		r[feature.NamedCountry] = d.explicit.Country(c.Country)
	}
	if c.Class != ClassAdmin1 && c.Class != ClassCountry {
		r[feature.NamedAdmin1] = d.explicit.Area(c.Admin1)
	}
	var sum, country, admin1 float32
	for i := range local {
		o := &local[i]
		sum += o.full // an actor alone is no full share
		if o.c.Country == c.Country {
			country += o.weight
			if c.Admin1 != NoRef && o.c.Admin1 == c.Admin1 {
				admin1 += o.weight
			}
		}
	}
	if sum > .001 {
		r[feature.LocalCountry], r[feature.LocalAdmin1] = country/sum, admin1/sum
	}
}

// lnIndifferent is the logarithm of 1,000 km, the distance that counts for what acts.
const lnIndifferent = 6.9

// distanceFeatures compares a candidate with its neighbors by distance on the ground.
func distanceFeatures(c *Candidate, r *Row, near []neighbor) {
	if len(near) == 0 {
		return
	}
	nearest := float32(4)
	var sum, logs, in161, in50, same float32
	for i := range near {
		o := &near[i]
		chord := c.At.Chord2(o.c.At)
		sum += o.full
		if chord < chord161 {
			in161 += o.weight
			if chord < chord50 {
				in50 += o.weight
			}
		}
		if c.Ref == o.c.Ref {
			same = 1
			continue
		}
		if o.c.P > .4 && o.weight == o.full {
			nearest = min(nearest, chord)
		}
		logs += o.weight*ln(1+earthKM*earthKM*chord)/2 + (o.full-o.weight)*lnIndifferent
	}
	r[feature.Nearest] = ln(1+earthKM*earthKM*nearest) / 20
	if sum > 0 {
		r[feature.Distance] = logs / sum / 10
		r[feature.Share161] = in161 / sum
		r[feature.Share50] = in50 / sum
	}
	r[feature.SamePlace] = same
}

// offsetFeatures checks candidates against the distances that the text gives from
// other mentions: "Bagram Airfield, 50 kilometers north of Kabul".
func (d *Document) offsetFeatures() {
	for _, i := range d.relations {
		rel := d.Mentions[i].Relation
		from, g := d.Clusters[d.ClusterOf[i]].Best, &d.Clusters[d.ClusterOf[rel.SubjectMention]]
		if from < 0 || d.Candidates[from].P < .3 {
			continue
		}
		reach := float32(rel.DistanceKM)*1.5 + 15
		for j := g.From; j < g.To; j++ {
			if d.Candidates[j].At.KM(d.Candidates[from].At) <= reach {
				d.Rows[j][feature.Offset] = 1
			}
		}
	}
}
