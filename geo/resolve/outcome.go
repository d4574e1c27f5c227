package resolve

import (
	"fmt"
	"slices"

	"dateline/geo"
)

const (
	// guessFrom is the least probability of a guess that an ambiguous mention
	// carries.
	guessFrom = .25
	// approximateFrom is the least probability of "in or near": it names a place
	// that the text did not.
	approximateFrom = .4
	// shownCandidates is how many candidates a resolution lists.
	shownCandidates = 4
	// shownFrom is the least score of a listed candidate after the first.
	shownFrom = .01
)

// resolutions turns the groups' answers into those of the mentions. Mentions of
// one group share their place, candidates and reasons, which must not be changed.
func (w *work) resolutions(m *Model) []geo.Resolution {
	byGroup := make([]geo.Resolution, len(w.groups))
	for i := range w.groups {
		byGroup[i] = w.resolution(&w.groups[i], m)
	}
	out := make([]geo.Resolution, len(w.mentions))
	for i, g := range w.of {
		out[i] = byGroup[g]
	}
	return out
}

func (w *work) resolution(g *group, m *Model) geo.Resolution {
	if g.best < 0 {
		why := fmt.Sprintf("no place called %q in the gazetteer", g.phrase)
		if g.decided {
			why = "a person decided that this is no place"
		}
		return geo.Resolution{Outcome: geo.OutcomeMissing, Confidence: geo.ConfidenceAmbiguous, Why: []string{why}}
	}
	best := &w.cands[g.best]
	r := geo.Resolution{Probability: w.probability(g, &m.Confidence)}
	if g.decided {
		r.Probability = 1
	}
	r.Confidence = geo.ConfidenceOf(r.Probability)
	r.Candidates = w.shown(g)
	r.Place = &r.Candidates[0].Place
	switch {
	case g.decided:
		r.Outcome, r.Why = placedAs(best), []string{"a person decided so"}
	case best.level >= levelPartial:
		w.approximate(g, best, &r)
	case r.Probability >= geo.LikelyThreshold:
		r.Outcome, r.Why = placedAs(best), w.reasons(g, &m.Passes[passes-1])
	default:
		w.ambiguous(g, &r)
	}
	return r
}

// placedAs is the outcome of a candidate that is meant.
func placedAs(c *candidate) geo.Outcome {
	if c.kind.Precision() == geo.PrecisionCountry {
		return geo.OutcomeCountry
	}
	return geo.OutcomePlaced
}

// shown lists a group's best candidates, the answer first.
func (w *work) shown(g *group) []geo.Candidate {
	var top [shownCandidates]int
	n := 0
	for j := g.from; j < g.to; j++ {
		if w.cands[j].level == levelNearby && w.cands[g.best].level != levelNearby {
			continue // no namesake
		}
		at := n
		for at > 0 && w.before(g, j, top[at-1]) {
			at--
		}
		if at >= shownCandidates {
			continue
		}
		n = min(n+1, shownCandidates)
		copy(top[at+1:n], top[at:])
		top[at] = j
	}
	out := make([]geo.Candidate, 0, n)
	for i, j := range top[:n] {
		if c := &w.cands[j]; i == 0 || c.p >= shownFrom {
			out = append(out, geo.Candidate{Place: w.gaz.Place(c.ref), Score: float64(c.p)})
		}
	}
	return out
}

func (w *work) before(g *group, i, j int) bool {
	if i == g.best || j == g.best {
		return i == g.best
	}
	return w.cands[i].p > w.cands[j].p
}

// approximate fills in the answer for a thing that is not in the gazetteer
// itself.
func (w *work) approximate(g *group, best *candidate, r *geo.Resolution) {
	name := r.Place.Name
	if r.Probability < approximateFrom {
		*r = geo.Resolution{
			Outcome: geo.OutcomeMissing, Probability: r.Probability, Confidence: r.Confidence,
			Why: []string{fmt.Sprintf("no place called %q in the gazetteer, and nothing says where it is", g.phrase)},
		}
		return
	}
	r.Outcome, r.UncertaintyKM = geo.OutcomeApproximate, uncertainty(best, r.Place)
	how := fmt.Sprintf("in or near %s, which its name contains", name)
	if best.level == levelNearby {
		how = fmt.Sprintf("in or near %s, which the article names beside it", name)
	}
	r.Why = []string{fmt.Sprintf("%q itself is not in the gazetteer", g.phrase), how}
}

// uncertainty is the radius in km within which a thing said to be in or near a
// place lies.
func uncertainty(c *candidate, p *geo.Place) float64 {
	switch c.class {
	case classCountry, classRegion:
		return 500
	case classAdmin1:
		return 200
	case classAdmin2, classWater, classTerrain:
		return 60
	}
	if p.Population >= 1_000_000 {
		return 30
	}
	return 20
}

// ambiguous fills in the answer for a name that may well mean something else.
func (w *work) ambiguous(g *group, r *geo.Resolution) {
	r.Outcome = geo.OutcomeAmbiguous
	percent := int(100*r.Probability + .5)
	if r.Probability < guessFrom {
		r.Place = nil
		r.Why = []string{fmt.Sprintf("nothing in the article says which of the %s is meant", count(g.to-g.from, "place of that name", "places of that name"))}
		if g.to-g.from == 1 {
			r.Why = []string{fmt.Sprintf("the only place of that name in the gazetteer, %s, does not fit the article", title(&r.Candidates[0].Place))}
		}
		return
	}
	r.Why = []string{fmt.Sprintf("%s fits best, but only %d %% sure", title(r.Place), percent)}
	if i := slices.IndexFunc(r.Candidates[1:], func(c geo.Candidate) bool { return c.Place.ID != r.Place.ID }); i >= 0 {
		r.Why = append(r.Why, "it could also be "+title(&r.Candidates[1+i].Place))
	}
}

// title names a place so that it is told from its namesakes.
func title(p *geo.Place) string {
	s := p.Name
	if p.Admin1 != "" && p.Admin1 != p.Name && p.Kind != geo.KindAdmin1 {
		s += ", " + p.Admin1
	}
	if p.CountryName != "" && p.CountryName != p.Name {
		s += ", " + p.CountryName
	}
	return s
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
