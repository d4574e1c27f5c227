package resolve

import (
	"fmt"

	"dateline/geo"
	"dateline/geo/internal/rank"
	"dateline/geo/internal/rank/feature"
)

const (
	// minGuess is the minimum probability of the place of an ambiguous mention.
	minGuess = .2
	// minApproximate is the minimum probability of "in or near", which gives a
	// place that the phrase does not name.
	minApproximate = .4
	// maxUnsupported is the largest probability of a place that something may be in or near
	// though the text does not say so.
	maxUnsupported = .59
	// maxApproximate is the largest probability of an approximate answer, which is below
	// that of a certain one.
	maxApproximate = .94
	// maxShown is the number of candidates in a resolution, minShown the minimum
	// score of those after the first.
	maxShown = 4
	minShown = .01
)

// resolutions returns the resolution of each mention. The mentions of a cluster share
// theirs.
func resolutions(d *rank.Document, m *Model, places *placeCache) []geo.Resolution {
	e := &explainer{Document: d, places: places, weights: &m.Passes[feature.NumPasses-1], firm: make([]bool, len(d.Clusters))}
	byCluster := make([]geo.Resolution, len(d.Clusters))
	for i := range d.Clusters {
		r := &byCluster[i]
		*r = e.decide(i, m)
		e.firm[i] = r.Outcome == geo.OutcomePlaced || r.Outcome == geo.OutcomeCountry
	}
	for i := range d.Clusters {
		e.dropDoubtful(i, &byCluster[i])
		e.explain(i, &byCluster[i])
	}
	out := make([]geo.Resolution, len(d.Mentions))
	for i, g := range d.ClusterOf {
		out[i] = byCluster[g]
	}
	return out
}

// dropDoubtful leaves a mention open that would be in or near a place which itself is not resolved.
func (e *explainer) dropDoubtful(gi int, r *geo.Resolution) {
	g := &e.Clusters[gi]
	if r.Outcome != geo.OutcomeApproximate || e.Best(g).Match != rank.MatchContainer {
		return
	}
	for _, c := range e.others(g) {
		if c.Ref == e.Best(g).Ref {
			return
		}
	}
	setUnsupported(r)
}

// decide returns the resolution of a cluster without reasons.
func (e *explainer) decide(gi int, m *Model) geo.Resolution {
	d := e.Document
	g := &d.Clusters[gi]
	best := d.Best(g)
	if best == nil {
		r := geo.Resolution{Outcome: geo.OutcomeMissing, Confidence: geo.ConfidenceAmbiguous}
		if g.Gulf && !g.Decided {
			r.Outcome = geo.OutcomeAmbiguous
		}
		return r
	}
	r := geo.Resolution{Probability: d.Probability(g, &m.Calibration)}
	if g.Decided {
		r.Probability = 1
	}
	switch {
	case g.Decided:
		r.Outcome = placedOutcome(best)
	case best.Match >= rank.MatchPartial && r.Probability < minApproximate:
		return geo.Resolution{Outcome: geo.OutcomeMissing, Probability: r.Probability, Confidence: geo.ConfidenceOf(r.Probability)}
	case best.Match >= rank.MatchPartial, r.Probability >= geo.LikelyThreshold && g.Inside() && best.Class != rank.ClassAdmin1 && placedOutcome(best) == geo.OutcomePlaced:
		setNear(d, gi, &r)
	case r.Probability >= geo.LikelyThreshold && g.InsideFirm():
		r.Candidates = shownCandidates(d, g, r.Probability, e.places)
		setUnsupported(&r)
		r.Place = &r.Candidates[0].Place
		return r
	case r.Probability >= geo.LikelyThreshold:
		r.Outcome = placedOutcome(best)
	default:
		r.Outcome = geo.OutcomeAmbiguous
	}
	r.Confidence = geo.ConfidenceOf(r.Probability)
	r.Candidates = shownCandidates(d, g, r.Probability, e.places)
	if r.Outcome != geo.OutcomeAmbiguous || r.Probability >= minGuess {
		r.Place = &r.Candidates[0].Place
	}
	return r
}

// setNear makes a resolution one in or near the best candidate of a cluster, which is never certain because
// the place itself was not named, or one that is left open if the text does not support it.
func setNear(d *rank.Document, gi int, r *geo.Resolution) {
	if !d.Supported(gi) {
		setUnsupported(r)
		return
	}
	r.Outcome, r.UncertaintyKM = geo.OutcomeApproximate, d.Best(&d.Clusters[gi]).Uncertainty()
	r.Probability = min(r.Probability, maxApproximate)
}

// setUnsupported leaves a resolution open because the text does not say where it is.
func setUnsupported(r *geo.Resolution) {
	r.Outcome, r.Probability, r.UncertaintyKM = geo.OutcomeAmbiguous, min(r.Probability, maxUnsupported), 0
	r.Confidence = geo.ConfidenceOf(r.Probability)
	if len(r.Candidates) > 0 { // keep one distribution
		r.Candidates[0].Score = r.Probability
	}
}

// placedOutcome returns the outcome of a mention that means a candidate.
func placedOutcome(c *rank.Candidate) geo.Outcome {
	if c.Kind.Precision() == geo.PrecisionCountry {
		return geo.OutcomeCountry
	}
	return geo.OutcomePlaced
}

