package resolve

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/abbrev"
	"dateline/geo/internal/rank"
	"dateline/geo/internal/rank/feature"
)

const (
	// maxReasons is the maximum number of reasons in a resolution.
	maxReasons = 3
	// minReason is the minimum difference in score that is a reason.
	minReason = .25
)

// explainer explains the resolutions of one article. Each reason is a fact of the gazetteer or
// the text that holds for the candidate; those about other names count only names that are
// resolved to a place.
type explainer struct {
	*rank.Document
	weights *rank.Row
	// firm is set for the clusters that are resolved to a place, not in or near one.
	firm []bool

	homonyms []homonym     // of the latest cluster, see homonymsOf
	latest   *rank.Cluster // nil before the first call
	places   *placeCache
	norm     []byte
	names    []gazetteer.NameRef
}

// homonym is a place with a name.
type homonym struct {
	ref    gazetteer.Ref
	record gazetteer.Record
}

// homonymsOf returns all places of the gazetteer with the name of a cluster, whether they are
// candidates or not. The result is valid until the next call.
func (e *explainer) homonymsOf(g *rank.Cluster) []homonym {
	if g == e.latest {
		return e.homonyms
	}
	gaz := e.Gazetteer()
	e.latest = g
	e.norm = gazetteer.Normalize(e.norm[:0], g.Phrase)
	e.names = gaz.Lookup(abbrev.Lookup(gaz, e.names[:0], g.Phrase), e.norm)
	e.homonyms = e.homonyms[:0]
	for _, n := range e.names {
		if n.Kind == gazetteer.NameCode || slices.ContainsFunc(e.homonyms, func(h homonym) bool { return h.ref == n.Ref }) {
			continue
		}
		e.homonyms = append(e.homonyms, homonym{n.Ref, gaz.Record(n.Ref)})
	}
	return e.homonyms
}

// reasons explains why a cluster's best candidate was preferred to the runner-up: the
// groups of features with the largest sums of weights times differences.
func (e *explainer) reasons(gi int) []string {
	g := &e.Clusters[gi]
	best := e.Best(g)
	if g.Narrowed {
		return e.narrowedReasons(g, best)
	}
	next := e.runnerUp(g)
	if next < 0 {
		out := []string{e.onlyReason(g, best)}
		if s := e.countryReason(g, best); s != "" {
			out = append(out, s)
		}
		return out
	}
	var out []string
	for _, group := range decisiveGroups(e.weights, &e.Rows[g.Best], &e.Rows[next]) {
		if s := e.reason(group, g, best, &e.Candidates[next]); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
		if len(out) == maxReasons {
			break
		}
	}
	if len(out) == 0 {
		out = []string{e.onlyReason(g, best)}
	}
	return out
}

// onlyReason explains a candidate that no other reason distinguishes from places of the same name.
func (e *explainer) onlyReason(g *rank.Cluster, best *rank.Candidate) string {
	if g.Basis != "" {
		return g.Basis
	}
	all := e.homonymsOf(g)
	if !slices.ContainsFunc(all, func(h homonym) bool { return h.ref == best.Ref }) {
		return fmt.Sprintf("the place in the gazetteer whose name fits %q best", g.Phrase)
	}
	switch {
	case len(all) == 1:
		return "the only place with this name in the gazetteer"
	case mostPopulous(all, best.Ref):
		return fmt.Sprintf("the most populous of the %d places with this name", len(all))
	}
	return fmt.Sprintf("the most likely of the %d places with this name", len(all))
}

// mostPopulous reports whether a place has more people than all others of its name.
func mostPopulous(all []homonym, ref gazetteer.Ref) bool {
	own, most := int64(0), int64(0)
	for i := range all {
		if all[i].ref == ref {
			own = all[i].record.Population
		} else {
			most = max(most, all[i].record.Population)
		}
	}
	return own > most
}

