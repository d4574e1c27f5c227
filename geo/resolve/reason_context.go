package resolve

import (
	"fmt"
	"slices"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/rank"
)

// withinReason names the area in which the text itself places a candidate.
func (e *explainer) withinReason(g *rank.Cluster, best *rank.Candidate) string {
	if g.Qualifier != rank.NoRef && e.IsIn(best, g.Qualifier) {
		return fmt.Sprintf("the text says that it is in %s", e.Gazetteer().Name(g.Qualifier))
	}
	for _, l := range g.Outer.All() {
		if o := &e.Clusters[l.Cluster]; e.firm[l.Cluster] && rank.Within(best, e.Best(o)) {
			return fmt.Sprintf("in %s, mentioned next to it", o.Phrase)
		}
	}
	return ""
}

// containsReason names a place in the candidate that the text mentions next to it.
func (e *explainer) containsReason(g *rank.Cluster, best *rank.Candidate) string {
	for _, l := range g.Inner.All() {
		if o := &e.Clusters[l.Cluster]; e.firm[l.Cluster] && rank.Within(e.Best(o), best) {
			return fmt.Sprintf("contains %s, mentioned next to it", o.Phrase)
		}
	}
	return ""
}

// admin1Reason explains a candidate by the other places in its first-level area.
func (e *explainer) admin1Reason(g *rank.Cluster, best *rank.Candidate) string {
	if best.Admin1 == rank.NoRef {
		return ""
	}
	named := false
	var inside []gazetteer.Ref
	for _, c := range e.others(g) {
		switch {
		case c.Ref == best.Ref || c.Admin1 != best.Admin1:
		case c.Ref == best.Admin1:
			named = true
		default:
			inside = appendNew(inside, c.Ref)
		}
	}
	area := areaTitle(e.Gazetteer(), best.Admin1)
	switch {
	case best.Class == rank.ClassAdmin1 && len(inside) > 0:
		return "contains " + otherPlaces(len(inside)) + " in the article"
	case best.Class == rank.ClassAdmin1:
		return ""
	case named:
		return fmt.Sprintf("in %s, which the article mentions", area)
	case len(inside) > 0:
		return fmt.Sprintf("in %s, like %s in the article", area, otherPlaces(len(inside)))
	}
	return ""
}

// datelineReason compares a candidate with the article's dateline.
func (e *explainer) datelineReason(g *rank.Cluster, best *rank.Candidate) string {
	for o, c := range e.others(g) {
		if !o.InDateline || c.Ref == best.Ref {
			continue
		}
		switch name := e.Gazetteer().Name(c.Ref); {
		case !c.Elsewhere(best) && hasPoint(c) && hasPoint(best):
			return fmt.Sprintf("%.0f km from %s, the article's dateline", c.At.KM(best.At), name)
		case c.Country != 0 && c.Country == best.Country && c.Inside == rank.NoRef && best.Inside == rank.NoRef:
			return fmt.Sprintf("in the same country as %s, the article's dateline", name)
		}
		return ""
	}
	return ""
}

// hasPoint reports whether a place is small enough that a distance from its point is meaningful.
func hasPoint(c *rank.Candidate) bool {
	switch c.Class {
	case rank.ClassSettlement, rank.ClassQuarter, rank.ClassSite, rank.ClassAdmin2:
		return true
	}
	return false
}

// countryReason explains a candidate by its country.
func (e *explainer) countryReason(g *rank.Cluster, best *rank.Candidate) string {
	if best.Country == 0 {
		return ""
	}
	if best.Inside != rank.NoRef {
		return fmt.Sprintf("its extent contains %s, which the article mentions", e.Gazetteer().Name(best.Inside))
	}
	named, others := e.mentionsIn(g, best)
	country := countryTitle(e.Gazetteer(), best.Ref)
	switch {
	case best.Class == rank.ClassCountry && others > 0:
		return fmt.Sprintf("the article mentions %s in it", otherPlaces(others))
	case best.Class == rank.ClassCountry || country == "":
		return ""
	case named > 0 && e.onlyInCountry(g, best):
		return fmt.Sprintf("the only place with this name in %s, which the article mentions %s", country, times(named))
	case named > 0:
		return fmt.Sprintf("in %s, which the article mentions %s", country, times(named))
	case others > 0:
		return fmt.Sprintf("in %s, like %s in the article", country, otherPlaces(others))
	}
	return ""
}

// mentionsIn counts the mentions of a candidate's country outside cluster g, and the other places in it.
func (e *explainer) mentionsIn(g *rank.Cluster, best *rank.Candidate) (named, others int) {
	var places []gazetteer.Ref
	for o, c := range e.others(g) {
		switch {
		case !e.inCountryOf(c, best) || c.Ref == best.Ref:
		case c.Class == rank.ClassCountry:
			named += o.Count
		default:
			places = appendNew(places, c.Ref)
		}
	}
	return named, len(places)
}

// inCountryOf reports whether a candidate is in the country of best, which is not a river, another water or
// mountains within the extent of which the article's places are.
func (e *explainer) inCountryOf(c, best *rank.Candidate) bool {
	if c.Inside == rank.NoRef {
		return c.Country == best.Country
	}
	return e.Gazetteer().Record(c.Ref).CountryRef == e.Gazetteer().Record(best.Ref).CountryRef
}

// appendNew appends a place that the list does not contain.
func appendNew(list []gazetteer.Ref, ref gazetteer.Ref) []gazetteer.Ref {
	if slices.Contains(list, ref) {
		return list
	}
	return append(list, ref)
}

// onlyInCountry reports whether all other places with the name of a cluster, of which there must
// be some, are outside the country of best.
func (e *explainer) onlyInCountry(g *rank.Cluster, best *rank.Candidate) bool {
	country := e.Gazetteer().Record(best.Ref).Country
	listed, others := false, false
	for _, h := range e.homonymsOf(g) {
		switch {
		case h.ref == best.Ref:
			listed = true
		case h.record.Country == country:
			return false
		default:
			others = true
		}
	}
	return listed && others
}

// nearReason names the nearest of the article's other places, up to 1,000 km.
func (e *explainer) nearReason(g *rank.Cluster, best *rank.Candidate) string {
	if !hasPoint(best) {
		return ""
	}
	nearest, name := float32(1000), ""
	for o, c := range e.others(g) {
		if c.Ref == best.Ref || !hasPoint(c) {
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
		return fmt.Sprintf("less than 2 km from %s, which the article mentions", name)
	}
	return fmt.Sprintf("%.0f km from %s, which the article mentions", nearest, name)
}

// samePlaceReason names another name of a candidate in the article.
func (e *explainer) samePlaceReason(g *rank.Cluster, best *rank.Candidate) string {
	for o, c := range e.others(g) {
		if c.Ref == best.Ref && o.Phrase != g.Phrase {
			return fmt.Sprintf("the article also calls this place %q", o.Phrase)
		}
	}
	return ""
}

func otherPlaces(n int) string {
	if n == 1 {
		return "1 other place"
	}
	return fmt.Sprintf("%d other places", n)
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
