package resolve

import (
	"fmt"
	"slices"

	"dateline/geo"
	"dateline/geo/internal/rank"
)

const (
	// minGuess is the minimum probability of the place of an ambiguous mention.
	minGuess = .25
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
func resolutions(d *rank.Document, m *Model) []geo.Resolution {
	byCluster := make([]geo.Resolution, len(d.Clusters))
	for i := range d.Clusters {
		byCluster[i] = resolution(d, i, m)
	}
	out := make([]geo.Resolution, len(d.Mentions))
	for i, g := range d.ClusterOf {
		out[i] = byCluster[g]
	}
	return out
}

func resolution(d *rank.Document, gi int, m *Model) geo.Resolution {
	g := &d.Clusters[gi]
	best := d.Best(g)
	if best == nil {
		why := fmt.Sprintf("no place called %q in the gazetteer", g.Phrase)
		if g.Decided {
			why = "an editor decided that this is not a place"
		}
		if g.Gulf && !g.Decided {
			return geo.Resolution{Outcome: geo.OutcomeAmbiguous, Confidence: geo.ConfidenceAmbiguous, Why: []string{"the text doesn't say which gulf is meant"}}
		}
		return geo.Resolution{Outcome: geo.OutcomeMissing, Confidence: geo.ConfidenceAmbiguous, Why: []string{why}}
	}
	r := geo.Resolution{Probability: d.Probability(g, &m.Calibration)}
	if g.Decided {
		r.Probability = 1
	}
	r.Confidence = geo.ConfidenceOf(r.Probability)
	r.Candidates = shownCandidates(d, g)
	r.Place = &r.Candidates[0].Place
	switch {
	case g.Decided:
		r.Outcome, r.Why = placedOutcome(best), []string{"confirmed by an editor"}
	case best.Match >= rank.MatchPartial:
		setApproximate(g, best, d.Supported(gi), &r)
	case r.Probability >= geo.LikelyThreshold:
		r.Outcome, r.Why = placedOutcome(best), reasons(d, g, &m.Passes[rank.NumPasses-1])
	default:
		setAmbiguous(g, &r)
	}
	if r.Outcome == geo.OutcomePlaced && g.Inside() && best.Class != rank.ClassAdmin1 {
		setInside(best, d.Supported(gi), &r)
	}
	return r
}

// placedOutcome returns the outcome of a mention that means a candidate.
func placedOutcome(c *rank.Candidate) geo.Outcome {
	if c.Kind.Precision() == geo.PrecisionCountry {
		return geo.OutcomeCountry
	}
	return geo.OutcomePlaced
}

// shownCandidates returns a cluster's most probable candidates, the best first.
func shownCandidates(d *rank.Document, g *rank.Cluster) []geo.Candidate {
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
	out := make([]geo.Candidate, 0, n)
	for i, j := range top[:n] {
		if c := &d.Candidates[j]; i == 0 || c.P >= minShown {
			out = append(out, geo.Candidate{Place: d.Gazetteer().Place(c.Ref), Score: float64(c.P)})
		}
	}
	return out
}

// setApproximate sets the outcome of a mention whose place is not in the gazetteer. supported
// is whether the text tells where it is.
func setApproximate(g *rank.Cluster, best *rank.Candidate, supported bool, r *geo.Resolution) {
	if r.Probability < minApproximate {
		*r = geo.Resolution{
			Outcome: geo.OutcomeMissing, Probability: r.Probability, Confidence: r.Confidence,
			Why: []string{fmt.Sprintf("no place called %q in the gazetteer, and the text doesn't say where it is", g.Phrase)},
		}
		return
	}
	how := fmt.Sprintf("in or near %s, which is part of its name", r.Place.Name)
	if best.Match == rank.MatchContainer {
		how = fmt.Sprintf("in or near %s, which the article mentions close to it", r.Place.Name)
	}
	r.Why = []string{fmt.Sprintf("%q itself is not in the gazetteer", g.Phrase), how}
	setNear(best, supported, r)
}

// setInside sets the outcome of a mention that is part of the name of something.
func setInside(best *rank.Candidate, supported bool, r *geo.Resolution) {
	r.Why = append([]string{"part of the name of something that is not in the gazetteer"}, r.Why[:min(len(r.Why), maxReasons-1)]...)
	setNear(best, supported, r)
}

// setNear makes a resolution one in or near its place, which is never certain because the place
// itself was not named, or one that is left open if the text does not support it.
func setNear(best *rank.Candidate, supported bool, r *geo.Resolution) {
	if !supported {
		r.Outcome, r.Probability = geo.OutcomeAmbiguous, min(r.Probability, maxUnsupported)
		r.Why = append(r.Why[:1:1], fmt.Sprintf("the text doesn't say that it is in or near %s", placeTitle(r.Place)))
	} else {
		r.Outcome, r.UncertaintyKM = geo.OutcomeApproximate, best.Uncertainty()
		r.Probability = min(r.Probability, maxApproximate)
	}
	r.Confidence = geo.ConfidenceOf(r.Probability)
}

// setAmbiguous sets the outcome of a mention that may mean another place.
func setAmbiguous(g *rank.Cluster, r *geo.Resolution) {
	r.Outcome = geo.OutcomeAmbiguous
	if r.Probability < minGuess {
		r.Place = nil
		if g.To-g.From == 1 {
			r.Why = []string{fmt.Sprintf("the only place with this name in the gazetteer, %s, does not fit the article", placeTitle(&r.Candidates[0].Place))}
		} else {
			r.Why = []string{fmt.Sprintf("the text doesn't say which of the %d places with this name is meant", g.To-g.From)}
		}
		return
	}
	r.Why = []string{fmt.Sprintf("%s is the most likely place, with a probability of only %d %%", placeTitle(r.Place), int(100*r.Probability+.5))}
	if i := slices.IndexFunc(r.Candidates[1:], func(c geo.Candidate) bool { return c.Place.ID != r.Place.ID }); i >= 0 {
		r.Why = append(r.Why, "it could also be "+placeTitle(&r.Candidates[1+i].Place))
	}
}

// placeTitle returns a place's name with what distinguishes it from others of the same
// name: "Paris, Texas, United States".
func placeTitle(p *geo.Place) string {
	s := p.Name
	if p.Admin1 != "" && p.Admin1 != p.Name && p.Kind != geo.KindAdmin1 {
		s += ", " + p.Admin1
	}
	if p.CountryName != "" && p.CountryName != p.Name {
		s += ", " + p.CountryName
	}
	return s
}
