package rank

import (
	"dateline/geo/gazetteer"
	"dateline/geo/internal/rank/feature"
)

// Evidence is the facts about a candidate that explanations state.
type Evidence struct {
	PublisherCountry bool // in the publisher's country
	NearHistory      bool // near places of the publisher's other articles, or in their first-level areas
	HistoryCountry   bool // in the country of some of them
	AtOffset         bool // at the distance that the text gives
	SamePlace        bool // the article names it by another name, too
}

// EvidenceOf returns the evidence for candidate j after the last pass.
func (d *Document) EvidenceOf(j int) Evidence {
	r := &d.Rows[j]
	return Evidence{
		PublisherCountry: r[feature.PublisherCountry] > 0,
		NearHistory:      r[feature.HistoryNear] > 0 || r[feature.HistoryAdmin1] > 0,
		HistoryCountry:   r[feature.HistoryCountry] > 0,
		AtOffset:         r[feature.Offset] > 0,
		SamePlace:        r[feature.SamePlace] > 0,
	}
}

// Home returns the place of the publisher that is nearest to a candidate, with its distance in kilometers
// and whether a user gave it; otherwise the publisher's name contains its name. ok is false
// if none is near.
func (d *Document) Home(c *Candidate) (home gazetteer.Ref, km float32, given, ok bool) {
	if d.locale == nil {
		return NoRef, 0, false, false
	}
	home, km, ok = d.locale.Nearest(c.At)
	return home, km, d.locale.Given, ok
}

// BestKnown reports whether no other candidate of the cluster has more names in the
// gazetteer.
func (d *Document) BestKnown(g *Cluster, c *Candidate) bool {
	for j := g.From; j < g.To; j++ {
		if o := &d.Candidates[j]; o.Match != MatchContainer && o.prominence > c.prominence {
			return false
		}
	}
	return true
}

// BetterKnown reports whether candidate c has more names in the gazetteer than o.
func (c *Candidate) BetterKnown(o *Candidate) bool { return c.prominence > o.prominence }

// Largest reports whether no other candidate of the cluster has a larger population.
func (d *Document) Largest(g *Cluster, c *Candidate) bool {
	for j := g.From; j < g.To; j++ {
		if o := &d.Candidates[j]; o.Match != MatchContainer && o.population > c.population {
			return false
		}
	}
	return true
}
