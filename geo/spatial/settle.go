package spatial

import (
	"fmt"
	"math"
	"slices"

	"dateline/geo"

	orbgeo "github.com/paulmach/orb/geo"
)

const (
	// settledProbability is the probability of a place that is where the text describes it, among
	// those of its name.
	settledProbability = .85
	// settleSlackKM and settleShare, a share of the distance, are added to the uncertainty of a
	// described place: reports round distances and measure them from different points.
	settleSlackKM = 20
	settleShare   = .5
)

// settle resolves the subjects of distances in p by where the text describes them: in
// "Yablunivka, 12 km south of Kostiantynivka", places called Yablunivka elsewhere are
// not meant. Decisions of editors are kept.
func settle(p *geo.Parsed) {
	for i := range p.Mentions {
		rel := p.Mentions[i].Relation
		if rel == nil || rel.SubjectMention < 0 || rel.DistanceKM == 0 || rel.UncertaintyKM == 0 || rel.Kind != geo.RelationOffset && rel.Kind != geo.RelationDistance {
			continue
		}
		subject := p.Resolutions[rel.SubjectMention]
		if subject.Place == nil || subject.Probability == 1 || subject.Outcome != geo.OutcomePlaced || !subject.Place.Kind.Precision().IsPoint() || describes(rel, subject.Place) {
			continue
		}
		phrase := p.Mentions[rel.SubjectMention].Phrase
		settled := settledResolution(p, rel, &subject)
		for j := range p.Mentions {
			if r := &p.Resolutions[j]; p.Mentions[j].Phrase == phrase && r.Place != nil && r.Place.ID == subject.Place.ID && r.Probability != 1 {
				*r = settled
			}
		}
	}
}

// describes reports whether a place may be at the described place of a relation.
func describes(rel *geo.Relation, place *geo.Place) bool {
	return orbgeo.Distance(rel.Point, place.Point)/1000 <= rel.UncertaintyKM+settleSlackKM+settleShare*rel.DistanceKM
}

// settledResolution returns the resolution of the subject of a relation among its candidates, or
// one without a place if none of them is at the described place.
func settledResolution(p *geo.Parsed, rel *geo.Relation, subject *geo.Resolution) geo.Resolution {
	where := fmt.Sprintf("%s %s", rel.Words, p.Mentions[rel.Anchor].Phrase)
	at := slices.IndexFunc(subject.Candidates, func(c geo.Candidate) bool { return describes(rel, &c.Place) })
	if at < 0 {
		return geo.Resolution{
			Outcome: geo.OutcomeMissing, Confidence: geo.ConfidenceAmbiguous,
			Why: []string{fmt.Sprintf("no place called %q in the gazetteer is %s", p.Mentions[rel.SubjectMention].Phrase, where)},
		}
	}
	candidates := slices.Clone(subject.Candidates)
	best := candidates[at]
	others := slices.Delete(candidates, at, at+1)
	rest := math.Max(1e-9, 1-best.Score)
	for i := range others {
		others[i].Score *= (1 - settledProbability) / rest
	}
	best.Score = settledProbability
	r := geo.Resolution{
		Outcome: geo.OutcomePlaced, Probability: settledProbability, Confidence: geo.ConfidenceOf(settledProbability),
		Candidates: slices.Insert(others, 0, best), Why: []string{"described in the text as " + where},
	}
	r.Place = &r.Candidates[0].Place
	return r
}