// shownCandidates returns a cluster's most probable candidates, the best first. Their scores are
// probabilities of one distribution in which the best has the given one: they sum to at most one.
func shownCandidates(d *rank.Document, g *rank.Cluster, probability float64, places *placeCache) []geo.Candidate {
	before := func(i, j int) bool {
		if i == g.Best || j == g.Best {
			return i == g.Best
		}
		return d.Candidates[i].P > d.Candidates[j].P
	}
	var top [maxShown]int
	n := 0
	for j := g.From; j < g.To; j++ {
		if d.Candidates[j].Match == rank.MatchContainer && d.Candidates[g.Best].Match != rank.MatchContainer {
			continue // does not have the name
		}
		at := n
		for at > 0 && before(j, top[at-1]) {
			at--
		}
		if at >= maxShown {
			continue
		}
		n = min(n+1, maxShown)
		copy(top[at+1:n], top[at:])
		top[at] = j
	}
	best := float64(d.Candidates[g.Best].P)
	factor := probability / best // of the others, which stay below the best
	if probability > best {
		factor = (1 - probability) / (1 - best)
	}
	out := make([]geo.Candidate, 0, n)
	for i, j := range top[:n] {
		c := &d.Candidates[j]
		score := factor * float64(c.P)
		if i == 0 {
			score = probability
		}
		if i == 0 || score >= minShown {
			out = append(out, geo.Candidate{Place: *places.place(d.Gazetteer(), c.Ref), Score: score})
		}
	}
	return out
}

// explain sets the reasons of a cluster's resolution.
func (e *explainer) explain(gi int, r *geo.Resolution) {
	g := &e.Clusters[gi]
	best := e.Best(g)
	switch {
	case g.Decided && best == nil:
		r.Why = []string{"an editor decided that this is not a place"}
	case g.Decided:
		r.Why = []string{"confirmed by an editor"}
	case best == nil && g.Gulf:
		r.Why = []string{"the text doesn't say which gulf is meant"}
	case best == nil && g.Street():
		r.Why = []string{"part of the name of a street"}
	case best == nil:
		r.Why = []string{e.absence(g)}
	case r.Outcome == geo.OutcomeMissing:
		r.Why = []string{e.absence(g) + ", and the text doesn't say where it is"}
	case r.Outcome == geo.OutcomeAmbiguous && g.InsideFirm():
		r.Why = []string{"only a part of a longer name"}
	case best.Match >= rank.MatchPartial || g.Inside() && r.Outcome != geo.OutcomePlaced && r.Outcome != geo.OutcomeCountry:
		r.Why = e.nearReasons(g, best, r)
	case r.Outcome == geo.OutcomeAmbiguous:
		r.Why = e.ambiguity(g, r)
	default:
		r.Why = e.reasons(gi)
	}
}

// absence states that the gazetteer has no place with a cluster's name, or none that fits.
func (e *explainer) absence(g *rank.Cluster) string {
	if len(e.homonymsOf(g)) > 0 {
		return fmt.Sprintf("no place called %q in the gazetteer fits the text", g.Phrase)
	}
	return fmt.Sprintf("no place called %q in the gazetteer", g.Phrase)
}

// nearReasons explains an answer in or near a place, and one that the text does not support.
func (e *explainer) nearReasons(g *rank.Cluster, best *rank.Candidate, r *geo.Resolution) []string {
	out := []string{"only a part of a longer name"}
	switch {
	case best.Match < rank.MatchPartial:
	case len(e.homonymsOf(g)) == 0:
		out[0] = fmt.Sprintf("%q itself is not in the gazetteer", g.Phrase)
	default:
		out[0] = e.absence(g)
	}
	near := placeTitleOf(e.Gazetteer(), best.Ref)
	switch {
	case r.Outcome != geo.OutcomeApproximate:
		return append(out, "the text doesn't say that it is in or near "+near)
	case best.Match == rank.MatchPartial:
		return append(out, fmt.Sprintf("in or near %s, which is part of its name", near))
	case best.Match == rank.MatchContainer:
		return append(out, fmt.Sprintf("in or near %s, which the article mentions in the same sentence", near))
	}
	return append(out, "in or near "+near)
}

// ambiguity explains why a cluster is left open.
func (e *explainer) ambiguity(g *rank.Cluster, r *geo.Resolution) []string {
	if r.Place != nil {
		out := []string{fmt.Sprintf("%s is the most likely place, with a probability of only %d %%", Title(r.Place), int(100*r.Probability+.5))}
		if len(r.Candidates) > 1 && Title(&r.Candidates[1].Place) != Title(r.Place) {
			out = append(out, "it could also be "+Title(&r.Candidates[1].Place))
		}
		return out
	}
	switch all := e.homonymsOf(g); len(all) {
	case 0:
		return []string{fmt.Sprintf("no place called %q in the gazetteer, and those with similar names do not fit the article", g.Phrase)}
	case 1:
		return []string{fmt.Sprintf("the only place with this name in the gazetteer, %s, does not fit the article", placeTitleOf(e.Gazetteer(), all[0].ref))}
	default:
		return []string{fmt.Sprintf("the text doesn't say which of the %d places with this name is meant", len(all))}
	}
}