// narrowedReasons explains the best candidate of a cluster that the text itself limits
// to places in, or around, the place mentioned next to it.
func (e *explainer) narrowedReasons(g *rank.Cluster, best *rank.Candidate) []string {
	switch {
	case g.Governed:
		return []string{"the text mentions an office or body of its government"}
	case g.Gulf:
		return []string{"the article names places around it"}
	}
	var out []string
	for _, s := range [...]string{e.withinReason(g, best), e.containsReason(g, best), e.admin1Reason(g, best), e.countryReason(g, best)} {
		if s != "" && !slices.Contains(out, s) && len(out) < maxReasons {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		out = []string{e.onlyReason(g, best)}
	}
	return out
}

// runnerUp returns the candidate that the best one of a cluster is compared with, or
// -1. A place elsewhere is preferred to one close by, such as the district around a town.
func (e *explainer) runnerUp(g *rank.Cluster) int {
	best := &e.Candidates[g.Best]
	next, elsewhere := -1, false
	for j := g.From; j < g.To; j++ {
		c := &e.Candidates[j]
		if c.Match == rank.MatchContainer || j == g.Best {
			continue
		}
		far := c.Elsewhere(best)
		if next < 0 || far && !elsewhere || far == elsewhere && c.P > e.Candidates[next].P {
			next, elsewhere = j, far
		}
	}
	return next
}

// decisiveGroups returns the groups of features that favor best over next, the
// strongest first.
func decisiveGroups(weights, best, next *rank.Row) []rank.Group {
	var sums [feature.NumGroups]float32
	for f := range feature.NumFeatures {
		sums[f.Group()] += weights[f] * (best[f] - next[f])
	}
	groups := make([]rank.Group, 0, feature.NumGroups)
	for k := feature.GroupNone + 1; k < feature.NumGroups; k++ {
		if sums[k] >= minReason {
			groups = append(groups, k)
		}
	}
	slices.SortStableFunc(groups, func(a, b rank.Group) int { return cmp.Compare(sums[b], sums[a]) })
	return groups
}

// reason expresses a group of features in words. It returns "" if its fact does not
// hold for the candidate.
func (e *explainer) reason(group rank.Group, g *rank.Cluster, best, next *rank.Candidate) string {
	switch group {
	case feature.GroupPopulation:
		return e.populationReason(g, best, next)
	case feature.GroupProminence:
		return e.prominenceReason(g, best, next)
	case feature.GroupKind:
		return e.kindReason(g, best, next)
	case feature.GroupName:
		return nameReason(g, best, next)
	case feature.GroupWithin:
		return e.withinReason(g, best)
	case feature.GroupContains:
		return e.containsReason(g, best)
	case feature.GroupCountry:
		return e.countryReason(g, best)
	case feature.GroupAdmin1:
		return e.admin1Reason(g, best)
	case feature.GroupNear:
		return e.nearReason(g, best)
	case feature.GroupDateline:
		return e.datelineReason(g, best)
	case feature.GroupPublisher:
		return e.publisherReason(g, best)
	case feature.GroupHistory:
		return e.historyReason(g)
	case feature.GroupOffset:
		if e.EvidenceOf(g.Best).AtOffset {
			return "at about the distance given in the text"
		}
	case feature.GroupSame:
		return e.samePlaceReason(g, best)
	}
	return ""
}

// others yields the clusters other than g that are resolved to a place, with their candidates.
func (e *explainer) others(g *rank.Cluster) iter.Seq2[*rank.Cluster, *rank.Candidate] {
	return func(yield func(*rank.Cluster, *rank.Candidate) bool) {
		for i := range e.Clusters {
			if o := &e.Clusters[i]; o != g && e.firm[i] && !yield(o, e.Best(o)) {
				return
			}
		}
	}
}

// kindNoun returns a kind in the words of a reader, as a noun in the singular.
func kindNoun(k geo.Kind) string {
	switch k {
	case geo.KindSettlement:
		return "town or city"
	case geo.KindRange, geo.KindPass:
		return k.String()
	}
	return k.Label()
}

// withArticle returns a noun after "a" or "an".
func withArticle(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}
