package resolve

import (
	"fmt"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/abbrev"
	"dateline/geo/internal/rank"
)

// populationReason compares the populations of the best candidate and the runner-up.
func (e *explainer) populationReason(g *rank.Cluster, best, next *rank.Candidate) string {
	here, there := e.Gazetteer().Record(best.Ref).Population, e.Gazetteer().Record(next.Ref).Population
	switch {
	case here <= there:
		return ""
	case there > 0 && here >= 2*there:
		return fmt.Sprintf("%.0f times the population of %s", float64(here)/float64(there), placeTitleOf(e.Gazetteer(), next.Ref))
	case there > 0:
		return "more people than " + placeTitleOf(e.Gazetteer(), next.Ref)
	case mostPopulous(e.homonymsOf(g), best.Ref):
		return "the most populous place with this name"
	}
	return ""
}

// prominenceReason compares how widely the best candidate and the runner-up are known: by how many
// names the gazetteer has of them.
func (e *explainer) prominenceReason(g *rank.Cluster, best, next *rank.Candidate) string {
	names := e.Gazetteer().Record(best.Ref).NameCount
	most, listed := 0, false
	for _, h := range e.homonymsOf(g) {
		if h.ref == best.Ref {
			listed = true
		} else {
			most = max(most, h.record.NameCount)
		}
	}
	switch {
	case listed && names > most:
		return fmt.Sprintf("the best-known place with this name: %d names in the gazetteer", names)
	case names > e.Gazetteer().Record(next.Ref).NameCount:
		return "better known than " + placeTitleOf(e.Gazetteer(), next.Ref)
	}
	return ""
}

func (e *explainer) kindReason(g *rank.Cluster, best, next *rank.Candidate) string {
	switch {
	case g.CueFavors(best.Kind, next.Kind):
		return "the words around it are those for " + withArticle(kindNoun(best.Kind))
	case g.DesignatorFavors(best.Kind, next.Kind):
		return "its name is that of " + withArticle(kindNoun(best.Kind))
	case best.Class == next.Class && best.Capital && !next.Capital:
		return "a national capital"
	case best.Class == next.Class && best.Admin1Capital && !next.Admin1Capital && !next.Capital:
		return "a state or provincial capital"
	case best.Class == next.Class:
		return ""
	}
	return fmt.Sprintf("%s, while %s is %s", withArticle(kindNoun(best.Kind)), placeTitleOf(e.Gazetteer(), next.Ref), withArticle(kindNoun(next.Kind)))
}

func nameReason(g *rank.Cluster, best, next *rank.Candidate) string {
	if _, expanded := abbrev.Expand(g.Phrase); expanded {
		return ""
	}
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

// publisherReason compares a candidate with the home of the publisher.
func (e *explainer) publisherReason(g *rank.Cluster, best *rank.Candidate) string {
	home, km, given, ok := e.Home(best)
	switch {
	case !ok && e.EvidenceOf(g.Best).PublisherCountry:
		return "in the publisher's country"
	case !ok:
		return ""
	case home == best.Ref && given:
		return "the publisher's home"
	case home == best.Ref:
		return "the name of the publisher contains this name"
	case given:
		return fmt.Sprintf("%.0f km from %s, the publisher's home", km, placeTitleOf(e.Gazetteer(), home))
	}
	return fmt.Sprintf("%.0f km from %s, whose name is in that of the publisher", km, placeTitleOf(e.Gazetteer(), home))
}

// historyReason states what the publisher's other articles name.
func (e *explainer) historyReason(g *rank.Cluster) string {
	switch evidence := e.EvidenceOf(g.Best); {
	case evidence.NearHistory:
		return "where this publisher's other articles are set"
	case evidence.HistoryCountry:
		return "in the country where this publisher's other articles are set"
	}
	return ""
}
