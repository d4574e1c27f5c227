package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/rank"
)

const (
	// maxReasons is the maximum number of reasons in a resolution.
	maxReasons = 3
	// minReason is the minimum difference in score that is a reason.
	minReason = .25
)

// reasons explains why a cluster's best candidate was preferred to the runner-up: the
// groups of features with the largest sums of weight times difference.
func reasons(d *rank.Document, g *rank.Cluster, weights *rank.Row) []string {
	best := d.Best(g)
	next, own := runnerUp(d, g)
	if g.Narrowed {
		return narrowedReasons(d, g, best)
	}
	if next < 0 {
		out := []string{"the only place with this name in the gazetteer"}
		if g.Basis != "" {
			out[0] = g.Basis
		}
		if s := countryReason(d, g, best); s != "" {
			out = append(out, s)
		}
		return out
	}
	var out []string
	for _, group := range decisiveGroups(weights, &d.Rows[g.Best], &d.Rows[next]) {
		if s := reason(d, group, g, best, &d.Candidates[next]); s != "" {
			out = append(out, s)
		}
		if len(out) == maxReasons {
			break
		}
	}
	if len(out) == 0 {
		out = []string{fmt.Sprintf("the most likely of %d places with this name", own)}
	}
	return out
}

// narrowedReasons explains the best candidate of a cluster that the text itself limits
// to places in, or around, the place mentioned next to it.
func narrowedReasons(d *rank.Document, g *rank.Cluster, best *rank.Candidate) []string {
	switch {
	case g.Governed:
		return []string{"the text mentions an office or body of its government"}
	case g.Gulf:
		return []string{"the article names places around it"}
	}
	var out []string
	for _, s := range [...]string{withinReason(d, g, best), containsReason(d, g, best), admin1Reason(d, g, best), countryReason(d, g, best)} {
		if s != "" && !slices.Contains(out, s) && len(out) < maxReasons {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		out = []string{"the text mentions it next to a place that limits what it can mean"}
	}
	return out
}

// runnerUp returns the candidate that the best one of a cluster is compared with, or
// -1, and the number of the cluster's own candidates. A place elsewhere is preferred to
// one close by, such as the district around a town.
func runnerUp(d *rank.Document, g *rank.Cluster) (next, own int) {
	best := &d.Candidates[g.Best]
	next, elsewhere := -1, false
	for j := g.From; j < g.To; j++ {
		c := &d.Candidates[j]
		if c.Match == rank.MatchContainer {
			continue
		}
		own++
		far := c.Elsewhere(best)
		if j != g.Best && (next < 0 || far && !elsewhere || far == elsewhere && c.P > d.Candidates[next].P) {
			next, elsewhere = j, far
		}
	}
	return next, own
}

// decisiveGroups returns the groups of features that favor best over next, the
// strongest first.
func decisiveGroups(weights, best, next *rank.Row) []rank.Group {
	var sums [rank.NumGroups]float32
	for f := range rank.NumFeatures {
		sums[f.Group()] += weights[f] * (best[f] - next[f])
	}
	groups := make([]rank.Group, 0, rank.NumGroups)
	for k := rank.GroupNone + 1; k < rank.NumGroups; k++ {
		if sums[k] >= minReason {
			groups = append(groups, k)
		}
	}
	slices.SortStableFunc(groups, func(a, b rank.Group) int { return cmp.Compare(sums[b], sums[a]) })
	return groups
}

// reason expresses a group of features in words. It returns "" if its fact does not
// hold for the candidate.
func reason(d *rank.Document, group rank.Group, g *rank.Cluster, best, next *rank.Candidate) string {
	switch group {
	case rank.GroupPopulation:
		return populationReason(d, g, best, next)
	case rank.GroupProminence:
		return prominenceReason(d, g, best, next)
	case rank.GroupKind:
		return kindReason(g, best, next)
	case rank.GroupName:
		return nameReason(best, next)
	case rank.GroupWithin:
		return withinReason(d, g, best)
	case rank.GroupContains:
		return containsReason(d, g, best)
	case rank.GroupCountry:
		return countryReason(d, g, best)
	case rank.GroupAdmin1:
		return admin1Reason(d, g, best)
	case rank.GroupNear:
		return nearReason(d, g, best)
	case rank.GroupDateline:
		return datelineReason(d, best)
	}
	return evidenceReason(group, d.EvidenceOf(g.Best))
}

// evidenceReason expresses a group of features whose fact needs no names.
func evidenceReason(group rank.Group, e rank.Evidence) string {
	switch {
	case group == rank.GroupPublisher && e.NearPublisher:
		return "in the publisher's home area"
	case group == rank.GroupPublisher && e.PublisherCountry:
		return "in the publisher's country"
	case group == rank.GroupHistory && e.NearHistory:
		return "where this publisher's other articles are set"
	case group == rank.GroupHistory && e.HistoryCountry:
		return "in the country where this publisher's other articles are set"
	case group == rank.GroupOffset && e.AtOffset:
		return "at about the distance given in the text"
	case group == rank.GroupSame && e.SamePlace:
		return "the article also mentions this place by another name"
	}
	return ""
}

// populationReason compares the populations of the best candidate and the runner-up.
func populationReason(d *rank.Document, g *rank.Cluster, best, next *rank.Candidate) string {
	here, there := best.Population(), next.Population()
	switch {
	case here < 1 || here <= there:
		return ""
	case there >= 1 && here/there >= 2:
		return fmt.Sprintf("%.0f times the population of %s", here/there, placeTitleOf(d, next))
	case there >= 1:
		return "more people than " + placeTitleOf(d, next)
	case d.Largest(g, best):
		return "the largest place with this name"
	}
	return ""
}

// prominenceReason compares how widely the best candidate and the runner-up are known.
func prominenceReason(d *rank.Document, g *rank.Cluster, best, next *rank.Candidate) string {
	switch {
	case d.BestKnown(g, best):
		return "the best-known place with this name"
	case best.BetterKnown(next):
		return "better known than " + placeTitleOf(d, next)
	}
	return ""
}

// placeTitleOf returns the [placeTitle] of a candidate.
func placeTitleOf(d *rank.Document, c *rank.Candidate) string {
	gaz := d.Gazetteer()
	r := gaz.Record(c.Ref)
	p := geo.Place{Name: gaz.Name(c.Ref), Kind: r.Kind}
	if r.Admin1 != rank.NoRef {
		p.Admin1 = gaz.Name(r.Admin1)
	}
	if r.CountryRef != rank.NoRef {
		p.CountryName = gaz.Name(r.CountryRef)
	}
	return placeTitle(&p)
}

func kindReason(g *rank.Cluster, best, next *rank.Candidate) string {
	switch {
	case g.CueFavors(best.Kind, next.Kind):
		return "the text calls it " + withArticle(kindName(best.Kind))
	case g.DesignatorFavors(best.Kind, next.Kind):
		return "its name is that of " + withArticle(kindName(best.Kind))
	case best.Class == next.Class && best.Capital && !next.Capital:
		return "a national capital"
	case best.Class == next.Class && best.Admin1Capital && !next.Admin1Capital:
		return "a state or provincial capital"
	case best.Class == next.Class:
		return ""
	}
	return fmt.Sprintf("the name means the %s more often than the %s", kindName(best.Kind), kindName(next.Kind))
}

// kindName returns a kind in the words of a reader.
func kindName(k geo.Kind) string {
	switch k {
	case geo.KindAdmin1:
		return "state or province"
	case geo.KindAdmin2:
		return "county or district"
	case geo.KindAdmin3:
		return "local area"
	case geo.KindSettlement:
		return "town or city"
	case geo.KindQuarter:
		return "part of a town"
	}
	return k.String()
}

// withArticle returns a noun after "a" or "an".
func withArticle(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

func nameReason(best, next *rank.Candidate) string {
	switch {
	case best.Match != rank.MatchExact || best.Match == next.Match && best.Name == next.Name:
		return ""
	case best.OwnName():
		return "the place's own name"
	case best.Name == gazetteer.NameDemonym:
		return "the name of its people"
	case best.Name == gazetteer.NameAbbreviation:
		return "an abbreviation of its name"
	}
	return "one of the place's names"
}

func withinReason(d *rank.Document, g *rank.Cluster, best *rank.Candidate) string {
	if g.Qualifier != rank.NoRef && d.IsIn(best, g.Qualifier) {
		return fmt.Sprintf("the text says that it is in %s", d.Gazetteer().Name(g.Qualifier))
	}
	for _, l := range g.Outer.All() {
		o := &d.Clusters[l.Cluster]
		if c := d.Best(o); c != nil && rank.Within(best, c) {
			return fmt.Sprintf("in %s, mentioned next to it", o.Phrase)
		}
	}
	return ""
}

// containsReason names a place in the candidate that the text mentions next to it.
func containsReason(d *rank.Document, g *rank.Cluster, best *rank.Candidate) string {
	for _, l := range g.Inner.All() {
		o := &d.Clusters[l.Cluster]
		if c := d.Best(o); c != nil && rank.Within(c, best) {
			return fmt.Sprintf("contains %s, mentioned next to it", o.Phrase)
		}
	}
	return ""
}

// admin1Reason explains a candidate by the other places in its first-level area.
func admin1Reason(d *rank.Document, g *rank.Cluster, best *rank.Candidate) string {
	if best.Admin1 == rank.NoRef {
		return ""
	}
	for i := range d.Clusters {
		o := &d.Clusters[i]
		c := d.Best(o)
		switch {
		case o == g || c == nil || c.Ref == best.Ref || c.Admin1 != best.Admin1:
		case best.Class == rank.ClassAdmin1:
			return "contains other places in the article"
		case c.Ref == best.Admin1:
			return fmt.Sprintf("in %s, which the article mentions", d.Gazetteer().Name(best.Admin1))
		default:
			return fmt.Sprintf("in %s, like other places in the article", d.Gazetteer().Name(best.Admin1))
		}
	}
	return ""
}

// datelineReason compares a candidate with the article's dateline.
func datelineReason(d *rank.Document, best *rank.Candidate) string {
	c := d.Dateline()
	switch {
	case c == nil:
		return ""
	case !c.Elsewhere(best):
		return fmt.Sprintf("close to %s, the article's dateline", d.Gazetteer().Name(c.Ref))
	case c.Country != 0 && c.Country == best.Country:
		return fmt.Sprintf("in the same country as %s, the article's dateline", d.Gazetteer().Name(c.Ref))
	}
	return ""
}

// countryReason explains a candidate by its country.
func countryReason(d *rank.Document, g *rank.Cluster, best *rank.Candidate) string {
	if best.Country == 0 {
		return ""
	}
	named, others := mentionsIn(d, g, best.Country)
	country := d.Gazetteer().Name(d.Gazetteer().Record(best.Ref).CountryRef)
	switch {
	case best.Class == rank.ClassCountry && others > 0:
		return fmt.Sprintf("the article mentions %s in it", count(others, "other place", "other places"))
	case best.Class == rank.ClassCountry:
		return ""
	case onlyInCountry(d, g, best) && named > 0:
		return fmt.Sprintf("the only place with this name in %s, which the article mentions %s", country, times(named))
	case named > 0:
		return fmt.Sprintf("in %s, which the article mentions %s", country, times(named))
	case others > 0:
		return fmt.Sprintf("in %s, like %s in the article", country, count(others, "other place", "other places"))
	}
	return ""
}

// mentionsIn counts the mentions of a country, and of places in it, outside cluster g.
func mentionsIn(d *rank.Document, g *rank.Cluster, country uint16) (named, others int) {
	for i := range d.Clusters {
		o := &d.Clusters[i]
		c := d.Best(o)
		if o == g || c == nil || c.Country != country {
			continue
		}
		if c.Class == rank.ClassCountry {
			named += o.Count
		} else {
			others += o.Count
		}
	}
	return named, others
}

// onlyInCountry reports whether all other candidates of a cluster, of which there must
// be some, are outside the country of best.
func onlyInCountry(d *rank.Document, g *rank.Cluster, best *rank.Candidate) bool {
	others := false
	for j := g.From; j < g.To; j++ {
		c := &d.Candidates[j]
		if c.Ref == best.Ref || c.Match == rank.MatchContainer {
			continue
		}
		if c.Country == best.Country {
			return false
		}
		others = true
	}
	return others
}

// maxNearClusters is the number of clusters among which the nearest place is searched.
const maxNearClusters = 200

// nearReason names the nearest of the article's other places, up to 1,000 km.
func nearReason(d *rank.Document, g *rank.Cluster, best *rank.Candidate) string {
	nearest, name := float32(1000), ""
	for i := range d.Clusters[:min(len(d.Clusters), maxNearClusters+1)] {
		o := &d.Clusters[i]
		c := d.Best(o)
		if o == g || c == nil || c.Ref == best.Ref || c.P < .5 || c.Match >= rank.MatchPartial {
			continue
		}
		switch c.Class {
		case rank.ClassCountry, rank.ClassRegion, rank.ClassAdmin1:
			continue
		}
		if km := c.At.KM(best.At); km < nearest {
			nearest, name = km, o.Phrase
		}
	}
	switch {
	case name == "":
		return ""
	case nearest < 2:
		return fmt.Sprintf("next to %s, which the article mentions", name)
	}
	return fmt.Sprintf("%.0f km from %s, which the article mentions", nearest, name)
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}
