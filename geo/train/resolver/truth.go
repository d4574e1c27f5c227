package resolver

import (
	"dateline/geo"
	"dateline/geo/eval"
	"dateline/geo/gazetteer"
	"dateline/geo/geometry"
	"dateline/geo/internal/rank"

	"github.com/paulmach/orb"
)

// Truth is the gold place of a mention. The zero value means that gold has none.
type Truth struct {
	Known bool
	Point orb.Point
	// ID is the place in the gazetteer, or "".
	ID geo.PlaceID
}

// truthOf returns the gold place of a toponym.
func truthOf(t *eval.Toponym) Truth {
	if t.Ignore || !t.HasPoint() {
		return Truth{}
	}
	return Truth{Known: true, Point: t.Point(), ID: t.GoldID()}
}

// Correct reports whether a place is a correct answer: within [eval.HitKM] of gold, or
// the gold place itself, or a wide area around gold's point, or in the country or
// first-level area that is the gold place.
func (t *Truth) Correct(g *gazetteer.Gazetteer, ref gazetteer.Ref) bool {
	r := g.Record(ref)
	if geometry.Distance(r.Point, t.Point) <= eval.HitKM || covers(g, ref, t.Point) {
		return true
	}
	gold, ok := g.ByID(t.ID)
	if t.ID == "" || !ok {
		return false
	}
	if gold == ref {
		return true
	}
	switch area := g.Record(gold); area.Kind {
	case geo.KindCountry:
		return r.Country == area.Country
	case geo.KindAdmin1:
		return r.Admin1 == gold
	}
	return false
}

// covers reports whether the bounds of a region, sea or other wide area contain a
// point. Sources agree on what "Asia" is, but not on its center.
func covers(g *gazetteer.Gazetteer, ref gazetteer.Ref, p orb.Point) bool {
	switch rank.ClassOf(g.Record(ref).Kind) {
	case rank.ClassRegion, rank.ClassWater, rank.ClassTerrain:
		b := g.Bound(ref)
		return !b.IsZero() && b.Contains(p)
	}
	return false
}

// targetsOf returns how correct each candidate of cluster gi is: the fraction of the
// cluster's mentions with a gold place for which it is correct, and the number of these
// mentions. If one candidate is the gold place itself, others close by count half.
func targetsOf(d *rank.Document, gi int, e *Example) (targets []float32, known int) {
	g := &d.Clusters[gi]
	targets = make([]float32, g.To-g.From)
	for i, cluster := range d.ClusterOf {
		if cluster != gi || !e.Truth[i].Known {
			continue
		}
		known++
		truth := &e.Truth[i]
		exact := exactCandidate(d, g, truth)
		at := geometry.NewVector(truth.Point[0], truth.Point[1])
		for j := g.From; j < g.To; j++ {
			c := &d.Candidates[j]
			switch {
			case c.Ref == exact && c.Match != rank.MatchContainer:
				targets[j-g.From]++
			case exact == rank.NoRef && covers(d.Gazetteer(), c.Ref, truth.Point):
				targets[j-g.From]++
			case c.At.KM(at) <= eval.HitKM && exact != rank.NoRef:
				targets[j-g.From] += .5
			case c.At.KM(at) <= eval.HitKM:
				targets[j-g.From]++
			}
		}
	}
	for i := range targets {
		targets[i] /= float32(max(1, known))
	}
	return targets, known
}

// exactCandidate returns the candidate of a cluster that is the gold place itself, or
// NoRef.
func exactCandidate(d *rank.Document, g *rank.Cluster, truth *Truth) gazetteer.Ref {
	if truth.ID == "" {
		return rank.NoRef
	}
	ref, ok := d.Gazetteer().ByID(truth.ID)
	if !ok {
		return rank.NoRef
	}
	for _, c := range d.Candidates[g.From:g.To] {
		if c.Ref == ref && c.Match != rank.MatchContainer {
			return ref
		}
	}
	return rank.NoRef
}
