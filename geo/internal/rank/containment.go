package rank

import (
	"dateline/geo/gazetteer"
	"dateline/geo/internal/rank/feature"
	"dateline/geo/internal/refsum"
)

// IsIn reports whether a candidate is in the country or area ref.
func (d *Document) IsIn(c *Candidate, ref gazetteer.Ref) bool {
	if c.Ref == ref {
		return false
	}
	if c.Admin1 == ref || c.Admin2 == ref {
		return true
	}
	code := d.countryOf(ref)
	return code != 0 && c.Country == code
}

// countryOf returns the code of a country, 0 for any other place.
func (d *Document) countryOf(ref gazetteer.Ref) uint16 {
	r := d.gaz.Record(ref)
	if ClassOf(r.Kind) != ClassCountry {
		return 0
	}
	return refsum.CountryCode(r.Country)
}

// Within reports whether candidate inner is in candidate outer.
func Within(inner, outer *Candidate) bool {
	if inner.Ref == outer.Ref {
		return false
	}
	switch outer.Class {
	case ClassCountry:
		return inner.Country == outer.Country && inner.Class != ClassCountry
	case ClassAdmin1:
		return inner.Admin1 == outer.Ref && inner.Class != ClassAdmin1
	case ClassAdmin2:
		return inner.Admin2 == outer.Ref && inner.Class != ClassAdmin2
	case ClassSettlement:
		return (inner.Class == ClassQuarter || inner.Class == ClassSite) && inner.At.Chord2(outer.At) < chord50
	}
	return false
}

// probability returns the probability that cluster h means a place with a property.
func (d *Document) probability(h int, property func(*Candidate) bool) (p float32) {
	g := &d.Clusters[h]
	for k := g.From; k < g.To; k++ {
		if c := &d.Candidates[k]; c.P >= .02 && property(c) {
			p += c.P
		}
	}
	return p
}

// containmentFeatures computes the features of containment between clusters that the
// text joins.
func (d *Document) containmentFeatures(g *Cluster) {
	for _, l := range g.Outer.All() {
		if d.Clusters[l.Cluster].Best >= 0 {
			d.outerFeatures(g, l)
		}
	}
	for _, l := range g.Inner.All() {
		o := &d.Clusters[l.Cluster]
		for j := g.From; j < g.To; j++ {
			in, r := d.innerProbability(o, &d.Candidates[j]), &d.Rows[j]
			if l.Comma {
				r[feature.ContainsComma] = max(r[feature.ContainsComma], in)
			} else {
				r[feature.Contains] = max(r[feature.Contains], in)
			}
		}
	}
}

// outerFeatures computes the features of a cluster's containment in another.
func (d *Document) outerFeatures(g *Cluster, l Link) {
	outer := &d.Candidates[d.Clusters[l.Cluster].Best]
	area := d.probability(l.Cluster, func(c *Candidate) bool { return c.Class == ClassCountry || c.Class == ClassAdmin1 })
	// "Tripoli in Lebanon" is as explicit as "Tripoli, Lebanon" if there is a
	// Tripoli in Lebanon.
	explicit := l.Comma
	for j := g.From; j < g.To && !explicit; j++ {
		explicit = area > .3 && d.Candidates[j].Match == MatchExact && Within(&d.Candidates[j], outer)
	}
	for j := g.From; j < g.To; j++ {
		in, r := d.probability(l.Cluster, func(c *Candidate) bool { return Within(&d.Candidates[j], c) }), &d.Rows[j]
		if explicit {
			r[feature.WithinComma] = max(r[feature.WithinComma], in)
			r[feature.WithinElsewhere] = max(r[feature.WithinElsewhere], area-in)
		} else {
			r[feature.Within] = max(r[feature.Within], in)
		}
	}
}

// innerProbability returns the probability that a cluster means a place in candidate
// outer, or .1 if only an improbable candidate of it is there.
func (d *Document) innerProbability(inner *Cluster, outer *Candidate) (p float32) {
	some := false
	for k := inner.From; k < inner.To; k++ {
		c := &d.Candidates[k]
		if !Within(c, outer) {
			continue
		}
		some = true
		if c.P >= .02 {
			p += c.P
		}
	}
	if p == 0 && some {
		return .1
	}
	return p
}
